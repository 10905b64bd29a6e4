"""A warm receipt beside a bare reportlab page with the same fonts and codes.

    python -m tests.benchmarks.receipt [--runs 40]

The bare page draws the receipt's own text with plain drawString calls, embeds the same fonts and draws the same two
codes twice.
"""

from __future__ import annotations

import argparse
import statistics
import time
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from qi_desk.documents import codes, fonts, receipt
from qi_desk.services.papers import ReceiptView
from tests.documents import views


def bare(view: ReceiptView) -> bytes:
    """The same words, fonts and codes on one page, without layout."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True, pageCompression=1)
    for half in (0, 421):
        codes.draw_qr(canvas, 480, 350 + half, 56, view.request_number, view.query_code)
        codes.draw_code128(canvas, 50, 380 + half, 118, 22, view.request_number)
        y = 330 + half
        for row in receipt.rows_of(view, masked=bool(half)):
            for cell in row:
                canvas.setFont(fonts.SANS, 9)
                canvas.drawString(50, y, cell.label)
                canvas.setFont(fonts.SERIF, 9)
                for name, piece in fonts.runs(cell.value, fonts.SERIF, fonts.Missing()):
                    canvas.setFont(name, 9)
                    canvas.drawString(120, y, piece)
                y -= 12
        canvas.setFont(fonts.SERIF_BOLD, 13)
        canvas.drawString(200, 390 + half, view.station.name)
        canvas.setFont(fonts.SANS_BOLD, 18)
        canvas.drawString(250, 360 + half, "受理回执")
    canvas.save()
    return buffer.getvalue()


def main() -> None:
    """Measure in turns and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=40)
    runs = parser.parse_args().runs
    view = views.receipt()
    receipt.a4(view)
    bare(view)
    ours, floor = [], []
    for _ in range(runs):
        begun = time.perf_counter()
        receipt.a4(view)
        ours.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        bare(view)
        floor.append(time.perf_counter() - begun)
    for name, found in (("receipt", ours), ("bare page", floor)):
        print(f"{name:10} median {statistics.median(found) * 1000:.1f} ms   min {min(found) * 1000:.1f} ms")
    print(f"ratio      {statistics.median(ours) / statistics.median(floor):.2f}   (at most 1.3)")
    print(f"size       {len(receipt.a4(view).pdf) / 1024:.0f} KB   (at most 100)")


if __name__ == "__main__":
    main()
