"""Warm minutes of thirty pages beside the same pages bare: reportlab alone, with the same words, fonts and places.

    python -m tests.benchmarks.minutes [--runs 12] [--profile]

What the minutes write is written down first: each piece of text with its font, size, place and spread. The bare pages
draw these pieces in reportlab's own fonts from the same files; they know every place beforehand, break no line, measure
and justify nothing, and make no archive of it. Every run is other minutes.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import statistics
import time
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from qi_desk.documents.official import minutes
from qi_desk.services.official_sheets import MinutesSheetView
from tests.benchmarks.receipt import register_bare_fonts
from tests.documents import official_views

PAGES = 30
_MOST_MS = 20.0
_WARM = 2
_ROUNDS = 37

Piece = tuple[float, float, str, float, float, str]
"""x, y, font, size, spread, text."""


def written_down(view: MinutesSheetView) -> list[list[Piece]]:
    """Every piece of text of the minutes, page by page."""
    pages: list[list[Piece]] = [[]]
    plain, turn = PDFTextObject._formatText, Canvas.showPage

    def listening(text: Any, said: str) -> Any:
        spread = getattr(text, "_charSpace", 0.0)
        pages[-1].append((text._x, text._y, text._fontname, text._fontsize, spread, said))
        return plain(text, said)

    def turning(canvas: Any) -> None:
        turn(canvas)
        pages.append([])

    PDFTextObject._formatText, Canvas.showPage = listening, turning
    try:
        minutes.minutes(view)
    finally:
        PDFTextObject._formatText, Canvas.showPage = plain, turn
    return [page for page in pages if page]


def bare(pages: list[list[Piece]]) -> bytes:
    """The same words on as many pages, without layout."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True, pageCompression=1)
    for pieces in pages:
        for x, y, font, size, spread, said in pieces:
            drawn = canvas.beginText(x, y)
            drawn.setFont(f"bare-{font}", size)
            drawn.setCharSpace(spread)
            drawn.textOut(said)
            canvas.drawText(drawn)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def another(turn: int) -> MinutesSheetView:
    """Minutes of some thirty pages that no run before has made."""
    body = official_views.body(_ROUNDS)
    first = body[1]
    said = f"第{turn}次测量。{first.text}"
    return official_views.minutes(issue=turn + 1, body=(body[0], type(first)(first.kind, said), *body[2:]))


def main() -> float:
    """Measure in turns, print, and answer the milliseconds a page of the median run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=12)
    parser.add_argument("--profile", action="store_true")
    given = parser.parse_args()
    register_bare_fonts()
    ours, floor = [], []
    watch = cProfile.Profile()
    for turn in range(given.runs + _WARM):
        view = another(turn)
        pages = written_down(view)
        if given.profile:
            watch.enable()
        begun = time.perf_counter()
        made = minutes.minutes(view)
        ours.append((time.perf_counter() - begun) / made.pages)
        watch.disable()
        begun = time.perf_counter()
        bare(pages)
        floor.append((time.perf_counter() - begun) / made.pages)
    for name, found in (("minutes", ours), ("bare pages", floor)):
        del found[:_WARM]
        print(f"{name:10} median {statistics.median(found) * 1000:.2f} ms/page   min {min(found) * 1000:.2f}")
    print(f"ratio      {statistics.median(ours) / statistics.median(floor):.2f}")
    print(f"pages      {made.pages}, {len(made.pdf) / 1024:.0f} KB   (at most {_MOST_MS:.0f} ms/page)")
    if given.profile:
        pstats.Stats(watch).sort_stats("tottime").print_stats(25)
    return statistics.median(ours) * 1000


if __name__ == "__main__":
    main()
