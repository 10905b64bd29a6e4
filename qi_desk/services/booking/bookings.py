"""Booking equipment, rooms and experts (F18): one, a set, a series; moved, waited for, approved, called off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.booking import clock
from qi_desk.domain.booking.rules import Refusal, day_after, refusals
from qi_desk.domain.booking.terms import LOAN, Span, Terms, Wish
from qi_desk.domain.bookings import BOOKING, BOOKING_LIFECYCLE
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.services.booking.standing import (
    EQUIPMENT,
    LOOK_AHEAD,
    bookings_on,
    facts_of,
    held_of,
    judgement,
    resource_of,
    terms_of,
    terms_under,
)
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.writing import problems_in

KINDS = frozenset({"booking", "usage", "breach", "closure", "equipment", "authorisation"})
_WAITABLE = frozenset({"taken", "closed"})
_SERIES_MOST = 60
_ONE_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be booked. `values` are the fields of F18 besides resource and time; `override` is the manager's
    reason to set lenient rules aside; with `wait` what is taken is waited for."""

    resource_kind: str
    resource: str
    begins: datetime
    ends: datetime
    values: Mapping[str, Any]
    override: str = ""
    wait: bool = False
    series: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """What became of it: the booking, its number, state and what this desk's word is worth (`judgements`)."""

    eid: str
    number: str
    state: str
    judged: str


@dataclass(frozen=True, slots=True)
class SeriesBooked:
    """A series: what was booked, and the days left out, each with what stood against it."""

    series: str
    booked: tuple[Booked, ...]
    left_out: tuple[tuple[date, tuple[Problem, ...]], ...]


def problem_of(refusal: Refusal) -> Problem:
    """A rule's no as a problem beside its field."""
    return Problem(refusal.field, f"booking.{refusal.rule}", {key: _said(one) for key, one in refusal.values.items()})


