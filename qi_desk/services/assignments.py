"""Giving work to experts and institutions: asked, taken on or not, done; and the ledger that shows whom it went to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.assignments import ASSIGNMENT_LIFECYCLE, OPEN
from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.library.records import PARTIES
from qi_desk.services.match_words import said
from qi_desk.services.matching import MatchLine, MatchSheet, sheet_of
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.request_views import find_request
from qi_desk.services.reuse import refuse_second_test
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.services.showing import text

MAY_BE_GIVEN = frozenset({"registered", "assessing", "accepted", "matched", "plan_pending", "in_service", "paused"})
"""States of a request (C1) in which work is given out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is asked for what. `reason` (list `choice_reasons`) is needed when somebody better placed is passed over,
    `few_note` when there were fewer than two institutions to choose from."""

    item: str
    kind: str
    party: str
    planned_on: date
    task: str = ""
    reason: str = ""
    note: str = ""
    few_note: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """One assignment as lists show it. `place` is where the party stood among `offered` who could."""

    eid: str
    number: str
    request: str
    item: str
    kind: str
    party: str
    party_name: str
    planned_on: date
    place: int
    offered: int
    choice_reason: str
    choice_note: str
    few_note: str
    asked_at: datetime
    asked_by: str
    answer_due: datetime | None
    overdue: bool
    state: str
    offered_moves: tuple[str, ...]


@verb("assignments.assign", COUNTER)
def assign(house: House, actor: Actor, which: str, choice: Choice) -> Done[str]:
    """Ask an expert or institution to take an item of a request.

    Raises NotAllowed("assignment.barred") for whoever cannot take it on that day, Invalid where a reason for passing
    over others or for a choice of one is missing, Conflict("assignment.twice") for who is asked already, and what
    `reuse.refuse_second_test` raises while a valid result of the client's has not been decided on.
    """
    with house.store.write(actor) as unit:
        request = find_request(unit, which)
        if request["state"] not in MAY_BE_GIVEN:
            raise NotAllowed("assignment.request_state", state=request["state"])
        _refuse_bad(house, unit, request, choice)
        refuse_second_test(house, unit, request, choice.item)
        sheet = sheet_of(house, unit, request, item=choice.item, day=choice.planned_on)
        line = next((one for one in sheet.lines(choice.kind) if one.eid == choice.party), None)
        if line is None:
            raise NotAllowed("assignment.not_offered", item=choice.item)
        if line.barred:
            raise NotAllowed("assignment.barred", name=line.name, reason=said(line.reasons[0]))
        _refuse_unexplained(house, sheet, line, choice)
        eid = unit.create("assignment", _values(house, actor, unit, request, sheet, line, choice))
        unit.commit()
        return Done(eid, Changes(frozenset({"assignment"}), frozenset({eid, request.eid, choice.party})), unit.act)


def _refuse_bad(house: House, unit: Unit, request: Record, choice: Choice) -> None:
    if choice.kind not in PARTIES:
        raise Invalid([Problem("kind", "not_in_list", {"value": choice.kind})])
    if choice.item not in house.codes.ids("catalogue"):
        raise Invalid([Problem("item", "not_in_list", {"value": choice.item})])
    if choice.planned_on < moments.china_date(unit.now):
        raise Invalid([Problem("planned_on", "date.past")])
    asked = Query(
        "assignment",
        equals={"request": request.eid, "item": choice.item, "party": choice.party},
        among={"state": OPEN},
    )
    if unit.count(asked):
        raise Conflict("assignment.twice")


def _refuse_unexplained(house: House, sheet: MatchSheet, line: MatchLine, choice: Choice) -> None:
    problems = []
    if line.place > 1 and choice.reason not in house.codes.ids("choice_reasons"):
        problems.append(Problem("choice_reason", "assignment.out_of_order", {"place": line.place}))
    if choice.reason == "other" and not choice.note.strip():
        problems.append(Problem("choice_note", "required"))
    if choice.kind == "institution" and sheet.few is not None and not choice.few_note.strip():
        problems.append(Problem("few_note", "assignment.few", {"usable": sheet.few.usable, "able": sheet.few.able}))
    if problems:
        raise Invalid(problems)


def _values(
    house: House, actor: Actor, unit: Unit, request: Record, sheet: MatchSheet, line: MatchLine, choice: Choice
) -> dict[str, Any]:
    due = add_working_days(house.calendar, unit.now, house.settings.get("deadline.assignment_answer"))
    return {
        "number": unit.next_number("PD", moments.china_date(unit.now)),
        "request": request.eid,
        "item": choice.item,
        "party_kind": choice.kind,
        "party": choice.party,
        "task": choice.task,
        "planned_on": choice.planned_on,
        "offered": [{"key": one.eid, "kind": one.kind, "barred": one.barred} for one in sheet.lines(choice.kind)],
        "place": line.place,
        "choice_reason": choice.reason or None,
        "choice_note": choice.note,
        "few_note": choice.few_note if choice.kind == "institution" and sheet.few is not None else None,
        "asked_at": unit.now,
        "asked_by": actor.account,
        "answer_due": due.moment,
        "state": ASSIGNMENT_LIFECYCLE.first,
    }


@verb("assignments.take_on", COUNTER)
def take_on(house: House, actor: Actor, eid: str) -> Done[str]:
    """The party takes it on. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        return _move(house, unit, eid, "take_on", {"answered_at": unit.now})


