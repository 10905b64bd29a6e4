"""Carries out a drawing on a sheet of paper."""

from __future__ import annotations

from functools import singledispatch
from typing import NamedTuple

from qi_desk.documents import fonts
from qi_desk.documents.layout import Sheet
from qi_desk.domain.charts.drawing import Box, Drawing, Ink, Part, Shape, Stroke, Words

GREYS = {
    Ink.TEXT: 0.0,
    Ink.MUTED: 0.33,
    Ink.LINE: 0.72,
    Ink.MARK: 0.25,
    Ink.SOFT: 0.86,
    Ink.PAPER: 1.0,
    Ink.HEAT_1: 0.9,
    Ink.HEAT_2: 0.78,
    Ink.HEAT_3: 0.62,
    Ink.HEAT_4: 0.3,
    Ink.ON_HEAT_1: 0.0,
    Ink.ON_HEAT_2: 0.0,
    Ink.ON_HEAT_3: 0.0,
    Ink.ON_HEAT_4: 1.0,
}
"""How light each meaning is on paper; the sheet is printed without colours."""

_HAIR = 0.6
_DASH = (2.5, 2.0)


class _Place(NamedTuple):
    sheet: Sheet
    left: float
    top: float


def paint(sheet: Sheet, drawing: Drawing, left: float, top: float) -> None:
    """Draw with the upper left corner at (left, top)."""
    place = _Place(sheet, left, top)
    sheet.canvas.saveState()
    for part in drawing.parts:
        _one(part, place)
    sheet.canvas.restoreState()


@singledispatch
def _one(part: Part, place: _Place) -> None:
    raise TypeError(type(part).__name__)


@_one.register
def _box(part: Box, place: _Place) -> None:
    canvas = place.sheet.canvas
    canvas.setLineWidth(_HAIR)
    canvas.setDash(*_DASH) if part.dashed else canvas.setDash()
    if part.fill is not None:
        canvas.setFillGray(GREYS[part.fill])
    if part.edge is not None:
        canvas.setStrokeGray(GREYS[part.edge])
    low = place.top - part.y - part.high
    canvas.rect(place.left + part.x, low, part.wide, part.high, part.edge is not None, part.fill is not None)


@_one.register
def _stroke(part: Stroke, place: _Place) -> None:
    canvas = place.sheet.canvas
    canvas.setLineWidth(part.width)
    canvas.setDash(list(part.dash)) if part.dash else canvas.setDash()
    canvas.setStrokeGray(GREYS[part.ink])
    canvas.line(place.left + part.x1, place.top - part.y1, place.left + part.x2, place.top - part.y2)


@_one.register
def _shape(part: Shape, place: _Place) -> None:
    canvas = place.sheet.canvas
    canvas.setLineWidth(1.0)
    canvas.setDash()
    canvas.setStrokeGray(GREYS[part.edge])
    canvas.setFillGray(GREYS[part.fill])
    path = canvas.beginPath()
    for step, (x, y) in enumerate(part.points):
        (path.lineTo if step else path.moveTo)(place.left + x, place.top - y)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)


@_one.register
def _words(part: Words, place: _Place) -> None:
    place.sheet.canvas.setFillGray(GREYS[part.ink])
    font = fonts.SANS_BOLD if part.bold else fonts.SANS
    place.sheet.text(place.left + part.x, place.top - part.y, part.text, font, part.size, align=part.align)
