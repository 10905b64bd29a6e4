"""The three grounds on which something about a client may leave the house, and whom an undertaking binds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.registers.secrecy import BASES, basis_problems, binds, bound

TODAY = date(2026, 3, 10)
days = st.integers(-900, 900).map(lambda away: TODAY + timedelta(days=away))
papers = st.lists(
    st.fixed_dictionaries({"party": st.sampled_from("abc"), "signed_on": days, "valid_to": st.none() | days})
)
grounds = st.fixed_dictionaries(
    {
        "basis": st.none() | st.text(max_size=8) | st.sampled_from(sorted(BASES)),
        "basis_note": st.none() | st.text(max_size=3),
        "client": st.none() | st.just("client"),
        "consent_by": st.none() | st.just("甲"),
        "consent_on": st.none() | days,
    }
)


@given(grounds)
def test_nothing_rests_on_another_ground_or_on_none_shown(values: dict[str, Any]) -> None:
    if not basis_problems(values, TODAY):
        assert values["basis"] in {"law", "public", "agreed"}
        assert values["basis_note"]
        if values["basis"] == "agreed":
            assert values["client"]
            assert values["consent_by"]
            assert values["consent_on"] <= TODAY
        if values["basis"] == "public":
            assert values["client"]


@given(papers)
def test_a_party_is_bound_by_any_one_paper_that_binds(held: list[dict[str, Any]]) -> None:
    assert bound(held, TODAY) == {one["party"] for one in held if binds(one, TODAY)}


def test_a_paper_binds_from_its_day_to_its_last() -> None:
    paper = {"signed_on": TODAY, "valid_to": TODAY}
    assert binds(paper, TODAY)
    assert not binds(paper, TODAY - timedelta(days=1))
    assert not binds(paper, TODAY + timedelta(days=1))
    assert binds({**paper, "valid_to": None}, TODAY + timedelta(days=9999))
