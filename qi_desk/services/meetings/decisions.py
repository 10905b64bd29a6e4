"""议定事项 (F22): who does what until when, from a line of the record or entered by hand, supervised until done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.meetings.lifecycles import DECISION_LIFECYCLE, MEETING_LIFECYCLE
from qi_desk.domain.meetings.lines import Task, tasks_in
from qi_desk.domain.meetings.records import MEETING_DECISION
from qi_desk.services.client_file import living
from qi_desk.services.meetings.access import leads, led, may_read, part, parts_of, writable
from qi_desk.services.meetings.attendance import matched_person
from qi_desk.services.meetings.planning import done
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.writing import check_step, problems_in

_WHAT = 500
_UNIT = 120
_LINES = 10_000
_LAST = 9_999 * _LINES


def follow_lines(unit: Unit, meeting: Record, topic: Record, written: str) -> None:
    """Bring the decisions of a topic in line with its `@` lines: new lines make them, changed days change them, lines
    that are gone take them along as long as nothing was done about them."""
    known = unit.select(Query("meeting_decision", equals={"topic": topic.eid}, limit=500))
    told = tasks_in(written, meeting["planned_on"])
    standing = {one.eid: one for one in known if one["from_line"]}
    for task in told:
        eid = line_id(topic.eid, task)
        if eid not in standing:
            unit.create("meeting_decision", _of_line(unit, meeting, topic, task), eid=eid)
        elif standing[eid]["state"] == "open":
            unit.change("meeting_decision", eid, {"due": task.due, "place": _place(topic, task)})
    gone = standing.keys() - {line_id(topic.eid, task) for task in told}
    for eid in sorted(gone):
        if standing[eid]["state"] == "open":
            unit.void("meeting_decision", eid, "other")


def line_id(topic: str, task: Task) -> str:
    """The id of the decision one line tells: two desks that read it make the same record."""
    return keyed_id("meeting_decision", f"{topic}:{task.owner}:{task.what}")


def _place(topic: Record, task: Task) -> int:
    """Where a decision stands among those of its meeting: as its line in the record."""
    return int(topic["place"] or 0) * _LINES + min(task.line, _LINES - 1)


def _of_line(look: Reader, meeting: Record, topic: Record, task: Task) -> dict[str, Any]:
    person = matched_person(look, task.owner)
    return {
        "meeting": meeting.eid,
        "topic": topic.eid,
        "place": _place(topic, task),
        "what": task.what[:_WHAT],
        "owner": person,
        "owner_unit": None if person else task.owner[:_UNIT],
        "due": task.due,
        "state": DECISION_LIFECYCLE.first,
        "from_line": True,
    }


@verb("meetings.decide", COUNTER)
def decide(house: House, actor: Actor, meeting: str, values: Mapping[str, Any], topic: str = "") -> Done[str]:
    """Enter a decision by hand. Raises Missing, Invalid, NotAllowed("meeting.locked")."""
    with house.store.write(actor) as unit:
        writable(unit, actor, meeting)
        given = {**values, "meeting": meeting, "topic": topic or None, "state": DECISION_LIFECYCLE.first}
        given["place"] = _LAST
        problems = problems_in(house, MEETING_DECISION, given)
        if not given.get("owner") and not given.get("owner_unit"):
            problems.append(Problem("owner", "meeting.owner"))
        if problems:
            raise Invalid(problems)
        return done(unit, unit.create("meeting_decision", given), meeting, undo=True)


@verb("meetings.finish_decision", COUNTER)
def finish(house: House, actor: Actor, eid: str, evidence: str) -> Done[str]:
    """It was done: what shows it. By its owner or who leads the meeting. Raises Missing, Invalid, NotAllowed."""
    return _end(house, actor, eid, "finish", evidence)


@verb("meetings.drop_decision", COUNTER)
def drop(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """It is no longer to be done, and why. Raises as `finish`."""
    return _end(house, actor, eid, "drop", reason)


def _end(house: House, actor: Actor, eid: str, event: str, told: str) -> Done[str]:
    with house.store.write(actor) as unit:
        record = living(unit, "meeting_decision", eid)
        meeting = living(unit, "meeting", record["meeting"])
        if record["owner"] not in actor.accounts and not leads(actor, meeting):
            raise NotAllowed("meeting.not_owner")
        move = DECISION_LIFECYCLE.take(record["state"], event)
        check_step(house, MEETING_DECISION, {"evidence": told.strip()}, ("evidence",))
        given: dict[str, Any] = {"state": move.target, "evidence": told.strip(), "ended_by": actor.account}
        given |= {"ended_on": moments.china_date(unit.now)}
        unit.change("meeting_decision", eid, given, event=event)
        return done(unit, eid, meeting.eid, undo=True)


@verb("meetings.reopen_decision", COUNTER)
def reopen(house: House, actor: Actor, eid: str) -> Done[str]:
    """It was not done after all. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record, meeting = part(unit, actor, "meeting_decision", eid)
        led(unit, actor, meeting.eid)
        move = DECISION_LIFECYCLE.take(record["state"], "reopen")
        if meeting["state"] in ("settled", "filed"):
            raise NotAllowed("meeting.settled")
        given = {"state": move.target, "ended_by": None, "ended_on": None}
        unit.change("meeting_decision", eid, given, event="reopen")
        return done(unit, eid, meeting.eid, undo=True)


def open_of(look: Reader, meeting: str) -> tuple[Record, ...]:
    """The decisions of a meeting that are not done."""
    return tuple(one for one in parts_of(look, "meeting_decision", meeting) if one["state"] == "open")


@verb("meetings.supervise", COUNTER)
def supervise(house: House, actor: Actor, eid: str) -> Done[str]:
    """From now on what was decided is followed up, with or without minutes. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        move = MEETING_LIFECYCLE.take(record["state"], "supervise")
        if not open_of(unit, eid):
            raise NotAllowed("meeting.nothing_open")
        unit.change("meeting", eid, {"state": move.target}, event=move.event)
        return done(unit, eid, eid, undo=True)


@verb("meetings.settle", COUNTER)
def settle(house: House, actor: Actor, eid: str) -> Done[str]:
    """销号: everything that was decided is done or dropped. Raises Missing, NotAllowed("meeting.still_open")."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        move = MEETING_LIFECYCLE.take(record["state"], "settle")
        left = open_of(unit, eid)
        if left:
            raise NotAllowed("meeting.still_open", count=len(left))
        given = {"state": move.target, "settled_on": moments.china_date(unit.now)}
        unit.change("meeting", eid, given, event=move.event)
        return done(unit, eid, eid, undo=True)


def supervised(look: Reader, actor: Actor, *, mine: bool = False) -> tuple[tuple[Record, Record], ...]:
    """Open decisions with their meetings, the most pressing first, those without a day last; with `mine` those the
    actor answers for."""
    own = {"owner": actor.accounts} if mine else {}
    found = look.select(Query("meeting_decision", equals={"state": "open"}, among=own, order="eid", limit=2000))
    meetings = look.many("meeting", {one["meeting"] for one in found})
    pairs = [(one, meetings[one["meeting"]]) for one in found if one["meeting"] in meetings]
    pairs = [pair for pair in pairs if not pair[1].void and pair[1]["state"] != "cancelled"]
    shown = [pair for pair in pairs if pair[0]["owner"] == actor.account or may_read(look, actor, pair[1])]
    return tuple(sorted(shown, key=lambda pair: (pair[0]["due"] is None, pair[0]["due"] or 0, pair[0].eid)))
