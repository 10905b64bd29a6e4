from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.errors import Invalid
from qi_desk.domain.ledger.operations import (
    GENESIS,
    KINDS,
    MAX_BYTES,
    Operation,
    Write,
    decode,
    digest,
    encode,
    seal,
)
from tests.domain.ledger.making import make

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
)
named = texts.filter(bool)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(1 << 53), 1 << 53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
operations = st.builds(
    Operation,
    uid=named,
    inc=named,
    seq=st.integers(1, 1 << 53),
    prev=st.binary(min_size=32, max_size=32),
    kind=st.sampled_from(sorted(KINDS)),
    et=named,
    eid=texts,
    actor=texts,
    act=named,
    wall=named,
    fields=st.dictionaries(texts, st.builds(Write, st.none() | texts, values, values), max_size=3),
    event=texts,
    source=texts,
    why=texts,
    refs=st.lists(texts, max_size=3).map(tuple),
    sv=st.integers(0, 99),
    mono=st.integers(0, 1 << 40),
    boot=texts,
    extra=st.dictionaries(keys.map(lambda key: f"zz_{key}"), values, max_size=2),
)


def code_of(operation: Operation) -> str:
    with pytest.raises(Invalid) as caught:
        encode(operation)
    return caught.value.problems[0].code


@given(operations)
def test_what_was_written_is_read_and_written_the_same(operation: Operation) -> None:
    raw = encode(operation)
    assert decode(raw) == operation
    assert b"\n" not in raw
    assert json.loads(raw)["uid"] == operation.uid


def test_the_line_has_one_form() -> None:
    operation = make("set", fields={"b": ("u0", "旧", "新"), "a": 1}, mono=5, boot="k", extra={"zz": [1]})
    zeros = "0" * 64
    assert encode(operation).decode() == (
        f'{{"seq":1,"prev":"{zeros}","act":"act","actor":"a","eid":"e1","et":"thing",'
        '"f":{"a":{"n":1},"b":{"b":"u0","n":"新","o":"旧"}},"inc":"i1","kind":"set","sv":1,'
        '"t":{"boot":"k","mono":5,"wall":"2026-03-10T09:15:02.113+08:00"},"uid":"u1","v":1,"zz":[1]}'
    )


@pytest.mark.parametrize("text", ["Cafe\u0301", "一\n\u0301", "\u0338", "\\u0000", '"', "\u2028", "\U00030edd"])
def test_text_leaves_in_nfc_and_is_not_harmed_by_its_neighbours(text: str) -> None:
    assert decode(encode(make(why=text, fields={"x": text}))).fields["x"].new == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"why": "a\0b"}, "operation.text"),
        ({"why": "\ud83d"}, "operation.text"),
        ({"extra": {"zz": {"\udc00": 1}}}, "operation.text"),
        ({"fields": {"x": Write(None, None, 0.1)}}, "operation.value"),
        ({"fields": {"x": Write(None, None, 1 << 54)}}, "operation.value"),
        ({"fields": {"x": Write(None, None, {1: 2})}}, "operation.value"),
        ({"fields": {"x": Write(None, None, [[[[[[[[[1]]]]]]]]])}}, "operation.value"),
        ({"fields": {"x": Write(None, None, b"raw")}}, "operation.value"),
        ({"kind": "erase"}, "operation.value"),
        ({"seq": 0}, "operation.value"),
        ({"prev": b"short"}, "operation.value"),
        ({"uid": ""}, "operation.value"),
        ({"v": 2}, "operation.value"),
        ({"extra": {"seq": 5}}, "operation.value"),
        ({"extra": {"#": 5}}, "operation.value"),
        ({"why": "长" * (MAX_BYTES // 3)}, "operation.too_large"),
    ],
)
def test_what_has_no_exact_form_is_refused(changes: dict[str, Any], code: str) -> None:
    assert code_of(replace(make(), **changes)) == code


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (b'{"seq":1,', b'{"seq": 1,'),
        (b'"prev":"00', b'"prev":"0A'),
        (b'"seq":1,', b'"seq":"1",'),
        (b'"seq":1,', b'"seq":true,'),
        (b'"kind":"set"', b'"kind":"drop"'),
        (b'"uid":"u1"', b'"uid":7'),
        (b'"uid":"u1"', b'"uid":"\\u00751"'),
        (b'"uid":"u1"', b'"uid":"u0","uid":"u1"'),
        (b'"uid":"u1"', b'"uid":"u1","why":""'),
        (b'{"n":1}', b'{"n":1.0}'),
        (b'{"n":1}', b'{"n":NaN}'),
        (b'{"n":1}', b'{"n":1,"x":2}'),
        (b'{"n":1}', b'{"b":5,"n":1}'),
        (b'{"n":1}', b'{"n":' + b"9" * 5000 + b"}"),
        (b'{"n":1}', b'{"n":' + b"[" * 50000 + b"}"),
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":1,"xtra":"\xff"'),
    ],
)
def test_what_was_not_written_by_encode_is_not_read(part: bytes, other: bytes) -> None:
    raw = encode(make(fields={"x": 1}))
    assert part in raw
    with pytest.raises(Invalid) as caught:
        decode(raw.replace(part, other))
    assert caught.value.problems[0].code == "operation.unreadable"


@given(st.binary(max_size=60))
def test_junk_is_not_read(raw: bytes) -> None:
    with pytest.raises(Invalid):
        decode(raw)


def test_sealing_puts_an_operation_in_its_place_and_keeps_its_name() -> None:
    first = seal(make(uid="u7"), inc="i2", seq=8, prev=digest(b"before"))
    again = seal(first.operation, inc="i3", seq=1, prev=GENESIS)
    assert (first.operation.inc, first.operation.seq, first.operation.prev) == ("i2", 8, digest(b"before"))
    assert first.digest == digest(first.raw)
    assert again.operation.uid == "u7"
    assert again.digest != first.digest
