"""Tables from and for other programs as plain text cells, and the port that reads and writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

MAX_BYTES = 50_000_000
"""The largest file that is opened."""

MAX_ROWS = 200_000
MAX_COLUMNS = 256
MAX_TEXT = 32_767
"""Characters of one cell: what a spreadsheet program holds."""


class Mark(StrEnum):
    """What a cell's text alone does not tell."""

    FORMULA = "formula"
    """A formula's last result; the formula itself is never computed."""
    NO_RESULT = "no_result"
    """A formula without a result in the file."""
    DIGITS_LOST = "digits_lost"
    """A number of so many digits that the spreadsheet program kept only fifteen."""
    SCIENTIFIC = "scientific"
    """A number written as 4.4E+17: its last digits are gone."""
    MERGED = "merged"
    """A cell covered by a merged one above it."""
    ERROR = "error"
    """#N/A and the like."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not empty: its number as the spreadsheet program counts, its texts, the marks by column."""

    number: int
    cells: tuple[str, ...]
    marks: Mapping[int, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read. `form` is "xlsx" or "csv", `encoding` that of a CSV file, `digest` the SHA-256 of the file,
    `title` the sheet's name, `others` the sheets of the workbook that were not read."""

    form: str
    encoding: str
    digest: str
    title: str
    rows: tuple[SheetRow, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutColumn:
    """A column to write. `choices` are offered as a list (xlsx), `note` is shown on its head, `needed` marks it."""

    title: str
    width: int = 14
    choices: tuple[str, ...] = ()
    note: str = ""
    needed: bool = False


Cell = str | int | float
"""What a cell is written from: text stays text, whatever it looks like; a number stays one that can be summed."""


@dataclass(frozen=True, slots=True)
class OutSheet:
    """A table to write. `lines` instead of columns make a page of notes."""

    title: str
    columns: tuple[OutColumn, ...]
    rows: Iterable[Sequence[Cell]]
    room: int = 0
    """Rows below the last that keep the lists and the text format, for a person to fill in."""


class Sheets(Protocol):
    """Reading and writing tables."""

    def read(self, path: Path) -> Sheet:
        """The first visible sheet of an xlsx file, or a CSV file. Raises Missing("file.missing"), BadFile."""
        ...

    def write(self, path: Path, sheets: Sequence[OutSheet]) -> int:
        """Write xlsx, or for the suffix `.csv` the first sheet as UTF-8 with a byte order mark; returns the bytes
        written. The file appears whole or not at all. Raises BadFile for another suffix, StoreError kinds."""
        ...
