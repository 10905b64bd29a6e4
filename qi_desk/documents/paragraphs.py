"""Chinese paragraphs: no mark where a line may not begin or end with it, no number cut in two.

reportlab's own Paragraph parses markup and makes an object of every character: a third of a receipt's time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from qi_desk.documents import fonts

NO_START = frozenset("!'),.:;?]}°·’”‰′″℃、。〃々〉》」』】〕〗〞﹚！＂％＇），．：；？］｝～…—–")
"""Marks no line begins with (GB/T 15834)."""

NO_END = frozenset("([{‘“〈《「『【〔〖〝（［｛＄￥$#＃")
"""Marks no line ends with."""

_OF_DATES = frozenset("年月日")
"""What stays with the number before it: no line ends within a year (GB/T 9704)."""

_INSIDE = frozenset("-_./:@%+~")
_LONGEST_TOKEN = 60


def unbreakable(left: str, right: str) -> bool:
    """Whether no line may end between these two characters."""
    if right in NO_START or left in NO_END:
        return True
    if left == right and left in "—…":
        return True
    if left.isascii() and left.isdigit() and right in _OF_DATES:
        return True
    left_word, right_word = left.isascii() and left.isalnum(), right.isascii() and right.isalnum()
    return (left_word and (right_word or right in _INSIDE)) or (left in _INSIDE and right_word)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its pieces as (font, text), and its width in points."""

    pieces: tuple[tuple[str, str], ...]
    width: float

    @property
    def text(self) -> str:
        """What stands on it."""
        return "".join(text for _, text in self.pieces)


class ChinesePara:
    """Text broken into lines by the rules above; `wrap` it, then `draw_on` a canvas as often as needed.

    A line break in the text ends a line, other white space counts as one space. Characters the font lacks come from
    its fallbacks, and `missing` gathers those that no font has.
    """

    def __init__(
        self, text: str, font: str, size: float, missing: fonts.Missing, *, center: bool = False, leading: float = 1.45
    ) -> None:
        self._size = size
        self._leading = size * leading
        self._center = center
        self._width = 0.0
        parts = (" ".join(part.split()) for part in text.strip().split("\n"))
        self._parts = [list(fonts.runs(part, font, missing)) for part in parts]
        self.lines: tuple[Line, ...] = ()

    def wrap(self, width: float) -> float:
        """Break into lines at most `width` points long; answers the height."""
        self._width = width
        self.lines = tuple(line for part in self._parts for line in broken(part, self._size, width))
        return self.high

    @property
    def high(self) -> float:
        """How high the lines of the last `wrap` are together, in points."""
        return self._leading * len(self.lines)

    def lines_of(self, first: int, last: int) -> ChinesePara:
        """The same paragraph with some of the lines of the last `wrap` only."""
        found = copy(self)
        found.lines = self.lines[first:last]
        return found

    def draw_on(self, canvas: Any, x: float, y: float) -> None:
        """Draw the lines of the last `wrap`, the lower left corner at (x, y)."""
        base = y + self._leading * len(self.lines) - self._size
        text = canvas.beginText(x, base)
        for line in self.lines:
            if line.pieces:
                text.setTextOrigin(x + (self._width - line.width) / 2 if self._center else x, base)
                write_line(text, line.pieces, self._size)
            base -= self._leading
        canvas.drawText(text)


def write_line(text: Any, pieces: Sequence[tuple[str, str]], size: float) -> None:
    """Write the (font, text) pieces of one line into a text object; only the last one's width is not needed."""
    for place, (name, piece) in enumerate(pieces, start=1):
        text.setFont(name, size)
        if place < len(pieces):
            text.textOut(piece)
        else:
            text.textLine(piece)


def broken(part: Sequence[tuple[str, str]], size: float, room: float, indent: float = 0.0) -> Iterator[Line]:
    """The lines of one run of text without line breaks, given as (font, piece); at least one, be it empty. The first
    is shorter by `indent`."""
    text = "".join(piece for _, piece in part)
    if not text:
        yield Line((), 0.0)
    widths = [width for name, piece in part for width in fonts.advances(piece, name, size)]
    start = 0
    while start < len(text):
        end = _fill(widths, start, room if start else room - indent)
        if end < len(text):
            end = _step_back(text, start, end)
        last = end
        while last > start + 1 and text[last - 1] == " ":
            last -= 1
        yield Line(tuple(_cut(part, start, last)), sum(widths[start:last]))
        start = end
        while start < len(text) and text[start] == " ":
            start += 1


def _fill(widths: list[float], start: int, room: float) -> int:
    """Where the characters from `start` on no longer fit; one always does."""
    used = widths[start]
    for place in range(start + 1, len(widths)):
        used += widths[place]
        if used > room + 1e-4:
            return place
    return len(widths)


def _step_back(text: str, start: int, end: int) -> int:
    if text[end] == " ":
        return end
    cut = end
    while cut > start + 1 and unbreakable(text[cut - 1], text[cut]):
        cut -= 1
    too_long = cut <= start + 1 or end - cut > _LONGEST_TOKEN
    return end if too_long else cut


def _cut(part: Sequence[tuple[str, str]], start: int, end: int) -> Iterator[tuple[str, str]]:
    """The pieces between two places of the whole."""
    place = 0
    for name, piece in part:
        inside = piece[max(0, start - place) : max(0, end - place)]
        if inside:
            yield name, inside
        place += len(piece)
