from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qi_desk.domain.moments import CHINA
from qi_desk.domain.working_time import (
    USUAL_HOURS,
    Due,
    Pause,
    WorkCalendar,
    add_working_days,
    add_working_hours,
    after_pauses,
    light,
    light_at,
    remaining_seconds,
    working_seconds_between,
)

HOLIDAYS = Path(__file__).parents[2] / "resources" / "holidays"
TABLES: dict[int, dict[str, Any]] = {
    int(path.stem): tomllib.loads(path.read_text("utf-8")) for path in HOLIDAYS.glob("*.toml")
}
CALENDAR = WorkCalendar.from_tables({2025: TABLES[2025], 2026: TABLES[2026]})

moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 11, 1)).map(lambda moment: moment.replace(tzinfo=CHINA))
counts = st.integers(1, 25)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-24", 5, "2026-03-02"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-09-24", 2, "2026-09-29"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-01-30", 15, "2026-02-27"),
    ],
)
@pytest.mark.parametrize("clock", ["00:00", "10:15", "23:59"])
def test_known_spans_end_at_closing_time(day: str, count: int, due: str, clock: str) -> None:
    found = add_working_days(CALENDAR, at(f"{day}T{clock}"), count)
    assert found.moment == at(f"{due}T17:30")
    assert not found.provisional
    assert sum(step.counted for step in found.steps) == count


@pytest.mark.parametrize("year", [2025, 2026])
def test_both_years_have_248_working_days(year: int) -> None:
    days = (date(year, 1, 1) + timedelta(days=day) for day in range(365))
    assert sum(map(CALENDAR.is_working, days)) == 248


def test_every_table_names_its_notice_and_its_year() -> None:
    assert all(table["year"] == year and table["origin"] for year, table in TABLES.items())


def test_steps_say_why_a_day_counted_or_not() -> None:
    steps = add_working_days(CALENDAR, at("2026-02-13T09:00"), 2).steps
    assert [(step.day.day, step.code, step.counted) for step in steps[:3]] == [
        (14, "working_weekend", True),
        (15, "holiday", False),
        (16, "holiday", False),
    ]
    assert (steps[-1].day.day, steps[-1].code) == (24, "counted")
    friday = add_working_days(CALENDAR, at("2026-03-13T09:00"), 1).steps
    assert [step.code for step in friday] == ["weekend", "weekend", "counted"]


def test_an_unknown_year_falls_back_to_monday_to_friday_and_is_provisional() -> None:
    due = add_working_days(CALENDAR, at("2026-12-31T09:00"), 1)
    assert (due.moment, due.provisional, due.steps[0].code) == (at("2027-01-01T17:30"), True, "unknown_year")
    assert not add_working_days(CALENDAR, at("2026-12-30T09:00"), 1).provisional


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-03-10T09:00", "2026-03-10T17:30"),
        ("2026-03-10T18:00", "2026-03-11T17:30"),
        ("2026-03-14T09:00", "2026-03-16T17:30"),
    ],
)
def test_today_means_the_next_closing_time(moment: str, due: str) -> None:
    assert add_working_days(CALENDAR, at(moment), 0).moment == at(due)


@pytest.mark.parametrize(
    ("moment", "hours", "due"),
    [
        ("2026-03-10T09:00", 2, "2026-03-10T11:00"),
        ("2026-03-10T11:00", 2, "2026-03-10T15:00"),
        ("2026-03-10T11:00", 1, "2026-03-10T12:00"),
        ("2026-03-10T12:30", 0, "2026-03-10T14:00"),
        ("2026-03-10T17:00", 1.5, "2026-03-11T09:30"),
        ("2026-02-14T17:00", 1, "2026-02-24T09:00"),
    ],
)
def test_working_hours_skip_lunch_nights_and_holidays(moment: str, hours: float, due: str) -> None:
    assert add_working_hours(CALENDAR, at(moment), hours).moment == at(due)


def test_other_time_zones_are_read_in_china() -> None:
    assert add_working_days(CALENDAR, datetime.fromisoformat("2026-03-09T17:00+00:00"), 1).moment == at(
        "2026-03-11T17:30"
    )
    with pytest.raises(ValueError, match="time zone"):
        add_working_days(CALENDAR, datetime(2026, 3, 9), 1)


def test_a_working_saturday_has_an_ordinary_days_hours_and_a_closed_weekday_is_skipped() -> None:
    tuesdays = WorkCalendar.from_tables(TABLES, ((), *USUAL_HOURS[1:]))
    assert tuesdays.openings(date(2026, 2, 28))[-1][1] == at("2026-02-28T17:30")
    due = add_working_days(tuesdays, at("2026-03-06T09:00"), 1)
    assert (due.moment, due.steps[2].code) == (at("2026-03-10T17:30"), "closed")


@pytest.mark.parametrize(
    "hours",
    [
        ((),) * 7,
        ((), (), (), (), (), ((0, 60),), ()),
        (((60, 30),),) * 7,
        (((0, 60), (30, 90)),) * 7,
        (((0, 1441),),) * 7,
    ],
)
def test_impossible_hours_are_refused(hours: Any) -> None:
    with pytest.raises(ValueError, match="open"):
        WorkCalendar(hours)


