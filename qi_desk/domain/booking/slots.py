"""The nearest times that pass every rule: what is offered was asked of the same rules that decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from qi_desk.domain.booking.rules import openings, refusals
from qi_desk.domain.booking.terms import Facts, Span, Terms, Wish
from qi_desk.domain.moments import china_date

HORIZON_DAYS = 45
_LEAST_STEP = 5


def nearest(terms: Terms, wish: Wish, facts: Facts, now: datetime, count: int = 3) -> tuple[Span, ...]:
    """Up to `count` spans as long as the one wished that no rule refuses, the nearest to it first."""
    return together({terms.eid: (terms, facts)}, wish, now, count)


def _refused(terms: Terms, wish: Wish, facts: Facts, now: datetime, span: Span) -> bool:
    return bool(refusals(terms, replace(wish, span=span), facts, now))


def _days(wanted: date, today: date) -> Iterator[date]:
    yield max(wanted, today)
    for away in range(1, HORIZON_DAYS):
        yield max(wanted, today) + timedelta(days=away)
        earlier = wanted - timedelta(days=away)
        if earlier >= today:
            yield earlier


def starts(terms: Terms, day: date, length: timedelta) -> Iterator[Span]:
    """Every span of this length that begins on a step within the openings of `day`."""
    step = timedelta(minutes=terms.step_minutes or _LEAST_STEP)
    for opens, closes in openings(terms.calendar, day):
        since_midnight = timedelta(hours=opens.hour, minutes=opens.minute)
        begin = opens + (-since_midnight % step)
        while begin < closes and (begin + length <= closes or length > closes - opens):
            yield begin, begin + length
            begin += step


def free_among(every: Mapping[str, tuple[Terms, Facts]], wish: Wish, now: datetime) -> dict[str, tuple[Span, ...]]:
    """From time to equipment: of those asked about, which are free at the time wished (it stands alone then), and the
    nearest two for the others."""
    answer: dict[str, tuple[Span, ...]] = {}
    for eid, (terms, facts) in every.items():
        if not refusals(terms, wish, facts, now):
            answer[eid] = (wish.span,)
        else:
            answer[eid] = nearest(terms, wish, facts, now, 2)
    return answer


def together(every: Mapping[str, tuple[Terms, Facts]], wish: Wish, now: datetime, count: int = 3) -> tuple[Span, ...]:
    """The nearest times at which all of several things are to be had: an expert, a device and a room."""
    parts = list(every.values())
    if not parts:
        return ()
    first, _ = parts[0]
    found: list[Span] = []
    length = wish.span[1] - wish.span[0]
    for day in _days(china_date(wish.span[0]), china_date(now)):
        # What another day has is never nearer than what this one gave: days are visited by their distance.
        fitting = [
            span
            for span in starts(first, day, length)
            if not any(_refused(terms, wish, known, now, span) for terms, known in parts)
        ]
        fitting.sort(key=lambda span: abs(span[0] - wish.span[0]))
        found += fitting[: count - len(found)]
        if len(found) >= count:
            break
    return tuple(found)
