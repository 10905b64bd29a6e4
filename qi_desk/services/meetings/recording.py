"""会议记录 (F21) while it is taken down and until it is locked: begun, saved, closed, read back, signed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed
from qi_desk.domain.meetings.lifecycles import MEETING_LIFECYCLE
from qi_desk.domain.meetings.records import MEETING, MEETING_TOPIC, PRESENT
from qi_desk.domain.meetings.versions import digest
from qi_desk.services.attachments import keep_signature
from qi_desk.services.meetings.access import KINDS, led, parts_of, writable
from qi_desk.services.meetings.decisions import follow_lines
from qi_desk.services.meetings.planning import done
from qi_desk.services.meetings.texts import keep
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Reader, Record
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.writing import check_step, problems_in


@verb("meetings.start", COUNTER)
def start(house: House, actor: Actor, eid: str) -> Done[str]:
    """The meeting begins: from now on it is taken down. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        move = MEETING_LIFECYCLE.take(record["state"], "start")
        unit.change("meeting", eid, {"state": move.target, "started_at": unit.now}, event=move.event)
        return done(unit, eid, eid, undo=True)


@verb("meetings.save_topics", COUNTER)
def save_topics(
    house: House,
    actor: Actor,
    meeting: str,
    texts: Mapping[str, str],
    seen: Mapping[str, str] | None = None,
    note: str = "",
) -> Done[dict[str, str]]:
    """Write the texts of topics by id and what their lines decide; `seen` are the writers of the texts the editor began
    with. Answers the new writers. Raises Missing, Invalid, NotAllowed("meeting.locked"),
    Conflict("meeting.text_changed", topic=id) where somebody else wrote a text since: nothing is written then."""
    with house.store.write(actor) as unit:
        record = writable(unit, actor, meeting)
        known = {one.eid: one for one in parts_of(unit, "meeting_topic", meeting)}
        for eid, written in texts.items():
            topic = known.get(eid)
            if topic is None:
                raise Conflict("meeting.topic_gone", topic=eid)
            if seen is not None and topic.writers.get("text", "") != seen.get(eid, ""):
                raise Conflict("meeting.text_changed", topic=eid)
            problems = problems_in(house, MEETING_TOPIC, {"text": written}, partial=True)
            if problems:
                raise Invalid(problems)
            unit.change("meeting_topic", eid, {"text": written})
            keep(unit, actor, topic, written, "noted" if note else "saved", note)
            follow_lines(unit, record, topic, written)
        writers = {one.eid: one.writers.get("text", "") for one in parts_of(unit, "meeting_topic", meeting)}
        finished = done(unit, meeting, meeting)
        return Done(writers, finished.changes)


@verb("meetings.close", COUNTER)
def close(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """散会: when it ended is kept, with what stays open. Raises Missing, Invalid("meeting.nobody_signed") while nobody
    is down as present, NotAllowed("meeting.no_topic")."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        move = MEETING_LIFECYCLE.take(record["state"], "close")
        topics = parts_of(unit, "meeting_topic", eid)
        if not topics:
            raise NotAllowed("meeting.no_topic")
        if not any(one["role"] in PRESENT and one["signed_in_at"] for one in parts_of(unit, "attendee", eid)):
            raise NotAllowed("meeting.nobody_signed")
        check_step(house, MEETING, values, ())
        unit.change("meeting", eid, {**values, "state": move.target, "closed_at": unit.now}, event=move.event)
        for topic in topics:
            keep(unit, actor, topic, topic["text"] or "", "closed")
        return done(unit, eid, eid, undo=False)


@verb("meetings.resume", COUNTER)
def resume(house: House, actor: Actor, eid: str) -> Done[str]:
    """Something has to be added before it is signed. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        move = MEETING_LIFECYCLE.take(record["state"], "resume")
        cleared = {"checked_by": None, "checked_at": None}
        unit.change("meeting", eid, {"state": move.target, **cleared}, event=move.event)
        return done(unit, eid, eid)


@verb("meetings.check", COUNTER)
def check(house: House, actor: Actor, eid: str) -> Done[str]:
    """The record was read back and is right. Raises Missing, NotAllowed("meeting.empty") for one without a word."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        move = MEETING_LIFECYCLE.take(record["state"], "check")
        if not any(one["text"] or one["decision"] for one in parts_of(unit, "meeting_topic", eid)):
            raise NotAllowed("meeting.empty")
        given = {"state": move.target, "checked_by": actor.account, "checked_at": unit.now}
        unit.change("meeting", eid, given, event=move.event)
        return done(unit, eid, eid, undo=True)


@verb("meetings.chair_signs", COUNTER)
def chair_signs(house: House, actor: Actor, eid: str, png: bytes) -> Done[str]:
    """The chair signed on the customer's screen: it stands on the printed record. Raises Missing, NotAllowed for a
    record that was not read back or is locked."""
    with house.store.read() as look:
        record = led(look, actor, eid)
        MEETING_LIFECYCLE.take(record["state"], "sign")
    keep_signature(house, "meeting", eid, png, by=actor)
    return Done(eid, Changes(KINDS, frozenset({eid})))


@verb("meetings.sign", COUNTER)
def sign(house: House, actor: Actor, eid: str) -> Done[str]:
    """Chair and scribe signed: the record is locked under its digest, and every text kept as it stands. Raises Missing,
    NotAllowed."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        move = MEETING_LIFECYCLE.take(record["state"], "sign")
        for topic in parts_of(unit, "meeting_topic", eid):
            keep(unit, actor, topic, topic["text"] or "", "locked")
        given = {"state": move.target, "signed_at": unit.now, "locked_at": unit.now}
        given["record_hash"] = record_digest(unit, record)
        unit.change("meeting", eid, given, event=move.event)
        return done(unit, eid, eid)


_FACTS = ("number", "kind", "title", "planned_on", "place", "chair", "chair_post", "scribe", "open_matters")
_PERSON = ("name", "organisation", "post", "role", "reason")
_TOPIC = ("place", "title", "text", "votes_for", "votes_against", "votes_abstain", "decision", "open_matters")
_TASK = ("what", "owner", "owner_unit", "due")


def record_digest(look: Reader, meeting: Record) -> str:
    """The SHA-256 of everything the signatures stand for: facts, times, people, topics, decisions."""
    times = [moments.to_text(meeting[name]) for name in ("started_at", "closed_at") if meeting[name]]
    told: list[Any] = [[meeting[name] for name in _FACTS], times]
    for kind, names in (("attendee", _PERSON), ("meeting_topic", _TOPIC), ("meeting_decision", _TASK)):
        told.append([[one.eid, *(one[name] for name in names)] for one in parts_of(look, kind, meeting.eid)])
    return digest(told)


def intact(look: Reader, meeting: Record) -> bool | None:
    """Whether a locked record is still what was signed; None where it is not locked."""
    return record_digest(look, meeting) == meeting["record_hash"] if meeting["record_hash"] else None
