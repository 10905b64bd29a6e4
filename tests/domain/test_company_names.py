"""Companies here are invented."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.company_names import NameVariants, core, normalise

FILE = Path(__file__).parents[2] / "resources" / "codes" / "name_variants.toml"
VARIANTS = NameVariants.from_table(tomllib.loads(FILE.read_text("utf-8")))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("广州市番禺区明达机械有限公司", "明达机械"),
        ("明达机械（番禺）有限责任公司", "明达机械"),
        ("明达机械(广州市番禺区)股份有限公司", "明达机械"),
        ("廣州市番禺明達機械有限公司", "明达机械"),
        (" 广东 明达机械 集团有限公司 ", "明达机械"),
        ("明达机械有限公司番禺分公司", "明达机械有限公司番禺"),
        ("广州ＡＢＣ科技（集团）有限公司", "abc科技"),
        ("番禺南村镇明达五金经营部", "明达五金"),
        ("明达（华南）机械有限公司", "明达华南机械"),
        ("广州有限公司", "广州"),
        ("有限公司", "有限"),
        ("（广州）", "广州"),
        ("", ""),
        ("·—", ""),
    ],
)
def test_core(name: str, expected: str) -> None:
    assert core(name, VARIANTS) == expected


def test_different_trade_names_stay_apart() -> None:
    names = ["广州明达机械有限公司", "广州明达电子有限公司", "广州明大机械有限公司", "番禺明达有限公司"]
    assert len({core(name, VARIANTS) for name in names}) == len(names)


def test_brackets_of_any_kind_are_one() -> None:
    assert {normalise(f"明达{pair[0]}广州{pair[1]}厂", VARIANTS) for pair in ("()", "（）", "【】", "[]", "〔〕")} == {
        "明达(广州)厂"
    }


@given(st.text("广州市番禺区（）()有限公司明达A ·", max_size=20) | st.text(max_size=20))
def test_core_is_empty_only_for_nothing(name: str) -> None:
    left = core(name, VARIANTS)
    assert bool(left) == any(char.isalnum() for char in normalise(name, VARIANTS))
    assert core(left, VARIANTS) == left
