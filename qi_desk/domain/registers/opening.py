"""开班检查 (F33; 6.3 of DB44/T 2407): what is looked at before the doors open, and what was found broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.ledger.natural_keys import keyed_id

OPENING_CHECK = Entity(
    "opening_check",
    (
        Field("day", Type.DAY, required=True, merge=Merge.IMMUTABLE),
        Field("desk", limit=2, merge=Merge.IMMUTABLE),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        # Each: key and item (opening_items), result (check_results), note.
        Field("checks", Type.LIST, required=True, merge=Merge.SET),
        Field("bad", Type.INTEGER),
        Field("note", Type.LONG, limit=300),
    ),
    indexes=(("day",),),
)

OPENING_FAULT = Entity(
    "opening_fault",
    (
        Field("opening_check", Type.REF, required=True, target="opening_check", merge=Merge.IMMUTABLE),
        Field("item", Type.CODE, required=True, codes="opening_items", merge=Merge.IMMUTABLE),
        Field("note", limit=200),
        Field("found_on", Type.DAY, merge=Merge.IMMUTABLE),
        Field("owner", Type.REF, target="person"),
        Field("fixed_on", Type.DAY),
        Field("fixed_note", limit=200),
    ),
    indexes=(("opening_check",), ("fixed_on",)),
)
"""Something broken, until somebody mended it."""

GOOD, BAD = "good", "bad"
"""Results (list `check_results`); the third says that the station has no such thing."""


def check_id(day: date, desk: str) -> str:
    """The id of the one check of a day at one desk."""
    return keyed_id("opening_check", f"{day.isoformat()}:{desk}")


def broken(checks: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The rows that say something is broken."""
    return tuple(row for row in checks if row.get("result") == BAD)


def unexplained(checks: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The items found broken of which nothing is said."""
    return tuple(str(row["item"]) for row in broken(checks) if not str(row.get("note") or "").strip())
