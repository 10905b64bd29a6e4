"""A warm receipt beside the same page bare: reportlab alone, with the same words, fonts and codes.

    python -m tests.benchmarks.receipt [--runs 40] [--profile]

What the receipt writes is written down first: each piece of text with its font, size and place, on both halves. The
bare page draws these pieces with plain drawString calls in reportlab's own fonts from the same files, and the same two
codes twice; it knows every place beforehand, measures and wraps nothing and draws no rules. Every run is another
receipt, so that neither side finds its codes ready.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from io import BytesIO
from typing import Any

import segno
from reportlab.graphics.barcode.code128 import Code128
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from qi_desk import paths
from qi_desk.documents import codes, fonts, receipt
from qi_desk.services.papers import ReceiptView
from tests.documents import views

_TARGET = 1.3
_WARM = 3
_HALVES = (A4[1] / 2, 0.0)

Piece = tuple[float, float, str, float, str]
"""x, y, font, size, text."""


def register_bare_fonts() -> None:
    """The same files as reportlab loads them by itself; to be called before any receipt is made.

    reportlab lets fonts of one face share it, so it must forget these for ours to be what they are.
    """
    for name, file in fonts.FILES.items():
        pdfmetrics.registerFont(TTFont(f"bare-{name}", str(paths.resources() / "fonts" / file)))
    pdfmetrics._dynFaceNames.clear()


def written_down(view: ReceiptView) -> list[Piece]:
    """Every piece of text of the receipt."""
    pieces: list[Piece] = []
    plain = PDFTextObject._formatText

    def listening(text: Any, said: str) -> Any:
        pieces.append((text._x, text._y, text._fontname, text._fontsize, said))
        return plain(text, said)

    PDFTextObject._formatText = listening
    try:
        receipt.a4(view)
    finally:
        PDFTextObject._formatText = plain
    return pieces


def bare(view: ReceiptView, pieces: list[Piece]) -> bytes:
    """The same words, fonts and codes on one page, without layout."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True, pageCompression=1)
    modules = tuple(segno.make(f"{view.request_number} {view.query_code}", error="m", micro=False).matrix)
    for floor in _HALVES:
        bare_qr(canvas, 480, 340 + floor, 56 / len(modules), modules)
        Code128(view.request_number, barHeight=22, barWidth=0.4, quiet=0, humanReadable=0).drawOn(
            canvas, 50, 380 + floor
        )
    for x, y, font, size, said in pieces:
        canvas.setFont(f"bare-{font}", size)
        canvas.drawString(x, y, said)
    canvas.save()
    return buffer.getvalue()


def bare_qr(canvas: Canvas, x: float, y: float, module: float, modules: tuple[Any, ...]) -> None:
    """One rectangle for each run of dark modules, as a reader of reportlab's manual would draw it."""
    path = canvas.beginPath()
    for line, row in enumerate(reversed(modules)):
        column = 0
        while column < len(row):
            end = column
            while end < len(row) and row[end]:
                end += 1
            if end > column:
                path.rect(x + column * module, y + line * module, (end - column) * module, module)
            column = end + 1
    canvas.drawPath(path, stroke=0, fill=1)


def another(turn: int) -> ReceiptView:
    """A receipt with a number of its own."""
    return views.receipt(
        request_number=f"PY03-XQ-20260310-A-{turn:04d}-K", receipt_number=f"PY03-HZ-20260310-A-{turn:04d}-8"
    )


def main() -> float:
    """Measure in turns, print, and answer the ratio of the medians."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    register_bare_fonts()
    ours, floor = [], []
    watch = cProfile.Profile()
    for turn in range(given.runs + _WARM):
        view = another(turn)
        pieces = written_down(view)
        codes._qr.cache_clear()
        codes._code128.cache_clear()
        if given.profile:
            watch.enable()
        begun = time.perf_counter()
        made = receipt.a4(view)
        ours.append(time.perf_counter() - begun)
        watch.disable()
        begun = time.perf_counter()
        plain = bare(view, pieces)
        floor.append(time.perf_counter() - begun)
    for name, found in (("receipt", ours), ("bare page", floor)):
        del found[:_WARM]
        print(f"{name:10} median {statistics.median(found) * 1000:.1f} ms   min {min(found) * 1000:.1f} ms")
    ratio = statistics.median(ours) / statistics.median(floor)
    print(f"ratio      {ratio:.2f}   (at most {_TARGET})")
    print(f"size       {len(made.pdf) / 1024:.0f} KB   (at most 100; bare {len(plain) / 1024:.0f} KB)")
    if given.profile:
        pstats.Stats(watch).sort_stats("tottime").print_stats(30)
    return ratio


if __name__ == "__main__":
    main()
