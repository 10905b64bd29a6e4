"""Merged records: their row stays with its values, void, and the table `alias` says where they went."""

from __future__ import annotations

from typing import Any

from qi_desk.storage.tables.ledger import ALIAS

MERGED = "merged"
"""What a record's `void` says when it became part of another."""

_LONGEST = 100


def follow(raw: Any, eid: str) -> str:
    """The id of what the record `eid` became part of, however often; itself if it was never merged."""
    for _ in range(_LONGEST):
        row = raw.execute(f"SELECT to_eid FROM {ALIAS.name} WHERE from_eid = ?", (eid,)).fetchone()
        if row is None:
            return eid
        eid = row[0]
    return eid


def enter(raw: Any, eid: str, into: str | None) -> None:
    """Note that the record `eid` became part of `into`, or (None) that it stands by itself again."""
    raw.execute(f"DELETE FROM {ALIAS.name} WHERE from_eid = ?", (eid,))
    if into is not None:
        raw.execute(f"INSERT INTO {ALIAS.name} (from_eid, to_eid) VALUES (?, ?)", (eid, into))
