"""Papers moved, marked and joined: what was there stays what it was, byte for byte and line for line."""

from __future__ import annotations

import pypdfium2
import pytest

from qi_desk.documents.client import PaperMaker
from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import PaperError
from tests.documents import views
from tests.documents.test_papers import text_of

PAPERS = InlinePapers()
NOTE = "补打第 2 次　2026-03-10 09:15"
MM = 72 / 25.4


def receipt(form: str = "receipt_a4") -> bytes:
    return PAPERS.make(form, views.receipt()).pdf


def darkest(pdf: bytes, left: float, low: float, right: float, high: float) -> int:
    """The darkest grey in a part of the first page, in millimetres from its lower left corner, at 100 dpi."""
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[0].render(scale=100 / 72, grayscale=True)
    dots = 100 / 25.4
    rows = bitmap.height
    data = bytes(bitmap.buffer)
    found = min(
        min(data[y * bitmap.stride + int(left * dots) : y * bitmap.stride + int(right * dots)])
        for y in range(rows - int(high * dots), rows - int(low * dots))
    )
    document.close()
    return found


def test_a_marked_paper_begins_with_its_own_bytes() -> None:
    pdf = receipt()
    marked = PAPERS.finish(pdf, 0, 0, NOTE)
    assert marked.pdf[: marked.body] == pdf
    assert len(marked.pdf) > marked.body == len(pdf)
    assert text_of(marked.pdf).count("补打第 2 次") == 2
    assert text_of(marked.pdf[: marked.body]) == text_of(pdf)


@pytest.mark.parametrize(("form", "times"), [("receipt_a5", 1), ("receipt_80mm", 1)])
def test_a_paper_that_is_not_cut_in_two_bears_one_mark(form: str, times: int) -> None:
    assert text_of(PAPERS.finish(receipt(form), 0, 0, NOTE).pdf).count("补打第 2 次") == times


def test_the_mark_stands_where_nothing_is_printed() -> None:
    pdf = receipt()
    assert darkest(pdf, 4, 40, 10, 110) == 255
    assert darkest(PAPERS.finish(pdf, 0, 0, NOTE).pdf, 4, 40, 10, 110) < 100


def test_a_moved_paper_is_the_same_ink_elsewhere() -> None:
    pdf = receipt()
    # The frame of the table begins 18 mm from the left edge.
    assert darkest(pdf, 17, 200, 19, 230) < 60
    moved = PAPERS.finish(pdf, 10, 0, "")
    assert moved.pdf[: moved.body] == pdf
    assert darkest(moved.pdf, 17, 200, 19, 230) == 255
    assert darkest(moved.pdf, 27, 200, 29, 230) < 60
    # In the two directions at once, and back again from the original.
    both = PAPERS.finish(pdf, -4, -6, "")
    assert darkest(both.pdf, 13, 194, 15, 224) < 60
    assert PAPERS.finish(both.pdf[: both.body], -4, -6, "").body == both.body


def test_joined_papers_keep_their_order_and_their_sizes() -> None:
    whole = PAPERS.join([receipt(), receipt("receipt_80mm"), receipt("receipt_a5")])
    assert whole.pages == 3
    document = pypdfium2.PdfDocument(whole.pdf)
    widths = [round(document[place].get_width() / MM) for place in range(3)]
    document.close()
    assert widths == [210, 80, 210]
    assert text_of(whole.pdf).count("PY03-XQ-20260310-A-0007-K") == 4


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(PaperError, match=r"paper\.unreadable"):
        PAPERS.finish(b"no pdf", 1, 1, "")
    with pytest.raises(PaperError, match=r"paper\.unreadable"):
        PAPERS.join([receipt(), b"no pdf"])


def test_the_paper_process_does_the_same() -> None:
    maker = PaperMaker()
    try:
        pdf = receipt()
        marked = maker.finish(pdf, 2.5, -1, NOTE)
        assert marked.pdf[: marked.body] == pdf
        assert text_of(marked.pdf) == text_of(PAPERS.finish(pdf, 2.5, -1, NOTE).pdf)
        assert maker.join([pdf, marked.pdf]).pages == 2
    finally:
        maker.close()


@pytest.mark.parametrize("form", ["receipt_a4", "receipt_a5"])
def test_values_alone_stand_where_they_stand_among_the_rest(form: str) -> None:
    """What is drawn with `values_only` is drawn on the whole paper at the same place: no dot of ink is new."""
    whole = pypdfium2.PdfDocument(receipt(form))
    alone = pypdfium2.PdfDocument(receipt(f"{form}_values"))
    first, second = (one[0].render(scale=2, grayscale=True) for one in (whole, alone))
    new = sum(one > two + 120 for one, two in zip(bytes(first.buffer), bytes(second.buffer), strict=True))
    for document in (whole, alone):
        document.close()
    assert new == 0
