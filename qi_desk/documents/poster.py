"""Flow guides for the wall: title band, steps with arrows, promises in large letters, boxes, how to reach the station.

Drawn once in points of A4; A3 is the same drawing larger, and its letters are read from two metres. Black and white
printers lose nothing: what is said by colour is said by frames and words too.
"""

from __future__ import annotations

from reportlab.lib.colors import HexColor, black, white
from reportlab.lib.pagesizes import A3, A4
from reportlab.lib.units import mm

from qi_desk.documents import codes, fonts
from qi_desk.documents.layout import Sheet
from qi_desk.documents.paragraphs import ChinesePara
from qi_desk.services.papers import Paper
from qi_desk.services.posters import PosterBox, PosterStep, PosterView

_EDGE = 9 * mm
_BAND = 102.0
_ARROW = 11.0
_FOOT = 78.0
_CODE = 58.0
_DARK = HexColor("#0B3D6B")
_SIZES = (15.0, 14.5, 14.0, 13.5, 13.0, 12.5, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5)
"""Sizes of the small letters, the first that finds room; all others follow from it."""

_TITLES = (40.0, 38.0, 36.0, 34.0, 32.0, 30.0, 28.0, 26.0, 24.0)
_NAMES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0)


def a4(view: PosterView) -> Paper:
    """The poster on A4."""
    return _poster(view, A4)


def a3(view: PosterView) -> Paper:
    """The poster on A3."""
    return _poster(view, A3)


def _poster(view: PosterView, size: tuple[float, float]) -> Paper:
    sheet = Sheet(view.title, size)
    if view.station.practice:
        sheet.practice_mark()
    scale = size[0] / A4[0]
    sheet.canvas.scale(scale, scale)
    _Poster(sheet, view).draw()
    return Paper(sheet.finish(), sheet.pages, tuple(sheet.missing.characters))


