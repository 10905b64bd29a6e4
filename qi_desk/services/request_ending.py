"""Contacts, results and the end of a request (F09, F11)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.services import joint_projects, samples
from qi_desk.services.client_file import living
from qi_desk.services.feedback.surveys import open_survey
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query
from qi_desk.services.request_moves import check, done, evidence_problems, line_problems, newest_of, take
from qi_desk.services.rights import COUNTER, verb

OPEN_WORK = ("accepted", "matched", "plan_pending", "in_service", "paused", "delivered", "awaiting_rating")
"""States in which the next step has to have a day."""

_LOGS = 500


@verb("requests.follow_up", COUNTER)
def follow_up(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Write down a contact (F09). What is still open gets the day of the next step. Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        given = {"at": unit.now, **values, "request": eid, "made_by": actor.account}
        problems = []
        if record["state"] in OPEN_WORK and not given.get("next_on"):
            problems.append(Problem("next_on", "follow_up.next"))
        if given.get("promise") and not given.get("promise_due"):
            problems.append(Problem("promise_due", "required"))
        if given["at"] > unit.now:
            problems.append(Problem("at", "date.future"))
        check(house, "follow_up", given, problems)
        made = unit.create("follow_up", given)
        unit.change("request", eid, {"last_contact": given["at"], "next_on": given.get("next_on")})
        return done(unit, made, record, undo=True)


@verb("requests.deliver", COUNTER)
def deliver(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Hand the results over (F11): what, how, to whom; after the promised end with the reason. Raises Invalid."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "deliver")
        if joint_projects.missing(unit, record):
            raise NotAllowed("project.open")
        given = {**values, "request": eid, "delivered_at": unit.now, "made_by": actor.account}
        problems = line_problems(given.get("results"), "results", ("name",))
        if given.get("way") == "post" and not given.get("courier_no"):
            problems.append(Problem("courier_no", "required"))
        if given.get("way") == "pick_up" and not (given.get("receiver") and given.get("signed")):
            problems.append(Problem("receiver", "delivery.signature"))
        if record["finish_due"] and unit.now > record["finish_due"] and not given.get("late_reason"):
            problems.append(Problem("late_reason", "required"))
        check(house, "delivery", given, problems)
        given["number"] = unit.next_number("BJ", moments.china_date(unit.now))
        made = unit.create("delivery", given)
        unit.change("request", eid, {"state": move.target}, event="deliver")
        return done(unit, made, record)


@verb("requests.take_back", COUNTER)
def take_back(house: House, actor: Actor, eid: str, why: str) -> Done[str]:
    """The client does not take the results: the work goes on. Raises Invalid without a reason, NotAllowed."""
    if not why.strip():
        raise Invalid([Problem("why", "required")])
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "take_back")
        unit.change("request", eid, {"state": move.target}, event="take_back", why=why.strip())
        return done(unit, eid, record, undo=True)


@verb("requests.ask_rating", COUNTER)
def ask_rating(house: House, actor: Actor, eid: str) -> Done[str]:
    """The client is asked to rate; answers the survey. Silence is never taken for content. Raises NotAllowed."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "ask_rating")
        unit.change("request", eid, {"state": move.target}, event="ask_rating")
        return done(unit, open_survey(unit, actor, record), record)


@verb("requests.close", COUNTER)
def close(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Close with the outcome (F11): solved or not, trips made, effects with their evidence. At least one contact and
    one quality check must be on record, no work given out still open, every sample settled.

    Raises Invalid, NotAllowed."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "close")
        handed = newest_of(unit, "delivery", eid)
        problems = [Problem(name, "required") for name in ("solved", "trips") if values.get(name) in (None, "")]
        problems += evidence_problems(values)
        logs = unit.select(Query("follow_up", equals={"request": eid}, limit=_LOGS))
        if not logs:
            problems.append(Problem("follow_up", "request.no_contact"))
        elif not any(one["quality"] in ("good", "watch", "bad") for one in logs):
            problems.append(Problem("quality", "request.no_quality_check"))
        open_work = unit.count(Query("assignment", equals={"request": eid}, among={"state": ("asked", "accepted")}))
        if open_work:
            problems.append(Problem("assignment", "request.work_open", {"count": open_work}))
        problems += samples.unsettled_problems(unit, eid)
        if any(one["closed_at"] is None for one in unit.select(Query("complaint", equals={"about": eid}, limit=_LOGS))):
            problems.append(Problem("complaint", "request.complaint_open"))
        if handed is None or problems:
            raise Invalid(problems or [Problem("delivery", "request.not_delivered")])
        unit.change("delivery", handed.eid, dict(values))
        ended = {"state": move.target, "closed_at": unit.now, "solved": values["solved"], "next_on": None}
        ended["answer"] = record["answer"] or handed["results"]
        unit.change("request", eid, ended, event="close")
        return done(unit, eid, record)
