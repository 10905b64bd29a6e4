"""From records to what the rules of a booking stand on: terms, what is held, who may, who is barred."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from qi_desk.domain import moments, opening_hours
from qi_desk.domain.booking import clock
from qi_desk.domain.booking.clock import Held
from qi_desk.domain.booking.terms import Closure, Facts, Span, Terms, Wish, minutes_of, monday_of
from qi_desk.domain.errors import Missing
from qi_desk.domain.working_time import WorkCalendar
from qi_desk.services.ports import House, Query, Reader, Record

EQUIPMENT, EXPERT = "equipment", "expert"

LOOK_BACK = timedelta(days=40)
"""No use is longer, so what begins earlier is in nobody's way."""

LOOK_AHEAD = timedelta(days=90)
_MOST = 5000
_ALONE, _LEASED, _PENDING = "alone", "leased", "pending"


def resource_of(look: Reader, kind: str, eid: str) -> Record:
    """The equipment, room or expert that is booked. Raises Missing."""
    record = look.get(kind, eid) if kind in (EQUIPMENT, EXPERT) else None
    if record is None or record.void:
        raise Missing("record.missing", kind=kind)
    return record


def terms_of(house: House, record: Record) -> Terms:
    """How a resource is given out: its own figures, the station's where it has none (C3)."""
    setting = house.settings.get
    grace, early = setting("booking.grace"), setting("booking.early")
    if record.kind == EXPERT:
        return Terms(record.eid, house.calendar, longest_minutes=0, grace_minutes=grace, early_minutes=early)
    days = record["notice_days"]
    notice = {
        "time_share": setting("booking.notice_time_share") if days is None else days,
        "sample": setting("booking.notice_sample") if days is None else days,
        "outsourced": setting("booking.notice_sample") if days is None else days,
        "loan": days or 0,
    }
    step = record["step_minutes"] or 30
    return Terms(
        record.eid,
        _calendar(house, record["hours"]),
        modes=frozenset(record["modes"] or ()),
        open=bool(record["open"]),
        mark=mark_of(record, moments.china_date(house.clock.now())),
        limit_text=record["limit_text"] or "",
        calibration_due=None if record["calibration_exempt"] else record["calibration_due"],
        step_minutes=step,
        shortest_minutes=record["shortest_minutes"] or step,
        longest_minutes=record["longest_minutes"] or 480,
        warm_up=record["warm_up"] or 0,
        clean_up=record["clean_up"] or 0,
        notice_days=notice,
        change_hours=record["change_hours"] or 0,
        cancel_hours=setting("booking.cancel_hours") if record["cancel_hours"] is None else record["cancel_hours"],
        ahead_days=record["ahead_days"] or setting("booking.ahead"),
        quota_minutes=60 * (record["quota_hours"] or 0),
        need_training=bool(record["need_training"]),
        approval=bool(record["approval"]),
        early_minutes=early,
        grace_minutes=grace,
    )


def terms_under(house: House, look: Reader, booking: Record) -> Terms:
    """How what `booking` is of is given out. Raises Missing."""
    return terms_of(house, resource_of(look, booking["resource_kind"], booking["resource"]))


def mark_of(record: Record, today: date) -> str:
    """The colour of a device today: red past its calibration date, whatever is on record (F17)."""
    due = None if record["calibration_exempt"] else record["calibration_due"]
    return "red" if due is not None and due < today else str(record["mark"] or "green")


def _calendar(house: House, hours: str | None) -> WorkCalendar:
    if not hours:
        return house.calendar
    days = opening_hours.hours_of(hours)
    return replace(house.calendar, hours=tuple(tuple((span[0], span[1]) for span in day) for day in days))


def held_of(record: Record) -> Held:
    """A booking as the clock sees it."""
    span = (record["begins"], record["ends"])
    block = (record["blocks_from"] or span[0], record["blocks_until"] or span[1])
    return Held(
        record.eid,
        record["state"],
        span,
        block,
        record["made_at"],
        back_at=record["back_at"],
        ended_at=record["ended_at"],
        first=bool(record["first"]),
    )


