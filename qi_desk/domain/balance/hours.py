"""When people come: arrivals by weekday and hour, and how many windows that keeps busy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

FEWEST_DAYS = 4
"""Open days of one weekday from which an average of its hours is a habit, not a day."""

FEWEST_SERVED = 10
"""Served visits from which their length says something."""

BUSY = 0.8
"""Share of an hour that one person can spend at the window: the rest is writing down and breath."""


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of one weekday (0 Monday): how many came on how many open days."""

    weekday: int
    hour: int
    arrivals: int
    days: int

    @property
    def average(self) -> float | None:
        """How many come in this hour of an open day; None where the station was never open on that weekday."""
        return self.arrivals / self.days if self.days else None


@dataclass(frozen=True, slots=True)
class Busy:
    """An hour that keeps more than one person busy: `windows` how many."""

    hour: Hour
    windows: int


def by_hour(arrivals: Iterable[datetime], open_days: Iterable[date]) -> tuple[Hour, ...]:
    """Every hour from the first to the last anybody came in, of every weekday the station opened or somebody came, in
    order. Who came on a day it was closed counts, and that day then as open."""
    came = [(moment.date(), moment.hour) for moment in arrivals]
    days = set(open_days) | {day for day, _ in came}
    opened = Counter(day.weekday() for day in days)
    counted = Counter((day.weekday(), hour) for day, hour in came)
    if not came:
        return ()
    hours = range(min(hour for _, hour in came), max(hour for _, hour in came) + 1)
    return tuple(
        Hour(weekday, hour, counted[weekday, hour], opened[weekday]) for weekday in sorted(opened) for hour in hours
    )


def median(minutes: Sequence[float]) -> float | None:
    """The middle length of what was served; None where too few were."""
    if len(minutes) < FEWEST_SERVED:
        return None
    ordered = sorted(minutes)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def busy_hours(hours: Iterable[Hour], minutes: float | None) -> tuple[Busy, ...]:
    """Hours that keep more than one person busy when everybody takes `minutes`, the fullest first; none where either
    is not known well enough."""
    if minutes is None:
        return ()
    found = []
    for hour in hours:
        if hour.days >= FEWEST_DAYS and hour.average is not None:
            load = hour.average * minutes / 60 / BUSY
            if load > 1:
                found.append((load, Busy(hour, -int(-load // 1))))
    found.sort(key=lambda one: (-one[0], one[1].hour.weekday, one[1].hour.hour))
    return tuple(busy for _, busy in found)
