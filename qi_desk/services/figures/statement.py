"""The figures of a period as they are read: beside the period before and a year before, with the words of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from qi_desk import wording
from qi_desk.domain.figures.measures import MEASURES, STANDING, VERSION, Figure, Unit
from qi_desk.domain.figures.periods import Period, before, year_before
from qi_desk.services.figures.counting import Counted, Told, counted, gathered
from qi_desk.services.figures.saying import labels_of
from qi_desk.services.figures.snapshots import KEY_CODES, WAYS, parts_by
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import LOOKING, verb

MORE_WAYS = (*WAYS, "state", "end", "client_kind", "weekday", "hour")
"""Every way the page takes figures apart."""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure to be read: names and values are words already; a value that is missing is said so."""

    eid: str
    group: str
    name: str
    how: str
    figure: Figure
    said: str
    before: str
    year: str
    change: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class Statement:
    """The figures of a period by the measures' order; `whole` is False while some are still being counted."""

    period: Period
    lines: tuple[FigureLine, ...]
    cut: datetime
    rules: str
    whole: bool


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part of a way with its key figures by code."""

    eid: str
    label: str
    figures: Mapping[str, Figure]


@verb("figures.statement", LOOKING)
def statement(house: House, actor: Actor, period: Period, *, told: Told | None = None) -> Statement:
    """The figures with what they are compared with. `told` as in `counting.state`; a count that was stopped is not
    whole and compared with nothing."""
    found = counted(house, period, told=told)
    if not found.whole:
        return first_lines(found)
    return Statement(
        period,
        _lines(found, counted(house, before(period)).figures, counted(house, year_before(period)).figures),
        found.cut,
        VERSION,
        whole=True,
    )


def first_lines(found: Counted) -> Statement:
    """What is known while it is still being counted."""
    return Statement(found.period, _lines(found, {}, {}), found.cut, found.version, whole=False)


@verb("figures.spread", LOOKING)
def spread(house: House, actor: Actor, period: Period, way: str, *, told: Told | None = None) -> tuple[PartLine, ...]:
    """The key figures of every part of a way (`MORE_WAYS`), the most registered first, what was not told last. Raises
    KeyError for an unknown way, Conflict("figures.stopped")."""
    cases, _ = gathered(house, period, told, KEY_CODES)
    found = parts_by(cases, way)
    with house.store.read() as look:
        labels = labels_of(look, way, found)
    if way in ("weekday", "hour"):
        ordered = sorted(found)
    else:
        ordered = sorted(found, key=lambda key: (not key, -_weight(found[key]), labels[key]))
    return tuple(PartLine(key, labels[key], found[key]) for key in ordered)


def _weight(figures: Mapping[str, Figure]) -> float:
    return max((one.n for one in figures.values()), default=0)


def _lines(found: Counted, earlier: Mapping[str, Figure], year: Mapping[str, Figure]) -> tuple[FigureLine, ...]:
    lines = []
    for code, figure in found.figures.items():
        measure = MEASURES[code]
        standing = measure.source in STANDING
        was = None if standing else earlier.get(code)
        # Half a month is neither more nor less than the whole one before.
        against = was if found.period.until <= found.cut else None
        better = None
        if against is not None and against.value is not None and figure.value is not None and measure.better != "none":
            more = figure.value - against.value
            better = None if not more else (more > 0) == (measure.better == "up")
        lines.append(
            FigureLine(
                code,
                wording.texts()[f"measure_group.{measure.group}"],
                wording.texts()[f"measure.{code}"],
                wording.texts()[f"measure_how.{code}"],
                figure,
                said(code, figure.value),
                "" if was is None else said(code, was.value),
                "" if standing or code not in year else said(code, year[code].value),
                _change(code, figure, against),
                better,
            )
        )
    return tuple(lines)


def said(code: str, value: float | None) -> str:
    """A value with its unit as people read it."""
    texts = wording.texts()
    if value is None:
        return texts["measure_said.none"]
    return f"{number_said(code, value)} {texts[f'measure_word.{code}']}"


def number_said(code: str, value: float) -> str:
    """The number alone: whole, one decimal, or two of money."""
    unit = MEASURES[code].unit if code in MEASURES else Unit.PERCENT
    if unit is Unit.COUNT:
        return f"{value:,.0f}"
    return f"{value:,.2f}" if unit is Unit.YUAN else f"{value:,.1f}"


def _change(code: str, figure: Figure, was: Figure | None) -> str:
    """Against the period before: points of a rate, a share of anything else."""
    if was is None or was.value is None or figure.value is None:
        return ""
    more = figure.value - was.value
    if not more:
        return wording.texts()["measure_said.same"]
    sign = "+" if more > 0 else "−"
    if MEASURES[code].unit is Unit.PERCENT:
        return wording.fill(wording.texts()["measure_said.points"], {"more": f"{sign}{abs(more):.1f}"})
    if not was.value:
        return f"{sign}{number_said(code, abs(more))}"
    return f"{sign}{abs(100 * more / was.value):.0f}%"
