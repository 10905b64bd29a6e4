"""Times as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from qi_desk.domain.booking.when import span_of, text_of
from qi_desk.domain.errors import Invalid
from tests.domain.booking.test_rules import at

DAY = date(2026, 3, 12)


@pytest.mark.parametrize("text", ["9:30-11:00", "9.30-11", "930-1100", "9：30 － 11：00", "9:30到11:00", "9:30+1.5"])
def test_the_ways_to_say_it(text: str) -> None:
    assert span_of(DAY, text) == (at(12, 9, 30), at(12, 11))


def test_what_is_lent_ends_on_another_day() -> None:
    assert span_of(DAY, "9-15", date(2026, 3, 16)) == (at(12, 9), at(16, 15))


@pytest.mark.parametrize("text", ["", "上午", "25-26", "9:75-10", "9"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        span_of(DAY, text)
    assert caught.value.problems[0].field == "time"


def test_there_and_back() -> None:
    assert text_of(span_of(DAY, "9:30-11:00")) == "09:30-11:00"