def _said(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def wish_of(ask: Ask, booking: str = "") -> Wish:
    """What the rules look at."""
    values = ask.values
    return Wish(
        (ask.begins, ask.ends),
        values.get("mode") or "",
        values.get("client") or "",
        booking,
        in_range=bool(values.get("in_range")),
        hazard=values.get("hazard") or "none",
        hazard_cleared=bool(values.get("hazard_cleared")),
    )


@verb("bookings.book", COUNTER)
def book(house: House, actor: Actor, ask: Ask) -> Done[Booked]:
    """Book a resource and what always goes with it, all or nothing. Raises Missing, Invalid naming every rule that
    says no, NotAllowed for an override by one who may not."""
    if ask.override:
        raise NotAllowed("not_allowed", verb="bookings.override", role=actor.role)
    return _book(house, actor, ask)


@verb("bookings.override", LEADING)
def override(house: House, actor: Actor, ask: Ask) -> Done[Booked]:
    """Book past the lenient rules, with a reason that stands on the booking and in the chain. Raises Invalid."""
    if not ask.override.strip():
        raise Invalid([Problem("override_reason", "required")])
    return _book(house, actor, ask)


def _book(house: House, actor: Actor, ask: Ask) -> Done[Booked]:
    with house.store.write(actor) as unit:
        made = _book_all(house, actor, unit, _with_set(unit, ask))
        return done(unit, made[0], made)


@verb("bookings.together", COUNTER)
def book_together(house: House, actor: Actor, asks: Sequence[Ask]) -> Done[tuple[Booked, ...]]:
    """An expert, a device and a room as one plan: all are booked or none. Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        made = _book_all(house, actor, unit, tuple(asks))
        return done(unit, made, made)


@verb("bookings.series", COUNTER)
def book_series(house: House, actor: Actor, ask: Ask, repeat: str, until: date) -> Done[SeriesBooked]:
    """Book the same hours again and again (`repeats`) to `until`. Days that a rule refuses are left out and told, and
    may be added later under the same series. Raises Invalid, NotAllowed("booking.nothing_left")."""
    with house.store.write(actor) as unit:
        series = ask.series or unit.act
        booked: list[Booked] = []
        left_out: list[tuple[date, tuple[Problem, ...]]] = []
        for day in _days(house, ask, repeat, until):
            moved = day - moments.china_date(ask.begins)
            one = replace(ask, begins=ask.begins + moved, ends=ask.ends + moved, series=series)
            try:
                booked.append(_book_all(house, actor, unit, _with_set(unit, one))[0])
            except Invalid as error:
                if not any(problem.code.startswith("booking.") for problem in error.problems):
                    raise
                left_out.append((day, tuple(error.problems)))
        if not booked:
            raise NotAllowed("booking.nothing_left")
        return done(unit, SeriesBooked(series, tuple(booked), tuple(left_out)), booked)


def _days(house: House, ask: Ask, repeat: str, until: date) -> list[date]:
    day = moments.china_date(ask.begins)
    days: list[date] = []
    while day <= until and len(days) < _SERIES_MOST:
        days.append(day)
        if repeat == "day":
            day = day_after(house.calendar, day, 1)
        else:
            day += _WEEK * (2 if repeat == "two_weeks" else 1)
    return days


def _with_set(look: Reader, ask: Ask) -> tuple[Ask, ...]:
    """What is asked for and what always goes with it."""
    record = resource_of(look, ask.resource_kind, ask.resource)
    others = (row["key"] for row in record["goes_with"] or ()) if ask.resource_kind == EQUIPMENT else ()
    return (ask, *(replace(ask, resource_kind=EQUIPMENT, resource=other) for other in others))


def _book_all(house: House, actor: Actor, unit: Unit, asks: Sequence[Ask]) -> tuple[Booked, ...]:
    """All are checked before any is written."""
    ready = [_checked(house, unit, ask, part=len(asks) > 1) for ask in asks]
    bundle = unit.act if len(asks) > 1 else None
    return tuple(
        _write(house, actor, unit, ask, terms, aside, bundle) for ask, (terms, aside) in zip(asks, ready, strict=True)
    )


def _checked(house: House, unit: Unit, ask: Ask, *, part: bool) -> tuple[Terms, tuple[Refusal, ...]]:
    """The terms, and the lenient rules set aside. Raises Invalid with everything that says no."""
    record = resource_of(unit, ask.resource_kind, ask.resource)
    terms, wish = terms_of(house, record), wish_of(ask)
    problems = problems_in(house, BOOKING, _values(ask))
    if ask.values.get("mode") == "time_share" and not ask.values.get("safety_signed"):
        problems.append(Problem("safety_signed", "booking.safety"))
    found = refusals(terms, wish, facts_of(house, unit, terms, wish, ask.values.get("user_name") or ""), unit.now)
    aside = tuple(one for one in found if ask.override and one.lenient)
    against = [one for one in found if one not in aside and not (ask.wait and one.rule in _WAITABLE)]
    problems += [problem_of(one) for one in against]
    if problems and part:
        problems.insert(0, Problem("resource", "booking.part", {"name": record["name"]}))
    if problems:
        raise Invalid(problems)
    return terms, aside


def _values(ask: Ask) -> dict[str, Any]:
    known = {name: value for name, value in ask.values.items() if name in BOOKING.names()}
    return {
        "affiliated": "no",
        **known,
        "resource_kind": ask.resource_kind,
        "resource": ask.resource,
        "begins": ask.begins,
        "ends": ask.ends,
        "judged": "alone",
        "state": "booked",
    }


def _write(
    house: House, actor: Actor, unit: Unit, ask: Ask, terms: Terms, aside: Sequence[Refusal], bundle: str | None
) -> Booked:
    judged = judgement(house, unit, ask.resource)
    block = terms.block((ask.begins, ask.ends))
    state = "waiting" if ask.wait else "asked" if terms.approval else "booked"
    if state != "waiting":
        write_given_up(house, unit, terms, block)
    number = unit.next_number("YY", moments.china_date(unit.now))
    values = _values(ask) | {
        "number": number,
        "blocks_from": block[0],
        "blocks_until": block[1],
        "fee": fee_of(unit, ask),
        "series": ask.series or None,
        "bundle": bundle,
        "judged": judged,
        "state": state,
        "made_at": unit.now,
        "made_by": actor.account,
    }
    if aside:
        values |= {
            "override_reason": ask.override.strip(),
            "override_rules": [one.rule for one in aside],
            "overridden_by": actor.account,
        }
    return Booked(unit.create("booking", values), number, state, judged)


def fee_of(look: Reader, ask: Ask) -> int | None:
    """What it will cost (fen) by the hourly price of the resource, as far as one is known; nothing where it is free."""
    record = look.get(ask.resource_kind, ask.resource)
    if record is None or ask.values.get("fee_kind") == "0":
        return None
    prices = [row["price"] for row in record["prices"] or () if isinstance(row.get("price"), int)]
    hours = (ask.ends - ask.begins) / timedelta(hours=1)
    return round(min(prices) * hours) if prices and ask.values.get("mode") != LOAN else None


def write_given_up(house: House, unit: Unit, terms: Terms, block: Span, but: str = "") -> None:
    """Write down as ended what only the clock had let go and somebody else takes now."""
    records = {one.eid: one for one in bookings_on(unit, terms.eid, block[0], block[1])}
    for eid in clock.given_up(terms, map(held_of, records.values()), block, unit.now):
        if eid == but:
            continue
        if records[eid]["state"] == "booked":
            write_missed(unit, records[eid], terms)
        else:
            unit.change("booking", eid, {"state": "refused", "ended_at": unit.now, "end_reason": "station"})


def write_missed(unit: Unit, booking: Record, terms: Terms) -> None:
    """Write a no-show down, with the breach it is (C3)."""
    at = booking["begins"] + timedelta(minutes=terms.grace_minutes)
    unit.change("booking", booking.eid, {"state": clock.MISSED, "ended_at": at}, event="miss")
    unit.create("breach", {"client": booking["client"], "booking": booking.eid, "kind": "no_show", "at": at})


def phase_now(house: House, look: Reader, booking: Record) -> str:
    """Where a booking stands now (`booking_phases`)."""
    terms = terms_under(house, look, booking)
    return clock.phase_of(terms, held_of(booking), house.clock.now())


def parts_of(look: Reader, booking: Record) -> tuple[Record, ...]:
    """The booking and what is had together with it and still runs."""
    if not booking["bundle"]:
        return (booking,)
    every = look.select(Query("booking", equals={"bundle": booking["bundle"]}, limit=50))
    same = tuple(one for one in every if one["begins"] == booking["begins"] and one["state"] in _RUNNING)
    return same or (booking,)


_RUNNING = ("asked", "waiting", "booked")


@verb("bookings.move", COUNTER)
def move(house: House, actor: Actor, eid: str, begins: datetime, ends: datetime, resource: str = "") -> Done[Booked]:
    """Put a booking, and what is had together with it, to another time or device. Raises Missing, Invalid naming the
    rules, NotAllowed("booking.lapsed") for one whose time went by."""
    with house.store.write(actor) as unit:
        booking = living(unit, "booking", eid)
        BOOKING_LIFECYCLE.take(booking["state"], "move")
        if phase_now(house, unit, booking) in ("no_show", "lapsed"):
            raise NotAllowed("booking.lapsed")
        parts = parts_of(unit, booking)
        targets = [resource if resource and part.eid == eid else part["resource"] for part in parts]
        ready = [
            _may_move(house, unit, part, begins, ends, target) for part, target in zip(parts, targets, strict=True)
        ]
        for part, terms in zip(parts, ready, strict=True):
            block = terms.block((begins, ends))
            write_given_up(house, unit, terms, block, part.eid)
            state = "asked" if terms.approval else "booked"
            changed = {
                "begins": begins,
                "ends": ends,
                "blocks_from": block[0],
                "blocks_until": block[1],
                "resource": terms.eid,
                "judged": judgement(house, unit, terms.eid),
                "state": state,
            }
            unit.change("booking", part.eid, changed, event="move")
        moved = Booked(eid, booking["number"], "booked", judgement(house, unit, targets[0]))
        return done(unit, moved, undo=True)


def _may_move(house: House, unit: Unit, part: Record, begins: datetime, ends: datetime, resource: str) -> Terms:
    record = resource_of(unit, part["resource_kind"], resource)
    terms = terms_of(house, record)
    ask = Ask(part["resource_kind"], resource, begins, ends, part.values)
    wish = wish_of(ask, part.eid)
    found = refusals(terms, wish, facts_of(house, unit, terms, wish, part["user_name"]), unit.now)
    if part["overridden_by"]:
        found = tuple(one for one in found if not one.lenient)
    if found:
        raise Invalid([problem_of(one) for one in found])
    return terms


@verb("bookings.cancel", COUNTER)
def cancel(house: House, actor: Actor, eid: str, reason: str, note: str = "") -> Done[str]:
    """Call a booking off, with what is had together with it. A client's own cancelling too late is a breach (C3).
    Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        booking = living(unit, "booking", eid)
        taken = BOOKING_LIFECYCLE.take(booking["state"], "cancel")
        if reason not in house.codes.ids("booking_ends"):
            raise Invalid([Problem("end_reason", "not_in_list", {"value": reason})])
        terms = terms_under(house, unit, booking)
        late = reason == "client" and booking["state"] == "booked" and is_late(terms, booking, unit.now)
        for part in parts_of(unit, booking):
            ended = {"state": taken.target, "ended_at": unit.now, "end_reason": reason, "end_note": note or None}
            unit.change("booking", part.eid, ended, event="cancel", why=reason)
        if late:
            breach = {"client": booking["client"], "booking": eid, "kind": "late_cancel", "at": unit.now}
            unit.create("breach", breach)
        return done(unit, eid, undo=True)


def is_late(terms: Terms, booking: Record, now: datetime) -> bool:
    """Whether it is too late to cancel without a breach."""
    begins: datetime = booking["begins"]
    return now > begins - timedelta(hours=terms.cancel_hours)


@verb("bookings.approve", LEADING)
def approve(house: House, actor: Actor, eid: str) -> Done[str]:
    """Approve what needs it; not what one entered oneself. Raises NotAllowed("booking.own_approval"), lapsed."""
    with house.store.write(actor) as unit:
        booking = living(unit, "booking", eid)
        taken = BOOKING_LIFECYCLE.take(booking["state"], "approve")
        if booking["made_by"] == actor.account:
            raise NotAllowed("booking.own_approval")
        if phase_now(house, unit, booking) == "lapsed":
            raise NotAllowed("booking.lapsed")
        approved = {"state": taken.target, "approved_by": actor.account, "approved_at": unit.now}
        unit.change("booking", eid, approved, event="approve")
        return done(unit, eid, undo=True)


@verb("bookings.refuse", LEADING)
def refuse(house: House, actor: Actor, eid: str, note: str) -> Done[str]:
    """Say no to what needs approval, with a reason. Raises Invalid, NotAllowed."""
    if not note.strip():
        raise Invalid([Problem("end_note", "required")])
    with house.store.write(actor) as unit:
        booking = living(unit, "booking", eid)
        taken = BOOKING_LIFECYCLE.take(booking["state"], "refuse")
        ended = {"state": taken.target, "ended_at": unit.now, "end_reason": "not_allowed", "end_note": note.strip()}
        unit.change("booking", eid, ended, event="refuse", why="not_allowed")
        return done(unit, eid, undo=True)


@verb("bookings.take", COUNTER)
def take(house: House, actor: Actor, eid: str) -> Done[Booked]:
    """The first in line takes what became free. Raises NotAllowed("booking.not_offered") before its turn."""
    with house.store.write(actor) as unit:
        booking = living(unit, "booking", eid)
        BOOKING_LIFECYCLE.take(booking["state"], "take")
        terms = terms_under(house, unit, booking)
        offer = next((one for one in offers_on(house, unit, terms) if one.eid == eid), None)
        if offer is None:
            raise NotAllowed("booking.not_offered")
        block = terms.block(offer.span)
        write_given_up(house, unit, terms, block, eid)
        judged = judgement(house, unit, terms.eid)
        changed = {
            "begins": offer.span[0],
            "ends": offer.span[1],
            "blocks_from": block[0],
            "blocks_until": block[1],
            "state": "asked" if terms.approval else "booked",
            "judged": judged,
        }
        unit.change("booking", eid, changed, event="take")
        return done(unit, Booked(eid, booking["number"], "booked", judged), undo=True)


def offers_on(house: House, look: Reader, terms: Terms) -> tuple[clock.Offer, ...]:
    """Who of the waiting list has the first claim on a resource now."""
    now = house.clock.now()
    records = bookings_on(look, terms.eid, now, now + LOOK_AHEAD)
    if not any(one["state"] == "waiting" for one in records):
        return ()
    hold = house.settings.get("booking.hold_hours")
    return clock.offers(terms, house.calendar, map(held_of, records), now, hold)


@verb("bookings.settle", COUNTER)
def settle(house: House, actor: Actor, eid: str, verdict: str) -> Done[str]:
    """What the district judged of a booking pending or given under a lease: `confirmed`, or `lost`, which puts
    it first on the waiting list; its user is to be called. Raises Missing, Invalid,
    NotAllowed("booking.not_pending")."""
    with house.store.write(actor) as unit:
        settle_in(unit, eid, verdict)
        return done(unit, eid)


def settle_in(unit: Unit, eid: str, verdict: str) -> None:
    """Write a verdict down within an act. Raises as `settle`."""
    if verdict not in ("confirmed", "lost"):
        raise Invalid([Problem("judged", "not_in_list", {"value": verdict})])
    booking = living(unit, "booking", eid)
    if booking["judged"] not in ("pending", "leased", "confirmed", "alone"):
        raise NotAllowed("booking.not_pending")
    changed: dict[str, Any] = {"judged": verdict}
    if verdict == "lost":
        changed |= {"state": "waiting", "first": True, "called_on": None}
    unit.change("booking", eid, changed, event="settle")


def done(unit: Unit, value: Any, made: Sequence[Booked] = (), *, undo: bool = False) -> Done[Any]:
    """Commit. Changed are the bookings made, or the record `value` is or names; with `undo` it can be taken back."""
    unit.commit()
    eids = frozenset(one.eid for one in made) or frozenset({str(getattr(value, "eid", value))})
    return Done(value, Changes(KINDS, eids), unit.act if undo else None)
