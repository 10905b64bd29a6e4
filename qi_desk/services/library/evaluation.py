"""Judging experts and institutions after every assignment and once a year; low results call for a review (8.2.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain.assignments import ASPECTS, ASSIGNMENT_LIFECYCLE, BEST_GRADE, needs_review, score_of
from qi_desk.domain.errors import Invalid, Missing, Problem
from qi_desk.services.library.admission import begin_review
from qi_desk.services.library.records import party_of, scores_of
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Unit
from qi_desk.services.rights import COUNTER, LEADING, verb


@verb("library.evaluate", COUNTER)
def evaluate(house: House, actor: Actor, assignment: str, grades: Mapping[str, int], comment: str = "") -> Done[int]:
    """Judge a finished assignment; answers the score. Two low scores in a row put the party under review.

    Raises Missing, Invalid for a missing grade or a low one without a comment, NotAllowed before it is finished.
    """
    with house.store.write(actor) as unit:
        record = unit.get("assignment", assignment)
        if record is None or record.void:
            raise Missing("record.missing", kind="assignment")
        taken = ASSIGNMENT_LIFECYCLE.take(record["state"], "evaluate")
        party = (record["party_kind"], record["party"])
        score = _judge(house, actor, unit, party, "assignment", grades, comment, {"assignment": assignment})
        unit.change("assignment", assignment, {"state": taken.target, "evaluated_at": unit.now}, event="evaluate")
        unit.commit()
        kinds = frozenset({"assignment", "evaluation", record["party_kind"]})
        return Done(score, Changes(kinds, frozenset({assignment, record["party"]})), unit.act)


@verb("library.review", LEADING)
def review(
    house: House,
    actor: Actor,
    kind: str,
    eid: str,
    grades: Mapping[str, int],
    comment: str = "",
    *,
    occasion: str = "yearly",
    basis: Mapping[str, Any] | None = None,
) -> Done[int]:
    """Judge a party once a year or in between (list `evaluation_kinds`); answers the score. `basis` are the fields of
    what the grades were offered from. Raises as `evaluate`."""
    if occasion not in house.codes.ids("evaluation_kinds") or occasion == "assignment":
        raise Invalid([Problem("kind", "not_in_list", {"value": occasion})])
    with house.store.write(actor) as unit:
        party_of(unit, kind, eid)
        score = _judge(house, actor, unit, (kind, eid), occasion, grades, comment, basis or {})
        unit.commit()
        return Done(score, Changes(frozenset({"evaluation", kind}), frozenset({eid})), unit.act)


def _judge(
    house: House,
    actor: Actor,
    unit: Unit,
    party: tuple[str, str],
    occasion: str,
    grades: Mapping[str, int],
    comment: str,
    besides: Mapping[str, Any],
) -> int:
    problems = [
        Problem(aspect, "evaluation.grade", {"most": BEST_GRADE})
        for aspect in ASPECTS
        if not 1 <= grades.get(aspect, 0) <= BEST_GRADE
    ]
    if not problems and score_of(grades) < house.settings.get("library.low_score") and not comment.strip():
        problems.append(Problem("comment", "evaluation.low_needs_words"))
    if problems:
        raise Invalid(problems)
    score = score_of(grades)
    unit.create(
        "evaluation",
        {
            "party_kind": party[0],
            "party": party[1],
            "kind": occasion,
            "made_at": unit.now,
            "made_by": actor.account,
            "score": score,
            "comment": comment,
            **{aspect: grades[aspect] for aspect in ASPECTS},
            **besides,
        },
    )
    record = party_of(unit, *party)
    if needs_review(scores_of(unit, [record.eid])[record.eid], house.settings.get("library.low_score")):
        begin_review(house, unit, record)
    return score
