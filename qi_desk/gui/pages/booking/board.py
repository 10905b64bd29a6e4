"""The geometry of the diary: rows, days and minutes to pixels and back. Day, week and resource view are one shape."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from qi_desk.services.booking.views import Bar, Diary, Lane

DAY, WEEK, RESOURCES = "day", "week", "resources"
"""One day of all, one week of one (a row a day), one week of all."""

_DAY_MINUTES = 1440
_LEAST_WINDOW = (8 * 60, 18 * 60)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a resource from `origin` on, for as many days as the board has."""

    label: str
    note: str
    lane: Lane
    origin: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """Rows over `days` days, of each of which the minutes `low` to `high` are shown."""

    rows: tuple[Row, ...]
    days: int
    low: int
    high: int
    starts: tuple[tuple[datetime, ...], ...]

    @property
    def minutes(self) -> int:
        """How many minutes a row is wide."""
        return self.days * (self.high - self.low)

    def place(self, row: Row, moment: datetime) -> float:
        """Where a moment lies on a row, 0 to 1; what is outside the hours shown lies at their edge."""
        days, rest = divmod((moment - row.origin).total_seconds() / 60, _DAY_MINUTES)
        shown = self.high - self.low
        inside = min(max(rest - self.low, 0), shown)
        return min(max((days * shown + inside) / self.minutes, 0.0), 1.0)

    def moment(self, row: Row, place: float, step: int) -> datetime:
        """The moment at a place of a row, down to the step."""
        shown = self.high - self.low
        minutes = min(max(place, 0.0), 1.0) * self.minutes
        day, rest = divmod(minutes, shown)
        if day >= self.days:
            day, rest = self.days - 1, shown
        at = self.low + rest
        return row.origin + timedelta(days=day, minutes=int(at // step * step))

    def bar_at(self, row: int, moment: datetime) -> Bar | None:
        """The booking that lies over a moment, the one that began last."""
        bars = self.rows[row].lane.bars
        last = bisect_right(self.starts[row], moment)
        return next((bar for bar in reversed(bars[:last]) if bar.begins <= moment < bar.ends), None)

    def bars_of(self, row: int) -> Iterator[Bar]:
        """The bars that can be seen on a row."""
        shown = self.rows[row]
        until = shown.origin + timedelta(days=self.days)
        return (bar for bar in shown.lane.bars if bar.begins < until and bar.ends > shown.origin)


def board_of(diary: Diary, view: str, weekdays: Sequence[str]) -> Board:
    """The board of a diary. In the week of one resource each day is a row; `weekdays` are what Monday to Sunday are
    called."""
    days = (diary.until - diary.since).days
    if view == WEEK:
        origins = [diary.since + timedelta(days=place) for place in range(days)]
        rows = tuple(
            Row(f"{weekdays[origin.weekday()]} {origin.month}-{origin.day}", "", lane, origin)
            for lane in diary.lanes[:1]
            for origin in origins
        )
        days = 1
    else:
        rows = tuple(
            Row(lane.name, " ".join(filter(None, (lane.model, lane.place))), lane, diary.since) for lane in diary.lanes
        )
    low, high = _window(diary.lanes)
    starts = tuple(tuple(bar.begins for bar in row.lane.bars) for row in rows)
    return Board(rows, days, low, high, starts)


def _window(lanes: Sequence[Lane]) -> tuple[int, int]:
    """The hours in which anything may happen, from the full hour before to the full hour after."""
    edges = [moment for lane in lanes for span in lane.open for moment in span]
    minutes = [moment.hour * 60 + moment.minute for moment in edges]
    low, high = min([*minutes, _LEAST_WINDOW[0]]), max([*minutes, _LEAST_WINDOW[1]])
    return low // 60 * 60, -(-high // 60) * 60
