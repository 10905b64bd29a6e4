"""All names here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain import people

ORDINARY = (
    "陈明",
    "欧阳小敏",
    "阿依·古丽",
    "买买提·阿卜杜拉·热合曼",
    "John Smith",
    "Anne-Marie O’Neil Jr.",
    "Nguyễn Văn An",
    "Иван Петров",
    "李𬭸",
    "\U00030edd三",
    "㛃䶮",
    "王〇",
    "A",
)


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_names_pass(name: str) -> None:
    assert people.check(name) is None
    assert people.normalise(name) == name


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" 陈　明 ", "陈明"),
        ("阿依 • 古丽", "阿依·古丽"),
        ("阿依・古丽", "阿依·古丽"),
        ("John   Smith", "John Smith"),
        ("Ｊｏｈｎ", "John"),
        ("李 John 明", "李 John 明"),
    ],
)
def test_names_are_stored_one_way(typed: str, stored: str) -> None:
    assert people.normalise(typed) == stored


@pytest.mark.parametrize(
    ("name", "code", "warning"),
    [
        ("陈" * 51, "people.length", False),
        ("12345", "people.no_letter", False),
        ("王？明", "people.placeholder", True),
        ("王\ue123", "people.private_use", True),
        ("李先生2", "people.characters", True),
    ],
)
def test_doubtful_names(name: str, code: str, warning: bool) -> None:
    problem = people.check(name)
    assert problem is not None
    assert (problem.code, problem.warning) == (code, warning)


def test_fifty_rare_characters_are_fifty() -> None:
    assert people.check("\U00030edd" * 50) is None


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("陈明", ("陈", "明")),
        ("欧阳敏", ("欧阳", "敏")),
        ("欧阳", ("欧", "阳")),
        ("司马相如", ("司马", "相如")),
        ("\U00030edd三", ("\U00030edd", "三")),
        ("阿依·古丽", ("", "阿依·古丽")),
        ("John Smith", ("", "John Smith")),
        ("陈", ("", "陈")),
        ("", ("", "")),
    ],
)
def test_surnames(name: str, parts: tuple[str, str]) -> None:
    assert people.split(name) == parts


@given(st.text("欧阳司马陈明·• Jo-3\u3000", max_size=12))
def test_normalise_is_idempotent_and_split_loses_nothing(text: str) -> None:
    name = people.normalise(text)
    assert people.normalise(name) == name
    assert "".join(people.split(name)) == name
