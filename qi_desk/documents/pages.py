"""A4 papers that may run over several pages: head with number and bar code, tables that go on, page X of Y."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qi_desk.documents import codes, fonts
from qi_desk.documents.layout import Cell, Row, Sheet
from qi_desk.documents.letterhead import draw_name, title_size
from qi_desk.services.papers import NO_CODE, Paper, SlipCode, StationHead

MARGIN = 20 * mm
FLOOR = 20 * mm
SIZE = 10.0

_TITLE_SIZES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
_LONGEST_CELL = 1200
_BAR_CODE = 118.0
_QR = 58.0
_HALF_ROW = 17
"""Characters that find room beside another pair."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands on every page. `number` may be empty: a form to be filled in by hand gets its own later."""

    station: StationHead
    title: str
    number: str
    printed_at: datetime
    printed_by: str
    reprint: int = 0
    size: tuple[float, float] = A4
    code: SlipCode = NO_CODE


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a list: title and width in points; the one width 0 takes what is left."""

    columns: tuple[tuple[str, float], ...]

    @property
    def titles(self) -> list[str]:
        """The head's cells."""
        return [title for title, _ in self.columns]

    def widths(self, room: float) -> list[float]:
        """The widths, together `room`."""
        fixed = sum(width for _, width in self.columns)
        return [width or room - fixed for _, width in self.columns]


def paper(frame: Frame, draw: Callable[[Pages], None]) -> Paper:
    """Draw twice: once to count the pages and learn where what stands, once with that."""
    counting = Pages(frame, 0, {})
    draw(counting)
    pages = Pages(frame, counting.sheet.pages, counting.marks)
    draw(pages)
    return Paper(pages.sheet.finish(), pages.sheet.pages, tuple(pages.sheet.missing.characters))


