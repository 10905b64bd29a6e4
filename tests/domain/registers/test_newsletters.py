"""The digest that freezes an issue's figures, and the numbers of a year."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.registers.newsletters import digest_of, next_issue, period_problems

SINCE, UNTIL = date(2026, 1, 1), date(2026, 3, 31)
ROWS = [{"figure": "requests", "value": "3"}]
counted = st.lists(st.tuples(st.sampled_from(("request", "visit")), st.text("abc", min_size=1, max_size=2)))


@given(counted, st.randoms())
def test_the_order_records_are_named_in_does_not_matter(found: list[tuple[str, str]], chance: object) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert digest_of(SINCE, UNTIL, ROWS, shuffled) == digest_of(SINCE, UNTIL, ROWS, found)


@given(counted, counted)
def test_other_records_give_another_digest(found: list[tuple[str, str]], others: list[tuple[str, str]]) -> None:
    same = set(found) == set(others)
    assert (digest_of(SINCE, UNTIL, ROWS, found) == digest_of(SINCE, UNTIL, ROWS, others)) == same


def test_a_figure_or_a_day_changed_shows() -> None:
    before = digest_of(SINCE, UNTIL, ROWS, [])
    assert digest_of(SINCE, UNTIL, [{"figure": "requests", "value": "4"}], []) != before
    assert digest_of(SINCE, date(2026, 3, 30), ROWS, []) != before


@given(st.lists(st.none() | st.integers(1, 60)))
def test_the_next_issue_is_new(issued: list[int | None]) -> None:
    assert next_issue(issued) not in issued
    assert next_issue([]) == 1


def test_a_period_is_over_and_the_right_way_round() -> None:
    assert period_problems({"since": SINCE, "until": UNTIL}, UNTIL) == []
    assert [one.code for one in period_problems({"since": SINCE, "until": UNTIL}, SINCE)] == ["newsletter.not_over"]
    assert [one.code for one in period_problems({"since": UNTIL, "until": SINCE}, UNTIL)] == ["date.before_start"]
