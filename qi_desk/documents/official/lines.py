"""Paragraphs of official papers: set to both edges, two characters in, line by line as items for the page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from qi_desk.documents import fonts
from qi_desk.documents.layout import Sheet
from qi_desk.documents.official.sheet import ASCENT, LEADING, LEFT, SIZE, WIDE, Item, OfficialPages
from qi_desk.documents.paragraphs import NO_START, Line, broken, write_line

_WIDEST_GAP = 0.34
"""Of a character, what may be added between two to fill a line; beyond it the line stays short."""

_NARROWEST = 0.5


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: `indent` of the first line and `hang` of the others in characters, `align` is both, left,
    center or right; `leading` is how far the next line stands below. `x` and `wide` are the column."""

    font: str
    size: float = SIZE
    leading: float = LEADING
    indent: float = 2.0
    hang: float = 0.0
    align: str = "both"
    even: bool = True
    x: float = LEFT
    wide: float = WIDE


def body() -> str:
    """The typeface of the text."""
    return fonts.FANG if fonts.fang_file() else fonts.SERIF


def text(said: str, style: Style, missing: fonts.Missing, *, label: str = "", label_font: str = "") -> list[Item]:
    """The lines of a text; each of its line breaks begins a paragraph. A `label` in a typeface of its own stands
    before the first."""
    items: list[Item] = []
    for place, part in enumerate(said.strip().split("\n")):
        pieces = [*fonts.runs(label, label_font or style.font, missing)] if label and not place else []
        pieces += fonts.runs(_tidy(part), style.font, missing)
        items += _paragraph(pieces, style)
    return items


def _tidy(part: str) -> str:
    """Without white space at its ends; ideographic blanks inside are kept."""
    return unicodedata.normalize("NFC", part).strip()


def _paragraph(pieces: Sequence[tuple[str, str]], style: Style) -> Iterator[Item]:
    hang, indent = style.hang * style.size, (style.indent - style.hang) * style.size
    room = style.wide - hang
    lines = _accompanied(list(broken(pieces, style.size, room, indent)), style.size)
    for place, line in enumerate(lines):
        x = style.x + hang + (indent if place == 0 else 0.0)
        filled = place < len(lines) - 1
        yield line_item(line, style, x, room - (indent if place == 0 else 0.0), filled)


def _accompanied(lines: list[Line], size: float) -> list[Line]:
    """The lines, the last one of which is more than a single character, where one from above may come down to it."""
    if len(lines) < 2 or len("".join(one for one in lines[-1].text if one not in NO_START)) > 1:
        return lines
    above, last = lines[-2:]
    if above.text[-1:].isascii() or last.text[:1].isascii():
        # A word or the blank between two stands at the break.
        return lines
    again = list(broken([*above.pieces, *last.pieces], size, above.width - size / 2))
    return [*lines[:-2], *again] if len(again) == 2 else lines


def line_item(line: Line, style: Style, x: float, room: float, filled: bool) -> Item:
    """One line as an item; a `filled` one is spread to the right edge."""
    spread = 0.0
    if style.align == "both" and filled:
        gaps = len(line.text) - 1
        spread = (room - line.width) / gaps if gaps > 0 else 0.0
        if spread > _WIDEST_GAP * style.size:
            spread = 0.0
    x += {"center": (room - line.width) / 2, "right": room - line.width}.get(style.align, 0.0)

    def draw(pages: OfficialPages, top: float) -> None:
        if line.pieces:
            drawn = pages.canvas.beginText(x, top - ASCENT * style.size)
            if spread:
                drawn.setCharSpace(spread)
            write_line(drawn, line.pieces, style.size)
            if spread:
                drawn.setCharSpace(0)
            pages.canvas.drawText(drawn)

    return Item(draw, style.size, style.leading, even=style.even)


def balanced(said: str, font: str, size: float, room: float, missing: fonts.Missing) -> list[Line]:
    """The fewest lines the text needs, as even as they come: a title of two lines has no third word below."""
    pieces = list(fonts.runs(_tidy(said), font, missing))
    lines = list(broken(pieces, size, room))
    if len(lines) < 2:
        return lines
    low, high = sum(line.width for line in lines) / len(lines), room
    while high - low > size / 4:
        middle = (low + high) / 2
        tried = list(broken(pieces, size, middle))
        if len(tried) <= len(lines):
            lines, high = tried, middle
        else:
            low = middle
    return lines


def fitting(said: str, font: str, sizes: Sequence[float], room: float, missing: fonts.Missing) -> float:
    """The first of the sizes at which the text fits into the room; else the last."""
    return next((size for size in sizes if fonts.width(said, font, size, missing) <= room), sizes[-1])


def squeezed(
    sheet: Sheet,
    x: float,
    base: float,
    said: str,
    font: str,
    sizes: Sequence[float],
    room: float,
    *,
    align: str = "left",
    spread: float = 0.0,
) -> float:
    """Draw one line that never is wider than its room: in the first size that fits, its characters narrower where
    none does. Answers the size."""
    size = fitting(said, font, sizes, room, sheet.missing)
    wide = fonts.width(said, font, size, sheet.missing) + spread * (len(said) - 1)
    if wide <= room:
        sheet.text(x, base, said, font, size, align=align, spread=spread)
        return size
    sheet.canvas.saveState()
    sheet.canvas.translate(x, base)
    sheet.canvas.scale(room / wide, 1)
    sheet.text(0, 0, said, font, size, align=align, spread=spread)
    sheet.canvas.restoreState()
    return size


def with_next(items: Sequence[Item]) -> list[Item]:
    """All of them kept on one page with what comes after."""
    return [replace(item, glue=True) for item in items]


def with_last_lines(items: Sequence[Item], tail: Sequence[Item], lines: int = 2) -> list[Item]:
    """The items, then the tail, which stands on one page with the last lines before it: no page holds a name and a day
    alone."""
    return [*items[:-lines], *with_next([*items[-lines:], *tail[:-1]]), *tail[-1:]]
