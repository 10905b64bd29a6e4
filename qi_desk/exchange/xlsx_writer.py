"""xlsx: text stays text, so that a code of eighteen digits stays one; numbers are numbers; nothing is computed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from qi_desk.exchange.csv_writer import COMPUTED
from qi_desk.services.sheets import MAX_TEXT, Cell, OutSheet

_LONGEST_LIST = 255
"""Characters a list of choices may have in a cell's rule; longer ones stand on a sheet of their own."""

_FONT = {"font_name": "宋体", "font_size": 11}
_HEAD = {"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
_OPTIONS = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


def write(path: Path, sheets: Sequence[OutSheet]) -> None:
    """Write the workbook. Raises OSError."""
    book = xlsxwriter.Workbook(str(path), {**_OPTIONS, "constant_memory": True})
    looks = {
        "head": book.add_format({**_FONT, **_HEAD}),
        "needed": book.add_format({**_FONT, **_HEAD, "font_color": "#B00020"}),
        "text": book.add_format({**_FONT, "num_format": "@"}),
        "number": book.add_format({**_FONT, "num_format": "General"}),
        # The apostrophe a person would type: shown to nobody, and the text stays one when the cell is edited.
        "quoted": book.add_format({**_FONT, "num_format": "@", "quote_prefix": True}),
    }
    # In this mode a sheet is written row by row, so the lists come first and are hidden at the end.
    lists = _Lists(book, [column.choices for sheet in sheets for column in sheet.columns])
    for sheet in sheets:
        _write_sheet(book, sheet, looks, lists)
    lists.write()
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error))
        raise cause from error


def _write_sheet(book: Any, sheet: OutSheet, looks: dict[str, Any], lists: _Lists) -> None:
    page = book.add_worksheet(sheet.title)
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width, looks["text"])
        page.write_string(0, place, column.title, looks["needed" if column.needed else "head"])
        if column.note:
            page.write_comment(0, place, column.note, {"x_scale": 1.6})
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for place, cell in enumerate(row):
            _write_cell(page, last, place, cell, looks)
    if last:
        page.autofilter(0, 0, last, max(len(sheet.columns) - 1, 0))
    if sheet.room:
        for place, column in enumerate(sheet.columns):
            if column.choices:
                rule = {"validate": "list", "source": lists.source(column.choices), "error_type": "warning"}
                page.data_validation(1, place, last + sheet.room, place, rule)


def _write_cell(page: Any, row: int, place: int, cell: Cell, looks: dict[str, Any]) -> None:
    if not isinstance(cell, str):
        page.write_number(row, place, cell, looks["number"])
    elif cell:
        page.write_string(row, place, cell[:MAX_TEXT], looks["quoted" if cell.startswith(COMPUTED) else "text"])


class _Lists:
    """Lists of choices too long for a cell's rule, each a column of a hidden sheet."""

    TITLE = "选项"

    def __init__(self, book: Any, all_choices: Sequence[Sequence[str]]) -> None:
        self._book = book
        self._long = list(dict.fromkeys(tuple(one) for one in all_choices if len(",".join(one)) > _LONGEST_LIST))

    def source(self, choices: Sequence[str]) -> Any:
        """What a cell's rule names as its list."""
        if tuple(choices) not in self._long:
            return list(choices)
        letter = xlsxwriter.utility.xl_col_to_name(self._long.index(tuple(choices)))
        return f"={self.TITLE}!${letter}$1:${letter}${len(choices)}"

    def write(self) -> None:
        """Make the hidden sheet, if it is needed."""
        if not self._long:
            return
        page = self._book.add_worksheet(self.TITLE)
        for row in range(max(len(one) for one in self._long)):
            for place, choices in enumerate(self._long):
                if row < len(choices):
                    page.write_string(row, place, choices[row])
        page.hide()
