"""A few lines over periods: named at their ends, told apart by dashes and points, broken where nothing is known."""

from __future__ import annotations

from typing import NamedTuple

from qi_desk.domain.charts.chart import Chart, Mark, names_of, rows_of
from qi_desk.domain.charts.columns import names, telling
from qi_desk.domain.charts.drawing import Desk, Ink, Shape, Spot, Stroke, Words

_HIGH = 10.0
_DASHES: tuple[tuple[float, ...], ...] = ((), (6.0, 3.0), (2.0, 2.5), (8.0, 3.0, 2.0, 3.0))
_ENDS = 0.34
"""Of the width, at most, for the names at the ends."""


class _Point(NamedTuple):
    at: int
    mark: Mark
    x: float
    y: float


def lay(desk: Desk, chart: Chart) -> float:
    """Draw; answers how high it became."""
    rows, periods = rows_of(chart), names_of(chart)
    values = [mark.value for mark in chart.marks if mark.value is not None]
    most, least = max([0.0, *values]), min([0.0, *values])
    unit = _HIGH * desk.size / ((most - least) or 1.0)
    zero = desk.line * 1.2 + most * unit
    foot = zero - least * unit + desk.size * 0.4
    left, right = _room(desk, chart, rows)
    slot = (desk.wide - left - right) / len(periods)
    begin = left + slot * 0.5 - desk.size * 0.5 if len(rows) > 1 else left
    desk.parts.append(Stroke(begin, zero, desk.wide - right, zero, 1.0, Ink.TEXT))
    drawn = []
    for step, row in enumerate(rows):
        points = [
            _Point(at, mark, left + slot * (periods.index(mark.name) + 0.5), zero - (mark.value or 0) * unit)
            for at, mark in enumerate(chart.marks)
            if mark.row == row
        ]
        _line(desk, points, step)
        drawn.append([point for point in points if point.mark.value is not None])
        if len(rows) == 1:
            _values(desk, points, zero)
    if len(rows) > 1:
        firsts = [(points[0].y, points[0].mark.said) for points in drawn if points]
        _column(desk, firsts, begin - desk.size * 0.2, "right", desk.wide)
    if right:
        ends = [(points[-1].y if points else zero, _end(chart, row)) for row, points in zip(rows, drawn, strict=True)]
        _column(desk, ends, desk.wide - right + desk.size * 0.5, "left", right - desk.size * 0.5)
    names(desk, list(periods), slot, left, foot + desk.line)
    low = max([foot, *(part.y for part in desk.parts if isinstance(part, Words))])
    return low + desk.line * 0.5


def _room(desk: Desk, chart: Chart, rows: tuple[str, ...]) -> tuple[float, float]:
    """What first values take on the left and names on the right."""
    if rows == ("",):
        return 0.0, 0.0
    right = min(max(desk.width(_end(chart, row)) for row in rows), desk.wide * _ENDS) + desk.size
    if len(rows) == 1:
        return 0.0, right
    return max(desk.width(mark.said, desk.small) for mark in chart.marks), right


def _end(chart: Chart, row: str) -> str:
    """The row's name with its last value, or why there is none."""
    marks = [mark for mark in chart.marks if mark.row == row]
    last = next((mark for mark in reversed(marks) if mark.value is not None), marks[-1])
    return f"{row} {last.said}"


def _line(desk: Desk, points: list[_Point], step: int) -> None:
    before: _Point | None = None
    for point in points:
        reach = desk.size * 0.6
        desk.spots.append(Spot(point.at, point.x - reach, point.y - reach, 2 * reach, 2 * reach))
        if point.mark.value is not None and before is not None:
            desk.parts.append(Stroke(before.x, before.y, point.x, point.y, 1.8, Ink.MARK, _DASHES[step]))
        before = point if point.mark.value is not None else None
    for point in points:
        if point.mark.value is not None:
            desk.parts.append(_form(point.x, point.y, desk.size * 0.3, step))


def _form(x: float, y: float, r: float, step: int) -> Shape:
    """A square, a bare diamond, a triangle, a bare square: one form to a line."""
    forms = (
        ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
        ((x, y - r * 1.4), (x + r * 1.4, y), (x, y + r * 1.4), (x - r * 1.4, y)),
        ((x, y - r * 1.3), (x + r * 1.3, y + r), (x - r * 1.3, y + r)),
        ((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
    )
    return Shape(forms[step], Ink.PAPER if step % 2 else Ink.MARK, Ink.MARK)


def _values(desk: Desk, points: list[_Point], zero: float) -> None:
    """The values of a line that is alone, over its points where they find room."""
    taken: list[tuple[float, float]] = []
    for place in telling([point.mark for point in points]):
        mark, x, y = points[place].mark, points[place].x, points[place].y
        wide = desk.width(mark.said, desk.small)
        middle = min(max(x, wide / 2), desk.wide - wide / 2)
        if any(middle - wide / 2 < b + 2 and a - 2 < middle + wide / 2 for a, b in taken):
            continue
        taken.append((middle - wide / 2, middle + wide / 2))
        if mark.value is None:
            desk.parts.append(Words(middle, zero - desk.size * 0.5, mark.said, desk.small, Ink.MUTED, "center"))
        else:
            desk.parts.append(Words(middle, y - desk.size * 0.7, mark.said, desk.small, Ink.TEXT, "center"))


def _column(desk: Desk, places: list[tuple[float, str]], x: float, align: str, room: float) -> None:
    """Texts one below another beside their points, moved apart where they would overlap."""
    below = -desk.line
    size = desk.size if align == "left" else desk.small
    for y, text in sorted(places):
        base = max(y + desk.size * 0.36, below + desk.line)
        below = base
        desk.parts.append(Words(x, base, desk.cut(text, room, size), size, Ink.TEXT, align))
