"""The manual on A4: chapters as they are read on the screen, with contents where there are several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from qi_desk.documents import fonts
from qi_desk.documents.pages import FLOOR, MARGIN, Frame, Grid, Pages, paper
from qi_desk.manual import blocks
from qi_desk.manual.blocks import Block
from qi_desk.manual.book import Chapter
from qi_desk.services.manual_papers import ManualView
from qi_desk.services.papers import Paper

_TEXT = 10.5
_INDENT = 18.0
_TALLEST = 105 * mm
_NARROW = 120.0


def manual(view: ManualView) -> Paper:
    """The chapters, as many pages as they need."""
    frame = Frame(view.station, view.title, "", view.printed_at, view.printed_by)
    pictures = {one.file: ImageReader(BytesIO(one.png)) for one in view.pictures}
    return paper(frame, lambda pages: _draw(pages, view, pictures))


def _draw(pages: Pages, view: ManualView, pictures: Mapping[str, Any]) -> None:
    pages.head("")
    if view.contents:
        _contents(pages, view)
    for place, chapter in enumerate(view.chapters):
        if place or view.contents:
            pages.turn()
        pages.mark(chapter.name)
        if view.contents:
            _title(pages, chapter)
        for block in chapter.blocks:
            _DRAWERS[block.kind](pages, block, pictures)


def _contents(pages: Pages, view: ManualView) -> None:
    pages.heading(view.contents)
    part = ""
    for chapter in view.chapters:
        if chapter.part != part:
            part = chapter.part
            pages.need(40)
            pages.sheet.text(MARGIN, pages.y - 16, part, fonts.SANS_BOLD, _TEXT)
            pages.y -= 22
        pages.need(16)
        pages.sheet.text(MARGIN + _INDENT, pages.y - 12, chapter.title, fonts.SERIF, _TEXT)
        page = str(pages.known.get(chapter.name, ""))
        pages.sheet.text(MARGIN + pages.width, pages.y - 12, page, fonts.SERIF, _TEXT, align="right")
        pages.y -= 16


def _title(pages: Pages, chapter: Chapter) -> None:
    pages.sheet.text(MARGIN, pages.y - 20, chapter.title, fonts.SANS_BOLD, 16)
    pages.y -= 34


def _heading(pages: Pages, block: Block, _pictures: Mapping[str, Any]) -> None:
    pages.y -= 4
    text = pages.sheet.paragraph(blocks.bare(block.text), fonts.SANS_BOLD, 11)
    high = text.wrap(pages.width)
    pages.need(high + 50)
    text.draw_on(pages.sheet.canvas, MARGIN, pages.y - high)
    pages.y -= high + 4


def _text(pages: Pages, block: Block, _pictures: Mapping[str, Any]) -> None:
    pages.block(blocks.bare(block.text), _TEXT)


def _note(pages: Pages, block: Block, _pictures: Mapping[str, Any]) -> None:
    text = pages.sheet.paragraph(blocks.bare(block.text), fonts.SANS, _TEXT - 0.5)
    high = text.wrap(pages.width - 24) + 12
    pages.need(high + 6)
    pages.sheet.canvas.setLineWidth(0.8)
    pages.sheet.canvas.rect(MARGIN, pages.y - high, pages.width, high)
    text.draw_on(pages.sheet.canvas, MARGIN + 12, pages.y - high + 6)
    pages.y -= high + 8


def _steps(pages: Pages, block: Block, _pictures: Mapping[str, Any]) -> None:
    _listed(pages, block, lambda place: f"{place}.")


def _points(pages: Pages, block: Block, _pictures: Mapping[str, Any]) -> None:
    _listed(pages, block, lambda _place: "·")


def _listed(pages: Pages, block: Block, mark: Callable[[int], str]) -> None:
    for place, (line,) in enumerate(block.rows, start=1):
        text = pages.sheet.paragraph(blocks.bare(line), fonts.SERIF, _TEXT)
        high = text.wrap(pages.width - _INDENT)
        pages.need(high)
        pages.sheet.text(MARGIN, pages.y - _TEXT, mark(place), fonts.SERIF, _TEXT)
        text.draw_on(pages.sheet.canvas, MARGIN + _INDENT, pages.y - high)
        pages.y -= high + 3
    pages.y -= 4


def _table(pages: Pages, block: Block, _pictures: Mapping[str, Any]) -> None:
    head, *rows = (tuple(blocks.bare(cell) for cell in row) for row in block.rows)
    narrow = _NARROW if len(head) == 2 else pages.width / len(head)
    grid = Grid(tuple((title, narrow if place < len(head) - 1 else 0.0) for place, title in enumerate(head)))
    pages.grid(grid, rows, size=9.5)
    pages.y -= 8


def _picture(pages: Pages, block: Block, pictures: Mapping[str, Any]) -> None:
    image = pictures.get(block.file)
    if image is None:
        return
    wide, high = image.getSize()
    scale = min(pages.width / wide, _TALLEST / high, 0.5)
    if pages.y - high * scale - 20 < FLOOR:
        pages.turn()
    pages.y -= high * scale
    pages.sheet.canvas.drawImage(image, MARGIN, pages.y, wide * scale, high * scale)
    pages.sheet.canvas.rect(MARGIN, pages.y, wide * scale, high * scale)
    pages.y -= 4
    pages.block(block.text, 9)


def _made(_pages: Pages, _block: Block, _pictures: Mapping[str, Any]) -> None:
    """What the program makes stands in other blocks by the time a chapter is printed."""


_DRAWERS: dict[str, Callable[[Pages, Block, Mapping[str, Any]], None]] = {
    blocks.HEADING: _heading,
    blocks.TEXT: _text,
    blocks.STEPS: _steps,
    blocks.POINTS: _points,
    blocks.NOTE: _note,
    blocks.TABLE: _table,
    blocks.PICTURE: _picture,
    blocks.MADE: _made,
}
