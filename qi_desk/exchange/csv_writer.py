"""CSV that spreadsheet programs open as it was meant: UTF-8 with a mark, and no cell that would be computed."""

from __future__ import annotations

import csv
from pathlib import Path

from qi_desk.services.sheets import OutSheet

COMPUTED = ("=", "+", "-", "@", "\t", "\r")
"""What a cell must not begin with: a spreadsheet program would take it for a formula."""


def harmless(text: str) -> str:
    """`text` with an apostrophe in front where it would be computed; the reader takes it away again."""
    return f"'{text}" if text.startswith(COMPUTED) else text


def write(path: Path, sheet: OutSheet) -> None:
    """Write one table. Raises OSError."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        out = csv.writer(stream)
        out.writerow([harmless(column.title) for column in sheet.columns])
        out.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.rows)
