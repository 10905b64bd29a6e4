"""The figures of a newsletter: measures of the closed list, taken once and frozen with what was said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk import wording
from qi_desk.domain.figures.measures import MEASURES, VERSION, Figure
from qi_desk.domain.figures.periods import Period, Span, before, free, period_of, step
from qi_desk.domain.registers.newsletters import digest_of
from qi_desk.services.figures import counting, snapshots
from qi_desk.services.figures.saying import label_of
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import LOOKING, verb

LIST = "newsletter_figures"
CATEGORY, MONTH, OPINION = "category", "month", "opinion"
"""The ways of the parts behind the charts."""

ASKED, DONE = "requests_registered", "matters_closed"
_NAMED = (Span.YEAR, Span.QUARTER, Span.MONTH, Span.WEEK)
_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Taken:
    """What was counted: figures of the period and of the one before, rows as they are kept, and the digest that tells
    whether anything behind them moved."""

    figures: Mapping[str, Figure]
    earlier: Mapping[str, Figure]
    rows: tuple[dict[str, Any], ...]
    parts: tuple[dict[str, Any], ...]
    digest: str
    rules: str
    cut: datetime


@verb("newsletters.count", LOOKING)
def taken(house: House, actor: Actor, since: date, until: date) -> Taken:
    """The figures from `since` up to and with `until`, by the rules of the figures page, as they are now."""
    period, codes = period_between(since, until), codes_of(house)
    cases, cut = counting.gathered(house, period)
    found = counting.figures_from(codes, cases)
    earlier = counting.count(house, actor, before(period), codes)
    rows = tuple(
        {"key": code, "figure": code, "value": said(found[code]), "before": said(earlier[code])} for code in codes
    )
    parts = (*_categories(cases), *_by_month(house, actor, period), *_opinions(found))
    behind = [(code, snapshots.digest_of(code, cases)) for code in codes]
    behind += [(row["key"], row["value"]) for row in parts]
    digest = digest_of(since, until, rows, behind)
    return Taken(found, earlier, rows, parts, digest, VERSION, cut)


def codes_of(house: House) -> tuple[str, ...]:
    """The measures an issue shows, in the order of its list."""
    return tuple(row["id"] for row in house.codes.rows(LIST) if row["id"] in MEASURES and not row["retired"])


def period_between(since: date, until: date) -> Period:
    """A year, quarter, month or week where the days bound one, so that it is compared with the one before."""
    for span in _NAMED:
        named = period_of(span, since)
        if (named.first, named.last) == (since, until):
            return named
    return free(since, until)


def said(figure: Figure) -> str:
    """A figure as it is written; what there is nothing to make of says so."""
    if figure.value is None:
        return wording.label("chart.no_data")
    return f"{figure.value:g}" if abs(figure.value) < 1_000_000 else f"{figure.value:.0f}"


def _categories(cases: counting.Cases) -> Iterator[dict[str, Any]]:
    for key, found in snapshots.parts_by(cases, CATEGORY).items():
        if ASKED in found and found[ASKED].n:
            yield _part(CATEGORY, key, label_of(CATEGORY, key), found[ASKED])


def _by_month(house: House, actor: Actor, period: Period) -> Iterator[dict[str, Any]]:
    months = tuple(_months(period))
    for month in months if len(months) > 1 else ():
        for code, found in counting.count(house, actor, month, (ASKED, DONE)).items():
            name = wording.fill(wording.label("newsletter_chart.month_name"), {"month": month.first.month})
            yield _part(MONTH, month.code, name, found) | {"key": f"{MONTH}:{month.code}:{code}"}


def _opinions(figures: Mapping[str, Figure]) -> Iterator[dict[str, Any]]:
    """Valid ratings, and beside them what was never rated."""
    content, unrated = figures["satisfaction"], figures["unrated"]
    if not content.bottom and not unrated.top:
        return
    told = {"content": content.top, "discontent": content.bottom - content.top, "unrated": unrated.top}
    for name, value in told.items():
        label = wording.label(f"newsletter_chart.{name}")
        yield {"key": f"{OPINION}:{name}", "way": OPINION, "name": label, "figure": name, "value": str(value)}


def _part(way: str, key: str, name: str, figure: Figure) -> dict[str, Any]:
    return {"key": f"{way}:{key}", "way": way, "name": name, "figure": figure.code, "value": said(figure)}


def _months(period: Period) -> Iterator[Period]:
    month = period_of(Span.MONTH, period.first)
    for _ in range(_MONTHS):
        if month.first > period.last:
            return
        if month.first >= period.first and month.last <= period.last:
            yield month
        month = step(month, 1)
