"""Files of a record: added, looked at, withdrawn. What a file holds is sealed on the disk before it is named here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from qi_desk.domain.attachments import MEDIA, MOST_BYTES
from qi_desk.domain.errors import Invalid, Missing, Problem
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
    complaint = look.get("complaint", subject)
    if complaint is not None:
        refuse_unread(look, actor, complaint)


@verb("attachments.withdraw", COUNTER)
def withdraw(house: House, actor: Actor, eid: str) -> Done[str]:
    """Take a file off a record; what it holds stays until it is purged by rule. Raises Missing."""
    with house.store.write(actor) as unit:
        record = living(unit, _KIND, eid)
        unit.void(_KIND, eid, "other")
        unit.commit()
        changed = Changes(frozenset({_KIND, record["subject_kind"]}), frozenset({record["subject"]}))
        return Done(eid, changed, unit.act)
