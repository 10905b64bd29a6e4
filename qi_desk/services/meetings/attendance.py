"""Who was there (F21): invited, signed in, excused or absent with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.meetings.lifecycles import MEETING_LIFECYCLE
from qi_desk.domain.meetings.records import ATTENDEE, PRESENT
from qi_desk.services.attachments import keep_signature
from qi_desk.services.client_file import living
from qi_desk.services.meetings.access import KINDS, led, parts_of, writable
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.writing import problems_in

_STAFF = 500


def matched_person(look: Reader, name: str) -> str | None:
    """The account of the member of staff called `name`, if exactly one active person is."""
    people = [one for one in look.select(Query("person", limit=_STAFF)) if one["name"] == name.strip()]
    active = [one for one in people if one["active"] is not False]
    return active[0].eid if len(active) == 1 else None


def _matched_client(look: Reader, organisation: str | None) -> str | None:
    if not organisation:
        return None
    found = look.select(Query("enterprise", equals={"name": organisation.strip()}, limit=2))
    return found[0].eid if len(found) == 1 else None


def invited(unit: Unit, meeting: str, values: Mapping[str, Any]) -> str:
    """Put somebody on the list: one of the station, or of a client whose name the organisation is."""
    people = parts_of(unit, "attendee", meeting)
    given = {"place": max((one["place"] or 0 for one in people), default=0) + 1, **values, "meeting": meeting}
    given["person"] = matched_person(unit, given["name"])
    given["client"] = _matched_client(unit, given.get("organisation"))
    return unit.create("attendee", given)


@verb("meetings.invite", COUNTER)
def invite(house: House, actor: Actor, meeting: str, values: Mapping[str, Any]) -> Done[str]:
    """Put somebody on the list. Raises Missing, Invalid, NotAllowed("meeting.locked")."""
    with house.store.write(actor) as unit:
        writable(unit, actor, meeting)
        given = {"role": "present", **values}
        _check(house, {**given, "meeting": meeting})
        if any(_same(one, given) for one in parts_of(unit, "attendee", meeting)):
            raise Invalid([Problem("name", "meeting.invited")])
        return _done(unit, invited(unit, meeting, given), meeting)


@verb("meetings.invite_as_before", COUNTER)
def invite_as_before(house: House, actor: Actor, meeting: str) -> Done[int]:
    """Invite who was on the list of the meeting this one follows; how many came on it. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = writable(unit, actor, meeting)
        here = list(parts_of(unit, "attendee", meeting))
        came = 0
        for one in parts_of(unit, "attendee", record["follows"]) if record["follows"] else ():
            values = {name: one[name] for name in ("name", "organisation", "post")}
            if not any(_same(known, values) for known in here):
                invited(unit, meeting, {**values, "role": one["role"] if one["role"] in PRESENT else "present"})
                came += 1
        unit.commit()
        return Done(came, Changes(KINDS, frozenset({meeting})), unit.act if came else None)


def _same(one: Record, values: Mapping[str, Any]) -> bool:
    names = (one["name"], one["organisation"] or "")
    return names == (str(values["name"]).strip(), str(values.get("organisation") or "").strip())


def _check(house: House, given: Mapping[str, Any]) -> None:
    problems = problems_in(house, ATTENDEE, given)
    if given.get("role") not in PRESENT and not str(given.get("reason") or "").strip():
        problems.append(Problem("reason", "required"))
    if problems:
        raise Invalid(problems)


@verb("meetings.change_attendee", COUNTER)
def change_attendee(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """How somebody took part; who was absent or excused, why. Raises Missing, Invalid, NotAllowed("meeting.locked")."""
    with house.store.write(actor) as unit:
        record = living(unit, "attendee", eid)
        writable(unit, actor, record["meeting"])
        given = {**record.values, **values}
        _check(house, given)
        unit.change("attendee", eid, {**values, "client": _matched_client(unit, given["organisation"])})
        return _done(unit, eid, record["meeting"])


@verb("meetings.open_door", COUNTER)
def open_door(house: House, actor: Actor, eid: str) -> Done[str]:
    """People come in and sign. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record = led(unit, actor, eid)
        move = MEETING_LIFECYCLE.take(record["state"], "sign_in")
        unit.change("meeting", eid, {"state": move.target}, event=move.event)
        return _done(unit, eid, eid)


@verb("meetings.sign_in", COUNTER)
def sign_in(house: House, actor: Actor, eid: str, way: str = "desk") -> Done[str]:
    """Somebody is there: `way` is a code of `sign_in_ways`. Who was down as absent counts as present. Raises Missing,
    Invalid, NotAllowed("meeting.locked")."""
    with house.store.write(actor) as unit:
        record = living(unit, "attendee", eid)
        writable(unit, actor, record["meeting"])
        if way not in house.codes.ids("sign_in_ways"):
            raise Invalid([Problem("sign_way", "not_in_list", {"value": way})])
        role = record["role"] if record["role"] in PRESENT else "present"
        reason = record["reason"] if role == record["role"] else None
        unit.change("attendee", eid, {"signed_in_at": unit.now, "sign_way": way, "role": role, "reason": reason})
        return _done(unit, eid, record["meeting"])


@verb("meetings.sign_by_hand", COUNTER)
def sign_by_hand(house: House, actor: Actor, eid: str, png: bytes) -> Done[str]:
    """Somebody signed on the customer's screen: the picture is kept with them. Raises as `sign_in`."""
    with house.store.read() as look:
        writable(look, actor, living(look, "attendee", eid)["meeting"])
    keep_signature(house, "attendee", eid, png, by=actor)
    return sign_in(house, actor, eid, "hand")


@verb("meetings.mark_rest", COUNTER)
def mark_rest(house: House, actor: Actor, meeting: str, reason: str) -> Done[int]:
    """Who has not signed in is absent, for this reason; how many. Raises Missing, Invalid, NotAllowed."""
    if not reason.strip():
        raise Invalid([Problem("reason", "required")])
    with house.store.write(actor) as unit:
        writable(unit, actor, meeting)
        people = parts_of(unit, "attendee", meeting)
        rest = [one for one in people if not one["signed_in_at"] and one["role"] in PRESENT]
        if len(rest) == len(people):
            raise NotAllowed("meeting.nobody_signed")
        for one in rest:
            unit.change("attendee", one.eid, {"role": "absent", "reason": reason.strip()})
        unit.commit()
        return Done(len(rest), Changes(KINDS, frozenset({meeting})), unit.act if rest else None)


def _done(unit: Unit, value: str, meeting: str) -> Done[str]:
    unit.commit()
    return Done(value, Changes(KINDS, frozenset({value, meeting})), unit.act)
