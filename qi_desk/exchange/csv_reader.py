"""CSV as spreadsheet programs write it: UTF-8, GBK/GB 18030 or UTF-16, comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from qi_desk.domain.errors import BadFile
from qi_desk.exchange.cells import cell_text, has_lost_digits
from qi_desk.services.sheets import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Mark, SheetRow

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_DELIMITERS = ",\t;"
_HAN = re.compile("[\u3400-\u9fff]")
_WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
_SAMPLE = 65_536


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a CSV file and its encoding: utf-8, gb18030, utf-16-le or utf-16-be.

    Raises BadFile("sheet.encoding") with the line where none of them fits.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], name), name
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise _not_text(data, error.start) from error
        return _strictly(data, "gb18030"), "gb18030"
    if not text.isascii() and not _HAN.search(text):
        # A few GBK pairs are valid UTF-8 as well, but never of Chinese characters.
        other = data.decode("gb18030", "replace")
        if _HAN.search(other) and "\ufffd" not in other:
            return other, "gb18030"
    return text, "utf-8"


def rows(text: str) -> Iterator[SheetRow]:
    """The rows that are not empty. Raises BadFile for quotes that don't close, too many rows or columns."""
    csv.field_size_limit(MAX_TEXT * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            row = _row(number, cells)
            if row is not None:
                yield row
    except csv.Error as error:
        raise BadFile("sheet.quotes", row=number + 1) from error


def _row(number: int, cells: list[str]) -> SheetRow | None:
    while cells and not cells[-1].strip():
        cells.pop()
    if not cells:
        return None
    if len(cells) > MAX_COLUMNS:
        raise BadFile("sheet.too_many_columns", row=number, most=MAX_COLUMNS)
    if number > MAX_ROWS + 1:
        raise BadFile("sheet.too_many_rows", most=MAX_ROWS)
    marks: dict[int, Mark] = {}
    texts = []
    for place, cell in enumerate(cells):
        text, mark = _read(cell)
        texts.append(cell_text(text, number))
        if mark is not None:
            marks[place] = mark
    return SheetRow(number, tuple(texts), marks)


def _read(cell: str) -> tuple[str, Mark | None]:
    if not cell:
        return cell, None
    if cell[0] == "=":
        # ="0201" is how programs keep digits as text; any other formula has no result in a CSV file.
        wrapped = _WRAPPED.fullmatch(cell.strip())
        return (wrapped[1].replace('""', '"'), None) if wrapped else (cell, Mark.NO_RESULT)
    if cell[0] == "'" and len(cell) > 1 and cell[1] in "=+-@\t\r":
        return cell[1:], None
    if cell[0].isdigit() and has_lost_digits(cell.strip()):
        return cell, Mark.SCIENTIFIC
    return cell, None


def _delimiter(text: str) -> str:
    head = re.sub(r'"[^"]*"', "", text[:_SAMPLE]).lstrip("\r\n").split("\n", 1)[0]
    return max(_DELIMITERS, key=head.count)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_text(data, error.start) from error


def _not_text(data: bytes, start: int) -> BadFile:
    return BadFile("sheet.encoding", row=data.count(b"\n", 0, start) + 1)


def _mostly_utf8(data: bytes) -> bool:
    """UTF-8 with a few broken bytes, rather than another encoding: read as GB 18030 it would be other words."""
    text = data.decode("utf-8", "replace")
    return len(_HAN.findall(text)) > text.count("\ufffd")
