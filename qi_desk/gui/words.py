"""From codes to what the screens say: choices for lists, times, values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from qi_desk import resource_files, wording
from qi_desk.domain import moments
from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import FEN_IN_TEN_THOUSAND, Type
from qi_desk.domain.records import ENTITIES
from qi_desk.readings import readings


@cache
def choices(name: str) -> tuple[tuple[str, str], ...]:
    """The (code, label) pairs of a code list, in its order."""
    return tuple((row.id, row.label) for row in resource_files.code_list(name).codes)


def label(name: str, code: str) -> str:
    """What a code is called; empty for an empty code."""
    return wording.code_label(name, code) if code else ""


def row(name: str, code: str) -> Mapping[str, object]:
    """One row of a code list with all its columns. Raises KeyError."""
    return resource_files.CodeFiles().row(name, code)


@cache
def catalogue_rows() -> tuple[tuple[str, str, str], ...]:
    """The catalogue as (code, label, category)."""
    return tuple(
        (item.id, item.label, category.label)
        for category in resource_files.catalogue().categories
        for item in category.items
    )


def moment(when: datetime | None) -> str:
    """A moment as lists show it."""
    return f"{when:%Y-%m-%d %H:%M}" if when else ""


def near_moment(when: datetime | None) -> str:
    """A moment for narrow columns: without the year while it is this one."""
    if when is None:
        return ""
    return f"{when:%m-%d %H:%M}" if when.year == datetime.now(moments.CHINA).year else f"{when:%Y-%m-%d}"


def clock(when: datetime | None) -> str:
    """The time of day."""
    return f"{when:%H:%M}" if when else ""


def days_left(days: int) -> str:
    """How long something still holds."""
    if days < 0:
        return f"已过 {-days} 天"
    return f"还有 {days} 天" if days else "今天到期"


def kind(name: str) -> str:
    """What a kind of record is called."""
    return wording.label(f"entity.{name}")


_WEEKDAYS = "一二三四五六日"


def long_day(when: datetime) -> str:
    """A day as said aloud: 3月12日（星期四）17:30."""
    return f"{when.month}月{when.day}日（星期{_WEEKDAYS[when.weekday()]}）{when:%H:%M}"


def notice(code: str) -> str:
    """What to tell a person about a finding that is no error."""
    return wording.notice(code)


def origin(code: str) -> str:
    """Where a default comes from; one that names its own source is said as it is."""
    return wording.texts().get(f"origin.{code}", code)


def event(kind: str, name: str) -> str:
    """What a move of a kind of record is called."""
    return wording.texts().get(f"event.{kind}.{name}", wording.texts().get(f"event.{name}", name))


def short(code: str) -> str:
    """The few words for a finding that a list has room for."""
    return wording.texts().get(f"short.{code}", code)


def step(code: str) -> str:
    """Why a day counts or not towards a promise."""
    return wording.texts().get(f"step.{code}", code)


def value(kind: str, name: str, shown: object) -> str:
    """A value as a person reads it, by the declaration of its field."""
    names = ENTITIES[kind].names() if kind in ENTITIES else ()
    if shown is None or shown == "":
        return ""
    if name not in names:
        return _plain(shown)
    declared = ENTITIES[kind].field(name)
    if declared.type is Type.CODE and isinstance(shown, str):
        return label(declared.codes or "", shown)
    if declared.type is Type.CODES and isinstance(shown, list | tuple):
        return "、".join(label(declared.codes or "", str(one)) for one in shown)
    if declared.type is Type.MONEY and isinstance(shown, int):
        return f"{shown / FEN_IN_TEN_THOUSAND:g} 万元"
    return _plain(shown)


def _plain(shown: object) -> str:
    if isinstance(shown, bool):
        return "是" if shown else "否"
    if isinstance(shown, datetime):
        return moment(shown)
    if isinstance(shown, Mapping):
        return "　".join(_plain(one) for key, one in shown.items() if key != "key" and one not in (None, ""))
    if isinstance(shown, list | tuple):
        return "；".join(_plain(one) for one in shown)
    return str(shown)


def problem(found: Problem) -> str:
    """The line beside a field, without the value that would be right: a button offers that."""
    return wording.problem(Problem(found.field, found.code, found.values, None, found.warning))


@cache
def initials(text: str) -> tuple[str, ...]:
    """The pinyin initials of a label in every reading; the table is read at the first call."""
    return tuple(readings().initials(text))


def paper(kind: str, form: str = "") -> str:
    """What a paper is called; lines of an older journal know its drawing alone."""
    known = kind in resource_files.code_list("paper_kinds").ids
    return label("paper_kinds", kind) if known else label("paper_forms", form or kind)
