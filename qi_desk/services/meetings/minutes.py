"""会议纪要 (F22): drawn from a signed record, edited, checked by another, signed, issued with a yearly number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed
from qi_desk.domain.meetings.lifecycles import MEETING_LIFECYCLE, MINUTES_LIFECYCLE
from qi_desk.domain.meetings.records import MINUTES
from qi_desk.domain.meetings.versions import digest
from qi_desk.services.meetings.access import leads as leads_of
from qi_desk.services.meetings.access import led, part, parts_of, takes_part
from qi_desk.services.meetings.decisions import open_of
from qi_desk.services.meetings.drawing import body_of, summary_of, title_of
from qi_desk.services.meetings.planning import done
from qi_desk.services.meetings.texts import keep
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.writing import check_step, problems_in

_WRITTEN = ("title", "main_to", "cc", "summary", "body")


@verb("minutes.draw", COUNTER)
def draw(house: House, actor: Actor, meeting: str) -> Done[str]:
    """A first draft from the record of a signed meeting; its number. Raises Missing, NotAllowed,
    Conflict("minutes.drawn")."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, meeting)
        if parts_of(unit, "minutes", meeting):
            raise Conflict("minutes.drawn")
        move = MEETING_LIFECYCLE.take(record["state"], "draft")
        given = {
            "number": unit.next_number("JY", moments.china_date(unit.now)),
            "meeting": meeting,
            "kind": record["kind"],
            "title": title_of(record),
            "summary": summary_of(unit, record),
            "body": body_of(unit, record),
            "state": MINUTES_LIFECYCLE.first,
            "drafted_by": actor.account,
            "drafted_at": unit.now,
        }
        problems = problems_in(house, MINUTES, given)
        if problems:
            raise Invalid(problems)
        eid = unit.create("minutes", given)
        made = _here(unit, actor, eid)[0]
        keep(unit, actor, made, given["body"], "saved")
        unit.change("meeting", meeting, {"state": move.target}, event=move.event)
        return done(unit, eid, meeting)


def _here(unit: Unit, actor: Actor, eid: str) -> tuple[Record, Record]:
    """Minutes for a step of them, and their meeting. Raises Missing, NotAllowed("meeting.not_leading")."""
    record, meeting = part(unit, actor, "minutes", eid)
    if not leads_of(actor, meeting) and not takes_part(unit, actor, meeting.eid):
        raise NotAllowed("meeting.not_leading")
    return record, meeting


@verb("minutes.save", COUNTER)
def save(
    house: House,
    actor: Actor,
    eid: str,
    values: Mapping[str, Any],
    seen: Mapping[str, str] | None = None,
    note: str = "",
) -> Done[dict[str, str]]:
    """Write what the minutes say; the writers of their fields. What was checked and is changed is a draft again. Raises
    Missing, Invalid, NotAllowed("meeting.locked"), Conflict("record.changed")."""
    with house.store.write(actor) as unit:
        record, meeting = _here(unit, actor, eid)
        if record["state"] not in ("draft", "checked"):
            raise NotAllowed("meeting.locked", number=record["number"])
        given = {name: values[name] for name in _WRITTEN if name in values}
        check_step(house, MINUTES, given, tuple(name for name in ("title", "summary") if name in given))
        known = {name: seen[name] for name in given if name in seen} if seen is not None else None
        unit.change("minutes", eid, given, seen=known)
        if record["state"] == "checked" and any(record[name] != value for name, value in given.items()):
            unit.change("minutes", eid, {"state": "draft", "checked_by": None}, event="send_back")
        if "body" in given:
            keep(unit, actor, record, given["body"] or "", "noted" if note else "saved", note)
        writers = dict(_here(unit, actor, eid)[0].writers)
        finished = done(unit, eid, meeting.eid)
        return Done({name: writers.get(name, "") for name in _WRITTEN}, finished.changes)


