"""Lists of a record typed line by line, cell by cell, as they come from a spreadsheet: text to rows and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk import wording
from qi_desk.domain.request_work import lines_of

_FEN = 100
_SEVERAL = re.compile(r"[\s、/]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a line: the key of the row it fills, how it is read (ValueError for what cannot be) and shown."""

    key: str
    read: Callable[[str], Any]
    show: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Lines:
    """The cells of a list in order; `identity` is the cell whose value is the row's key for merging."""

    cells: tuple[Cell, ...]
    identity: str
    hint: str

    def text(self, rows: Sequence[Mapping[str, Any]] | None) -> str:
        """The rows as they are typed."""
        return "\n".join(
            "，".join(cell.show(row.get(cell.key)) for cell in self.cells).rstrip("，") for row in rows or ()
        )

    def rows(self, text: str) -> list[dict[str, Any]]:
        """The rows behind what was typed. Raises ValueError for a cell that cannot be read."""
        found = []
        for place, line in enumerate(lines_of(text), start=1):
            last = len(self.cells) - 1
            texts = [*line.cells[:last], "，".join(line.cells[last:])]
            row = {cell.key: cell.read(text) for cell, text in zip(self.cells, texts, strict=False) if text}
            found.append({"key": str(row.get(self.identity) or place), **row})
        return found


def _same(text: str) -> str:
    return text


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def text_cell(key: str) -> Cell:
    """A cell kept as it is typed."""
    return Cell(key, _same, _shown)


def day_cell(key: str) -> Cell:
    """A day, kept as 2026-11-30."""
    return Cell(key, lambda text: date.fromisoformat(text.strip()).isoformat(), _shown)


def number_cell(key: str) -> Cell:
    """A whole number."""
    return Cell(key, int, _shown)


def yuan_cell(key: str) -> Cell:
    """Yuan, kept in fen."""
    return Cell(key, lambda text: round(float(text) * _FEN), lambda fen: f"{fen / _FEN:g}" if fen else "")


def codes_cell(key: str) -> Cell:
    """Several codes, parted by spaces."""
    return Cell(
        key, lambda text: [one.upper() for one in _SEVERAL.split(text) if one], lambda codes: " ".join(codes or ())
    )


def code_cell(key: str, codes: str) -> Cell:
    """One of a list, typed as its code or its label."""

    def read(text: str) -> str:
        for code, label in _choices(codes):
            if text.strip() in (code, label):
                return code
        raise ValueError(text)

    return Cell(key, read, lambda code: wording.code_label(codes, code) if code else "")


def _choices(codes: str) -> Sequence[tuple[str, str]]:
    from qi_desk.gui import words

    return words.choices(codes)
