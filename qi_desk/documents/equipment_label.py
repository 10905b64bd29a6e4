"""设备标识: the three-colour label of a device (F17), 80 by 50 mm, with a code that opens it when scanned."""

from __future__ import annotations

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.units import mm

from qi_desk.documents import codes, fonts
from qi_desk.documents.layout import Sheet
from qi_desk.services.papers import LabelView, Paper

_SIZE = (80 * mm, 50 * mm)
_EDGE = 3 * mm
_BAND = 11 * mm
_CODE = 17 * mm
_COLOURS = {"green": "#1E7B34", "yellow": "#F2B705", "red": "#B71C1C"}
_LINE = 10.5


def label(view: LabelView) -> Paper:
    """The label: its colour said in words too, for a black printer and for eyes that see no colour."""
    sheet = Sheet(f"{view.title} {view.number}", _SIZE, station=view.station)
    if view.station.practice:
        sheet.practice_mark()
    canvas, (width, height) = sheet.canvas, _SIZE
    canvas.setFillColor(HexColor(_COLOURS.get(view.mark, "#FFFFFF")))
    canvas.rect(0, height - _BAND, width, _BAND, stroke=0, fill=1)
    canvas.setFillColor(black if view.mark == "yellow" else white)
    sheet.text(_EDGE, height - _BAND + 10, view.mark_text, fonts.SANS_BOLD, 15)
    sheet.text(width - _EDGE, height - _BAND + 11, view.title, fonts.SANS_BOLD, 9, align="right")
    canvas.setFillColor(black)
    y = height - _BAND - 15
    sheet.text(_EDGE, y, view.name, fonts.SANS_BOLD, _fitting(sheet, view.name, width - 2 * _EDGE))
    for said, value in view.facts:
        y -= _LINE
        # Beside the code there is less room.
        room = width - 2 * _EDGE - (_CODE + 2 * mm if y < _EDGE + _CODE + 6 else 0)
        sheet.text(_EDGE, y, _cut(sheet, f"{said} {value}", room), fonts.SANS, 7.5)
    codes.draw_qr(canvas, width - _EDGE - _CODE, _EDGE, _CODE, view.number)
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


def _fitting(sheet: Sheet, text: str, room: float) -> float:
    size = 12.0
    while size > 7 and fonts.width(text, fonts.SANS_BOLD, size, sheet.missing) > room:
        size -= 0.5
    return size


def _cut(sheet: Sheet, text: str, room: float) -> str:
    while text and fonts.width(text, fonts.SANS, 7.5, sheet.missing) > room:
        text = text[:-1]
    return text
