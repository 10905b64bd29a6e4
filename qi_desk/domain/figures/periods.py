"""The times reports are made for: a day, a week, a month, a quarter, a year, or whatever two days bound (F3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, Problem


class Span(StrEnum):
    """How long a period is; FREE is bounded by any two days."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    FREE = "free"


_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12}
_WEEK = 7
_WRITTEN = re.compile(r"(?P<year>\d{4})(-W(?P<week>\d{2})|-Q(?P<quarter>[1-4])|-(?P<month>\d{2})(-(?P<day>\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """From the beginning of `first` to the end of `last`, in China."""

    span: Span
    first: date
    last: date

    @property
    def since(self) -> datetime:
        """The first moment."""
        return moments.midnight(self.first)

    @property
    def until(self) -> datetime:
        """The first moment after it."""
        return moments.midnight(self.after)

    @property
    def after(self) -> date:
        """The first day after it."""
        return self.last + timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def code(self) -> str:
        """How it is written: 2026-03-10, 2026-W11, 2026-03, 2026-Q1, 2026 or 2026-03-01..2026-03-15."""
        match self.span:
            case Span.DAY:
                return self.first.isoformat()
            case Span.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year}-W{week:02}"
            case Span.MONTH:
                return f"{self.first:%Y-%m}"
            case Span.QUARTER:
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
            case Span.YEAR:
                return f"{self.first.year}"
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    def holds(self, day: date) -> bool:
        """Whether `day` is one of its days."""
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=place) for place in range(self.days))


def period_of(span: Span, day: date) -> Period:
    """The period of this length that holds `day`; of FREE the day alone."""
    if span in (Span.DAY, Span.FREE):
        return Period(span, day, day)
    if span is Span.WEEK:
        first = day - timedelta(days=day.weekday())
        return Period(span, first, first + timedelta(days=_WEEK - 1))
    months = _MONTHS[span]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return Period(span, first, moments.months_later(first, months) - timedelta(days=1))


def free(first: date, last: date) -> Period:
    """From `first` to `last`, both included. Raises Invalid("until", "date.before_start")."""
    if last < first:
        raise Invalid([Problem("until", "date.before_start")])
    return Period(Span.FREE, first, last)


def step(period: Period, by: int) -> Period:
    """The period of the same length `by` places later (earlier for a negative number)."""
    if period.span is Span.FREE:
        move = timedelta(days=by * period.days)
        return Period(period.span, period.first + move, period.last + move)
    if period.span in _MONTHS:
        return period_of(period.span, moments.months_later(period.first, by * _MONTHS[period.span]))
    return period_of(period.span, period.first + timedelta(days=by * period.days))


def before(period: Period) -> Period:
    """The period just before."""
    return step(period, -1)


def year_before(period: Period) -> Period:
    """The same period of the year before; of a week that of the same number, of the 53rd the last one."""
    if period.span is Span.WEEK:
        year, week, _ = period.first.isocalendar()
        weeks = date(year - 1, 12, 28).isocalendar().week
        return period_of(Span.WEEK, date.fromisocalendar(year - 1, min(week, weeks), 1))
    first = moments.months_later(period.first, -12)
    if period.span is Span.FREE:
        return Period(Span.FREE, first, max(first, moments.months_later(period.last, -12)))
    return period_of(period.span, first)


def parse(written: str) -> Period:
    """The period that `Period.code` writes. Raises Invalid("period", "period.unknown")."""
    try:
        if ".." in written:
            first, last = written.split("..")
            return free(date.fromisoformat(first), date.fromisoformat(last))
        return _parse(written)
    except ValueError:
        raise Invalid([Problem("period", "period.unknown", {"found": written})]) from None


def _parse(written: str) -> Period:
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise ValueError(written)
    year = int(found["year"])
    if found["week"]:
        return period_of(Span.WEEK, date.fromisocalendar(year, int(found["week"]), 1))
    if found["quarter"]:
        return period_of(Span.QUARTER, date(year, 3 * int(found["quarter"]), 1))
    if found["day"]:
        return period_of(Span.DAY, date(year, int(found["month"]), int(found["day"])))
    if found["month"]:
        return period_of(Span.MONTH, date(year, int(found["month"]), 1))
    return period_of(Span.YEAR, date(year, 1, 1))
