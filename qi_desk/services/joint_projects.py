"""联合攻关 for a complex request: founded with members, targets and milestones, ended with the figures reached."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import NotAllowed, Problem
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Reader, Record
from qi_desk.services.request_moves import check, done, line_problems, newest_of
from qi_desk.services.request_views import RUNNING
from qi_desk.services.rights import COUNTER, verb


@verb("joint_projects.found", COUNTER)
def found(house: House, actor: Actor, request: str, values: Mapping[str, Any]) -> Done[str]:
    """Found the project of a complex request, or write it anew while it runs. Every target has its figure before and
    the one aimed at. Raises Missing, Invalid, NotAllowed("project.simple"), NotAllowed("project.finished")."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", request)
        if record["complexity"] != "complex" or record["state"] not in RUNNING:
            raise NotAllowed("project.simple")
        before = newest_of(unit, "joint_project", request)
        if before is not None and before["finished_on"] is not None:
            raise NotAllowed("project.finished")
        given = {**values, "request": request, "founded_by": actor.account}
        problems = line_problems(given.get("targets"), "targets", ("name", "before", "aim"))
        problems += line_problems(given.get("milestones"), "milestones", ("name", "who", "until"))
        problems += line_problems(given.get("members"), "members", ("who", "what"))
        if given.get("begins") and given.get("ends") and given["ends"] < given["begins"]:
            problems.append(Problem("ends", "date.before_begin"))
        check(house, "joint_project", given, problems)
        if before is None:
            made = unit.create("joint_project", given)
        else:
            made = before.eid
            unit.change("joint_project", made, dict(values))
        return done(unit, made, record, undo=True)


@verb("joint_projects.finish", COUNTER)
def finish(house: House, actor: Actor, request: str, values: Mapping[str, Any]) -> Done[str]:
    """End the project: what every target reached, and what came of it. Raises Missing, Invalid,
    NotAllowed("project.none")."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", request)
        project = newest_of(unit, "joint_project", request)
        if project is None or project["finished_on"] is not None:
            raise NotAllowed("project.none")
        given = {**project.values, **values}
        problems = line_problems(given.get("targets"), "targets_reached", ("name", "before", "aim", "reached"))
        problems = [Problem("targets", one.code, one.values) for one in problems]
        if not str(given.get("result") or "").strip():
            problems.append(Problem("result", "required"))
        check(house, "joint_project", given, problems)
        ended = {"finished_on": moments.china_date(unit.now), "finished_by": actor.account}
        unit.change("joint_project", project.eid, {**values, **ended}, event="finish")
        return done(unit, project.eid, record, undo=True)


def missing(look: Reader, request: Record) -> bool:
    """Whether the assessment asks for a joint project that was not ended."""
    assessment = newest_of(look, "assessment", request.eid)
    if assessment is None or not assessment["joint"] or request["complexity"] != "complex":
        return False
    project = newest_of(look, "joint_project", request.eid)
    return project is None or project["finished_on"] is None
