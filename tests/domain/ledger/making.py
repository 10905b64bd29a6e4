"""Operations for tests, with only what matters spelled out."""

from __future__ import annotations

from typing import Any

from qi_desk.domain.ledger.operations import GENESIS, Operation, Sealed, Write, seal


def make(kind: str = "set", uid: str = "u1", fields: dict[str, Any] | None = None, **parts: Any) -> Operation:
    """An operation. A field is given as a Write, as (base, old, new) or as the new value alone."""
    frame = {"inc": "i1", "seq": 1, "prev": GENESIS, "et": "thing", "eid": "e1", "actor": "a", "act": "act"}
    return Operation(
        uid=uid,
        kind=kind,
        wall="2026-03-10T09:15:02.113+08:00",
        fields={name: _write(value) for name, value in (fields or {}).items()},
        **{**frame, **parts},
    )


def _write(value: Any) -> Write:
    if isinstance(value, Write):
        return value
    return Write(*value) if isinstance(value, tuple) else Write(None, None, value)


def chain(length: int) -> list[Sealed]:
    """Operations in a row, behind nothing."""
    entries: list[Sealed] = []
    for seq in range(1, length + 1):
        draft = make(uid=f"u{seq}", fields={"note": f"第 {seq} 条"})
        entries.append(seal(draft, inc="i1", seq=seq, prev=entries[-1].digest if entries else GENESIS))
    return entries
