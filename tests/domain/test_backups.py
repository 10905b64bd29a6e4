from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain import backups, moments
from qi_desk.domain.backups import BEFORE_IMPORT, DAILY, Backup

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=moments.CHINA)


def made(hours: float, why: str = DAILY) -> Backup:
    at = NOW - timedelta(hours=hours)
    return Backup(f"{at:%Y%m%d-%H%M%S}", "PY03", "id", at, why, 1, 1, 1)


ages = st.lists(st.integers(0, 24 * 600), min_size=1, max_size=60, unique=True).map(
    lambda hours: [made(hour) for hour in hours]
)


@given(ages)
def test_the_newest_three_and_everything_of_two_days_stay(kept: list[Backup]) -> None:
    gone = set(backups.outworn(kept, NOW))
    newest = sorted(kept, key=lambda one: one.made_at)[-backups.LEAST_KEPT :]
    assert gone.isdisjoint(one.name for one in newest)
    assert gone.isdisjoint(one.name for one in kept if NOW - one.made_at < timedelta(days=2))


@given(ages)
def test_clearing_again_at_the_same_time_clears_nothing_more(kept: list[Backup]) -> None:
    gone = set(backups.outworn(kept, NOW))
    assert backups.outworn([one for one in kept if one.name not in gone], NOW) == ()


def test_a_year_of_daily_copies_leaves_a_handful_reaching_back_a_year() -> None:
    kept: list[Backup] = []
    for day in range(420, -1, -1):
        now = NOW - timedelta(days=day)
        kept.append(made(day * 24))
        gone = set(backups.outworn(kept, now))
        kept = [one for one in kept if one.name not in gone]
    assert len(kept) < 32
    assert min(one.made_at for one in kept) < NOW - timedelta(days=360)
    last_week = {moments.china_date(one.made_at) for one in kept if NOW - one.made_at < timedelta(days=7)}
    assert len(last_week) == 7


def test_the_copy_before_an_import_stays_two_weeks() -> None:
    others = [made(24 * day) for day in range(1, 20)]
    # Made on the day of a later daily copy, which would otherwise stand for both.
    before = made(24 * 10 + 3, BEFORE_IMPORT)
    assert before.name not in backups.outworn([*others, before], NOW)
    old = made(24 * 16 + 3, BEFORE_IMPORT)
    assert old.name in backups.outworn([*others, old], NOW)


def test_due_by_the_working_day_and_after_a_wrong_clock() -> None:
    assert backups.due(None, NOW)
    assert not backups.due(NOW - timedelta(hours=19), NOW)
    assert backups.due(NOW - timedelta(hours=20), NOW)
    assert backups.due(NOW + timedelta(days=300), NOW)
    assert backups.overdue(None, NOW)
    assert not backups.overdue(NOW - timedelta(days=3, hours=23), NOW)
    assert backups.overdue(NOW - timedelta(days=4), NOW)
    assert backups.test_due(NOW - timedelta(days=31), NOW)
    assert not backups.test_due(NOW - timedelta(days=30), NOW)
