"""Charts from what was counted: marks put in order, small ones added up, words for what has no value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qi_desk import wording
from qi_desk.domain.charts.chart import MOST_PARTS, Mark

MOST_BARS = 12
"""Bars beyond these are looked up in the table, not compared by eye."""


def counted(name: str, count: float | None, *, row: str = "", key: str = "", note: str = "") -> Mark:
    """A mark for a number as it is; without one it says that there are no data."""
    if count is None:
        return Mark(name, None, wording.label("chart.no_data"), row, note, None, key)
    return Mark(name, count, f"{count:,g}", row, note, None, key)


def ranked(marks: Iterable[Mark], most: int = MOST_BARS) -> tuple[Mark, ...]:
    """The largest first, what has no value last; what is more than `most` is added up behind the others."""
    known = sorted(marks, key=lambda mark: (mark.value is None, -(mark.value or 0)))
    if len(known) <= most:
        return tuple(known)
    return (*known[: most - 1], _together(known[most - 1 :]))


def parts(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Parts of one whole, each with its share behind the number; the smallest added up where there are too many to
    tell apart. The order stays."""
    shown = list(marks)
    if len(shown) > MOST_PARTS:
        large = sorted(shown, key=lambda mark: -(mark.value or 0))[: MOST_PARTS - 1]
        shown = [mark for mark in shown if mark in large] + [_together([one for one in shown if one not in large])]
    total = sum(mark.value or 0 for mark in shown)
    return tuple(
        replace(mark, said=wording.label("chart.part").format(said=mark.said, share=_percent(mark.value, total)))
        if mark.value and total
        else mark
        for mark in shown
    )


def _percent(value: float, total: float) -> str:
    share = 100 * value / total
    return "<1%" if 0 < share < 1 else f"{share:.0f}%"


def _together(marks: Sequence[Mark]) -> Mark:
    """What is left, added up; what has no value among it stays unknown and is not counted as nothing."""
    values = [mark.value for mark in marks if mark.value is not None]
    name = wording.label("chart.rest").format(count=len(marks))
    return counted(name, sum(values) if values else None)
