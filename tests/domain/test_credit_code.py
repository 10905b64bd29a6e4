"""Codes here are invented (J1) save the sample that GB 32100's public examples use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain import credit_code

VALID = (
    "91440113MADEMQ012X",
    "91440113MADEMQ020Q",
    "91440113MADEMQ039M",
    "91440113MA000004X0",
    "91440113MA0E000180",
    "92440113MA0000023A",
    "52440113MJ0000018D",
    "91350100M000100Y43",
)
codes = st.text(credit_code.ALPHABET, min_size=17, max_size=17).map(
    lambda head: head + credit_code.check_character(head)
)


@pytest.mark.parametrize("code", VALID)
def test_valid_codes_pass_in_any_dress(code: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in code)
    for dress in (code, code.lower(), f" {code[:4]} {code[4:8]}-{code[8:]}\n", wide):
        assert credit_code.normalise(dress) == code
        assert credit_code.check(dress) is None


def test_remainder_zero_is_the_character_zero() -> None:
    assert credit_code.check_character("91440113MA0E00018") == "0"


def test_organisation_check_character_can_be_x() -> None:
    assert credit_code.organisation_check_character("MA000004") == "X"


@pytest.mark.parametrize(
    ("typed", "code", "fix"),
    [
        ("91350100M000100Y4Z", "credit_code.alphabet", None),
        ("9144O113MADEMQO12X", "credit_code.alphabet", "91440113MADEMQ012X"),
        ("9I440II3MADEMQ012X", "credit_code.alphabet", "91440113MADEMQ012X"),
        ("9135O1OOMOOO1OOY43", "credit_code.alphabet", "91350100M000100Y43"),
        ("52440113MJ000001BD", "credit_code.check_character", "52440113MJ0000018D"),
        ("91440113NADEMQ012X", "credit_code.check_character", "91440113MADEMQ012X"),
        ("91440113MADEMQ0124", "credit_code.check_character", None),
        ("91440113MADEMQ012", "credit_code.length", None),
        ("440126000012345", "credit_code.old_register_number", None),
    ],
)
def test_wrong_codes(typed: str, code: str, fix: str | None) -> None:
    problem = credit_code.check(typed)
    assert problem is not None
    assert (problem.code, problem.fix, problem.warning) == (code, fix, False)


def test_a_wrong_organisation_code_only_warns() -> None:
    head = "91440113MADEMQ013"
    problem = credit_code.check(head + credit_code.check_character(head))
    assert problem is not None
    assert (problem.code, problem.warning) == ("credit_code.organisation_code", True)


def test_blank_is_left_to_the_field() -> None:
    assert credit_code.check(" \u3000") is None


@given(codes, st.integers(0, 17), st.sampled_from(credit_code.ALPHABET))
def test_every_single_slip_is_caught(code: str, position: int, other: str) -> None:
    slipped = code[:position] + other + code[position + 1 :]
    assert credit_code.is_valid(slipped) == (slipped == code)


@given(st.text(max_size=20))
def test_a_suggested_fix_is_always_valid(text: str) -> None:
    problem = credit_code.check(text)
    assert problem is None or problem.fix is None or credit_code.is_valid(problem.fix)


@given(st.sampled_from(VALID), st.data())
def test_a_misread_character_is_put_right(code: str, data: st.DataObject) -> None:
    misread = {"0": "O", "1": "I", "2": "Z", "5": "S"}
    position = data.draw(st.sampled_from([at for at, char in enumerate(code) if char in misread]))
    problem = credit_code.check(code[:position] + misread[code[position]] + code[position + 1 :])
    assert problem is not None
    assert problem.fix == code


@pytest.mark.parametrize(
    ("code", "nature"),
    [(VALID[0], ("9", "1")), (VALID[5], ("9", "2")), (VALID[6], ("5", "2")), ("98", None), ("", None)],
)
def test_nature(code: str, nature: tuple[str, str] | None) -> None:
    assert credit_code.nature(code) == nature


def test_kind_of_client_is_compared_with_the_nature() -> None:
    assert credit_code.check_kind(VALID[0], ["91"]) is None
    assert credit_code.check_kind(VALID[0], []) is None
    assert credit_code.check_kind("", ["91"]) is None
    problem = credit_code.check_kind(VALID[5], ["91", "93"])
    assert problem is not None
    assert (problem.warning, problem.values) == (True, {"nature": "92"})


def test_a_code_is_found_in_a_licence_qr_text() -> None:
    assert credit_code.find(f"https://example.com/x?code={VALID[0].lower()}&n=1") == VALID[0]
    assert credit_code.find(f"{VALID[0]} {VALID[1]}") is None
