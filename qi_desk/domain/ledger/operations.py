"""Operations: one user intent each, immutable, chained by hash over their exact bytes (sync.md 2.2, 2.4).

An operation is one line of canonical JSON. It begins with the sequence number and the hash of the line before, so
that a chain of hundreds of thousands of lines is verified without reading the rest of any.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qi_desk.domain.errors import Invalid, Problem

GENESIS = bytes(32)
"""What the first operation names as the one before it."""

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


@dataclass(frozen=True, slots=True)
class Write:
    """One field as written: `base` is the uid of the operation that wrote the value the author saw (None if none),
    `old` that value, `new` the one written. All JSON values."""

    base: str | None
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Operation:
    """One intent. `act` groups the operations of one user act; `event` and `source` belong to transitions (and
    audit lines); `wall`, `mono` and `boot` are the desk's clocks; `extra` keeps keys of later versions."""

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
    v: int = 1
    extra: Mapping[str, Any] = field(default_factory=dict)


def encode(operation: Operation) -> bytes:
    """The exact bytes of the operation: one line, UTF-8, NFC, keys in fixed order.

    Raises Invalid("operation.text") for NUL or a lone surrogate, which the district's database would refuse.
    """
    body: dict[str, Any] = {
        "v": operation.v,
        "uid": operation.uid,
        "inc": operation.inc,
        "kind": operation.kind,
        "et": operation.et,
        "eid": operation.eid,
        "f": {name: _write_out(operation.kind, write) for name, write in sorted(operation.fields.items())},
        "actor": operation.actor,
        "act": operation.act,
        "event": operation.event,
        "from": operation.source,
        "why": operation.why,
        "refs": list(operation.refs),
        "sv": operation.sv,
        "t": {"wall": operation.wall, "mono": operation.mono, "boot": operation.boot},
    }
    body = {key: value for key, value in body.items() if value not in ("", [], {})}
    line = json.dumps({**body, **operation.extra}, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    text = f'{{"seq":{operation.seq},"prev":"{operation.prev.hex()}",{line[1:]}'
    try:
        raw = unicodedata.normalize("NFC", text).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Invalid([Problem("", "operation.text")]) from error
    if b"\\u0000" in raw:
        raise Invalid([Problem("", "operation.text")])
    return raw


def digest(raw: bytes) -> bytes:
    """SHA-256 over the exact bytes."""
    return hashlib.sha256(raw).digest()


_KEYS = frozenset("v uid inc seq prev kind et eid f actor act event from why refs sv t".split())


def decode(raw: bytes) -> Operation:
    """The operation in a line. Unknown keys are kept in `extra`. Raises Invalid("operation.unreadable")."""
    try:
        line = json.loads(raw)
        if line["kind"] not in KINDS or not isinstance(line["seq"], int) or line["seq"] < 1:
            raise ValueError
        clock = line["t"]
        return Operation(
            v=line["v"],
            uid=line["uid"],
            inc=line["inc"],
            seq=line["seq"],
            prev=bytes.fromhex(line["prev"]),
            kind=line["kind"],
            et=line["et"],
            eid=line.get("eid", ""),
            fields={name: _write_in(write) for name, write in line.get("f", {}).items()},
            actor=line.get("actor", ""),
            act=line["act"],
            event=line.get("event", ""),
            source=line.get("from", ""),
            why=line.get("why", ""),
            refs=tuple(line.get("refs", ())),
            sv=line["sv"],
            wall=clock["wall"],
            mono=clock["mono"],
            boot=clock.get("boot", ""),
            extra={key: value for key, value in line.items() if key not in _KEYS},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid([Problem("", "operation.unreadable")]) from error


def _write_out(kind: str, write: Write) -> dict[str, Any]:
    if kind in ("create", "append", "audit"):
        return {"n": write.new}
    return {"b": write.base, "o": write.old, "n": write.new}


def _write_in(write: Any) -> Write:
    return Write(write.get("b"), write.get("o"), write["n"])


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """Where a chain stops being what was written: the sequence number expected there, and why
    ("changed", "missing", "order", "unreadable")."""

    seq: int
    reason: str


_HEAD = re.compile(rb'\{"seq":([1-9]\d*),"prev":"([0-9a-f]{64})",')


def verify(
    rows: Iterable[tuple[bytes, bytes]], *, after: int = 0, previous: bytes = GENESIS
) -> tuple[int, bytes, ChainBreak | None]:
    """Walk (raw, stored hash) rows in order from behind `after`; returns the last sound (seq, hash) and the first
    break, if any. A row removed, changed, inserted or moved breaks the chain where it stands; one cut off the end
    does not show here (anchors outside the file tell)."""
    seq, last = after, previous
    for raw, stored in rows:
        head = _HEAD.match(raw)
        if head is None:
            return seq, last, ChainBreak(seq + 1, "unreadable")
        if int(head[1]) != seq + 1:
            return seq, last, ChainBreak(seq + 1, "missing" if int(head[1]) > seq + 1 else "order")
        if bytes.fromhex(head[2].decode()) != last:
            return seq, last, ChainBreak(seq + 1, "changed")
        found = hashlib.sha256(raw).digest()
        if found != stored:
            return seq, last, ChainBreak(seq + 1, "changed")
        seq, last = seq + 1, found
    return seq, last, None
