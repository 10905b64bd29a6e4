"""Files of a record: added, looked at, withdrawn. What a file holds is sealed on the disk before it is named here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from qi_desk import wording
from qi_desk.domain.attachments import MEDIA, MOST_BYTES
from qi_desk.domain.errors import Invalid, Missing, Problem
from qi_desk.domain.records import entity
from qi_desk.services.blobs import want
from qi_desk.services.client_file import living
from qi_desk.services.feedback.access import refuse_unread
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader
from qi_desk.services.request_moves import check
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.services.showing import text

_KIND = "attachment"
_MOST = 200


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """One file: `here` whether this desk has what it holds (it may still be on another one)."""

    eid: str
    name: str
    media: str
    role: str
    size: int
    added_at: datetime
    by: str
    here: bool


@verb("attachments.add", COUNTER)
def add(house: House, actor: Actor, kind: str, subject: str, name: str, data: bytes, role: str = "photo") -> Done[str]:
    """Add a file to a record. Raises Missing, Invalid("attachment.kind", "attachment.size", "attachment.empty"),
    StoreFull."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    problems = []
    if ending not in MEDIA:
        problems.append(Problem("name", "attachment.kind", {"ending": ending}))
    if not data:
        problems.append(Problem("name", "attachment.empty"))
    if len(data) > MOST_BYTES:
        problems.append(Problem("name", "attachment.size", {"most": MOST_BYTES // 1_000_000}))
    if problems:
        raise Invalid(problems)
    with house.store.write(actor) as unit:
        living(unit, kind, subject)
        given = {
            "subject_kind": kind,
            "subject": subject,
            "name": PurePath(name).name[-120:],
            "media": MEDIA[ending],
            "role": role,
            "size": len(data),
            "sha256": house.files.put(data),
            "added_at": unit.now,
            "added_by": actor.account,
        }
        check(house, _KIND, given)
        made = unit.create(_KIND, given)
        unit.commit()
        return Done(made, Changes(frozenset({_KIND, kind}), frozenset({subject})), unit.act)


SIGNATURE = "signature"


def keep_signature(house: House, kind: str, subject: str, png: bytes, *, by: Actor) -> Done[str]:
    """Keep a signature given on the customer's screen with the record it was given for; where the record has a tick for
    being signed, it is set. Raises as `add`."""
    done = add(house, by, kind, subject, f"{wording.code_label('attachment_roles', SIGNATURE)}.png", png, SIGNATURE)
    if "signed" in entity(kind).names():
        with house.store.write(by) as unit:
            unit.change(kind, subject, {"signed": True})
            unit.commit()
    return done


def signature_of(house: House, look: Reader, subject: str) -> bytes:
    """The newest signature kept with a record, empty where there is none on this desk."""
    found = look.select(Query(_KIND, equals={"subject": subject}, order="eid", newest_first=True, limit=_MOST))
    kept = next((one for one in found if one["role"] == SIGNATURE and house.files.holds(one["sha256"])), None)
    return house.files.get(kept["sha256"]) if kept is not None else b""


@verb("attachments.list", LOOKING)
def of_record(house: House, actor: Actor, subject: str) -> tuple[AttachmentLine, ...]:
    """The files of a record, oldest first."""
    with house.store.read() as look:
        _refuse_closed(look, actor, subject)
        found = look.select(Query(_KIND, equals={"subject": subject}, order="eid", limit=_MOST))
        people = look.many("person", {one["added_by"] for one in found if one["added_by"]})
    return tuple(
        AttachmentLine(
            one.eid,
            one["name"],
            one["media"],
            one["role"],
            one["size"],
            one["added_at"],
            text(people.get(one["added_by"] or ""), "name"),
            house.files.holds(one["sha256"]),
        )
        for one in found
    )


@verb("attachments.read", LOOKING)
def read(house: House, actor: Actor, eid: str) -> bytes:
    """What a file holds. One that is at another desk is asked for and comes with the next exchange:
    Missing("attachment.coming"). Raises Missing, StoreDamaged."""
    with house.store.read() as look:
        record = living(look, _KIND, eid)
        _refuse_closed(look, actor, record["subject"])
    if house.district and not house.files.holds(record["sha256"]):
        want(house, record["sha256"])
        raise Missing("attachment.coming")
    return house.files.get(record["sha256"])


def _refuse_closed(look: Reader, actor: Actor, subject: str) -> None:
    for kind in ("complaint", "meeting", "minutes", "attendee"):
        record = look.get(kind, subject)
        if record is not None:
            refuse_unread(look, actor, record)


@verb("attachments.withdraw", COUNTER)
def withdraw(house: House, actor: Actor, eid: str) -> Done[str]:
    """Take a file off a record; what it holds stays until it is purged by rule. Raises Missing."""
    with house.store.write(actor) as unit:
        record = living(unit, _KIND, eid)
        unit.void(_KIND, eid, "other")
        unit.commit()
        changed = Changes(frozenset({_KIND, record["subject_kind"]}), frozenset({record["subject"]}))
        return Done(eid, changed, unit.act)
