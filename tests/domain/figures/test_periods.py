"""Periods: how they are written and read, what lies before them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.errors import Invalid
from qi_desk.domain.figures.periods import Period, Span, before, free, parse, period_of, step, year_before

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
SPANS = st.sampled_from(sorted(Span))


@pytest.mark.parametrize(
    ("span", "code", "last"),
    [
        (Span.DAY, "2026-03-10", "2026-03-10"),
        (Span.WEEK, "2026-W11", "2026-03-15"),
        (Span.MONTH, "2026-03", "2026-03-31"),
        (Span.QUARTER, "2026-Q1", "2026-03-31"),
        (Span.YEAR, "2026", "2026-12-31"),
    ],
)
def test_a_day_has_one_period_of_each_length(span: Span, code: str, last: str) -> None:
    found = period_of(span, date(2026, 3, 10))
    assert (found.code, found.last.isoformat()) == (code, last)


def test_the_week_at_the_turn_of_the_year_has_the_year_of_its_thursday() -> None:
    assert period_of(Span.WEEK, date(2025, 12, 31)).code == "2026-W01"
    assert period_of(Span.WEEK, date(2027, 1, 2)).code == "2026-W53"
    assert year_before(parse("2026-W53")).code == "2025-W52", "2025 has 52 weeks"


@pytest.mark.parametrize(
    ("written", "earlier", "year"),
    [
        ("2026-03", "2026-02", "2025-03"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026", "2025", "2025"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2026-03-10..2026-03-12", "2026-03-07..2026-03-09", "2025-03-10..2025-03-12"),
    ],
)
def test_what_a_period_is_compared_with(written: str, earlier: str, year: str) -> None:
    period = parse(written)
    assert (before(period).code, year_before(period).code) == (earlier, year)


@given(SPANS, DAYS)
def test_what_is_written_is_read_again_and_the_period_before_ends_where_it_begins(span: Span, day: date) -> None:
    period = period_of(span, day)
    assert period.holds(day)
    assert parse(period.code) == period
    assert before(period).after == period.first
    assert step(step(period, 3), -3) == period
    assert len(list(period)) == period.days


@pytest.mark.parametrize("written", ["", "2026-13", "2026-W54", "2026-Q5", "26", "2026-03-10..2026-03-01x", "a..b"])
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        parse(written)


def test_two_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Invalid):
        free(date(2026, 3, 2), date(2026, 3, 1))
    assert free(date(2026, 3, 1), date(2026, 3, 1)) == Period(Span.FREE, date(2026, 3, 1), date(2026, 3, 1))
