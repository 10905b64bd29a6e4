"""Texts of a meeting as they are kept: versions, what two desks wrote into one, what is corrected after the lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.meetings.lifecycles import locked
from qi_desk.domain.meetings.records import MEETING_CORRECTION
from qi_desk.domain.meetings.versions import Change, compare, digest
from qi_desk.services.client_file import living
from qi_desk.services.meetings.access import KINDS, led, part
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.services.showing import text
from qi_desk.services.writing import problems_in

APART = timedelta(minutes=5)
"""Saves of one person that lie closer together make one version; asked for by name, each is one."""

FIELDS = {"meeting_topic": "text", "minutes": "body"}
"""The text that a kind of record keeps versions of."""

_LOCKED_MINUTES = ("final", "issued")
_MOST = 500


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: why it was kept (list `version_causes`), when, by whom, how long it is."""

    eid: str
    cause: str
    at: datetime
    by: str
    note: str
    length: int
    sha256: str


def keep(unit: Unit, actor: Actor, subject: Record, written: str, cause: str, note: str = "") -> None:
    """Keep a version, unless the newest one says the same; a plain save so soon after another by the same person is
    part of that sitting."""
    found = unit.select(
        Query("meeting_version", equals={"subject": subject.eid}, order="eid", newest_first=True, limit=1)
    )
    newest, sha256 = (found[0] if found else None), digest(written)
    if newest is not None and newest["sha256"] == sha256 and cause == "saved":
        return
    sitting = newest is not None and newest["by"] == actor.account and unit.now - newest["at"] < APART
    if cause == "saved" and sitting:
        return
    values: dict[str, Any] = {"subject_kind": subject.kind, "subject": subject.eid, "text": written, "cause": cause}
    values |= {"meeting": subject["meeting"], "at": unit.now, "by": actor.account, "sha256": sha256}
    unit.create("meeting_version", {**values, "note": note.strip() or None})


@verb("meetings.versions", LOOKING)
def versions(house: House, actor: Actor, kind: str, subject: str) -> tuple[VersionLine, ...]:
    """The versions of a topic's text or of minutes, the newest first. Raises Missing."""
    with house.store.read() as look:
        part(look, actor, kind, subject)
        query = Query("meeting_version", equals={"subject": subject}, order="eid", newest_first=True, limit=_MOST)
        found = look.select(query)
        people = look.many("person", {one["by"] for one in found if one["by"]})
    return tuple(
        VersionLine(
            one.eid,
            one["cause"],
            one["at"],
            text(people.get(one["by"] or ""), "name"),
            one["note"] or "",
            len(one["text"] or ""),
            one["sha256"],
        )
        for one in found
    )


@verb("meetings.version", LOOKING)
def version(house: House, actor: Actor, eid: str) -> str:
    """What a version says. Raises Missing."""
    with house.store.read() as look:
        return str(part(look, actor, "meeting_version", eid)[0]["text"] or "")


@verb("meetings.compare", LOOKING)
def compared(house: House, actor: Actor, old: str, now: str) -> tuple[Change, ...]:
    """From the version `old` to a text as it stands now, line by line. Raises Missing."""
    return compare(version(house, actor, old), now)


@verb("meetings.keep_version", COUNTER)
def keep_version(house: House, actor: Actor, kind: str, subject: str, note: str) -> Done[str]:
    """Keep the text as it stands under a note. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = _writable(unit, actor, kind, subject)
        keep(unit, actor, record, record[FIELDS[kind]] or "", "noted", note)
        return _done(unit, subject, record["meeting"])


def _writable(unit: Unit, actor: Actor, kind: str, subject: str) -> Record:
    record, meeting = part(unit, actor, kind, subject)
    shut = record["state"] in _LOCKED_MINUTES if kind == "minutes" else locked(meeting["state"])
    if shut:
        raise NotAllowed("meeting.locked", number=meeting["number"])
    return record


def is_locked(look: Reader, record: Record) -> bool:
    """Whether a topic or minutes may only be corrected any more."""
    if record.kind == "minutes":
        return record["state"] in _LOCKED_MINUTES
    return locked(living(look, "meeting", record["meeting"])["state"])


@verb("meetings.correct", COUNTER)
def correct(house: House, actor: Actor, kind: str, subject: str, values: Mapping[str, Any]) -> Done[str]:
    """A correction of a locked text: the old words stay where they are, the new ones stand beside them with who, when
    and why. Raises Missing, Invalid("meeting.correction_place") where the old words are not in the text,
    NotAllowed("meeting.not_locked")."""
    with house.store.write(actor) as unit:
        record, meeting = part(unit, actor, kind, subject)
        led(unit, actor, meeting.eid)
        if not is_locked(unit, record):
            raise NotAllowed("meeting.not_locked")
        given = {**values, "meeting": meeting.eid, "subject_kind": kind, "subject": subject}
        given |= {"at": unit.now, "by": actor.account}
        problems = problems_in(house, MEETING_CORRECTION, given)
        told = " ".join(filter(None, (record["title"], record[FIELDS[kind]], record["decision"], record["summary"])))
        if given.get("old_text") and str(given["old_text"]).strip() not in told:
            problems.append(Problem("old_text", "meeting.correction_place"))
        if problems:
            raise Invalid(problems)
        made = unit.create("meeting_correction", given)
        return _done(unit, made, meeting.eid)


def _done(unit: Unit, value: str, meeting: str) -> Done[str]:
    unit.commit()
    return Done(value, Changes(KINDS, frozenset({value, meeting})))
