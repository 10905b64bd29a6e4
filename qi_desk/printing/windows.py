"""Printing on Windows: pages become pictures, Qt prints them.

Written from the documented behaviour and tried on Linux with Qt's PDF printer only; it was not run on Windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qi_desk.domain.errors import PaperError
from qi_desk.services.papers import PrinterInfo, PrintOptions

if TYPE_CHECKING:
    from PySide6.QtGui import QPageLayout, QPageSize

_DPI = 300
_SIDES = {"one": "DuplexNone", "long": "DuplexLongSide", "short": "DuplexShortSide"}


class WindowsPrinter:
    """The printers Windows knows. Needs a Qt application in this process."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        """The printers there are now."""
        from PySide6.QtPrintSupport import QPrinterInfo

        return tuple(
            PrinterInfo(one.printerName(), one.description() or one.printerName(), "ready", one.isDefault())
            for one in QPrinterInfo.availablePrinters()
        )

    def send(self, pdf: bytes, printer: str, options: PrintOptions) -> str:
        """Print a PDF; answers an empty id, because Windows tells nothing back this way.

        Raises PaperError("printer.refused").
        """
        import pypdfium2
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QImage, QPainter
        from PySide6.QtPrintSupport import QPrinter

        device = QPrinter(QPrinter.PrinterMode.HighResolution)
        device.setPrinterName(printer)
        device.setDocName(options.title or "qi-desk")
        device.setCopyCount(options.copies)
        device.setResolution(_DPI)
        device.setFullPage(True)
        device.setDuplex(getattr(QPrinter.DuplexMode, _SIDES.get(options.sides, "DuplexNone")))
        sources = {str(one.value): one for one in QPrinter.PaperSource}
        if options.tray in sources:
            device.setPaperSource(sources[options.tray])
        document = pypdfium2.PdfDocument(pdf)
        device.setPageSize(_page_size(options.paper, document.get_page_size(0)))
        device.setPageOrientation(_orientation(document.get_page_size(0)))
        painter = QPainter()
        if not painter.begin(device):
            raise PaperError("printer.refused", printer=printer, reason="")
        try:
            for place in range(len(document)):
                if place:
                    device.setPageOrientation(_orientation(document.get_page_size(place)))
                    device.newPage()
                bitmap = document[place].render(scale=_DPI / 72, rev_byteorder=True, prefer_bgrx=True)
                image = QImage(
                    bytes(bitmap.buffer),
                    bitmap.width,
                    bitmap.height,
                    bitmap.stride,
                    QImage.Format.Format_RGBA8888,
                ).convertToFormat(QImage.Format.Format_Grayscale8)
                # A driver need not take the resolution it is asked for.
                wide, high = (length * device.resolution() / _DPI for length in (bitmap.width, bitmap.height))
                painter.drawImage(QRectF(0, 0, wide, high), image)
        finally:
            painter.end()
            document.close()
        return ""

    def trays(self, printer: str) -> tuple[tuple[str, str], ...]:
        """The paper sources of a printer, under the numbers Windows gives them."""
        from PySide6.QtPrintSupport import QPrinter

        device = QPrinter(QPrinter.PrinterMode.HighResolution)
        device.setPrinterName(printer)
        listed = getattr(device, "supportedPaperSources", None)
        return tuple((str(one.value), one.name) for one in listed()) if listed is not None else ()

    def state(self, job: str) -> str:
        """Windows tells nothing back this way: what was sent stays sent."""
        return "sent"

    def cancel(self, job: str) -> None:
        """Raises PaperError("printer.refused"): the queue window of Windows takes jobs back."""
        raise PaperError("printer.refused", printer="", reason="")


def _page_size(paper: str, points: tuple[float, float]) -> QPageSize:
    """The sheet to ask the driver for: a usual one by name, a roll by the size of the page that is drawn on it. Upright
    always; which way it lies is asked for apart."""
    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QPageSize

    if paper in ("A3", "A4", "A5"):
        return QPageSize(QPageSize.PageSizeId[paper])
    narrow, long = sorted(points)
    return QPageSize(QSizeF(narrow, long), QPageSize.Unit.Point, paper, QPageSize.SizeMatchPolicy.ExactMatch)


def _orientation(points: tuple[float, float]) -> QPageLayout.Orientation:
    from PySide6.QtGui import QPageLayout

    wide, high = points
    return QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait
