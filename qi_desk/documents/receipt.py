"""收件回执 and 受理回执 (F05): A4 with two halves, A5, and the 80 mm ticket."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.units import mm

from qi_desk.documents import codes, fonts
from qi_desk.documents.layout import STAMP, Cell, Row, Sheet, day_words
from qi_desk.documents.letterhead import draw_name, title_size
from qi_desk.services.papers import Paper, ReceiptView

DOCUMENT = "receipt.document"
QR_SWITCH, STAMP_SWITCH, SUPERVISION, COPIES = "qr", "stamp", "supervision", "copies"

_SIZES = (9.5, 8.7, 8.0)
_MARGIN = 18 * mm


@dataclass(frozen=True, slots=True)
class _Copy:
    """Which copy: its words, and whether personal data are masked on it."""

    words: str
    masked: bool


def _copies(view: ReceiptView) -> tuple[_Copy, _Copy]:
    """The station's copy and the client's."""
    return _Copy(view.words.stub, masked=False), _Copy(view.words.copy, masked=True)


def rows_of(view: ReceiptView, *, masked: bool) -> list[Row]:
    """What stands in the table, row by row; rows without content are left out."""
    who = view.visitor_masked if masked else view.visitor
    contact = view.contact_masked if masked else view.contact
    phone = view.phone_masked if masked else view.phone
    client = view.client_masked if masked else view.client_name
    rows: list[Row] = [
        (Cell("服务对象", client), Cell("信用代码", view.credit_code or "—")),
        (Cell("联系人", contact), Cell("联系电话", phone or "—")),
        (Cell("来访人", who), Cell("领取方式", view.delivery_text or "自取")),
        (Cell("服务事项", "；".join(view.items)),),
        (Cell("需求内容", view.description),),
        (Cell("收到材料", _materials(view)),),
    ]
    originals = [line for line in view.materials if line.original]
    if originals:
        names = "；".join(f"{line.name} {line.copies} 份" for line in originals)
        rows.append((Cell("原件", f"{names}　　退还签收：＿＿＿＿＿＿　　日期：＿＿＿＿＿＿"),))
    if view.existing:
        rows.append((Cell("已有报告", "；".join(view.existing)),))
    if view.kind == DOCUMENT:
        rows.append((Cell("收件时间", day_words(view.received_at)), Cell("承诺答复", _promise(view))))
    else:
        rows.append((Cell("受理时间", day_words(view.accepted_at)), Cell("承诺答复", _promise(view))))
        rows.append((Cell("预计办结", f"{day_words(view.finish_due)} 前"), Cell("收费", view.fee_text or "免费")))
    staff = f"{view.registrar_name}（工号 {view.registrar_no}）　{view.window}"
    rows.append((Cell("服务专员", staff), Cell("首问责任人", view.first_contact)))
    return rows


def _materials(view: ReceiptView) -> str:
    if not view.materials:
        return "无"
    return "；".join(
        f"{place}. {line.name} {line.copies} 份（{'原件' if line.original else '复印件'}，{line.state}）"
        for place, line in enumerate(view.materials, start=1)
    )


def _promise(view: ReceiptView) -> str:
    return f"{day_words(view.reply_due)} 前"


def _sheet(view: ReceiptView, size: tuple[float, float], values_only: bool) -> Sheet:
    title = f"{view.words.title} {view.receipt_number}"
    return Sheet(title, size, station=view.station, created=view.printed_at, values_only=values_only)


def a4(view: ReceiptView, *, values_only: bool = False) -> Paper:
    """Two halves of one sheet; where the text is too long for a half, a sheet for each copy, and on if need be. With
    `values_only` for a sheet that has the rest printed on it."""
    sheet = _sheet(view, A4, values_only)
    half = A4[1] / 2
    stub, client = _copies(view)
    if COPIES in view.words.hidden:
        _begin(sheet, view)
        _copy(sheet, view, client, top=A4[1] - 14 * mm, floor=12 * mm, size=_SIZES[0])
        return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))
    for size in _SIZES:
        if _height(sheet, view, A4[0], size) <= half - 9 * mm:
            _begin(sheet, view)
            _copy(sheet, view, stub, top=A4[1] - 7 * mm, floor=half + 2 * mm, size=size)
            sheet.seam(half, view.receipt_number)
            _copy(sheet, view, client, top=half - 7 * mm, floor=2 * mm, size=size)
            return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))
    for place, copy in enumerate((stub, client)):
        if place:
            sheet.next_page()
        _begin(sheet, view)
        _copy(sheet, view, copy, top=A4[1] - 14 * mm, floor=12 * mm, size=_SIZES[0])
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


def a5(view: ReceiptView, *, values_only: bool = False) -> Paper:
    """The client's copy alone on A5 landscape; `values_only` as with A4."""
    page = landscape(A5)
    sheet = _sheet(view, page, values_only)
    _begin(sheet, view)
    size = next((size for size in _SIZES if _height(sheet, view, page[0], size) <= page[1] - 9 * mm), _SIZES[-1])
    _copy(sheet, view, _copies(view)[1], top=page[1] - 7 * mm, floor=2 * mm, size=size)
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


