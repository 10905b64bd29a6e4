"""Carries out a drawing in the window, in the colours of the theme."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from qi_desk.domain.charts.drawing import HEAT, ON_HEAT, Box, Drawing, Ink, Shape, Stroke, Words

_SHADES = (0.0, 0.12, 0.26, 0.4, 1.0)
"""How much of the accent is in each shade of a heat map: no shade between stands so that neither ink is read on it."""

_DASH = (3.0, 3.0)


def contrast(one: str, other: str) -> float:
    """How far apart two colours (#RRGGBB) are to the eye (WCAG 2.2, contrast ratio)."""

    def light(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def _mixed(ground: str, over: str, share: float) -> str:
    parts = [round(int(ground[at : at + 2], 16) * (1 - share) + int(over[at : at + 2], 16) * share) for at in (1, 3, 5)]
    return "#" + "".join(f"{part:02X}" for part in parts)


def inks(tokens: Mapping[str, str]) -> dict[Ink, str]:
    """Meaning to colour of a theme. On each shade stands whichever ink is read better."""
    found = {
        Ink.TEXT: tokens["text"],
        Ink.MUTED: tokens["muted"],
        Ink.LINE: tokens["line"],
        Ink.MARK: tokens["accent"],
        Ink.SOFT: tokens["accent_soft"],
        Ink.PAPER: tokens["surface"],
    }
    for shade, on, share in zip(HEAT[1:], ON_HEAT[1:], _SHADES[1:], strict=True):
        under = found[shade] = _mixed(tokens["surface"], tokens["accent"], share)
        dark, light = tokens["text"], tokens["on_accent"]
        found[on] = dark if contrast(dark, under) >= contrast(light, under) else light
    return found


@cache
def _colour(code: str) -> QColor:
    return QColor(code)


def paint(painter: QPainter, drawing: Drawing, font: QFont, colours: Mapping[Ink, str]) -> None:
    """Draw at the painter's origin."""
    for part in drawing.parts:
        if isinstance(part, Box):
            _box(painter, part, colours)
        elif isinstance(part, Stroke):
            painter.setPen(_pen(colours[part.ink], part.width, part.dash))
            painter.drawLine(QPointF(part.x1, part.y1), QPointF(part.x2, part.y2))
        elif isinstance(part, Shape):
            painter.setPen(_pen(colours[part.edge], 1.4))
            painter.setBrush(QBrush(_colour(colours[part.fill])))
            painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in part.points]))
        else:
            _words(painter, part, font, colours)


def _pen(colour: str, width: float, dash: tuple[float, ...] = ()) -> QPen:
    pen = QPen(_colour(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash:
        # Qt counts dashes in widths of the pen.
        pen.setDashPattern([length / width for length in dash])
    return pen


def _box(painter: QPainter, part: Box, colours: Mapping[Ink, str]) -> None:
    dash = _DASH if part.dashed else ()
    painter.setPen(_pen(colours[part.edge], 1.0, dash) if part.edge is not None else QPen(Qt.PenStyle.NoPen))
    no_brush = QBrush(Qt.BrushStyle.NoBrush)
    painter.setBrush(QBrush(_colour(colours[part.fill])) if part.fill is not None else no_brush)
    painter.drawRect(QRectF(part.x, part.y, part.wide, part.high))


def _words(painter: QPainter, part: Words, font: QFont, colours: Mapping[Ink, str]) -> None:
    shown = QFont(font)
    shown.setPixelSize(round(part.size))
    shown.setBold(part.bold)
    painter.setFont(shown)
    painter.setPen(_colour(colours[part.ink]))
    x = part.x
    if part.align != "left":
        wide = QFontMetricsF(shown).horizontalAdvance(part.text)
        x -= wide if part.align == "right" else wide / 2
    painter.drawText(QPointF(x, part.y), part.text)
