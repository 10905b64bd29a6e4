"""The rules of a booking: each says no in a code with values, so that a person reads which rule and why (C3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as with_default
from datetime import date, datetime, timedelta
from typing import Any

from qi_desk.domain.booking.terms import LOAN, Facts, Span, Terms, Wish, minutes_of, monday_of, overlaps
from qi_desk.domain.moments import china_date
from qi_desk.domain.working_time import WorkCalendar

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that says no: `field` is the field it is about, `lenient` whether the manager may set it aside."""

    rule: str
    field: str
    values: dict[str, Any] = with_default(default_factory=dict)
    lenient: bool = False


def refusals(terms: Terms, wish: Wish, facts: Facts, now: datetime) -> tuple[Refusal, ...]:
    """Every rule that says no to `wish`, the hard ones first; none means it may be booked."""
    begins, ends = wish.span
    if ends <= begins:
        return (Refusal("order", "ends"),)
    found = (
        *_thing(terms, wish),
        *_taken(terms, wish, facts),
        *_time(terms, wish, facts, now),
        *_who(terms, wish, facts),
    )
    return tuple(sorted(found, key=lambda one: one.lenient))


def _thing(terms: Terms, wish: Wish) -> Iterator[Refusal]:
    """Whether the thing itself may be used."""
    if not terms.open:
        yield Refusal("not_open", "equipment")
    if terms.mark == "red":
        yield Refusal("red", "equipment")
    last_day = china_date(wish.span[1])
    if terms.calibration_due is not None and last_day > terms.calibration_due:
        yield Refusal("calibration", "ends", {"due": terms.calibration_due})
    if terms.mark == "yellow" and not wish.in_range:
        yield Refusal("yellow", "in_range", {"limit": terms.limit_text})
    if terms.modes and wish.mode not in terms.modes:
        yield Refusal("mode", "mode")
    if wish.hazard == "high" and not wish.hazard_cleared:
        yield Refusal("hazard", "hazard")


def _taken(terms: Terms, wish: Wish, facts: Facts) -> Iterator[Refusal]:
    """Whether somebody or something is in the way."""
    wanted = terms.block(wish.span)
    for booking, span in facts.blocks:
        if booking != wish.booking and overlaps(wanted, span):
            yield Refusal("taken", "begins", {"booking": booking, "begins": span[0], "ends": span[1]})
            break
    for closure in facts.closures:
        if overlaps(wanted, closure.span):
            values = {"reason": closure.reason, "begins": closure.span[0], "ends": closure.span[1]}
            yield Refusal("closed", "begins", values)
            break


def _time(terms: Terms, wish: Wish, facts: Facts, now: datetime) -> Iterator[Refusal]:
    begins = wish.span[0]
    minutes = minutes_of(wish.span)
    if begins < now:
        yield Refusal("past", "begins")
    if not within_hours(terms.calendar, wish.span, wish.mode):
        yield Refusal("hours", "begins", {"day": china_date(begins)}, lenient=True)
    if terms.step_minutes and (begins.minute + begins.hour * 60) % terms.step_minutes:
        yield Refusal("step", "begins", {"minutes": terms.step_minutes}, lenient=True)
    if minutes < terms.shortest_minutes:
        yield Refusal("short", "ends", {"minutes": terms.shortest_minutes}, lenient=True)
    if wish.mode != LOAN and terms.longest_minutes and minutes > terms.longest_minutes:
        yield Refusal("long", "ends", {"minutes": terms.longest_minutes}, lenient=True)
    yield from _notice(terms, wish, now)
    if terms.ahead_days and china_date(begins) > china_date(now) + timedelta(days=terms.ahead_days):
        yield Refusal("ahead", "begins", {"days": terms.ahead_days}, lenient=True)
    if terms.quota_minutes:
        used = facts.used.get(monday_of(china_date(begins)), 0)
        if used + minutes > terms.quota_minutes:
            values = {"quota": terms.quota_minutes // 60, "used": used // 60}
            yield Refusal("quota", "begins", values, lenient=True)


def _notice(terms: Terms, wish: Wish, now: datetime) -> Iterator[Refusal]:
    if wish.booking:
        if terms.change_hours and wish.span[0] < now + timedelta(hours=terms.change_hours):
            yield Refusal("change_notice", "begins", {"hours": terms.change_hours}, lenient=True)
        return
    days = terms.notice_days.get(wish.mode, 0)
    if days and china_date(wish.span[0]) < day_after(terms.calendar, china_date(now), days):
        yield Refusal("notice", "begins", {"days": days}, lenient=True)


def _who(terms: Terms, wish: Wish, facts: Facts) -> Iterator[Refusal]:
    last_day = china_date(wish.span[1])
    if (
        terms.need_training
        # Who only asks what is free has not said who will use it.
        and wish.client
        and wish.mode == "time_share"
        and (facts.trained_until is None or facts.trained_until < last_day)
    ):
        yield Refusal("training", "user_name", {"until": facts.trained_until})
    if facts.barred_until is not None and china_date(wish.span[0]) <= facts.barred_until:
        yield Refusal("barred", "client", {"until": facts.barred_until}, lenient=True)


def within_hours(calendar: WorkCalendar, span: Span, mode: str) -> bool:
    """Whether a use lies in one opening; what is lent is only fetched and brought back in opening hours."""
    if mode == LOAN:
        return _open_at(calendar, span[0]) and _open_at(calendar, span[1])
    return any(opens <= span[0] and span[1] <= closes for opens, closes in openings(calendar, china_date(span[0])))


def openings(calendar: WorkCalendar, day: date) -> tuple[Span, ...]:
    """When a day is open, an opening that goes on at once joined to the one before."""
    joined: list[Span] = []
    for opens, closes in calendar.openings(day):
        if joined and joined[-1][1] == opens:
            joined[-1] = (joined[-1][0], closes)
        else:
            joined.append((opens, closes))
    return tuple(joined)


def _open_at(calendar: WorkCalendar, moment: datetime) -> bool:
    return any(opens <= moment <= closes for opens, closes in calendar.openings(china_date(moment)))


def day_after(calendar: WorkCalendar, day: date, working_days: int) -> date:
    """The first day that keeps a notice of so many working days."""
    while working_days:
        day += _ONE_DAY
        working_days -= calendar.is_working(day)
    return day