QR = 58.0
_HEAD = 73.0
_FOOT = STAMP + 6


def _begin(sheet: Sheet, view: ReceiptView) -> None:
    if view.station.practice:
        sheet.practice_mark()


def _height(sheet: Sheet, view: ReceiptView, page_width: float, size: float) -> float:
    width = page_width - 2 * _MARGIN
    return float(sum(sheet.row_height(row, width, size) for row in rows_of(view, masked=False)) + _HEAD + _FOOT)


def _copy(sheet: Sheet, view: ReceiptView, copy: _Copy, *, top: float, floor: float, size: float) -> None:
    width = sheet.size[0] - 2 * _MARGIN
    _head(sheet, view, copy, top)
    rows = rows_of(view, masked=copy.masked)
    start = top - _HEAD
    while rows:
        last = floor + _FOOT
        drawn = sheet.table(_MARGIN, start, width, rows, size, last)
        rows = rows[drawn:]
        if not rows:
            break
        if drawn == 0:
            rows = [_shorter(rows[0]), *rows[1:]]
            continue
        sheet.next_page()
        _begin(sheet, view)
        start = sheet.size[1] - 20 * mm
        sheet.text(_MARGIN, start + 6, f"{view.words.title} {view.receipt_number}（续）", fonts.SANS, 9)
    _foot(sheet, view, sheet.bottom)


def _shorter(row: Row) -> Row:
    """A row taller than a whole page, cut to what a page can hold, saying where the rest stands."""
    return tuple(Cell(cell.label, f"{cell.value[:900]}……（全文见电子档案）") for cell in row)


def _head(sheet: Sheet, view: ReceiptView, copy: _Copy, top: float) -> None:
    right = sheet.size[0] - _MARGIN
    middle = sheet.size[0] / 2
    if QR_SWITCH not in view.words.hidden:
        said = codes.payload(view.code, view.request_number, view.query_code)
        codes.draw_qr(sheet.canvas, right - QR, top - 61, QR, said)
    if view.code.short:
        sheet.text(right - QR / 2, top - 69, view.code.short, fonts.SANS, 6.5, align="center")
    codes.draw_code128(sheet.canvas, _MARGIN, top - 30, 118, 22, view.request_number)
    sheet.fixed(right - 64, top - 9, copy.words, fonts.SANS, 8, align="right")
    room = sheet.size[0] - 2 * _MARGIN - 2 * 126
    draw_name(sheet, view.station, middle, top - 27, room, (13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.5))
    size = title_size(sheet, view.words.title, room, 8)
    sheet.fixed(
        middle,
        top - (53 if view.station.second else 51),
        view.words.title,
        fonts.SANS_BOLD,
        size,
        align="center",
        spread=8,
    )
    sheet.labelled(_MARGIN, top - 45, "需求编号 ", view.request_number, fonts.SANS, 8.5)
    sheet.labelled(_MARGIN, top - 57, "回执编号 ", view.receipt_number, fonts.SANS, 8.5)
    sheet.labelled(_MARGIN, top - 69, "查 询 码 ", view.query_code, fonts.SANS, 8.5)
    marks = []
    if view.made_offline:
        marks.append("离线受理，编号有效" if view.kind != DOCUMENT else "离线收件，编号有效")
    if view.reprint:
        marks.append(f"补打第 {view.reprint} 次 {view.printed_at:%Y-%m-%d %H:%M}")
    if marks:
        sheet.text(right - QR - 8, top - 69, "　".join(marks), fonts.SANS, 8, align="right")


