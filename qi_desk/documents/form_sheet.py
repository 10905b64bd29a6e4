"""The forms of a request's service on A4: one drawing for all of them, so that they look like one house's papers."""

from __future__ import annotations

from qi_desk.documents import charts, fonts
from qi_desk.documents.layout import STAMP
from qi_desk.documents.pages import MARGIN, Frame, Grid, Pages, paper
from qi_desk.services.form_sheets import FormSheetView
from qi_desk.services.papers import Paper

_NUMBERED = "编号"


def form_sheet(view: FormSheetView) -> Paper:
    """The form, as many pages as it needs."""
    frame = Frame(view.station, view.title, view.number, view.printed_at, view.printed_by, view.reprint, code=view.code)
    return paper(frame, lambda pages: _draw(pages, view))


def _draw(pages: Pages, view: FormSheetView) -> None:
    pages.head(_NUMBERED if view.number or (view.signatures and view.numbered) else "")
    pages.facts(view.facts)
    parts = (_sections, _charts, _tables) if view.charts_first else (_sections, _tables, _charts)
    for part in reversed(parts) if view.tables_first else parts:
        part(pages, view)
    stamped = bool(view.stamp) and "stamp" not in view.hidden
    if stamped:
        pages.need(STAMP + 20)
        pages.sheet.stamp(MARGIN + pages.width - STAMP, pages.y - STAMP - 6, view.stamp)
    pages.signatures(*view.signatures, written=view.signature)
    if view.notes:
        pages.y -= 8
        room = pages.width - (STAMP + 12 if stamped and len(view.signatures) <= 2 else 0)
        pages.y = pages.sheet.block(MARGIN, pages.y, room, view.notes, fonts.SERIF, 9)


def _sections(pages: Pages, view: FormSheetView) -> None:
    for heading, text in view.sections:
        pages.heading(heading, 70)
        pages.block(text or "（无）", 10.5)


def _charts(pages: Pages, view: FormSheetView) -> None:
    for chart in view.charts:
        charts.on_page(pages, chart)


def _tables(pages: Pages, view: FormSheetView) -> None:
    for table in view.tables:
        pages.heading(table.heading, 80)
        grid = Grid(tuple((title, float(width)) for title, width in zip(table.columns, table.widths, strict=True)))
        pages.grid(grid, table.rows)
