"""Tasks in a line: any width, any way people write a day, and nothing made up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.meetings.lines import Task, day_in, task_in, tasks_in

TODAY = date(2026, 3, 10)
"""A Tuesday."""

NAMES = st.sampled_from(["张工", "李示范", "王·买买提", "计量所"])
WORK = st.text("提交方案校准报告abc", min_size=1, max_size=12)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
WIDE = str.maketrans({chr(0x21 + i): chr(0xFF01 + i) for i in range(94)})


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("12-05前", date(2026, 12, 5)),
        ("12月5日", date(2026, 12, 5)),
        ("12.5之前", date(2026, 12, 5)),
        ("１２－０５前", date(2026, 12, 5)),
        ("2026-04-01", date(2026, 4, 1)),
        ("2026年4月1日前", date(2026, 4, 1)),
        ("明天", date(2026, 3, 11)),
        ("大后天", date(2026, 3, 13)),
        ("+3", date(2026, 3, 13)),
        ("＋３天内", date(2026, 3, 13)),
        ("周五前", date(2026, 3, 13)),
        ("周一", date(2026, 3, 16)),
        ("下周一", date(2026, 3, 16)),
        ("月底前", date(2026, 3, 31)),
        ("下月底", date(2026, 4, 30)),
        ("3-09", date(2026, 3, 9)),
        ("1-05", date(2026, 1, 5)),
    ],
)
def test_a_day_is_read_as_people_write_it(written: str, due: date) -> None:
    assert task_in(f"@张工 {written} 提交方案", TODAY) == Task("张工", due, "提交方案")


@pytest.mark.parametrize("line", ["张工 12-05 提交方案", "@张工", "@ ", "联系 a@b.cn", "@张工 12-05前", ""])
def test_what_tells_no_task_makes_none(line: str) -> None:
    assert task_in(line, TODAY) is None


@pytest.mark.parametrize("line", ["@张工 2-30 提交方案", "@张工 13-01 提交方案", "@张工 12-055 提交方案"])
def test_a_day_that_is_none_stays_in_the_words(line: str) -> None:
    task = task_in(line, TODAY)
    assert task is not None
    assert task.due is None
    assert task.what == line.split(" ", 1)[1]


def test_the_day_may_stand_at_the_end_and_the_bullet_before() -> None:
    assert task_in("- ＠李示范：提交方案 12-05前", TODAY) == Task("李示范", date(2026, 12, 5), "提交方案")


@given(NAMES, DAYS, WORK, st.booleans(), st.sampled_from(["{0}-{1:02}-{2:02}", "{0}年{1}月{2}日", "{0}/{1}/{2}前"]))
def test_a_full_date_comes_back_in_either_width(name: str, day: date, what: str, wide: bool, shape: str) -> None:
    line = f"@{name} {shape.format(day.year, day.month, day.day)} {what}"
    found = task_in(line.translate(WIDE) if wide else line, TODAY)
    assert found is not None
    assert (found.owner, found.due) == (name, day)
    assert found.what == (what.translate(WIDE) if wide else what)


@given(st.text(max_size=60))
def test_any_line_is_read_without_an_error(line: str) -> None:
    task = task_in(line, TODAY)
    assert task is None or (task.owner and task.what)
    day_in(line, TODAY)


@given(st.integers(0, 999))
def test_days_ahead_are_calendar_days(count: int) -> None:
    assert day_in(f"+{count}", TODAY) == (TODAY + timedelta(days=count), len(str(count)) + 1)


@given(st.lists(st.tuples(NAMES, WORK), max_size=8), st.lists(st.text("随便说说：，\n", max_size=10), max_size=5))
def test_a_text_tells_each_task_once_in_order(told: list[tuple[str, str]], between: list[str]) -> None:
    lines = [f"@{name} {what}" for name, what in told]
    text = "\n".join([*lines, *between, *lines])
    found = [(task.owner, task.what) for task in tasks_in(text, TODAY)]
    assert found == list(dict.fromkeys(told))


def test_a_month_and_day_long_past_mean_next_year() -> None:
    assert day_in("1-05", date(2026, 12, 20)) == (date(2027, 1, 5), 4)
