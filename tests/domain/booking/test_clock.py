"""What the clock makes of a booking, read at any time and in any order: no-shows, early ends, the waiting list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from qi_desk.domain.booking.clock import Held, block_of, offers, phase_of
from tests.domain.booking.test_rules import CALENDAR, NOW, TERMS, at, span

PLAIN = replace(TERMS, warm_up=0, clean_up=0, step_minutes=30)
BOOKED = Held("B1", "booked", span(11, 10, 12), span(11, 10, 12), NOW)


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (at(11, 9, 44), "ahead"),
        (at(11, 9, 45), "check_in"),
        (at(11, 10, 29), "check_in"),
        (at(11, 10, 30), "no_show"),
        (at(30, 10), "no_show"),
    ],
)
def test_who_does_not_come_gives_the_time_back(now: datetime, phase: str) -> None:
    assert phase_of(PLAIN, BOOKED, now) == phase
    block = block_of(PLAIN, BOOKED, now)
    assert block == (span(11, 10, 12) if phase != "no_show" else (at(11, 10), at(11, 10, 30)))


def test_other_phases() -> None:
    assert phase_of(PLAIN, replace(BOOKED, state="in_use"), at(11, 11)) == "in_use"
    assert phase_of(PLAIN, replace(BOOKED, state="in_use"), at(11, 12)) == "overrun"
    assert phase_of(PLAIN, replace(BOOKED, state="asked"), at(11, 9)) == "asked"
    assert phase_of(PLAIN, replace(BOOKED, state="asked"), at(11, 10)) == "lapsed"
    assert block_of(PLAIN, replace(BOOKED, state="asked"), at(11, 10)) is None
    assert phase_of(PLAIN, replace(BOOKED, state="cancelled"), at(11, 9)) == "cancelled"


def test_what_came_back_early_is_free_after_cleaning() -> None:
    agreed = (at(11, 10), at(11, 12, 15))
    back = replace(BOOKED, state="returned", block=agreed, back_at=at(11, 10, 40))
    assert block_of(replace(PLAIN, clean_up=60), back, at(11, 11)) == (at(11, 10), at(11, 10, 55))


CANCELLED = replace(BOOKED, state="cancelled", ended_at=at(10, 15))


def waiter(name: str, minute: int, *, first: bool = False) -> Held:
    return Held(name, "waiting", span(11, 10, 12), span(11, 10, 12), at(10, 10, minute), first=first)


def first_claims(now: datetime, *waiting: Held) -> list[str]:
    return [one.eid for one in offers(PLAIN, CALENDAR, [CANCELLED, *waiting], now, 1)]


def test_the_first_in_line_has_an_hour_then_the_next() -> None:
    line = (waiter("W2", 20), waiter("W1", 10))
    assert first_claims(at(10, 14, 59), *line) == []
    assert first_claims(at(10, 15, 1), *line) == ["W1"]
    assert first_claims(at(10, 16, 1), *line) == ["W2"]
    # The station closes at half past five: the rest of the hour is in the morning.
    assert first_claims(at(10, 20), *line) == []


def test_who_lets_go_passes_the_turn_on_at_once() -> None:
    gone = replace(waiter("W1", 10), state="cancelled", ended_at=at(10, 15, 10))
    assert first_claims(at(10, 15, 9), gone, waiter("W2", 20)) == []
    assert first_claims(at(10, 15, 11), gone, waiter("W2", 20)) == ["W2"]


def test_the_loser_of_a_judgement_stands_first() -> None:
    assert first_claims(at(10, 15, 1), waiter("W1", 10), waiter("W9", 50, first=True)) == ["W9"]


def test_the_turns_are_the_same_whenever_one_looks() -> None:
    line = tuple(waiter(f"W{place}", place) for place in range(1, 6))
    seen = [first_claims(at(10, 15, minute), *line) for minute in range(1, 60)]
    assert seen == [["W1"]] * 59
    assert first_claims(at(10, 17, 29), *line) == ["W3"]


def test_a_free_time_nobody_gave_back_is_offered_to_nobody() -> None:
    assert offers(PLAIN, CALENDAR, [waiter("W1", 1)], at(10, 15), 1) == ()


def test_the_rest_of_a_no_show_is_offered() -> None:
    found = offers(PLAIN, CALENDAR, [BOOKED, waiter("W1", 1)], at(11, 10, 40), 1)
    assert [(one.eid, one.span) for one in found] == [("W1", (at(11, 11), at(11, 12)))]
