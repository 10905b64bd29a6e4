"""Rows of an xlsx worksheet as text. Formulas are never computed: their last result is taken, and said so.

Written here because the libraries at hand hide what has to be seen (formulas, merged cells, numbers that lost their
digits) or fill a whole rectangle for one far cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from qi_desk.domain.errors import BadFile
from qi_desk.exchange.cells import cell_text, has_lost_digits
from qi_desk.exchange.package import Package
from qi_desk.exchange.workbook import Book, book_of
from qi_desk.exchange.xml_events import feed
from qi_desk.services.sheets import MAX_COLUMNS, MAX_ROWS, Mark, SheetRow

MAX_MERGES = 20_000
_MAX_COVERED = 1_000_000
_EXACT = 10**15
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_PLAIN_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII)
_LAST_SERIAL = 2_958_465
"""31 December 9999 as a day's number."""


def rows_of(data: bytes) -> tuple[str, tuple[SheetRow, ...], tuple[str, ...]]:
    """The first visible worksheet that is not empty: its title, its rows, and the other sheets' titles.

    Raises BadFile.
    """
    package = Package(data)
    book = book_of(package)
    if not book.sheets:
        raise BadFile("sheet.empty")
    for title, part in book.sheets:
        reading = _Worksheet(book)
        feed(package.chunks(part), reading)
        rows = reading.finished()
        if rows:
            others = tuple(other for other, _ in book.sheets if other != title)
            return title, rows, others
    return book.sheets[0][0], (), ()


class _Worksheet:
    """Takes the events of one worksheet part."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._rows: dict[int, tuple[list[str], dict[int, Mark]]] = {}
        self._merged: list[str] = []
        self._number = 0
        self._column = -1
        self._cells: list[str] = []
        self._marks: dict[int, Mark] = {}
        self._kind = ""
        self._style = ""
        self._formula = False
        self._value: list[str] = []
        self._reading = False
        self._guides = 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        self._reading = False
        if name == "c":
            self._begin_cell(attributes)
        elif name == "v" or (name == "t" and not self._guides):
            self._reading = True
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._guides += 1
        elif name == "mergeCell":
            self._merged.append(attributes.get("ref", ""))
            if len(self._merged) > MAX_MERGES:
                raise BadFile("sheet.merged")

    def text(self, text: str) -> None:
        if self._reading:
            self._value.append(text)

    def end(self, name: str) -> None:
        self._reading = False
        if name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._guides -= 1

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        told = attributes.get("r", "")
        self._number = int(told) if told.isdecimal() and len(told) < 8 else self._number + 1
        self._column = -1
        self._cells, self._marks = [], {}

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r", "")
        self._column = _column_of(place) if place else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._formula = False
        self._value = []

    def _end_cell(self) -> None:
        if not self._value and not self._formula:
            return
        text, mark = self._read("".join(self._value))
        if not text and mark is None:
            return
        if self._column >= MAX_COLUMNS:
            raise BadFile("sheet.too_many_columns", row=self._number, most=MAX_COLUMNS)
        self._cells += [""] * (self._column + 1 - len(self._cells))
        self._cells[self._column] = cell_text(text, self._number)
        if mark is not None:
            self._marks[self._column] = mark

    def _end_row(self) -> None:
        if any(self._cells) or self._marks:
            if len(self._rows) > MAX_ROWS:
                raise BadFile("sheet.too_many_rows", most=MAX_ROWS)
            self._rows[self._number] = (self._cells, self._marks)

    def _read(self, value: str) -> tuple[str, Mark | None]:
        if self._formula and not value:
            return "", Mark.NO_RESULT
        computed = Mark.FORMULA if self._formula else None
        if self._kind == "s":
            place = int(value) if value.isdecimal() and len(value) < 10 else -1
            if not 0 <= place < len(self._book.texts):
                raise BadFile("sheet.damaged")
            return self._text(self._book.texts[place], computed)
        if self._kind == "e":
            return value, Mark.ERROR
        if self._kind == "b":
            return ("TRUE" if value.strip() == "1" else "FALSE"), computed
        if self._kind == "n":
            text, mark = self._number_text(value.strip())
            return text, mark or computed
        return self._text(value, computed)

    @staticmethod
    def _text(text: str, computed: Mark | None) -> tuple[str, Mark | None]:
        return text, Mark.SCIENTIFIC if has_lost_digits(text.strip()) else computed

    def _number_text(self, value: str) -> tuple[str, Mark | None]:
        if self._style.isdecimal() and int(self._style[:6]) in self._book.dates:
            shown = _day(value, since_1904=self._book.since_1904)
            if shown:
                return shown, None
        if _PLAIN_NUMBER.fullmatch(value):
            return value, None
        try:
            number = float(value)
        except ValueError:
            return value, None
        if not abs(number) < _EXACT:
            return value, Mark.DIGITS_LOST
        return (str(int(number)) if number.is_integer() else f"{number:.12g}"), None

    def finished(self) -> tuple[SheetRow, ...]:
        """The rows that are not empty, in order, cells under a merged one marked."""
        self._mark_merged()
        return tuple(SheetRow(number, tuple(cells), marks) for number, (cells, marks) in sorted(self._rows.items()))

    def _mark_merged(self) -> None:
        """Mark what a merge leaves empty below its first row; beside it in the same row nothing is missing."""
        covered = 0
        last = max(self._rows, default=0)
        for area in self._merged:
            first, _, second = area.partition(":")
            if not (_PLACE.fullmatch(first) and _PLACE.fullmatch(second)):
                continue
            column = _column_of(first)
            top, bottom = _row_of(first), min(_row_of(second), last)
            covered += max(0, bottom - top)
            if covered > _MAX_COVERED:
                raise BadFile("sheet.merged")
            for number in range(top + 1, bottom + 1):
                if number in self._rows:
                    self._rows[number][1][column] = Mark.MERGED


def _column_of(place: str) -> int:
    found = _PLACE.fullmatch(place)
    if found is None:
        raise BadFile("sheet.damaged")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1


def _row_of(place: str) -> int:
    found = _PLACE.fullmatch(place)
    return int(found[2]) if found else 0


def _day(value: str, *, since_1904: bool) -> str:
    """A day's number as 2026-03-10, with the time if it has one; empty for what is no such number."""
    try:
        serial = float(value)
    except ValueError:
        return ""
    if not 1 <= serial <= _LAST_SERIAL:
        return ""
    # Day 60 is the 29 February 1900 that never was (ECMA-376 18.17.4.1).
    origin = date(1904, 1, 1) if since_1904 else date(1899, 12, 30 if serial >= 60 else 31)
    try:
        moment = datetime.combine(origin, datetime.min.time()) + timedelta(days=serial)
    except OverflowError:
        return ""
    seconds = round(moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6)
    return f"{moment:%Y-%m-%d}" if seconds in (0, 86400) else f"{moment:%Y-%m-%d %H:%M}"
