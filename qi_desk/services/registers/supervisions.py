"""上级检查: every finding has somebody who puts it right by a day; one that goes deep leads to an improvement plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk import wording
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.feedback.improvements import improvement_id
from qi_desk.domain.registers.supervision import SUPERVISION, SUPERVISION_FINDING, SUPERVISION_LIFECYCLE, finding_key
from qi_desk.services.client_file import living
from qi_desk.services.feedback import improvements
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Alarm, Facts, Filing, Filling, Part, Register, RegisterDeed
from qi_desk.services.registers.steps import advance, committed, today_of
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.writing import check_step

_MOST = 500


@verb("supervision.put_right", COUNTER)
def put_right(house: House, actor: Actor, eid: str, note: str) -> Done[str]:
    """A finding is put right, and what shows it; one with a plan waits until the plan is closed. Raises Missing,
    Invalid, NotAllowed("supervision.plan_open")."""
    with house.store.write(actor) as unit:
        record = living(unit, "supervision_finding", eid)
        plan = unit.get("improvement", improvement_id(finding_key(eid)))
        if plan is not None and not plan.void and plan["state"] != "closed":
            raise NotAllowed("supervision.plan_open", number=plan["number"])
        values = {"done_note": note.strip()}
        check_step(house, SUPERVISION_FINDING, values, ("done_note",))
        unit.change("supervision_finding", eid, {**values, "done_on": today_of(unit)}, event="put_right")
        return committed(unit, "supervision", record["supervision"], "supervision_finding")


@verb("supervision.open_plan", COUNTER)
def open_plan(house: House, actor: Actor, eid: str) -> Done[str]:
    """Let a finding lead to an improvement plan (F28) with its owner and its day; there is one plan at most. Raises
    Missing, Invalid, Conflict("improvement.opened")."""
    with house.store.read() as look:
        record = living(look, "supervision_finding", eid)
    about = {"about_kind": "supervision", "about": record["supervision"]}
    values = {"source": "superior", "problem": record["what"], "owner": record["owner"], "deadline": record["due"]}
    made = improvements.found(house, actor, {**values, **about}, key=finding_key(eid))
    changes = made.changes | Changes(frozenset({"supervision"}), frozenset({record["supervision"]}))
    return Done(record["supervision"], changes)


@verb("supervision.close", LEADING)
def close(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """The answer went to who came. Raises Missing, Invalid, NotAllowed("supervision.finding_open")."""
    with house.store.write(actor) as unit:
        record = living(unit, "supervision", eid)
        if unit.count(Query("supervision_finding", equals={"supervision": eid, "done_on": None})):
            raise NotAllowed("supervision.finding_open")
        if values.get("reported_on") and values["reported_on"] > today_of(unit):
            raise Invalid([Problem("reported_on", "date.future")])
        return advance(house, unit, record, "close", values, ("reported_on", "report"))


def _check(filling: Filling) -> list[Problem]:
    day = filling.values.get("held_on")
    return [Problem("held_on", "date.future")] if day and day > filling.today else []


def _open(_actor: Actor, record: Record) -> bool:
    return record["done_on"] is None


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    for one in look.select(Query("supervision_finding", equals={"done_on": None}, order="due", limit=_MOST)):
        told = {"what": one["what"], "due": one["due"]}
        yield Alarm("open", told, eid=one["supervision"], due=one["due"], owner=one["owner"], late=one["due"] < today)


def _plans(house: House, look: Reader, actor: Actor, record: Record) -> Mapping[str, Facts]:
    found = look.select(Query("improvement", equals={"about": record.eid}, limit=_MOST))
    return {
        "plans": [
            (one["number"] or "", f"{wording.code_label('improvement_states', one['state'])} {one['problem']}".strip())
            for one in found
        ]
    }


SUPERVISIONS = Register(
    SUPERVISION,
    title="visitor",
    columns=("visitor", "state", "kind", "held_on", "received", "people", "number"),
    form=("visitor", "people", "kind", "held_on", "received", "scope", "conclusion"),
    facts=("reported_on", "report", "written_by"),
    state="state",
    lifecycle=SUPERVISION_LIFECYCLE,
    closed=("closed",),
    order="held_on",
    by="kind",
    parts=(
        Part(
            SUPERVISION_FINDING,
            "supervision",
            ("what", "owner", "due", "done_on", "done_note"),
            form=("what", "owner", "due"),
            states=("open",),
        ),
    ),
    deeds=(
        RegisterDeed(
            "put_right", "supervision.put_right", put_right, part="supervision_finding", asked=True, when=_open
        ),
        RegisterDeed("open_plan", "supervision.open_plan", open_plan, part="supervision_finding", when=_open),
        RegisterDeed(
            "close",
            "supervision.close",
            close,
            states=("open",),
            fields=("reported_on", "report"),
            begins={"reported_on": 0},
        ),
    ),
    told=COUNTER,
    filed=Filing("improvement", "16", "reported_on", states=("closed",)),
    check=_check,
    begins=lambda _house, _look, actor, today: {"held_on": today, "received": actor.account, "kind": "superior"},
    alarms=_alarms,
    derived=_plans,
)
