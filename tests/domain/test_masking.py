"""People, numbers and addresses here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain import masking

TABLE = [
    ("phone", "13800000000", "138****0000"),
    ("phone", "+86 138 0000 0000", "138****0000"),
    ("phone", "13800000000转12", "138****0000-***"),
    ("phone", "+852 12345621", "+852 ****21"),
    ("phone", "020-12345678", "020-****5678"),
    ("phone", "020-12345678-801", "020-****5678-***"),
    ("phone", "12345", "*****"),
    ("phone", "1380000", "*****00"),
    ("phone", "13800000000/020-12345678", "138****0000/020-****5678"),
    ("id_number", "440113190001010016", "440*************16"),
    ("id_number", "440113 19000101 0016", "440*************16"),
    ("id_number", "440113000101001", "440**********01"),
    ("id_number", "H1234567823", "H********23"),
    ("id_number", "12345678", "1*****78"),
    ("id_number", "1234567", "*******"),
    ("name", "陈明", "陈*"),
    ("name", "陈 明", "陈*"),
    ("name", "李小明", "李**"),
    ("name", "李明明明", "李***"),
    ("name", "欧阳敏", "欧阳*"),
    ("name", "欧阳小敏", "欧阳**"),
    ("name", "欧阳", "欧*"),
    ("name", "陈", "*"),
    ("name", "阿里·买买提", "阿*·***"),
    ("name", "阿里•买买提•热合曼", "阿*·***·***"),
    ("name", "阿·古丽", "*·**"),
    ("name", "John Smith", "J*** S***"),
    ("name", "J", "*"),
    ("name", "李 John", "* J***"),
    ("name", "\U00030edd三", "\U00030edd*"),
    ("name", "李\U00030edd", "李*"),
    ("surname", "王明", "王**"),
    ("surname", "欧阳小敏", "欧阳**"),
    ("surname", "王", "**"),
    ("surname", "John Smith", "J**"),
    ("address", "番禺区南村镇兴业大道1号", "番禺区南村镇****"),
    ("address", "广东省广州市番禺区市桥街光明路2号3栋402", "广东省广州市番禺区市桥街****"),
    ("address", "广州市番禺区某某大道5号", "广州市番禺区****"),
    ("address", "3栋402", "****"),
    ("address", "番禺区南村镇", "番禺区南村镇****"),
    ("email", "chen.ming@example.com", "c***@example.com"),
    ("email", "c@example.com", "***@example.com"),
    ("email", "chen", "***"),
    ("credit_code", "91440113MADEMQ012X", "91440113MADEMQ012X"),
    ("credit_code", "92440113MA0000023A", "92440113******023A"),
    ("credit_code", "92440113MA", "9*******MA"),
    ("account", "6222 0000 0000 0000 123", "6222***********0123"),
    ("account", "12345678", "******78"),
    ("account", "1234567", "*******"),
    ("none", "质量部经理", "质量部经理"),
]


@pytest.mark.parametrize(("kind", "text", "masked"), TABLE)
def test_the_masking_table(kind: str, text: str, masked: str) -> None:
    assert masking.mask(kind, text) == masked


@pytest.mark.parametrize("kind", sorted(masking.MASKS))
def test_nothing_stays_nothing(kind: str) -> None:
    assert masking.mask(kind, None) == ""
    assert masking.mask(kind, "") == ""


def test_an_unknown_mask_is_refused() -> None:
    with pytest.raises(KeyError):
        masking.mask("nmae", "陈明")


@pytest.mark.parametrize("text", ["0100000000+", "+0100000000"])
def test_a_stray_plus_does_not_break_the_mask(text: str) -> None:
    assert masking.mask("phone", text) == "010-****0000"


@pytest.mark.parametrize("kind", ["phone", "id_number", "name", "surname", "address", "email", "account"])
@given(text=st.text(min_size=1) | st.text("0123456789+-x@·陈欧阳市区镇 \U00030edd", min_size=1))
def test_nothing_comes_back_unmasked(kind: str, text: str) -> None:
    masked = masking.mask(kind, text)
    assert masked == "" if not text.strip() else masking.STAR in masked or not any(map(str.isalnum, text))


@given(st.text("0123456789", min_size=1, max_size=20))
def test_most_digits_of_a_number_are_hidden(digits: str) -> None:
    for kind in ("phone", "id_number", "account"):
        shown = sum(map(str.isdigit, masking.mask(kind, digits)))
        assert shown <= max(8, len(digits) // 2)
        assert shown < len(digits)


@pytest.mark.parametrize(("count", "shown"), [(0, "0"), (1, "<3"), (2, "<3"), (3, "3")])
def test_small_cells(count: int, shown: str) -> None:
    assert masking.small_cell(count) == shown


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("请联系13800000000或020-12345678。", "请联系138****0000或020-****5678。"),
        ("电话：１３８ ００００ ００００", "电话：138****0000"),
        ("+86-138-0000-0000", "138****0000"),
        ("号码 852 1234 5621", "号码 +852 ****21"),
        (
            "身份证440113190001010016，有误440113190001010017",
            "身份证440*************16，有误440*************17",
        ),
        ("440113 19000101 0016", "440*************16"),
        ("旧证440113000101001", "旧证440**********01"),
        ("通行证H12345678", "通行证H******78"),
        ("写信给chen.ming@example.com", "写信给c***@example.com"),
        ("卡号6222 0000 0000 0000 123", "卡号6222***********0123"),
        ("92440113MA0000023A", "92440113******023A"),
    ],
)
def test_free_text_is_scrubbed(text: str, scrubbed: str) -> None:
    assert masking.scrub(text) == scrubbed
    assert masking.scrub(scrubbed) == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "PY03-XQ-20260310-A-0007-K",
        "91440113MADEMQ012X",
        "2026-03-10T09:15:02.113+08:00",
        "GB/T 19001-2016、DB44/T 2407-2022",
        "于20260310收样12件，编号20260310001",
        "0x7f3a138000000001",
        "",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    assert masking.find_personal(text) == ()
    assert masking.scrub(text) == text


@given(st.text("0138 -+XH@a.com陈１", max_size=60))
def test_spans_are_in_order_and_apart(text: str) -> None:
    spans = masking.find_personal(text)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(span.start < span.end <= len(text) for span in spans)