def test_a_table_that_contradicts_itself_is_refused() -> None:
    for work in ([date(2025, 1, 1)], [date(2026, 1, 2)]):
        with pytest.raises(ValueError, match="contradicts"):
            WorkCalendar.from_tables(
                {2026: {"off": [{"from": date(2026, 1, 1), "to": date(2026, 1, 3)}], "work": work}}
            )


@given(moments, counts)
def test_due_is_a_working_day_with_exactly_the_promised_days_between(moment: datetime, count: int) -> None:
    due = add_working_days(CALENDAR, moment, count)
    assert CALENDAR.is_working(due.moment.date())
    days = (moment.date() + timedelta(days=1 + step) for step in range((due.moment.date() - moment.date()).days))
    assert sum(map(CALENDAR.is_working, days)) == count


@given(moments, counts)
def test_one_more_day_is_the_next_day_of_the_shorter_promise(moment: datetime, count: int) -> None:
    step = add_working_days(CALENDAR, moment, count).moment
    assert add_working_days(CALENDAR, moment, count + 1).moment == add_working_days(CALENDAR, step, 1).moment


@given(moments, st.integers(0, 6000))
def test_hours_added_are_the_hours_between(moment: datetime, minutes: int) -> None:
    due = add_working_hours(CALENDAR, moment, minutes / 60)
    assert working_seconds_between(CALENDAR, moment, due.moment) == pytest.approx(minutes * 60, abs=1e-3)


@given(moments, moments, moments)
def test_time_between_adds_up_and_turns_around(one: datetime, two: datetime, three: datetime) -> None:
    total = working_seconds_between(CALENDAR, one, two) + working_seconds_between(CALENDAR, two, three)
    assert total == pytest.approx(working_seconds_between(CALENDAR, one, three), abs=1e-3)


@given(moments, st.lists(st.tuples(moments, moments), max_size=4), moments)
def test_pauses_only_shorten_and_overlaps_count_once(start: datetime, spans: list[Pause], end: datetime) -> None:
    assume(start <= end)
    whole = working_seconds_between(CALENDAR, start, end)
    rest = working_seconds_between(CALENDAR, start, end, spans)
    assert 0 <= rest <= whole
    assert working_seconds_between(CALENDAR, start, end, [*spans, *spans]) == pytest.approx(rest)


@given(moments, counts, st.lists(st.integers(0, 40_000), min_size=2, max_size=6))
def test_a_pause_gives_back_exactly_the_time_that_was_left(moment: datetime, count: int, minutes: list[int]) -> None:
    due = add_working_days(CALENDAR, moment, count)
    edges = sorted(moment + timedelta(minutes=minute) for minute in minutes)
    pauses: list[Pause] = list(zip(edges[::2], edges[1::2], strict=False))
    moved = after_pauses(CALENDAR, due, pauses)
    assert moved.moment >= due.moment
    before = working_seconds_between(CALENDAR, moment, due.moment)
    assert working_seconds_between(CALENDAR, moment, moved.moment, pauses) == pytest.approx(before, abs=1e-3)


def test_a_pause_shows_its_days_and_an_open_one_stops_the_clock() -> None:
    due = add_working_days(CALENDAR, at("2026-03-10T10:00"), 2)
    moved = after_pauses(CALENDAR, due, [(at("2026-03-11T17:00"), at("2026-03-16T09:00"))])
    assert moved.moment == at("2026-03-17T09:30")
    assert [step.code for step in moved.steps] == [
        "counted",
        "paused",
        "paused",
        "paused",
        "paused",
        "counted",
        "counted",
    ]
    standing: list[Pause] = [(at("2026-03-11T17:00"), None)]
    assert after_pauses(CALENDAR, due, standing) == due
    assert remaining_seconds(CALENDAR, due, at("2026-04-01T10:00"), standing) == 7.5 * 3600
    assert light_at(CALENDAR, at("2026-03-10T10:00"), due, at("2026-04-01T10:00"), standing) == "yellow"


@pytest.mark.parametrize(
    ("now", "colour"),
    [
        ("2026-03-10T10:00", "green"),
        ("2026-03-12T10:00", "green"),
        ("2026-03-13T09:00", "yellow"),
        ("2026-03-16T17:00", "yellow"),
        ("2026-03-17T09:00", "orange"),
        ("2026-03-17T17:30", "orange"),
        ("2026-03-17T17:31", "red"),
        ("2026-03-18T09:00", "red"),
    ],
)
def test_the_light_of_a_five_day_promise(now: str, colour: str) -> None:
    start = at("2026-03-10T09:00")
    due = add_working_days(CALENDAR, start, 5)
    assert light_at(CALENDAR, start, due, at(now)) == colour


@pytest.mark.parametrize(("remaining", "colour"), [(3, "green"), (2, "yellow"), (0, "yellow"), (-1, "red")])
def test_a_promise_within_a_day_is_not_born_orange(remaining: float, colour: str) -> None:
    assert light(4, remaining, 7) == colour


def test_provisional_dues_compare_like_others() -> None:
    bare = WorkCalendar(USUAL_HOURS)
    due = add_working_days(bare, at("2026-02-13T09:00"), 1)
    assert due == Due(at("2026-02-16T17:30"), True, due.steps)
