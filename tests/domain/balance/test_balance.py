"""Turns, needs in common and full hours, by their rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.balance import common, hours, rotation
from qi_desk.domain.balance.common import Voice
from qi_desk.domain.balance.rotation import Choice, Standing
from qi_desk.domain.moments import CHINA

ALL = frozenset("甲乙丙丁")


def test_an_even_turn_is_within_the_usual() -> None:
    found = rotation.shares(Choice("甲乙丙丁"[turn % 4], ALL) for turn in range(40))
    assert {one.standing for one in found} == {Standing.WITHIN}
    assert all(one.expected == pytest.approx(10) for one in found)
    assert {one.party: one.waited for one in found} == {"甲": 3, "乙": 2, "丙": 1, "丁": 0}


def test_who_is_always_taken_lies_above_and_the_others_below() -> None:
    found = {one.party: one for one in rotation.shares(Choice("甲", ALL) for _ in range(40))}
    assert found["甲"].standing is Standing.ABOVE
    assert found["乙"].standing is Standing.BELOW
    assert found["乙"].waited == 40


def test_who_was_the_only_one_able_is_not_compared() -> None:
    found = rotation.shares(Choice("甲", frozenset("甲")) for _ in range(40))
    assert found == (rotation.Share("甲", 0, 0, 0, 0, 0, 40, 0),)
    assert found[0].standing is Standing.FEW


def test_of_few_choices_nothing_is_said() -> None:
    found = rotation.shares(Choice("甲", ALL) for _ in range(rotation.LEAST - 1))
    assert {one.standing for one in found} == {Standing.FEW}


def test_who_came_later_is_measured_by_the_choices_it_could_have_had() -> None:
    choices = [Choice("甲", frozenset("甲乙"))] * 10 + [Choice("丙", ALL)] * 4
    found = {one.party: one for one in rotation.shares(choices)}
    assert found["丁"].able == 4
    assert found["丁"].expected == pytest.approx(1)
    assert found["丁"].standing is Standing.FEW


@given(st.lists(st.sampled_from((0.5, 1 / 3, 0.25, 0.2)), max_size=9))
def test_the_usual_range_is_the_exact_one(chances: list[float]) -> None:
    likely = [0.0] * (len(chances) + 1)
    for ends in product((0, 1), repeat=len(chances)):
        likely[sum(ends)] += prod(chance if end else 1 - chance for chance, end in zip(chances, ends, strict=True))
    low, high = rotation.usual_range(chances)
    assert sum(likely[:low]) <= rotation.TAIL + 1e-9
    assert sum(likely[: low + 1]) > rotation.TAIL - 1e-9
    assert sum(likely[high + 1 :]) <= rotation.TAIL + 1e-9
    assert low <= high


@pytest.mark.parametrize("chance", [0.5, 0.25, 0.1])
def test_for_very_many_choices_the_range_is_the_same(chance: float) -> None:
    exact, near = rotation.usual_range([chance] * rotation.EXACT), rotation.usual_range([chance] * (rotation.EXACT + 1))
    assert all(abs(one - other) <= 1 for one, other in zip(exact, near, strict=True))


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.sets(st.sampled_from("甲乙丙丁"))), max_size=40))
def test_expected_and_chosen_add_up_to_the_same(made: list[tuple[str, set[str]]]) -> None:
    found = rotation.shares(Choice(one, frozenset(able)) for one, able in made)
    assert sum(one.expected for one in found) == pytest.approx(sum(one.chosen for one in found))
    assert sum(one.chosen + one.alone for one in found) == len(made)


def _voice(client: str, day: int, about: str = "ME02", **more: bool) -> Voice:
    return Voice(("catalogue", about), client, date(2026, 3, day), "request", f"{client}{day}", **more)


def test_three_enterprises_make_a_matter_a_common_one() -> None:
    found = common.in_common([_voice("甲", 3), _voice("乙", 1), _voice("丙", 2, open=True)])
    assert [one.clients for one in found] == [("乙", "丙", "甲")]
    assert found[0].open == 1


def test_one_enterprise_that_comes_three_times_does_not() -> None:
    assert common.in_common([_voice("甲", 1), _voice("甲", 2), _voice("甲", 3), _voice("乙", 4)]) == ()


def test_what_most_raised_comes_first() -> None:
    voices = [_voice(client, 1, "SD01") for client in "甲乙丙"] + [_voice(client, 1) for client in "甲乙丙丁"]
    assert [one.about[1] for one in common.in_common(voices)] == ["ME02", "SD01"]


MONDAY = date(2026, 3, 2)


def _came(week: int, weekday: int, hour: int) -> datetime:
    day = MONDAY + timedelta(days=7 * week + weekday)
    return datetime(day.year, day.month, day.day, hour, 30, tzinfo=CHINA)


def _mondays(count: int) -> list[date]:
    return [MONDAY + timedelta(days=7 * week) for week in range(count)]


def test_arrivals_are_averaged_over_the_days_the_station_was_open() -> None:
    found = {(one.weekday, one.hour): one for one in hours.by_hour([_came(0, 0, 9), _came(1, 0, 9)], _mondays(4))}
    assert found[0, 9].average == 0.5
    assert list(found) == [(0, 9)]


def test_nobody_came_nothing_is_shown() -> None:
    assert hours.by_hour([], _mondays(4)) == ()


def test_who_came_on_a_closed_day_counts_and_so_does_the_day() -> None:
    assert [(one.weekday, one.average) for one in hours.by_hour([_came(0, 6, 9)], ())] == [(6, 1.0)]


def test_an_hour_is_busy_when_one_person_cannot_serve_it() -> None:
    full = hours.by_hour([_came(week, 0, 9) for week in range(4) for _ in range(4)], _mondays(4))
    assert [(one.hour.hour, one.windows) for one in hours.busy_hours(full, 20)] == [(9, 2)]
    assert hours.busy_hours(full, 12) == ()
    assert hours.busy_hours(full, None) == ()


def test_of_few_days_no_hint_is_made() -> None:
    full = hours.by_hour([_came(week, 0, 9) for week in range(3) for _ in range(9)], _mondays(3))
    assert hours.busy_hours(full, 30) == ()


def test_the_middle_length_is_said_from_ten_on() -> None:
    assert hours.median([1.0] * 9) is None
    assert hours.median([1.0] * 5 + [9.0] * 5) == 5
    assert hours.median([*range(11)]) == 5
