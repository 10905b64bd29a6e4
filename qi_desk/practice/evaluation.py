"""Evaluating a practice station as its staff would have: the starter rules in force, last quarter evaluated by a
specialist, waiting for the second person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qi_desk.domain.indicators.rule_sets import Evidence
from qi_desk.services.indicators import evaluation_views, evaluations, rule_sets
from qi_desk.services.indicators.counting import spans_before
from qi_desk.services.indicators.saying import today_at
from qi_desk.services.practice.chance import words

if TYPE_CHECKING:
    from qi_desk.services.ports import Actor, House

STARTER = "station"


def enter_evaluation(house: House, manager: Actor, specialist: Actor) -> None:
    """One evaluation of the last quarter by the starter rules, handed in by the specialist."""
    told = words("evaluation")
    used = rule_sets.begin(house, manager, STARTER).value
    rule_sets.put_in_force(house, manager, used)
    (quarter,) = spans_before(today_at(house), "quarter", 1)
    eid = evaluations.begin(house, specialist, used, quarter.code).value
    for key, values in told["rows"].items():
        evaluations.score(house, specialist, evaluations.row_id(eid, key), values)
    view = evaluation_views.show(house, specialist, eid)
    for row in (row for head in view.heads for row in head.rows):
        if row.demand == Evidence.NEEDED and row.bare:
            evaluations.score(house, specialist, row.eid, dict(told["fallback"]))
    evaluations.submit(house, specialist, eid, {"conclusion": told["conclusion"]})
