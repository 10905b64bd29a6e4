"""After the end: asking how a referral went (F06), and what became of a closed request 3, 6 and 12 months later."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.request_moves import check, done, evidence_problems, newest_of
from qi_desk.services.rights import COUNTER, verb

CLOSED = ("closed", "archived")
OPEN_DAYS = 60
"""How long a step stands among what is to be done; after that it counts as missed."""

_MOST = 2000


@dataclass(frozen=True, slots=True)
class LookBackDue:
    """A closed request that is to be asked about: `step` a code of `look_back_steps`, due on `day`."""

    request: Record
    step: str
    day: date


@verb("requests.call_back", COUNTER)
def call_back(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Write down how a refused or referred client fared. Raises Missing, Invalid, NotAllowed("refusal.none")."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        newest = newest_of(unit, "refusal", eid)
        if newest is None:
            raise NotAllowed("refusal.none")
        day = values.get("called_back_on") or moments.china_date(unit.now)
        note = str(values.get("callback_note") or "").strip()
        problems = [] if note else [Problem("callback_note", "required")]
        if day > moments.china_date(unit.now):
            problems.append(Problem("called_back_on", "date.future"))
        if problems:
            raise Invalid(problems)
        unit.change("refusal", newest.eid, {"called_back_on": day, "callback_note": note}, event="call_back")
        return done(unit, newest.eid, record, undo=True)


@verb("requests.look_back", COUNTER)
def look_back(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Write down what became of a closed request, at the step that is due. Raises Missing, Invalid,
    NotAllowed("look_back.not_due")."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        step = step_due(house, unit, record)
        if step is None:
            raise NotAllowed("look_back.not_due")
        given = {**values, "request": eid, "step": step.step, "asked_at": unit.now, "made_by": actor.account}
        check(house, "look_back", given, evidence_problems(given))
        made = unit.create("look_back", given)
        return done(unit, made, record, undo=True)


def step_due(house: House, look: Reader, record: Record) -> LookBackDue | None:
    """The latest step a closed request has reached, unless it was asked or was left too long."""
    if record["state"] not in CLOSED or record["closed_at"] is None or not record["complexity"]:
        return None
    if not house.codes.row("complexities", record["complexity"])["look_back"]:
        return None
    asked = {one["step"] for one in look.select(Query("look_back", equals={"request": record.eid}))}
    return _due(house, record, asked, moments.china_date(house.clock.now()))


def steps_due(house: House, look: Reader) -> tuple[LookBackDue, ...]:
    """Every closed request that is to be asked about now, by the day it fell due."""
    today = moments.china_date(house.clock.now())
    records: dict[str, Record] = {}
    for row in house.codes.rows("look_back_steps"):
        until = moments.months_later(today, -row["months"]) + timedelta(days=1)
        since = until - timedelta(days=OPEN_DAYS + 3)
        for state in CLOSED:
            query = Query(
                "request",
                equals={"state": state},
                order="closed_at",
                since=moments.midnight(since),
                until=moments.midnight(until),
                limit=_MOST,
            )
            records |= {one.eid: one for one in look.select(query)}
    worth = {row["id"] for row in house.codes.rows("complexities") if row["look_back"]}
    wanted = [one for one in records.values() if one["complexity"] in worth]
    asked: dict[str, set[str]] = {}
    for one in look.select(Query("look_back", among={"request": [one.eid for one in wanted]}, limit=3 * _MOST)):
        asked.setdefault(one["request"], set()).add(one["step"])
    found = (_due(house, one, asked.get(one.eid, ()), today) for one in wanted)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.day, one.request.eid)))


def _due(house: House, record: Record, asked: Collection[str], today: date) -> LookBackDue | None:
    closed = moments.china_date(record["closed_at"])
    reached = [
        LookBackDue(record, row["id"], moments.months_later(closed, row["months"]))
        for row in house.codes.rows("look_back_steps")
        if moments.months_later(closed, row["months"]) <= today
    ]
    if not reached or reached[-1].step in asked or (today - reached[-1].day).days > OPEN_DAYS:
        return None
    return reached[-1]
