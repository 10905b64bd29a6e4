"""Who may read what is not for everybody: a complaint not for the person it is about, before it is released to them
(GB/T 19012); a restricted meeting for those who take part."""

from __future__ import annotations

from qi_desk.domain.errors import Missing, NotAllowed
from qi_desk.services.meetings.access import KINDS as MEETING_KINDS
from qi_desk.services.meetings.access import may_read as may_read_meeting
from qi_desk.services.ports import Actor, Reader, Record

_GUARDED = frozenset({"complaint", "complaint_step", "external_dispute"})


def may_read(look: Reader, actor: Actor, record: Record) -> bool:
    """Whether the actor may read a record: a question for complaints, meetings and what hangs on them."""
    if record.kind in MEETING_KINDS:
        return may_read_meeting(look, actor, record)
    if record.kind not in _GUARDED:
        return True
    complaint = record if record.kind == "complaint" else look.get("complaint", record["complaint"])
    return complaint is None or not is_subject(actor, complaint) or complaint["released_at"] is not None


def refuse_unread(look: Reader, actor: Actor, record: Record) -> None:
    """Raise Missing where the actor may not read the record: for them it is not there."""
    if not may_read(look, actor, record):
        raise Missing("record.missing", kind=record.kind)


def is_subject(actor: Actor, complaint: Record) -> bool:
    """Whether a complaint is about the actor."""
    return bool(complaint["against_person"] == actor.account)


def refuse_subject(actor: Actor, complaint: Record) -> None:
    """Raise NotAllowed("complaint.subject") for the person a complaint is about, who has no hand in it."""
    if is_subject(actor, complaint):
        raise NotAllowed("complaint.subject")
