"""What is done to a finished paper: moved to fit a printer, marked as a reprint, joined with others into one job.

A paper that is moved or marked begins with its very own bytes: the change is an incremental update behind them
(ISO 32000-1, 7.5.6), so that the original can be taken out again and compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.lib.units import mm

from qi_desk.documents import fonts
from qi_desk.documents.layout import Sheet
from qi_desk.domain.errors import PaperError
from qi_desk.services.papers import Paper

if TYPE_CHECKING:
    import pypdfium2

_SIZE = 8.0
_EDGE = 8 * mm
_SLIP = 100 * mm
"""Pages narrower than this have no margin to write beside: the note stands on their upper edge."""


def finish(pdf: bytes, x: float, y: float, note: str) -> Paper:
    """The paper with its contents moved by `x` and `y` mm and `note` laid over every page. Raises
    PaperError("paper.unreadable")."""
    import pypdfium2

    with _opened(pdf) as document:
        for place in range(len(document)):
            page = document[place]
            if x or y:
                matrix = pypdfium2.raw.FS_MATRIX(1, 0, 0, 1, x * mm, y * mm)
                pypdfium2.raw.FPDFPage_TransFormWithClip(page, matrix, None)
            if note:
                _lay_over(document, page, note)
            page.close()
        buffer = BytesIO()
        document.save(buffer, flags=pypdfium2.raw.FPDF_INCREMENTAL)
        return Paper(buffer.getvalue(), len(document), (), len(pdf))


def join(pdfs: Sequence[bytes]) -> Paper:
    """All pages in one PDF, in order. Raises PaperError("paper.unreadable")."""
    import pypdfium2

    whole = pypdfium2.PdfDocument.new()
    try:
        for pdf in pdfs:
            with _opened(pdf) as document:
                whole.import_pages(document)
        buffer = BytesIO()
        whole.save(buffer)
        return Paper(buffer.getvalue(), len(whole), ())
    finally:
        whole.close()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise PaperError("paper.unreadable") from error
    try:
        yield document
    finally:
        document.close()


def _lay_over(document: Any, page: Any, note: str) -> None:
    import pypdfium2

    with _opened(_layer(page.get_size(), note)) as layer:
        laid = layer.page_as_xobject(0, document)
        page.insert_obj(laid.as_pageobject())
        laid.close()
    page.gen_content()
    assert isinstance(page, pypdfium2.PdfPage)


def _layer(size: tuple[float, float], note: str) -> bytes:
    """The note on an otherwise empty page: in the left margin of both halves of an upright sheet, because it may be
    cut in two; in the middle of a lying one; on the upper edge of a slip."""
    sheet = Sheet("note", size)
    width, height = size
    if width < _SLIP:
        sheet.text(width / 2, height - 4 * mm, note, fonts.SANS_BOLD, _SIZE - 1, align="center")
        return sheet.finish()
    for middle in (height * 0.75, height * 0.25) if height > width else (height / 2,):
        sheet.canvas.saveState()
        sheet.canvas.translate(_EDGE, middle)
        sheet.canvas.rotate(90)
        sheet.text(0, 0, note, fonts.SANS_BOLD, _SIZE, align="center")
        sheet.canvas.restoreState()
    return sheet.finish()
