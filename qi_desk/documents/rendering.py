"""Pictures of pages, so that the preview is the PDF itself."""

from __future__ import annotations

from qi_desk.domain.errors import PaperError
from qi_desk.services.papers import Picture


def page_count(pdf: bytes) -> int:
    """How many pages. Raises PaperError("paper.unreadable")."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise PaperError("paper.unreadable") from error
    try:
        return len(document)
    finally:
        document.close()


def render(pdf: bytes, page: int, dpi: float) -> Picture:
    """One page (from 0) on white. Raises PaperError("paper.unreadable")."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise PaperError("paper.unreadable") from error
    try:
        bitmap = document[page].render(scale=dpi / 72, rev_byteorder=True, prefer_bgrx=True)
        return Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
    except IndexError as error:
        raise PaperError("paper.unreadable") from error
    finally:
        document.close()
