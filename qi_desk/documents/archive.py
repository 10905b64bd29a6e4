"""Papers of the archive: 归档文件目录 (DA/T 22-2015), 档案销毁清册 (F30), a client's dossier with cover and spine."""

from __future__ import annotations

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from qi_desk.documents import fonts
from qi_desk.documents.layout import Cell, Row
from qi_desk.documents.pages import MARGIN, Frame, Grid, Pages, paper
from qi_desk.services.archive_sheets import (
    CatalogueView,
    DisposalSheetView,
    DossierDocument,
    DossierPart,
    DossierView,
)
from qi_desk.services.papers import Paper

_CATALOGUE = Grid(
    (
        ("序号", 34.0),
        ("档号", 140.0),
        ("文号", 130.0),
        ("责任者", 84.0),
        ("题名", 0.0),
        ("日期", 54.0),
        ("密级", 36.0),
        ("页数", 32.0),
        ("备注", 50.0),
    )
)
_DISPOSAL = Grid(
    (
        ("序号", 32.0),
        ("档号", 150.0),
        ("题名", 0.0),
        ("形成日期", 56.0),
        ("保管期限", 46.0),
        ("期满", 56.0),
        ("页数", 30.0),
    )
)
_CONTENTS = Grid((("序号", 34.0), ("类目", 104.0), ("文件题名", 0.0), ("编号", 136.0), ("日期", 78.0), ("页次", 34.0)))
_SPINES = (20.0, 15.0, 10.0)
_SPINE_HIGH = 220 * mm


def catalogue(view: CatalogueView) -> Paper:
    """The catalogue on A4 landscape, its head repeated on every page."""
    title = "归档文件目录"
    frame = Frame(view.station, title, "", view.printed_at, view.printed_by, size=landscape(A4))
    return paper(frame, lambda pages: _draw_catalogue(pages, view))


def _draw_catalogue(pages: Pages, view: CatalogueView) -> None:
    pages.head("")
    pages.block(f"全宗：{view.station.code}　　{view.scope}　　共 {len(view.lines)} 件", 10)
    lines = [
        [
            str(place),
            line.code,
            line.document_number,
            line.author,
            line.title,
            line.dated,
            line.secrecy,
            line.pages,
            line.note,
        ]
        for place, line in enumerate(view.lines, start=1)
    ]
    pages.grid(_CATALOGUE, lines or [["", "", "", "", "没有归档文件。", "", "", "", ""]])


def disposal_list(view: DisposalSheetView) -> Paper:
    """The list, the opinions below it, and the certificate once it was done."""
    frame = Frame(view.station, "档案销毁清册", view.number, view.printed_at, view.printed_by)
    return paper(frame, lambda pages: _draw_disposal(pages, view))


def _draw_disposal(pages: Pages, view: DisposalSheetView) -> None:
    pages.head("清册编号")
    pages.rows([(Cell("销毁理由", view.reason),), (Cell("销毁方式", view.way), Cell("件数", f"{len(view.lines)} 件"))])
    pages.y -= 10
    pages.grid(
        _DISPOSAL,
        [
            [str(place), line.code, line.title, line.dated, line.period, line.until, line.pages]
            for place, line in enumerate(view.lines, start=1)
        ],
    )
    pages.heading("鉴定与批准")
    opinions: list[Row] = [(Cell(one.role, f"{one.text}　　{one.name}　　{one.on}".strip()),) for one in view.opinions]
    pages.rows(opinions or [(Cell("鉴定意见", "（待鉴定）"),)])
    pages.signatures("鉴定人（签字）", "鉴定人（签字）", "批准人（签字）", "监销人（签字）")
    if view.done:
        pages.heading("销毁证明", 120)
        pages.block(
            f"上列档案共 {len(view.lines)} 件，已于{view.done_on}在监销人{view.witness}监督下以“{view.way}”方式销毁，"
            "相关记录中的个人信息已同时清除，事项本身保留。",
            11,
        )
        pages.signatures(f"监销人 {view.witness}（签字）", f"经办人 {view.done_by}（签字）")


def dossier(view: DossierView) -> Paper:
    """Cover, spine labels, contents with page numbers, then every part with its documents; page X of Y."""
    frame = Frame(view.station, "一企一档", view.volume, view.printed_at, view.printed_by)
    return paper(frame, lambda pages: _draw_dossier(pages, view))


def _draw_dossier(pages: Pages, view: DossierView) -> None:
    _cover(pages, view)
    pages.turn()
    _spines(pages, view)
    pages.turn()
    _contents(pages, view)
    for part in view.parts:
        if part.documents:
            pages.turn()
            _part(pages, part)


