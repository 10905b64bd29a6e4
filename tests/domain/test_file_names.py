"""Every name that is offered for a file is one that Windows, Linux and a stick take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain import file_names

FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("受理回执 PY03-XQ-20260310-A-0007-K.pdf", "受理回执 PY03-XQ-20260310-A-0007-K.pdf"),
        ("甲/乙: 会议?.pdf", "甲／乙： 会议？.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1", "_com1"),
        ("nul .txt", "_nul.txt"),
        ("console.pdf", "console.pdf"),
        ("附件. . ", "附件"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("..", "_"),
        ("", "_"),
        (f"{'名' * 200}.pdf", f"{'名' * 78}.pdf"),
    ],
)
def test_names(name: str, safe: str) -> None:
    assert file_names.safe(name) == safe


@given(st.text(max_size=300))
def test_whatever_was_typed_becomes_a_name(name: str) -> None:
    safe = file_names.safe(name)
    assert safe
    assert not FORBIDDEN & set(safe)
    assert safe == safe.rstrip(". ")
    assert len(safe) <= file_names.MOST
    assert len(safe.encode()) <= 255
    assert file_names.safe(safe) == safe
