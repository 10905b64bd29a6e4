"""Ratings as figures: blanks left out, silence never content."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.feedback.scores import ASKED, BEST, is_bad, score, tally

grades = st.dictionaries(st.sampled_from(ASKED), st.one_of(st.none(), st.integers(0, BEST)))


@given(grades)
def test_blank_items_are_left_out_and_few_make_it_valid(sheet: dict[str, int | None]) -> None:
    given_ones = [grade for grade in sheet.values() if grade]
    found = score(sheet)
    assert (found.percent is None) == (not given_ones)
    assert found.valid == ((len(ASKED) - len(given_ones)) / len(ASKED) < 0.3)
    if found.percent is not None:
        assert min(given_ones) * 20 <= found.percent <= max(given_ones) * 20


def test_one_blank_of_six_is_valid_and_two_are_not() -> None:
    full = dict.fromkeys(ASKED, 5)
    assert score(full).percent == 100
    assert score({**full, "attitude": 0}).valid
    assert not score({**full, "attitude": 0, "solving": None}).valid


@given(st.lists(grades, max_size=20), st.integers(0, 20))
def test_silence_stands_in_no_rate_of_content(sheets: list[dict[str, int | None]], silent: int) -> None:
    with_silence, without = tally(sheets, silent), tally(sheets, 0)
    assert with_silence.content_rate == without.content_rate
    assert with_silence.percent == without.percent
    assert with_silence.asked == len(sheets) + silent
    assert with_silence.unrated == silent
    assert with_silence.content + with_silence.bad == with_silence.valid
    if silent and not sheets:
        assert with_silence.answer_rate == 0
        assert with_silence.content_rate is None


def test_bad_is_one_or_two_overall_or_in_integrity() -> None:
    assert is_bad({"overall": 2})
    assert is_bad({"overall": 5, "integrity": 1})
    assert not is_bad({"overall": 3, "attitude": 1})
    assert not is_bad({"overall": 0})
