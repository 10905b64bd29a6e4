"""What is counted of each member of staff in a year (8.2.3 of the national guide)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.figures.periods import Period
from qi_desk.domain.indicators.rule_sets import FULL
from qi_desk.domain.indicators.scoring import Count
from qi_desk.domain.people_records import PASSED
from qi_desk.services.figures.counting import sliced
from qi_desk.services.indicators.counting import as_count
from qi_desk.services.ports import Actor, House, Query, Reader, Record

SLICED = ("reply_on_time", "closed_on_time", "matters_closed", "satisfaction", "satisfaction_score")
"""Measures of the station that are taken apart by whom a matter belongs to."""

UPHELD = ("upheld", "partly")
_TRUE = ("true", "partly")
_NO_EXAM = "none"
_MOST = 20_000

Counts = dict[str, Count]


def staff_counts(house: House, period: Period, people: Iterable[Record], viewer: Actor) -> dict[str, Counts]:
    """What was counted of each of `people` by id. Complaints about the one who looks are left out: nobody reads of them
    before they are told (C3)."""
    by_person = sliced(house, viewer, period, "specialist", SLICED)
    found: dict[str, Counts] = {}
    with house.store.read() as look:
        trainings = look.select(Query("training", order="held_on", since=period.first, until=period.after, limit=_MOST))
        corrected = _corrected(look, period)
        complaints = _complaints(look, period)
        for person in people:
            held = {code: as_count(one) for code, one in by_person.get(person.eid, {}).items()}
            held |= _exams(trainings, person.eid)
            closed = held.get("matters_closed", Count(Decimal(0)))
            held["corrected_share"] = _share(corrected.get(person.eid, 0), int(closed.value or 0))
            held["declarations"] = _number(_declarations(look, person.eid, period, house))
            if viewer.account != person.eid:
                held["upheld_complaints"] = _number(complaints.get(person.eid, 0))
            found[person.eid] = held
    return found


def share_of(part: int, whole: int) -> Count:
    """A percentage, None where there is nothing to divide by."""
    return _share(part, whole)


def _share(part: int, whole: int) -> Count:
    value = (Decimal(part) / whole * FULL) if whole else None
    return Count(value, whole, str(part), str(whole))


def _number(many: int) -> Count:
    return Count(Decimal(many), many, str(many))


def _exams(trainings: Iterable[Record], person: str) -> Counts:
    results: list[bool] = []
    marks: list[Decimal] = []
    for one in trainings:
        if one["person"] == person and one["passed"] is not None:
            results.append(bool(one["passed"]))
        elif one["exam"] not in (None, _NO_EXAM):
            for row in one["people"] or ():
                if row.get("person") == person and row.get("result"):
                    results.append(row["result"] == PASSED)
                    marks += _marks(row)
    mean = sum(marks, Decimal(0)) / len(marks) if marks else None
    return {
        "exams_passed": _share(sum(results), len(results)),
        "exam_score": Count(mean, len(marks), str(sum(marks)), str(len(marks))),
    }


def _marks(row: Mapping[str, Any]) -> list[Decimal]:
    try:
        return [Decimal(str(row["score"]))] if row.get("score") not in (None, "") else []
    except ArithmeticError:
        return []


def _corrected(look: Reader, period: Period) -> dict[str, int]:
    """Bad ratings found true, by whom the matter belonged to."""
    query = Query("correction", order="opened_at", since=period.since, until=period.until, limit=_MOST)
    records = [one for one in look.select(query) if one["finding"] in _TRUE and one["appeal_verdict"] != "upheld"]
    surveys = look.many("survey", {one["survey"] for one in records})
    found: dict[str, int] = {}
    for one in records:
        person = surveys[one["survey"]]["served_by"] if one["survey"] in surveys else None
        if person:
            found[person] = found.get(person, 0) + 1
    return found


def _complaints(look: Reader, period: Period) -> dict[str, int]:
    """Complaints found true wholly or in part, by whom they are about."""
    query = Query("complaint", order="received_at", since=period.since, until=period.until, limit=_MOST)
    found: dict[str, int] = {}
    for one in look.select(query):
        if one["decision"] in UPHELD and one["against_person"]:
            found[one["against_person"]] = found.get(one["against_person"], 0) + 1
    return found


def _declarations(look: Reader, person: str, period: Period, house: House) -> int:
    day = min(period.last, moments.china_date(house.clock.now()))
    papers = look.select(Query("undertaking", equals={"party": person}, limit=_MOST))
    return sum(one["signed_on"] <= day and (one["valid_to"] is None or one["valid_to"] >= day) for one in papers)
