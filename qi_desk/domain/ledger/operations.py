"""Operations: one user intent each, immutable, chained by hash over their exact bytes (sync.md 2.2, 2.4).

An operation is one line of canonical JSON: `seq` and `prev` first, then all other keys sorted, no spaces,
UTF-8, NFC. The fixed beginning lets a chain of hundreds of thousands of lines be verified without parsing
the rest of any.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from qi_desk.domain.errors import Invalid, Problem

GENESIS = bytes(32)
"""What the first operation names as the one before it."""

VERSION = 1
"""The version of the line's form (`v`). Lines of another version are not read here."""

KINDS = frozenset(
    {
        "create",
        "set",
        "append",
        "transition",
        "tombstone",
        "merge",
        "unmerge",
        "resolve",
        "attach",
        "detach",
        "audit",
    }
)

MAX_BYTES = 1 << 20
"""No line is longer: it could not travel in one batch (sync.md 2.14)."""

_ESCAPE = b"\\u"
_MAX_DEPTH = 8
_MAX_INTEGER = 1 << 53
_HEAD = re.compile(rb'\{"seq":([1-9]\d{0,15}),"prev":"([0-9a-f]{64})",')
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_TEXTS = ("uid", "inc", "kind", "et", "eid", "actor", "act", "event", "from", "why")
_KEYS = frozenset({*_TEXTS, "v", "seq", "prev", "f", "refs", "sv", "t"})


