"""Numbers here are invented, in the shapes of G6."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qi_desk.domain import phones


@pytest.mark.parametrize(
    ("typed", "written", "kind"),
    [
        ("138 0013 0000", "13800130000", "mobile"),
        ("+86 138-0013-0000", "13800130000", "mobile"),
        ("008613800130000", "13800130000", "mobile"),
        ("8613800130000", "13800130000", "mobile"),
        ("013800130000", "13800130000", "mobile"),
        ("１３８００１３００００", "13800130000", "mobile"),
        ("13800130000转8012", "13800130000-8012", "mobile"),
        ("(020)1234 5678", "020-12345678", "landline"),
        ("020-1234-5678", "020-12345678", "landline"),
        ("02012345678", "020-12345678", "landline"),
        ("+86 20 1234 5678", "020-12345678", "landline"),
        ("0086 020 12345678", "020-12345678", "landline"),
        ("07551234567", "0755-1234567", "landline"),
        ("020-12345678-801", "020-12345678-801", "landline"),
        ("020 12345678 转 801", "020-12345678-801", "landline"),
        ("020-12345678 ext. 801", "020-12345678-801", "landline"),
        ("+852 1234 5621", "+852 12345621", "hk"),
        ("85212345621", "+852 12345621", "hk"),
        ("00853-12345621", "+853 12345621", "macao"),
        ("0853-1234567", "0853-1234567", "landline"),
        ("400-123-4567", "4001234567", "service"),
        ("95533", "95533", "service"),
        ("12315", "12315", "service"),
        ("110", "110", "service"),
        ("+44 20 7946 0000", "+442079460000", "abroad"),
        ("0044 2079460000", "+442079460000", "abroad"),
        ("34567890", "34567890", "local"),
        ("801", "801", "extension"),
        ("13800130000 / 020-12345678", "13800130000/020-12345678", "several"),
        ("13800130000、13900130000", "13800130000/13900130000", "several"),
        ("1380013000", "1380013000", "unknown"),
    ],
)
def test_written_form_and_kind(typed: str, written: str, kind: str) -> None:
    assert (phones.normalise(typed), phones.kind(typed)) == (written, kind)
    assert phones.normalise(written) == written


@pytest.mark.parametrize(
    ("typed", "code", "warning"),
    [
        ("见名片", "phones.no_digits", False),
        ("1380013000", "phones.mobile_length", True),
        ("138001300001", "phones.mobile_length", True),
        ("34567890", "phones.no_area_code", True),
        ("12", "phones.unknown", True),
        ("11000000000", "phones.unknown", True),
        ("13800130000/13900130000", "phones.several", True),
    ],
)
def test_doubts(typed: str, code: str, warning: bool) -> None:
    problem = phones.check(typed)
    assert problem is not None
    assert (problem.code, problem.warning) == (code, warning)


@pytest.mark.parametrize("typed", ["", " ", "13800130000", "020-12345678-801", "+853 12345621", "801"])
def test_nothing_to_doubt(typed: str) -> None:
    assert phones.check(typed) is None


@pytest.mark.parametrize(
    ("typed", "n", "tail"),
    [
        ("138 0013 0456", 4, "0456"),
        ("020-12345678-801", 4, "5678"),
        ("020-12345678转801", 2, "78"),
        ("13800130000/020-12345678", 4, "0000"),
        ("801", 4, "801"),
        ("", 4, ""),
        ("13800130000", 0, ""),
    ],
)
def test_tail(typed: str, n: int, tail: str) -> None:
    assert phones.tail(typed, n) == tail


@given(st.text("0123456789+-() 转x/，８#a", max_size=24))
@example("000000+#0")
def test_the_written_form_is_final(text: str) -> None:
    once = phones.normalise(text)
    assert phones.normalise(once) == once
