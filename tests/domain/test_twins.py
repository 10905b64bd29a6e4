"""Companies here are invented."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.company_names import NameVariants
from qi_desk.domain.pinyin import Readings
from qi_desk.domain.twins import Finding, Likeness, Names, Subject, compare, halves, similar_by, slips

RESOURCES = Path(__file__).parents[2] / "resources"
NAMES = Names(
    NameVariants.from_table(tomllib.loads((RESOURCES / "codes" / "name_variants.toml").read_text("utf-8"))),
    Readings.parse(
        (RESOURCES / "pinyin" / "readings.txt").read_text("utf-8"),
        tomllib.loads((RESOURCES / "pinyin" / "phrases.toml").read_text("utf-8")),
    ),
)
CODE = "91440113MADEMQ012X"

cores = st.text("明铭达大远精密机械设备电器龙隆甲乙丙abc1", min_size=2, max_size=10)
regions = st.sampled_from(["", "广州", "广州市番禺区", "廣東", "广东省 "])
forms = st.sampled_from(["", "有限公司", "有限责任公司", "集团有限公司", "（番禺）有限公司", " 股份有限公司", "(广州)"])
subjects = st.builds(
    Subject,
    st.sampled_from(["", CODE, "91440113MADEMQ020Q"]),
    st.lists(st.builds("{}{}{}".format, regions, cores, forms), min_size=1, max_size=3).map(tuple),
)


def told(one: str, other: str) -> str | None:
    found = compare(Subject("", (one,)), Subject("", (other,)), NAMES)
    return found.likeness.value if found else None


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("广州市番禺区明达机械有限公司", "明达机械（番禺）有限责任公司", "name"),
        ("廣州明達機械有限公司", "广州明达机械", "name"),
        ("广州ＡＢＣ科技有限公司", "abc科技（广州）有限公司", "name"),
        ("广州明达机械有限公司", "广州铭达机械有限公司", "similar"),
        ("广州长隆精密有限公司", "广州常隆精密有限公司", "similar"),
        ("广州明达精密机械有限公司", "广州明达精密机械设备有限公司", None),
        ("广州明达精密机械有限公司", "广州明达精密机有限公司", "similar"),
        ("广州明达机械有限公司", "广州明机达械有限公司", "similar"),
        ("广州甲乙有限公司", "广州甲丙有限公司", None),
        ("广州明达机械有限公司", "佛山远大陶瓷有限公司", None),
        ("广州有限公司", "番禺有限公司", None),
    ],
)
def test_what_two_names_have_in_common(one: str, other: str, expected: str | None) -> None:
    assert told(one, other) == told(other, one) == expected


def test_the_code_decides_and_former_names_count() -> None:
    old = Subject(CODE, ("广州明达机械有限公司",))
    assert compare(old, Subject(CODE, ("别的名称",)), NAMES) == Finding(Likeness.CODE)
    renamed = Subject("", ("广州远大机械有限公司", "广州市明达机械有限公司"))
    found = compare(renamed, old, NAMES)
    assert found == Finding(Likeness.NAME, "广州市明达机械有限公司", "广州明达机械有限公司")
    assert compare(Subject("", ()), Subject("", ("", " ")), NAMES) is None


@given(subjects, subjects)
def test_both_sides_say_the_same(one: Subject, other: Subject) -> None:
    here, there = compare(one, other, NAMES), compare(other, one, NAMES)
    assert (here and here.likeness) == (there and there.likeness)
    itself = compare(one, one, NAMES)
    assert itself is not None
    assert itself.likeness in (Likeness.CODE, Likeness.NAME)


@given(cores, regions, regions, forms, forms)
def test_forms_and_regions_never_hide_a_twin(
    name: str, region: str, other_region: str, form: str, other_form: str
) -> None:
    if len(NAMES.core(name)) == len(name):
        assert told(f"{region}{name}{form}", f"{other_region}{name}{other_form}") == "name"


@given(cores, cores)
def test_slips_are_counted_as_by_definition(one: str, other: str) -> None:
    @cache
    def plainly(at: int, there: int) -> int:
        if not at or not there:
            return at + there
        best = min(
            plainly(at - 1, there) + 1,
            plainly(at, there - 1) + 1,
            plainly(at - 1, there - 1) + (one[at - 1] != other[there - 1]),
        )
        if at > 1 and there > 1 and one[at - 1] == other[there - 2] and one[at - 2] == other[there - 1]:
            best = min(best, plainly(at - 2, there - 2) + 1)
        return best

    expected = plainly(len(one), len(other))
    for most in range(4):
        assert slips(one, other, most) == min(expected, most + 1)


@given(cores, cores)
def test_one_slip_leaves_the_beginning_or_the_end_whole(one: str, other: str) -> None:
    if slips(one, other, 1) == 1 and sorted(one) != sorted(other):
        first, last = halves(one)
        assert other.startswith(first) or other.endswith(last)


@given(cores, cores)
def test_likeness_is_mutual_and_of_different_names_only(one: str, other: str) -> None:
    similar = similar_by(NAMES)
    assert similar(one, other) == similar(other, one)
    assert not similar(one, one)
