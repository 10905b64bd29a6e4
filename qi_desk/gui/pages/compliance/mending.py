"""Where a gap is mended, or a proof is looked at: the page and what it shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.services.compliance.meter import ClauseLine, GapView, ProofView
from qi_desk.services.registers.catalogue import REGISTERS

Way = tuple[str, Mapping[str, Any]]

_RECORDS = frozenset(
    {
        "request",
        "outreach",
        "booking",
        "meeting",
        "enterprise",
        "expert",
        "institution",
        "equipment",
        "visit",
        "minutes",
    }
)
"""Kinds the window opens by their id."""

_FEEDBACK = {"survey": "survey", "correction": "survey", "complaint": "complaint", "improvement": "improvement"}
_OF_PAGES = {"self_evaluation": "evaluation", "figure_report": "figures"}
_TABS = {"archive_item": "items", "archive_loan": "loans"}


def way_of(line: ClauseLine, what: GapView | ProofView) -> Way:
    """The page that mends a gap or shows a proof, with the very record or a blank form where there can be one."""
    if what.kind in REGISTERS:
        if what.eid:
            return "registers", {"register": what.kind, "eid": what.eid}
        begins = what.begins if isinstance(what, GapView) else {}
        return "registers", {"register": what.kind, "begin": dict(begins) or True}
    if what.eid:
        if what.kind in _RECORDS:
            return "record", {"kind": what.kind, "eid": what.eid}
        if what.kind in _FEEDBACK:
            return "feedback", {"kind": _FEEDBACK[what.kind], "eid": what.eid}
        if what.kind in _OF_PAGES:
            return _OF_PAGES[what.kind], {"kind": what.kind, "eid": what.eid}
        if what.kind in _TABS:
            return "archive", {"tab": _TABS[what.kind], "eid": what.eid}
        if what.kind == "print":
            return "print", {"kind": "print", "eid": what.eid}
    return line.page, dict(line.shown)
