"""Copies of a station for the day a PC dies (7.4 of the national guide: data are kept safe): when one is due, which of
the old ones make room, when the last trial of restoring is too long ago."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from qi_desk.domain import moments

DAILY, BY_HAND, BEFORE_IMPORT, BEFORE_UPDATE = "daily", "hand", "import", "update"
"""Why a copy was made, codes of `backup_reasons`."""

DUE_AFTER = timedelta(hours=20)
"""A working day apart: whoever opens at nine every morning has one every morning."""

OVERDUE_AFTER = timedelta(days=4)
"""Longer than a weekend with a day off."""

TEST_AFTER = timedelta(days=31)
"""A copy nobody ever tried to restore is a hope; tried monthly it is a copy."""

LEAST_KEPT = 3
_ALL, _DAYS, _WEEKS, _MONTHS = timedelta(days=2), timedelta(days=8), timedelta(days=36), timedelta(days=400)
_BEFORE = {BEFORE_IMPORT: timedelta(days=14), BEFORE_UPDATE: timedelta(days=90)}


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy as its own list of contents tells: `name` is its folder, `seq` the last operation it holds, `records`
    how many of each kind, `size` its bytes without attachments. `name` and `made_at` hold no personal data."""

    name: str
    station: str
    db_id: str
    made_at: datetime
    why: str
    seq: int
    schema: int
    size: int
    records: Mapping[str, int] = field(default_factory=dict)


def due(last: datetime | None, now: datetime) -> bool:
    """Whether a copy should be made now. A last one in the future tells of a clock that was wrong: make one."""
    return last is None or last > now or now - last >= DUE_AFTER


def overdue(last: datetime | None, now: datetime) -> bool:
    """Whether people must hear that copies are missing."""
    return last is None or now - last >= OVERDUE_AFTER


def test_due(tested: datetime | None, now: datetime) -> bool:
    """Whether restoring should be tried again."""
    return tested is None or now - tested >= TEST_AFTER


def outworn(backups: Collection[Backup], now: datetime) -> tuple[str, ...]:
    """The names of copies that may go: kept are all of two days, then one a day for a week, one a week for a month,
    one a month for a year, those made before an import for two weeks, those before an update for three months, and in
    any case the newest three."""
    ordered = sorted(backups, key=lambda one: one.made_at, reverse=True)
    kept = {one.name for one in ordered[:LEAST_KEPT]}
    kept |= {one.name for one in ordered if now - one.made_at < _ALL}
    kept |= {one.name for one in ordered if one.why in _BEFORE and now - one.made_at < _BEFORE[one.why]}
    for span, span_of in ((_DAYS, _day), (_WEEKS, _week), (_MONTHS, _month)):
        kept |= _newest_of_each((one for one in ordered if now - one.made_at < span), span_of)
    return tuple(one.name for one in ordered if one.name not in kept)


def _newest_of_each(ordered: Iterable[Backup], span_of: Callable[[datetime], Hashable]) -> set[str]:
    newest: dict[Hashable, str] = {}
    for one in ordered:
        newest.setdefault(span_of(one.made_at), one.name)
    return set(newest.values())


def _day(at: datetime) -> Hashable:
    return moments.china_date(at)


def _week(at: datetime) -> Hashable:
    return moments.china_date(at).isocalendar()[:2]


def _month(at: datetime) -> Hashable:
    day = moments.china_date(at)
    return day.year, day.month
