"""Using what was booked (F19): signed out with its accessories, signed back, confirmed by the keeper; breaches and
their pardon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.booking import clock
from qi_desk.domain.booking.terms import overlaps
from qi_desk.domain.bookings import BOOKING_LIFECYCLE
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.services.booking.bookings import done, is_late, write_given_up, write_missed
from qi_desk.services.booking.standing import blocks_on, held_of, terms_under
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.request_moves import check
from qi_desk.services.rights import COUNTER, LEADING, verb

_FAULTY = frozenset({"faulty", "damaged"})
_LENIENT_MINUTES = 10
"""So much later than agreed is no breach: things have to be put together."""


def usage_of(look: Reader, booking: str) -> Record | None:
    """The record of use of a booking."""
    found = look.select(Query("usage", equals={"booking": booking}, order="eid", newest_first=True, limit=1))
    return found[0] if found else None


@verb("bookings.check_in", COUNTER)
def check_in(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Hand over what was booked: condition, accessories, signature. Who comes late may still have it while nobody
    else took it. Raises Missing, Invalid, NotAllowed("booking.early"), NotAllowed("booking.gone")."""
    with house.store.write(actor) as unit:
        booking = living(unit, "booking", eid)
        taken = BOOKING_LIFECYCLE.take(booking["state"], "check_in")
        terms = terms_under(house, unit, booking)
        held = held_of(booking)
        if clock.phase_of(terms, held, unit.now) == "ahead":
            raise NotAllowed("booking.early")
        others = (block for other, block in blocks_on(house, unit, terms, unit.now) if other != eid)
        if unit.now >= booking["ends"] or any(overlaps(held.block, block) for block in others):
            raise NotAllowed("booking.gone")
        given = {**values, "booking": eid, "checked_in_at": unit.now}
        problems = [] if given.get("signed_out") else [Problem("signed_out", "usage.signature")]
        if given.get("before") in _FAULTY and not given.get("before_note"):
            problems.append(Problem("before_note", "usage.fault"))
        check(house, "usage", given, problems)
        write_given_up(house, unit, terms, held.block, eid)
        unit.create("usage", given)
        unit.change("booking", eid, {"state": taken.target}, event="check_in")
        return done(unit, eid, undo=True)


@verb("bookings.hand_back", COUNTER)
def hand_back(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Take it back: condition, cleaning, accessories, signature, the time it was really used. What came back late,
    dirty or damaged is a breach. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        booking = living(unit, "booking", eid)
        taken = BOOKING_LIFECYCLE.take(booking["state"], "hand_back")
        usage = usage_of(unit, eid)
        assert usage is not None
        back = unit.now
        segments = [{"key": "1", "from": moments.to_text(usage["checked_in_at"]), "to": moments.to_text(back)}]
        given = {**usage.values, **values, "back_at": back, "segments": values.get("segments") or segments}
        problems = [Problem(name, "required") for name in ("after",) if not given.get(name)]
        if not given.get("signed_back"):
            problems.append(Problem("signed_back", "usage.signature"))
        if given.get("after") in _FAULTY and not given.get("fault"):
            problems.append(Problem("fault", "usage.fault"))
        check(house, "usage", given, problems)
        minutes = int((back - usage["checked_in_at"]).total_seconds()) // 60
        unit.change("usage", usage.eid, {**values, "back_at": back, "segments": given["segments"], "minutes": minutes})
        unit.change("booking", eid, {"state": taken.target, "back_at": back}, event="hand_back")
        for kind in _breaches(booking, given, unit):
            unit.create("breach", {"client": booking["client"], "booking": eid, "kind": kind, "at": back})
        return done(unit, eid, undo=True)


def _breaches(booking: Record, given: Mapping[str, Any], unit: Unit) -> list[str]:
    found = []
    if unit.now > booking["ends"] + timedelta(minutes=_LENIENT_MINUTES):
        found.append("overrun")
    if given.get("after") == "damaged":
        found.append("damage")
    if not given.get("cleaned"):
        found.append("dirty")
    return found


@verb("bookings.confirm", COUNTER)
def confirm(house: House, actor: Actor, eid: str) -> Done[str]:
    """The keeper confirms what came back. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        booking = living(unit, "booking", eid)
        taken = BOOKING_LIFECYCLE.take(booking["state"], "confirm")
        usage = usage_of(unit, eid)
        if usage is not None:
            unit.change("usage", usage.eid, {"confirmed_by": actor.account, "confirmed_at": unit.now})
        unit.change("booking", eid, {"state": taken.target}, event="confirm")
        return done(unit, eid, undo=True)


@verb("bookings.miss", COUNTER)
def miss(house: House, actor: Actor, eid: str) -> Done[str]:
    """Write down that nobody came. Raises Missing, NotAllowed("booking.early") before it is one."""
    with house.store.write(actor) as unit:
        booking = living(unit, "booking", eid)
        terms = terms_under(house, unit, booking)
        BOOKING_LIFECYCLE.take(booking["state"], "miss")
        if clock.phase_of(terms, held_of(booking), unit.now) != "no_show":
            raise NotAllowed("booking.early")
        write_missed(unit, booking, terms)
        return done(unit, eid, undo=True)


@verb("bookings.pardon", LEADING)
def pardon(house: House, actor: Actor, breach: str, reason: str) -> Done[str]:
    """Do not count a breach, with the reason of the appeal. Raises Missing, Invalid."""
    if not reason.strip():
        raise Invalid([Problem("pardon_reason", "required")])
    with house.store.write(actor) as unit:
        living(unit, "breach", breach)
        values = {"pardoned_by": actor.account, "pardoned_at": unit.now, "pardon_reason": reason.strip()}
        unit.change("breach", breach, values, event="pardon", why=reason.strip())
        return done(unit, breach, undo=True)


@verb("bookings.called", COUNTER)
def called(house: House, actor: Actor, eid: str) -> Done[str]:
    """The user was told by phone: of a failure, a lost judgement, a free place. Raises Missing."""
    with house.store.write(actor) as unit:
        living(unit, "booking", eid)
        unit.change("booking", eid, {"called_on": unit.now}, event="called")
        return done(unit, eid, undo=True)


def warns_of_late(house: House, look: Reader, booking: Record) -> bool:
    """Whether cancelling now would be a breach: said before it is done."""
    terms = terms_under(house, look, booking)
    return booking["state"] == "booked" and is_late(terms, booking, house.clock.now())
