"""Draws an icon in one size, inside the build root: python icons.py SIZE FROM.svg TO.png."""

from __future__ import annotations

import sys

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def draw(size: int, source: bytes, target: str) -> bool:
    """Paint the drawing over a transparent square of `size` pixels; whether it could be written."""
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(source)).render(painter)
    painter.end()
    return image.save(target)


if __name__ == "__main__":
    with open(sys.argv[2], "rb") as opened:
        sys.exit(0 if draw(int(sys.argv[1]), opened.read(), sys.argv[3]) else 1)
