"""Evaluating a practice station as its staff would have: the quarter waits for the second person, the month is closed
and one missed target of it has its plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from qi_desk.domain.indicators.rule_sets import Evidence
from qi_desk.services.indicators import evaluation_views, evaluations, rule_sets
from qi_desk.services.indicators.counting import spans_before
from qi_desk.services.indicators.saying import today_at
from qi_desk.services.practice.chance import words

if TYPE_CHECKING:
    from qi_desk.services.indicators.evaluation_views import IndicatorRow
    from qi_desk.services.ports import Actor, House

_A_MONTH = timedelta(days=30)


def enter_evaluation(house: House, manager: Actor, specialist: Actor) -> None:
    """The last quarter by the starter rules, handed in by the specialist; the last month by those for months, checked
    and closed by the manager."""
    told = words("evaluation")
    _evaluated(house, manager, specialist, "station", told)
    month = _evaluated(house, manager, specialist, "monthly", told["monthly"])
    evaluations.review(house, manager, month, {"check_note": told["monthly"]["check_note"]})
    evaluations.close(house, manager, month)
    missed = next((row for row in _rows(house, manager, month) if row.scored.missed), None)
    if missed is not None:
        problem = told["monthly"]["problem"].format(name=missed.name, value=missed.value, target=missed.target)
        due = today_at(house) + _A_MONTH
        evaluations.open_plan(house, specialist, missed.eid, {"problem": problem, "deadline": due})


def _evaluated(house: House, manager: Actor, specialist: Actor, starter: str, told: Any) -> str:
    used = rule_sets.begin(house, manager, starter).value
    rule_sets.put_in_force(house, manager, used)
    with house.store.read() as look:
        (period,) = spans_before(today_at(house), rule_sets.set_of(look, used)["span"], 1)
    eid = evaluations.begin(house, specialist, used, period.code).value
    for key, values in told.get("rows", {}).items():
        evaluations.score(house, specialist, evaluations.row_id(eid, key), values)
    for row in _rows(house, specialist, eid):
        if row.demand == Evidence.NEEDED and row.bare:
            evaluations.score(house, specialist, row.eid, dict(told["fallback"]))
    evaluations.submit(house, specialist, eid, {"conclusion": told["conclusion"]})
    return eid


def _rows(house: House, actor: Actor, eid: str) -> list[IndicatorRow]:
    return [row for head in evaluation_views.show(house, actor, eid).heads for row in head.rows]
