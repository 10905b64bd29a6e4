from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.ledger.operations import GENESIS
from qi_desk.domain.ledger.watermarks import (
    KEEP,
    Position,
    Watermarks,
    is_mine,
    needs_new_incarnation,
    on_page,
    on_push_answer,
)
from tests.domain.ledger.making import chain

OWN = chain(6)
DIGESTS = {0: GENESIS} | {entry.operation.seq: entry.digest for entry in OWN}
MARKS = Watermarks(n=6, hwm=4, included=3, durable=2)


def at(seq: int) -> Position:
    return Position(seq, DIGESTS[seq])


def answered(seq: int, durable: int = 2) -> Watermarks:
    return on_push_answer(MARKS, at(seq), durable, DIGESTS.get)


def test_the_received_mark_follows_the_district_up_and_down() -> None:
    assert answered(6) == replace(MARKS, hwm=6)
    assert answered(1, 1) == replace(MARKS, hwm=1, included=1, durable=1)
    assert answered(5, 9).durable == 5


def test_only_the_last_page_includes() -> None:
    assert on_page(MARKS, at(6), (), DIGESTS.get, last=False) == replace(MARKS, hwm=6)
    assert on_page(MARKS, at(6), (), DIGESTS.get, last=True) == replace(MARKS, hwm=6, included=6)
    assert on_page(MARKS, at(1), (), DIGESTS.get, last=False) == replace(MARKS, hwm=1, included=1, durable=1)


@pytest.mark.parametrize("position", [Position(7, b"?" * 32), Position(5, b"?" * 32), Position(4, DIGESTS[5])])
def test_a_log_that_is_not_mine_moves_nothing_and_asks_for_a_new_incarnation(position: Position) -> None:
    assert on_page(MARKS, position, (), DIGESTS.get, last=True) == MARKS
    assert on_push_answer(MARKS, position, 0, DIGESTS.get) == MARKS
    assert needs_new_incarnation(MARKS, position, DIGESTS.get)


def test_a_district_that_forgot_is_no_reason_for_a_new_incarnation() -> None:
    assert not needs_new_incarnation(MARKS, Position(0, GENESIS), DIGESTS.get)
    assert not needs_new_incarnation(MARKS, at(2), DIGESTS.get)


def test_a_later_incarnation_counts_from_where_it_began() -> None:
    marks = Watermarks.begin(3).appended(4)
    assert (marks.n, marks.hwm, marks.included, marks.durable) == (4, 3, 3, 3)
    assert on_push_answer(marks, Position(0, GENESIS), 0, DIGESTS.get) == marks
    assert not is_mine(marks, Position(3, b"?" * 32), DIGESTS.get)
    with pytest.raises(ValueError, match="6"):
        marks.appended(6)


def test_what_is_not_included_or_waits_belongs_on_top() -> None:
    ops = [entry.operation for entry in OWN]
    assert [op.seq for op in MARKS.active(ops)] == [4, 5, 6]
    waiting = on_page(MARKS, at(6), {2, 5}, DIGESTS.get, last=True)
    assert [op.seq for op in waiting.active(ops)] == [2, 5]
    assert not waiting.prunable(2, KEEP)
    assert on_page(waiting, at(6), (), DIGESTS.get, last=True).active(ops) == []


@pytest.mark.parametrize(("seq", "age", "may"), [(2, KEEP, True), (3, KEEP, False), (2, KEEP - timedelta(1), False)])
def test_only_what_is_old_included_and_durable_is_forgotten(seq: int, age: timedelta, *, may: bool) -> None:
    assert MARKS.prunable(seq, age) is may


answers = st.tuples(st.booleans(), st.integers(0, 6), st.integers(0, 6), st.booleans())


@given(st.lists(answers, max_size=8))
def test_the_marks_never_cross(said: list[tuple[bool, int, int, bool]]) -> None:
    marks = Watermarks(n=6)
    for pushed, seq, durable, last in said:
        if pushed:
            marks = on_push_answer(marks, at(seq), durable, DIGESTS.get)
        else:
            marks = on_page(marks, at(seq), (), DIGESTS.get, last=last)
        assert max(marks.included, marks.durable) <= marks.hwm <= marks.n
