"""Whatever happened at the window: the figures are those of a slow and obvious count, whole and in parts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_desk.domain.booking.terms import minutes_of
from qi_desk.domain.figures.periods import Period, Span, free, period_of
from qi_desk.services.figures import counting
from qi_desk.services.figures.counting import Part
from tests.services.figures.histories import START, histories, write
from tests.services.figures.reference import KNOWN, History, Reference, Row
from tests.support.stations import Bench

PERIODS = st.sampled_from(
    [
        period_of(Span.MONTH, date(2026, 2, 1)),
        period_of(Span.MONTH, date(2026, 2, 1)),
        period_of(Span.WEEK, date(2026, 2, 10)),
        period_of(Span.DAY, date(2026, 2, 14)),
        period_of(Span.QUARTER, date(2026, 2, 1)),
        free(date(2026, 1, 20), date(2026, 4, 20)),
    ]
)
NOWS = st.integers(0, 90).map(lambda days: START + timedelta(days=days, hours=4))
_STATION_ONLY = ("equipment_use", "equipment_hours", "external_share", "no_show", "visits", "persons_served")


def reference(bench: Bench, history: History, period: Period, now: datetime) -> Reference:
    def open_minutes(device: Row, day: date) -> int:
        return sum(minutes_of(span) for span in bench.house.calendar.openings(day)) if device["open"] else 0

    return Reference(history, bench.house.calendar, period.first, period.last, now, open_minutes)


@pytest.fixture
def counted(bench: Bench, tmp_path: Path) -> Bench:
    return bench


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), PERIODS, NOWS)
def test_the_figures_are_those_of_the_slow_count(
    counted: Bench, history: History, period: Period, now: datetime
) -> None:
    write(counted, history)
    counted.clock.moment = now
    slow = reference(counted, history, period, now)
    fast = counting.count(counted.house, counted.actor, period, KNOWN)
    assert {code: fast[code].value for code in KNOWN} == {code: getattr(slow, code)() for code in KNOWN}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), PERIODS)
def test_parts_are_the_slow_count_of_what_belongs_to_them(counted: Bench, history: History, period: Period) -> None:
    now = START + timedelta(days=70)
    write(counted, history)
    counted.clock.moment = now
    codes = tuple(code for code in KNOWN if code not in _STATION_ONLY and "channel" in counting.ways(code))
    parts = counting.sliced(counted.house, counted.actor, period, "channel", codes)
    for channel in ("P01", "P02", "A01"):
        only = [row for row in history.all("request") if row["channel"] == channel]
        slow = reference(counted, History({**history.rows, "request": only}), period, now)
        expected = {code: getattr(slow, code)() for code in codes}
        if channel in parts:
            assert {code: one.value for code, one in parts[channel].items()} == expected
        else:
            assert not any(value for value in expected.values())
        same = counting.count(counted.house, counted.actor, period, codes, Part("channel", channel))
        assert {code: one.value for code, one in same.items()} == expected


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories(), PERIODS)
def test_behind_every_figure_stand_as_many_records_as_it_counts(
    counted: Bench, history: History, period: Period
) -> None:
    write(counted, history)
    figures = counting.count(counted.house, counted.actor, period)
    for code in ("matters_closed", "reply_on_time", "enterprises_served", "satisfaction", "no_show", "jobs", "visits"):
        behind = counting.behind(counted.house, counted.actor, period, code)
        assert len(behind.records) + behind.withheld == figures[code].n, code
        if code in ("reply_on_time", "satisfaction", "no_show"):
            assert sum(top for _, top in behind.records) == figures[code].top
