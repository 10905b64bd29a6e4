"""The program's mark as an .ico file, drawn from the one vector drawing there is."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from installer.bundle import ROOT

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

DRAWING = ROOT / "resources" / "icons" / "qi-desk.svg"
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""Of lists, task bar and desktop at 100 to 200 percent; the large one is for tiles."""

_ENTRY = struct.Struct("<BBBBHHII")
_BITMAP = struct.Struct("<IiiHHIIiiII")
_PACKED_FROM = 256


def write(target: Path, drawing: Path = DRAWING) -> None:
    """Draw the icon at `target`. Raises ValueError where `drawing` is not one."""
    target.write_bytes(of(drawing))


def of(drawing: Path) -> bytes:
    """The bytes of the icon. Raises ValueError where `drawing` is none that Qt reads."""
    pictures = [_picture(drawing, size) for size in SIZES]
    parts = [_png(picture) if picture.width() >= _PACKED_FROM else _bitmap(picture) for picture in pictures]
    at = 6 + _ENTRY.size * len(parts)
    head = struct.pack("<HHH", 0, 1, len(parts))
    for picture, part in zip(pictures, parts, strict=True):
        # 256 is written as 0.
        edge = picture.width() % 256
        head += _ENTRY.pack(edge, edge, 0, 0, 1, 32, len(part), at)
        at += len(part)
    return head + b"".join(parts)


def _picture(drawing: Path, size: int) -> QImage:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(str(drawing))
    if not renderer.isValid():
        raise ValueError(f"no drawing: {drawing.name}")
    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(0)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def _png(picture: QImage) -> bytes:
    from PySide6.QtCore import QBuffer, QIODevice

    held = QBuffer()
    held.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(held, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes, Qt for a string
    return bytes(held.data().data())


def _bitmap(picture: QImage) -> bytes:
    """Rows from below in BGRA, then the mask that old Windows read and the format still wants: one bit a point, rows of
    whole 32 bits."""
    size, mask_row = picture.width(), (picture.width() + 31) // 32 * 4
    points = bytes(picture.constBits())
    rows = [points[row * size * 4 : (row + 1) * size * 4] for row in range(size)]
    head = _BITMAP.pack(_BITMAP.size, size, size * 2, 1, 32, 0, size * (size * 4 + mask_row), 0, 0, 0, 0)
    return head + b"".join(reversed(rows)) + bytes(mask_row * size)
