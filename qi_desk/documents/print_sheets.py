"""Sheets for the printer itself: a ruler to set an offset by, and what parts the papers of a batch."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm

from qi_desk import wording
from qi_desk.documents import fonts
from qi_desk.documents.layout import Sheet, day_words
from qi_desk.services.papers import Paper
from qi_desk.services.prints.sheets import SeparatorView, TestSheetView

_SIZES = {"A4": A4, "A5": landscape(A5), "80mm": (80 * mm, 80 * mm)}
_CENTRE = {"A4": 100, "A5": 60, "80mm": 40}
"""Millimetres from the left and from the lower edge to the centre of the cross."""


def ruler(view: TestSheetView) -> Paper:
    """A cross whose distance from two edges is printed beside it, with rulers through it: what a measuring stick says
    instead is the offset. The corners show what the printer leaves out."""
    size = _SIZES[view.sheet]
    sheet = Sheet("test sheet", size)
    at = _CENTRE[view.sheet] * mm
    _rule(sheet, at, size, upright=False)
    _rule(sheet, at, size, upright=True)
    sheet.canvas.setLineWidth(0.8)
    sheet.canvas.circle(at, at, 3 * mm)
    for x in (5 * mm, size[0] - 5 * mm):
        for y in (5 * mm, size[1] - 5 * mm):
            sheet.line(x - 4 * mm, y, x + 4 * mm, y)
            sheet.line(x, y - 4 * mm, x, y + 4 * mm)
    _say(sheet, view, at)
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


def _rule(sheet: Sheet, at: float, size: tuple[float, float], *, upright: bool) -> None:
    """A ruler through the cross: a stroke every millimetre, longer every five, with its number every ten."""
    far = size[1] if upright else size[0]
    last = int(far / mm) - 5
    for step in range(5, last + 1):
        place, long = step * mm, 3.5 * mm if step % 10 == 0 else 2.4 * mm if step % 5 == 0 else 1.4 * mm
        if upright:
            sheet.line(at, place, at + long, place, width=0.3)
        else:
            sheet.line(place, at, place, at + long, width=0.3)
        if step % 10 == 0 and abs(place - at) > 4 * mm:
            x, y = (at - 2, place - 2) if upright else (place, at - 8)
            sheet.text(x, y, str(step), fonts.SANS, 6, align="right" if upright else "center")
    if upright:
        sheet.line(at, 5 * mm, at, last * mm, width=0.5)
    else:
        sheet.line(5 * mm, at, last * mm, at, width=0.5)


def _say(sheet: Sheet, view: TestSheetView, at: float) -> None:
    away = int(at / mm)
    slip = view.sheet == "80mm"
    size = 7.0 if slip else 10.0
    lines = (
        f"打印机校准页　{view.what}",
        f"{view.printer}　{day_words(view.at)}",
        f"现在的偏移：右移 {view.x:g} 毫米，上移 {view.y:g} 毫米",
        f"十字中心应离纸左边 {away} 毫米、离纸下边 {away} 毫米。",
        "量出来比它小多少，右移或上移就加多少；比它大多少，就减多少。",
    )
    x, y = (8 * mm, sheet.size[1] - 8 * mm) if slip else (at + 14 * mm, at + 46 * mm)
    for line in lines:
        y = sheet.block(x, y, sheet.size[0] - x - 7 * mm, line, fonts.SANS, size) - 2


def separator(view: SeparatorView) -> Paper:
    """Which paper of the batch follows, large."""
    sheet = Sheet("separator", A4)
    if view.practice:
        sheet.practice_mark()
    middle, top = A4[0] / 2, A4[1] * 0.62
    sheet.text(middle, top, f"{view.place} / {view.of}", fonts.SANS_BOLD, 64, align="center")
    name = wording.code_label("paper_kinds", view.kind)
    sheet.text(middle, top - 60, name, fonts.SANS_BOLD, 20, align="center")
    sheet.text(middle, top - 90, view.number, fonts.SANS, 13, align="center")
    sheet.text(middle, 14 * mm, "批量打印分隔页，不属于单据", fonts.SANS, 9, align="center")
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))
