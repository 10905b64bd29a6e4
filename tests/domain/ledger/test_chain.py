from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.ledger.operations import GENESIS, ChainBreak, digest, verify
from tests.domain.ledger.making import chain

Row = tuple[bytes, bytes]
LENGTH = 12
ROWS: list[Row] = [(entry.raw, entry.digest) for entry in chain(LENGTH)]
END = (LENGTH, ROWS[-1][1])


def changed(rows: list[Row], at: int) -> list[Row]:
    return [*rows[:at], (rows[at][0].replace("条".encode(), "款".encode()), rows[at][1]), *rows[at + 1 :]]


def changed_with_its_digest(rows: list[Row], at: int) -> list[Row]:
    raw = rows[at][0].replace("条".encode(), "款".encode())
    return [*rows[:at], (raw, digest(raw)), *rows[at + 1 :]]


def removed(rows: list[Row], at: int) -> list[Row]:
    return rows[:at] + rows[at + 1 :]


def swapped(rows: list[Row], at: int) -> list[Row]:
    return [*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]


def repeated(rows: list[Row], at: int) -> list[Row]:
    return [*rows[: at + 1], *rows[at:]]


def truncated(rows: list[Row], at: int) -> list[Row]:
    return rows[:at]


def garbled(rows: list[Row], at: int) -> list[Row]:
    return [*rows[:at], (b"x", digest(b"x")), *rows[at + 1 :]]


def test_a_sound_chain_verifies_whole_and_in_parts() -> None:
    assert verify(ROWS) == (*END, None)
    assert verify(ROWS, until=END) == (*END, None)
    assert verify(ROWS[5:], after=5, previous=ROWS[4][1]) == (*END, None)
    assert verify([]) == (0, GENESIS, None)


@pytest.mark.parametrize(
    ("harm", "later", "reason"),
    [
        (changed, 0, "changed"),
        (changed_with_its_digest, 1, "unlinked"),
        (removed, 0, "missing"),
        (swapped, 0, "missing"),
        (repeated, 1, "order"),
        (truncated, 0, "truncated"),
        (garbled, 0, "unreadable"),
    ],
)
@given(at=st.integers(0, LENGTH - 2))
def test_one_row_tampered_with_is_found_where_it_stands(
    harm: Callable[[list[Row], int], list[Row]], later: int, reason: str, at: int
) -> None:
    seq = at + 1 + later
    sound, _, found = verify(harm(ROWS, at), until=END)
    assert (sound, found) == (seq - 1, ChainBreak(seq, reason))


def test_the_last_row_replaced_with_its_digest_shows_against_the_anchor() -> None:
    harmed = changed_with_its_digest(ROWS, LENGTH - 1)
    assert verify(harmed)[2] is None
    assert verify(harmed, until=END)[2] == ChainBreak(LENGTH, "changed")


@given(at=st.integers(0, LENGTH - 1), byte=st.integers(0, 200), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found(at: int, byte: int, bit: int) -> None:
    raw = bytearray(ROWS[at][0])
    raw[byte] ^= 1 << bit
    found = verify([*ROWS[:at], (bytes(raw), ROWS[at][1]), *ROWS[at + 1 :]])[2]
    assert found == ChainBreak(at + 1, "changed")


def test_a_chain_begun_elsewhere_does_not_fit() -> None:
    assert verify(ROWS[5:], after=5, previous=digest(b"other"))[2] == ChainBreak(6, "unlinked")
    assert verify(ROWS[5:])[2] == ChainBreak(1, "missing")
