"""人员档案 (F34; 8.2.3 of the national guide): the yearly judgement of staff in four respects. What else stands in the
file is kept with the person."""

from __future__ import annotations

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.ledger.natural_keys import keyed_id

BEST = 5
ASPECTS = ("professional", "timely", "honest", "satisfying")
"""Professional skill, timeliness, integrity, satisfaction; each from 1 to BEST."""

STAFF_EVALUATION = Entity(
    "staff_evaluation",
    (
        Field("person", Type.REF, required=True, target="person", merge=Merge.IMMUTABLE),
        Field("year", Type.INTEGER, required=True, merge=Merge.IMMUTABLE),
        *(Field(name, Type.INTEGER, required=True) for name in ASPECTS),
        Field("note", limit=300),
        # What the grades were offered from, each: key (of the indicator), name, value, target, n, points.
        Field("basis", Type.LIST),
        Field("rules", limit=80),
        Field("digest", limit=64),
        Field("made_on", Type.DAY),
        Field("made_by", Type.REF, target="person"),
    ),
    indexes=(("person", "year"),),
)


def evaluation_id(person: str, year: int) -> str:
    """The id of the one judgement a person has for a year."""
    return keyed_id("staff_evaluation", f"{person}:{year}")


def grade_problems(values: dict[str, object]) -> list[Problem]:
    """Grades that are none."""
    return [
        Problem(name, "staff.grade", {"most": BEST})
        for name in ASPECTS
        if not isinstance(grade := values.get(name), int) or not 1 <= grade <= BEST
    ]
