"""What both readers hold a cell to."""

from __future__ import annotations

import re

from qi_desk.domain.errors import BadFile
from qi_desk.services.sheets import MAX_TEXT

_SCIENTIFIC = re.compile(r"\d(?:\.(\d+))?[eE]\+(\d{2,3})", re.ASCII)


def cell_text(text: str, row: int) -> str:
    """`text` without outer blanks. Raises BadFile("sheet.long_cell") beyond what a spreadsheet cell can hold."""
    if len(text) > MAX_TEXT:
        raise BadFile("sheet.long_cell", row=row, most=MAX_TEXT)
    return text.strip()


def has_lost_digits(text: str) -> bool:
    """Whether `text` is a number as spreadsheet programs abbreviate it (4.4E+17, 1.38E+10), its last digits gone."""
    found = _SCIENTIFIC.fullmatch(text)
    return found is not None and len(found[1] or "") < int(found[2])
