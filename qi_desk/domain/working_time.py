"""Working days and working hours, and the promises counted in them (clock rules of C).

Which days count is the state's matter: Monday to Friday, moved by the yearly holiday notice (J2). Which
minutes count is the station's: its opening hours per weekday, lunch taken out. Everything here is computed in
China time from values; nothing reads a clock or a file. A naive moment raises ValueError everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from qi_desk.domain.moments import CHINA, midnight

Minutes = tuple[int, int]
"""An opening: first and last minute of it, counted from midnight; 1440 is the end of the day."""

Pause = tuple[datetime, datetime | None]
"""A stopped clock: since when, and until when, None while it still stands."""

DayCode = Literal["counted", "working_weekend", "weekend", "holiday", "closed", "unknown_year"]
StepCode = DayCode | Literal["paused"]
Light = Literal["green", "yellow", "orange", "red"]

_ORDINARY_DAY: tuple[Minutes, ...] = ((8 * 60 + 30, 12 * 60), (14 * 60, 17 * 60 + 30))
USUAL_HOURS: tuple[tuple[Minutes, ...], ...] = (_ORDINARY_DAY,) * 5 + ((), ())
"""Opening hours Monday to Sunday of a station that has not set its own."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Opening hours (Monday first), the notices' days off and working weekends, the years they cover.

    A working weekend without hours of its own has those of the first open weekday. Raises ValueError unless
    there are seven weekdays of rising, separate openings with at least one of Monday to Friday open.
    """

    hours: tuple[tuple[Minutes, ...], ...]
    days_off: frozenset[date] = frozenset()
    working_weekends: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if len(self.hours) != 7 or not any(self.hours[:5]):
            raise ValueError("hours of seven weekdays are needed, one of Monday to Friday open")
        for openings in self.hours:
            edges = [minute for opening in openings for minute in opening]
            if edges != sorted(set(edges)) or any(not 0 <= minute <= 1440 for minute in edges):
                raise ValueError(f"openings overlap or leave the day: {openings}")

    @classmethod
    def from_tables(
        cls, parsed: Mapping[int, Mapping[str, Any]], hours: tuple[tuple[Minutes, ...], ...] = USUAL_HOURS
    ) -> WorkCalendar:
        """A calendar from parsed `resources/holidays/<year>.toml`: `off` (from, to) and `work` (days).

        Raises ValueError for a day outside its year or a day both off and working.
        """
        off, work = set[date](), set[date]()
        for year, table in parsed.items():
            year_off = {day for span in table["off"] for day in _days(span["from"], span["to"])}
            year_work = set(table["work"])
            if any(day.year != year for day in year_off | year_work) or year_off & year_work:
                raise ValueError(f"the holiday table of {year} contradicts itself")
            off |= year_off
            work |= year_work
        return cls(hours, frozenset(off), frozenset(work), frozenset(parsed))

    def day_code(self, day: date) -> DayCode:
        """Why `day` counts or not: counted, working_weekend and unknown_year (a bare weekday) count."""
        if day.year in self.known_years:
            if day in self.days_off:
                return "holiday"
            if day in self.working_weekends:
                return "working_weekend"
        if day.weekday() >= 5:
            return "weekend"
        if not self.hours[day.weekday()]:
            return "closed"
        return "counted" if day.year in self.known_years else "unknown_year"

    def is_working(self, day: date) -> bool:
        """True if `day` counts as a working day here."""
        return self.day_code(day) in ("counted", "working_weekend", "unknown_year")

    def openings(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """From when to when work is done on `day`; empty for a day that doesn't count."""
        if not self.is_working(day):
            return ()
        begins = midnight(day)
        openings = self.hours[day.weekday()] or next(filter(None, self.hours))
        return tuple((begins + timedelta(minutes=a), begins + timedelta(minutes=b)) for a, b in openings)

    @property
    def day_seconds(self) -> float:
        """The working seconds of the longest weekday: what "one working day" means to the traffic light."""
        return max(60.0 * sum(end - start for start, end in openings) for openings in self.hours)


@dataclass(frozen=True, slots=True)
class DueStep:
    """One day on the way to a due moment: why it counted or not. A working day already over did not count."""

    day: date
    code: StepCode
    counted: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A due moment and the days that led there; provisional while a year among them has no notice."""

    moment: datetime
    provisional: bool
    steps: tuple[DueStep, ...]


def add_working_days(calendar: WorkCalendar, moment: datetime, count: int) -> Due:
    """The closing time of the `count`-th working day after the day of `moment` (day 0 itself never counts).

    A count of 0 means today: the next closing time, on this day or, after hours, the next working one.
    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError("a promise can't lie in the past")
    start = _in_china(moment)
    steps: list[DueStep] = []
    day = start.date() if count == 0 else start.date() + timedelta(days=1)
    left = max(count, 1)
    while True:
        openings = calendar.openings(day)
        counts = bool(openings) and openings[-1][1] >= start
        steps.append(DueStep(day, calendar.day_code(day), counts))
        left -= counts
        if not left:
            return _due(calendar, openings[-1][1], steps)
        day += timedelta(days=1)


