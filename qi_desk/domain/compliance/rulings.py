"""条款判定: what a person confirmed, or ruled not to apply, with reason, evidence and the day to look again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qi_desk.domain.compliance.clauses import Clause
from qi_desk.domain.compliance.standing import CONFIRMED
from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Merge, Type

CLAUSE_RULING = Entity(
    "clause_ruling",
    (
        Field("clause", Type.CODE, required=True, codes="clauses", merge=Merge.IMMUTABLE),
        Field("kind", Type.CODE, required=True, codes="ruling_kinds"),
        Field("reason", Type.LONG, required=True, limit=1000),
        Field("evidence", Type.LONG, limit=500),
        Field("made_on", Type.DAY, required=True),
        Field("next_check", Type.DAY),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    indexes=(("clause", "made_on"), ("next_check",), ("made_on",)),
)
"""One ruling; a later one on the same clause takes its place and leaves it in the register."""


def ruling_problems(values: Mapping[str, Any], clause: Clause | None, today: date) -> list[Problem]:
    """What stands against a ruling: software is not overruled, what was confirmed is looked at again, no day of
    tomorrow."""
    problems = []
    confirms = values.get("kind") == CONFIRMED
    if clause is not None and confirms and not clause.by_person:
        problems.append(Problem("kind", "ruling.by_records"))
    if clause is not None and clause.informative:
        problems.append(Problem("clause", "ruling.asks_nothing"))
    made, following = values.get("made_on"), values.get("next_check")
    if made is not None and made > today:
        problems.append(Problem("made_on", "date.future"))
    if following is None and confirms:
        problems.append(Problem("next_check", "ruling.no_next_check"))
    if following is not None and made is not None and following <= made:
        problems.append(Problem("next_check", "date.before_start"))
    return problems
