"""The on-site list, the recovery sheet and the queue slip."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qi_desk.documents import fonts
from qi_desk.documents.layout import Sheet, day_words
from qi_desk.services.papers import OnSiteView, Paper, RecoveryView, TicketView

_MARGIN = 18 * mm
_COLUMNS = (
    ("序", 26.0),
    ("号", 40.0),
    ("姓名", 62.0),
    ("单位", 0.0),
    ("接待人", 62.0),
    ("到达", 44.0),
    ("状态", 52.0),
    ("点到", 44.0),
)
_ROW = 23.0


def on_site_list(view: OnSiteView) -> Paper:
    """Everybody in the building with a box to tick at the meeting point."""
    sheet = Sheet(f"在场人员名单 {view.at:%Y-%m-%d %H:%M}", station=view.station, created=view.at)
    width = A4[0] - 2 * _MARGIN
    fixed = sum(column for _, column in _COLUMNS)
    widths = [column or width - fixed for _, column in _COLUMNS]
    per_page = int((A4[1] - 60 * mm) // _ROW) - 1
    total = max(1, -(-len(view.rows) // per_page))
    for page in range(total):
        if page:
            sheet.next_page()
        if view.station.practice:
            sheet.practice_mark()
        y = _list_head(sheet, view, page, total)
        y = _list_row(sheet, y, widths, [title for title, _ in _COLUMNS], fonts.SANS_BOLD)
        for place, row in enumerate(view.rows[page * per_page : (page + 1) * per_page], start=page * per_page + 1):
            cells = [
                str(place),
                row.number,
                row.name,
                row.organisation,
                row.visited,
                f"{row.arrived_at:%H:%M}",
                row.state,
                "",
            ]
            y = _list_row(sheet, y, widths, cells, fonts.SERIF)
        if not view.rows:
            sheet.text(A4[0] / 2, y - 30, "此刻没有在场来访人员", fonts.SERIF, 12, align="center")
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


def _list_head(sheet: Sheet, view: OnSiteView, page: int, total: int) -> float:
    top = A4[1] - 22 * mm
    sheet.text(A4[0] / 2, top, "在场来访人员名单", fonts.SANS_BOLD, 18, align="center", spread=3)
    sheet.text(_MARGIN, top - 22, view.station.name, fonts.SERIF, 10)
    said = f"{day_words(view.at)}　共 {len(view.rows)} 人　清点人签名：＿＿＿＿＿＿"
    sheet.text(A4[0] - _MARGIN, top - 22, said, fonts.SERIF, 10, align="right")
    sheet.text(A4[0] / 2, 12 * mm, f"第 {page + 1} 页 共 {total} 页", fonts.SANS, 8.5, align="center")
    return float(top - 32)


def _list_row(sheet: Sheet, top: float, widths: list[float], cells: list[str], font: str) -> float:
    x = _MARGIN
    for wide, cell in zip(widths, cells, strict=True):
        sheet.canvas.setLineWidth(0.5)
        sheet.canvas.rect(x, top - _ROW, wide, _ROW)
        size = 9.5
        while size > 6 and fonts.width(cell, font, size, sheet.missing) > wide - 6:
            size -= 0.5
        sheet.text(x + 3, top - _ROW + 7.5, cell, font, size)
        x += wide
    return top - _ROW


def recovery_sheet(view: RecoveryView) -> Paper:
    """The recovery code, large, with what it is for; to be sealed in an envelope."""
    sheet = Sheet("恢复码密封页", station=view.station, created=view.made_at)
    if view.station.practice:
        sheet.practice_mark()
    middle, top = A4[0] / 2, A4[1] - 45 * mm
    sheet.text(middle, top, "资料恢复码", fonts.SANS_BOLD, 24, align="center", spread=6)
    sheet.text(middle, top - 30, view.station.name, fonts.SERIF_BOLD, 13, align="center")
    sheet.canvas.setLineWidth(1.1)
    sheet.canvas.rect(_MARGIN, top - 150, A4[0] - 2 * _MARGIN, 96)
    for line in range(2):
        groups = "　".join(view.groups[line * 4 : line * 4 + 4])
        sheet.text(middle, top - 92 - line * 38, groups, fonts.SANS_BOLD, 21, align="center", spread=1.5)
    y = top - 176
    for said in (
        "忘记密码、更换电脑或系统钥匙串丢失时，只有这组恢复码能打开本站的加密资料。",
        "请当场装入信封，封口签名并注明日期，由站长保管。不要拍照、复印或存入电脑。",
        "每换一次恢复码，旧页即作废，请销毁。",
    ):
        y = sheet.block(_MARGIN, y, A4[0] - 2 * _MARGIN, said, fonts.SERIF, 11.5) - 6
    sheet.text(_MARGIN, y - 24, f"站点编码 {view.station.code}　　生成时间 {day_words(view.made_at)}", fonts.SERIF, 11)
    sheet.text(
        _MARGIN, y - 52, f"站长 {view.manager}　　签名：＿＿＿＿＿＿＿＿　　封存日期：＿＿＿＿＿＿＿＿", fonts.SERIF, 11
    )
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


def queue_slip(view: TicketView) -> Paper:
    """The visitor's number, readable at arm's length."""
    size = (80 * mm, 78 * mm)
    sheet = Sheet(f"号票 {view.ticket}", size, station=view.station, created=view.at)
    if view.station.practice:
        sheet.practice_mark()
    middle, top = size[0] / 2, size[1] - 8 * mm
    name_size = 10.0
    while name_size > 5 and fonts.width(view.station.name, fonts.SANS_BOLD, name_size, sheet.missing) > 70 * mm:
        name_size -= 0.5
    sheet.text(middle, top, view.station.name, fonts.SANS_BOLD, name_size, align="center")
    sheet.text(middle, top - 62, view.ticket, fonts.SANS_BOLD, 52, align="center")
    sheet.text(middle, top - 88, view.what, fonts.SANS_BOLD, 12, align="center")
    ahead = f"前面还有 {view.ahead} 位" if view.ahead else "马上为您办理"
    sheet.text(middle, top - 108, f"{ahead}　{view.wait_text}".strip(), fonts.SANS_BOLD, 11, align="center")
    sheet.text(middle, top - 128, day_words(view.at), fonts.SANS_BOLD, 9.5, align="center")
    sheet.text(middle, top - 146, "过号请告诉工作人员，当天有效", fonts.SANS_BOLD, 9, align="center")
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))
