"""请示 and 报告 to the superior (F23, annex of the district's note): one asks for one thing, the other asks for
nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Type
from qi_desk.domain.lifecycles import Lifecycle, move
from qi_desk.domain.moments import CHINA

_TIME = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


def time_check(typed: str) -> Problem | None:
    """An hour and minute of the day, 09:30."""
    return None if _TIME.fullmatch(typed) else Problem("", "letter.time")


_ADDRESS = (
    Field("number", limit=30),
    Field("subject", required=True, limit=120),
    Field("main_to", required=True, limit=80),
    Field("cc", limit=200),
    Field("urgency", Type.CODE, required=True, codes="urgencies"),
)
_COURSE = (
    Field("attached", Type.LONG, limit=1000),
    Field("skip_level", Type.FLAG),
    Field("skip_reason", Type.LONG, limit=300),
    Field("superior_told_on", Type.DAY),
    Field("written_by", Type.REF, target="person"),
    Field("written_on", Type.DAY),
    Field("signer", Type.REF, target="person"),
    Field("signed_on", Type.DAY),
    Field("sent_on", Type.DAY),
    Field("end_note", Type.LONG, limit=300),
)

PETITION = Entity(
    "petition",
    (
        *_ADDRESS,
        Field("one_matter", Type.FLAG),
        Field("background", Type.LONG, required=True, limit=8000),
        Field("opinion", Type.LONG, required=True, limit=4000),
        Field("ask", Type.LONG, required=True, limit=2000),
        Field("reply_due", Type.DAY, required=True),
        *_COURSE,
        Field("previous", Type.REF, target="petition"),
        Field("state", Type.CODE, codes="petition_states"),
        Field("reply", Type.CODE, codes="petition_replies"),
        Field("reply_text", Type.LONG, limit=2000),
        Field("reply_by", limit=60),
        Field("reply_on", Type.DAY),
    ),
    number="QS",
    indexes=(("state", "reply_due"), ("written_on",)),
)

REPORT = Entity(
    "report",
    (
        *_ADDRESS,
        Field("kind", Type.CODE, required=True, codes="report_kinds"),
        Field("oral_on", Type.DAY),
        Field("oral_time", limit=5, check=time_check),
        Field("oral_to", limit=60),
        Field("background", Type.LONG, required=True, limit=8000),
        Field("impact", Type.LONG, limit=4000),
        Field("measures", Type.LONG, limit=4000),
        Field("next_steps", Type.LONG, limit=4000),
        *_COURSE,
        Field("state", Type.CODE, codes="report_states"),
    ),
    number="BG",
    indexes=(("state",), ("written_on",)),
)

PETITION_LIFECYCLE = Lifecycle(
    "petition",
    states=("drafted", "signed", "sent", "answered", "withdrawn"),
    first="drafted",
    final=frozenset({"answered", "withdrawn"}),
    moves=(
        move("sign", ("drafted",), "signed", paper="petition"),
        move("send", ("signed",), "sent"),
        move("answer", ("sent",), "answered"),
        move("withdraw", ("drafted", "signed", "sent"), "withdrawn"),
    ),
)

REPORT_LIFECYCLE = Lifecycle(
    "report",
    states=("drafted", "signed", "sent", "withdrawn"),
    first="drafted",
    final=frozenset({"sent", "withdrawn"}),
    moves=(
        move("sign", ("drafted",), "signed", paper="report"),
        move("send", ("signed",), "sent"),
        move("withdraw", ("drafted", "signed"), "withdrawn"),
    ),
)

URGENT = "urgent"
ORAL_FIELDS = ("oral_on", "oral_time", "oral_to")
CHANGED = "changed"
"""The answer after which the same matter may be asked again."""

SIGNED = ("signed", "sent", "answered")
_REASONED = frozenset({"refused", CHANGED})
_WRITTEN = ("subject", "background", "impact", "measures", "next_steps")
_SEVERAL = re.compile(r"[、，,；;/\n]|\s{2,}")
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")


def address_problems(values: Mapping[str, Any]) -> list[Problem]:
    """What stands against whom it goes to: one recipient, and a reason where a level is skipped."""
    problems = []
    if _SEVERAL.search(str(values.get("main_to") or "").strip()):
        problems.append(Problem("main_to", "letter.one_recipient"))
    if values.get("skip_level") and not str(values.get("skip_reason") or "").strip():
        problems.append(Problem("skip_reason", "letter.skip_reason"))
    return problems


def petition_problems(values: Mapping[str, Any], today: date) -> list[Problem]:
    """What stands against a request: it has one matter and one recipient, and a day ahead to answer by."""
    problems = address_problems(values)
    if not values.get("one_matter"):
        problems.append(Problem("one_matter", "letter.one_matter"))
    if values.get("reply_due") and values["reply_due"] < today:
        problems.append(Problem("reply_due", "date.past"))
    return problems


def report_problems(values: Mapping[str, Any], asking: Collection[str], now: datetime) -> list[Problem]:
    """What stands against a report: it asks for nothing (`asking` are the phrases that would), and an urgent one was
    told by word of mouth first."""
    problems = address_problems(values)
    found = ((name, asked(str(values.get(name) or ""), asking)) for name in _WRITTEN)
    problems += [
        Problem(name, "letter.asks", {"phrase": hit[0], "sentence": hit[1]}) for name, hit in found if hit is not None
    ]
    if values.get("kind") == URGENT:
        problems += [Problem(name, "letter.oral_first") for name in ORAL_FIELDS if not values.get(name)]
    told = oral_moment(values)
    if told is not None and told > now:
        problems.append(Problem("oral_on", "date.future"))
    return problems


def oral_moment(values: Mapping[str, Any]) -> datetime | None:
    """When it was told by word of mouth; None where day or hour is not known."""
    found = _TIME.fullmatch(str(values.get("oral_time") or ""))
    day = values.get("oral_on")
    if day is None or found is None:
        return None
    return datetime.combine(day, time(int(found[1]), int(found[2])), CHINA)


def asked(text: str, asking: Collection[str]) -> tuple[str, str] | None:
    """The first phrase in the text that asks the superior for something, and its sentence; None where it asks for
    nothing."""
    for sentence in _SENTENCE.findall(text):
        plain = "".join(sentence.split())
        for phrase in asking:
            if phrase in plain:
                return phrase, sentence.strip()
    return None


def answer_problems(values: Mapping[str, Any], sent_on: date | None, today: date) -> list[Problem]:
    """What stands against an answer: who says no, or wants it changed, says why; none before it was asked, nor
    tomorrow's."""
    problems = []
    if values.get("reply") in _REASONED and not str(values.get("reply_text") or "").strip():
        problems.append(Problem("reply_text", "letter.reply_reason"))
    on = values.get("reply_on")
    if on is not None and on > today:
        problems.append(Problem("reply_on", "date.future"))
    if on is not None and sent_on is not None and on < sent_on:
        problems.append(Problem("reply_on", "letter.reply_before"))
    return problems
