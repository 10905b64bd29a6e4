"""QR and bar codes, drawn as rectangles; they hold the number and the query code, nothing of a person."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import segno
from reportlab.graphics.barcode.code128 import Code128


def payload(number: str, query_code: str) -> str:
    """What the QR code says."""
    return f"{number} {query_code}"


def draw_qr(canvas: Any, x: float, y: float, size: float, number: str, query_code: str) -> None:
    """A QR code with its lower left corner at (x, y), `size` points wide, runs of modules merged."""
    rows = _modules(payload(number, query_code))
    module = size / len(rows)
    canvas.saveState()
    canvas.setFillGray(0)
    path = canvas.beginPath()
    for line, row in enumerate(rows):
        column = 0
        while column < len(row):
            end = column
            while end < len(row) and row[end]:
                end += 1
            if end > column:
                top = y + size - (line + 1) * module
                path.rect(x + column * module, top, (end - column) * module, module)
            column = end + 1
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


@lru_cache(maxsize=8)
def _modules(said: str) -> tuple[bytes, ...]:
    """The rows of the code; both halves of a receipt bear the same one."""
    code = segno.make(said, error="m", micro=False, encoding="utf-8")
    return tuple(bytes(row) for row in code.matrix)


def draw_code128(canvas: Any, x: float, y: float, width: float, height: float, number: str) -> None:
    """A Code 128 of the number, as wide as `width` at most."""
    code = Code128(number, barHeight=height, barWidth=1, quiet=0, humanReadable=0)
    code.barWidth = min(1.0, width / code.width)
    Code128(number, barHeight=height, barWidth=code.barWidth, quiet=0, humanReadable=0).drawOn(canvas, x, y)
