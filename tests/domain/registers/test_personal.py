"""Who is meant and what binds: a name alone makes nobody sure, and a hold stands before every wish."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.registers.personal import (
    HOLD,
    OPEN,
    PERIOD,
    PERSONAL_REQUEST_LIFECYCLE,
    SAME_NAME,
    SAME_PHONE,
    SURE,
    binding,
    likeness,
    written_forms,
)

TODAY = date(2026, 3, 10)
NAMES = st.sampled_from(("陈演练", "何演练", "阿依古丽·买买提", "-", ""))
PHONES = st.sampled_from(("13800001234", "138 0000 1234", "+8613800001234", "020-84800000", "", "abc"))


def test_both_agree_in_whatever_form_they_were_typed() -> None:
    assert likeness(("陈演练", "+86 138 0000 1234"), ("陈演练 ", "13800001234")) == SURE
    assert likeness(("陈演练", "13800001234"), ("陈演练", "020-84800000/13800001234")) == SURE


def test_one_alone_leaves_a_doubt() -> None:
    assert likeness(("陈演练", "13800001234"), ("陈演练", "13900001234")) == SAME_NAME
    assert likeness(("陈演练", "13800001234"), ("陈演练", None)) == SAME_NAME
    assert likeness(("陈演练", "020-84800000"), ("何演练", "020-84800000")) == SAME_PHONE
    assert likeness(("陈演练", "13800001234"), ("何演练", "13900001234")) == ""


def test_a_place_that_keeps_no_name_is_told_by_its_number() -> None:
    assert likeness(("陈演练", "13800001234"), (None, "13800001234")) == SURE
    assert likeness(("陈演练", "13800001234"), ("-", "13800001234")) == SURE


@given(NAMES, PHONES, NAMES, PHONES)
def test_nobody_is_sure_without_the_telephone(name: str, phone: str, other: str, number: str) -> None:
    found = likeness((name, phone), (other, number))
    if found == SURE:
        assert set(written_forms(phone)) & set(written_forms(number))
    if not name.strip("-") and not any(char.isdigit() for char in phone):
        assert found == ""


@given(st.booleans(), st.booleans(), st.booleans(), st.none() | st.integers(-2000, 2000))
def test_a_hold_stands_first_then_the_matter_then_the_period(
    held: bool, ended: bool, kept: bool, days: int | None
) -> None:
    until = TODAY + timedelta(days=days) if days is not None else None
    rule = binding(held=held, ended=ended, kept=kept, until=until, today=TODAY)
    if held:
        assert rule == HOLD
    elif not ended:
        assert rule == OPEN
    else:
        assert (rule == PERIOD) == (kept and (days is None or days >= 0))
        assert rule in ("", PERIOD)


def test_an_answer_needs_the_check_and_the_search_before_it() -> None:
    ways = {(source, move.target) for move in PERSONAL_REQUEST_LIFECYCLE.moves for source in move.sources}
    assert {source for source, target in ways if target == "answered"} == {"searched"}
    assert {source for source, target in ways if target == "searched"} == {"verified", "searched"}
    assert {source for source, target in ways if target == "verified"} == {"received"}
