"""Who can take an item on a day, in which order and why; and who cannot, and why not.

Every point has its reason, and the reasons are all there is: no opinion, no learned weight, no payment.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk.domain.assignments import needs_review
from qi_desk.domain.standing import Bar, Cover, Level, bars, covers_of, names


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: `item` on `day`; `client` holds the id and names of the service object, `street` where it
    is. `notice` days before its end a paper is mentioned, `low` is the score under which results are."""

    item: str
    day: date
    client: frozenset[str] = frozenset()
    street: str = ""
    notice: int = 60
    low: int = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the library: `values` as recorded, `scores` newest first, `load` assignments in hand, `served`
    how often chosen in the last year."""

    kind: str
    eid: str
    values: Mapping[str, Any]
    scores: Sequence[int] = ()
    load: int = 0
    served: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code for its words, the values in them, and the points it gave (negative for a drawback)."""

    code: str
    values: Mapping[str, Any]
    points: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate judged. `barred` ones come last, with what bars them first among their reasons."""

    kind: str
    eid: str
    points: float
    barred: bool
    reasons: tuple[Reason, ...]


def rank(wish: Wish, candidates: Sequence[Candidate], demanded: Mapping[str, Collection[str]]) -> tuple[Ranked, ...]:
    """Those of `candidates` whose fields name the item, best first, the barred behind.

    Equal points go to whoever was served least in the last year, then by id: nobody is preferred by name.
    """
    able = [one for one in candidates if names(one.values.get("fields") or (), wish.item)]
    judged = [(one, _judge(wish, one, demanded)) for one in able]
    judged.sort(key=lambda pair: (pair[1].barred, -pair[1].points, pair[0].served, pair[0].eid))
    return tuple(verdict for _, verdict in judged)


def _judge(wish: Wish, one: Candidate, demanded: Mapping[str, Collection[str]]) -> Ranked:
    barring = bars(one.kind, one.values, wish.item, wish.day, demanded, wish.client)
    reasons = [
        *_scope(wish, one, demanded),
        *_results(wish, one),
        _load(one),
        *_near(wish, one),
        *_terms(wish, one),
        *_cautions(wish, one),
    ]
    points = round(sum(reason.points for reason in reasons), 1)
    told = tuple(Reason(bar.code, bar.values) for bar in barring)
    return Ranked(one.kind, one.eid, points, bool(barring), told + tuple(reasons))


def _scope(wish: Wish, one: Candidate, demanded: Mapping[str, Collection[str]]) -> list[Reason]:
    """The paper that covers the item for longest."""
    kinds = demanded.get(wish.item, ())
    held = [
        paper
        for paper in covers_of(one.kind, one.values)
        if paper.document in ("qualification", "certificate")
        and paper.covers(wish.item)
        and paper.level(wish.day, 0) is not Level.LAPSED
        and (not kinds or one.kind != "institution" or paper.kind in kinds)
    ]
    if not held:
        return [Reason("reason.field", {"item": wish.item}, 12)]
    best = max(held, key=lambda paper: paper.valid_to or date.max)
    code = "reason.scope" if best.document == "qualification" else "reason.certificate"
    exact = wish.item in best.items
    return [Reason(code, _paper_values(best, wish), 30 if exact else 22)]


def _paper_values(paper: Cover, wish: Wish) -> dict[str, Any]:
    return {
        "name": paper.name,
        "kind": paper.kind,
        "number": paper.number,
        "scope": paper.scope,
        "item": wish.item,
        "valid_to": paper.valid_to,
    }


def _results(wish: Wish, one: Candidate) -> list[Reason]:
    """The mean of the last three results; nobody starts at nothing: without results it counts as 75."""
    last = list(one.scores[:3])
    if not last:
        return [Reason("reason.no_results", {}, 18.75)]
    mean = round(sum(last) / len(last))
    found = [Reason("reason.results", {"score": mean, "count": len(last)}, mean / 4)]
    if needs_review(last, wish.low):
        found.append(Reason("reason.review", {"low": wish.low}, -10))
    return found


def _load(one: Candidate) -> Reason:
    return Reason("reason.load", {"count": one.load}, max(0.0, 15 - 3 * one.load))


def _near(wish: Wish, one: Candidate) -> list[Reason]:
    street = one.values.get("street") or ""
    if not street or not wish.street:
        return []
    if street == wish.street:
        return [Reason("reason.same_street", {"street": street}, 10)]
    return [Reason("reason.other_street", {"street": street}, 4)]


def _terms(wish: Wish, one: Candidate) -> list[Reason]:
    """Price, days and promise of response, where an institution gave them."""
    found = []
    price = next((row for row in one.values.get("prices") or () if row.get("item") == wish.item), None)
    if price is not None:
        values = {"price": price.get("price"), "unit": price.get("unit", ""), "days": price.get("days")}
        found.append(Reason("reason.price", values, 6))
    hours = one.values.get("response_hours")
    if hours:
        found.append(Reason("reason.response", {"hours": hours}, 4 if hours <= 24 else 2))
    years = one.values.get("years")
    if years:
        found.append(Reason("reason.years", {"years": years}, min(years, 20) / 4))
    return found


def _cautions(wish: Wish, one: Candidate) -> list[Reason]:
    """What does not bar and should be known: a paper about to end, a warning, a penalty."""
    found = [
        Reason("reason.ends_soon", {"document": paper.document, "valid_to": paper.valid_to, "name": paper.name}, -3)
        for paper in covers_of(one.kind, one.values)
        if paper.covers(wish.item) and paper.level(wish.day, wish.notice) is Level.EXPIRING
    ]
    if one.values.get("state") in ("warned", "rectifying"):
        found.append(Reason("reason.warned", {"state": one.values["state"], "kind": one.kind}, -8))
    if one.values.get("penalised"):
        found.append(Reason("reason.penalised", {}, -8))
    return found


_TELLING = 3
"""So many first characters of an instrument's name say which it is; its last ones are those of many."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A shared instrument as matching sees it."""

    eid: str
    name: str
    tests: tuple[str, ...]
    mark: str
    limit: str
    calibration_due: date | None
    open: bool


