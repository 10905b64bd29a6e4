"""The body of an official paper: headings in their typefaces, paragraphs, pictures, tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from qi_desk.documents import fonts, picture_files
from qi_desk.documents.official.lines import Style, body, text, with_next
from qi_desk.documents.official.sheet import HIGH, LEADING, SIZE, SMALL, Item, OfficialPages
from qi_desk.documents.paragraphs import ChinesePara
from qi_desk.services.official_sheets import HEADINGS, PARAGRAPH, PICTURE, TABLE, Block

_DIGITS = "一二三四五六七八九"
_MARKS = (
    re.compile(r"[一二三四五六七八九十百]+、|第[一二三四五六七八九十百]+[条章节]"),
    re.compile(r"[（(][一二三四五六七八九十百]+[）)]"),
    re.compile(r"\d+\s*[.．、]"),
    re.compile(r"[（(]\d+[）)]"),
)
_DOTS_PER_POINT = 150 / 72
_MOST_HIGH = 0.6 * HIGH
_CELL = 12.0
_TALLEST, _SLICE = 28, 10
"""Lines of a cell that stand in one row, and of each row of a taller one."""

_PAD = 4.0


def in_words(count: int) -> str:
    """A number from 1 to 999 in Chinese."""
    hundreds, rest = divmod(count, 100)
    tens, ones = divmod(rest, 10)
    last = _DIGITS[ones - 1] if ones else ""
    if hundreds:
        middle = f"{_DIGITS[tens - 1]}十" if tens else "零" if ones else ""
        return f"{_DIGITS[hundreds - 1]}百{middle}{last}"
    return last if not tens else f"{_DIGITS[tens - 1] if tens > 1 else ''}十{last}"


def _mark(level: int, count: int) -> str:
    return (f"{in_words(count)}、", f"（{in_words(count)}）", f"{count}.", f"（{count}）")[level]


class Numbering:
    """Counts the headings of four levels; one that brings its own number keeps it."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0, 0]

    def numbered(self, level: int, said: str) -> str:
        """The heading of the level (from 0) with its number."""
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (3 - level)
        plain = said.strip()
        return plain if _MARKS[level].match(plain) else _mark(level, self._counts[level]) + plain


def heading_fonts() -> tuple[str, str, str, str]:
    """The typefaces of the four levels."""
    return (fonts.SANS, fonts.KAI, body(), body())


def blocks(parts: Iterable[Block], missing: fonts.Missing, style: Style | None = None) -> list[Item]:
    """The items of a body. `style` is that of its paragraphs."""
    set_as = style or Style(body())
    numbering = Numbering()
    items: list[Item] = []
    for part in parts:
        items += _block(part, set_as, numbering, missing)
    return items


def _block(part: Block, style: Style, numbering: Numbering, missing: fonts.Missing) -> Sequence[Item]:
    if part.kind in HEADINGS:
        level = HEADINGS.index(part.kind)
        said = numbering.numbered(level, part.text)
        return with_next(text(said, replace(style, font=heading_fonts()[level]), missing))
    if part.kind == PICTURE:
        return _picture(part, style, missing)
    if part.kind == TABLE:
        return list(_table(part, style, missing))
    if part.kind != PARAGRAPH:
        raise ValueError(part.kind)
    return text(part.text, style, missing) if part.text.strip() else []


def _picture(part: Block, style: Style, missing: fonts.Missing) -> list[Item]:
    """The picture in its own size (150 dpi), smaller where it does not fit; its caption stays below it."""
    reader = picture_files.reader(part.picture, style.wide)
    wide, high = (side / _DOTS_PER_POINT for side in reader.getSize())
    scale = min(1.0, style.wide / wide, _MOST_HIGH / high)
    wide, high = wide * scale, high * scale

    def draw(pages: OfficialPages, top: float) -> None:
        x = style.x + (style.wide - wide) / 2
        pages.canvas.drawImage(reader, x, top - high - 4, wide, high)

    shown = Item(draw, high + 8, even=style.even, glue=bool(part.text))
    below = Style(body(), SMALL, style.leading, 0, align="center", even=style.even, x=style.x, wide=style.wide)
    return [shown, *(text(part.text, below, missing) if part.text else ())]


def _table(part: Block, style: Style, missing: fonts.Missing) -> Iterator[Item]:
    above = Style(fonts.SANS, SMALL, style.leading, 0, align="center", even=style.even, x=style.x, wide=style.wide)
    if part.text:
        yield from with_next(text(part.text, above, missing))
    columns = max(len(part.columns), *(len(row) for row in part.rows), 1)
    shares = part.widths if len(part.widths) == columns else (1,) * columns
    widths = [style.wide * share / sum(shares) for share in shares]
    head = None
    if part.columns:
        titles = [*part.columns, *[""] * columns][:columns]
        (head, *_) = row_items(titles, widths, fonts.SANS, missing, style.x, center=columns)
        yield replace(head, glue=True)
    for row in part.rows:
        cells = [*row, *[""] * columns][:columns]
        yield from (replace(item, head=head) for item in row_items(cells, widths, body(), missing, style.x))
    yield Item(lambda _pages, _top: None, 0.0, LEADING - SIZE, even=False)


def slices(paras: Sequence[ChinesePara]) -> list[list[ChinesePara]]:
    """The wrapped cells of a row as the rows they are drawn as: what is too tall for one page goes on in further
    ones."""
    tallest = max(len(para.lines) for para in paras)
    if tallest <= _TALLEST:
        return [list(paras)]
    return [[para.lines_of(first, first + _SLICE) for para in paras] for first in range(0, tallest, _SLICE)]


def row_items(
    cells: Sequence[str],
    widths: Sequence[float],
    font: str,
    missing: fonts.Missing,
    x: float,
    *,
    size: float = _CELL,
    least: float = 0.0,
    center: int = 0,
) -> list[Item]:
    """One row of a table, its cells wrapped and in the middle of its height; the first `center` of them centred."""
    paras = [
        ChinesePara(cell, font, size, missing, center=place < center, leading=1.35) for place, cell in enumerate(cells)
    ]
    for para, wide in zip(paras, widths, strict=True):
        para.wrap(wide - 2 * _PAD)
    return [_row_item(part, widths, x, least) for part in slices(paras)]


def _row_item(paras: Sequence[ChinesePara], widths: Sequence[float], x: float, least: float) -> Item:
    high = max(least, *(para.high for para in paras)) + 2 * _PAD

    def draw(pages: OfficialPages, top: float) -> None:
        canvas, left = pages.canvas, x
        canvas.setLineWidth(0.6)
        canvas.setStrokeGray(0)
        for para, wide in zip(paras, widths, strict=True):
            canvas.rect(left, top - high, wide, high)
            para.draw_on(canvas, left + _PAD, top - (high + para.high) / 2)
            left += wide

    return Item(draw, high, even=False)
