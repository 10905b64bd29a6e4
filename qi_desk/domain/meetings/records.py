"""会议记录 (F21) and 会议纪要 (F22): two things. The record is true to what was said; minutes are drawn from it, signed
and issued. Every topic is a record of its own, so that two desks writing different topics both survive."""

from __future__ import annotations

import re

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.text import fold

TEXT_LIMIT = 400_000
"""Characters of one topic's text or of one draft of minutes: three times a meeting of 200 pages."""

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:点时.]?([0-5]\d)?分?")


def clock_text(typed: str) -> str:
    """A time of day as it is kept, `09:30`, from 9:30, 9：30, 930, 9点30分; what is none stays as it is."""
    plain = fold(typed).replace("：", ":").strip()
    if plain.isdecimal() and len(plain) in (3, 4):
        plain = f"{plain[:-2]}:{plain[-2:]}"
    found = _CLOCK.fullmatch(plain)
    return f"{int(found[1]):02}:{found[2] or '00'}" if found else plain


def _clock_problem(value: str) -> Problem | None:
    known = _CLOCK.fullmatch(value) is not None and clock_text(value) == value
    return None if known else Problem("", "meeting.clock", {"found": value})


MEETING = Entity(
    "meeting",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("kind", Type.CODE, required=True, codes="meeting_kinds"),
        Field("title", required=True, limit=120),
        Field("planned_on", Type.DAY, required=True),
        Field("starts", required=True, limit=5, check=_clock_problem),
        Field("ends", required=True, limit=5, check=_clock_problem),
        Field("place", required=True, limit=120),
        Field("chair", required=True, limit=60),
        Field("chair_post", required=True, limit=60),
        Field("chair_person", Type.REF, target="person"),
        Field("scribe", Type.REF, required=True, target="person"),
        Field("scribe_unit", limit=60),
        Field("planned_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("follows", Type.REF, target="meeting"),
        Field("restricted", Type.FLAG),
        Field("state", Type.CODE, required=True, codes="meeting_states"),
        Field("notified_at", Type.MOMENT),
        Field("started_at", Type.MOMENT),
        Field("closed_at", Type.MOMENT),
        Field("open_matters", Type.LONG, limit=2000),
        Field("checked_by", Type.REF, target="person"),
        Field("checked_at", Type.MOMENT),
        Field("signed_at", Type.MOMENT),
        Field("signed", Type.FLAG),
        Field("locked_at", Type.MOMENT),
        Field("record_hash", limit=64, merge=Merge.IMMUTABLE),
        Field("end_reason", limit=300),
        Field("settled_on", Type.DAY),
    ),
    number="HY",
    indexes=(("state", "planned_on"), ("kind", "planned_on"), ("planned_on",), ("scribe", "state")),
)

ATTENDEE = Entity(
    "attendee",
    (
        Field("meeting", Type.REF, required=True, target="meeting", merge=Merge.IMMUTABLE),
        Field("place", Type.INTEGER),
        Field("name", required=True, limit=40, sensitivity=Sensitivity.PERSONAL),
        Field("person", Type.REF, target="person"),
        Field("client", Type.REF, target="enterprise"),
        Field("organisation", limit=120),
        Field("post", limit=60),
        Field("role", Type.CODE, required=True, codes="attendance_roles"),
        Field("reason", limit=120),
        Field("signed_in_at", Type.MOMENT),
        Field("sign_way", Type.CODE, codes="sign_in_ways"),
    ),
    indexes=(("meeting",), ("client",), ("person",)),
)

MEETING_TOPIC = Entity(
    "meeting_topic",
    (
        Field("meeting", Type.REF, required=True, target="meeting", merge=Merge.IMMUTABLE),
        Field("place", Type.INTEGER, required=True),
        Field("title", required=True, limit=120),
        Field("text", Type.LONG, limit=TEXT_LIMIT),
        Field("votes_for", Type.INTEGER),
        Field("votes_against", Type.INTEGER),
        Field("votes_abstain", Type.INTEGER),
        Field("decision", Type.LONG, limit=2000),
        Field("open_matters", Type.LONG, limit=1000),
        Field("carried", Type.REF, target="meeting_decision"),
    ),
    indexes=(("meeting",), ("carried",)),
)

