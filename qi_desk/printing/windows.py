"""Printing on Windows: pages become pictures, Qt prints them.

Written from the documented behaviour and tried on Linux with Qt's PDF printer only; it was not run on Windows.
"""

from __future__ import annotations

from qi_desk.domain.errors import PaperError
from qi_desk.services.papers import PrinterInfo, PrintOptions

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
        from PySide6.QtGui import QImage, QPageSize, QPainter
        from PySide6.QtPrintSupport import QPrinter

        device = QPrinter(QPrinter.PrinterMode.HighResolution)
        device.setPrinterName(printer)
        device.setDocName(options.title or "qi-desk")
        device.setCopyCount(options.copies)
        device.setResolution(_DPI)
        device.setFullPage(True)
        if options.paper in ("A3", "A4", "A5"):
            size = QPageSize.PageSizeId[options.paper]
            device.setPageSize(QPageSize(size))
        device.setDuplex(getattr(QPrinter.DuplexMode, _SIDES.get(options.sides, "DuplexNone")))
        sources = {str(one.value): one for one in QPrinter.PaperSource}
        if options.tray in sources:
            device.setPaperSource(sources[options.tray])
        document = pypdfium2.PdfDocument(pdf)
        painter = QPainter()
        if not painter.begin(device):
            raise PaperError("printer.refused", printer=printer, reason="")
        try:
            for place in range(len(document)):
                if place:
                    device.newPage()
                bitmap = document[place].render(scale=_DPI / 72, rev_byteorder=True, prefer_bgrx=True)
                image = QImage(
                    bytes(bitmap.buffer),
                    bitmap.width,
                    bitmap.height,
                    bitmap.stride,
                    QImage.Format.Format_RGBA8888,
                ).convertToFormat(QImage.Format.Format_Grayscale8)
                painter.drawImage(QRectF(0, 0, bitmap.width, bitmap.height), image)
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
