"""The page of an official paper (GB/T 9704-2012): A4, a type area of 156 x 225 mm for 22 lines of 28 characters.

What is to be placed arrives as items, one to a line of text, so that pages end where they may.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from qi_desk.documents import fonts
from qi_desk.documents.layout import Sheet
from qi_desk.services.papers import Paper, StationHead

TOP, LEFT, WIDE, HIGH = 37 * mm, 28 * mm, 156 * mm, 225 * mm

SIZE = 15.75
"""三号, in points: 28 of them fill a line."""

LEADING = (HIGH - SIZE) / 21
"""22 lines fill the type area from its upper edge to its lower one."""

SMALL = 14.0
"""四号."""

RED = (0.85, 0.0, 0.05)
ASCENT = 0.88
"""Of a character's square, what stands above its base line."""

_SLACK = 0.05
_NUMBER_BELOW = 7 * mm


@dataclass(frozen=True, slots=True)
class OfficialFrame:
    """What a paper is: its title as readers of the file see it, and what stands on every page of it."""

    station: StationHead
    title: str
    draft: bool
    reprint: int
    printed_at: datetime
    printed_by: str


@dataclass(frozen=True, slots=True)
class Item:
    """Something that stands on one page: `draw` gets the pages and the upper edge, `need` is how high it is, `high` how
    far below the next one begins (0: as high as it is).

    `even` puts it on the next of the page's lines; `glue` keeps it on one page with the item after it; `head` is drawn
    again above it where it begins a page.
    """

    draw: Callable[[OfficialPages, float], None]
    need: float
    high: float = 0.0
    even: bool = True
    glue: bool = False
    head: Item | None = None

    @property
    def step(self) -> float:
        """How far the next item begins below this one."""
        return self.high or self.need


def space(lines: float = 1.0) -> Item:
    """Room left free; none of it is carried to a new page."""
    return Item(_nothing, 0.0, lines * LEADING)


def reserve(high: float) -> Item:
    """Nothing, for which so much room must be left: for what is placed after a frame is closed."""
    return Item(_nothing, high, 0.01, even=False)


def _nothing(_pages: OfficialPages, _top: float) -> None:
    """Room has nothing to draw."""


class OfficialPages:
    """The pages as they fill: `used` is how much of the type area is taken."""

    def __init__(self, frame: OfficialFrame, leading: float = LEADING) -> None:
        self.frame = frame
        self.leading = leading
        self.sheet = Sheet(frame.title, station=frame.station, created=frame.printed_at)
        self.used = 0.0
        self.on_leave: Callable[[OfficialPages], None] | None = None
        self._begin()

    @property
    def canvas(self) -> Any:
        """What is drawn on."""
        return self.sheet.canvas

    @property
    def y(self) -> float:
        """The upper edge of what comes next."""
        return float(A4[1] - TOP - self.used)

    @property
    def left(self) -> float:
        """How much of the type area is free."""
        return float(HIGH - self.used)

    def _begin(self) -> None:
        if self.frame.station.practice:
            self.sheet.practice_mark()
        if self.frame.draft:
            self._outside(A4[1] - 22 * mm, "草稿　尚未定稿，不作为办理依据")
        if self.frame.reprint:
            frame = self.frame
            self._outside(
                10 * mm, f"补打第 {frame.reprint} 次　{frame.printed_at:%Y-%m-%d %H:%M}　工号 {frame.printed_by}"
            )
        self.used = 0.0

    def _outside(self, y: float, words: str) -> None:
        self.sheet.text(A4[0] - 28 * mm, y, words, fonts.SANS, 9, align="right")

    def _end(self) -> None:
        """What a page gets last: the foot of a frame, and its number below the type area, at the outer foot."""
        if self.on_leave is not None:
            self.on_leave(self)
        page = self.sheet.pages
        base = A4[1] - TOP - HIGH - _NUMBER_BELOW - 0.38 * SMALL
        x, align = (LEFT + WIDE - SMALL, "right") if page % 2 else (LEFT + SMALL, "left")
        self.sheet.text(x, base, f"— {page} —", fonts.SERIF, SMALL, align=align)

    def turn(self) -> None:
        """Go on on a new page."""
        self._end()
        self.sheet.next_page()
        self._begin()

    def place(self, items: Iterable[Item]) -> None:
        """Put the items one below the other; those glued together stay on one page if they fit on one."""
        for group in _groups(items):
            self._group(group)

    def _group(self, group: Sequence[Item]) -> None:
        if self._foot(group, self.used) > HIGH + _SLACK and self.used and self._foot(group, 0.0) <= HIGH + _SLACK:
            self.turn()
        for item in group:
            self._one(item)

    def _foot(self, group: Sequence[Item], used: float) -> float:
        """Where the last of the group would end."""
        end = used
        for item in group:
            start = self._even(used) if item.even else used
            end, used = start + item.need, start + item.step
        return end

    def _even(self, used: float) -> float:
        return math.ceil(used / self.leading - 0.01) * self.leading

    def _one(self, item: Item) -> None:
        start = self._even(self.used) if item.even else self.used
        if not item.need:
            self.used = start + item.step if self.used else 0.0
            return
        if start + item.need > HIGH + _SLACK and self.used:
            self.turn()
            start = 0.0
        if not self.used and item.head is not None:
            item.head.draw(self, A4[1] - TOP)
            start = item.head.step
        item.draw(self, A4[1] - TOP - start)
        self.used = start + item.step

    def paper(self) -> Paper:
        """The finished paper."""
        self._end()
        return Paper(self.sheet.finish(), self.sheet.pages, tuple(self.sheet.missing.characters))


def _groups(items: Iterable[Item]) -> Iterator[list[Item]]:
    group: list[Item] = []
    for item in items:
        group.append(item)
        if not item.glue:
            yield group
            group = []
    if group:
        yield group
