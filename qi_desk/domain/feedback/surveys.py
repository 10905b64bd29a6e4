"""满意度评价 (F12) and what follows a bad one: verified, put right, called back, rated again (GB/T 19014)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from qi_desk.domain.feedback.scores import ASKED
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.lifecycles import Lifecycle, move

SURVEY = Entity(
    "survey",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("about_kind", required=True, limit=20, merge=Merge.IMMUTABLE),
        Field("about", Type.REF, required=True, target_in="about_kind", merge=Merge.IMMUTABLE),
        Field("client", Type.REF, target="enterprise"),
        Field("period", limit=20, merge=Merge.IMMUTABLE),
        Field("round", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("served_by", Type.REF, target="person"),
        Field("asked_at", Type.MOMENT, required=True),
        Field("asked_by", Type.REF, target="person"),
        Field("state", Type.CODE, required=True, codes="survey_states"),
        Field("method", Type.CODE, codes="survey_methods"),
        *(Field(name, Type.INTEGER) for name in ASKED),
        Field("reasons", Type.CODES, codes="survey_reasons"),
        Field("words", Type.LONG, limit=1000, sensitivity=Sensitivity.TRADE),
        Field("recommend", Type.INTEGER),
        Field("call_back", Type.FLAG),
        Field("anonymous", Type.FLAG),
        Field("respondent", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name"),
        Field("rated_at", Type.MOMENT),
        Field("entered_by", Type.REF, target="person"),
    ),
    number="MY",
    indexes=(("about",), ("client",), ("asked_at",), ("state", "asked_at"), ("served_by", "asked_at")),
)
"""`about` is the request or visit that ended, or the client for a survey of a `period`; `entered_by` is empty where the
client rated on the customer's screen."""

ANSWER_FIELDS = (*ASKED, "reasons", "words", "recommend", "call_back", "anonymous", "respondent")
"""What a sheet is filled in with."""

CORRECTION = Entity(
    "correction",
    (
        Field("survey", Type.REF, required=True, target="survey", merge=Merge.IMMUTABLE),
        Field("client", Type.REF, target="enterprise"),
        Field("state", Type.CODE, required=True, codes="correction_states"),
        Field("opened_at", Type.MOMENT, required=True),
        Field("verify_due", Type.MOMENT, required=True),
        Field("correct_due", Type.MOMENT, required=True),
        Field("owner", Type.REF, target="person"),
        Field("finding", Type.CODE, codes="findings"),
        Field("facts", Type.LONG, limit=2000),
        Field("cause", Type.CODE, codes="causes"),
        Field("verified_by", Type.REF, target="person"),
        Field("verified_at", Type.MOMENT),
        Field("measures", Type.LONG, limit=2000, outgoing=True),
        Field("corrected_by", Type.REF, target="person"),
        Field("corrected_at", Type.MOMENT),
        Field("call_back_note", Type.LONG, limit=500),
        Field("call_back_mode", Type.CODE, codes="contact_modes"),
        Field("called_back_by", Type.REF, target="person"),
        Field("called_back_at", Type.MOMENT),
        Field("appeal", Type.LONG, limit=1000),
        Field("appealed_by", Type.REF, target="person"),
        Field("appealed_at", Type.MOMENT),
        Field("appeal_verdict", Type.CODE, codes="appeal_verdicts"),
        Field("appeal_answer", Type.LONG, limit=500),
        Field("appeal_decided_by", Type.REF, target="person"),
        Field("appeal_decided_at", Type.MOMENT),
        Field("complaint", Type.REF, target="complaint"),
    ),
    indexes=(("survey",), ("state", "correct_due"), ("client",), ("opened_at",), ("cause", "opened_at")),
)
"""What a bad rating sets going: verified within a working day, put right within five, every caller with a name called
back. `appeal` is what the person rated holds against it; it is decided by another and stays to be seen."""

CORRECTION_LIFECYCLE = Lifecycle(
    "correction",
    states=("open", "verified", "corrected", "closed", "complaint"),
    first="open",
    final=frozenset({"closed", "complaint"}),
    moves=(
        move("verify", ("open",), "verified"),
        move("correct", ("verified",), "corrected"),
        move("call_back", ("corrected",), "closed"),
        move("complain", ("open", "verified", "corrected"), "complaint"),
    ),
)

VERIFY_FIELDS = ("finding", "cause", "owner", "facts")
CORRECT_FIELDS = ("measures",)
CALL_BACK_FIELDS = ("call_back_mode", "call_back_note")


class Standing(StrEnum):
    """Where a survey stands; what is unrated is derived from the clock, never stored."""

    ASKED = "asked"
    RATED = "rated"
    UNRATED = "unrated"


def survey_id(about: str, period: str = "", round: int = 1) -> str:
    """The id of the one survey about a matter, or about a client's period: two desks that ask ask the same one."""
    return keyed_id("survey", f"{about}:{period}:{round}")


def correction_id(survey: str) -> str:
    """The id of what one bad rating sets going."""
    return keyed_id("correction", survey)


def standing(values: Mapping[str, Any], now: datetime, days: int) -> Standing:
    """Where a survey stands at `now`: after `days` natural days without an answer it is unrated, which is no grade."""
    if values.get("state") == Standing.RATED:
        return Standing.RATED
    asked: datetime = values["asked_at"]
    return Standing.UNRATED if now >= asked + timedelta(days=days) else Standing.ASKED
