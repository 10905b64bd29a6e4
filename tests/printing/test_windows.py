"""The printing of Windows, with Qt's own PDF printer in the place of a driver: it was not run on Windows."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from qi_desk.domain.errors import PaperError
from qi_desk.printing.windows import WindowsPrinter
from qi_desk.services.papers import PrintOptions

pytestmark = pytest.mark.usefixtures("qapp")

Printed = Callable[[bytes, PrintOptions], pypdfium2.PdfDocument]


@pytest.fixture
def printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Printed:
    """Prints, and answers what came out of the printer."""
    out = tmp_path / "out.pdf"

    class Driver(QPrinter):
        """A driver that writes a file, at a resolution of its own."""

        def __init__(self, mode: QPrinter.PrinterMode) -> None:
            super().__init__(mode)
            self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            self.setOutputFileName(str(out))

        def setPrinterName(self, _name: str) -> None:
            """A name would be looked for among real printers."""

        def setResolution(self, _dpi: int) -> None:
            super().setResolution(600)

    monkeypatch.setattr("PySide6.QtPrintSupport.QPrinter", Driver)

    def run(pdf: bytes, options: PrintOptions) -> pypdfium2.PdfDocument:
        assert WindowsPrinter().send(pdf, "HP LaserJet 柜台", options) == ""
        return pypdfium2.PdfDocument(out.read_bytes())

    return run


def paper(*sizes: tuple[float, float]) -> bytes:
    """Pages with a black square of 50 points, 100 points from the left and the upper edge."""
    held = BytesIO()
    canvas = Canvas(held)
    for wide, high in sizes:
        canvas.setPageSize((wide, high))
        canvas.rect(100, high - 150, 50, 50, fill=1)
        canvas.showPage()
    canvas.save()
    return held.getvalue()


def square(page: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is black, in points."""
    picture = page.render(scale=2).to_pil().convert("L").point(lambda value: 255 if value < 128 else 0)
    box = picture.getbbox()
    assert box is not None
    return tuple(edge / 2 for edge in box)


def test_the_ink_stands_where_the_paper_has_it_whatever_the_driver_resolves(printed: Printed) -> None:
    found = printed(paper(A4), PrintOptions(1, "A4", "受理回执"))
    assert found.get_page_size(0) == pytest.approx(A4, abs=1)
    assert square(found[0]) == pytest.approx((100, 100, 150, 150), abs=1.5)


def test_a_page_that_lies_is_printed_lying(printed: Printed) -> None:
    found = printed(paper(A4, landscape(A4)), PrintOptions(1, "A4", "名单"))
    assert [found.get_page_size(place) for place in range(2)] == [
        pytest.approx(A4, abs=1),
        pytest.approx(landscape(A4), abs=1),
    ]
    assert square(found[1]) == pytest.approx((100, 100, 150, 150), abs=1.5)


def test_a_ticket_takes_the_roll_as_long_as_it_is(printed: Printed) -> None:
    """80 mm wide, 300 mm long."""
    roll = (226.77, 850.39)
    found = printed(paper(roll), PrintOptions(1, "80mm", "取号"))
    assert found.get_page_size(0) == pytest.approx(roll, abs=1)
    assert square(found[0]) == pytest.approx((100, 100, 150, 150), abs=1.5)


def test_copies_sides_and_tray_reach_the_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    class Driver(QPrinter):
        def __init__(self, mode: QPrinter.PrinterMode) -> None:
            super().__init__(mode)
            self.setOutputFileName(str(tmp_path / "out.pdf"))

        def setPrinterName(self, name: str) -> None:
            asked["printer"] = name

        def setCopyCount(self, count: int) -> None:
            asked["copies"] = count

        def setDuplex(self, duplex: QPrinter.DuplexMode) -> None:
            asked["sides"] = duplex.name

        def setPaperSource(self, source: QPrinter.PaperSource) -> None:
            asked["tray"] = source.name

        def setPageOrientation(self, orientation: QPageLayout.Orientation) -> bool:
            asked["lies"] = orientation.name
            return super().setPageOrientation(orientation)

    monkeypatch.setattr("PySide6.QtPrintSupport.QPrinter", Driver)
    tray = str(QPrinter.PaperSource.Lower.value)
    WindowsPrinter().send(paper(A4), "柜台", PrintOptions(2, "A4", "", tray=tray, sides="long"))
    assert asked == {"printer": "柜台", "copies": 2, "sides": "DuplexLongSide", "tray": "Lower", "lies": "Portrait"}


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
def test_a_printer_that_takes_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Driver(QPrinter):
        def __init__(self, mode: QPrinter.PrinterMode) -> None:
            super().__init__(mode)
            self.setOutputFileName(str(tmp_path / "no such folder" / "out.pdf"))

        def setPrinterName(self, _name: str) -> None: ...

    monkeypatch.setattr("PySide6.QtPrintSupport.QPrinter", Driver)
    with pytest.raises(PaperError) as refused:
        WindowsPrinter().send(paper(A4), "没有", PrintOptions(1, "A4", ""))
    assert refused.value.code == "printer.refused"
