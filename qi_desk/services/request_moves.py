"""What every move of a request does the same way: taking it by the flow it began with, checking, finishing the act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.lifecycles import Move
from qi_desk.domain.records import entity
from qi_desk.domain.request_work import lines_of
from qi_desk.domain.requests import flow_of
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import House, Query, Reader, Record, Unit
from qi_desk.services.writing import problems_in

KINDS = frozenset(
    {
        "request",
        "assessment",
        "supplement",
        "refusal",
        "plan",
        "follow_up",
        "pause",
        "extension",
        "delivery",
        "look_back",
        "mandate",
        "sample",
        "sample_move",
        "joint_project",
        "request_link",
        "request_item",
        "paper",
        "assignment",
        "survey",
    }
)
_FINISH = {"simple": "finish_simple", "ordinary": "finish_ordinary", "complex": "finish_complex"}
_URGENT = {"2": "finish_urgent", "3": "finish_critical"}
_LOGS = 500
"""Kinds a move may change."""


def take(unit: Unit, eid: str, event: str) -> tuple[Record, Move]:
    """The request and the move `event` its own flow offers. Raises Missing, NotAllowed."""
    record = living(unit, "request", eid)
    return record, flow_of(record["flow"]).take(record["state"], event)


def newest_of(look: Reader, kind: str, request: str) -> Record | None:
    """The newest record of a kind that belongs to a request."""
    found = look.select(Query(kind, equals={"request": request}, order="eid", newest_first=True, limit=1))
    return found[0] if found else None


def check(house: House, kind: str, given: Mapping[str, Any], more: Sequence[Problem] = ()) -> None:
    """Raise Invalid with what the declarations and `more` have against these values, each thing once."""
    problems = [*problems_in(house, entity(kind), given), *more]
    told = dict.fromkeys((problem.field, problem.code) for problem in problems)
    if problems:
        raise Invalid([next(one for one in problems if (one.field, one.code) == key) for key in told])


def line_problems(text: str | None, field: str, cells: tuple[str, ...]) -> list[Problem]:
    """What is wrong with a field of lines: each has to have the cells named by `cells`."""
    for place, line in enumerate(lines_of(text), start=1):
        if any(not line[at] for at in range(len(cells))):
            return [Problem(field, f"lines.{field}", {"line": place})]
    return []


EFFECTS = ("problems_solved", "jobs", "benefit", "saving")
"""What is only claimed with evidence (F11)."""


def evidence_problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with effects told without evidence."""
    claimed = any(values.get(name) for name in EFFECTS)
    told = str(values.get("evidence") or "").strip()
    return [Problem("evidence", "delivery.evidence")] if claimed and not told else []


def done(unit: Unit, value: str, record: Record, *, undo: bool = False) -> Done[str]:
    """Commit; `undo` where no number was given that may stand on paper."""
    unit.commit()
    changed = Changes(KINDS, frozenset({value, record.eid, record["client"]}))
    return Done(value, changed, unit.act if undo else None)
