"""What the clock makes of a booking: read when it is looked at, the same whenever the program is opened (rule 3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from qi_desk.domain.booking.terms import Span, Terms, overlaps
from qi_desk.domain.working_time import WorkCalendar, add_working_hours

BLOCKING = ("asked", "booked", "in_use")
"""Stored states in which a booking keeps others out, as long as the clock lets it."""

MISSED = "missed"
"""What a no-show is written down as when somebody else takes the time, so that no clock brings it back."""

ENDED = frozenset({"returned", "done", "cancelled", "refused", MISSED, "no_show", "lapsed"})
"""Phases in which nothing is expected any more."""


@dataclass(frozen=True, slots=True)
class Held:
    """A booking as far as time is concerned: `state` as stored, `span` as agreed, `block` what it was agreed to keep
    others out of (buffers may be changed later), `back_at` when it was handed back, `ended_at` when it was cancelled,
    refused or given up, `made_at` when it was made; `first` for the loser of a judgement."""

    eid: str
    state: str
    span: Span
    block: Span
    made_at: datetime
    back_at: datetime | None = None
    ended_at: datetime | None = None
    first: bool = False


def phase_of(terms: Terms, held: Held, now: datetime) -> str:
    """Where a booking stands: its state, and for those that run on by themselves what the clock made of it: `ahead`,
    `check_in`, `no_show`, `in_use`, `overrun`, and `lapsed` for what was not decided or offered in time."""
    begins, ends = held.span
    if held.state == "asked":
        return "lapsed" if now >= begins else held.state
    if held.state == "waiting":
        return "lapsed" if left_of(terms, held.span, now) is None else held.state
    if held.state == "booked":
        if now >= begins + timedelta(minutes=terms.grace_minutes):
            return "no_show"
        return "check_in" if now >= begins - timedelta(minutes=terms.early_minutes) else "ahead"
    if held.state == "in_use":
        return "overrun" if now >= ends else "in_use"
    return held.state


def left_of(terms: Terms, span: Span, now: datetime) -> Span | None:
    """What of a span can still be used at `now`, from the next step on; None if it is too little."""
    begins, ends = span
    if now > begins:
        step = timedelta(minutes=terms.step_minutes or 1)
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        begins = now + (-(now - day) % step)
    return (begins, ends) if ends - begins >= timedelta(minutes=terms.shortest_minutes) else None


def block_of(terms: Terms, held: Held, now: datetime) -> Span | None:
    """What a booking keeps others out of at `now`: a no-show only until it was given up, what was handed back early
    only until it is cleaned; None for what keeps nobody out."""
    begins, ends = held.block
    phase = phase_of(terms, held, now)
    if held.state in ("returned", "done") and held.back_at is not None:
        cleaning = ends - held.span[1]
        return begins, max(min(ends, held.back_at + cleaning), begins)
    if held.state not in BLOCKING or phase == "lapsed":
        return None
    if phase == "no_show":
        return begins, min(ends, held.span[0] + timedelta(minutes=terms.grace_minutes))
    return begins, ends


def freed_at(terms: Terms, held: Held) -> datetime | None:
    """When a booking gave back what it held: cancelled, refused, or given up by not coming."""
    if held.state == "booked":
        return held.span[0] + timedelta(minutes=terms.grace_minutes)
    if held.state == "asked":
        return held.span[0]
    return held.ended_at or held.back_at


@dataclass(frozen=True, slots=True)
class Offer:
    """A slot kept for somebody on the waiting list until `until`."""

    eid: str
    span: Span
    since: datetime
    until: datetime


def offers(
    terms: Terms, calendar: WorkCalendar, every: Iterable[Held], now: datetime, hold_hours: float
) -> tuple[Offer, ...]:
    """Which waiting bookings have the first claim now on what became free. One after the other, in the order they
    came (a loser of a judgement first), each for `hold_hours` working hours; nobody needs to run anything."""
    known = list(every)
    waiting = sorted(
        (one for one in known if one.state == "waiting" or (one.state == "cancelled" and one.ended_at)),
        key=lambda one: (not one.first, one.made_at, one.eid),
    )
    blocks = [block for one in known if (block := block_of(terms, one, now)) is not None]
    made: list[Offer] = []
    for place, one in enumerate(waiting):
        left = left_of(terms, one.span, now) if one.state == "waiting" else None
        if left is None or any(overlaps(terms.block(left), held) for held in blocks):
            continue
        since = _turn(terms, calendar, known, waiting[:place], one, hold_hours)
        if since is None or any(overlaps(terms.block(left), terms.block(other.span)) for other in made):
            continue
        until = add_working_hours(calendar, since, hold_hours).moment
        if since <= now < until:
            made.append(Offer(one.eid, left, since, until))
    return tuple(made)


def _turn(
    terms: Terms,
    calendar: WorkCalendar,
    known: Sequence[Held],
    before: Sequence[Held],
    one: Held,
    hold_hours: float,
) -> datetime | None:
    """When the turn of `one` begins: what it wants became free, and everybody before it for the same time let it go."""
    gone = [
        freed
        for other in known
        if other.eid != one.eid
        and other.state != "waiting"
        and overlaps(other.span, one.span)
        and (freed := freed_at(terms, other)) is not None
    ]
    if not gone:
        return None
    turn = max(*gone, one.made_at)
    for other in before:
        if not overlaps(terms.block(other.span), terms.block(one.span)) or other.made_at > turn:
            continue
        end = add_working_hours(calendar, turn, hold_hours).moment
        if other.ended_at is not None:
            end = min(end, max(turn, other.ended_at))
        turn = end
    return turn


def given_up(terms: Terms, every: Iterable[Held], wanted: Span, now: datetime) -> tuple[str, ...]:
    """Bookings that only the clock keeps from being in the way of `wanted`. Whoever takes the time writes them down as
    ended: a clock that is put back later must not bring them back to life."""
    return tuple(
        one.eid
        for one in every
        if one.state in ("booked", "asked")
        and phase_of(terms, one, now) in ("no_show", "lapsed")
        and overlaps(one.block, wanted)
    )


def blocks_of(
    terms: Terms, calendar: WorkCalendar, every: Iterable[Held], now: datetime, hold_hours: float
) -> tuple[tuple[str, Span], ...]:
    """Everything that keeps others out at `now`: bookings as far as the clock lets them, and what is kept for the
    first on the waiting list. What is (booking, span)."""
    known = list(every)
    held = tuple((one.eid, block) for one in known if (block := block_of(terms, one, now)) is not None)
    kept = offers(terms, calendar, known, now, hold_hours) if any(one.state == "waiting" for one in known) else ()
    return held + tuple((offer.eid, terms.block(offer.span)) for offer in kept)
