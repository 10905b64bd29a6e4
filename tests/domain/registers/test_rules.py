"""Which of the four basic kinds of rules a station lacks (6.1.3)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.registers.rules import BASIC, Lack, holds, lacking, overdue

TODAY = date(2026, 3, 10)


def rule(**values: Any) -> dict[str, Any]:
    whole = {"kind": "duties", "state": "in_force", "effective": TODAY, "review_on": TODAY + timedelta(days=1)}
    return {**whole, **values}


days = st.none() | st.integers(-500, 500).map(lambda away: TODAY + timedelta(days=away))
rules = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from((*BASIC, "service")),
            "state": st.sampled_from(("draft", "in_force", "abolished")),
            "effective": days,
            "review_on": days,
        }
    ),
    max_size=12,
)


def test_an_empty_register_lacks_all_four() -> None:
    assert lacking([], TODAY) == dict.fromkeys(BASIC, Lack.MISSING)


def test_one_in_force_in_time_is_enough() -> None:
    assert "duties" not in lacking([rule(), rule(review_on=TODAY - timedelta(days=1))], TODAY)


def test_a_draft_an_abolished_and_a_coming_one_do_not_count() -> None:
    assert lacking([rule(state="draft")], TODAY)["duties"] is Lack.NOT_YET
    assert lacking([rule(state="abolished")], TODAY)["duties"] is Lack.MISSING
    assert lacking([rule(effective=TODAY + timedelta(days=1))], TODAY)["duties"] is Lack.NOT_YET


def test_a_review_that_is_past_is_overdue_and_one_today_is_not() -> None:
    assert lacking([rule(review_on=TODAY - timedelta(days=1))], TODAY)["duties"] is Lack.OVERDUE
    assert "duties" not in lacking([rule(review_on=TODAY)], TODAY)


@given(rules)
def test_a_kind_is_lacking_exactly_where_nothing_holds_in_time(held: list[dict[str, Any]]) -> None:
    found = lacking(held, TODAY)
    for kind in BASIC:
        well = [one for one in held if one["kind"] == kind and holds(one, TODAY) and not overdue(one, TODAY)]
        assert (kind in found) == (not well)
    assert set(found) <= set(BASIC)


@given(rules, rules)
def test_more_rules_never_make_a_station_lack_more(held: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    assert set(lacking(held + more, TODAY)) <= set(lacking(held, TODAY))
