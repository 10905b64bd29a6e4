"""Who may read a meeting and who may write in it: a restricted one (mediation of a complaint) is there only for those
who take part and for the manager."""

from __future__ import annotations

from qi_desk.domain.errors import Missing, NotAllowed
from qi_desk.domain.meetings.lifecycles import locked
from qi_desk.services.ports import Actor, Query, Reader, Record
from qi_desk.services.rights import MANAGER

PARTS = frozenset({"attendee", "meeting_topic", "meeting_decision", "minutes", "meeting_version", "meeting_correction"})
KINDS = PARTS | {"meeting"}
_MOST = 300


def may_read(look: Reader, actor: Actor, record: Record) -> bool:
    """Whether the actor may read a meeting or what hangs on one."""
    meeting = record if record.kind == "meeting" else look.get("meeting", record["meeting"])
    if meeting is None or not meeting["restricted"] or actor.role == MANAGER or actor.account in _own(meeting):
        return True
    return takes_part(look, actor, meeting.eid)


def takes_part(look: Reader, actor: Actor, meeting: str) -> bool:
    """Whether the actor is on the list of those invited."""
    return look.count(Query("attendee", equals={"meeting": meeting, "person": actor.account})) > 0


def leads(actor: Actor, meeting: Record) -> bool:
    """Whether the actor runs a meeting: chair, scribe, who called it, who stands in for one of them, or the manager. It
    takes more to read a restricted one (`may_read`)."""
    return actor.role == MANAGER or not actor.accounts.isdisjoint(_own(meeting))


def _own(meeting: Record) -> frozenset[str]:
    return frozenset(filter(None, (meeting["scribe"], meeting["chair_person"], meeting["planned_by"])))


def readable(look: Reader, actor: Actor, eid: str) -> Record:
    """The meeting. Raises Missing, also where the actor may not read it: for them it is not there."""
    record = look.get("meeting", eid)
    if record is None or record.void or not may_read(look, actor, record):
        raise Missing("record.missing", kind="meeting")
    return record


def led(look: Reader, actor: Actor, eid: str) -> Record:
    """The meeting, for a step of it. Raises Missing, NotAllowed("meeting.not_leading")."""
    record = readable(look, actor, eid)
    if not leads(actor, record):
        raise NotAllowed("meeting.not_leading")
    return record


def writable(look: Reader, actor: Actor, eid: str) -> Record:
    """The meeting, for writing in its record: those who lead it or take part. Raises Missing,
    NotAllowed("meeting.locked") once it is signed, NotAllowed("meeting.not_leading")."""
    record = readable(look, actor, eid)
    if locked(record["state"]):
        raise NotAllowed("meeting.locked", number=record["number"])
    if not leads(actor, record) and not takes_part(look, actor, eid):
        raise NotAllowed("meeting.not_leading")
    return record


def part(look: Reader, actor: Actor, kind: str, eid: str) -> tuple[Record, Record]:
    """A part of a meeting, and the meeting. Raises Missing."""
    found = look.get(kind, eid)
    if found is None or found.void:
        raise Missing("record.missing", kind=kind)
    return found, readable(look, actor, found["meeting"])


def parts_of(look: Reader, kind: str, meeting: str) -> tuple[Record, ...]:
    """The parts of one kind of a meeting: those with a place in its order, the others as they were written."""
    found = look.select(Query(kind, equals={"meeting": meeting}, order="eid", limit=_MOST))
    return tuple(sorted(found, key=lambda one: (one["place"] or 0) if "place" in one.values else 0))
