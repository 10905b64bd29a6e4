"""What evaluations bring to the day's list: a period that nobody evaluated, one to be checked, one to be closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qi_desk import wording
from qi_desk.domain.indicators.rule_sets import Subject
from qi_desk.services.indicators.counting import spans_before
from qi_desk.services.indicators.evaluations import is_own, span_of
from qi_desk.services.indicators.rule_sets import in_force
from qi_desk.services.indicators.saying import period_said
from qi_desk.services.ports import Actor, Query, Reader
from qi_desk.services.rights import may

_MOST = 50


@dataclass(frozen=True, slots=True)
class EvaluationDue:
    """One line of the day; without `eid` there is no evaluation yet."""

    eid: str
    number: str
    said: str
    due: date


def waiting_evaluations(look: Reader, actor: Actor, today: date) -> Iterator[EvaluationDue]:
    """What waits for this person: those who lead hear of a period nobody evaluated and of what is to be closed;
    everybody but who made it, of what is to be checked; who made it, of what was sent back."""
    texts = wording.texts()
    query = Query("self_evaluation", among={"state": ("draft", "self_evaluated", "reviewed")}, limit=_MOST)
    for one in look.select(query):
        own, state = is_own(actor, one), one["state"]
        mine = {"draft": own, "self_evaluated": not own, "reviewed": may(actor, "evaluations.close")}[state]
        if mine and may(actor, "evaluations.check"):
            said = wording.fill(texts[f"evaluation.waits.{state}"], {"period": period_said(span_of(one))})
            yield EvaluationDue(one.eid, one["number"] or "", said, one["until"])
    if may(actor, "evaluations.close"):
        yield from _missing(look, today)


def _missing(look: Reader, today: date) -> Iterator[EvaluationDue]:
    """Of every rule set of the station in force, the last period that is over; one that ended before the rules were put
    in force is nobody's debt."""
    for rules in in_force(look, Subject.STATION):
        (last,) = spans_before(today, rules["span"], 1)
        versions = Query("self_evaluation", equals={"span": rules["span"], "since": last.first})
        if rules["effective"] <= last.last and not look.count(versions):
            told = {"period": period_said(last), "name": rules["name"]}
            yield EvaluationDue("", "", wording.fill(wording.texts()["evaluation.waits.missing"], told), last.last)
