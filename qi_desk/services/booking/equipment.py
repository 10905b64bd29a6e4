"""The register of equipment and rooms (F17): entered, changed, shut, users authorised; whom a failure concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.booking.slots import nearest
from qi_desk.domain.booking.terms import Span, overlaps
from qi_desk.domain.equipment import EQUIPMENT
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.services.booking.bookings import Ask, done, wish_of
from qi_desk.services.booking.standing import LOOK_AHEAD, bookings_on, facts_of, resource_of, terms_of
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_moves import check
from qi_desk.services.rights import COUNTER, LEADING, LOOKING, verb
from qi_desk.services.showing import shown, text
from qi_desk.services.writing import problems_in, write_seen

_KIND = "equipment"
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Affected:
    """A booking a closure is in the way of: whom to call, and what to offer: (device, its name, span), the same time
    on another device that does the same first, then other times. The phone is masked."""

    eid: str
    number: str
    client_name: str
    user_name: str
    phone: str
    begins: datetime
    ends: datetime
    called: bool
    instead: tuple[tuple[str, str, Span], ...]


@verb("equipment.enter", LEADING)
def enter(house: House, actor: Actor, values: Mapping[str, Any]) -> Done[str]:
    """Put a device or room into the register. Raises Invalid."""
    with house.store.write(actor) as unit:
        given = {"sort": "device", "mark": "green", "hazard": "none", **values}
        _refuse(house, given)
        given["number"] = unit.next_number("SB", moments.china_date(unit.now))
        return done(unit, unit.create(_KIND, given))


@verb("equipment.change", LEADING)
def change(house: House, actor: Actor, eid: str, values: Mapping[str, Any], seen: Mapping[str, str]) -> Done[str]:
    """Change what the register says. Raises Missing, Invalid, Conflict."""
    with house.store.write(actor) as unit:
        record = living(unit, _KIND, eid)
        _refuse(house, {**record.values, **values})
        write_seen(unit, _KIND, eid, values, seen)
        return done(unit, eid, undo=True)


def _refuse(house: House, values: Mapping[str, Any]) -> None:
    problems = problems_in(house, EQUIPMENT, values)
    if values.get("mark") == "yellow" and not values.get("limit_text"):
        problems.append(Problem("limit_text", "required"))
    if not values.get("calibration_exempt") and not values.get("calibration_due") and values.get("sort") == "device":
        problems.append(Problem("calibration_due", "equipment.calibration"))
    if values.get("open") and not values.get("modes"):
        problems.append(Problem("modes", "required"))
    short, long = values.get("shortest_minutes"), values.get("longest_minutes")
    if short and long and long < short:
        problems.append(Problem("longest_minutes", "equipment.longest"))
    if problems:
        raise Invalid(problems)


@verb("equipment.tie", LEADING)
def tie(house: House, actor: Actor, eid: str, other: str) -> Done[str]:
    """Let another device or room be booked along with this one, or no longer if it already is. Raises Missing."""
    with house.store.write(actor) as unit:
        record, partner = living(unit, _KIND, eid), living(unit, _KIND, other)
        rows = [row for row in record["goes_with"] or () if row["key"] != other]
        if len(rows) == len(record["goes_with"] or ()) and other != eid:
            rows.append({"key": other, "name": partner["name"]})
        unit.change(_KIND, eid, {"goes_with": rows})
        return done(unit, eid, undo=True)


@verb("equipment.shut", COUNTER)
def shut(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Shut a device for days (`begins_on`, `ends_on` included) or from now on; those who booked it are to be called.
    A fault makes it red. Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        record = living(unit, _KIND, eid)
        today = moments.china_date(unit.now)
        begins_on: date = values.get("begins_on") or today
        ends_on: date | None = values.get("ends_on")
        if ends_on is None or ends_on < begins_on:
            raise Invalid([Problem("ends_on", "date.before_begin" if ends_on else "required")])
        begins = unit.now if begins_on == today else moments.midnight(begins_on)
        given = {
            "equipment": eid,
            "begins": begins,
            "ends": moments.midnight(ends_on + timedelta(days=1)),
            "reason": values.get("reason"),
            "note": values.get("note"),
            "made_by": actor.account,
        }
        check(house, "closure", given)
        made = unit.create("closure", given)
        if given["reason"] == "fault" and record["mark"] != "red":
            unit.change(_KIND, eid, {"mark": "red"}, event="shut", why="fault")
        return done(unit, made, undo=True)


@verb("equipment.open_again", COUNTER)
def open_again(house: House, actor: Actor, eid: str) -> Done[str]:
    """A device may be used again from now on; whether its mark is green again the register says. Raises Missing,
    NotAllowed("equipment.not_shut")."""
    with house.store.write(actor) as unit:
        living(unit, _KIND, eid)
        now = unit.now
        running = unit.select(Query("closure", equals={"equipment": eid}, order="ends", since=now, limit=100))
        shut = [one for one in running if one["begins"] <= now < one["ends"]]
        if not shut:
            raise NotAllowed("equipment.not_shut")
        for one in shut:
            unit.change("closure", one.eid, {"ends": now}, event="open_again")
        return done(unit, eid, undo=True)


@verb("equipment.authorise", COUNTER)
def authorise(house: House, actor: Actor, values: Mapping[str, Any]) -> Done[str]:
    """Enter that a user was trained on a device. Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        living(unit, _KIND, values.get("equipment") or "")
        given = {**values, "given_by": actor.account}
        problems = []
        if given.get("trained_on") and given["trained_on"] > moments.china_date(unit.now):
            problems.append(Problem("trained_on", "date.future"))
        if given.get("trained_on") and given.get("valid_to") and given["valid_to"] < given["trained_on"]:
            problems.append(Problem("valid_to", "date.before_begin"))
        check(house, "authorisation", given, problems)
        return done(unit, unit.create("authorisation", given), undo=True)