@verb("minutes.check", COUNTER)
def check(house: House, actor: Actor, eid: str) -> Done[str]:
    """Somebody other than who drafted them read them through. Raises Missing, NotAllowed("minutes.checker"), Invalid
    for minutes without a body."""
    with house.store.write(actor) as unit:
        record, meeting = _readable_by_checker(unit, actor, eid)
        if record["drafted_by"] == actor.account:
            raise NotAllowed("minutes.checker")
        move = MINUTES_LIFECYCLE.take(record["state"], "check")
        check_step(house, MINUTES, {"summary": record["summary"], "body": record["body"]}, ("summary", "body"))
        given = {"state": move.target, "checked_by": actor.account, "checked_at": unit.now, "returned": None}
        unit.change("minutes", eid, given, event=move.event)
        keep(unit, actor, record, record["body"] or "", "checked")
        return done(unit, eid, meeting.eid)


def _readable_by_checker(unit: Unit, actor: Actor, eid: str) -> tuple[Record, Record]:
    """Any colleague who may read the meeting may check its minutes."""
    return part(unit, actor, "minutes", eid)


@verb("minutes.send_back", COUNTER)
def send_back(house: House, actor: Actor, eid: str, why: str) -> Done[str]:
    """Checked minutes have to be changed, and why. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record, meeting = _readable_by_checker(unit, actor, eid)
        move = MINUTES_LIFECYCLE.take(record["state"], "send_back")
        check_step(house, MINUTES, {"returned": why.strip()}, ("returned",))
        given = {"state": move.target, "returned": why.strip(), "checked_by": None, "checked_at": None}
        unit.change("minutes", eid, given, event=move.event)
        return done(unit, eid, meeting.eid)


@verb("minutes.sign", LEADING)
def sign(house: House, actor: Actor, eid: str) -> Done[str]:
    """签发: locked under their digest. Raises Missing, NotAllowed for minutes nobody checked."""
    with house.store.write(actor) as unit:
        record, meeting = part(unit, actor, "minutes", eid)
        move = MINUTES_LIFECYCLE.take(record["state"], "sign")
        given = {"state": move.target, "signer": actor.account, "signed_at": unit.now}
        unit.change("minutes", eid, {**given, "minutes_hash": minutes_digest(record)}, event=move.event)
        keep(unit, actor, record, record["body"] or "", "final")
        step = MEETING_LIFECYCLE.take(meeting["state"], "approve")
        unit.change("meeting", meeting.eid, {"state": step.target}, event=step.event)
        return done(unit, eid, meeting.eid)


def minutes_digest(record: Record) -> str:
    """The SHA-256 of what the signature stands for."""
    return digest([record[name] or "" for name in ("number", *_WRITTEN)])


def intact(record: Record) -> bool | None:
    """Whether signed minutes are still what was signed; None for minutes that are not."""
    return minutes_digest(record) == record["minutes_hash"] if record["minutes_hash"] else None


@verb("minutes.issue", COUNTER)
def issue(house: House, actor: Actor, eid: str) -> Done[str]:
    """印发: 第 n 期 of the year and kind; from now on what was decided is supervised. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record, meeting = _here(unit, actor, eid)
        move = MINUTES_LIFECYCLE.take(record["state"], "issue")
        today = moments.china_date(unit.now)
        above = highest(unit, record["kind"], today.year)
        number = unit.next_serial(f"minutes-{record['kind']}", date(today.year, 1, 1), above=above)
        given = {"state": move.target, "issued_by": actor.account, "issued_on": today, "year": today.year}
        unit.change("minutes", eid, {**given, "issue_no": number}, event=move.event)
        step = MEETING_LIFECYCLE.take(meeting["state"], "issue")
        unit.change("meeting", meeting.eid, {"state": step.target}, event=step.event)
        if open_of(unit, meeting.eid):
            following = MEETING_LIFECYCLE.take(step.target, "supervise")
            unit.change("meeting", meeting.eid, {"state": following.target}, event=following.event)
        return done(unit, eid, meeting.eid)


def highest(look: Reader, kind: str, year: int) -> int:
    """The highest issue number of a kind of meeting in a year, 0 where none was issued."""
    found = look.select(Query("minutes", equals={"kind": kind, "year": year}, limit=2000))
    return max((one["issue_no"] or 0 for one in found), default=0)
