"""The manual on paper: a chapter as it is read on the screen, or all of it with contents that name the right pages."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from qi_desk.documents import wire
from qi_desk.documents.inline import InlinePapers
from qi_desk.gui.help import made
from qi_desk.manual import blocks, book
from qi_desk.manual.book import Book
from qi_desk.services import manual_papers, posters
from qi_desk.services.manual_papers import ManualView
from qi_desk.services.posters import PosterView
from tests.documents.test_papers import text_of
from tests.support.stations import Bench


@pytest.fixture(scope="module")
def whole() -> Book:
    return made.complete(book.load())


def test_a_chapter_is_printed_with_its_keys_steps_and_picture(bench: Bench, whole: Book) -> None:
    chapter = whole.of_page("reception")
    assert chapter is not None
    order = manual_papers.print_out(bench.house, bench.actor, (chapter,))
    paper = InlinePapers().make(order.form, order.view)
    assert paper.missing == ()
    text = "".join(text_of(paper.pdf).split())
    for block in chapter.blocks:
        for line in (block.text, *(row[0] for row in block.rows)):
            assert "".join(blocks.bare(line).split())[:12] in text
    images = [image for page in pypdf.PdfReader(io.BytesIO(paper.pdf)).pages for image in page.images]
    assert len(images) == len(chapter.pictures())
    assert "目录" not in text


def test_the_contents_name_the_page_each_chapter_begins_on(bench: Bench, whole: Book) -> None:
    some = tuple(one for one in whole.chapters if one.name in ("first-day", "limits", "faq", "glossary"))
    order = manual_papers.print_out(bench.house, bench.actor, some)
    pages = text_of(InlinePapers().make(order.form, order.view).pdf).split("\f")
    for chapter in some:
        told = re.search(rf"^{re.escape(chapter.title)}\s+(\d+)\s*$", pages[0], re.MULTILINE)
        assert told is not None, chapter.title
        assert chapter.title in pages[int(told[1]) - 1]


def through_the_wire(view: object) -> object:
    stream = io.BytesIO()
    wire.send(stream, {"view": view})
    stream.seek(0)
    message = wire.receive(stream)
    assert message is not None
    return wire.rebuild(type(view), message["view"])


def test_it_reaches_the_paper_process_as_it_was(bench: Bench, whole: Book) -> None:
    view = manual_papers.print_out(bench.house, bench.actor, whole.chapters).view
    assert isinstance(view, ManualView)
    assert through_the_wire(view) == view
    poster = posters.flow_guide(bench.house, bench.actor).view
    assert isinstance(poster, PosterView)
    assert through_the_wire(poster) == poster


def test_every_chapter_can_be_printed(bench: Bench, whole: Book) -> None:
    order = manual_papers.print_out(bench.house, bench.actor, whole.chapters)
    without_pictures = ManualView(
        **{name: getattr(order.view, name) for name in ManualView.__slots__ if name != "pictures"}, pictures=()
    )
    paper = InlinePapers().make(order.form, without_pictures)
    assert paper.missing == ()
    assert paper.pages > len(whole.chapters)
