"""Where a record behind a figure is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.services.registers.catalogue import REGISTERS

_FEEDBACK = frozenset({"survey", "complaint", "improvement"})
_MEETINGS = frozenset({"meeting_decision"})


def way_to(kind: str, eid: str) -> tuple[str, Mapping[str, Any]]:
    """The page that shows the record, and what it is told."""
    if kind in REGISTERS:
        return "registers", {"register": kind, "eid": eid}
    if kind in _FEEDBACK:
        return "feedback", {"kind": kind, "eid": eid}
    if kind in _MEETINGS:
        return "meeting", {"kind": kind, "eid": eid}
    if kind == "archive_item":
        return "archive", {"tab": "items", "eid": eid}
    if kind == "person":
        return "settings", {}
    return "record", {"kind": kind, "eid": eid}
