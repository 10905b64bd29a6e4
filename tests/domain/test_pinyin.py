"""Companies and people here are invented or places."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.pinyin import MOST_INITIALS, MOST_SYLLABLES, Readings

FOLDER = Path(__file__).parents[2] / "resources" / "pinyin"
TABLE = (FOLDER / "readings.txt").read_text("utf-8")
READINGS = Readings.parse(TABLE, tomllib.loads((FOLDER / "phrases.toml").read_text("utf-8")))


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("番禺", "py"),
        ("厦门", "xm"),
        ("重庆", "cq"),
        ("单县", "sx"),
        ("长隆", "cl"),
        ("茌平", "cp"),
        ("厦门大厦", "xmds"),
        ("曾小明", "zxm"),
        ("单明", "sm"),
        ("仇敏", "qm"),
        ("查良", "zl"),
        ("区志强", "ozq"),
        ("解氏食品厂", "xsspc"),
        ("欧阳敏", "oym"),
        ("3D打印（广州）有限公司", "3ddygzyxgs"),
        ("ＴＣＬ王牌", "tclwp"),
        ("Café·番禺", "cafepy"),
        ("绿源", "ly"),
        ("\U00020bb7野", "y"),
        ("查新", "cx"),
    ],
)
def test_the_likely_initials_come_first(text: str, initials: str) -> None:
    assert READINGS.initials(text)[0] == initials


@pytest.mark.parametrize(
    ("text", "initials"),
    [("长隆", "zl"), ("番禺", "fy"), ("单明", "dm"), ("大厦", "dx"), ("广州长行重工", "gzcxzg")],
)
def test_other_readings_are_found_too(text: str, initials: str) -> None:
    assert initials in READINGS.initials(text)


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("番禺区", ("pan", "yu", "qu")),
        ("绿女", ("lv", "nv")),
        ("重庆3号", ("chong", "qing", "3", "hao")),
        ("TCL王牌", ("tcl", "wang", "pai")),
        ("长江", ("chang", "jiang")),
    ],
)
def test_full_syllables(text: str, syllables: tuple[str, ...]) -> None:
    assert READINGS.syllables(text)[0] == syllables


@pytest.mark.parametrize("text", ["", " ", "（）、·"])
def test_nothing_to_type(text: str) -> None:
    assert READINGS.initials(text) == ()
    assert READINGS.syllables(text) == ()


@given(st.text("长隆重庆番禺单曾行乐A3·(的和", max_size=20) | st.text(max_size=20))
def test_variants_are_few_distinct_and_typeable(text: str) -> None:
    initials, syllables = READINGS.initials(text), READINGS.syllables(text)
    assert len(initials) == len(set(initials)) <= MOST_INITIALS
    assert len(syllables) == len(set(syllables)) <= MOST_SYLLABLES
    assert bool(initials) == bool(syllables)
    assert all(typed.isalnum() for typed in initials)


def test_every_reading_is_letters_only() -> None:
    assert len(READINGS.table) > 41_000
    syllables = {syllable for options in READINGS.table.values() for _, (syllable,) in options}
    assert all(syllable.isascii() and syllable.isalpha() and syllable.islower() for syllable in syllables)


def test_phrases_and_surnames_use_readings_the_table_knows() -> None:
    syllables = {syllable for options in READINGS.table.values() for _, (syllable,) in options}
    spoken = {syllable for readings in READINGS.phrases.values() for reading in readings for syllable in reading}
    assert spoken | set(READINGS.surnames.values()) <= syllables


@pytest.mark.parametrize(("table", "phrase"), [("no tab", ["pan yu"]), ("\t番", ["pan yu"]), ("pan\t番", ["pan"])])
def test_malformed_data_is_refused(table: str, phrase: list[str]) -> None:
    with pytest.raises(ValueError, match="of"):
        Readings.parse(table, {"phrases": {"番禺": phrase}, "surnames": {}})
