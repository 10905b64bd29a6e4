"""Forms among the official papers: station and title above, rows of labels and values, a frame around what flows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4

from qi_desk.documents import fonts
from qi_desk.documents.official.blocks import slices
from qi_desk.documents.official.lines import body, squeezed
from qi_desk.documents.official.sheet import ASCENT, LEFT, SMALL, TOP, WIDE, Item, OfficialPages
from qi_desk.documents.paragraphs import ChinesePara

CELL = 12.0
LABEL = 72.0
PAD = 5.0
_LEAST = 24.0
_TITLE = 22.0
_NAMES = (14.0, 13.0, 12.0, 11.0, 10.0)


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and its value, `share` of the row's width; at least `room` points high; `picture` is drawn in it."""

    label: str
    value: str
    share: float = 1.0
    room: float = 0.0
    picture: bytes = b""


def head(pages: OfficialPages, title: str, number: str) -> None:
    """The station, the title, and the number at the right edge below."""
    y = pages.y
    name = pages.frame.station.name
    middle = LEFT + WIDE / 2
    squeezed(pages.sheet, middle, y - ASCENT * SMALL, name, fonts.SERIF_BOLD, _NAMES, WIDE, align="center")
    pages.sheet.text(middle, y - 20 - ASCENT * _TITLE, title, fonts.SERIF_BOLD, _TITLE, align="center", spread=4)
    if number:
        pages.sheet.text(LEFT + WIDE, y - 60, f"编号 {number}", body(), 10.5, align="right")
    pages.used += 66


def rows(entries: Sequence[Entry], missing: fonts.Missing) -> list[Item]:
    """One row of labels and values; a value too tall for a page goes on in further rows under the same label."""
    total = sum(entry.share for entry in entries)
    wides = [WIDE * entry.share / total for entry in entries]
    labels = [_wrapped(entry.label, fonts.SANS, LABEL - 2 * 3, missing, center=True) for entry in entries]
    values = [
        _wrapped(entry.value, body(), wide - LABEL - 2 * PAD, missing)
        for entry, wide in zip(entries, wides, strict=True)
    ]
    return [_row(entries, wides, labels, part) for part in slices(values)]


def _row(
    entries: Sequence[Entry], wides: Sequence[float], labels: Sequence[ChinesePara], values: Sequence[ChinesePara]
) -> Item:
    high = max(_LEAST, *(para.high + 2 * PAD for para in (*labels, *values)), *(entry.room for entry in entries))

    def draw(pages: OfficialPages, top: float) -> None:
        x = LEFT
        pages.canvas.setLineWidth(0.6)
        pages.canvas.setStrokeGray(0)
        for entry, wide, label, value in zip(entries, wides, labels, values, strict=True):
            pages.canvas.rect(x, top - high, LABEL, high)
            pages.canvas.rect(x + LABEL, top - high, wide - LABEL, high)
            label.draw_on(pages.canvas, x + 3, top - (high + label.high) / 2)
            value.draw_on(pages.canvas, x + LABEL + PAD, top - (high + value.high) / 2)
            if entry.picture:
                pages.sheet.picture(x + LABEL + PAD, top - high + 3, 3 * (high - 6), high - 6, entry.picture)
            x += wide

    return Item(draw, high, even=False)


def _wrapped(said: str, font: str, room: float, missing: fonts.Missing, *, center: bool = False) -> ChinesePara:
    para = ChinesePara(said, font, CELL, missing, center=center, leading=1.4)
    para.wrap(room)
    return para


def framed(pages: OfficialPages, draw: Callable[[], None]) -> None:
    """What `draw` places stands in a frame, closed at the foot of each page and opened again on the next."""
    begun = [pages.y]
    pages.used += PAD

    def close(pages: OfficialPages) -> None:
        low = A4[1] - TOP - pages.used - PAD
        pages.canvas.setLineWidth(0.6)
        pages.canvas.setStrokeGray(0)
        pages.canvas.rect(LEFT, low, WIDE, begun[0] - low)
        begun[0] = A4[1] - TOP + PAD

    pages.on_leave = close
    draw()
    close(pages)
    pages.on_leave = None
    pages.used += PAD
