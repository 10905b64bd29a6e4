"""Fragments and plans: what text becomes on its way into the index and into a query."""

from __future__ import annotations

import pytest

from qi_desk.storage.search_query import plan, segment
from qi_desk.storage.search_terms import Terms, compact, expanded, normalise, number_tokens, runs, writing
from tests.storage.search_desk import readings

TERMS = Terms(readings())


@pytest.mark.parametrize(
    ("text", "runs_of"),
    [
        ("ＧＢ／Ｔ 19001", ["gb", "t", "19001"]),
        ("长隆（番禺）集团", ["长隆番禺集团"]),
        ("3D打印", ["3", "d", "打印"]),
        ("阿依·古丽", ["阿依古丽"]),
        ("Müller & Söhne", ["muller", "sohne"]),
        ("𠮷野家", ["𠮷野家"]),
        ("\ue123\ud800", ["\ue123"]),
        ("—…！", []),
    ],
)
def test_runs(text: str, runs_of: list[str]) -> None:
    assert runs(normalise(text)) == runs_of


def test_writing_becomes_pairs() -> None:
    assert writing("长隆集团") == ["长隆", "隆集", "集团"]
    assert (writing("长"), writing("abc"), writing("𠮷野")) == (["长"], ["abc"], ["𠮷野"])


def test_trade_name_and_core() -> None:
    words = TERMS.words
    assert words.trade(compact("广州市番禺区明达机械有限公司")) == "明达机械有限公司"
    assert words.core("明达机械有限公司") == "明达机械"
    assert words.trade("广州") == "广州"
    assert words.core("有限公司") != ""


def test_every_reading_in_use_is_a_token() -> None:
    tokens = TERMS.entry("enterprise", {"name": "长隆乐行"}).text.split()
    assert {"_cl", "_zl", "_ll", "_ly", "_lx", "_yx", "_lh", "_yh"} <= set(tokens)
    assert {"=chang=long", "=zhang=long", "=le=xing", "=yue=hang", "=xing="} <= set(tokens)


def test_the_first_characters_vary_first_in_keys() -> None:
    keys = TERMS.entry("enterprise", {"name": "重乐行单石有限公司"}).keys
    assert {key[2:4] for key in keys if key[0] == "i"} == {"zl", "cl", "zy", "cy"}
    assert len(keys) < 16


def test_a_number_is_found_by_serial_desk_and_day() -> None:
    assert number_tokens("py03xq20260310a0007k") == ["=0007", "=a0007", "=20260310"]
    assert number_tokens("nonumber") == []


def test_phones_and_codes_are_keyed_from_both_ends() -> None:
    entry = TERMS.entry("institution", {"contact_phone": "020-84567890-801 / 13800004321"})
    assert set(expanded(entry.keys)) == {"p02084567890", "r09876548020", "p13800004321", "r12340000831"}
    entry = TERMS.entry("enterprise", {"credit_code": "91440113MADEMQ012X"})
    assert set(expanded(entry.keys)) == {"omademq012x", "tx210qmeda"}


@pytest.mark.parametrize(
    ("letters", "first"),
    [
        ("changlong", ("chang", "long")),
        ("xian", ("xian",)),
        ("fangan", ("fan", "gan")),
        ("guangzhouchangl", ("guang", "zhou", "chang", "l")),
        ("lvse", ("lv", "se")),
    ],
)
def test_segments(letters: str, first: tuple[str, ...]) -> None:
    assert first in segment(letters)


def test_both_readings_of_an_ambiguous_spelling() -> None:
    assert {("xian",), ("xi", "an")} <= set(segment("xian"))
    assert segment("qqqvv") == []
    assert len(segment("a" * 64)) <= 3


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("py03", ("PY03",)),
        ("PY03 XQ 2026", ("PY03-XQ-2026",)),
        ("py03xq20260310a0007", ("PY03-XQ-20260310-A-0007",)),
        ("py03xq20260310a0007k", ("PY03-XQ-20260310-A-0007-K",)),
        ("py03xq20260310a00073", ("PY03-XQ-20260310-A-00073", "PY03-XQ-20260310-A-0007-3")),
        ("长隆", ()),
    ],
)
def test_numbers_are_written_as_stored(text: str, numbers: tuple[str, ...]) -> None:
    assert plan(text).numbers == numbers


def test_a_long_paste_costs_no_more_than_a_line() -> None:
    assert len(plan("长" * 10_000).written) <= 64
    assert len(plan("ﷺ" * 10_000).written) <= 64