def add_working_hours(calendar: WorkCalendar, moment: datetime, hours: float) -> Due:
    """The moment when `hours` of opening time have passed since `moment`. Raises ValueError below zero."""
    if hours < 0:
        raise ValueError("a promise can't lie in the past")
    return _add(calendar, _in_china(moment), timedelta(hours=hours))


def working_seconds_between(
    calendar: WorkCalendar, start: datetime, end: datetime, pauses: Sequence[Pause] = ()
) -> float:
    """Seconds of opening time from `start` to `end` outside the pauses; negative if `end` is the earlier."""
    first, last = _in_china(start), _in_china(end)
    if last < first:
        return -working_seconds_between(calendar, last, first, pauses)
    stopped = _merged([(_in_china(since), _in_china(until or last)) for since, until in pauses])
    total = timedelta()
    for day in _days(first.date(), last.date()):
        for opens, closes in calendar.openings(day):
            since, until = max(opens, first), min(closes, last)
            if since < until:
                total += until - since
                total -= sum((_shared(since, until, *pause) for pause in stopped), timedelta())
    return total.total_seconds()


def after_pauses(calendar: WorkCalendar, due: Due, pauses: Sequence[Pause]) -> Due:
    """`due` moved by the pauses that have ended: the working time left at a stop is given back afterwards.

    Never a fresh start. A pause still open, or begun after the due moment, moves nothing.
    """
    ended = _merged([(_in_china(since), _in_china(until)) for since, until in pauses if until is not None])
    moved = due
    for since, until in ended:
        if since < moved.moment and working_seconds_between(calendar, since, until):
            left = working_seconds_between(calendar, since, moved.moment)
            later = _add(calendar, until, timedelta(seconds=left))
            before = [step for step in moved.steps if step.day <= since.date() and step.day < until.date()]
            between = _days(since.date() + timedelta(days=1), until.date() - timedelta(days=1))
            steps = (*before, *(DueStep(day, "paused", False) for day in between), *later.steps)
            moved = Due(later.moment, later.provisional, steps)
    return moved


def remaining_seconds(calendar: WorkCalendar, due: Due, now: datetime, pauses: Sequence[Pause] = ()) -> float:
    """Working seconds left until `due` (already moved by ended pauses); stands still under an open pause."""
    return working_seconds_between(calendar, _clock_stands_at(now, pauses), due.moment)


def light(total: float, remaining: float, day: float) -> Light:
    """The traffic light for `remaining` of `total` working seconds, `day` being a working day's (C).

    Red past due, orange within the last working day, yellow from half the time on, else green. A promise
    no longer than a working day isn't born orange: it has green, yellow and red.
    """
    if remaining < 0:
        return "red"
    if remaining <= day < total:
        return "orange"
    return "yellow" if remaining * 2 <= total else "green"


def light_at(calendar: WorkCalendar, start: datetime, due: Due, now: datetime, pauses: Sequence[Pause] = ()) -> Light:
    """The traffic light at `now` of a promise made at `start`; `due` already moved by ended pauses."""
    if _clock_stands_at(now, pauses) > due.moment:
        return "red"
    ended = [pause for pause in pauses if pause[1] is not None]
    total = working_seconds_between(calendar, start, due.moment, ended)
    return light(total, remaining_seconds(calendar, due, now, pauses), calendar.day_seconds)


def _clock_stands_at(now: datetime, pauses: Sequence[Pause]) -> datetime:
    return min([_in_china(now), *(_in_china(since) for since, until in pauses if until is None)])


def _add(calendar: WorkCalendar, start: datetime, left: timedelta) -> Due:
    steps: list[DueStep] = []
    day = start.date()
    while True:
        counts = False
        for opens, closes in calendar.openings(day):
            since = max(opens, start)
            if since <= closes:
                counts = True
                if closes - since >= left:
                    steps.append(DueStep(day, calendar.day_code(day), True))
                    return _due(calendar, since + left, steps)
                left -= closes - since
        steps.append(DueStep(day, calendar.day_code(day), counts))
        day += timedelta(days=1)


def _due(calendar: WorkCalendar, moment: datetime, steps: Sequence[DueStep]) -> Due:
    return Due(moment, any(step.day.year not in calendar.known_years for step in steps), tuple(steps))


def _in_china(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(CHINA)


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def _merged(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for since, until in sorted(span for span in spans if span[0] < span[1]):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return merged


def _shared(since: datetime, until: datetime, other_since: datetime, other_until: datetime) -> timedelta:
    return max(min(until, other_until) - max(since, other_since), timedelta())
