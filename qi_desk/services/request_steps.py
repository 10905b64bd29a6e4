"""The moves of a request from assessment to service (C1): each checks its guard, writes what it is made of and stops
or starts the clock. What a number was given to is not taken back by undo: it may be on paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.services.client_file import living
from qi_desk.services.mandates import refuse_acting
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader
from qi_desk.services.request_clock import set_due, start_clock, stop_clock
from qi_desk.services.request_moves import check, done, line_problems, newest_of, take
from qi_desk.services.rights import COUNTER, LEADING, verb


@verb("requests.assess", COUNTER)
def assess(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Write the assessment (F07): complexity sets the promised end, the conclusion what comes next. Of a complex
    matter a second person has to look at it (`review`). Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "assess")
        given = {**values, "request": eid, "assessed_by": actor.account, "assessed_at": unit.now}
        check(house, "assessment", given)
        made = unit.create("assessment", given)
        unit.change("request", eid, {"state": move.target, "complexity": given["complexity"]}, event="assess")
        return done(unit, made, record, undo=True)


@verb("requests.review", COUNTER)
def review(house: House, actor: Actor, eid: str) -> Done[str]:
    """A second person has read the newest assessment. Raises Missing, NotAllowed("request.own_assessment")."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        newest = newest_of(unit, "assessment", eid)
        if newest is None:
            raise Invalid([Problem("reviewed_by", "request.not_assessed")])
        if newest["assessed_by"] == actor.account:
            raise NotAllowed("request.own_assessment")
        today = moments.china_date(unit.now)
        unit.change("assessment", newest.eid, {"reviewed_by": actor.account, "reviewed_on": today})
        return done(unit, newest.eid, record, undo=True)


@verb("requests.ask_papers", COUNTER)
def ask_papers(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Tell once and in whole which papers are missing (F04); the clock stands until they come.

    A second notice breaks the one-time rule and is the manager's to give. Raises Missing, Invalid, NotAllowed.
    """
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "ask_papers")
        told = unit.count(Query("supplement", equals={"request": eid}))
        if told and actor.role not in LEADING:
            raise NotAllowed("supplement.second")
        today = moments.china_date(unit.now)
        given = {**values, "request": eid, "round": told + 1, "told_by": actor.account, "told_at": unit.now}
        given["approved_by"] = actor.account if told else None
        check(house, "supplement", given, line_problems(given.get("items"), "items", ("name", "why")))
        if given["due"] < today:
            raise Invalid([Problem("due", "date.past")])
        given["number"] = unit.next_number("BZ", today)
        made = unit.create("supplement", given)
        unit.change("request", eid, {"state": move.target}, event="ask_papers")
        stop_clock(unit, actor, eid, "supplement", "")
        return done(unit, made, record)


@verb("requests.papers_in", COUNTER)
def papers_in(house: House, actor: Actor, eid: str) -> Done[str]:
    """The missing papers have come: the clock goes on with the time that was left. Raises Missing, NotAllowed."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "papers_in")
        newest = newest_of(unit, "supplement", eid)
        if newest is not None:
            unit.change("supplement", newest.eid, {"returned_at": unit.now})
        unit.change("request", eid, {"state": move.target}, event="papers_in")
        start_clock(house, unit, record)
        return done(unit, eid, record, undo=True)


@verb("requests.refuse", COUNTER)
def refuse(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Not accept, or send on with where to go (F06). The day to ask how it went keeps the duty of who was asked
    first. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "refuse")
        today = moments.china_date(unit.now)
        given = {**values, "request": eid, "made_by": actor.account, "made_at": unit.now}
        problems = []
        if given.get("guided") in ("phone", "accompany") and not given.get("destination"):
            problems.append(Problem("destination", "required"))
        check(house, "refusal", given, problems)
        if given["callback_on"] < today:
            raise Invalid([Problem("callback_on", "date.past")])
        given["number"] = unit.next_number("TZ", today)
        made = unit.create("refusal", given)
        ended = {"state": move.target, "closed_at": unit.now, "end_note": given["detail"][:300], "next_on": None}
        unit.change("request", eid, ended, event="refuse", why=given["reason"])
        start_clock(house, unit, record)
        return done(unit, made, record)


@verb("requests.match", COUNTER)
def match(house: House, actor: Actor, eid: str, responsible: str) -> Done[str]:
    """The team stands: one specialist answers for it. Complex matters need somebody from the library besides.

    Raises Missing, Invalid, NotAllowed.
    """
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "match")
        person = unit.get("person", responsible)
        problems = [] if person is not None and person["active"] else [Problem("responsible", "required")]
        if record["complexity"] == "complex" and not _given_out(unit, eid):
            problems.append(Problem("responsible", "request.team"))
        if problems:
            raise Invalid(problems)
        unit.change("request", eid, {"state": move.target, "responsible": responsible}, event="match")
        return done(unit, eid, record, undo=True)


