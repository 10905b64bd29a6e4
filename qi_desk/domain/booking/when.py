"""A day and a time as people type them, as a span: 9:30-11:00, 9.30-11, 930-1100, or 9:30+2 for two hours."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from qi_desk.domain.booking.terms import Span
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.moments import midnight

# Half and full width, and the two words for "until".
_CLOCK = r"(\d{1,2})(?:[:.\uff1a]?(\d{2}))?"
_SPAN = re.compile(rf"{_CLOCK}\s*[-~\uff0d\u2013\u81f3\u5230]\s*{_CLOCK}")
_LENGTH = re.compile(rf"{_CLOCK}\s*[+\uff0b]\s*(\d+(?:\.\d+)?)")


def span_of(day: date | None, text: str, last_day: date | None = None) -> Span:
    """From when until when; `last_day` is the day of the end where it is another. Raises Invalid."""
    if day is None:
        raise Invalid([Problem("day", "required")])
    said = text.strip()
    if found := _SPAN.fullmatch(said):
        begin, end = _at(day, found[1], found[2]), _at(last_day or day, found[3], found[4])
    elif found := _LENGTH.fullmatch(said):
        begin = _at(day, found[1], found[2])
        end = begin + timedelta(hours=float(found[3]))
    else:
        raise Invalid([Problem("time", "booking.time")])
    return begin, end


def text_of(span: Span) -> str:
    """A span as it is typed."""
    return f"{span[0]:%H:%M}-{span[1]:%H:%M}"


def _at(day: date, hours: str, minutes: str | None) -> datetime:
    if int(hours) > 24 or int(minutes or 0) > 59:
        raise Invalid([Problem("time", "booking.time")])
    return midnight(day) + timedelta(hours=int(hours), minutes=int(minutes or 0))
