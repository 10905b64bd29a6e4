"""How much at which hour of which day: every number written, the shade only helps to find the dark places."""

from __future__ import annotations

from qi_desk.domain.charts.chart import Chart, names_of, rows_of
from qi_desk.domain.charts.drawing import HEAT, ON_HEAT, Box, Desk, Ink, Spot, Words


def level(value: float, most: float) -> int:
    """0 for nothing, 1 to 4 for each quarter of the largest."""
    if value <= 0 or most <= 0:
        return 0
    return min(4, 1 + int(4 * value / most - 1e-9))


def lay(desk: Desk, chart: Chart) -> float:
    """Draw; answers how high it became."""
    rows, names = rows_of(chart), names_of(chart)
    left = max(desk.width(row) for row in rows) + desk.size * 0.6
    wide, high = (desk.wide - left) / len(names), desk.size * 2.0
    most = max([0.0, *(mark.value for mark in chart.marks if mark.value is not None)])
    widest = max(desk.width(name, desk.small) for name in names)
    every = max(1, -int(-(widest + desk.size * 0.3) // wide))
    for step, name in enumerate(names):
        if step % every == 0:
            desk.parts.append(
                Words(left + wide * (step + 0.5), desk.size, name, desk.small, Ink.MUTED, "center"),
            )
    top = desk.line * 1.1
    for step, row in enumerate(rows):
        base = top + high * step + high / 2 + desk.size * 0.36
        desk.parts.append(Words(left - desk.size * 0.6, base, row, desk.size, Ink.TEXT, "right"))
    for place, mark in enumerate(chart.marks):
        x, y = left + wide * names.index(mark.name), top + high * rows.index(mark.row)
        desk.spots.append(Spot(place, x, y, wide, high))
        if mark.value is None:
            desk.parts.append(Box(x + 0.5, y + 0.5, wide - 1, high - 1, None, Ink.LINE, dashed=True))
            continue
        shade = level(mark.value, most)
        desk.parts.append(Box(x + 0.5, y + 0.5, wide - 1, high - 1, HEAT[shade], Ink.LINE))
        size = desk.size if desk.width(mark.said) <= wide - 3 else desk.small
        if desk.width(mark.said, size) <= wide - 2:
            base = y + high / 2 + desk.size * 0.36
            desk.parts.append(Words(x + wide / 2, base, mark.said, size, ON_HEAT[shade], "center"))
    return top + high * len(rows) + desk.size * 0.4
