"""Every paper: its text, its size, its fonts, and what must never stand on it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.documents import codes, fonts
from qi_desk.documents.inline import InlinePapers
from qi_desk.documents.paragraphs import ChinesePara, unbreakable
from qi_desk.domain.errors import PaperError
from qi_desk.services.papers import NO_CODE, MaterialLine, Paper, SlipCode
from tests.documents import official_views, views

GOLDEN = Path(__file__).parent / "golden"

CASES: dict[str, tuple[str, Any]] = {
    "acceptance_a4": ("receipt_a4", views.receipt()),
    "document_a4": ("receipt_a4", views.receipt(kind="receipt.document", accepted_at=None)),
    "reprint_a4": ("receipt_a4", views.receipt(reprint=2)),
    "acceptance_a5": ("receipt_a5", views.receipt()),
    "acceptance_80mm": ("receipt_80mm", views.receipt()),
    "signed_a4": ("receipt_a4", views.receipt(code=views.CODE, reprint=1)),
    "signed_80mm": ("receipt_80mm", views.receipt(code=views.CODE)),
    "blank_sheets": ("blank_sheets", views.blank_sheets()),
    "on_site_list": ("on_site_list", views.on_site()),
    "on_site_empty": ("on_site_list", views.on_site(0)),
    "acceptance_a4_values": ("receipt_a4_values", views.receipt()),
    "acceptance_a5_values": ("receipt_a5_values", views.receipt()),
    "test_sheet": ("test_sheet", views.ruler()),
    "test_slip": ("test_sheet", views.ruler("80mm")),
    "separator": ("batch_separator", views.separator()),
    "recovery_sheet": ("recovery_sheet", views.recovery()),
    "queue_slip": ("queue_slip", views.ticket()),
    "archive_catalogue": ("archive_catalogue", views.catalogue()),
    "disposal_list": ("disposal_list", views.disposal()),
    "dossier": ("dossier", views.dossier()),
    "equipment_label": ("equipment_label", views.label()),
    "charts": ("form_sheet", views.charted()),
    "figure_report": ("form_sheet", views.figure_report()),
    "newsletter": ("form_sheet", views.newsletter()),
    "form_sheet": ("form_sheet", views.form()),
    "pack": ("pack_sheet", views.pack()),
    "outreach_record": ("outreach_record", views.outreach()),
    "outreach_blank": ("outreach_record", views.blank_outreach()),
    **official_views.CASES,
}


def make(name: str) -> Paper:
    return InlinePapers().make(*CASES[name])


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_range().replace("\r\n", "\n"))
            text.close()
            page.close()
        return "\f".join(pages)
    finally:
        document.close()


@pytest.mark.parametrize("name", CASES)
def test_the_text_is_the_golden_one(name: str) -> None:
    file = GOLDEN / f"{name}.txt"
    assert text_of(make(name).pdf) == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CASES)
def test_the_same_view_gives_the_same_bytes(name: str) -> None:
    assert make(name).pdf == make(name).pdf


@pytest.mark.parametrize("name", CASES)
def test_every_font_is_embedded(name: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(make(name).pdf))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]


def test_rare_names_come_out_of_the_pdf_as_they_went_in() -> None:
    paper = make("acceptance_a4")
    assert views.RARE in text_of(paper.pdf).replace("\n", "")
    assert paper.missing == ()


def test_what_no_font_has_is_shown_and_told() -> None:
    paper = InlinePapers().make("receipt_a4", views.receipt(contact="陈\U0003fffd"))
    assert paper.missing == ("\U0003fffd",)
    assert fonts.GETA in text_of(paper.pdf)


def test_the_client_s_half_is_masked_and_the_stub_is_not() -> None:
    text = text_of(make("acceptance_a4").pdf)
    stub, _, client = text.partition("沿此线裁开")
    assert "13800001234" in stub
    assert "13800001234" not in client
    assert "买买提" not in client
    assert "138****1234" in client


def test_neither_code_nor_metadata_holds_a_person() -> None:
    assert codes.payload(NO_CODE, "PY03-XQ-20260310-A-0007-K", "7KQ4MZ") == "PY03-XQ-20260310-A-0007-K 7KQ4MZ"
    assert codes.payload(SlipCode("QI1R:…", "ABCD"), "PY03-XQ-20260310-A-0007-K", "7KQ4MZ") == "QI1R:…"
    told = str(pypdf.PdfReader(io.BytesIO(make("acceptance_a4").pdf)).metadata)
    for secret in ("买买提", "13800001234", "示范精密"):
        assert secret not in told


def test_a_receipt_is_small_and_one_sheet() -> None:
    paper = make("acceptance_a4")
    assert paper.pages == 1
    assert len(paper.pdf) <= 100 * 1024


@pytest.mark.parametrize(
    ("name", "size"),
    [("acceptance_a4", (595.28, 841.89)), ("acceptance_a5", (595.28, 419.53)), ("queue_slip", (226.77, 221.10))],
)
def test_pages_have_the_size_of_the_paper(name: str, size: tuple[float, float]) -> None:
    box = pypdf.PdfReader(io.BytesIO(make(name).pdf)).pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(size, abs=0.1)


def test_long_matters_flow_on_instead_of_being_cut() -> None:
    materials = tuple(MaterialLine(f"很长名称的材料第{place}号", 1, False, "已收") for place in range(60))
    view = views.receipt(materials=materials, description="说明情况。" * 120)
    paper = InlinePapers().make("receipt_a4", view)
    text = text_of(paper.pdf).replace("\n", "")
    assert paper.pages >= 2
    assert text.count("第59号") == 2


def test_a_practice_station_s_paper_says_so() -> None:
    practice = replace(views.STATION, practice=True)
    assert "演 练" in text_of(InlinePapers().make("receipt_a4", views.receipt(station=practice)).pdf)


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(PaperError, match=r"paper\.unknown"):
        InlinePapers().make("poster", None)


TEXTS = st.text(alphabet=st.sampled_from("质量检测标准服务，。；：、（）“”《》ABC123-./型号"), min_size=1, max_size=120)


@given(TEXTS, st.integers(60, 400))
def test_no_line_begins_or_ends_where_it_may_not(text: str, width: int) -> None:
    para = ChinesePara(text, fonts.SERIF, 10, fonts.Missing())
    para.wrap(width)
    lines = [line.text for line in para.lines]
    assert "".join(lines) == text
    assert all(line.width <= width + 1e-3 or len(line.text) == 1 for line in para.lines)
    for before, after in pairwise(lines):
        if before.strip() and after.strip() and unbreakable(before[-1], after[0]):
            # Only where the whole line above offered no place to break.
            assert all(unbreakable(left, right) for left, right in pairwise(before))


def test_the_contents_of_a_dossier_name_the_page_each_document_stands_on() -> None:
    paper = InlinePapers().make("dossier", views.dossier(30))
    pages = text_of(paper.pdf).split("\f")
    contents = "".join(page for page in pages if "页次" in page)
    for place in (1, 15, 30):
        number = f"PY03-XQ-20260310-A-{place:04}-K"
        page = next(at for at, page in enumerate(pages, start=1) if number in page and "页次" not in page)
        told = re.search(rf"{number}\s+2026年3月10日\s+(\d+)", contents)
        assert told is not None
        assert told[1] == str(page)
    assert f"共 {paper.pages} 页" in pages[-1]


def test_a_catalogue_repeats_its_head_on_every_page() -> None:
    pages = text_of(InlinePapers().make("archive_catalogue", views.catalogue(60)).pdf).split("\f")
    assert len(pages) > 1
    assert all("档号" in page and "题名" in page for page in pages)
