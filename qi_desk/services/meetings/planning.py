"""会议 (C7) from planning to the door: who, when, where, what about; what former meetings left open comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.meetings.agenda import Left
from qi_desk.domain.meetings.agenda import carried as carried_of
from qi_desk.domain.meetings.lifecycles import BEFORE, MEETING_LIFECYCLE
from qi_desk.domain.meetings.records import MEETING, MEETING_TOPIC, clock_text
from qi_desk.services.document_words import Words
from qi_desk.services.meetings.access import KINDS, led, parts_of, writable
from qi_desk.services.meetings.attendance import invited, matched_person
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.writing import check_step, problems_in

_MOST = 500
_TITLE = 120


def done(unit: Unit, value: str, meeting: str, *, undo: bool = False) -> Done[str]:
    """Commit an act of a meeting."""
    unit.commit()
    return Done(value, Changes(KINDS, frozenset({value, meeting})), unit.act if undo else None)


@verb("meetings.plan", COUNTER)
def plan(house: House, actor: Actor, values: Mapping[str, Any]) -> Done[str]:
    """Plan a meeting; chair and scribe are invited, the last meeting of the kind is the one it follows. Raises
    Invalid."""
    with house.store.write(actor) as unit:
        given = {"scribe": actor.account, **_tidy(values), "state": MEETING_LIFECYCLE.first}
        _check(house, given)
        day = given["planned_on"]
        given |= _derived(house, unit, given)
        before = _former(unit, given["kind"], day)
        given |= {"planned_by": actor.account, "follows": before.eid if before else None}
        given["number"] = unit.next_number("HY", day)
        eid = unit.create("meeting", given)
        scribe = unit.get("person", given["scribe"])
        invited(unit, eid, {"name": given["chair"], "post": given["chair_post"], "role": "present"})
        if scribe is not None and scribe["name"] != given["chair"]:
            invited(unit, eid, {"name": scribe["name"], "organisation": given.get("scribe_unit"), "role": "present"})
        return done(unit, eid, eid, undo=True)


@verb("meetings.change", COUNTER)
def change(
    house: House, actor: Actor, eid: str, values: Mapping[str, Any], seen: Mapping[str, str] | None = None
) -> Done[str]:
    """Change what is planned while the record is open. Raises Missing, Invalid, NotAllowed, Conflict."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        writable(unit, actor, eid)
        given = _tidy(values)
        whole = {**record.values, **given}
        _check(house, {name: whole.get(name) for name in MEETING.names()})
        given |= _derived(house, unit, whole)
        known = {name: seen[name] for name in given if name in seen} if seen else None
        unit.change("meeting", eid, given, seen=known)
        return done(unit, eid, eid, undo=True)


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(values)
    return given | {name: clock_text(given[name]) for name in ("starts", "ends") if given.get(name)}


def _check(house: House, given: Mapping[str, Any]) -> None:
    problems = problems_in(house, MEETING, given)
    if not problems and given["ends"] <= given["starts"]:
        problems.append(Problem("ends", "meeting.ends_before"))
    if problems:
        raise Invalid(problems)


def _derived(house: House, look: Reader, given: Mapping[str, Any]) -> dict[str, Any]:
    restricted = bool(house.codes.row("meeting_kinds", given["kind"]).get("restricted"))
    return {
        "chair_person": matched_person(look, given["chair"]),
        "restricted": restricted or bool(given.get("restricted")),
    }


def _former(look: Reader, kind: str, day: Any) -> Record | None:
    query = Query("meeting", equals={"kind": kind}, order="planned_on", until=day, newest_first=True, limit=5)
    return next((one for one in look.select(query) if one["state"] != "cancelled"), None)


@verb("meetings.restrict", COUNTER)
def restrict(house: House, actor: Actor, eid: str) -> Done[str]:
    """Only those who take part may read it from now on. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        led(unit, actor, eid)
        unit.change("meeting", eid, {"restricted": True})
        return done(unit, eid, eid, undo=True)


@verb("meetings.notify", COUNTER)
def notify(house: House, actor: Actor, eid: str) -> Done[str]:
    """Those invited were told. Raises Missing, NotAllowed("meeting.no_topic") without an agenda."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        if not parts_of(unit, "meeting_topic", eid):
            raise NotAllowed("meeting.no_topic")
        move = MEETING_LIFECYCLE.take(record["state"], "notify")
        unit.change("meeting", eid, {"state": move.target, "notified_at": unit.now}, event=move.event)
        return done(unit, eid, eid, undo=True)


