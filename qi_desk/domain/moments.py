"""Moments as the house writes them: China time, ISO 8601, milliseconds, so that text order is time order."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")


def to_text(moment: datetime) -> str:
    """`moment` as `2026-03-10T09:15:02.113+08:00`. Raises ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(CHINA).isoformat(timespec="milliseconds")


def from_text(text: str) -> datetime:
    """The moment written by `to_text`, in China time. Raises ValueError for anything else or without an offset."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(CHINA)


def china_date(moment: datetime) -> date:
    """The calendar day in China at `moment`."""
    return moment.astimezone(CHINA).date()


def midnight(day: date) -> datetime:
    """The moment `day` begins in China."""
    return datetime.combine(day, time.min, CHINA)


def months_later(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier for a negative number), the last one where it is shorter."""
    years, place = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, place + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
