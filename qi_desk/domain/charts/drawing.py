"""A drawing as a list of boxes, strokes, shapes and words: paper (reportlab) and screen (QPainter) carry out the same.

Why not SVG from reportlab, shown by QtSvg: Chinese text would lose its fallback fonts and its exact places, the window
would need the paper process for every turn of a page, larger text would only be a larger picture, and colours of the
theme would be baked in. Here the places are worked out once, for the room and the text size there is, and both sides
only draw. Hatching is strokes, so it is the same on both.

Places are counted from the upper left corner downwards, in points on paper and in pixels on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

Measure = Callable[[str, float, bool], float]
"""How wide a text of a size is drawn, bold or not."""


class Ink(StrEnum):
    """What a colour means; paper and each theme have their own."""

    TEXT = "text"
    MUTED = "muted"
    LINE = "line"
    MARK = "mark"
    SOFT = "soft"
    PAPER = "paper"
    HEAT_1 = "heat_1"
    HEAT_2 = "heat_2"
    HEAT_3 = "heat_3"
    HEAT_4 = "heat_4"
    ON_HEAT_1 = "on_heat_1"
    ON_HEAT_2 = "on_heat_2"
    ON_HEAT_3 = "on_heat_3"
    ON_HEAT_4 = "on_heat_4"


HEAT = (Ink.PAPER, Ink.HEAT_1, Ink.HEAT_2, Ink.HEAT_3, Ink.HEAT_4)
ON_HEAT = (Ink.MUTED, Ink.ON_HEAT_1, Ink.ON_HEAT_2, Ink.ON_HEAT_3, Ink.ON_HEAT_4)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled, with an edge, or both."""

    x: float
    y: float
    wide: float
    high: float
    fill: Ink | None = None
    edge: Ink | None = None
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line; `dash` are lengths drawn and left out by turns."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.8
    ink: Ink = Ink.LINE
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A closed shape through these points."""

    points: tuple[tuple[float, float], ...]
    fill: Ink
    edge: Ink


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text on the base line `y`, beginning, ending or centred at `x`."""

    x: float
    y: float
    text: str
    size: float
    ink: Ink = Ink.TEXT
    align: str = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """Where mark number `mark` is to be seen: for the pointer and the frame of who walks by keyboard."""

    mark: int
    x: float
    y: float
    wide: float
    high: float


Part = Box | Stroke | Shape | Words


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to be drawn, in this order, within `wide` by `high`."""

    wide: float
    high: float
    parts: tuple[Part, ...]
    spots: tuple[Spot, ...]


def text_opens(character: str) -> bool:
    """Whether a line must not end with this character."""
    return character in "（《“‘(["


class Desk:
    """What a drawing is made on: the room across, the text size, how to measure; gathers parts and spots."""

    def __init__(self, wide: float, size: float, measure: Measure) -> None:
        self.wide = wide
        self.size = size
        self.small = size * 0.88
        self.line = size * 1.35
        self.measure = measure
        self.parts: list[Part] = []
        self.spots: list[Spot] = []

    def width(self, text: str, size: float | None = None, *, bold: bool = False) -> float:
        """How wide a text is."""
        return self.measure(text, size or self.size, bold)

    def cut(self, text: str, room: float, size: float | None = None) -> str:
        """As much of a text as finds room, with … where something is left out."""
        if self.width(text, size) <= room:
            return text
        for end in range(len(text) - 1, 0, -1):
            if self.width(f"{text[:end]}…", size) <= room:
                return f"{text[:end]}…"
        return "…"

    def lines(self, text: str, room: float, most: int = 2) -> list[str]:
        """A text broken to the room, the last line cut."""
        found: list[str] = []
        left = text
        while left and len(found) < most - 1 and self.width(left) > room:
            end = 1
            while end < len(left) and self.width(left[: end + 1]) <= room:
                end += 1
            if end > 1 and text_opens(left[end - 1]):
                end -= 1
            found.append(left[:end])
            left = left[end:]
        return [*found, self.cut(left, room)] if left else found

    def done(self, high: float) -> Drawing:
        """The drawing."""
        return Drawing(self.wide, high, tuple(self.parts), tuple(self.spots))


SOLID, DIAGONAL, PLAIN, LEVEL, CROSSED, COUNTER = "solid", "diagonal", "plain", "level", "crossed", "counter"
PATTERNS = (SOLID, DIAGONAL, PLAIN, LEVEL, CROSSED, COUNTER)
"""So that neighbours differ without any colour."""


def patterned(x: float, y: float, wide: float, high: float, pattern: str, gap: float) -> Iterator[Part]:
    """A rectangle in one of the patterns, its lines `gap` apart."""
    fill = {SOLID: Ink.MARK, PLAIN: Ink.SOFT}.get(pattern, Ink.PAPER)
    yield Box(x, y, wide, high, fill)
    if pattern == LEVEL:
        steps = int(high / gap)
        for step in range(1, steps + 1):
            yield Stroke(x, y + step * high / (steps + 1), x + wide, y + step * high / (steps + 1), 0.8, Ink.MARK)
    if pattern in {DIAGONAL, CROSSED}:
        yield from _slanted(x, y, wide, high, gap, rising=True)
    if pattern in {COUNTER, CROSSED}:
        yield from _slanted(x, y, wide, high, gap, rising=False)
    yield Box(x, y, wide, high, None, Ink.MARK)


def _slanted(x: float, y: float, wide: float, high: float, gap: float, *, rising: bool) -> Iterator[Part]:
    """Lines of 45 degrees, cut where they leave the rectangle."""
    across = gap * 1.6
    for step in range(1, int((wide + high) / across) + 1):
        reach = step * across
        left, right = max(0.0, reach - high), min(wide, reach)
        if right - left < 0.1:
            continue
        low, up = reach - left, reach - right
        if rising:
            yield Stroke(x + left, y + low, x + right, y + up, 0.8, Ink.MARK)
        else:
            yield Stroke(x + left, y + high - low, x + right, y + high - up, 0.8, Ink.MARK)