class Pages:
    """Where on which page the drawing stands: `y` is the lower edge of what is drawn, `width` the room between the
    margins, `known` the pages of marks as the first drawing found them, `marks` as this one does."""

    def __init__(self, frame: Frame, total: int, known: Mapping[str, int]) -> None:
        self.frame = frame
        self.sheet = Sheet(
            f"{frame.title} {frame.number}".strip(), frame.size, station=frame.station, created=frame.printed_at
        )
        self.width = frame.size[0] - 2 * MARGIN
        self.known = known
        self.marks: dict[str, int] = {}
        self.y = 0.0
        self._total = total
        self._begin()

    def _begin(self) -> None:
        frame, sheet = self.frame, self.sheet
        if frame.station.practice:
            sheet.practice_mark()
        printed = f"打印 {frame.printed_at:%Y-%m-%d %H:%M}　工号 {frame.printed_by}"
        if frame.reprint:
            printed += f"　补打第 {frame.reprint} 次"
        sheet.text(MARGIN, 12 * mm, printed, fonts.SANS, 8)
        page = f"第 {sheet.pages} 页 共 {self._total} 页"
        sheet.text(frame.size[0] / 2, 12 * mm, page, fonts.SANS, 8, align="center")
        sheet.text(frame.size[0] - MARGIN, 12 * mm, frame.number, fonts.SANS, 8, align="right")
        if frame.station.footer:
            sheet.text(frame.size[0] / 2, 7.5 * mm, frame.station.footer, fonts.SANS, 7.5, align="center")
        self.y = frame.size[1] - 18 * mm

    def mark(self, name: str) -> None:
        """Remember the page that is being drawn under this name."""
        self.marks[name] = self.sheet.pages

    def turn(self) -> None:
        """Go on on a new page."""
        self.sheet.next_page()
        self._begin()

    def need(self, high: float) -> None:
        """Go on on a new page unless `high` points are left on this one."""
        if self.y - high < FLOOR:
            self.turn()

    def head(self, numbered: str = "编号") -> None:
        """Station, title, number with its bar code; a place to write one where there is none yet, and nothing at all
        where `numbered` is empty."""
        sheet, frame = self.sheet, self.frame
        middle, top = frame.size[0] / 2, self.y - 6 * mm
        room = self.width - (2 * (_QR + 8) if frame.code.text else 0)
        draw_name(sheet, frame.station, middle, top, room, _TITLE_SIZES)
        size = title_size(sheet, frame.title, room, 3)
        sheet.text(middle, top - 26, frame.title, fonts.SANS_BOLD, size, align="center", spread=3)
        if not numbered:
            self.y = top - 44
            return
        if frame.number:
            right = frame.size[0] - MARGIN - (_QR + 10 if frame.code.text else 0)
            codes.draw_code128(sheet.canvas, right - _BAR_CODE, top - 58, _BAR_CODE, 18, frame.number)
            sheet.text(MARGIN, top - 52, f"{numbered} {frame.number}", fonts.SANS, 9)
            self._code(frame.size[0] - MARGIN - _QR, top - 58)
        else:
            sheet.text(MARGIN, top - 52, f"{numbered} ＿＿＿＿＿＿＿＿＿＿＿＿（录入系统时生成）", fonts.SANS, 9)
        self.y = top - (70 if frame.code.text else 64)

    def _code(self, x: float, y: float) -> None:
        """The signed code with its short form below."""
        code = self.frame.code
        if code.text:
            codes.draw_qr(self.sheet.canvas, x, y, _QR, code.text)
            self.sheet.text(x + _QR / 2, y - 8, code.short, fonts.SANS, 6.5, align="center")

    def rows(self, rows: Sequence[Row], size: float = SIZE) -> None:
        """Label and value rows; one too long for a page is cut, saying where the rest stands."""
        left = list(rows)
        while left:
            drawn = self.sheet.table(MARGIN, self.y, self.width, left, size, FLOOR)
            if drawn == 0 and self._fresh:
                left[0] = _shorter(left[0])
            self.y = self.sheet.bottom
            left = left[drawn:]
            if left and (drawn or not self._fresh):
                self.turn()

    @property
    def _fresh(self) -> bool:
        return bool(self.y > self.frame.size[1] - 20 * mm)

    def facts(self, facts: Sequence[tuple[str, str]], size: float = SIZE) -> None:
        """Label and value pairs, two short ones to a row, long ones over the whole width."""
        rows: list[Row] = []
        waiting: list[Cell] = []
        for label, value in facts:
            cell = Cell(label, value)
            if len(value) > _HALF_ROW or "\n" in value:
                rows += [tuple(waiting)] if waiting else []
                waiting = []
                rows.append((cell,))
            else:
                waiting.append(cell)
            if len(waiting) == 2:
                rows.append(tuple(waiting))
                waiting = []
        self.rows([*rows, tuple(waiting)] if waiting else rows, size)

    def heading(self, text: str, room: float = 60.0) -> None:
        """A heading that does not stand alone at the foot of a page: `room` points must follow."""
        self.need(room)
        self.sheet.text(MARGIN, self.y - 18, text, fonts.SANS_BOLD, 10.5)
        self.y -= 26

    def block(self, text: str, size: float = SIZE, gap: float = 6.0) -> None:
        """Paragraphs over the whole width, line breaks kept, going on over pages."""
        for part in text.split("\n"):
            para = self.sheet.paragraph(part, fonts.SERIF, size)
            self.need(para.wrap(self.width))
            self.y = self.sheet.block(MARGIN, self.y, self.width, part, fonts.SERIF, size)
        self.y -= gap

    def grid(self, grid: Grid, lines: Iterable[Sequence[str]], *, least: float = 0.0, size: float = SIZE - 1) -> None:
        """A list under its head, which is repeated on every page; lines are at least `least` points high."""
        self._grid_line(grid, grid.titles, fonts.SANS, size, 0.0)
        for cells in lines:
            page = self.sheet.pages
            high = self._grid_height(grid, cells, size, least)
            self.need(high)
            if self.sheet.pages != page:
                self._grid_line(grid, grid.titles, fonts.SANS, size, 0.0)
            self._grid_line(grid, cells, fonts.SERIF, size, least)

    def _grid_height(self, grid: Grid, cells: Sequence[str], size: float, least: float) -> float:
        heights = (
            self.sheet.paragraph(_cut(cell), fonts.SERIF, size).wrap(width - 7) + 8
            for cell, width in zip(cells, grid.widths(self.width), strict=True)
        )
        return float(max(least, *heights))

    def _grid_line(self, grid: Grid, cells: Sequence[str], font: str, size: float, least: float) -> None:
        high = self._grid_height(grid, cells, size, least)
        x = MARGIN
        for cell, width in zip(cells, grid.widths(self.width), strict=True):
            self.sheet.canvas.setLineWidth(0.5)
            self.sheet.canvas.rect(x, self.y - high, width, high)
            para = self.sheet.paragraph(_cut(cell), font, size)
            tall = para.wrap(width - 7)
            para.draw_on(self.sheet.canvas, x + 3.5, self.y - (high + tall) / 2)
            x += width
        self.y -= high

    def signatures(self, *who: str, written: bytes = b"") -> None:
        """Two by two, a line to sign on and one for the day; `written` is what the first one wrote on a screen."""
        for place in range(0, len(who), 2):
            pair = who[place : place + 2]
            self.need(70)
            for half, name in enumerate(pair):
                x = MARGIN + half * self.width / 2
                wide = self.sheet.text(x, self.y - 30, f"{name}：＿＿＿＿＿＿＿＿＿", fonts.SERIF, 11)
                if written and not place and not half:
                    self.sheet.picture(x + wide - 9 * 11, self.y - 34, 90, 36, written)
                self.sheet.text(x, self.y - 54, "日期：＿＿＿＿年＿＿月＿＿日", fonts.SERIF, 11)
            self.y -= 64


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[:_LONGEST_CELL]}……（全文见电子档案）"


def _shorter(row: Row) -> Row:
    return tuple(Cell(cell.label, f"{cell.value[:_LONGEST_CELL]}……（全文见电子档案）") for cell in row)