def rank_instruments(day: date, text: str, instruments: Sequence[Instrument]) -> tuple[Ranked, ...]:
    """Instruments whose name or tests the need speaks of, those usable on `day` first (F17: red is out, yellow only
    within its limit, calibrated on the day)."""
    ranked = [one for one in (_instrument(day, text, one) for one in instruments) if one is not None]
    return tuple(sorted(ranked, key=lambda one: (one.barred, -one.points, one.eid)))


def _instrument(day: date, text: str, one: Instrument) -> Ranked | None:
    spoken = [test for test in one.tests if test and test in text]
    named = one.name[:_TELLING] in text
    if not spoken and not named:
        return None
    barring = []
    if one.mark == "red":
        barring.append(Bar("bar.red", {}))
    if one.calibration_due is None or one.calibration_due < day:
        barring.append(Bar("bar.calibration", {"valid_to": one.calibration_due}))
    if not one.open:
        barring.append(Bar("bar.not_open", {}))
    reasons = [Reason("reason.test", {"tests": list(spoken) or [one.name]}, 20.0 + 5 * len(spoken) + 5 * named)]
    if one.mark == "yellow":
        reasons.append(Reason("reason.limit", {"limit": one.limit}, -5))
    if one.calibration_due is not None and not barring:
        reasons.append(Reason("reason.calibrated", {"valid_to": one.calibration_due}, 5))
    points = sum(reason.points for reason in reasons)
    told = tuple(Reason(bar.code, bar.values) for bar in barring)
    return Ranked("equipment", one.eid, points, bool(barring), told + tuple(reasons))
