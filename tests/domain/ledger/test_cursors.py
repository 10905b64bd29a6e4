from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.errors import Invalid
from qi_desk.domain.ledger.cursors import Cursor, decode, encode

streams = st.dictionaries(st.text(max_size=8), st.tuples(st.integers(0, 1 << 60), st.binary(max_size=8)), max_size=4)
cursors = st.builds(Cursor, st.text(max_size=12), streams, st.integers(0, 1 << 31))
TOKEN = encode(Cursor("e1", {"d:ent": (90412, b"8 bytes!"), "s:017": (7, b"")}, 4))


@given(cursors)
def test_a_cursor_comes_back_from_its_token(cursor: Cursor) -> None:
    token = encode(cursor)
    assert decode(token) == cursor
    assert re.fullmatch(r"[A-Za-z0-9_-]+", token)


def test_order_of_streams_does_not_matter() -> None:
    streams = {"a": (1, b"x"), "b": (2, b"y")}
    assert encode(Cursor("e", streams)) == encode(Cursor("e", dict(reversed(streams.items()))))


@given(st.text(max_size=80) | st.binary(max_size=80).map(bytes.hex))
def test_junk_is_rejected(token: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode(token)
    assert caught.value.problems[0].code == "cursor.unreadable"


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from("Aa0_-=. é"))
def test_a_token_with_one_character_changed_is_rejected(at: int, char: str) -> None:
    changed = TOKEN[:at] + char + TOKEN[at + 1 :]
    if changed != TOKEN:
        with pytest.raises(Invalid):
            decode(changed)


@pytest.mark.parametrize("token", ["", TOKEN[:-1], TOKEN + "A", TOKEN + "=", TOKEN * 200])
def test_a_cut_or_lengthened_token_is_rejected(token: str) -> None:
    with pytest.raises(Invalid):
        decode(token)