@verb("assignments.decline", COUNTER)
def decline(house: House, actor: Actor, eid: str, reason: str, note: str = "") -> Done[str]:
    """The party does not take it on, with a reason (list `decline_reasons`). Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        values = {"answered_at": unit.now, "decline_reason": reason, "decline_note": note}
        return _move(house, unit, eid, "decline", values, reason)


@verb("assignments.finish", COUNTER)
def finish(house: House, actor: Actor, eid: str) -> Done[str]:
    """The work is done; what follows is the evaluation. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        return _move(house, unit, eid, "finish", {"finished_at": unit.now})


@verb("assignments.cancel", COUNTER)
def cancel(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """Take the work back, with a reason (list `choice_reasons`). Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        return _move(house, unit, eid, "cancel", {}, reason)


def _move(house: House, unit: Unit, eid: str, event: str, values: dict[str, Any], reason: str = "") -> Done[str]:
    record = assignment_of(unit, eid)
    taken = ASSIGNMENT_LIFECYCLE.take(record["state"], event)
    if taken.reasons is not None and reason not in house.codes.ids(taken.reasons):
        raise Invalid([Problem("reason", "not_in_list" if reason else "required", {"value": reason})])
    unit.change("assignment", eid, {**values, "state": taken.target}, event=event, why=reason)
    unit.commit()
    changed = frozenset({eid, record["request"], record["party"]})
    return Done(eid, Changes(frozenset({"assignment", record["party_kind"]}), changed), unit.act)


def assignment_of(look: Reader, eid: str) -> Record:
    """The assignment. Raises Missing."""
    record = look.get("assignment", eid)
    if record is None or record.void:
        raise Missing("record.missing", kind="assignment")
    return record


@verb("assignments.of_request", LOOKING)
def of_request(house: House, actor: Actor, request: str) -> tuple[AssignmentView, ...]:
    """Who was asked for a request, oldest first."""
    with house.store.read() as look:
        return given_out(house, look, request)


def given_out(house: House, look: Reader, request: str) -> tuple[AssignmentView, ...]:
    """As `of_request`."""
    return _views(house, look, look.select(Query("assignment", equals={"request": request}, order="asked_at")))


@verb("assignments.waiting", LOOKING)
def waiting(house: House, actor: Actor, limit: int = 200) -> tuple[AssignmentView, ...]:
    """Assignments somebody owes a step to (an answer, the work, the evaluation), the oldest first."""
    with house.store.read() as look:
        states = (*OPEN, "done")
        records = look.select(Query("assignment", among={"state": states}, order="asked_at", limit=limit))
        return _views(house, look, records)


def _views(house: House, look: Reader, records: Sequence[Record]) -> tuple[AssignmentView, ...]:
    parties = {
        eid: one for kind in PARTIES for eid, one in look.many(kind, [record["party"] for record in records]).items()
    }
    people = look.many("person", [record["asked_by"] for record in records if record["asked_by"]])
    now = house.clock.now()
    return tuple(
        AssignmentView(
            eid=one.eid,
            number=one["number"],
            request=one["request"],
            item=one["item"],
            kind=one["party_kind"],
            party=one["party"],
            party_name=text(parties.get(one["party"]), "name"),
            planned_on=one["planned_on"],
            place=one["place"] or 0,
            offered=sum(not each.get("barred") for each in one["offered"] or ()),
            choice_reason=one["choice_reason"] or "",
            choice_note=one["choice_note"] or "",
            few_note=one["few_note"] or "",
            asked_at=one["asked_at"],
            asked_by=text(people.get(one["asked_by"] or ""), "name"),
            answer_due=one["answer_due"],
            overdue=one["state"] == "asked" and one["answer_due"] is not None and one["answer_due"] < now,
            state=one["state"],
            offered_moves=tuple(move.event for move in ASSIGNMENT_LIFECYCLE.offered(one["state"])),
        )
        for one in records
    )


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One party in the referral ledger: how often offered (as one who could), chosen, chosen before better placed
    ones, declined; its share of all choices of its kind in per mille."""

    kind: str
    party: str
    name: str
    offered: int
    chosen: int
    out_of_order: int
    declined: int
    share: int


@verb("assignments.ledger", LOOKING)
def ledger(house: House, actor: Actor, since: date, until: date) -> tuple[LedgerRow, ...]:
    """Whom work went to from `since` to `until` (included), the largest share first: for the integrity evaluation."""
    with house.store.read() as look:
        records = [
            one
            for one in look.select(Query("assignment", order="asked_at", since=moments.midnight(since), limit=50_000))
            if moments.china_date(one["asked_at"]) <= until
        ]
        offered, chosen, skipped, declined = _tallies(records)
        names = {kind: look.many(kind, [key[1] for key in offered if key[0] == kind]) for kind in PARTIES}
    totals = Counter(one["party_kind"] for one in records)
    rows = [
        LedgerRow(
            kind=kind,
            party=party,
            name=text(names[kind].get(party), "name"),
            offered=count,
            chosen=chosen[kind, party],
            out_of_order=skipped[kind, party],
            declined=declined[kind, party],
            share=round(1000 * chosen[kind, party] / totals[kind]) if totals[kind] else 0,
        )
        for (kind, party), count in offered.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.kind != "institution", -row.chosen, -row.offered, row.name)))


_Tally = Counter[tuple[str, str]]


def _tallies(records: Sequence[Record]) -> tuple[_Tally, _Tally, _Tally, _Tally]:
    offered: _Tally = Counter()
    chosen: _Tally = Counter()
    skipped: _Tally = Counter()
    declined: _Tally = Counter()
    for one in records:
        key = (one["party_kind"], one["party"])
        offered.update((each["kind"], each["key"]) for each in one["offered"] or () if not each.get("barred"))
        chosen[key] += 1
        skipped[key] += (one["place"] or 0) > 1
        declined[key] += one["state"] == "declined"
    return offered, chosen, skipped, declined