MEETING_DECISION = Entity(
    "meeting_decision",
    (
        Field("meeting", Type.REF, required=True, target="meeting", merge=Merge.IMMUTABLE),
        Field("topic", Type.REF, target="meeting_topic"),
        Field("place", Type.INTEGER, merge=Merge.LWW),
        Field("what", Type.LONG, required=True, limit=500),
        Field("owner", Type.REF, target="person"),
        Field("owner_unit", limit=120),
        Field("due", Type.DAY),
        Field("state", Type.CODE, required=True, codes="meeting_decision_states"),
        Field("from_line", Type.FLAG),
        Field("evidence", Type.LONG, limit=1000),
        Field("ended_on", Type.DAY),
        Field("ended_by", Type.REF, target="person"),
    ),
    indexes=(("meeting",), ("topic",), ("state", "due"), ("owner", "state")),
)

MINUTES = Entity(
    "minutes",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("meeting", Type.REF, required=True, target="meeting", merge=Merge.IMMUTABLE),
        Field("kind", Type.CODE, required=True, codes="meeting_kinds"),
        Field("year", Type.INTEGER),
        Field("issue_no", Type.INTEGER),
        Field("title", required=True, limit=120, outgoing=True),
        Field("main_to", limit=200),
        Field("cc", limit=300),
        Field("summary", Type.LONG, limit=4000, outgoing=True),
        Field("body", Type.LONG, limit=TEXT_LIMIT, outgoing=True),
        Field("state", Type.CODE, required=True, codes="minutes_states"),
        Field("drafted_by", Type.REF, target="person"),
        Field("drafted_at", Type.MOMENT),
        Field("checked_by", Type.REF, target="person"),
        Field("checked_at", Type.MOMENT),
        Field("signer", Type.REF, target="person"),
        Field("signed_at", Type.MOMENT),
        Field("minutes_hash", limit=64, merge=Merge.IMMUTABLE),
        Field("issued_by", Type.REF, target="person"),
        Field("issued_on", Type.DAY),
        Field("returned", Type.LONG, limit=500),
    ),
    number="JY",
    indexes=(("meeting",), ("state", "issued_on"), ("kind", "year")),
)

MEETING_VERSION = Entity(
    "meeting_version",
    (
        Field("meeting", Type.REF, required=True, target="meeting", merge=Merge.IMMUTABLE),
        Field("subject_kind", required=True, limit=20, merge=Merge.IMMUTABLE),
        Field("subject", Type.REF, required=True, target_in="subject_kind", merge=Merge.IMMUTABLE),
        Field("text", Type.LONG, limit=TEXT_LIMIT, merge=Merge.IMMUTABLE),
        Field("cause", Type.CODE, required=True, codes="version_causes", merge=Merge.IMMUTABLE),
        Field("at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("sha256", required=True, limit=64, merge=Merge.IMMUTABLE),
        Field("note", limit=200, merge=Merge.IMMUTABLE),
    ),
    indexes=(("subject",), ("meeting",)),
    lasting=True,
)

MEETING_CORRECTION = Entity(
    "meeting_correction",
    (
        Field("meeting", Type.REF, required=True, target="meeting", merge=Merge.IMMUTABLE),
        Field("subject_kind", required=True, limit=20, merge=Merge.IMMUTABLE),
        Field("subject", Type.REF, required=True, target_in="subject_kind", merge=Merge.IMMUTABLE),
        Field("old_text", Type.LONG, required=True, limit=2000, merge=Merge.IMMUTABLE),
        Field("new_text", Type.LONG, required=True, limit=2000, merge=Merge.IMMUTABLE),
        Field("reason", required=True, limit=200, merge=Merge.IMMUTABLE),
        Field("at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    indexes=(("meeting",), ("subject",)),
    lasting=True,
)

PLAN_FIELDS = ("kind", "title", "planned_on", "starts", "ends", "place", "chair", "chair_post", "scribe", "scribe_unit")
ATTENDEE_FIELDS = ("name", "organisation", "post", "role", "reason")
TOPIC_FIELDS = ("title", "votes_for", "votes_against", "votes_abstain", "decision", "open_matters")
DECISION_FIELDS = ("what", "owner", "owner_unit", "due")
MINUTES_FIELDS = ("title", "main_to", "cc", "summary")
CORRECTION_FIELDS = ("old_text", "new_text", "reason")

PRESENT = ("present", "observer")
"""Roles of those who are in the room."""
