"""What of the manual comes from the pages themselves: their keys, so that they are told as they are bound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from qi_desk.gui import keys
from qi_desk.gui.keys import Key
from qi_desk.gui.page import Page
from qi_desk.gui.pages.registry import PAGES
from qi_desk.manual import blocks
from qi_desk.manual.blocks import Block
from qi_desk.manual.book import Book, Chapter
from qi_desk.manual.find import Finder, sections
from qi_desk.readings import readings

KEYS = "keys"
"""The name of the section with a page's keys, and of what a chapter writes where all of them shall stand."""

_HEAD = ("按键", "做什么")
_UNWRITTEN = "页面"


def library(book: Book) -> tuple[Book, Finder]:
    """The manual with all keys in it, and the finder for it; takes some 100 ms."""
    whole = complete(book)
    return whole, Finder(sections(whole), readings())


def complete(book: Book) -> Book:
    """The manual with every page's keys on top of its chapter; a page without a chapter gets one of its keys."""
    chapters = [replace(one, blocks=tuple(_filled(one))) for one in book.chapters]
    bare = [page for page in PAGES if book.of_page(page.name) is None]
    part = next((one.part for one in book.chapters if one.page), _UNWRITTEN)
    chapters += [Chapter(page.name, page.title, part, page.name, (), tuple(_sheet(page))) for page in bare]
    order = {name: place for place, name in enumerate(dict.fromkeys(one.part for one in book.chapters))}
    return replace(book, chapters=tuple(sorted(chapters, key=lambda one: order.get(one.part, 0))))


def _filled(chapter: Chapter) -> Iterator[Block]:
    page = next((page for page in PAGES if page.name == chapter.page), None)
    # One line of what the page is for, then its keys; the rest of the chapter below them.
    told = takewhile(lambda block: block.kind == blocks.TEXT, chapter.blocks) if page is not None else ()
    before = tuple(told)
    yield from before
    if page is not None:
        yield from _sheet(page)
    for block in chapter.blocks[len(before) :]:
        if block.kind == blocks.MADE and block.text == KEYS:
            yield from _all()
        else:
            yield block


def _sheet(page: type[Page]) -> Iterator[Block]:
    yield Block(blocks.HEADING, "这一页的按键", KEYS)
    yield _table(page.keys)


def _all() -> Iterator[Block]:
    yield Block(blocks.HEADING, "到处可用", "everywhere")
    yield _table(keys.EVERYWHERE)
    yield Block(blocks.HEADING, "打开了小窗口时", "dialogs")
    yield _table(keys.IN_DIALOGS)
    yield Block(blocks.HEADING, "在这本手册里", "manual")
    yield _table(keys.IN_MANUAL)
    for place, page in enumerate(PAGES):
        way = keys.page_key(place)
        opens = (Key(way, "打开这一页"),) if way else ()
        yield Block(blocks.HEADING, page.title, f"page.{page.name}")
        yield _table((*opens, *page.keys))


def _table(told: Sequence[Key]) -> Block:
    return Block(blocks.TABLE, rows=(_HEAD, *((f"「{one.key}」", one.label) for one in told)))
