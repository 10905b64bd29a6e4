"""改进计划 (F28, C4; 9.2 of DB44/T 2407, 8.3 of the national guide): cause, measures, evidence, verified by another."""

from __future__ import annotations

from datetime import date

from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.lifecycles import Lifecycle, move

IMPROVEMENT = Entity(
    "improvement",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("source", Type.CODE, required=True, codes="improvement_sources"),
        Field("about_kind", limit=20, merge=Merge.IMMUTABLE),
        Field("about", Type.REF, target_in="about_kind", merge=Merge.IMMUTABLE),
        Field("cause_kind", Type.CODE, codes="causes"),
        Field("problem", Type.LONG, required=True, limit=1000),
        Field("opened_on", Type.DAY, required=True),
        Field("opened_by", Type.REF, target="person"),
        Field("owner", Type.REF, required=True, target="person"),
        Field("deadline", Type.DAY, required=True),
        Field("state", Type.CODE, required=True, codes="improvement_states"),
        Field("cause", Type.LONG, limit=2000),
        Field("goal", limit=200),
        Field("analysed_at", Type.MOMENT),
        Field("approved_by", Type.REF, target="person"),
        Field("approved_on", Type.DAY),
        Field("evidence", Type.LONG, limit=1000),
        Field("finished_on", Type.DAY),
        Field("verifier", Type.REF, target="person"),
        Field("verdict", Type.CODE, codes="verdicts"),
        Field("verify_note", Type.LONG, limit=500),
        Field("verified_on", Type.DAY),
        Field("returns", Type.INTEGER),
    ),
    number="GZ",
    indexes=(("state", "deadline"), ("about",), ("opened_on",), ("cause_kind", "opened_on"), ("owner", "state")),
)

IMPROVEMENT_ACTION = Entity(
    "improvement_action",
    (
        Field("improvement", Type.REF, required=True, target="improvement"),
        Field("what", Type.LONG, required=True, limit=300),
        Field("owner", Type.REF, required=True, target="person"),
        Field("due", Type.DAY, required=True),
        Field("resource", limit=120),
        Field("done_on", Type.DAY),
        Field("done_note", limit=200),
    ),
    indexes=(("improvement",), ("due",)),
)

IMPROVEMENT_TRACK = Entity(
    "improvement_track",
    (
        Field("improvement", Type.REF, required=True, target="improvement", merge=Merge.IMMUTABLE),
        Field("at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("note", Type.LONG, required=True, limit=500, merge=Merge.IMMUTABLE),
    ),
    indexes=(("improvement",),),
)

IMPROVEMENT_LIFECYCLE = Lifecycle(
    "improvement",
    states=("founded", "analysed", "running", "to_verify", "closed"),
    first="founded",
    final=frozenset({"closed"}),
    moves=(
        move("analyse", ("founded", "analysed"), "analysed"),
        move("approve", ("analysed",), "running"),
        move("finish", ("running",), "to_verify"),
        move("verify", ("to_verify",), "closed", paper="improvement"),
        move("send_back", ("to_verify",), "running"),
    ),
)

FOUND_FIELDS = ("source", "owner", "deadline", "cause_kind", "problem")
ANALYSE_FIELDS = ("cause", "goal")
ACTION_FIELDS = ("what", "owner", "due", "resource")
FINISH_FIELDS = ("evidence",)
VERIFY_FIELDS = ("verdict", "verify_note")

REPEATS = 3
REPEAT_DAYS = 90
"""A cause met so often within so many days is repeated (C4)."""

_STATION_DAYS, _OPERATOR_DAYS = 0, 10


def improvement_id(key: str) -> str:
    """The id of the plan that one finding sets going: two desks that open it open the same one."""
    return keyed_id("improvement", key)


def escalated_to(deadline: date, today: date, *, ended: bool) -> str:
    """Who has to hear of an overdue plan, a code of `escalations`: the operator at once, after ten days the lead
    department (C4); empty while it is in time or ended."""
    late = (today - deadline).days
    if ended or late <= _STATION_DAYS:
        return ""
    return "department" if late > _OPERATOR_DAYS else "operator"
