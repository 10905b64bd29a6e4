"""Tasks in one line of a record: `@name day what`, as people write it while others speak."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from qi_desk.domain.text import fold

_CALL = re.compile(r"\s*(?:[-*·•]\s*)?@\s*([^\s@,，:：]{1,40})[\s,，:：]*(.*)")
_UNTIL = r"(?:之前|以前|前|内|截止)?"
_WORDS = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_WEEK = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_DAYS = (
    ("full", re.compile(rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})[日号]?{_UNTIL}")),
    ("month", re.compile(rf"(\d{{1,2}})[-/.月](\d{{1,2}})[日号]?{_UNTIL}")),
    ("ahead", re.compile(rf"\+(\d{{1,3}})天?{_UNTIL}")),
    ("word", re.compile(rf"(大后天|今[天日]|明[天日]|后天){_UNTIL}")),
    ("week", re.compile(rf"(本|下)?(?:周|星期)([一二三四五六日天]){_UNTIL}")),
    ("end", re.compile(rf"(本|下)?(?:个)?月底{_UNTIL}")),
)
_ENDS_WORD = re.compile(r"[\s,，、;；。:：]|$")
_PAST = 180
"""A month and day so many days gone by mean next year's."""


@dataclass(frozen=True, slots=True)
class Task:
    """Who does what until when; `due` None where no day was written. `line` is its place among the lines."""

    owner: str
    due: date | None
    what: str
    line: int = 0


def day_in(written: str, today: date) -> tuple[date, int] | None:
    """The day that `written` begins with and how many characters say it; None where it begins with none.

    Any width. `+3` counts calendar days; a month and day long past mean next year's, one just past is kept.
    """
    plain = fold(written)
    for kind, pattern in _DAYS:
        found = pattern.match(plain)
        if found is None or (kind in ("full", "month") and plain[found.end() : found.end() + 1].isdigit()):
            continue
        day = _day(kind, found, today)
        if day is not None:
            return day, found.end()
    return None


def _day(kind: str, found: re.Match[str], today: date) -> date | None:
    try:
        if kind == "full":
            return date(int(found[1]), int(found[2]), int(found[3]))
        if kind == "month":
            day = date(today.year, int(found[1]), int(found[2]))
            return date(today.year + 1, day.month, day.day) if (today - day).days > _PAST else day
        if kind == "ahead":
            return today + timedelta(days=int(found[1]))
        if kind == "word":
            return today + timedelta(days=_WORDS[found[1]])
        if kind == "week":
            return _weekday(found, today)
        month = today if found[1] != "下" else today.replace(day=1) + timedelta(days=31)
        return month.replace(day=calendar.monthrange(month.year, month.month)[1])
    except (ValueError, OverflowError):
        return None


def _weekday(found: re.Match[str], today: date) -> date:
    wanted = today - timedelta(days=today.weekday()) + timedelta(days=_WEEK[found[2]])
    if found[1] == "下":
        return wanted + timedelta(days=7)
    return wanted if found[1] or wanted >= today else wanted + timedelta(days=7)


def task_in(line: str, today: date) -> Task | None:
    """The task a line tells, None for any other line. `today` is the day of the meeting. A line that names a person and
    nothing to do tells none."""
    call = _CALL.fullmatch(line.replace("＠", "@"))
    if call is None:
        return None
    owner, rest = call[1], call[2].strip()
    found = day_in(rest, today)
    if found is not None:
        day, length = found
        what = rest[length:].lstrip(" \u3000,，、:：；;").strip()
        return Task(owner, day, what) if what else None
    for mark in _ENDS_WORD.finditer(rest):
        found = day_in(rest[mark.end() :], today)
        if found is not None and mark.end() + found[1] == len(rest):
            what = rest[: mark.start()].strip()
            return Task(owner, found[0], what) if what else None
    return Task(owner, None, rest) if rest else None


def tasks_in(text: str, today: date) -> tuple[Task, ...]:
    """Every task a text tells, in order; the same one told twice counts once."""
    found: dict[tuple[str, str], Task] = {}
    for place, line in enumerate(text.split("\n")):
        if "@" not in line and "＠" not in line:
            continue
        task = task_in(line, today)
        if task is not None:
            found[task.owner, task.what] = Task(task.owner, task.due, task.what, place)
    return tuple(found.values())
