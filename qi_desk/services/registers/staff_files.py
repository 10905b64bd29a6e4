"""人员档案 (F34): post, skills, training, secrecy, the enterprises somebody answers for, and the yearly judgement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk import wording
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.people_records import PERSON
from qi_desk.domain.registers.staff import ASPECTS, STAFF_EVALUATION, evaluation_id, grade_problems
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Alarm, Facts, Filling, ListCell, Part, Register, RegisterDeed
from qi_desk.services.registers.steps import committed, today_of
from qi_desk.services.rights import AUDITOR, COUNTER, LEADING, MANAGER, OPERATOR, SPECIALIST, verb
from qi_desk.services.showing import text
from qi_desk.services.staff import trained_on
from qi_desk.services.writing import problems_in

_MOST = 2000
_SHOWN = 8
_JUDGING = frozenset({MANAGER, OPERATOR, AUDITOR})


@verb("staff.evaluate", LEADING)
def evaluate(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Judge a colleague's year in the four respects of 8.2.3; a second time in the year writes the first anew. Raises
    Missing, Invalid, NotAllowed("staff.own_evaluation")."""
    if eid == actor.account:
        raise NotAllowed("staff.own_evaluation")
    with house.store.write(actor) as unit:
        living(unit, "person", eid)
        today = today_of(unit)
        given = {**values, "person": eid, "made_on": today, "made_by": actor.account}
        problems = problems_in(house, STAFF_EVALUATION, given) + grade_problems(given)
        if not isinstance(given.get("year"), int) or not today.year - 1 <= given["year"] <= today.year:
            problems.append(Problem("year", "staff.year", {"this": today.year, "last": today.year - 1}))
        if problems:
            raise Invalid(problems)
        made = evaluation_id(eid, given["year"])
        if unit.get("staff_evaluation", made) is None:
            unit.create("staff_evaluation", given, eid=made)
        else:
            written = {name: value for name, value in given.items() if name not in ("person", "year")}
            unit.change("staff_evaluation", made, written)
        return committed(unit, "person", eid, "staff_evaluation")


def may_see_judgement(actor: Actor, record: Record) -> bool:
    """Who leads or checks, and whom it is about."""
    return actor.role in _JUDGING or actor.account == record.eid


def _not_oneself(actor: Actor, record: Record) -> bool:
    return bool(record["active"]) and record.eid != actor.account


def _derived(house: House, look: Reader, actor: Actor, record: Record) -> Mapping[str, Facts]:
    trained = trained_on(look, record.eid)
    papers = look.select(Query("undertaking", equals={"party": record.eid}, order="signed_on", newest_first=True))
    bound_to = look.select(Query("enterprise", equals={"specialist": record.eid}, order="name", limit=_MOST))
    open_work = look.count(Query("request", equals={"responsible": record.eid, "state": "in_service"}))
    names = [text(one, "name") for one in bound_to[:_SHOWN]]
    return {
        "before_post": [(wording.label("field.passed_on"), trained.isoformat())] if trained else [],
        "secrecy": [(paper["signed_on"].isoformat(), _until(paper)) for paper in papers[:2]],
        "bound": [(str(len(bound_to)), name) for name in names[:1]] + [("", name) for name in names[1:]],
        "work": [(wording.label("field.in_service"), str(open_work))] if open_work else [],
    }


def _until(paper: Record) -> str:
    return paper["valid_to"].isoformat() if paper["valid_to"] else wording.texts()["register.for_ever"]


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    """Who holds a post without having passed the training before it, or has no judgement of last year."""
    people = look.select(Query("person", equals={"active": True}, limit=500))
    for one in people:
        if one["role"] == SPECIALIST and trained_on(look, one.eid) is None:
            yield Alarm("untrained", eid=one.eid)
        elif one["role"] in COUNTER and not one["post"]:
            yield Alarm("no_post", eid=one.eid, late=False)


def _check(filling: Filling) -> list[Problem]:
    since = filling.values.get("post_since")
    return [Problem("post_since", "date.future")] if since and since > filling.today else []


STAFF_FILES = Register(
    PERSON,
    title="name",
    columns=("name", "post", "full_time", "role", "post_since", "active", "staff_no"),
    form=("post", "full_time", "post_since", "skills"),
    facts=("started_on", "retired_on"),
    order="staff_no",
    rising=True,
    by="role",
    lists={"skills": (ListCell("item", codes="catalogue"), ListCell("level", codes="skill_levels"))},
    parts=(Part(STAFF_EVALUATION, "person", ("year", *ASPECTS, "note", "made_by", "made_on"), seen=may_see_judgement),),
    deeds=(
        RegisterDeed(
            "evaluate",
            "staff.evaluate",
            evaluate,
            form_of="staff_evaluation",
            fields=("year", *ASPECTS, "note"),
            begins=dict.fromkeys(ASPECTS, 4),
            when=_not_oneself,
        ),
    ),
    made_here=False,
    writers=LEADING,
    check=_check,
    derived=_derived,
    alarms=_alarms,
)
