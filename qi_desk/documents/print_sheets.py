"""Sheets for the printer itself: a ruler to set an offset by, and what parts the papers of a batch."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.lib.pagesizes import A3, A4, A5, landscape
from reportlab.lib.units import mm

from qi_desk import wording
from qi_desk.documents import fonts
from qi_desk.documents.layout import Sheet, day_words
from qi_desk.services.papers import Paper
from qi_desk.services.prints.sheets import SeparatorView, TestSheetView

_SIZES = {"A3": A3, "A4": A4, "A5": landscape(A5), "80mm": (80 * mm, 110 * mm)}
_CENTRE = {"A3": (140, 140), "A4": (100, 100), "A5": (60, 60), "80mm": (40, 35)}
"""Millimetres from the left and from the lower edge to the centre of the cross."""

_SLIP_RULER = 65
"""Where the upright ruler of a slip ends: above it there is room for the words only."""


def ruler(view: TestSheetView) -> Paper:
    """A cross whose distance from two edges is printed beside it, with rulers through it: what a measuring stick says
    instead is the offset. The corners show what the printer leaves out."""
    size = _SIZES[view.sheet]
    sheet = Sheet("打印机校准页", size, station=view.station, created=view.at)
    x, y = (part * mm for part in _CENTRE[view.sheet])
    _along(sheet, x, y, int(size[0] / mm) - 5)
    _up(sheet, x, y, _SLIP_RULER if view.sheet == "80mm" else int(size[1] / mm) - 5)
    sheet.canvas.setLineWidth(0.8)
    sheet.canvas.circle(x, y, 3 * mm)
    for corner in (5 * mm, size[0] - 5 * mm):
        for edge in (5 * mm, size[1] - 5 * mm):
            sheet.line(corner - 4 * mm, edge, corner + 4 * mm, edge)
            sheet.line(corner, edge - 4 * mm, corner, edge + 4 * mm)
    _say(sheet, view)
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


def _strokes(last: int) -> Iterator[tuple[int, float]]:
    """A stroke every millimetre from 5 on, longer every five and ten: where, and how long in points."""
    for step in range(5, last + 1):
        yield step, 3.5 * mm if step % 10 == 0 else 2.4 * mm if step % 5 == 0 else 1.4 * mm


def _along(sheet: Sheet, x: float, y: float, last: int) -> None:
    sheet.line(5 * mm, y, last * mm, y, width=0.5)
    for step, long in _strokes(last):
        sheet.line(step * mm, y, step * mm, y + long, width=0.3)
        if step % 10 == 0 and abs(step * mm - x) > 4 * mm:
            sheet.text(step * mm, y - 8, str(step), fonts.SANS, 6, align="center")


def _up(sheet: Sheet, x: float, y: float, last: int) -> None:
    sheet.line(x, 5 * mm, x, last * mm, width=0.5)
    for step, long in _strokes(last):
        sheet.line(x, step * mm, x + long, step * mm, width=0.3)
        if step % 10 == 0 and abs(step * mm - y) > 4 * mm:
            sheet.text(x - 2, step * mm - 2, str(step), fonts.SANS, 6, align="right")


def _say(sheet: Sheet, view: TestSheetView) -> None:
    left, low = _CENTRE[view.sheet]
    slip = view.sheet == "80mm"
    size = 7.0 if slip else 10.0
    lines = (
        f"打印机校准页　{view.what}",
        f"{view.printer}　{day_words(view.at)}",
        f"现在的偏移：右移 {view.x:g} 毫米，上移 {view.y:g} 毫米",
        f"十字中心应离纸左边 {left} 毫米、离纸下边 {low} 毫米。",
        "量出来比它小多少，右移或上移就加多少；比它大多少，就减多少。",
    )
    x, y = (8 * mm, sheet.size[1] - 8 * mm) if slip else ((left + 14) * mm, (low + 46) * mm)
    for line in lines:
        y = sheet.block(x, y, sheet.size[0] - x - 7 * mm, line, fonts.SANS, size) - 2


def separator(view: SeparatorView) -> Paper:
    """Which paper of the batch follows, large."""
    sheet = Sheet("批量打印分隔页", A4, station=view.station, created=view.at)
    if view.station.practice:
        sheet.practice_mark()
    middle, top = A4[0] / 2, A4[1] * 0.62
    sheet.text(middle, top, f"{view.place} / {view.of}", fonts.SANS_BOLD, 64, align="center")
    name = wording.code_label("paper_kinds", view.kind)
    sheet.text(middle, top - 60, name, fonts.SANS_BOLD, 20, align="center")
    sheet.text(middle, top - 90, view.number, fonts.SANS, 13, align="center")
    sheet.text(middle, 14 * mm, "批量打印分隔页，不属于单据", fonts.SANS, 9, align="center")
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))
