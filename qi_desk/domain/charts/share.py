"""A whole as one long bar, its parts in patterns, named inside where there is room and below where there is not."""

from __future__ import annotations

from typing import NamedTuple

from qi_desk.domain.charts.chart import Chart, Mark, rows_of
from qi_desk.domain.charts.drawing import PATTERNS, PLAIN, Box, Desk, Ink, Spot, Stroke, Words, patterned


class _Place(NamedTuple):
    mark: int
    middle: float
    wide: float
    pattern: str


def lay(desk: Desk, chart: Chart) -> float:
    """Draw; answers how high it became."""
    y = desk.size * 0.3
    for row in rows_of(chart):
        marks = [(place, mark) for place, mark in enumerate(chart.marks) if mark.row == row]
        if row:
            desk.parts.append(Words(0, y + desk.size, desk.cut(row, desk.wide), desk.size, bold=True))
            y += desk.line * 1.15
        y = _whole(desk, marks, y) + desk.size * 0.7
    return y


def _label(mark: Mark) -> str:
    return " ".join(piece for piece in (mark.name, mark.said, mark.note) if piece)


def _whole(desk: Desk, marks: list[tuple[int, Mark]], y: float) -> float:
    total = sum(mark.value or 0 for _, mark in marks)
    high = desk.size * 2.0
    if not total:
        desk.parts.append(Box(0, y, desk.wide, high, None, Ink.MUTED, dashed=True))
    x = 0.0
    below: list[_Place] = []
    for step, (place, mark) in enumerate(marks):
        wide = desk.wide * (mark.value or 0) / total if total else 0.0
        pattern = PATTERNS[step % len(PATTERNS)]
        if wide:
            desk.parts.extend(patterned(x, y, wide, high, pattern, desk.size * 0.4))
        label = _label(mark)
        if wide and pattern == PLAIN and desk.width(label) + desk.size <= wide:
            desk.parts.append(Words(x + wide / 2, y + high / 2 + desk.size * 0.36, label, desk.size, align="center"))
            desk.spots.append(Spot(place, x, y, wide, high))
        elif wide and _on_a_plate(desk, label, x, y, wide, high):
            desk.spots.append(Spot(place, x, y, wide, high))
        else:
            below.append(_Place(place, x + wide / 2, wide, pattern))
        x += wide
    return _below(desk, dict(marks), below, y + high)


def _on_a_plate(desk: Desk, label: str, x: float, y: float, wide: float, high: float) -> bool:
    """Words on the bare paper within a pattern, so that they are read on every ground."""
    room = desk.width(label) + desk.size * 0.7
    if room + desk.size * 0.8 > wide:
        return False
    middle = x + wide / 2
    tall = desk.size * 1.4
    desk.parts.append(Box(middle - room / 2, y + (high - tall) / 2, room, tall, Ink.PAPER))
    desk.parts.append(Words(middle, y + high / 2 + desk.size * 0.36, label, desk.size, align="center"))
    return True


def _below(desk: Desk, marks: dict[int, Mark], places: list[_Place], y: float) -> float:
    """Labels that found no room, each in a line of its own. What has no part (nothing, or unknown) comes last."""
    if not places:
        return y
    base = y + desk.size * 0.35
    parts = [one for one in places if one.wide]
    side = _side(desk, marks, parts)
    # So no stroke crosses a label: on the right the last part's label is the highest, on the left the first part's.
    for one in parts[::-1] if side == "left" else parts:
        base += desk.line
        label = desk.cut(_label(marks[one.mark]), desk.wide - desk.size * 2.4)
        wide, step = desk.width(label), desk.size * 0.4
        if side:
            desk.parts.append(Stroke(one.middle, y, one.middle, base - step, 0.8, Ink.MUTED))
            x = one.middle + step if side == "left" else one.middle - step - wide
        else:
            tall = desk.size * 0.95
            desk.parts.extend(patterned(0, base - tall, desk.size * 1.9, tall, one.pattern, desk.size * 0.4))
            x = desk.size * 2.4
        desk.parts.append(Words(x, base, label, desk.size))
        desk.spots.append(Spot(one.mark, x, base - desk.size, wide, desk.line))
    for one in places:
        if not one.wide:
            base += desk.line
            label = desk.cut(_label(marks[one.mark]), desk.wide)
            desk.parts.append(Words(0, base, label, desk.size, Ink.MUTED))
            desk.spots.append(Spot(one.mark, 0, base - desk.size, desk.width(label), desk.line))
    return base + desk.size * 0.35


def _side(desk: Desk, marks: dict[int, Mark], parts: list[_Place]) -> str:
    """How all labels are set at their strokes: beginning there ("left" edge), ending there ("right" edge), or, where
    neither finds room, with a sample of the pattern instead of a stroke (empty)."""
    reach = [(one.middle, desk.width(_label(marks[one.mark])) + desk.size * 0.4) for one in parts]
    if all(middle + far <= desk.wide for middle, far in reach):
        return "left"
    return "right" if all(middle - far >= 0 for middle, far in reach) else ""