@verb("equipment.affected", LOOKING)
def affected(house: House, actor: Actor, eid: str) -> tuple[Affected, ...]:
    """Bookings of a device that a closure is in the way of: the call list, the earliest first."""
    with house.store.read() as look:
        record = resource_of(look, _KIND, eid)
        now = house.clock.now()
        closures = closures_of(look, eid, now)
        found = []
        for booking in bookings_on(look, eid, now, now + LOOK_AHEAD):
            block = (booking["blocks_from"], booking["blocks_until"])
            if booking["state"] in ("asked", "booked") and any(overlaps(block, one) for one in closures):
                found.append(_affected(look, booking, _instead(house, look, record, booking)))
    return tuple(found)


def _instead(house: House, look: Reader, broken: Record, booking: Record) -> tuple[tuple[str, str, Span], ...]:
    tests = {row["name"] for row in broken["tests"] or ()}
    others = look.select(Query(_KIND, order="name", limit=_MOST))
    alike = [one for one in others if one.eid != broken.eid and tests & {row["name"] for row in one["tests"] or ()}]
    found: list[tuple[str, str, Span]] = []
    for record in (*alike, broken):
        ask = Ask(_KIND, record.eid, booking["begins"], booking["ends"], booking.values)
        terms, wish = terms_of(house, record), wish_of(ask, booking.eid)
        facts = facts_of(house, look, terms, wish, booking["user_name"])
        spans = nearest(terms, wish, facts, house.clock.now(), 1)
        found += [(record.eid, record["name"], span) for span in spans]
    found.sort(key=lambda one: abs(one[2][0] - booking["begins"]))
    return tuple(found[:3])


def closures_of(look: Reader, eid: str, now: datetime) -> tuple[Span, ...]:
    """From when until when a device is shut, now and later."""
    found = look.select(Query("closure", equals={"equipment": eid}, order="ends", since=now, limit=100))
    return tuple((one["begins"], one["ends"]) for one in found)


def _affected(look: Reader, booking: Record, instead: tuple[tuple[str, str, Span], ...]) -> Affected:
    return Affected(
        booking.eid,
        booking["number"],
        text(look.get("enterprise", booking["client"]), "name"),
        shown(booking, "user_name"),
        shown(booking, "phone"),
        booking["begins"],
        booking["ends"],
        booking["called_on"] is not None,
        instead,
    )