@verb("meetings.cancel", COUNTER)
def cancel(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """It does not take place, and why. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        move = MEETING_LIFECYCLE.take(record["state"], "cancel")
        values = {"end_reason": reason.strip()}
        check_step(house, MEETING, values, ("end_reason",))
        unit.change("meeting", eid, {**values, "state": move.target}, event=move.event)
        return done(unit, eid, eid, undo=True)


@verb("meetings.add_topic", COUNTER)
def add_topic(house: House, actor: Actor, meeting: str, values: Mapping[str, Any]) -> Done[str]:
    """One more topic at the end of the agenda. Raises Missing, Invalid, NotAllowed("meeting.locked")."""
    with house.store.write(actor) as unit:
        writable(unit, actor, meeting)
        given = {**values, "meeting": meeting, "place": _next_place(unit, meeting)}
        problems = problems_in(house, MEETING_TOPIC, given)
        if problems:
            raise Invalid(problems)
        return done(unit, unit.create("meeting_topic", given), meeting, undo=True)


@verb("meetings.change_topic", COUNTER)
def change_topic(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """A topic's title, votes, decision or open matters. Raises Missing, Invalid, NotAllowed("meeting.locked")."""
    with house.store.write(actor) as unit:
        topic = unit.get("meeting_topic", eid)
        writable(unit, actor, topic["meeting"] if topic else "")
        assert topic is not None
        check_step(house, MEETING_TOPIC, values, tuple(name for name in ("title",) if name in values))
        unit.change("meeting_topic", eid, values)
        return done(unit, eid, topic["meeting"], undo=True)


@verb("meetings.order_topics", COUNTER)
def order_topics(house: House, actor: Actor, meeting: str, order: Sequence[str]) -> Done[str]:
    """Put the topics in the order of these ids; those not named keep theirs behind. Raises as `add_topic`."""
    with house.store.write(actor) as unit:
        writable(unit, actor, meeting)
        known = {one.eid: one for one in parts_of(unit, "meeting_topic", meeting)}
        wanted = [eid for eid in dict.fromkeys(order) if eid in known]
        for place, eid in enumerate((*wanted, *(eid for eid in known if eid not in wanted)), start=1):
            if known[eid]["place"] != place:
                unit.change("meeting_topic", eid, {"place": place})
        return done(unit, meeting, meeting, undo=True)


@verb("meetings.drop_topic", COUNTER)
def drop_topic(house: House, actor: Actor, eid: str) -> Done[str]:
    """Take a topic off the agenda. Raises Missing, NotAllowed("meeting.has_text") for one with text or a decision."""
    with house.store.write(actor) as unit:
        topic = unit.get("meeting_topic", eid)
        record = writable(unit, actor, topic["meeting"] if topic else "")
        assert topic is not None
        if topic["text"] or topic["decision"] or record["state"] not in (*BEFORE, "running"):
            raise NotAllowed("meeting.has_text")
        unit.void("meeting_topic", eid, "other")
        return done(unit, eid, record.eid, undo=True)


def _next_place(look: Reader, meeting: str) -> int:
    return max((one["place"] or 0 for one in parts_of(look, "meeting_topic", meeting)), default=0) + 1


def offered(look: Reader, actor: Actor, meeting: Record) -> tuple[Record, ...]:
    """Open decisions of former meetings of the kind that are not on this agenda yet, the most pressing first."""
    former = {
        one.eid: one
        for one in look.select(
            Query("meeting", equals={"kind": meeting["kind"]}, order="planned_on", newest_first=True, limit=_MOST)
        )
        if one.eid != meeting.eid
    }
    open_ones = look.select(Query("meeting_decision", equals={"state": "open"}, order="due", limit=4 * _MOST))
    known = {one.eid: one for one in open_ones if one["meeting"] in former}
    left = [Left(one.eid, "open", former[one["meeting"]]["planned_on"], one["due"]) for one in known.values()]
    agenda = {one["carried"] for one in parts_of(look, "meeting_topic", meeting.eid) if one["carried"]}
    return tuple(known[eid] for eid in carried_of(left, meeting["planned_on"], agenda))


@verb("meetings.carry", COUNTER)
def carry(house: House, actor: Actor, meeting: str) -> Done[int]:
    """Put what former meetings left open on the agenda; how many topics came. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = writable(unit, actor, meeting)
        place = _next_place(unit, meeting)
        found = offered(unit, actor, record)
        for shift, decision in enumerate(found):
            title = Words("meeting").fill("carried_title", what=decision["what"])[:_TITLE]
            values = {"meeting": meeting, "place": place + shift, "title": title, "carried": decision.eid}
            # One id on every desk: pressed at two of them, it still stands once on the agenda.
            unit.create("meeting_topic", values, eid=keyed_id("meeting_topic", f"{meeting}:{decision.eid}"))
        unit.commit()
        return Done(len(found), Changes(KINDS, frozenset({meeting})), unit.act if found else None)
