"""Going to the enterprises (F16: 走访, 巡回问诊): planned, recorded, each problem found there with who answers it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from qi_desk.domain import people
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.lifecycles import Lifecycle, move

OUTREACH = Entity(
    "outreach",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("kind", Type.CODE, required=True, codes="outreach_kinds"),
        Field("mode", Type.CODE, required=True, codes="outreach_modes"),
        Field("planned_on", Type.DAY, required=True),
        Field("owner", Type.REF, required=True, target="person"),
        Field("purpose", Type.LONG, limit=500),
        Field("about_kind", limit=40),
        Field("about", Type.REF, target_in="about_kind"),
        Field("state", Type.CODE, required=True, codes="outreach_states"),
        Field("went_on", Type.DAY),
        Field("companions", limit=120),
        Field("met", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name", check=people.check),
        Field("met_role", limit=40),
        Field("quality_status", Type.LONG, limit=2000, sensitivity=Sensitivity.TRADE),
        Field("publicity", Type.LONG, limit=500),
        Field("signed", Type.FLAG),
        Field("recorded_by", Type.REF, target="person"),
        Field("cancel_reason", Type.CODE, codes="outreach_cancels"),
    ),
    number="ZF",
    indexes=(("client",), ("state", "planned_on"), ("went_on",), ("about",)),
)
"""`about` is what the plan came from (a certificate that runs out); `signed` that the person met signed the paper."""

OUTREACH_PROBLEM = Entity(
    "outreach_problem",
    (
        Field("outreach", Type.REF, required=True, target="outreach"),
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("text", Type.LONG, required=True, limit=500, sensitivity=Sensitivity.TRADE),
        Field("solved", Type.FLAG),
        Field("owner", Type.REF, target="person"),
        Field("due", Type.DAY),
        Field("answer", Type.LONG, limit=500, outgoing=True),
        Field("answered_on", Type.DAY),
        Field("request", Type.REF, target="request"),
    ),
    indexes=(("outreach",), ("client",), ("due",)),
)
"""A problem heard at the enterprise: solved on the spot, or with an owner and the day the answer is promised for."""

OUTREACH_LIFECYCLE = Lifecycle(
    "outreach",
    states=("planned", "done", "cancelled"),
    first="planned",
    final=frozenset({"cancelled"}),
    moves=(
        move("record", ("planned",), "done", paper="outreach_record"),
        move("cancel", ("planned",), "cancelled", reasons="outreach_cancels"),
        move("correct", ("done",), "done"),
    ),
)

PLAN_FIELDS = ("client", "kind", "mode", "planned_on", "owner", "purpose")
"""What a plan is filled in with."""

RECORD_FIELDS = (
    "went_on",
    "mode",
    "met",
    "met_role",
    "companions",
    "quality_status",
    "publicity",
    "signed",
)
"""What is written down afterwards."""

PROBLEM_FIELDS = ("text", "solved", "answer", "owner", "due", "answered_on")
"""What a problem is filled in with."""


class ProblemState(StrEnum):
    """Where a problem stands; derived, never stored."""

    SOLVED = "solved"
    ANSWERED = "answered"
    REQUESTED = "requested"
    OVERDUE = "overdue"
    OPEN = "open"


OPEN_STATES = frozenset({ProblemState.OPEN, ProblemState.OVERDUE})
"""States that still owe the enterprise an answer."""


def problem_state(values: Mapping[str, Any], today: date) -> ProblemState:
    """Where a problem stands on `today`: it is owed an answer until solved, answered or made a request; after the day
    promised it is overdue."""
    if values.get("solved"):
        return ProblemState.SOLVED
    if values.get("request"):
        return ProblemState.REQUESTED
    if values.get("answered_on"):
        return ProblemState.ANSWERED
    due = values.get("due")
    return ProblemState.OVERDUE if due is not None and due < today else ProblemState.OPEN
