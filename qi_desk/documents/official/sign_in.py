"""会议签到表: who came, to be signed by hand or as it was signed."""

from __future__ import annotations

from dataclasses import replace

from qi_desk.documents import fonts
from qi_desk.documents.official import form
from qi_desk.documents.official.blocks import row_items
from qi_desk.documents.official.form import Entry
from qi_desk.documents.official.lines import body
from qi_desk.documents.official.sheet import LEFT, WIDE, Item, OfficialFrame, OfficialPages
from qi_desk.services.official_sheets import SignInRow, SignInView
from qi_desk.services.papers import Paper

_TITLES = ("序号", "姓名", "单位", "职务", "联系电话", "签名")
_WIDTHS = (30.0, 66.0, 0.0, 66.0, 82.0, 84.0)
_ROW, _LOWEST = 30.0, 20.0


def sheet(view: SignInView) -> Paper:
    """The rows there are and empty ones; the head of the table stands on every page."""
    title = f"会议签到表 {view.title}".strip()
    pages = OfficialPages(OfficialFrame(view.station, title, False, view.reprint, view.printed_at, view.printed_by))
    missing = pages.sheet.missing
    form.head(pages, "会议签到表", view.number)
    pages.place(form.rows((Entry("会议名称", view.title),), missing))
    pages.place(form.rows((Entry("时间", view.held), Entry("地点", view.place)), missing))
    pages.used += 8
    widths = [wide or WIDE - sum(_WIDTHS) for wide in _WIDTHS]
    (titles,) = row_items(_TITLES, widths, fonts.SANS, missing, LEFT, size=11, center=len(_TITLES))
    pages.place((replace(titles, glue=True),))
    rows = [_row(place, one, widths, missing) for place, one in enumerate(view.rows, start=1)]
    left = pages.left - sum(row.need for row in rows)
    count = max(0, view.least - len(rows))
    high = min(_ROW, left / count) if count else _ROW
    if high < _LOWEST:
        # A second page of empty rows helps nobody.
        high, count = _ROW, max(0, int(left / _ROW))
    rows += [
        _row(place, SignInRow("", "", "", ""), widths, missing, high)
        for place in range(len(rows) + 1, len(rows) + count + 1)
    ]
    pages.place(replace(row, head=titles) for row in rows)
    return pages.paper()


def _row(place: int, one: SignInRow, widths: list[float], missing: fonts.Missing, high: float = _ROW) -> Item:
    name = f"{one.name}（{one.role}）" if one.role else one.name
    cells = (str(place), name, one.organisation, one.post, one.phone, one.arrived)
    (shown,) = row_items(cells, widths, body(), missing, LEFT, size=10.5, least=high - 8.0, center=1)

    def draw(pages: OfficialPages, top: float) -> None:
        shown.draw(pages, top)
        if one.signature:
            x = LEFT + WIDE - widths[-1] + 3
            pages.sheet.picture(x, top - shown.need + 2, widths[-1] - 6, shown.need - 4, one.signature)

    return replace(shown, draw=draw)
