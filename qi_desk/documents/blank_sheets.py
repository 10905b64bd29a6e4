"""Blank forms with a number each (F01, F03, F05, F13), a batch in one file, for hours without power."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qi_desk.documents import codes, fonts
from qi_desk.documents.layout import STAMP, Cell, Row, Sheet
from qi_desk.services.blank_forms.paper import BlankSheet, BlankSheetsView
from qi_desk.services.papers import Paper

_MARGIN = 18 * mm
_SIZE = 9.5
_LINE = 17.0
_BAR_CODE = 130.0
_BOX = 22.0
_HEAD = 60.0
_FOOT = 62.0
_MOST_EXTRA = 9.0
_LABEL_CHARS, _LABEL_LINE = 6, 13.0


def blank_sheets(view: BlankSheetsView) -> Paper:
    """The batch: one form after the other, those that are small several to a page."""
    first = view.forms[0]
    title = f"{first.title} {first.numbers[0]}"
    sheet = Sheet(title, A4, station=view.station, created=view.printed_at)
    begun = False
    for form in view.forms:
        for place, number in enumerate(form.numbers):
            parts = form.per_page * len(form.copies)
            slot = place % form.per_page
            if slot == 0:
                if begun:
                    sheet.next_page()
                begun = True
                if view.station.practice:
                    sheet.practice_mark()
            for copy, words in enumerate(form.copies):
                part = slot * len(form.copies) + copy
                high = A4[1] / parts
                top = A4[1] - part * high
                _one(sheet, view, form, number, words, top - (8 * mm if parts > 1 else 14 * mm), top - high)
                if part:
                    sheet.seam(top, number)
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


def _one(
    sheet: Sheet, view: BlankSheetsView, form: BlankSheet, number: str, words: str, top: float, floor: float
) -> None:
    width = sheet.size[0] - 2 * _MARGIN
    _head(sheet, view, form, number, words, top)
    foot = STAMP + 16 if form.stamp else _FOOT
    rows = _rows(sheet, form, width, top - _HEAD - floor - foot)
    sheet.table(_MARGIN, top - _HEAD, width, rows, _SIZE, floor)
    y = sheet.bottom
    room = width
    if form.stamp:
        sheet.stamp(_MARGIN + width - STAMP, y - STAMP - 4, form.stamp)
        room -= STAMP + 10
    y -= 20
    for place, who in enumerate(form.signatures):
        x = _MARGIN + place * room / len(form.signatures)
        sheet.text(x, y, f"{who}：＿＿＿＿＿＿＿", fonts.SERIF, 9.5)
    y -= 6 if form.signatures else -14
    notes = f"{form.notes}{view.late_note}"
    y = sheet.block(_MARGIN, y - 2, room, notes, fonts.SERIF, 8)
    printed = f"出表 {view.printed_at:%Y-%m-%d %H:%M}　工号 {view.printed_by}"
    sheet.text(_MARGIN, y - 10, printed, fonts.SANS, 7.5)


def _rows(sheet: Sheet, form: BlankSheet, width: float, room: float) -> list[Row]:
    """The rows, as high as the page leaves room for: who writes by hand is glad of every line."""
    plain = [_row(row, 0.0) for row in form.rows]
    left = room - sum(sheet.row_height(row, width, _SIZE) for row in plain)
    lines = sum(max(count for _, count in row) for row in form.rows)
    return [_row(row, min(max(left / lines, 0.0), _MOST_EXTRA)) for row in form.rows]


def _row(row: tuple[tuple[str, int], ...], extra: float) -> Row:
    """What a form asks for in one row, with so many lines to write on, each `extra` points higher."""
    most = max(lines for _, lines in row)
    told = max(-(-len(label) // _LABEL_CHARS) for label, _ in row)
    room = max(most * _LINE, told * _LABEL_LINE) + most * extra
    return tuple(Cell(label, "", room=room) for label, _ in row)


def _head(sheet: Sheet, view: BlankSheetsView, form: BlankSheet, number: str, words: str, top: float) -> None:
    right, middle = sheet.size[0] - _MARGIN, sheet.size[0] / 2
    if words:
        sheet.text(right, top - 31, words, fonts.SANS, 8, align="right")
    sheet.text(middle, top - 12, view.station.name, fonts.SERIF_BOLD, _fitting(sheet, view), align="center")
    sheet.text(middle, top - 33, form.title, fonts.SANS_BOLD, 16, align="center", spread=3)
    body, _, check = number.rpartition("-")
    sheet.text(_MARGIN, top - 51, f"编号 {body}-", fonts.SANS, 9.5)
    x = _MARGIN + fonts.width(f"编号 {body}-", fonts.SANS, 9.5, sheet.missing) + 3
    sheet.canvas.setLineWidth(0.8)
    sheet.canvas.setStrokeGray(0)
    sheet.canvas.rect(x, top - 55, 15, 15)
    sheet.text(x + 7.5, top - 51.5, check, fonts.SANS_BOLD, 11, align="center")
    sheet.text(x + _BOX, top - 51, "（框内是校验字符，抄号、报号都要带上）", fonts.SANS, 7)
    codes.draw_code128(sheet.canvas, right - _BAR_CODE, top - 55, _BAR_CODE, 20, number)


def _fitting(sheet: Sheet, view: BlankSheetsView) -> float:
    room = sheet.size[0] - 2 * _MARGIN - 220
    for size in (12.0, 11.0, 10.0, 9.0, 8.0):
        if fonts.width(view.station.name, fonts.SERIF_BOLD, size, sheet.missing) <= room:
            return size
    return 7.0
