"""Inputs near to sound ones: sound bytes with pieces cut, doubled and swapped, sound JSON with odd values in it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import strategies as st

_TOKENS = (
    b"\0", b"\n", b"\r\n", b"\x1a", b"\xef\xbb\xbf", b"\xff\xfe", b"{", b"}", b"[", b"]", b'"', b"\\",
    b",", b";", b"\t",
    b"=",
    b"|", b"<", b">", b"&", b"&#x0;", b"%", b"-", b"+", b"#", b"*", b"_", b"`", b"~", b"(", b")", b"!", b"://", b"..",
    b"/", b"1e999", b"-0", b"9" * 40, b"4294967296", b"null", b"NaN", b"Infinity", b"true", "²".encode(), "١".encode(),
    "〔？〕".encode(), "一".encode(), "\u202e".encode(), "\u3000".encode(), "\U0001f600".encode(), b"\xed\xa0\x80",
    b"\x80",
)  # fmt: skip
_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**64, 10**40, -(10**40), 0.5, float("inf"), float("-inf"), float("nan"),
    "", "0", "²", "x", "\0", "\ud800", "2026-03-10", "2026-03-10T09:00:00", "9999-12-31T23:59:59+00:00",
    "a" * 5000, [], {},
    [[]], [None], {"": None}, [[], {}], {"a": {"b": []}},
)  # fmt: skip
_DEEP = 12_000


def mutated(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Sound bytes with some changes; now and then anything at all."""

    @st.composite
    def one(draw: st.DrawFn) -> bytes:
        data = draw(st.sampled_from(seeds))
        for _ in range(draw(st.integers(0, 4))):
            data = _changed(draw, data, seeds)
        return data

    return (
        one() | st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass"))
    )


def _changed(draw: st.DrawFn, data: bytes, seeds: Sequence[bytes]) -> bytes:
    at = draw(st.integers(0, len(data)))
    end = min(len(data), at + draw(st.integers(0, 40)))
    kind = draw(st.integers(0, 6))
    if kind == 0:
        return data[:at] + data[end:]
    if kind == 1:
        return data[:at] + draw(st.sampled_from(_TOKENS)) + data[end:]
    if kind == 2:
        return data[:at] + draw(st.sampled_from(_TOKENS)) + data[at:]
    if kind == 3:
        return data[:at] + data[at:end] * draw(st.integers(2, 50)) + data[end:]
    if kind == 4:
        other = draw(st.sampled_from(seeds))
        return data[:at] + other[draw(st.integers(0, len(other))) :]
    if kind == 5:
        return data[:at] + draw(st.binary(max_size=8)) + data[end:]
    return data[:at]


def json_near(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Sound JSON with some of its values exchanged, dropped or doubled; else as `mutated`."""

    @st.composite
    def one(draw: st.DrawFn) -> bytes:
        value = json.loads(draw(st.sampled_from(seeds)))
        for _ in range(draw(st.integers(1, 3))):
            value = _value_changed(draw, value)
        return json.dumps(value).encode()

    deep = st.sampled_from((b"[" * _DEEP, b'{"a":' * _DEEP, b"[" * 900 + b"]" * 900))
    return one() | one() | one() | mutated(seeds) | deep


def _value_changed(draw: st.DrawFn, value: Any) -> Any:
    if isinstance(value, dict) and value and draw(st.integers(0, 4)):
        name = draw(st.sampled_from(sorted(value)))
        if draw(st.integers(0, 5)) == 0:
            return {key: one for key, one in value.items() if key != name}
        return {**value, name: _value_changed(draw, value[name])}
    if isinstance(value, list) and value and draw(st.integers(0, 4)):
        at = draw(st.integers(0, len(value) - 1))
        kind = draw(st.integers(0, 5))
        if kind == 0:
            return value[:at] + value[at + 1 :]
        if kind == 1:
            return [*value, value[at]]
        return [*value[:at], _value_changed(draw, value[at]), *value[at + 1 :]]
    if isinstance(value, str) and value and draw(st.booleans()):
        return _changed(draw, value.encode("utf-8", "surrogatepass"), [b"x"]).decode("utf-8", "replace")
    return draw(st.sampled_from(_ODD))


def lines_near(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Lines of JSON, each as `json_near`, in any number and order; else as `mutated`."""
    lines = [line for seed in seeds for line in seed.split(b"\n") if line]
    few = st.lists(json_near(lines) | st.sampled_from(lines), min_size=1, max_size=4)
    return few.map(b"\n".join) | mutated(seeds)


def parts_near(seeds: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Packed files whose parts are changed before packing; else as `mutated`."""

    @st.composite
    def one(draw: st.DrawFn) -> bytes:
        with zipfile.ZipFile(io.BytesIO(draw(st.sampled_from(seeds)))) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        name = draw(st.sampled_from(sorted(parts)))
        parts[name] = draw(mutated([parts[name]]))
        if draw(st.integers(0, 9)) == 0:
            parts.pop(draw(st.sampled_from(sorted(parts))))
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
            for part, data in parts.items():
                package.writestr(part, data)
        return whole.getvalue()

    return one() | one() | mutated(seeds)


Near = Callable[[Sequence[bytes]], st.SearchStrategy[bytes]]
