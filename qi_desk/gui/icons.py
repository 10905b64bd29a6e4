"""Icons: Lucide drawings tinted by meaning, crisp at any scale."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from qi_desk import paths
from qi_desk.gui import theme

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

_SIZES = (16, 20, 24, 32, 48, 64)


def icon(name: str, meaning: str = "muted") -> QIcon:
    """The drawing `resources/icons/<name>.svg` in the colour of `meaning` in the theme in use."""
    return _drawn(name, theme.colour(meaning).name())


@cache
def _drawn(name: str, colour: str) -> QIcon:
    made = QIcon()
    drawing = _drawing(name, colour)
    for size in _SIZES:
        made.addPixmap(_painted(drawing, size))
    return made


def _drawing(name: str, colour: str) -> QSvgRenderer:
    # Imported with the first icon: the sign-in page has none.
    from PySide6.QtSvg import QSvgRenderer

    drawing = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))


def _painted(drawing: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    drawing.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


def pixmap(name: str, meaning: str, size: int, ratio: float = 1.0) -> QPixmap:
    """One icon as a pixmap of `size` logical pixels."""
    made = _painted(_drawing(name, theme.colour(meaning).name()), round(size * ratio))
    made.setDevicePixelRatio(ratio)
    return made


def application_icon() -> QIcon:
    """The program's own mark."""
    file = paths.resources() / "icons" / "qi-desk.svg"
    return QIcon(str(file))
