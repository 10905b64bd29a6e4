"""Standing in for a colleague who is away: arranged with dates, in force by itself, ended by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.standing_in import STAND_IN, in_force
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Unit
from qi_desk.services.rights import LOOKING, RUNNING, verb
from qi_desk.services.writing import problems_in

_MOST = 200


@dataclass(frozen=True, slots=True)
class StandIn:
    """One arrangement, people by name; `now` tells that it is in force today."""

    eid: str
    person: str
    deputy: str
    since: date
    until: date
    reason: str
    now: bool


@verb("stand_ins.arrange", RUNNING)
def arrange(house: House, actor: Actor, values: Mapping[str, Any]) -> Done[str]:
    """Let `deputy` do the work of `person` from `since` to `until`: what is theirs on the day's list, and what only
    they may see. Raises Invalid: "stand_in.self", "stand_in.order", "date.past", "stand_in.role" for a deputy who may
    do less than the person."""
    with house.store.write(actor) as unit:
        given = {**values, "arranged_by": actor.account}
        problems = problems_in(house, STAND_IN, given)
        if not problems:
            problems = _refused(unit, given)
        if problems:
            raise Invalid(problems)
        return _done(unit, unit.create("stand_in", given))


@verb("stand_ins.end", RUNNING)
def end(house: House, actor: Actor, eid: str) -> Done[str]:
    """The person is back before the day arranged. Raises Missing."""
    with house.store.write(actor) as unit:
        living(unit, "stand_in", eid)
        unit.void("stand_in", eid, "ended")
        return _done(unit, eid)


@verb("stand_ins.list", LOOKING)
def running(house: House, actor: Actor) -> tuple[StandIn, ...]:
    """What is in force or still to come, the next to end first."""
    today = moments.china_date(house.clock.now())
    with house.store.read() as look:
        found = look.select(Query("stand_in", order="until", since=today, limit=_MOST))
        people = look.many("person", [one[name] for one in found for name in ("person", "deputy")])
    return tuple(
        StandIn(
            one.eid,
            people[one["person"]]["name"],
            people[one["deputy"]]["name"],
            one["since"],
            one["until"],
            one["reason"] or "",
            in_force(one["since"], one["until"], today),
        )
        for one in found
    )


def accounts_stood_for(look: Reader, account: str, today: date) -> frozenset[str]:
    """Whose work this account does today besides its own."""
    query = Query("stand_in", equals={"deputy": account}, order="until", since=today, limit=_MOST)
    found = look.select(query)
    return frozenset(one["person"] for one in found if in_force(one["since"], one["until"], today))


def _refused(unit: Unit, given: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if given["person"] == given["deputy"]:
        problems.append(Problem("deputy", "stand_in.self"))
    if given["until"] < given["since"]:
        problems.append(Problem("until", "stand_in.order"))
    elif given["until"] < moments.china_date(unit.now):
        problems.append(Problem("until", "date.past"))
    people = unit.many("person", [given["person"], given["deputy"]])
    roles = [people[given[name]]["role"] for name in ("person", "deputy") if given[name] in people]
    if len(roles) == 2 and roles[0] != roles[1] and roles[1] != "manager":
        problems.append(Problem("deputy", "stand_in.role"))
    return problems


def _done(unit: Unit, eid: str) -> Done[str]:
    unit.commit()
    return Done(eid, Changes(frozenset({"stand_in", "person"}), frozenset({eid})), unit.act)