class _Poster:
    """One drawing in points of A4."""

    def __init__(self, sheet: Sheet, view: PosterView) -> None:
        self.sheet = sheet
        self.canvas = sheet.canvas
        self.view = view
        self.width = A4[0] - 2 * _EDGE
        self.small = _SIZES[-1]

    def draw(self) -> None:
        """Everything, in the largest letters that find room; what is left over goes between the steps."""
        top = A4[1] - _BAND - 12
        room = top - _FOOT - _EDGE
        self.small = next((size for size in _SIZES if self._needed(size) <= room), _SIZES[-1])
        spare = max(room - self._needed(self.small), 0.0) / len(self.view.steps)
        self._band()
        y = top
        for place, step in enumerate(self.view.steps, start=1):
            high = self._step_height(step, self.small) + min(spare, 16)
            self._step(place, step, y, high)
            y -= high
            if place < len(self.view.steps):
                self._arrow(y)
                y -= _ARROW
        self._boxes(y - 10)
        self._foot()

    def _needed(self, size: float) -> float:
        steps = sum(self._step_height(step, size) for step in self.view.steps) + _ARROW * (len(self.view.steps) - 1)
        return steps + self._boxes_height(size) + 22

    def _band(self) -> None:
        self.canvas.setFillColor(_DARK)
        self.canvas.rect(0, A4[1] - _BAND, A4[0], _BAND, stroke=0, fill=1)
        self.canvas.setFillColor(white)
        middle, top = A4[0] / 2, A4[1]
        name = self._fitting(self.view.station.name, fonts.SANS, _NAMES)
        self.sheet.text(middle, top - 23, self.view.station.name, fonts.SANS, name, align="center")
        title = self._fitting(self.view.title, fonts.SANS_BOLD, _TITLES)
        self.sheet.text(middle, top - 30 - title * 0.86, self.view.title, fonts.SANS_BOLD, title, align="center")
        subtitle = self._fitting(self.view.subtitle, fonts.SANS, _NAMES[1:])
        self.sheet.text(middle, top - 92, self.view.subtitle, fonts.SANS, subtitle, align="center")
        self.canvas.setFillColor(black)

    def _fitting(self, text: str, font: str, sizes: tuple[float, ...]) -> float:
        width = self.width
        return next((one for one in sizes if fonts.width(text, font, one, self.sheet.missing) <= width), sizes[-1])

    def _widths(self) -> tuple[float, float, float]:
        """Of the number's column, the words, and the promise."""
        limit = self.width * 0.36
        return 46.0, self.width - 46.0 - limit, limit

    def _paras(self, step: PosterStep, size: float) -> tuple[ChinesePara, float, list[tuple[ChinesePara, float]]]:
        _, words, limit = self._widths()
        text = self.sheet.paragraph(step.text, fonts.SANS, size, leading=1.35)
        lines = [
            self.sheet.paragraph(line, fonts.SANS_BOLD, size * 1.16, center=True, leading=1.32) for line in step.limit
        ]
        return text, text.wrap(words - 16), [(line, line.wrap(limit - 12)) for line in lines]

    def _step_height(self, step: PosterStep, size: float) -> float:
        _, text, limits = self._paras(step, size)
        return max(size * 1.55 * 1.25 + text + 14, sum(high for _, high in limits) + 12)

    def _step(self, place: int, step: PosterStep, top: float, high: float) -> None:
        number, words, _ = self._widths()
        text, text_high, limits = self._paras(step, self.small)
        self.canvas.setLineWidth(1.4)
        self.canvas.setStrokeColor(_DARK)
        self.canvas.roundRect(_EDGE, top - high, self.width, high, 7)
        self.canvas.line(_EDGE + number + words, top - high, _EDGE + number + words, top)
        self.canvas.setFillColor(_DARK)
        middle = top - high / 2
        self.canvas.circle(_EDGE + number / 2, middle, 15, stroke=0, fill=1)
        self.canvas.setFillColor(white)
        self.sheet.text(_EDGE + number / 2, middle - 7, str(place), fonts.SANS_BOLD, 20, align="center")
        self.canvas.setFillColor(black)
        title = self.small * 1.55
        y = middle + (title * 1.25 + text_high) / 2 - title
        self.sheet.text(_EDGE + number, y, step.title, fonts.SANS_BOLD, title)
        text.draw_on(self.canvas, _EDGE + number, y - title * 0.25 - text_high)
        y = middle + sum(tall for _, tall in limits) / 2
        for line, tall in limits:
            y -= tall
            line.draw_on(self.canvas, _EDGE + number + words + 6, y)

    def _arrow(self, top: float) -> None:
        path = self.canvas.beginPath()
        middle = _EDGE + 23
        path.moveTo(middle - 8, top - 1.5)
        path.lineTo(middle + 8, top - 1.5)
        path.lineTo(middle, top - _ARROW + 0.5)
        path.close()
        self.canvas.setFillColor(_DARK)
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.canvas.setFillColor(black)

    def _box_paras(self, box: PosterBox, size: float) -> list[tuple[ChinesePara, float]]:
        wide = self.width / max(len(self.view.boxes), 1) - 30
        paras = [self.sheet.paragraph(line, fonts.SANS, size, leading=1.35) for line in box.lines]
        return [(para, para.wrap(wide)) for para in paras]

    def _boxes_height(self, size: float) -> float:
        heights = [sum(high for _, high in self._box_paras(box, size)) for box in self.view.boxes]
        return max(heights, default=0.0) + size * 1.3 * 1.6 + 12

    def _boxes(self, top: float) -> None:
        high = self._boxes_height(self.small)
        wide = self.width / max(len(self.view.boxes), 1)
        for place, box in enumerate(self.view.boxes):
            x = _EDGE + place * wide
            self.canvas.setLineWidth(0.9)
            self.canvas.setStrokeColor(black)
            self.canvas.rect(x + 3 * bool(place), top - high, wide - 3, high)
            heading = self.small * 1.3
            y = top - heading * 1.35
            self.sheet.text(x + 11, y, box.heading, fonts.SANS_BOLD, heading)
            y -= heading * 0.35
            for para, tall in self._box_paras(box, self.small):
                y -= tall
                self.canvas.circle(x + 14, y + tall - self.small * 0.68, 1.8, stroke=0, fill=1)
                para.draw_on(self.canvas, x + 22, y)

    def _foot(self) -> None:
        base = _EDGE
        self.sheet.line(_EDGE, base + _FOOT - 6, _EDGE + self.width, base + _FOOT - 6, width=1.2)
        room = self.width
        if self.view.code:
            room -= _CODE + 14
            x = _EDGE + self.width - _CODE
            codes.draw_qr(self.canvas, x, base + 11, _CODE, self.view.code)
            self.sheet.text(x + _CODE / 2, base + 2, self.view.code_said, fonts.SANS, 7.5, align="center")
        large, rest = self.view.contact[:2], self.view.contact[2:]
        x = _EDGE
        for label, value in large:
            x += self.sheet.text(x, base + 44, f"{label}  ", fonts.SANS, 12)
            x += self.sheet.text(x, base + 43, value, fonts.SANS_BOLD, 19) + 18
        said = " ｜ ".join(f"{label} {value}" for label, value in rest)
        para = self.sheet.paragraph(said, fonts.SANS, 10.5)
        high = para.wrap(room)
        para.draw_on(self.canvas, _EDGE, base + 34 - high)
        self.sheet.text(_EDGE, base, self.view.foot, fonts.SANS, 9.5)