class Write(NamedTuple):
    """One field as written: `base` is the uid of the operation that wrote the value the author saw (None if none),
    `old` that value, `new` the one written. All JSON values: text, integers, flags, None, lists, mappings. A tuple,
    for a district makes thousands a second."""

    base: str | None
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Operation:
    """One intent. `act` groups the operations of one user act; `event` and `source` (the state it starts
    from) belong to transitions, `event` also to audit lines; `refs` names operations, or content as
    `sha256:...`; `wall` (ISO text), `mono` (ms) and `boot` are the desk's clocks; `sv` is the version of
    the fields' meaning; `extra` keeps keys of later versions."""

    uid: str
    inc: str
    seq: int
    prev: bytes
    kind: str
    et: str
    eid: str
    actor: str
    act: str
    wall: str
    fields: Mapping[str, Write] = field(default_factory=dict)
    event: str = ""
    source: str = ""
    why: str = ""
    refs: tuple[str, ...] = ()
    sv: int = 1
    mono: int = 0
    boot: str = ""
    v: int = VERSION
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An operation in its place of the chain, with its exact bytes and their digest."""

    operation: Operation
    raw: bytes
    digest: bytes


def seal(draft: Operation, *, inc: str, seq: int, prev: bytes) -> Sealed:
    """`draft` put behind the operation whose digest is `prev`. Its uid stays, so that sealing an operation
    anew for another incarnation never makes its effect happen twice. Raises Invalid like `encode`."""
    operation = replace(draft, inc=inc, seq=seq, prev=prev)
    raw = encode(operation)
    return Sealed(operation, raw, digest(raw))


def encode(operation: Operation) -> bytes:
    """The exact bytes of the operation; equal operations give equal bytes.

    Raises Invalid: "operation.text" for NUL or a lone surrogate (the district's database refuses both),
    "operation.value" for what has no exact JSON form here (fractions, integers beyond 2^53, deep nesting,
    key names that are not plain) and for operations without the parts every one has, "operation.too_large"
    beyond MAX_BYTES.
    """
    _check_frame(operation)
    body = _body(operation)
    line = _plain_line(operation, body) or _LINE.encode(_clean(body, 0))
    raw = f'{{"seq":{operation.seq},"prev":"{operation.prev.hex()}",{line[1:]}'.encode()
    if len(raw) > MAX_BYTES:
        raise Invalid([Problem("", "operation.too_large")])
    return raw


def decode(raw: bytes) -> Operation:
    """The operation in a line; `encode` of it gives the same bytes. Unknown keys are kept in `extra`.

    Raises Invalid("operation.unreadable") for anything that `encode` would not have written, and
    Invalid("operation.too_large") without looking inside.
    """
    if len(raw) > MAX_BYTES:
        raise Invalid([Problem("", "operation.too_large")])
    try:
        operation = _read(json.loads(raw))
        canonical = encode(operation) == raw
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Invalid) as error:
        raise Invalid([Problem("", "operation.unreadable")]) from error
    if not canonical:
        raise Invalid([Problem("", "operation.unreadable")])
    return operation


def read(raw: bytes) -> Operation:
    """The operation in a line whose bytes are kept as they are: as `decode`, without the proof that `encode` wrote it.
    What neither store takes in (NUL, lone surrogates) can only stand in a line with an escape; such a line is proved.

    Raises Invalid as `decode`.
    """
    if _ESCAPE in raw or len(raw) > MAX_BYTES:
        return decode(raw)
    try:
        operation = _read(json.loads(raw))
        _check_frame(operation)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, Invalid) as error:
        raise Invalid([Problem("", "operation.unreadable")]) from error
    return operation


def digest(raw: bytes) -> bytes:
    """SHA-256 over the exact bytes."""
    return hashlib.sha256(raw).digest()


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """Where a chain stops being what was written: the sequence number expected there, and why.

    "changed": the bytes do not match the stored digest (or the anchor's); "missing": a later number stands
    here; "order": an earlier number stands here (moved, repeated or put in); "unlinked": this line was not
    written behind the one before it, so one of the two was replaced together with its digest; "unreadable":
    not an operation's beginning; "truncated": the chain ends before the anchor.
    """

    seq: int
    reason: str


def verify(
    rows: Iterable[tuple[bytes, bytes]],
    *,
    after: int = 0,
    previous: bytes = GENESIS,
    until: tuple[int, bytes] | None = None,
) -> tuple[int, bytes, ChainBreak | None]:
    """Walk (raw, stored digest) rows in stored order, from behind `after`, whose digest is `previous`.

    Returns the last sound (seq, digest) and the first break, if any. Rows cut off the end show only against
    `until`, an anchor (seq, digest) kept elsewhere.
    """
    seq, last = after, previous
    for raw, stored in rows:
        found = hashlib.sha256(raw).digest()
        reason = _broken(raw, found, stored, seq + 1, last)
        if reason is None and until is not None and until[0] == seq + 1 and until[1] != found:
            reason = "changed"
        if reason is not None:
            return seq, last, ChainBreak(seq + 1, reason)
        seq, last = seq + 1, found
    if until is not None and seq < until[0]:
        return seq, last, ChainBreak(seq + 1, "truncated")
    return seq, last, None


def _broken(raw: bytes, found: bytes, stored: bytes, expected: int, last: bytes) -> str | None:
    if found != stored:
        return "changed"
    head = _HEAD.match(raw)
    if head is None:
        return "unreadable"
    seq = int(head[1])
    if seq != expected:
        return "missing" if seq > expected else "order"
    return None if head[2] == last.hex().encode() else "unlinked"


def _check_frame(operation: Operation) -> None:
    named = all((operation.uid, operation.inc, operation.et, operation.act, operation.wall))
    sound = 0 < operation.seq <= _MAX_INTEGER and len(operation.prev) == len(GENESIS)
    if not named or not sound or operation.kind not in KINDS or operation.v != VERSION:
        raise Invalid([Problem("", "operation.value")])
    if not _KEYS.isdisjoint(operation.extra) or not all(map(_NAME.fullmatch, operation.extra)):
        raise Invalid([Problem("", "operation.value")])


def _body(operation: Operation) -> dict[str, Any]:
    clock = {"wall": operation.wall, "mono": operation.mono, "boot": operation.boot}
    body: dict[str, Any] = {
        "v": operation.v,
        "uid": operation.uid,
        "inc": operation.inc,
        "kind": operation.kind,
        "et": operation.et,
        "eid": operation.eid,
        "f": {name: _write_out(write) for name, write in operation.fields.items()},
        "actor": operation.actor,
        "act": operation.act,
        "event": operation.event,
        "from": operation.source,
        "why": operation.why,
        "refs": list(operation.refs),
        "sv": operation.sv,
        "t": clock,
    }
    return {key: value for key, value in body.items() if value not in ("", [], {})} | dict(operation.extra)


_LINE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_SIMPLE = frozenset({str, bool, type(None)})


def _plain_line(operation: Operation, body: Mapping[str, Any]) -> str:
    """The line of an operation whose values are single texts and flags that need no cleaning, which are nearly all;
    empty for any other. Asking the whole line once costs a tenth of asking text by text: a line of texts in NFC is in
    NFC itself, for the quotation marks between them join with nothing."""
    if operation.extra or operation.refs:
        return ""
    for write in operation.fields.values():
        if not (_is_simple(write.new) and _is_simple(write.old)):
            return ""
    line = _LINE.encode(body)
    if "\\u0000" in line or not unicodedata.is_normalized("NFC", line):
        return ""
    return line if line.isascii() or _SURROGATE.search(line) is None else ""


def _is_simple(value: Any) -> bool:
    kind = type(value)
    return kind in _SIMPLE or (kind is int and -_MAX_INTEGER <= value <= _MAX_INTEGER)


_SURROGATE = re.compile("[\ud800-\udfff]")


def _write_out(write: Write) -> dict[str, Any]:
    seen = {"b": write.base, "o": write.old}
    return {"n": write.new} | {key: value for key, value in seen.items() if value is not None}


def _write_in(written: Any) -> Write:
    base = written.get("b")
    known = 1 + (base is not None) + ("o" in written)
    if len(written) != known or (base is not None and type(base) is not str):
        raise ValueError
    return Write(base, written.get("o"), written["n"])


def _read(line: Any) -> Operation:
    clock, refs = line["t"], line.get("refs", [])
    texts = {name: line.get(name, "") for name in _TEXTS}
    worded = (*texts.values(), *refs, clock["wall"], clock["boot"])
    counted = (line["v"], line["seq"], line["sv"], clock["mono"])
    if not all(type(value) is str for value in worded) or not all(type(value) is int for value in counted):
        raise TypeError
    return Operation(
        seq=line["seq"],
        prev=bytes.fromhex(line["prev"]),
        fields={name: _write_in(written) for name, written in line.get("f", {}).items()},
        source=texts.pop("from"),
        refs=tuple(refs),
        sv=line["sv"],
        wall=clock["wall"],
        mono=clock["mono"],
        boot=clock["boot"],
        v=line["v"],
        extra={key: value for key, value in line.items() if key not in _KEYS},
        **texts,
    )


def _clean(value: Any, depth: int) -> Any:
    """`value` with its texts in NFC. Text by text: a mark that begins one must not join what JSON puts
    before it."""
    if isinstance(value, str):
        return _clean_text(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and abs(value) <= _MAX_INTEGER:
        return int(value)
    if isinstance(value, Mapping) and depth < _MAX_DEPTH and all(isinstance(name, str) for name in value):
        return {_clean_text(name): _clean(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list | tuple) and depth < _MAX_DEPTH:
        return [_clean(item, depth + 1) for item in value]
    raise Invalid([Problem("", "operation.value")])


def _clean_text(text: str) -> str:
    if text.isascii():
        if "\0" not in text:
            return text
    elif "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text):
        return unicodedata.normalize("NFC", text)
    raise Invalid([Problem("", "operation.text")])