def _foot(sheet: Sheet, view: ReceiptView, top: float) -> None:
    right = sheet.size[0] - _MARGIN
    if STAMP_SWITCH not in view.words.hidden:
        sheet.stamp(right - STAMP - 4, top - STAMP - 5, view.words.stamp)
    room = right - _MARGIN - STAMP - 16
    y = top - 24
    sheet.fixed(_MARGIN, y, "服务对象（签收）：＿＿＿＿＿＿＿＿＿", fonts.SERIF, 10)
    sheet.fixed(_MARGIN + room * 0.56, y, "日期：＿＿＿＿＿＿＿", fonts.SERIF, 10)
    whole = "".join(part for part in (view.reply_due_note, view.excluded_note, view.words.notes) if part)
    high = sheet.paragraph(whole, fonts.SERIF, 8).wrap(room)
    sheet.block(_MARGIN, y - 9, room, view.reply_due_note if sheet.values_only else whole, fonts.SERIF, 8)
    y -= 9 + high
    lines = [
        f"服务电话 {view.station.phone or '—'}{_supervision(view)}",
        f"地址 {view.station.address}" if view.station.address else "",
    ]
    for line in filter(None, lines):
        y -= 11.5
        sheet.fixed(_MARGIN, y, line, fonts.SANS, 7.5)
    printed = f"打印 {view.printed_at:%Y-%m-%d %H:%M}　工号 {view.printed_by}"
    sheet.text(_MARGIN, y - 11.5, printed, fonts.SANS, 7.5)
    if view.station.footer:
        sheet.fixed(_MARGIN, y - 22, view.station.footer, fonts.SANS, 7)


def _supervision(view: ReceiptView) -> str:
    return "" if SUPERVISION in view.words.hidden else f"　监督电话 {view.station.supervision_phone or '—'}"


def ticket(view: ReceiptView) -> Paper:
    """The 80 mm ticket, 72 mm of it printable; as long as what stands on it."""
    width, left = 80 * mm, 5 * mm
    room = width - 2 * left
    probe = Sheet("probe", (width, 2000))
    high = 2000 - _ticket_body(probe, view, left, room, 2000 - 6 * mm) + 6 * mm
    sheet = Sheet(
        f"{view.words.title} {view.receipt_number}", (width, high), station=view.station, created=view.printed_at
    )
    _begin(sheet, view)
    _ticket_body(sheet, view, left, room, high - 6 * mm)
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


def _ticket_body(sheet: Sheet, view: ReceiptView, left: float, room: float, top: float) -> float:
    middle = left + room / 2
    name = sheet.paragraph(view.station.name, fonts.SANS_BOLD, 10.5, center=True, leading=1.3)
    tall = name.wrap(room)
    name.draw_on(sheet.canvas, left, top - tall)
    y = top - tall - 20
    sheet.text(middle, y, view.words.title, fonts.SANS_BOLD, 16, align="center", spread=4)
    y -= 10
    lines = [
        ("需求编号", view.request_number),
        ("回执编号", view.receipt_number),
        ("查询码", view.query_code),
        ("服务对象", view.client_masked),
        ("联系人", f"{view.contact_masked} {view.phone_masked}"),
        ("事项", "；".join(view.items)),
        ("材料", _materials(view)),
        ("收件" if view.kind == DOCUMENT else "受理", day_words(view.accepted_at or view.received_at)),
        ("承诺答复", _promise(view)),
        ("服务专员", f"{view.registrar_name} {view.registrar_no}"),
        ("服务电话", view.station.phone),
        ("监督电话", "" if SUPERVISION in view.words.hidden else view.station.supervision_phone),
        ("", view.station.footer),
    ]
    for label, value in lines:
        if value.strip():
            y = sheet.block(left, y - 2, room, f"{label}　{value}".strip(), fonts.SANS_BOLD, 9)
    if view.reprint:
        y = sheet.block(left, y - 2, room, f"补打第 {view.reprint} 次", fonts.SANS_BOLD, 9)
    if view.made_offline:
        y = sheet.block(left, y - 2, room, "离线受理，编号有效", fonts.SANS_BOLD, 9)
    if QR_SWITCH in view.words.hidden:
        return float(y - 8)
    side = 32 * mm
    said = codes.payload(view.code, view.request_number, view.query_code)
    codes.draw_qr(sheet.canvas, middle - side / 2, y - side - 8, side, said)
    if not view.code.short:
        return float(y - side - 8)
    sheet.text(middle, y - side - 20, f"核验码 {view.code.short}", fonts.SANS_BOLD, 9, align="center")
    return float(y - side - 22)
