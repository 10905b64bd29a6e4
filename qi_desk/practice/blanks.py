"""Numbered blank forms at a practice station: a power cut yesterday, some sheets open, some voided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from qi_desk.services.ports import Codes, Unit

_SHEETS = (
    ("intake", "printed", ""),
    ("intake", "printed", ""),
    ("intake", "voided", "spoilt"),
    ("intake", "voided", "unused"),
    ("receipt", "printed", ""),
    ("receipt", "voided", "unused"),
)
_READY = (("visit", "reserved", ""), ("visit", "reserved", ""))


def enter_blanks(codes: Codes, unit: Unit, today: date, desk: str, by: str) -> None:
    """Enter sheets of yesterday and of today."""
    _enter(codes, unit, _SHEETS, today - timedelta(days=1), desk, by)
    _enter(codes, unit, _READY, today, desk, by)


def _enter(codes: Codes, unit: Unit, sheets: Sequence[tuple[str, str, str]], day: date, desk: str, by: str) -> None:
    at = unit.now - timedelta(days=2)
    for form, state, void in sheets:
        number = unit.next_number(str(codes.row("blank_forms", form)["number"]), day)
        values = {"number": number, "form": form, "day": day, "desk": desk, "state": state}
        values |= {"reserved_at": at, "reserved_by": by, "sheet_at": at if state != "reserved" else None}
        if void:
            values |= {"void_reason": void, "entered_at": unit.now, "entered_by": by}
        unit.create("blank_form", values)
