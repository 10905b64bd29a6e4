"""Numbers here are invented (J1) save the two samples printed in GB 11643."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain import identity

VALID = (
    ("01", "440113190001010016"),
    ("01", "34052419800101001X"),
    ("01", "11010519491231002X"),
    ("04", "810000190001010018"),
    ("04", "820000190001010028"),
    ("04", "830000190001010038"),
    ("06", "931440190001010019"),
    ("06", "CAN110012345678"),
    ("02", "H12345678"),
    ("02", "M1234567801"),
    ("03", "12345678"),
    ("03", "1234567801B"),
    ("05", "E12345678"),
    ("05", "EA1234567"),
    ("05", "C01X0006H"),
    ("07", "南字第1234567号"),
)
cards = (
    st.tuples(
        st.from_regex(r"[1-7][0-9]{5}", fullmatch=True),
        st.dates(date(1900, 1, 1), date(2026, 12, 31)),
        st.from_regex(r"[0-9]{3}", fullmatch=True),
    )
    .map(lambda parts: f"{parts[0]}{parts[1]:%Y%m%d}{parts[2]}")
    .map(lambda head: head + identity.check_character(head))
)


@pytest.mark.parametrize(("kind", "number"), VALID)
def test_lawful_documents_pass_in_any_dress(kind: str, number: str) -> None:
    assert identity.check(kind, number) is None
    dressed = f" {number[:6].lower()} {number[6:]}".replace("X", "×")
    if kind != "07":
        assert identity.normalise(dressed) == number
        assert identity.check(kind, dressed) is None


@pytest.mark.parametrize(
    ("kind", "number"), [*VALID[:11], ("05", "E12345678"), ("05", "EA1234567"), ("01", "440113000101001")]
)
def test_kinds_are_guessed(kind: str, number: str) -> None:
    assert identity.guess(number) == kind


@pytest.mark.parametrize("text", ["", "1234", "陈明", "44011319000101001"])
def test_nothing_is_guessed_from_nothing(text: str) -> None:
    assert identity.guess(text) is None


@pytest.mark.parametrize(
    ("kind", "text", "code", "warning"),
    [
        ("01", "440113190001010017", "identity.check_character", False),
        ("01", "44011319000101001", "identity.shape", False),
        ("01", "440113200002300013", "identity.check_character", False),
        ("01", "440113000101001", "identity.fifteen", True),
        ("01", "440113001301001", "identity.date", False),
        ("01", "810000190001010018", "identity.other_kind", True),
        ("04", "440113190001010016", "identity.other_kind", True),
        ("01", "H12345678", "identity.other_kind", False),
        ("02", "X12345678", "identity.other_kind", False),
        ("02", "12", "identity.shape", False),
        ("05", "12", "identity.shape", False),
        ("99", "x" * 31, "identity.shape", False),
    ],
)
def test_wrong_numbers(kind: str, text: str, code: str, warning: bool) -> None:
    problem = identity.check(kind, text)
    assert problem is not None
    assert (problem.code, problem.warning) == (code, warning)


def test_an_impossible_date_stops_a_citizens_number_and_only_warns_for_a_new_card() -> None:
    for head, kind, warning in (("44011320000230001", "01", False), ("93144020000230001", "06", True)):
        problem = identity.check(kind, head + identity.check_character(head))
        assert problem is not None
        assert (problem.code, problem.warning) == ("identity.date", warning)


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("44O1131900O1010016", "440113190001010016"),
        ("34052419800101001*", "34052419800101001X"),
        ("44O113190001010017", None),
    ],
)
def test_a_misread_character_is_put_right(typed: str, fix: str | None) -> None:
    problem = identity.check("01", typed)
    assert problem is not None
    assert problem.fix == fix


def test_an_old_number_is_offered_in_its_new_form() -> None:
    problem = identity.check("01", "440126900101001")
    assert problem is not None
    assert problem.fix is not None
    assert problem.fix.startswith("44012619900101001")
    assert identity.check("01", problem.fix) is None


def test_an_unknown_kind_is_a_defect() -> None:
    with pytest.raises(ValueError, match="kind"):
        identity.check("00", "1")


@given(cards)
def test_no_area_is_refused(number: str) -> None:
    assert identity.check("01", number) is None


@given(cards, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_slip_is_caught(number: str, place: int, other: str) -> None:
    slipped = number[:place] + other + number[place + 1 :]
    problem = identity.check("01", slipped)
    assert (problem is None) == (slipped == number)


@pytest.mark.parametrize(
    ("kind", "number", "day", "age"),
    [
        ("01", "34052419800101001X", date(2026, 1, 1), 46),
        ("01", "34052419800101001X", date(2025, 12, 31), 45),
        ("01", "440126900101001", date(2026, 1, 1), 36),
        ("04", "810000190001010018", date(2026, 1, 1), 126),
        ("01", "34052419800101001X", date(1979, 1, 1), None),
        ("02", "H12345678", date(2026, 1, 1), None),
        ("06", "CAN110012345678", date(2026, 1, 1), None),
    ],
)
def test_age(kind: str, number: str, day: date, age: int | None) -> None:
    assert identity.age_on(kind, number, day) == age
