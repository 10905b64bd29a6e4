"""QR and bar codes, drawn as rectangles; they hold numbers and signed codes, nothing of a person.

Both are written once in whole modules, a run of dark ones as one rectangle, and brought to size by the page's
transformation: both copies of a receipt bear the same ones, and numbers without fractions cost least.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import segno
from reportlab.graphics.barcode.code128 import Code128

from qi_desk.services.papers import SlipCode


def payload(code: SlipCode, number: str, query_code: str) -> str:
    """What the QR code of a receipt says: the signed code, or number and query code of one that has none."""
    return code.text or f"{number} {query_code}"


def draw_qr(canvas: Any, x: float, y: float, size: float, said: str) -> None:
    """A QR code of `said` with its lower left corner at (x, y), `size` points wide."""
    across, drawn = _qr(said)
    _draw(canvas, x, y, size / across, size / across, drawn)


def draw_code128(canvas: Any, x: float, y: float, width: float, height: float, number: str) -> None:
    """A Code 128 of the number, as wide as `width` at most."""
    across, drawn = _code128(number)
    _draw(canvas, x, y, min(1.0, width / across), height, drawn)


def _draw(canvas: Any, x: float, y: float, wide: float, high: float, drawn: str) -> None:
    """Fill the rectangles `drawn`, a module `wide` and `high` points large."""
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.transform(wide, 0, 0, high, x, y)
    canvas.addLiteral(drawn)
    canvas.restoreState()


_SIGNED = 120
"""Characters a signed code has at the least."""

_MASK = 3


@lru_cache(maxsize=8)
def _qr(said: str) -> tuple[int, str]:
    """Modules across, and the rectangles as a page has them."""
    # Weighing all eight masks takes four times as long as the rest; a signature is as even as noise under any of them.
    mask = _MASK if len(said) > _SIGNED else None
    rows = list(segno.make(said, error="m", micro=False, encoding="utf-8", mask=mask, boost_error=False).matrix)
    places = []
    for line, row in enumerate(reversed(rows)):
        column = 0
        while column < len(row):
            end = column
            while end < len(row) and row[end]:
                end += 1
            if end > column:
                places.append((column, line, end - column))
            column = end + 1
    return len(rows), " ".join(_rectangle(*place) for place in places) + " f"


@lru_cache(maxsize=8)
def _code128(number: str) -> tuple[int, str]:
    """Modules across, and the bars as rectangles of one module's height."""
    code = Code128(number, barWidth=1, quiet=0, humanReadable=0)
    across = round(code.width)
    places, left = [], 0
    for step in code.decomposed:
        # A bar is an upper case letter, a space a lower case one; A and a are one module wide.
        wide = ord(step.lower()) - ord("a") + 1
        if step.isupper():
            places.append((left, 0, wide))
        left += wide
    # Bar by bar: renderers set a lone rectangle on whole pixels, which scanners like, but blur a path of many.
    return across, " ".join(f"{_rectangle(*place)} f" for place in places)


def _rectangle(column: int, line: int, wide: int) -> str:
    return f"{column} {line} {wide} 1 re"
