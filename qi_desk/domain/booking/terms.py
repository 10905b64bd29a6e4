"""What the rules of a booking stand on: the terms of a piece of equipment, the wish, and what is already so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from qi_desk.domain.working_time import WorkCalendar

Span = tuple[datetime, datetime]
"""From when until when, the end excluded."""

LOAN = "loan"
"""The mode in which a thing leaves the house: handed out and back in opening hours, away in between."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a piece of equipment (or a room, or an expert's time) is given out (F17). Minutes, hours and days as the
    names say; 0 and empty mean no such rule. `calendar` has its own opening hours where it has some."""

    eid: str
    calendar: WorkCalendar
    modes: frozenset[str] = frozenset()
    open: bool = True
    mark: str = "green"
    limit_text: str = ""
    calibration_due: date | None = None
    step_minutes: int = 30
    shortest_minutes: int = 30
    longest_minutes: int = 480
    warm_up: int = 0
    clean_up: int = 0
    notice_days: Mapping[str, int] = field(default_factory=dict)
    change_hours: int = 0
    cancel_hours: int = 24
    ahead_days: int = 60
    quota_minutes: int = 0
    need_training: bool = False
    approval: bool = False
    early_minutes: int = 15
    grace_minutes: int = 30

    def block(self, span: Span) -> Span:
        """What a use of `span` keeps others out of: with warming up before and cleaning after."""
        return span[0] - timedelta(minutes=self.warm_up), span[1] + timedelta(minutes=self.clean_up)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for. `booking` is the booking it changes, if any; `in_range` says that a yellow thing's
    limit was read and is kept; `hazard_cleared` that a hazardous sample was allowed."""

    span: Span
    mode: str
    client: str
    booking: str = ""
    in_range: bool = False
    hazard: str = "none"
    hazard_cleared: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """Not to be had: `reason` a code of `closure_reasons`."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is already so. `blocks` are (booking, span) that keep others out, in any order; `used` the minutes a client
    has in the week (by its Monday); `trained_until` the day until which the user is authorised; `barred_until` until
    when the client may not book."""

    blocks: tuple[tuple[str, Span], ...] = ()
    closures: tuple[Closure, ...] = ()
    used: Mapping[date, int] = field(default_factory=dict)
    trained_until: date | None = None
    barred_until: date | None = None


def overlaps(one: Span, other: Span) -> bool:
    """Whether two spans share a moment; those that only touch do not."""
    return one[0] < other[1] and other[0] < one[1]


def minutes_of(span: Span) -> int:
    """How long a span is."""
    return int((span[1] - span[0]).total_seconds()) // 60


def monday_of(day: date) -> date:
    """The week a day belongs to."""
    return day - timedelta(days=day.weekday())