def bookings_on(look: Reader, resource: str, since: datetime, until: datetime) -> tuple[Record, ...]:
    """The bookings of a resource that may be on within a time, by their begin."""
    query = Query(
        "booking", equals={"resource": resource}, order="begins", since=since - LOOK_BACK, until=until, limit=_MOST
    )
    return tuple(one for one in look.select(query) if (one["blocks_until"] or one["ends"]) > since)


def blocks_on(house: House, look: Reader, terms: Terms, around: datetime) -> tuple[tuple[str, Span], ...]:
    """Everything that keeps others out of a resource from now on to well past `around`."""
    now = house.clock.now()
    since = min(now, around)
    records = bookings_on(look, terms.eid, since, max(now, around) + LOOK_AHEAD)
    hold = house.settings.get("booking.hold_hours")
    return clock.blocks_of(terms, house.calendar, map(held_of, records), now, hold)


def facts_of(house: House, look: Reader, terms: Terms, wish: Wish, user: str = "") -> Facts:
    """What is already so for a wish."""
    closures = look.select(
        Query("closure", equals={"equipment": terms.eid}, order="ends", since=min(house.clock.now(), wish.span[0]))
    )
    return Facts(
        blocks=blocks_on(house, look, terms, wish.span[0]),
        closures=tuple(Closure((one["begins"], one["ends"]), one["reason"]) for one in closures),
        used=_used(look, terms, wish) if terms.quota_minutes and wish.client else {},
        trained_until=_trained(look, terms.eid, wish.client, user) if terms.need_training else None,
        barred_until=barred_until(house, look, wish.client) if wish.client else None,
    )


def _used(look: Reader, terms: Terms, wish: Wish) -> dict[date, int]:
    since = moments.midnight(monday_of(moments.china_date(wish.span[0]))) - timedelta(days=60)
    used: Counter[date] = Counter()
    for one in look.select(Query("booking", equals={"client": wish.client}, order="begins", since=since, limit=_MOST)):
        if one["resource"] == terms.eid and one.eid != wish.booking and one["state"] in _COUNTED:
            used[monday_of(moments.china_date(one["begins"]))] += minutes_of((one["begins"], one["ends"]))
    return dict(used)


_COUNTED = frozenset({"asked", "booked", "in_use", "returned", "done", "missed"})


def _trained(look: Reader, equipment: str, client: str, user: str) -> date | None:
    found = look.select(Query("authorisation", equals={"equipment": equipment, "client": client}, limit=500))
    return max((one["valid_to"] for one in found if not user or one["user_name"] == user), default=None)


def barred_until(house: House, look: Reader, client: str) -> date | None:
    """Until when a client may not book: so many breaches within so many days, none of them pardoned (C3). Who did not
    come and whom nobody wrote down counts too."""
    days = [moments.china_date(at) for at in breaches_of(house, look, client)]
    if len(days) < house.settings.get("booking.breaches"):
        return None
    until = max(days) + timedelta(days=house.settings.get("booking.ban_days"))
    return until if until >= moments.china_date(house.clock.now()) else None


def breaches_of(house: House, look: Reader, client: str) -> tuple[datetime, ...]:
    """When a client broke the rules within the time that counts."""
    now = house.clock.now()
    since = now - timedelta(days=house.settings.get("booking.breach_days"))
    written = look.select(Query("breach", equals={"client": client}, order="at", since=since, limit=500))
    known = {one["booking"] for one in written}
    grace = timedelta(minutes=house.settings.get("booking.grace"))
    missed = (
        one["begins"] + grace
        for one in look.select(Query("booking", equals={"client": client}, order="begins", since=since, until=now))
        if one.eid not in known and _not_come(one, now - grace)
    )
    return (*(one["at"] for one in written if one["pardoned_at"] is None), *missed)


def _not_come(booking: Record, latest: datetime) -> bool:
    come = booking["state"] != "booked" or booking["begins"] > latest
    return booking["state"] == "missed" or not come


def judgement(house: House, look: Reader, resource: str) -> str:
    """What this desk's word is worth: alone where no district judges, leased while it holds the lease, else pending."""
    if not house.district:
        return _ALONE
    now = house.clock.now()
    leases: Iterable[Record] = look.select(Query("lease", equals={"equipment": resource}, limit=20))
    own = f"{house.station_code}-{house.desk}"
    held = any(one["desk"] == own and one["valid_until"] > now for one in leases)
    return _LEASED if held else _PENDING
