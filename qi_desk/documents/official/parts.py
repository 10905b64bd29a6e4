"""What stands before and after the text of an official paper: red head, title, attachments, name and day, imprint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qi_desk.documents import fonts
from qi_desk.documents.official.lines import Style, balanced, body, fitting, line_item, squeezed, text
from qi_desk.documents.official.sheet import (
    ASCENT,
    HIGH,
    LEADING,
    LEFT,
    RED,
    SIZE,
    SMALL,
    TOP,
    WIDE,
    Item,
    OfficialPages,
)

MARK_BELOW = 35 * mm
"""From the upper edge of the type area to that of the red mark."""

TITLE = 22.0
_TITLE_LEADING = 34.0
_ONE_LINE = (48.0, 44.0, 40.0, 36.0, 32.0, 28.0)
_NAMES = (34.0, 32.0, 30.0, 28.0, 26.0)
_NARROWEST = 0.78
"""How narrow the characters of a name may become before it takes two lines."""

_BETWEEN = 6.0
_RULE_BELOW = 4 * mm
_ENDS = (SIZE, 15.0, SMALL, 13.0, 12.0, 11.0, 10.0)


def red_mark(pages: OfficialPages, name: str, mark: str, top: float) -> float:
    """The mark in red, name and what follows it on one line where there is room, else on two; answers its lower
    edge."""
    pages.canvas.saveState()
    pages.canvas.setFillColorRGB(*RED)
    size = fitting(name + mark, fonts.SERIF_BOLD, _ONE_LINE, WIDE, pages.sheet.missing)
    if not mark or fonts.width(name + mark, fonts.SERIF_BOLD, size, pages.sheet.missing) <= WIDE:
        low = _red_line(pages, name + mark, size, top)
    else:
        low = _red_name(pages, name, top)
        low = _red_line(pages, mark, 40.0, low - 14, spread=8.0)
    pages.canvas.restoreState()
    return low


def _red_name(pages: OfficialPages, name: str, top: float) -> float:
    """The station's name, on two lines where one would be too narrow to read."""
    missing = pages.sheet.missing
    size = fitting(name, fonts.SERIF_BOLD, _NAMES, WIDE, missing)
    if fonts.width(name, fonts.SERIF_BOLD, size, missing) <= WIDE / _NARROWEST:
        return _red_line(pages, name, size, top)
    lines = balanced(name, fonts.SERIF_BOLD, size, WIDE, missing)
    size = min(fitting(line.text, fonts.SERIF_BOLD, _NAMES, WIDE, missing) for line in lines)
    low = top + _BETWEEN
    for line in lines:
        low = _red_line(pages, line.text, size, low - _BETWEEN)
    return low


def _red_line(pages: OfficialPages, said: str, size: float, top: float, spread: float = 0.0) -> float:
    base = top - ASCENT * size
    squeezed(pages.sheet, LEFT + WIDE / 2, base, said, fonts.SERIF_BOLD, (size,), WIDE, align="center", spread=spread)
    return top - size


def red_rule(pages: OfficialPages, y: float) -> None:
    """The red line below the head, as wide as the type area."""
    pages.canvas.saveState()
    pages.canvas.setStrokeColorRGB(*RED)
    pages.canvas.setLineWidth(1.8)
    pages.canvas.line(LEFT, y, LEFT + WIDE, y)
    pages.canvas.restoreState()


def two_ends(pages: OfficialPages, top: float, left: str, right: str, size: float = SIZE) -> float:
    """One line with a text at each end, one character in, smaller where there is little room; answers the lower
    edge."""
    missing, font = pages.sheet.missing, body()
    sizes = [one for one in _ENDS if one <= size]
    shown = fitting(left + right, font, sizes, WIDE - 3 * size, missing)
    base = top - ASCENT * size
    wide = pages.sheet.text(LEFT + WIDE - size, base, right, font, shown, align="right")
    squeezed(pages.sheet, LEFT + size, base, left, font, (shown,), WIDE - 3 * size - wide)
    return float(top - size)


def rule_below(pages: OfficialPages, low: float) -> None:
    """The red line 4 mm below what stands above, and the place of the text after it."""
    red_rule(pages, low - _RULE_BELOW)
    pages.used += pages.y - (low - _RULE_BELOW)


