"""How records become one figure: which of them count, for how much, and what is made of it. Whole numbers all the way;
what is shown is rounded once, half up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Unit(StrEnum):
    """What a figure is counted in. Base units (`top`): minutes for OPEN_HOURS, seconds for HOURS, fen for YUAN."""

    COUNT = "count"
    HOURS = "hours"
    OPEN_HOURS = "open_hours"
    PERCENT = "percent"
    YUAN = "yuan"
    SCORE = "score"
    TIMES = "times"


class Better(StrEnum):
    """Which way a figure should go."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class How(StrEnum):
    """What is made of the parts.

    COUNT how many there are; DISTINCT how many different ones; SUM their sum; SHARE the true ones among all;
    DISTINCT_SHARE the same of (key, truth), every key once; MEAN the sum over how many; MEAN_SHARE that of shares in
    ten thousandths; MEDIAN the middle one, of an even number the mean of the two; P90 the smallest that nine in ten do
    not exceed (nearest rank); OVER their sum over the base number of another figure."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    SHARE = "share"
    DISTINCT_SHARE = "distinct_share"
    MEAN = "mean"
    MEAN_SHARE = "mean_share"
    MEDIAN = "median"
    P90 = "p90"
    OVER = "over"


Part = Callable[[Any], Any]
"""From a case to what it counts for; None for one that does not count."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of the closed list. `source` names the cases it is counted from; `over` the measure an OVER figure is
    divided by; `group` where it stands in lists. Its name and definition are worded as `measure.CODE` and
    `measure_how.CODE`."""

    code: str
    group: str
    source: str
    unit: Unit
    how: How
    part: Part = field(repr=False, compare=False)
    better: Better = Better.NONE
    over: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `value` is what is shown in the measure's unit, None where there is nothing to make it of; `top` over
    `bottom` is what it was made of in base units (`bottom` 0 where nothing divides); `n` how many records count."""

    code: str
    value: float | int | None
    top: int = 0
    bottom: int = 0
    n: int = 0


PARTS = 10_000
"""Shares of single cases are told in so many parts."""

_HOUR, _MINUTES, _FEN, _PERCENT = 3600, 60, 100, 100


def figure_of(measure: Measure, cases: Iterable[Any], base: int = 0) -> Figure:
    """The figure of `measure` from `cases`; `base` is what an OVER figure is divided by."""
    parts = [part for case in cases if (part := measure.part(case)) is not None]
    match measure.how:
        case How.COUNT:
            return Figure(measure.code, len(parts), len(parts), 0, len(parts))
        case How.DISTINCT:
            many = len(set(parts))
            return Figure(measure.code, many, many, 0, len(parts))
        case How.DISTINCT_SHARE:
            known = dict(parts)
            top, bottom = sum(known.values()), len(known)
            return Figure(measure.code, shown(measure.unit, top, bottom), top, bottom, len(parts))
        case How.MEDIAN | How.P90:
            return _ranked(measure, sorted(parts))
        case How.SUM:
            top = sum(parts)
            return Figure(measure.code, shown(measure.unit, top, 1), top, 0, len(parts))
    top = sum(parts)
    bottom = base if measure.how is How.OVER else len(parts) * (PARTS if measure.how is How.MEAN_SHARE else 1)
    return Figure(measure.code, shown(measure.unit, top, bottom), top, bottom, len(parts))


def _ranked(measure: Measure, parts: Sequence[int]) -> Figure:
    many = len(parts)
    if not many:
        return Figure(measure.code, None)
    if measure.how is How.P90:
        top, bottom = parts[-(-9 * many // 10) - 1], 1
    else:
        top, bottom = parts[(many - 1) // 2] + parts[many // 2], 2
    return Figure(measure.code, shown(measure.unit, top, bottom), top, bottom, many)


def shown(unit: Unit, top: int, bottom: int) -> float | int | None:
    """`top` over `bottom` in the unit: one decimal for hours, percent, score and times, two for yuan; None where
    `bottom` is 0."""
    if not bottom:
        return None
    match unit:
        case Unit.COUNT:
            return half_up(top, bottom)
        case Unit.YUAN:
            return half_up(top, bottom) / _FEN
        case Unit.HOURS:
            return half_up(10 * top, _HOUR * bottom) / 10
        case Unit.OPEN_HOURS:
            return half_up(10 * top, _MINUTES * bottom) / 10
        case Unit.PERCENT:
            return half_up(10 * _PERCENT * top, bottom) / 10
        case Unit.SCORE | Unit.TIMES:
            return half_up(10 * top, bottom) / 10


_KEPT = 100


def kept(value: float | None) -> int | None:
    """A shown value as records hold it: whole hundredths."""
    return None if value is None else round(value * _KEPT)


def told(unit: Unit, value: int | None) -> float | int | None:
    """What `kept` made of a value, shown again."""
    if value is None:
        return None
    return value // _KEPT if unit is Unit.COUNT else value / _KEPT


def half_up(top: int, bottom: int) -> int:
    """`top` over `bottom` (above 0) as the nearest whole number, halves away from 0."""
    sign = -1 if top < 0 else 1
    return sign * ((2 * abs(top) + bottom) // (2 * bottom))
