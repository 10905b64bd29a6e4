"""What a chart shows, in words and numbers that are already fit to be read; no colours, no sizes."""

from __future__ import annotations

from dataclasses import dataclass

BARS = "bars"
"""Horizontal bars, one to a name, in the order given: the kind for comparing."""

COLUMNS = "columns"
"""Columns over time, one to a period."""

SHARE = "share"
"""A whole and its parts as one long bar; one bar to a row."""

LINES = "lines"
"""A few rows over periods, or between two of them."""

HEAT = "heat"
"""How much at which hour of which day: a grid of numbers, shaded."""

KINDS = (BARS, COLUMNS, SHARE, LINES, HEAT)

MOST_LINES = 4
"""Lines beyond these cannot be told apart in black and white."""

MOST_PARTS = 6
"""Parts of a whole beyond these have no pattern of their own; the caller adds the rest up."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One value. `said` is how it is written; where there is no value it says why not ("未评价"). `row` tells rows of
    one chart apart (a line, a weekday, a whole). `expected` is what it is compared with, `note` stands small behind
    the value, `key` is what the page opens behind it."""

    name: str
    value: float | None
    said: str
    row: str = ""
    note: str = ""
    expected: float | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `unit` is named once, beside the title; `expected` says what the small strokes beside bars mean;
    `note` stands below: definition, cut-off, number of cases. `none` is what stands there without any mark."""

    kind: str
    title: str
    marks: tuple[Mark, ...]
    unit: str = ""
    expected: str = ""
    note: str = ""
    none: str = ""


def rows_of(chart: Chart) -> tuple[str, ...]:
    """The rows in the order they first come up."""
    return tuple(dict.fromkeys(mark.row for mark in chart.marks))


def names_of(chart: Chart) -> tuple[str, ...]:
    """The names in the order they first come up."""
    return tuple(dict.fromkeys(mark.name for mark in chart.marks))


def check(chart: Chart) -> None:
    """Raises ValueError for what would be drawn wrong: an unknown kind, more rows than can be told apart, a part of a
    whole below zero."""
    if chart.kind not in KINDS:
        raise ValueError(f"no such chart: {chart.kind}")
    if chart.kind == LINES and len(rows_of(chart)) > MOST_LINES:
        raise ValueError("more lines than can be told apart")
    if chart.kind == SHARE:
        if any(sum(mark.row == row for mark in chart.marks) > MOST_PARTS for row in rows_of(chart)):
            raise ValueError("more parts than can be told apart")
        if any(mark.value is not None and mark.value < 0 for mark in chart.marks):
            raise ValueError("a part of a whole below zero")


def aloud(mark: Mark, unit: str = "") -> str:
    """A mark as it is read out and shown when somebody comes to it."""
    behind = unit if mark.value is not None and not mark.said.endswith(unit) else ""
    return " ".join(piece for piece in (mark.row, mark.name, f"{mark.said}{behind}", mark.note) if piece)


LEFT, RIGHT, UP, DOWN, FIRST, LAST = "left", "right", "up", "down", "first", "last"


def walk(chart: Chart, at: int, move: str) -> int:
    """The mark one comes to from mark `at`. A chart of one row is a list, whichever arrow is pressed; in others left
    and right stay in the row, up and down keep the name. At an end one stays."""
    last = len(chart.marks) - 1
    if last < 0:
        return 0
    if move in {FIRST, LAST}:
        return 0 if move == FIRST else last
    step = -1 if move in {LEFT, UP} else 1
    rows = rows_of(chart)
    if len(rows) < 2:
        return min(max(at + step, 0), last)
    here = chart.marks[at]
    if move in {LEFT, RIGHT}:
        line = [place for place, mark in enumerate(chart.marks) if mark.row == here.row]
        return line[min(max(line.index(at) + step, 0), len(line) - 1)]
    row = rows.index(here.row) + step
    if not 0 <= row < len(rows):
        return at
    there = [place for place, mark in enumerate(chart.marks) if mark.row == rows[row]]
    return next((place for place in there if chart.marks[place].name == here.name), there[0])
