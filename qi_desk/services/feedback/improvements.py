"""改进计划 (F28, C4): opened by what went wrong, carried out by an owner, verified by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed, Problem
from qi_desk.domain.feedback.improvements import (
    IMPROVEMENT,
    IMPROVEMENT_ACTION,
    IMPROVEMENT_LIFECYCLE,
    improvement_id,
)
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.writing import check_step, problems_in

KINDS = frozenset({"improvement", "improvement_action", "improvement_track"})
_MOST = 100


@verb("improvements.found", COUNTER)
def found(house: House, actor: Actor, values: Mapping[str, Any], *, key: str = "") -> Done[str]:
    """Open a plan; `key` names the finding it comes from, of which there is one plan at most. `about_kind` and `about`
    may stand among the values. Raises Invalid, Conflict("improvement.opened")."""
    with house.store.write(actor) as unit:
        today = moments.china_date(unit.now)
        given = {"owner": actor.account, **values, "state": IMPROVEMENT_LIFECYCLE.first}
        given |= {"opened_on": today, "opened_by": actor.account, "returns": 0}
        problems = problems_in(house, IMPROVEMENT, given)
        if given.get("deadline") and given["deadline"] < today:
            problems.append(Problem("deadline", "date.past"))
        if problems:
            raise Invalid(problems)
        eid = improvement_id(key) if key else None
        if eid is not None and unit.get("improvement", eid) is not None:
            raise Conflict("improvement.opened")
        given["number"] = unit.next_number("GZ", today)
        made = unit.create("improvement", given, eid=eid)
        return _done(unit, made)


@verb("improvements.analyse", COUNTER)
def analyse(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Why it came about, and what is aimed at. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record = living(unit, "improvement", eid)
        move = IMPROVEMENT_LIFECYCLE.take(record["state"], "analyse")
        check_step(house, IMPROVEMENT, values, ("cause",))
        unit.change("improvement", eid, {**values, "state": move.target, "analysed_at": unit.now}, event="analyse")
        return _done(unit, eid)


@verb("improvements.add_action", COUNTER)
def add_action(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """One measure: what, who, until when, by what means; not past the plan's own deadline. Raises Missing, Invalid,
    NotAllowed for a plan that was closed."""
    with house.store.write(actor) as unit:
        record = living(unit, "improvement", eid)
        if record["state"] in IMPROVEMENT_LIFECYCLE.final:
            raise NotAllowed("improvement.closed")
        given = {"owner": record["owner"], "due": record["deadline"], **values, "improvement": eid}
        problems = problems_in(house, IMPROVEMENT_ACTION, given)
        if given.get("due") and given["due"] > record["deadline"]:
            problems.append(Problem("due", "improvement.after_deadline", {"deadline": record["deadline"]}))
        if problems:
            raise Invalid(problems)
        unit.create("improvement_action", given)
        return _done(unit, eid, undo=True)


@verb("improvements.action_done", COUNTER)
def action_done(house: House, actor: Actor, eid: str, note: str) -> Done[str]:
    """A measure is carried out: what shows it. Raises Missing, Invalid."""
    if not note.strip():
        raise Invalid([Problem("done_note", "required")])
    with house.store.write(actor) as unit:
        record = living(unit, "improvement_action", eid)
        unit.change("improvement_action", eid, {"done_on": moments.china_date(unit.now), "done_note": note.strip()})
        return _done(unit, record["improvement"], undo=True)


@verb("improvements.approve", LEADING)
def approve(house: House, actor: Actor, eid: str) -> Done[str]:
    """Let the measures be carried out. Raises Missing, NotAllowed("improvement.no_action")."""
    with house.store.write(actor) as unit:
        record = living(unit, "improvement", eid)
        move = IMPROVEMENT_LIFECYCLE.take(record["state"], "approve")
        if not actions_of(unit, eid):
            raise NotAllowed("improvement.no_action")
        given = {"state": move.target, "approved_by": actor.account, "approved_on": moments.china_date(unit.now)}
        unit.change("improvement", eid, given, event="approve")
        return _done(unit, eid)


@verb("improvements.track", COUNTER)
def track(house: House, actor: Actor, eid: str, note: str) -> Done[str]:
    """How it goes. Raises Missing, Invalid."""
    if not note.strip():
        raise Invalid([Problem("note", "required")])
    with house.store.write(actor) as unit:
        living(unit, "improvement", eid)
        unit.create(
            "improvement_track", {"improvement": eid, "at": unit.now, "by": actor.account, "note": note.strip()}
        )
        return _done(unit, eid, undo=True)


@verb("improvements.finish", COUNTER)
def finish(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Everything is done, and this shows it. Raises Missing, Invalid, NotAllowed("improvement.action_open")."""
    with house.store.write(actor) as unit:
        record = living(unit, "improvement", eid)
        move = IMPROVEMENT_LIFECYCLE.take(record["state"], "finish")
        if any(one["done_on"] is None for one in actions_of(unit, eid)):
            raise NotAllowed("improvement.action_open")
        check_step(house, IMPROVEMENT, values, ("evidence",))
        given = {**values, "state": move.target, "finished_on": moments.china_date(unit.now)}
        unit.change("improvement", eid, given, event="finish")
        return _done(unit, eid)


@verb("improvements.verify", COUNTER)
def verify(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Somebody other than the owner, and than who carried out a measure, looks whether it helped: closed, or sent back.
    Raises Missing, Invalid, NotAllowed("improvement.verifier")."""
    with house.store.write(actor) as unit:
        record = living(unit, "improvement", eid)
        if actor.account in {record["owner"], *(one["owner"] for one in actions_of(unit, eid))}:
            raise NotAllowed("improvement.verifier")
        check_step(house, IMPROVEMENT, values, ("verdict", "verify_note"))
        works = values["verdict"] == "effective"
        move = IMPROVEMENT_LIFECYCLE.take(record["state"], "verify" if works else "send_back")
        given = {**values, "state": move.target, "verifier": actor.account}
        given |= {"verified_on": moments.china_date(unit.now), "returns": (record["returns"] or 0) + (not works)}
        unit.change("improvement", eid, given, event=move.event)
        return _done(unit, eid)


def actions_of(look: Reader, eid: str) -> tuple[Record, ...]:
    """The measures of a plan in the order they were written."""
    return look.select(Query("improvement_action", equals={"improvement": eid}, order="eid", limit=_MOST))


def _done(unit: Unit, eid: str, *, undo: bool = False) -> Done[str]:
    unit.commit()
    return Done(eid, Changes(KINDS, frozenset({eid})), unit.act if undo else None)
