"""Drawing shared by all papers: text with fallback, even tables, the seam between copies, the place for the seal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from qi_desk.documents import archival, fonts, picture_files
from qi_desk.documents.paragraphs import ChinesePara, write_line
from qi_desk.services.papers import StationHead

STAMP = 42 * mm
"""Diameter of the place kept clear for the seal."""

LABEL_WIDTH = 66.0
PADDING = 4.5


def padding(size: float) -> float:
    """Room above and below a cell's text: less where the text is small because much has to find room."""
    return max(2.4, (size - 7.0) * 1.5)


@dataclass(frozen=True, slots=True)
class Cell:
    """A label and its value; a row holds one or two of them side by side. `room` is the least height of the value in
    points, for what is written by hand."""

    label: str
    value: str
    room: float = 0.0


Row = tuple[Cell, ...]


def day_words(moment: datetime | None) -> str:
    """A moment as paper writes it: 2026年3月10日 09:15."""
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}" if moment else ""


class Sheet:
    """A canvas that knows our fonts. The PDF is the same for the same input, and made for the archive: its title holds
    no personal data, its author is the station, `created` says when; papers nobody files need neither. With
    `values_only` everything that is the same on every paper of its kind stays away, and the values stand where they
    always do: the sheet in the printer has the rest on it already."""

    def __init__(
        self,
        title: str,
        size: tuple[float, float] = A4,
        *,
        station: StationHead | None = None,
        created: datetime | None = None,
        values_only: bool = False,
    ) -> None:
        self.size = size
        self.values_only = values_only
        self.missing = fonts.Missing()
        self.bottom = size[1]
        self._wrapped: dict[tuple[str, str, float, float, bool], tuple[ChinesePara, float]] = {}
        self._buffer = BytesIO()
        fonts.need(fonts.SANS)
        self.canvas: Any = Canvas(
            self._buffer,
            pagesize=size,
            invariant=True,
            pageCompression=1,
            initialFontName=fonts.SANS,
            initialFontSize=10,
            lang=archival.LANGUAGE,
        )
        archival.prepare(self.canvas, title, station.name if station is not None else "", created)
        self.pages = 1

    def text(
        self, x: float, y: float, text: str, font: str, size: float, *, align: str = "left", spread: float = 0
    ) -> float:
        """Draw one line and answer its width; `spread` is added between characters."""
        pieces = list(fonts.runs(text, font, self.missing))
        wide = sum(sum(fonts.advances(piece, name, size)) for name, piece in pieces)
        wide += spread * (sum(len(piece) for _, piece in pieces) - 1)
        x -= {"left": 0.0, "center": wide / 2, "right": wide}[align]
        drawn = self.canvas.beginText(x, y)
        if spread:
            drawn.setCharSpace(spread)
        write_line(drawn, pieces, size)
        if spread:
            drawn.setCharSpace(0)
        self.canvas.drawText(drawn)
        return wide

    def fixed(
        self, x: float, y: float, text: str, font: str, size: float, *, align: str = "left", spread: float = 0
    ) -> float:
        """As `text`, for words that are the same on every paper of the kind; without a trace where they stand on the
        sheet already, but answering the same width."""
        if self.values_only:
            return sum(sum(fonts.advances(piece, name, size)) for name, piece in fonts.runs(text, font, self.missing))
        return self.text(x, y, text, font, size, align=align, spread=spread)

    def labelled(self, x: float, y: float, label: str, value: str, font: str, size: float) -> None:
        """Fixed words with a value behind them."""
        if self.values_only:
            self.text(x + self.fixed(x, y, label, font, size), y, value, font, size)
        else:
            self.text(x, y, f"{label}{value}", font, size)

    def paragraph(
        self, text: str, font: str, size: float, *, center: bool = False, leading: float = 1.45
    ) -> ChinesePara:
        """A paragraph to be measured with `wrap` and drawn with `draw_on`."""
        return ChinesePara(text, font, size, self.missing, center=center, leading=leading)

    def block(self, x: float, top: float, width: float, text: str, font: str, size: float) -> float:
        """Draw a paragraph hanging from `top`; answers where it ends."""
        para = self.paragraph(text, font, size)
        high = para.wrap(width)
        para.draw_on(self.canvas, x, top - high)
        return top - high

    def line(self, x1: float, y1: float, x2: float, y2: float, *, width: float = 0.6) -> None:
        """A black rule."""
        self.canvas.setLineWidth(width)
        self.canvas.setStrokeGray(0)
        self.canvas.line(x1, y1, x2, y2)

    def table(self, x: float, top: float, width: float, rows: Sequence[Row], size: float, floor: float) -> int:
        """Draw rows from `top` down to `floor` at most; answers how many found room. `self.bottom` is where the
        last one ends."""
        self.bottom = top
        drawn = 0
        for row in rows:
            high = self.row_height(row, width, size)
            if self.bottom - high < floor:
                break
            self._row(x, self.bottom, width, high, row, size)
            self.bottom -= high
            drawn += 1
        if drawn and not self.values_only:
            self.canvas.setLineWidth(1.1)
            self.canvas.rect(x, self.bottom, width, top - self.bottom)
        return drawn

    def _cells(self, row: Row, width: float) -> float:
        return width / len(row) - LABEL_WIDTH

    def row_height(self, row: Row, width: float, size: float) -> float:
        """How high a row must be for its longest cell."""
        room = self._cells(row, width) - 2 * PADDING
        heights = [max(cell.room, self._measured(cell.value, fonts.SERIF, size, room)[1]) for cell in row]
        heights += [self._measured(cell.label, fonts.SANS, size - 0.5, LABEL_WIDTH - 6, center=True)[1] for cell in row]
        return float(max(*heights, size * 1.45) + 2 * padding(size))

    def _measured(
        self, text: str, font: str, size: float, width: float, *, center: bool = False
    ) -> tuple[ChinesePara, float]:
        """A wrapped paragraph and its height; the same one is drawn as often as it is asked for."""
        key = (text, font, size, width, center)
        if key not in self._wrapped:
            para = self.paragraph(text, font, size, center=center)
            self._wrapped[key] = (para, para.wrap(width))
        return self._wrapped[key]

    def _row(self, x: float, top: float, width: float, high: float, row: Row, size: float) -> None:
        room = self._cells(row, width)
        self.canvas.setLineWidth(0.5)
        self.canvas.setStrokeGray(0)
        for cell in row:
            if not self.values_only:
                self.canvas.rect(x, top - high, LABEL_WIDTH, high)
                self.canvas.rect(x + LABEL_WIDTH, top - high, room, high)
                label, tall = self._measured(cell.label, fonts.SANS, size - 0.5, LABEL_WIDTH - 6, center=True)
                label.draw_on(self.canvas, x + 3, top - (high + tall) / 2)
            value, tall = self._measured(cell.value, fonts.SERIF, size, room - 2 * PADDING)
            value.draw_on(self.canvas, x + LABEL_WIDTH + PADDING, top - (high + tall) / 2)
            x += LABEL_WIDTH + room

    def seam(self, y: float, number: str) -> None:
        """The dashed line between two copies, the number across it."""
        if self.values_only:
            return
        words = f"骑　缝　　{number}　　沿此线裁开"
        wide = fonts.width(words, fonts.SERIF, 8.5, self.missing)
        middle = self.size[0] / 2
        self.canvas.saveState()
        self.canvas.setDash(4, 3)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(10 * mm, y, middle - wide / 2 - 8, y)
        self.canvas.line(middle + wide / 2 + 8, y, self.size[0] - 10 * mm, y)
        self.canvas.restoreState()
        self.text(middle, y - 3, words, fonts.SERIF, 8.5, align="center")

    def stamp(self, x: float, y: float, words: str) -> None:
        """The clear place for the seal, its lower left corner at (x, y)."""
        if self.values_only:
            return
        radius = STAMP / 2
        self.canvas.saveState()
        self.canvas.setDash(2, 3)
        self.canvas.setLineWidth(0.5)
        self.canvas.setStrokeGray(0.6)
        self.canvas.circle(x + radius, y + radius, radius)
        self.canvas.setFillGray(0.55)
        self.text(x + radius, y + radius - 3, words, fonts.SERIF, 8.5, align="center")
        self.canvas.restoreState()

    def picture(self, x: float, y: float, width: float, height: float, png: bytes) -> None:
        """A picture with its lower left corner at (x, y); white counts as clear."""
        shown = picture_files.reader(png, width)
        self.canvas.drawImage(shown, x, y, width, height, mask=[250, 255, 250, 255, 250, 255])

    def practice_mark(self) -> None:
        """演练 across the whole sheet."""
        if self.values_only:
            return
        self.canvas.saveState()
        self.canvas.setFillGray(0.9)
        self.canvas.translate(self.size[0] / 2, self.size[1] / 2)
        self.canvas.rotate(32)
        size = min(self.size) / 4.2
        self.text(0, -size / 3, "演 练", fonts.SANS_BOLD, size, align="center")
        self.canvas.restoreState()

    def next_page(self) -> None:
        """Go on with a new page."""
        self.canvas.showPage()
        self.pages += 1

    def finish(self) -> bytes:
        """The PDF."""
        self.canvas.save()
        return archival.identified(self._buffer.getvalue())
