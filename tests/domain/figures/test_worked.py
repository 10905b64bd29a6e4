"""The fast clock of figures goes as the clock of promises does."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.figures.worked import Worked
from qi_desk.domain.moments import CHINA
from qi_desk.domain.working_time import WorkCalendar, working_seconds_between
from tests.domain.test_working_time import CALENDAR

MOMENTS = st.datetimes(datetime(2024, 11, 1), datetime(2027, 2, 1)).map(lambda at: at.replace(tzinfo=CHINA))
PAUSES = st.lists(
    st.tuples(MOMENTS, st.none() | st.timedeltas(timedelta(0), timedelta(days=30))).map(
        lambda told: (told[0], None if told[1] is None else told[0] + told[1])
    ),
    max_size=4,
)
LUNCHLESS = WorkCalendar(((), *((((9 * 60), 17 * 60),),) * 5, ()), frozenset({date(2026, 3, 10)}))


@given(MOMENTS, MOMENTS, PAUSES)
def test_it_agrees_with_the_slow_one(start: datetime, end: datetime, pauses: list) -> None:
    start, end = sorted((start, end))
    for calendar in (CALENDAR, LUNCHLESS):
        worked = Worked(calendar)
        slow = working_seconds_between(calendar, start, end, pauses)
        assert abs(worked.between(start, end, pauses) - slow) < 1e-3
        whole = working_seconds_between(calendar, start, end)
        assert abs(worked.stopped(start, end, pauses) - (whole - slow)) < 1e-3


def test_backwards_is_nothing() -> None:
    start = datetime(2026, 3, 10, 9, tzinfo=CHINA)
    assert Worked(CALENDAR).between(start, start - timedelta(days=1)) == 0
