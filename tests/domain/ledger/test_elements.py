from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.ledger.elements import merge

A, B = {"key": "a", "n": 1}, {"key": "b", "n": 1}
A2, A3 = {"key": "a", "n": 2}, {"key": "a", "n": 3}


@pytest.mark.parametrize(
    ("current", "old", "new", "merged", "clashes"),
    [
        (["p", "q"], ["p"], ["p", "r"], ["p", "q", "r"], []),
        (["p", "q"], ["p"], [], ["q"], []),
        (["p"], ["p", "q"], ["q", "p"], ["p"], []),
        (["p", "q"], ["p", "q"], ["q", "p"], ["q", "p"], []),
        ([A, B], [A], [A2], [A2, B], []),
        ([A2], [A], [A2], [A2], []),
        ([A2], [A], [A3], [A2], [("a", A2, A3)]),
        ([], [A], [A2], [A2], [("a", None, A2)]),
        ([A2], [A], [], [A2], [("a", A2, None)]),
        ([A2, B], [], [A3], [A2, B], [("a", A2, A3)]),
    ],
)
def test_differences_are_put_into_what_stands(
    current: list[Any], old: list[Any], new: list[Any], merged: list[Any], clashes: list[Any]
) -> None:
    result = merge(current, old, new)
    assert (result.elements, result.clashes) == (merged, clashes)


def test_the_wish_wins_where_only_the_author_looks() -> None:
    assert merge([A2], [A], [A3], wish_wins=True).elements == [A3]
    assert merge([A2], [A], [], wish_wins=True).elements == []


words = st.lists(st.sampled_from("pqrstu"), unique=True)


@given(words, words, words)
def test_additions_and_removals_of_two_authors_both_happen(old: list[str], one: list[str], other: list[str]) -> None:
    merged = set(merge(one, old, other).elements)
    assert merged == (set(one) | (set(other) - set(old))) - (set(old) - set(other))
