"""Horizontal bars: the name before, the value behind, from zero, nothing cut off."""

from __future__ import annotations

from dataclasses import dataclass

from qi_desk.domain.charts.chart import Chart, Mark
from qi_desk.domain.charts.drawing import Box, Desk, Ink, Spot, Stroke, Words

_NAMES = 0.36
"""Of the width, at most, for names."""

LEAST = 1.6
"""What is not zero is seen, however small beside the largest."""


@dataclass(frozen=True, slots=True)
class _Scale:
    zero: float
    unit: float

    def at(self, value: float) -> float:
        return self.zero + value * self.unit


def lay(desk: Desk, chart: Chart) -> float:
    """Draw; answers how high it became."""
    gap = desk.size * 0.6
    names = min(max(desk.width(mark.name) for mark in chart.marks), desk.wide * _NAMES)
    scale = _scale(desk, chart, names + gap)
    y = _legend(desk, chart, scale.zero)
    top = y
    for place, mark in enumerate(chart.marks):
        words = desk.lines(mark.name, names)
        high = max(desk.line * len(words) + desk.size * 0.25, desk.line * 1.3)
        base = y + (high - desk.line * len(words)) / 2 + desk.size
        for step, line in enumerate(words):
            desk.parts.append(Words(names, base + step * desk.line, line, desk.size, Ink.TEXT, "right"))
        _bar(desk, mark, scale, y, high)
        desk.spots.append(Spot(place, 0, y, desk.wide, high))
        y += high
    desk.parts.append(Stroke(scale.zero, top, scale.zero, y, 1.0, Ink.TEXT))
    return y + desk.size * 0.3


def _tail(mark: Mark) -> str:
    return f"{mark.said} {mark.note}".strip()


def _scale(desk: Desk, chart: Chart, left: float) -> _Scale:
    """Room for the longest bar on either side, with its value behind it."""
    gap = desk.size * 0.5
    known = [mark for mark in chart.marks if mark.value is not None]
    ends = [float(mark.value or 0) for mark in known] + [mark.expected for mark in chart.marks if mark.expected]
    most, least = max([0.0, *ends]), min([0.0, *ends])
    behind = (
        max(desk.width(_tail(mark)) for mark in chart.marks if mark.value is None or mark.value >= 0)
        if any(mark.value is None or mark.value >= 0 for mark in chart.marks)
        else 0.0
    )
    before = max((desk.width(_tail(mark)) for mark in known if (mark.value or 0) < 0), default=0.0)
    room = max(desk.wide - left - behind - gap - (before + gap if before else 0.0), desk.wide * 0.1)
    span = (most - least) or 1.0
    unit = room / span
    return _Scale(left + (before + gap if before else 0.0) - least * unit, unit)


def _legend(desk: Desk, chart: Chart, x: float) -> float:
    """What the small strokes mean, once, over the bars."""
    if not chart.expected or all(mark.expected is None for mark in chart.marks):
        return 0.0
    desk.parts.append(Stroke(x + 2, desk.size * 0.1, x + 2, desk.size * 1.2, 2.0, Ink.TEXT))
    words = desk.cut(chart.expected, desk.wide - x - 10, desk.small)
    desk.parts.append(Words(x + 8, desk.size, words, desk.small, Ink.MUTED))
    return desk.line * 1.2


def _bar(desk: Desk, mark: Mark, scale: _Scale, y: float, high: float) -> None:
    middle, thick = y + high / 2, desk.size * 1.1
    base, gap = middle + desk.size * 0.36, desk.size * 0.5
    if mark.value is None:
        desk.parts.append(Words(scale.zero + gap, base, _tail(mark), desk.size, Ink.MUTED))
        return
    end = scale.at(mark.value)
    if mark.value and abs(end - scale.zero) < LEAST:
        end = scale.zero + (LEAST if mark.value > 0 else -LEAST)
    if mark.value:
        box = Box(min(end, scale.zero), middle - thick / 2, abs(end - scale.zero), thick)
        # Below zero the bar is only outlined: seen without colour, too.
        filled = Box(box.x, box.y, box.wide, box.high, Ink.MARK if mark.value > 0 else Ink.SOFT, Ink.MARK)
        desk.parts.append(filled)
    if mark.expected is not None:
        there = scale.at(mark.expected)
        inside = Ink.PAPER if min(end, scale.zero) < there < max(end, scale.zero) - 1 else Ink.TEXT
        desk.parts.append(Stroke(there, middle - thick * 0.75, there, middle + thick * 0.75, 2.0, Ink.TEXT))
        if inside is Ink.PAPER:
            desk.parts.append(Stroke(there, middle - thick / 2, there, middle + thick / 2, 2.0, inside))
    # The value stands behind the bar and behind the stroke it is compared with.
    if mark.value < 0:
        desk.parts.append(Words(end - gap, base, _tail(mark), desk.size, Ink.TEXT, "right"))
    else:
        far = max(end, scale.at(mark.expected)) if mark.expected is not None else end
        desk.parts.append(Words(far + gap, base, _tail(mark), desk.size))