def _cover(pages: Pages, view: DossierView) -> None:
    sheet, middle = pages.sheet, A4[0] / 2
    top = A4[1] - 52 * mm
    sheet.text(
        middle, top, view.station.name, fonts.SERIF_BOLD, _fitting(pages, view.station.name, 16.0), align="center"
    )
    sheet.text(middle, top - 70, "企 业 档 案", fonts.SANS_BOLD, 34, align="center")
    sheet.text(middle, top - 98, "（一企一档）", fonts.SANS, 14, align="center")
    name = sheet.paragraph(view.client_name, fonts.SERIF_BOLD, 20, center=True)
    high = name.wrap(pages.width - 40)
    name.draw_on(sheet.canvas, MARGIN + 20, top - 150 - high)
    documents = sum(len(part.documents) for part in view.parts)
    pages.y = top - 200 - high
    pages.rows(
        [
            (Cell("信用代码", view.credit_code or "—"), Cell("卷号", view.volume or "—")),
            (Cell("起止日期", f"{view.since}至{view.until}"), Cell("保管期限", view.period)),
            (Cell("件数", f"{documents} 件"), Cell("密级", view.secrecy)),
            (Cell("全宗号", view.station.code), Cell("立卷日期", f"{view.printed_at:%Y-%m-%d}")),
        ],
        11,
    )


def _fitting(pages: Pages, text: str, size: float) -> float:
    while size > 7 and fonts.width(text, fonts.SERIF_BOLD, size, pages.sheet.missing) > pages.width:
        size -= 0.5
    return size


def _spines(pages: Pages, view: DossierView) -> None:
    """Labels for spines of 20, 15 and 10 mm (GB/T 9705), to be cut out."""
    sheet = pages.sheet
    sheet.text(MARGIN, pages.y - 8, "脊背标签：按卷盒厚度沿线裁下粘贴", fonts.SANS, 9)
    top = pages.y - 20
    x = MARGIN
    for wide in _SPINES:
        width = wide * mm
        sheet.canvas.setDash(3, 3)
        sheet.canvas.setLineWidth(0.5)
        sheet.canvas.rect(x, top - _SPINE_HIGH, width, _SPINE_HIGH)
        sheet.canvas.setDash()
        size = min(width * 0.5, 17.0)
        _down(pages, x + width / 2, top - 14, view.station.code, size * 0.6, 0.0)
        room = _SPINE_HIGH - 190
        name_size = min(size, room / max(len(view.client_name), 1) / 1.12)
        _down(pages, x + width / 2, top - 74, view.client_name, name_size, 0.12)
        _down(pages, x + width / 2, top - _SPINE_HIGH + 96, view.volume, size * 0.55, 0.0)
        sheet.text(x + width / 2, top - _SPINE_HIGH - 12, f"{wide:g} 毫米", fonts.SANS, 8, align="center")
        x += width + 12 * mm
    pages.y = top - _SPINE_HIGH - 20


def _down(pages: Pages, x: float, top: float, text: str, size: float, gap: float) -> None:
    """Write Chinese from top to bottom, letters and digits turned a quarter."""
    canvas = pages.sheet.canvas
    if text.isascii():
        canvas.saveState()
        canvas.translate(x - size * 0.35, top)
        canvas.rotate(-90)
        pages.sheet.text(0, 0, text, fonts.SANS, size)
        canvas.restoreState()
        return
    for char in text:
        top -= size * (1 + gap)
        pages.sheet.text(x, top, char, fonts.SERIF_BOLD, size, align="center")


def _contents(pages: Pages, view: DossierView) -> None:
    sheet = pages.sheet
    pages.y -= 8
    sheet.text(A4[0] / 2, pages.y - 16, "卷 内 目 录", fonts.SANS_BOLD, 18, align="center")
    pages.y -= 34
    lines, place = [], 0
    for part in view.parts:
        if not part.documents:
            lines.append(["", f"{part.code} {part.name}", part.note or "（无）", "", "", ""])
        for number, document in enumerate(part.documents):
            place += 1
            page = pages.known.get(_name(part, number), 0)
            head = f"{part.code} {part.name}" if number == 0 else ""
            lines.append([str(place), head, document.title, document.number, document.dated, str(page)])
    pages.grid(_CONTENTS, lines)


def _name(part: DossierPart, number: int) -> str:
    return f"{part.code}/{number}"


def _part(pages: Pages, part: DossierPart) -> None:
    pages.sheet.text(MARGIN, pages.y - 14, f"{part.code}　{part.name}", fonts.SANS_BOLD, 14)
    pages.y -= 26
    for number, document in enumerate(part.documents):
        pages.heading(document.title, 90)
        pages.mark(_name(part, number))
        _document(pages, document)


def _document(pages: Pages, document: DossierDocument) -> None:
    told = "　".join(filter(None, (document.number, document.dated)))
    if told:
        pages.block(told, 9, 2)
    if document.facts:
        pages.facts(document.facts, 9.5)
    for table in document.tables:
        pages.y -= 6
        grid = Grid(tuple((title, float(width)) for title, width in zip(table.columns, table.widths, strict=True)))
        pages.grid(grid, table.rows, size=8.5)
    pages.y -= 6