def title(said: str, missing: fonts.Missing, *, before: float = 2.0, after: float = 1.0) -> list[Item]:
    """The title, centred, with empty lines before and after it."""
    lines = balanced(said, fonts.SERIF_BOLD, TITLE, WIDE, missing)
    style = Style(fonts.SERIF_BOLD, TITLE, _TITLE_LEADING, 0, align="center", even=False)
    shown = [replace(line_item(line, style, LEFT, WIDE, False), glue=True) for line in lines]
    room = Item(lambda _pages, _top: None, 0.0, before * LEADING, even=False)
    return [room, *shown, Item(lambda _pages, _top: None, 0.0, after * LEADING - (_TITLE_LEADING - TITLE), even=False)]


def hanging(label: str, said: str, missing: fonts.Missing, *, indent: float = 2.0, label_font: str = "") -> list[Item]:
    """出席：names, the further lines below the first character after the colon."""
    hang = indent + len(label)
    return text(said, Style(body(), indent=indent, hang=hang), missing, label=label, label_font=label_font)


def attachments(names: Sequence[str], missing: fonts.Missing) -> list[Item]:
    """附件：, numbered where there are several."""
    if len(names) < 2:
        return [item for name in names for item in hanging("附件：", name, missing)]
    items: list[Item] = []
    for place, name in enumerate(names, start=1):
        label = f"{place}. "
        hang = 5.0 + fonts.width(label, body(), SIZE, missing) / SIZE
        style = Style(body(), indent=2.0 if place == 1 else 5.0, hang=hang)
        label = f"附件：{label}" if place == 1 else label
        items += text(name, style, missing, label=label)
    return items


def signed(name: str, dated: str, missing: fonts.Missing) -> list[Item]:
    """Who issues the paper, and the day below: the day four characters in for the seal, the name in the middle over
    it as far as there is room."""
    font = body()
    day = fonts.width(dated, font, SIZE, missing)
    lines = balanced(name, font, SIZE, WIDE - 4 * SIZE, missing)
    wide = max((line.width for line in lines), default=0.0)
    center = min(WIDE - 4 * SIZE - day / 2, WIDE - 2 * SIZE - wide / 2)
    style = Style(font, indent=0, align="center", x=LEFT + center - WIDE / 2)
    shown = [line_item(line, style, style.x, WIDE, False) for line in lines]
    return [*shown, *text(dated, style, missing)]


def imprint(lists: Sequence[tuple[str, Sequence[str]]], name: str, dated: str, missing: fonts.Missing) -> list[Item]:
    """版记: copies to whom, then who printed it when, between rules at the foot of the page that has room for it."""
    style = Style(body(), SMALL, 1.5 * SMALL, 1, even=False, wide=WIDE - SMALL)
    rows = [
        text("，".join(names) + "。", replace(style, hang=1.0 + len(label)), missing, label=label)
        for label, names in lists
        if names
    ]
    rows.append([_printed(name, dated)])
    high = sum(_row_high(row) for row in rows)

    def draw(pages: OfficialPages, _top: float) -> None:
        top = A4[1] - TOP - HIGH + high
        _rules(pages, rows, top)
        for row in rows:
            y = top - 5
            for item in row:
                item.draw(pages, y)
                y -= item.step
            top -= _row_high(row)

    return [Item(draw, high, HIGH)]


def _printed(name: str, dated: str) -> Item:
    def draw(pages: OfficialPages, top: float) -> None:
        two_ends(pages, top, name, f"{dated}印发" if dated else "", SMALL)

    return Item(draw, SMALL, 1.5 * SMALL)


def _row_high(row: Sequence[Item]) -> float:
    return sum(item.step for item in row) + 3


def _rules(pages: OfficialPages, rows: Sequence[Sequence[Item]], top: float) -> None:
    """Thick above and below (0.35 mm), thin between (0.25 mm)."""
    edges = [top]
    for row in rows:
        edges.append(edges[-1] - _row_high(row))
    for place, y in enumerate(edges):
        outer = place in (0, len(edges) - 1)
        pages.sheet.line(LEFT, y, LEFT + WIDE, y, width=(0.35 if outer else 0.25) * mm)


def empty_line(items: Sequence[Item]) -> list[Item]:
    """The items after an empty line; nothing where there are none."""
    return [Item(lambda _pages, _top: None, 0.0, LEADING), *items] if items else []
