"""Looking at bookings: the diary of many resources at once, one booking whole, the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.booking import clock
from qi_desk.domain.booking.rules import openings
from qi_desk.domain.booking.slots import nearest
from qi_desk.domain.booking.terms import LOAN, Span, Terms, overlaps
from qi_desk.domain.bookings import BOOKING_LIFECYCLE
from qi_desk.domain.records import entity
from qi_desk.services.booking.bookings import Ask, offers_on, parts_of, wish_of
from qi_desk.services.booking.equipment import closures_of
from qi_desk.services.booking.standing import EQUIPMENT, LOOK_BACK, facts_of, held_of, resource_of, terms_of
from qi_desk.services.booking.use import usage_of
from qi_desk.services.client_file import living
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, may, verb
from qi_desk.services.showing import shown, text

_MOST_RESOURCES = 1000
_MOST_BOOKINGS = 20_000


@dataclass(frozen=True, slots=True)
class Bar:
    """A booking in the diary: `block` is what it keeps others out of now, `phase` a code of `booking_phases`."""

    eid: str
    resource: str
    begins: datetime
    ends: datetime
    block: Span
    phase: str
    judged: str
    title: str
    user: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A resource of the diary: `open` when it may be used, `shut` when it is closed with the reason."""

    kind: str
    eid: str
    name: str
    model: str
    place: str
    mark: str
    calibration_due: date | None
    step_minutes: int
    open: tuple[Span, ...]
    shut: tuple[tuple[Span, str], ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Diary:
    """What is booked from `since` to `until` (excluded), resource by resource."""

    since: datetime
    until: datetime
    now: datetime
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class BookingView:
    """One booking whole. `values` are masked; `deeds` what the actor may do with it now; `offered_until` how long a
    place is kept for one that waits, `instead` the nearest free times for it."""

    bar: Bar
    number: str
    resource_name: str
    client: str
    client_name: str
    values: Mapping[str, Any]
    usage: Mapping[str, Any]
    together: tuple[str, ...]
    offered_until: datetime | None
    instead: tuple[Span, ...]
    breaches: tuple[tuple[str, str, bool], ...]
    made_by: str
    accessories: str
    deeds: tuple[str, ...]
    writers: Mapping[str, str]


_DEEDS = {
    "check_in": "bookings.check_in",
    "hand_back": "bookings.hand_back",
    "confirm": "bookings.confirm",
    "take": "bookings.take",
    "approve": "bookings.approve",
    "refuse": "bookings.refuse",
    "move": "bookings.move",
    "miss": "bookings.miss",
    "called": "bookings.called",
    "cancel": "bookings.cancel",
    "pardon": "bookings.pardon",
}
"""Deeds of a booking and the verbs behind them, in the order they are offered."""


@verb("bookings.diary", LOOKING)
def diary(
    house: House, actor: Actor, first: date, days: int = 1, *, what: str = "", resources: Sequence[str] = ()
) -> Diary:
    """The diary of equipment and rooms from `first` for so many days; `what` are words of a name, place or test,
    `resources` names some by id."""
    since = moments.midnight(first)
    until = since + timedelta(days=days)
    with house.store.read() as look:
        records = [
            one
            for one in look.select(Query(EQUIPMENT, order="name", limit=_MOST_RESOURCES))
            if (not resources or one.eid in resources) and _named(one, what)
        ]
        booked = _booked(look, since, until)
        clients = {one["client"] for some in booked.values() for one in some}
        names = {eid: text(one, "name") for eid, one in look.many("enterprise", clients).items()}
        shut: dict[str, list[Record]] = {}
        for one in look.select(Query("closure", order="ends", since=since, limit=_MOST_BOOKINGS)):
            shut.setdefault(one["equipment"], []).append(one)
        lanes = tuple(
            _lane(house, one, since, until, booked.get(one.eid, []), shut.get(one.eid, []), names) for one in records
        )
    return Diary(since, until, house.clock.now(), lanes)


def _named(record: Record, what: str) -> bool:
    told = [record["name"], record["model"], record["place"], record["owner"]]
    told += [row["name"] for row in record["tests"] or ()]
    said = " ".join(filter(None, told)).casefold()
    return all(word in said for word in what.casefold().split())


def _booked(look: Reader, since: datetime, until: datetime) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    day_before = since - timedelta(days=1)
    # Only what is lent is away for longer than a day.
    lent = Query("booking", equals={"mode": LOAN}, order="begins", since=since - LOOK_BACK, until=day_before)
    query = Query("booking", order="begins", since=day_before, until=until, limit=_MOST_BOOKINGS)
    for one in (*look.select(replace(lent, limit=_MOST_BOOKINGS)), *look.select(query)):
        if (one["blocks_until"] or one["ends"]) > since:
            found.setdefault(one["resource"], []).append(one)
    return found


_HIDDEN = frozenset({"cancelled", "refused"})


def _lane(
    house: House,
    record: Record,
    since: datetime,
    until: datetime,
    booked: Sequence[Record],
    closures: Sequence[Record],
    names: Mapping[str, str],
) -> Lane:
    terms = terms_of(house, record)
    days = (since + timedelta(days=place) for place in range((until - since).days))
    seen = [one for one in booked if one["state"] not in _HIDDEN]
    return Lane(
        kind=record.kind,
        eid=record.eid,
        name=record["name"],
        model=record["model"] or "",
        place=record["place"] or "",
        mark=terms.mark,
        calibration_due=terms.calibration_due,
        step_minutes=terms.step_minutes,
        open=tuple(span for day in days for span in openings(terms.calendar, moments.china_date(day))),
        shut=tuple(((one["begins"], one["ends"]), one["reason"]) for one in closures if one["begins"] < until),
        bars=tuple(_bar(house, one, terms, names.get(one["client"], "")) for one in seen),
    )


def _bar(house: House, record: Record, terms: Terms, title: str) -> Bar:
    held, now = held_of(record), house.clock.now()
    return Bar(
        eid=record.eid,
        resource=record["resource"],
        begins=record["begins"],
        ends=record["ends"],
        block=clock.block_of(terms, held, now) or held.span,
        phase=clock.phase_of(terms, held, now),
        judged=record["judged"] or "",
        title=title,
        user=shown(record, "user_name"),
    )


@verb("bookings.show", LOOKING)
def show(house: House, actor: Actor, which: str) -> BookingView:
    """One booking by id or number. Raises Missing."""
    with house.store.read() as look:
        named = look.by_number(which)
        record = living(look, "booking", named.eid if named is not None and named.kind == "booking" else which)
        resource = resource_of(look, record["resource_kind"], record["resource"])
        terms = terms_of(house, resource)
        usage = usage_of(look, record.eid)
        offer = next((one for one in offers_on(house, look, terms) if one.eid == record.eid), None)
        bar = _bar(house, record, terms, text(look.get("enterprise", record["client"]), "name"))
        breaches = look.select(Query("breach", equals={"booking": record.eid}, limit=20))
        parts = (part for part in parts_of(look, record) if part.eid != record.eid)
        return BookingView(
            bar=bar,
            number=record["number"] or "",
            resource_name=resource["name"],
            client=record["client"],
            client_name=bar.title,
            values={name: shown(record, name) for name in entity("booking").names()},
            usage={name: shown(usage, name) for name in entity("usage").names()} if usage is not None else {},
            together=tuple(resource_of(look, part["resource_kind"], part["resource"])["name"] for part in parts),
            offered_until=offer.until if offer is not None else None,
            instead=_instead(house, look, record, terms) if bar.phase == "waiting" and offer is None else (),
            breaches=tuple((one.eid, one["kind"], one["pardoned_at"] is not None) for one in breaches),
            made_by=text(look.get("person", record["made_by"] or ""), "name"),
            accessories=resource["accessories"] or "",
            deeds=_deeds(actor, record, bar.phase, offered=offer is not None, breaches=breaches),
            writers=record.writers,
        )


def _instead(house: House, look: Reader, record: Record, terms: Terms) -> tuple[Span, ...]:
    ask = Ask(record["resource_kind"], record["resource"], record["begins"], record["ends"], record.values)
    wish = wish_of(ask, record.eid)
    return nearest(terms, wish, facts_of(house, look, terms, wish, record["user_name"]), house.clock.now(), 3)


def _deeds(actor: Actor, record: Record, phase: str, *, offered: bool, breaches: Sequence[Record]) -> tuple[str, ...]:
    open_now = {move.event for move in BOOKING_LIFECYCLE.offered(record["state"])}
    if phase in ("no_show", "lapsed"):
        open_now -= {"move", "approve"}
    if phase != "no_show":
        open_now.discard("miss")
    if phase == "ahead":
        open_now.discard("check_in")
    if not offered:
        open_now.discard("take")
    if record["state"] in ("asked", "booked", "waiting") and record["called_on"] is None:
        open_now.add("called")
    if any(one["pardoned_at"] is None for one in breaches):
        open_now.add("pardon")
    return tuple(deed for deed, name in _DEEDS.items() if deed in open_now and may(actor, name))


@dataclass(frozen=True, slots=True)
class DueBooking:
    """A booking the page of the day tells: `why` is check_in, overrun, offer, call, shut, approve or confirm."""

    why: str
    eid: str
    number: str
    client: str
    client_name: str
    resource_name: str
    user: str
    at: datetime


def due_today(house: House, look: Reader) -> tuple[DueBooking, ...]:
    """What waits for somebody: those who come today, what is not back, who has the first claim on a free place, whom
    to call, what to approve, what to look over."""
    now = house.clock.now()
    midnight = moments.midnight(moments.china_date(now))
    query = Query("booking", among={"state": _WAITING_FOR_US}, order="begins", since=now - LOOK_BACK, limit=2000)
    records = look.select(query)
    queued = {one["resource"] for one in records if one["state"] == "waiting"}
    known: dict[str, _Booked] = {}
    found: list[DueBooking] = []
    for record in records:
        eid = record["resource"]
        if eid not in known:
            known[eid] = _resource(house, look, record, queued=eid in queued)
        why, at = _why(record, known[eid], now, midnight)
        if why:
            client = text(look.get("enterprise", record["client"]), "name")
            user, name = shown(record, "user_name"), known[eid].name
            found.append(DueBooking(why, record.eid, record["number"], record["client"], client, name, user, at))
    return tuple(found)


_WAITING_FOR_US = ("asked", "booked", "waiting", "in_use", "returned")


@dataclass(frozen=True, slots=True)
class _Booked:
    """A resource that is booked: its terms, until when places are kept for whom, when it is shut."""

    name: str
    terms: Terms
    kept: Mapping[str, datetime]
    shut: tuple[Span, ...]


def _resource(house: House, look: Reader, booking: Record, *, queued: bool) -> _Booked:
    resource = resource_of(look, booking["resource_kind"], booking["resource"])
    terms = terms_of(house, resource)
    kept = {one.eid: one.until for one in offers_on(house, look, terms)} if queued else {}
    return _Booked(resource["name"], terms, kept, closures_of(look, resource.eid, house.clock.now()))


def _why(record: Record, booked: _Booked, now: datetime, midnight: datetime) -> tuple[str, datetime]:
    begins: datetime = record["begins"]
    held = held_of(record)
    phase, told = clock.phase_of(booked.terms, held, now), record["called_on"] is not None
    if phase == "overrun":
        return "overrun", record["ends"]
    if record.eid in booked.kept:
        return "offer", booked.kept[record.eid]
    if record["judged"] == "lost" and not told and phase == "waiting":
        return "call", begins
    if phase in ("asked", "ahead") and not told and any(overlaps(held.block, one) for one in booked.shut):
        return "shut", begins
    if phase == "asked":
        return "approve", begins
    if phase == "returned":
        return "confirm", record["back_at"] or record["ends"]
    if phase in ("ahead", "check_in", "no_show") and midnight <= begins < midnight + timedelta(days=1):
        return "check_in", begins
    return "", begins
