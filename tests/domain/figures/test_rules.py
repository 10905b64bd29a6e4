"""How parts become a figure: middle values, the ninth in ten, shares, rounding, and what nothing gives."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.figures.measures import KINDS, MEASURES, sources_of
from qi_desk.domain.figures.rules import Figure, How, Measure, Unit, figure_of, half_up, kept, told


def made(how: How, unit: Unit, parts: list[object], base: int = 0) -> Figure:
    return figure_of(Measure("x", "reach", "visits", unit, how, lambda case: case), parts, base)


@pytest.mark.parametrize(
    ("how", "unit", "parts", "value"),
    [
        (How.COUNT, Unit.COUNT, [1, 1, None], 2),
        (How.DISTINCT, Unit.COUNT, ["a", "b", "a", None], 2),
        (How.SHARE, Unit.PERCENT, [True, False, True, None], 66.7),
        (How.DISTINCT_SHARE, Unit.PERCENT, [("a", True), ("a", True), ("b", False)], 50.0),
        (How.SUM, Unit.YUAN, [12_345, None, 5], 123.5),
        (How.MEAN, Unit.TIMES, [1, 2, 2], 1.7),
        (How.MEAN_SHARE, Unit.PERCENT, [10_000, 0, 5_000], 50.0),
        (How.MEDIAN, Unit.HOURS, [3600, 7200], 1.5),
        (How.MEDIAN, Unit.HOURS, [36_000, 0, 3600], 1.0),
        (How.P90, Unit.HOURS, [3600 * hours for hours in range(1, 11)], 9.0),
        (How.P90, Unit.HOURS, [3600 * hours for hours in range(1, 12)], 10.0),
        (How.P90, Unit.HOURS, [7200], 2.0),
    ],
)
def test_what_is_made_of_the_parts(how: How, unit: Unit, parts: list[object], value: float) -> None:
    assert made(how, unit, parts).value == value


@pytest.mark.parametrize(
    "how", [How.SHARE, How.DISTINCT_SHARE, How.MEAN, How.MEAN_SHARE, How.MEDIAN, How.P90, How.OVER]
)
def test_of_nothing_no_value_is_made(how: How) -> None:
    assert made(how, Unit.PERCENT, [None]).value is None


def test_what_is_divided_by_another_figure_has_its_base() -> None:
    assert made(How.OVER, Unit.PERCENT, [1, 1, 1], 60) == Figure("x", 5.0, 3, 60, 3)


@given(st.integers(-10_000, 10_000), st.integers(1, 1000))
def test_halves_go_away_from_nothing(top: int, bottom: int) -> None:
    exact = Fraction(top, bottom)
    found = half_up(top, bottom)
    assert abs(found - exact) <= Fraction(1, 2)
    if abs(found - exact) == Fraction(1, 2):
        assert abs(found) > abs(exact)


@given(st.integers(0, 10**9))
def test_what_a_report_keeps_is_shown_again(hundredths: int) -> None:
    assert kept(told(Unit.YUAN, hundredths)) == hundredths
    assert told(Unit.COUNT, kept(hundredths)) == hundredths


def test_every_measure_has_a_source_that_is_read_and_a_base_that_is_a_measure() -> None:
    assert {measure.source for measure in MEASURES.values()} == set(KINDS)
    assert [measure.code for measure in MEASURES.values() if measure.over and measure.over not in MEASURES] == []
    assert sources_of(("complaint_rate",)) == ("ended", "complaints")
