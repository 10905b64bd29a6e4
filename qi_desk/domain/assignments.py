"""Who was asked for which request (the referral ledger), how it was judged, and results that were accepted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.lifecycles import Lifecycle, move

ASSIGNMENT = Entity(
    "assignment",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("request", Type.REF, required=True, target="request"),
        Field("item", Type.CODE, required=True, codes="catalogue"),
        Field("party_kind", required=True, limit=20),
        Field("party", required=True, limit=36),
        Field("task", Type.LONG, limit=500),
        Field("planned_on", Type.DAY, required=True),
        # Everybody shown for the choice, best first, each: key (the party's id), kind, barred.
        Field("offered", Type.LIST, merge=Merge.IMMUTABLE),
        Field("place", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("choice_reason", Type.CODE, codes="choice_reasons", merge=Merge.IMMUTABLE),
        Field("choice_note", limit=200, merge=Merge.IMMUTABLE),
        Field("few_note", limit=200, merge=Merge.IMMUTABLE),
        Field("asked_at", Type.MOMENT, merge=Merge.IMMUTABLE),
        Field("asked_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("answer_due", Type.MOMENT),
        Field("answered_at", Type.MOMENT),
        Field("decline_reason", Type.CODE, codes="decline_reasons"),
        Field("decline_note", limit=200),
        Field("finished_at", Type.MOMENT),
        Field("evaluated_at", Type.MOMENT),
        Field("state", Type.CODE, required=True, codes="assignment_states"),
    ),
    number="PD",
    indexes=(("request",), ("party", "asked_at"), ("state", "asked_at"), ("asked_at",)),
)

OPEN = ("asked", "accepted")
"""States in which somebody still owes something: they make up the load."""

ASSIGNMENT_LIFECYCLE = Lifecycle(
    "assignment",
    states=("asked", "accepted", "declined", "done", "evaluated", "cancelled"),
    first="asked",
    final=frozenset({"declined", "evaluated", "cancelled"}),
    moves=(
        move("take_on", ("asked",), "accepted"),
        move("decline", ("asked",), "declined", reasons="decline_reasons"),
        move("finish", ("accepted",), "done"),
        move("evaluate", ("done",), "evaluated"),
        move("cancel", ("asked", "accepted"), "cancelled", reasons="choice_reasons"),
    ),
)

EVALUATION = Entity(
    "evaluation",
    (
        Field("party_kind", required=True, limit=20),
        Field("party", required=True, limit=36),
        Field("assignment", Type.REF, target="assignment"),
        Field("kind", Type.CODE, required=True, codes="evaluation_kinds"),
        Field("made_at", Type.MOMENT, required=True),
        Field("made_by", Type.REF, target="person"),
        Field("expertise", Type.INTEGER, required=True),
        Field("timeliness", Type.INTEGER, required=True),
        Field("integrity", Type.INTEGER, required=True),
        Field("attitude", Type.INTEGER, required=True),
        Field("score", Type.INTEGER, required=True),
        Field("comment", Type.LONG, limit=500),
        # What the grades were offered from, each: key (of the indicator), name, value, target, n, points.
        Field("basis", Type.LIST),
        Field("rules", limit=80),
        Field("digest", limit=64),
    ),
    indexes=(("party", "made_at"), ("assignment",)),
)

ASPECTS = ("expertise", "timeliness", "integrity", "attitude")
"""What is judged (8.2.3 of the national guide), each by the five grades of D11: 5 is best, 1 worst."""

BEST_GRADE = 5

REUSE = Entity(
    "reuse",
    (
        Field("request", Type.REF, required=True, target="request"),
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("item", Type.CODE, required=True, codes="catalogue"),
        Field("object", limit=120),
        Field("report", required=True, limit=120),
        Field("report_number", limit=60),
        Field("report_body", limit=120),
        Field("valid_to", Type.DAY),
        Field("decision", Type.CODE, required=True, codes="reuse_decisions"),
        Field("reason", Type.CODE, codes="reuse_reasons"),
        Field("note", limit=200),
        Field("refused_by", Type.REF, target="institution"),
        Field("cost_avoided", Type.MONEY),
        Field("decided_at", Type.MOMENT, required=True),
        Field("decided_by", Type.REF, target="person"),
    ),
    indexes=(("request",), ("client",), ("decided_at",)),
)


def score_of(grades: Mapping[str, int]) -> int:
    """The score, 0 to 100, of one evaluation: every aspect weighs the same. Raises KeyError for a missing aspect."""
    return round(100 * sum(grades[aspect] for aspect in ASPECTS) / (BEST_GRADE * len(ASPECTS)))


def needs_review(scores: Sequence[int], low: int) -> bool:
    """Whether the two newest of `scores` (newest first) are both under `low`: C5 and C6 then ask for a review."""
    return len(scores) > 1 and max(scores[:2]) < low
