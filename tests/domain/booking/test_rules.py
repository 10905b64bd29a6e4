"""Every rule says no in its own words, and what is offered instead passes all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from qi_desk.domain.booking.rules import refusals
from qi_desk.domain.booking.slots import free_among, nearest, together
from qi_desk.domain.booking.terms import Closure, Facts, Span, Terms, Wish
from qi_desk.domain.moments import CHINA
from qi_desk.domain.working_time import USUAL_HOURS, WorkCalendar

CALENDAR = WorkCalendar(USUAL_HOURS, days_off=frozenset({date(2026, 3, 13)}), known_years=frozenset({2026}))
NOW = datetime(2026, 3, 10, 9, 15, tzinfo=CHINA)
"""A Tuesday."""


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=CHINA)


def span(day: int, begins: int, ends: int) -> Span:
    return at(day, begins), at(day, ends)


TERMS = Terms(
    "E1",
    CALENDAR,
    modes=frozenset({"time_share", "loan", "sample"}),
    calibration_due=date(2026, 6, 30),
    warm_up=30,
    clean_up=15,
    notice_days={"time_share": 1, "sample": 7},
    quota_minutes=480,
    longest_minutes=240,
)
WISH = Wish(span(12, 9, 11), "time_share", "C1")


def rules(terms: Terms = TERMS, wish: Wish = WISH, facts: Facts | None = None, now: datetime = NOW) -> list[str]:
    return [one.rule for one in refusals(terms, wish, facts or Facts(), now)]


def test_an_ordinary_wish_passes() -> None:
    assert rules() == []


@pytest.mark.parametrize(
    ("terms", "wish", "said"),
    [
        (replace(TERMS, open=False), WISH, ["not_open"]),
        (replace(TERMS, mark="red"), WISH, ["red"]),
        (replace(TERMS, mark="yellow"), WISH, ["yellow"]),
        (replace(TERMS, mark="yellow"), replace(WISH, in_range=True), []),
        (replace(TERMS, calibration_due=date(2026, 3, 11)), WISH, ["calibration"]),
        (replace(TERMS, calibration_due=date(2026, 3, 12)), WISH, []),
        (TERMS, replace(WISH, mode="outsourced"), ["mode"]),
        (TERMS, replace(WISH, hazard="high"), ["hazard"]),
        (TERMS, replace(WISH, hazard="high", hazard_cleared=True), []),
        (TERMS, replace(WISH, span=span(12, 11, 11)), ["order"]),
        (TERMS, replace(WISH, span=span(12, 11, 13)), ["hours"]),
        (TERMS, replace(WISH, span=span(14, 9, 11)), ["hours"]),
        (TERMS, replace(WISH, span=span(13, 9, 11)), ["hours"]),
        (TERMS, replace(WISH, span=(at(12, 9, 10), at(12, 11))), ["step"]),
        (TERMS, replace(WISH, span=(at(12, 9), at(12, 9, 15))), ["short"]),
        (replace(TERMS, longest_minutes=60), WISH, ["long"]),
        (TERMS, replace(WISH, span=span(10, 10, 11)), ["notice"]),
        (TERMS, replace(WISH, span=span(10, 9, 11)), ["past", "notice"]),
        (TERMS, replace(WISH, mode="sample"), ["notice"]),
        (TERMS, replace(WISH, mode="sample", span=span(20, 9, 11)), []),
        (replace(TERMS, ahead_days=1), WISH, ["ahead"]),
        (replace(TERMS, change_hours=72), replace(WISH, booking="B1"), ["change_notice"]),
        (TERMS, replace(WISH, mode="loan", span=(at(12, 9), at(16, 15))), []),
        (TERMS, replace(WISH, mode="loan", span=(at(12, 9), at(15, 15))), ["hours"]),
        (replace(TERMS, need_training=True), WISH, ["training"]),
    ],
)
def test_each_rule_by_itself(terms: Terms, wish: Wish, said: list[str]) -> None:
    if "loan" in wish.mode:
        terms = replace(terms, quota_minutes=0)
    assert rules(terms, wish) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (Facts(blocks=(("B9", span(12, 11, 12)),)), ["taken"]),
        (Facts(blocks=(("B9", (at(12, 11, 15), at(12, 12))),)), []),
        (Facts(blocks=(("B9", (at(12, 8), at(12, 8, 30))),)), []),
        (Facts(closures=(Closure(span(12, 10, 12), "fault"),)), ["closed"]),
        (Facts(used={date(2026, 3, 9): 361}), ["quota"]),
        (Facts(used={date(2026, 3, 9): 360}), []),
        (Facts(barred_until=date(2026, 3, 12)), ["barred"]),
        (Facts(barred_until=date(2026, 3, 11)), []),
    ],
)
def test_what_is_already_so(facts: Facts, said: list[str]) -> None:
    assert rules(facts=facts) == said


def test_a_booking_does_not_stand_in_its_own_way() -> None:
    facts = Facts(blocks=(("B1", span(12, 9, 11)),))
    assert rules(wish=replace(WISH, booking="B1"), facts=facts) == []


def test_training_counts_to_the_last_day() -> None:
    trained = Facts(trained_until=date(2026, 3, 12))
    assert rules(replace(TERMS, need_training=True), facts=trained) == []
    assert rules(replace(TERMS, need_training=True), replace(WISH, mode="sample", span=span(20, 9, 11))) == []


def test_the_nearest_times_pass_every_rule_and_come_nearest_first() -> None:
    facts = Facts(blocks=(("B9", span(12, 8, 12)),))
    offered = nearest(TERMS, WISH, facts, NOW)
    assert [begin for begin, _ in offered] == [at(12, 14), at(12, 14, 30), at(12, 15)]
    # Thirteen is a day off: the next are on the Wednesday before and the Monday after.
    closed = Facts(closures=(Closure(span(12, 0, 23), "maintenance"),))
    found = nearest(TERMS, WISH, closed, NOW, count=40)
    assert [begin.day for begin, _ in found[:3]] == [11, 11, 11]
    assert not [one for one in found if refusals(TERMS, replace(WISH, span=one), closed, NOW)]


def test_from_a_time_to_what_is_free() -> None:
    busy = (replace(TERMS, eid="E2"), Facts(blocks=(("B9", span(12, 9, 10)),)))
    found = free_among({"E1": (TERMS, Facts()), "E2": busy}, WISH, NOW)
    assert found["E1"] == (WISH.span,)
    assert len(found["E2"]) == 2
    assert WISH.span not in found["E2"]


def test_a_time_for_several_at_once() -> None:
    others = {
        "E1": (TERMS, Facts(blocks=(("B1", span(12, 9, 12)),))),
        "E2": (replace(TERMS, eid="E2"), Facts(blocks=(("B2", span(12, 14, 17)),))),
    }
    found = together(others, WISH, NOW)
    assert found
    for one in found:
        assert not any(refusals(terms, replace(WISH, span=one), facts, NOW) for terms, facts in others.values())


def test_half_an_hour_at_the_end_of_a_day_is_no_two_hours() -> None:
    late = replace(WISH, span=(at(12, 17), at(12, 19)))
    assert rules(wish=late) == ["hours"]
    assert all(end <= at(day, 17, 30) for _, end in nearest(TERMS, late, Facts(), NOW) for day in [end.day])


def test_days_far_away_are_not_offered() -> None:
    nothing = Facts(closures=(Closure((NOW, NOW + timedelta(days=100)), "maintenance"),))
    assert nearest(TERMS, WISH, nothing, NOW) == ()
