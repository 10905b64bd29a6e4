"""Going to the enterprises (F16): plan, record, cancel, and answer what was found there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.outreach import OUTREACH, OUTREACH_LIFECYCLE, OUTREACH_PROBLEM
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Record, Unit
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.writing import problems_in, write_seen

_MOST = 50


@verb("outreach.plan", COUNTER)
def plan(house: House, actor: Actor, values: Mapping[str, Any]) -> Done[str]:
    """Put a visit or call down for a day; `about_kind` and `about` name the record it came from.

    Raises Invalid, Missing for an unknown client.
    """
    with house.store.write(actor) as unit:
        today = moments.china_date(unit.now)
        given = {"kind": "routine", "mode": "on_site", "owner": actor.account, "planned_on": today, **values}
        given["state"] = OUTREACH_LIFECYCLE.first
        problems = problems_in(house, OUTREACH, given)
        if problems:
            raise Invalid(problems)
        living(unit, "enterprise", given["client"])
        given["number"] = unit.next_number("ZF", today)
        return _done(unit, unit.create("outreach", given), given["client"])


@verb("outreach.change", COUNTER)
def change(house: House, actor: Actor, eid: str, values: Mapping[str, Any], seen: Mapping[str, str]) -> Done[str]:
    """Change a plan before it is recorded. Raises Missing, Invalid, NotAllowed once it was, Conflict."""
    with house.store.write(actor) as unit:
        record = living(unit, "outreach", eid)
        OUTREACH_LIFECYCLE.take(record["state"], "record")
        problems = problems_in(house, OUTREACH, values, partial=True)
        if problems:
            raise Invalid(problems)
        if values.get("client"):
            living(unit, "enterprise", values["client"])
        write_seen(unit, "outreach", eid, values, seen)
        return _done(unit, eid, values.get("client") or record["client"])


@verb("outreach.record", COUNTER)
def record_visit(house: House, actor: Actor, eid: str, values: Mapping[str, Any], seen: Mapping[str, str]) -> Done[str]:
    """Write down what was seen and heard; a record may be corrected later, the log keeps what stood before.

    Day, person met and the state of quality (or at least one problem) are needed. Raises Missing, Invalid,
    NotAllowed for a cancelled plan, Conflict.
    """
    with house.store.write(actor) as unit:
        record = living(unit, "outreach", eid)
        event = "record" if record["state"] == OUTREACH_LIFECYCLE.first else "correct"
        move = OUTREACH_LIFECYCLE.take(record["state"], event)
        whole = {**record.values, **values}
        problems = problems_in(house, OUTREACH, values, partial=True) + _lacking(unit, eid, whole)
        if problems:
            raise Invalid(problems)
        write_seen(unit, "outreach", eid, values, seen)
        if event == "record":
            unit.change("outreach", eid, {"state": move.target, "recorded_by": actor.account}, event=event)
            for one in unit.select(Query("outreach_problem", equals={"outreach": eid}, limit=_MOST)):
                if one["due"] is None and not one["solved"]:
                    unit.change("outreach_problem", one.eid, {"due": answer_by(house, whole["went_on"])})
        return _done(unit, eid, record["client"])


def _lacking(unit: Unit, eid: str, whole: Mapping[str, Any]) -> list[Problem]:
    problems = [Problem(name, "required") for name in ("went_on", "met") if not whole.get(name)]
    if whole.get("went_on") and whole["went_on"] > moments.china_date(unit.now):
        problems.append(Problem("went_on", "date.future"))
    heard = unit.count(Query("outreach_problem", equals={"outreach": eid}))
    if not whole.get("quality_status") and not heard:
        problems.append(Problem("quality_status", "outreach.nothing_written"))
    return problems


def answer_by(house: House, heard_on: date) -> date:
    """The day by which a problem heard on `heard_on` is to be answered (deadline `outreach_answer`)."""
    return heard_on + timedelta(days=house.settings.get("deadline.outreach_answer"))


@verb("outreach.cancel", COUNTER)
def cancel(house: House, actor: Actor, eid: str, reason: str) -> Done[str]:
    """Call a plan off with a reason of `outreach_cancels`. Raises Missing, Invalid, NotAllowed."""
    if reason not in house.codes.ids("outreach_cancels"):
        raise Invalid([Problem("cancel_reason", "not_in_list", {"value": reason})])
    with house.store.write(actor) as unit:
        record = living(unit, "outreach", eid)
        move = OUTREACH_LIFECYCLE.take(record["state"], "cancel")
        values = {"state": move.target, "cancel_reason": reason}
        unit.change("outreach", eid, values, event="cancel", why=reason)
        return _done(unit, eid, record["client"])


@verb("outreach.add_problem", COUNTER)
def add_problem(house: House, actor: Actor, outreach: str, values: Mapping[str, Any]) -> Done[str]:
    """Write down a problem heard there; unless solved on the spot it gets an owner and a day. Raises Missing, Invalid,
    NotAllowed for a cancelled visit."""
    with house.store.write(actor) as unit:
        visit = _standing(unit, outreach)
        given = {**values, "outreach": outreach, "client": visit["client"]}
        heard = visit["went_on"] or moments.china_date(unit.now)
        if given.get("solved"):
            given["answered_on"] = heard
        else:
            given["owner"] = given.get("owner") or visit["owner"]
            given["due"] = given.get("due") or answer_by(house, heard)
        problems = problems_in(house, OUTREACH_PROBLEM, given) + _unanswered(given)
        if problems:
            raise Invalid(problems)
        return _done(unit, unit.create("outreach_problem", given), visit["client"])


@verb("outreach.change_problem", COUNTER)
def change_problem(
    house: House, actor: Actor, eid: str, values: Mapping[str, Any], seen: Mapping[str, str]
) -> Done[str]:
    """Change a problem: most often its answer and the day the enterprise got it. Raises Missing, Invalid, Conflict."""
    with house.store.write(actor) as unit:
        record = living(unit, "outreach_problem", eid)
        given = dict(values)
        if given.get("solved") and not record["answered_on"]:
            given.setdefault("answered_on", moments.china_date(unit.now))
        problems = problems_in(house, OUTREACH_PROBLEM, given, partial=True)
        problems += _unanswered({**record.values, **given})
        if problems:
            raise Invalid(problems)
        write_seen(unit, "outreach_problem", eid, given, seen)
        return _done(unit, eid, record["client"])


@verb("outreach.drop_problem", COUNTER)
def drop_problem(house: House, actor: Actor, eid: str, why: str) -> Done[str]:
    """Take a problem off the record (list `void_reasons`). Raises Missing, Invalid."""
    if why not in house.codes.ids("void_reasons"):
        raise Invalid([Problem("why", "not_in_list", {"value": why})])
    with house.store.write(actor) as unit:
        record = living(unit, "outreach_problem", eid)
        unit.void("outreach_problem", eid, why)
        return _done(unit, eid, record["client"])


def link_problem(unit: Unit, eid: str, request: str) -> None:
    """Note that a problem became a request; part of the act that registers it. Raises Missing."""
    living(unit, "outreach_problem", eid)
    unit.change("outreach_problem", eid, {"request": request}, event="requested")


def _standing(unit: Unit, eid: str) -> Record:
    record = living(unit, "outreach", eid)
    if record["state"] in OUTREACH_LIFECYCLE.final:
        OUTREACH_LIFECYCLE.take(record["state"], "correct")
    return record


def _unanswered(given: Mapping[str, Any]) -> list[Problem]:
    """Who says it is solved or answered says how."""
    if (given.get("solved") or given.get("answered_on")) and not given.get("answer"):
        return [Problem("answer", "required")]
    return []


def _done(unit: Unit, eid: str, client: str) -> Done[str]:
    unit.commit()
    return Done(eid, Changes(frozenset({"outreach", "outreach_problem"}), frozenset({eid, client})), unit.act)