@verb("requests.plan", COUNTER)
def plan(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Draft the plan (F08) or a new version of it, which says why: eight sections and at least one milestone with who
    and until when. Raises Missing, Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "plan")
        versions = unit.count(Query("plan", equals={"request": eid}))
        given = {**values, "request": eid, "version": versions + 1, "drafted_by": actor.account}
        given["drafted_at"] = unit.now
        problems = line_problems(given.get("milestones"), "milestones", ("name", "who", "until"))
        if versions and not str(given.get("change_reason") or "").strip():
            problems.append(Problem("change_reason", "required"))
        if given.get("cost") and not given.get("contract"):
            problems.append(Problem("contract", "plan.contract"))
        check(house, "plan", given, problems)
        given["number"] = unit.next_number("FA", moments.china_date(unit.now))
        made = unit.create("plan", given)
        unit.change("request", eid, {"state": move.target}, event="plan")
        return done(unit, made, record)


@verb("requests.approve_plan", LEADING)
def approve_plan(house: House, actor: Actor, eid: str) -> Done[str]:
    """Approve the newest plan; not one's own. Raises Missing, Invalid, NotAllowed("plan.own")."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        newest = newest_of(unit, "plan", eid)
        if newest is None:
            raise Invalid([Problem("plan", "plan.none")])
        if newest["drafted_by"] == actor.account:
            raise NotAllowed("plan.own")
        today = moments.china_date(unit.now)
        unit.change("plan", newest.eid, {"approved_by": actor.account, "approved_on": today})
        return done(unit, newest.eid, record, undo=True)


@verb("requests.agree", COUNTER)
def agree(house: House, actor: Actor, eid: str, mode: str) -> Done[str]:
    """The client agrees to the approved plan, by a way of `confirm_modes`. Raises Invalid, NotAllowed("plan.open")."""
    if mode not in house.codes.ids("confirm_modes"):
        raise Invalid([Problem("agreed_by", "not_in_list", {"value": mode})])
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "agree")
        refuse_acting(unit, record, moments.china_date(unit.now))
        newest = newest_of(unit, "plan", eid)
        if newest is None or not newest["approved_by"]:
            raise NotAllowed("plan.open")
        unit.change("plan", newest.eid, {"agreed_by": mode, "agreed_on": moments.china_date(unit.now)})
        unit.change("request", eid, {"state": move.target}, event="agree")
        return done(unit, eid, record, undo=True)


@verb("requests.start", COUNTER)
def start(house: House, actor: Actor, eid: str) -> Done[str]:
    """Begin without a plan, which only a complex matter must have. Raises NotAllowed("request.needs_plan")."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "start")
        refuse_acting(unit, record, moments.china_date(unit.now))
        if record["complexity"] == "complex":
            raise NotAllowed("request.needs_plan")
        values = {"state": move.target, "responsible": record["responsible"] or actor.account}
        unit.change("request", eid, values, event="start")
        return done(unit, eid, record, undo=True)


@verb("requests.pause", COUNTER)
def pause(house: House, actor: Actor, eid: str, reason: str, note: str = "") -> Done[str]:
    """Stop the clock for what the station does not rule (`pause_reasons`). Raises Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "pause")
        if reason not in house.codes.ids("pause_reasons"):
            raise Invalid([Problem("reason", "not_in_list", {"value": reason})])
        unit.change("request", eid, {"state": move.target}, event="pause", why=reason)
        stop_clock(unit, actor, eid, reason, note)
        return done(unit, eid, record, undo=True)


@verb("requests.resume", COUNTER)
def resume(house: House, actor: Actor, eid: str) -> Done[str]:
    """Go on: the working time that was left is given back, never a fresh start. Raises NotAllowed."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "resume")
        unit.change("request", eid, {"state": move.target}, event="resume")
        start_clock(house, unit, record)
        return done(unit, eid, record, undo=True)


@verb("requests.extend", LEADING)
def extend(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Put the promised end off, once, before it, the client told. Raises Invalid, NotAllowed("request.extended"),
    NotAllowed("request.overdue")."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        if unit.count(Query("extension", equals={"request": eid})):
            raise NotAllowed("request.extended")
        if record["finish_due"] is None or record["finish_due"] < unit.now:
            raise NotAllowed("request.overdue")
        given = {**values, "request": eid, "approved_by": actor.account, "approved_at": unit.now}
        problems = [] if given.get("told") else [Problem("told", "request.tell_client")]
        if not given.get("days") or given["days"] < 1:
            problems.append(Problem("days", "required"))
        check(house, "extension", given, problems)
        made = unit.create("extension", given)
        set_due(house, unit, eid)
        return done(unit, made, record, undo=True)


def _given_out(look: Reader, eid: str) -> bool:
    among = {"state": ("asked", "accepted", "done", "evaluated")}
    return bool(look.count(Query("assignment", equals={"request": eid}, among=among)))
