from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.errors import Invalid
from qi_desk.domain.text import clean, fold, is_blank


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  PY０３　Ａ区 ", "PY03 A区"),
        ("（广州）有限公司，你好！", "（广州）有限公司，你好！"),
        ("\u202a13800138000\u202c", "13800138000"),
        ("\ufeff番禺\u200b区", "番禺区"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("a\tb\u00a0c", "a b c"),
        ("第一行\r\n第二行", "第一行 第二行"),
        ("𠮷野\U00030edd", "𠮷野\U00030edd"),
        ("", ""),
    ],
)
def test_clean_keeps_what_was_meant(typed: str, stored: str) -> None:
    assert clean(typed) == stored


def test_line_ends_survive_where_lines_are_meant() -> None:
    assert clean("一 \r\n\r二\u2028三\n", multiline=True) == "一\n\n二\n三"


@pytest.mark.parametrize("bad", ["a\x00b", "\x1b[31m", "\x7f", "\ud83d", "\uffff"])
def test_what_is_no_text_is_refused(bad: str) -> None:
    with pytest.raises(Invalid) as caught:
        clean(bad, multiline=True)
    assert caught.value.problems[0].code == "text.control_character"


@given(st.text(), st.booleans())
def test_clean_is_idempotent_and_storable(text: str, multiline: bool) -> None:
    try:
        once = clean(text, multiline)
    except Invalid:
        return
    assert clean(once, multiline) == once
    assert once.encode("utf-8").decode("utf-8") == once


@given(st.text())
def test_fold_keeps_positions(text: str) -> None:
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize("text", [None, "", " \u3000", "\n\t", "\u200b\ufeff", "\x00"])
def test_blank(text: str | None) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "·", "\ue000", "陈"])
def test_not_blank(text: str) -> None:
    assert not is_blank(text)
