"""A picture file as the mark on paper: a PNG of the size paper needs, whatever it was."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

PIXELS = 420
"""The longer side of a mark: 35 mm at 300 dots an inch."""

KINDS = "图片 (*.png *.svg)"
_MOST_BYTES = 4_000_000


def mark_of(file: Path) -> bytes:
    """The PNG of a PNG or SVG file, no larger than paper needs; transparent parts become white. Raises ValueError for
    anything else, OSError for a file that can't be read."""
    data = file.read_bytes()
    if len(data) > _MOST_BYTES:
        raise ValueError(file.name)
    image = _drawn(data) if file.suffix.lower() == ".svg" else QImage.fromData(data)
    if image.isNull():
        raise ValueError(file.name)
    if max(image.width(), image.height()) > PIXELS:
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(PIXELS, PIXELS, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    return _png(_on_white(image))


def _drawn(svg: bytes) -> QImage:
    from PySide6.QtSvg import QSvgRenderer

    drawing = QSvgRenderer(QByteArray(svg))
    size = drawing.defaultSize()
    if not drawing.isValid() or size.isEmpty():
        return QImage()
    wanted = size.scaled(QSize(PIXELS, PIXELS), Qt.AspectRatioMode.KeepAspectRatio)
    image = QImage(wanted, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    drawing.render(painter, QRectF(0, 0, wanted.width(), wanted.height()))
    painter.end()
    return image


def _on_white(image: QImage) -> QImage:
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    return flat


def _png(image: QImage) -> bytes:
    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(held, "PNG")  # type: ignore[call-overload]
    return bytes(held.data().data())
