"""证据包、建站申报材料: cover with counts, index with page numbers, clauses or topics, list of files."""

from __future__ import annotations

from qi_desk.documents import fonts
from qi_desk.documents.pages import MARGIN, Frame, Grid, Pages, paper
from qi_desk.services.compliance.pack_sheets import PackEntry, PackPart, PackView
from qi_desk.services.form_sheets import SheetTable
from qi_desk.services.papers import Paper

_PAGE = "页次"
_INDEX = (96.0, 0.0, 92.0, 40.0, 34.0)
_LONGEST = 60


def pack(view: PackView) -> Paper:
    """The whole pack, page X of Y."""
    frame = Frame(view.station, view.title, "", view.printed_at, view.printed_by)
    return paper(frame, lambda pages: _draw(pages, view))


def _draw(pages: Pages, view: PackView) -> None:
    pages.head("")
    pages.facts(view.facts)
    pages.y -= 6
    _table(pages, view.summary)
    if view.notes:
        pages.y -= 8
        pages.block(view.notes, 9)
    pages.signatures(*view.signatures)
    pages.turn()
    _index(pages, view)
    for part in view.parts:
        _part(pages, part)
    pages.heading(view.files.heading, 80)
    pages.grid(_grid(view.files), view.files.rows, size=8.5)
    if view.left_out:
        pages.y -= 6
        pages.block(view.left_out, 9)


def _index(pages: Pages, view: PackView) -> None:
    pages.sheet.text(pages.frame.size[0] / 2, pages.y - 16, "目 录", fonts.SANS_BOLD, 16, align="center")
    pages.y -= 32
    grid = Grid(tuple(zip((*view.columns, _PAGE), _INDEX, strict=True)))
    lines = [
        (one.number, _short(one.title), one.state, one.held, str(pages.known.get(one.key, 0)))
        for part in view.parts
        for one in part.entries
    ]
    pages.grid(grid, lines, size=8.5)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"


def _part(pages: Pages, part: PackPart) -> None:
    pages.turn()
    pages.sheet.text(MARGIN, pages.y - 14, part.heading, fonts.SANS_BOLD, 13)
    pages.y -= 22
    pages.block(part.cited, 8.5, 2)
    for entry in part.entries:
        _entry(pages, entry)


def _entry(pages: Pages, entry: PackEntry) -> None:
    pages.heading(f"{entry.number}　{entry.state}", 90)
    pages.mark(entry.key)
    if entry.title:
        pages.block(entry.title, 9.5, 2)
    if entry.facts:
        pages.facts(entry.facts, 9)
    if entry.table is not None:
        pages.y -= 4
        pages.grid(_grid(entry.table), entry.table.rows, size=8.5)


def _table(pages: Pages, table: SheetTable) -> None:
    if table.heading:
        pages.heading(table.heading, 80)
    pages.grid(_grid(table), table.rows)


def _grid(table: SheetTable) -> Grid:
    return Grid(tuple((title, float(width)) for title, width in zip(table.columns, table.widths, strict=True)))
