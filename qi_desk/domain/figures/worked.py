"""Working time between many moments, fast: the opening seconds of every day are counted once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from qi_desk.domain.moments import CHINA
from qi_desk.domain.working_time import Pause, WorkCalendar

_Openings = tuple[tuple[float, float], ...]


class Worked:
    """The same as `working_time.working_seconds_between`, for hundreds of thousands of spans."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self._calendar = calendar
        self._years: dict[int, tuple[list[tuple[float, _Openings]], float]] = {}

    def between(self, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> float:
        """Opening seconds from `start` to `end` outside the pauses; an open pause lasts to `end`; 0 where `end` is the
        earlier."""
        if end <= start:
            return 0.0
        total = self._span(start, end)
        for since, until in merged(pauses, start, end) if pauses else ():
            total -= self._span(since, until)
        return total

    def stopped(self, start: datetime, end: datetime, pauses: Sequence[Pause]) -> float:
        """Opening seconds from `start` to `end` within the pauses."""
        return sum(self._span(since, until) for since, until in merged(pauses, start, end)) if pauses else 0.0

    def _span(self, start: datetime, end: datetime) -> float:
        start, end = _in_china(start), _in_china(end)
        whole = sum(self._year(year)[1] for year in range(start.year, end.year))
        return whole + self._within(end) - self._within(start)

    def _within(self, moment: datetime) -> float:
        """Opening seconds from the beginning of its year to `moment`."""
        place = moment.toordinal() - date(moment.year, 1, 1).toordinal()
        before, openings = self._year(moment.year)[0][place]
        if not openings:
            return before
        second = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1_000_000
        return before + sum(min(second, closes) - opens for opens, closes in openings if opens < second)

    def _year(self, year: int) -> tuple[list[tuple[float, _Openings]], float]:
        """The days of a year, each with the opening seconds before it, and those of the whole year."""
        found = self._years.get(year)
        if found is None:
            days: list[tuple[float, _Openings]] = []
            total, day = 0.0, date(year, 1, 1)
            while day.year == year:
                openings = self._openings(day)
                days.append((total, openings))
                total += sum(closes - opens for opens, closes in openings)
                day += timedelta(days=1)
            found = self._years[year] = (days, total)
        return found

    def _openings(self, day: date) -> _Openings:
        midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA)
        return tuple(
            ((opens - midnight).total_seconds(), (closes - midnight).total_seconds())
            for opens, closes in self._calendar.openings(day)
        )


def _in_china(moment: datetime) -> datetime:
    return moment if moment.tzinfo is CHINA else moment.astimezone(CHINA)


def merged(pauses: Sequence[Pause], start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The pauses within `start` and `end`, in order, those that meet joined; an open one lasts to `end`."""
    found: list[tuple[datetime, datetime]] = []
    for since, until in sorted((max(since, start), min(until or end, end)) for since, until in pauses):
        if until <= since:
            continue
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], until))
        else:
            found.append((since, until))
    return found
