"""Columns over time, from zero, each with its value on it where it finds room."""

from __future__ import annotations

from collections.abc import Sequence

from qi_desk.domain.charts.bars import LEAST
from qi_desk.domain.charts.chart import Chart, Mark
from qi_desk.domain.charts.drawing import Box, Desk, Ink, Spot, Stroke, Words

_HIGH = 9.0
"""Of the longest column, in text sizes."""


def lay(desk: Desk, chart: Chart) -> float:
    """Draw; answers how high it became."""
    values = [mark.value for mark in chart.marks if mark.value is not None]
    most, least = max([0.0, *values]), min([0.0, *values])
    unit = _HIGH * desk.size / ((most - least) or 1.0)
    zero = desk.line + most * unit
    foot = zero - least * unit + (desk.line if least < 0 else 0.0)
    slot = desk.wide / len(chart.marks)
    thick = min(slot * 0.68, desk.size * 3.4)
    for place, mark in enumerate(chart.marks):
        middle = slot * (place + 0.5)
        desk.spots.append(Spot(place, slot * place, 0, slot, foot + desk.line * 1.3))
        if mark.value is None:
            high = desk.size * 1.2
            desk.parts.append(Box(middle - thick / 2, zero - high, thick, high, None, Ink.MUTED, dashed=True))
            continue
        if mark.value:
            high = max(abs(mark.value) * unit, LEAST)
            top = zero - high if mark.value > 0 else zero
            fill = Ink.MARK if mark.value > 0 else Ink.SOFT
            desk.parts.append(Box(middle - thick / 2, top, thick, high, fill, Ink.MARK))
    desk.parts.append(Stroke(0, zero, desk.wide, zero, 1.0, Ink.TEXT))
    _values(desk, chart, slot, zero, unit)
    names(desk, [mark.name for mark in chart.marks], slot, 0.0, foot + desk.line)
    return foot + desk.line * 1.4


def _values(desk: Desk, chart: Chart, slot: float, zero: float, unit: float) -> None:
    """Each where it finds room."""
    order = telling(chart.marks)
    taken: list[tuple[float, float]] = []
    for place in order:
        mark = chart.marks[place]
        wide = desk.width(mark.said)
        middle = min(max(slot * (place + 0.5), wide / 2), desk.wide - wide / 2)
        left, right = middle - wide / 2, middle + wide / 2
        if any(left < b + 2 and a - 2 < right for a, b in taken):
            continue
        taken.append((left, right))
        if mark.value is None:
            base, ink = zero - desk.size * 1.5, Ink.MUTED
        elif mark.value < 0:
            base, ink = zero - mark.value * unit + desk.size * 1.15, Ink.TEXT
        else:
            base, ink = zero - max(mark.value * unit, LEAST if mark.value else 0.0) - desk.size * 0.3, Ink.TEXT
        desk.parts.append(Words(middle, base, mark.said, desk.size, ink, "center"))


def telling(marks: Sequence[Mark]) -> list[int]:
    """Places of the marks, the last one first, then the largest: what finds no room is what says least."""
    last = len(marks) - 1
    return sorted(range(last + 1), key=lambda at: (at != last, -abs(marks[at].value or 0), -at))


def names(desk: Desk, said: list[str], slot: float, left: float, base: float) -> None:
    """Names below, every one, or as many as find room at even steps; the last one always."""
    last = len(said) - 1
    widest = max(desk.width(name, desk.small) for name in said)
    step = max(1, -int(-(widest + desk.size * 0.5) // slot))
    limit = desk.wide + 1.0
    for place in range(last, -1, -step):
        wide = desk.width(said[place], desk.small)
        middle = min(max(left + slot * (place + 0.5), wide / 2), max(desk.wide - wide / 2, wide / 2))
        if middle + wide / 2 > limit:
            continue
        limit = middle - wide / 2 - desk.size * 0.3
        desk.parts.append(Words(middle, base, said[place], desk.small, Ink.MUTED, "center"))
