from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qi_desk.domain.errors import Invalid
from qi_desk.domain.numbers import (
    DESK_LETTERS,
    KINDS,
    Number,
    Ticket,
    compose,
    is_desk,
    is_station,
    parse,
    parse_ticket,
    query_code,
    ticket_of,
)

SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
EXAMPLE = Number("PY03", "XQ", date(2026, 3, 10), "A", 7)
second_letters = [letter for letter in DESK_LETTERS if letter not in "SVZ"]
numbers = st.builds(
    Number,
    station=st.from_regex(r"[A-Z]{2,4}[0-9]{2}|[0-9]{8}", fullmatch=True),
    kind=st.sampled_from(sorted(KINDS)),
    day=st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    desk=st.sampled_from(DESK_LETTERS) | st.tuples(*map(st.sampled_from, (DESK_LETTERS, second_letters))).map("".join),
    serial=st.integers(1, 9999) | st.integers(10000, 99_999_999),
)


def code_of(text: str) -> str | None:
    try:
        parse(text)
    except Invalid as invalid:
        return invalid.problems[0].code
    return None


def test_the_written_example() -> None:
    assert compose(EXAMPLE) == "PY03-XQ-20260310-A-0007-K"


@given(numbers)
def test_round_trip(number: Number) -> None:
    assert parse(compose(number)) == number


@pytest.mark.parametrize(
    "typed",
    [
        "py03xq20260310a0007k",
        " PY03 - XQ - 20260310 - A - 0007 - K ",
        "ＰＹ０３－ＸＱ－２０２６０３１０－Ａ－０００７－Ｋ",
        "PY03—XQ—20260310—A—0007—K\r\n",
    ],
)
def test_read_in_any_dress(typed: str) -> None:
    assert parse(typed) == EXAMPLE


@given(numbers, st.data(), st.booleans())
def test_every_single_slip_is_caught(number: Number, data: st.DataObject, hyphens: bool) -> None:
    text = compose(number) if hyphens else compose(number).replace("-", "")
    place = data.draw(st.sampled_from([at for at, char in enumerate(text) if char != "-"]))
    other = data.draw(st.sampled_from(SYMBOLS.replace(text[place], "")))
    assert code_of(text[:place] + other + text[place + 1 :]) is not None


@given(numbers)
def test_every_swap_of_neighbours_is_caught(number: Number) -> None:
    text = compose(number).replace("-", "")
    for place in range(len(text) - 1):
        swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        assert swapped == text or code_of(swapped) is not None


def test_every_slip_of_the_example_one_by_one() -> None:
    text = compose(EXAMPLE)
    slips = [text[:at] + other + text[at + 1 :] for at, char in enumerate(text) if char != "-" for other in SYMBOLS]
    assert [slip for slip in slips if code_of(slip) is None] == [text] * 20


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "numbers.shape"),
        ("PY03-XQ-20260310-A", "numbers.shape"),
        ("PY03-XQ-20260310-A-00007-K", "numbers.shape"),
        ("PY03-XQ-20260310-O-0007-K", "numbers.shape"),
        ("PY03-QQ-20260310-A-0007-K", "numbers.kind"),
        ("PY03-XQ-20260230-A-0007-K", "numbers.day"),
        ("PY03-XQ-20260310-A-0000-K", "numbers.serial"),
        ("PY03-XQ-20260310-A-0008-K", "numbers.check_character"),
        ("PY03-XQ-20260310-A-0007", "numbers.check_missing"),
        ("٣٣٠٣٠٣٠٣-XQ-20260310-A-0007-K", "numbers.shape"),
    ],
)
def test_what_is_wrong_is_said(typed: str, code: str) -> None:
    assert code_of(typed) == code


def test_a_missing_check_character_is_offered() -> None:
    with pytest.raises(Invalid) as caught:
        parse("py03-xq-20260310-a-0007")
    assert caught.value.problems[0].fix == compose(EXAMPLE)


def test_a_number_cannot_be_made_of_wrong_parts() -> None:
    with pytest.raises(Invalid) as caught:
        Number("PY", "AA", date(2026, 3, 10), "I", 0)
    assert [problem.code for problem in caught.value.problems] == [
        "numbers.station",
        "numbers.kind",
        "numbers.desk",
        "numbers.serial",
    ]


@pytest.mark.parametrize(
    ("code", "right"), [("PY03", True), ("44011303", True), ("GZPY01", True), ("P03", False), ("py03", False)]
)
def test_station_codes(code: str, right: bool) -> None:
    assert is_station(code) is right


@pytest.mark.parametrize(
    ("letters", "right"),
    [("A", True), ("S", True), ("AB", True), ("AS", False), ("I", False), ("ABC", False)],
)
def test_desk_letters(letters: str, right: bool) -> None:
    assert is_desk(letters) is right


@given(numbers, numbers, st.binary(min_size=16, max_size=32))
def test_query_codes_depend_on_number_and_secret(one: Number, two: Number, secret: bytes) -> None:
    assume(one != two)
    code = query_code(secret, compose(one))
    assert len(code) == 6
    assert not set(code) & set("IOSVZ")
    assert query_code(secret, compose(one).lower().replace("-", "")) == code
    assert (query_code(secret, compose(two)), query_code(b"another" + secret, compose(one))) != (code, code)


@pytest.mark.parametrize("typed", ["A007", "a-007", " Ａ００７ "])
def test_tickets_are_read(typed: str) -> None:
    assert parse_ticket(typed) == Ticket("A", 7)
    assert str(Ticket("A", 7)) == "A007"


@pytest.mark.parametrize("typed", ["A07", "A000", "I007", "7", "AB007"])
def test_what_is_no_ticket(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_ticket(typed)


@given(
    st.sampled_from(["A", "B", "F", "Z", "AA", "BY"]),
    st.sampled_from(["A", "B", "F", "Z", "AA", "BY"]),
    st.integers(1, 5000),
    st.integers(1, 5000),
)
def test_no_two_visitors_of_a_day_hold_the_same_ticket(desk: str, other: str, serial: int, later: int) -> None:
    one, two = ticket_of("A", desk, serial), ticket_of("A", other, later)
    assert (one == two) == ((desk, serial) == (other, later))
    assert parse_ticket(str(one)) == one


def test_the_first_desks_give_three_digits() -> None:
    assert [str(ticket_of("A", desk, 1)) for desk in "ABE"] == ["A001", "A201", "A801"]
    assert str(ticket_of("A", "A", 200)) == "A200"
