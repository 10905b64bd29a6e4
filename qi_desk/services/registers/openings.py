"""开班检查 (F33): looked at before the doors open; what is broken stays on the day's list until somebody mended it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.registers.opening import GOOD, OPENING_CHECK, OPENING_FAULT, broken, check_id, unexplained
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.declaration import Alarm, Filling, ListCell, Part, Register, RegisterDeed
from qi_desk.services.registers.steps import committed, today_of
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.writing import check_step

_MOST = 200


@verb("openings.fixed", COUNTER)
def fixed(house: House, actor: Actor, eid: str, note: str) -> Done[str]:
    """Something broken works again, and what was done. Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        record = living(unit, "opening_fault", eid)
        values = {"fixed_note": note.strip()}
        check_step(house, OPENING_FAULT, values, ("fixed_note",))
        unit.change("opening_fault", eid, {**values, "fixed_on": today_of(unit)}, event="fixed")
        return committed(unit, "opening_check", record["opening_check"], "opening_fault")


def _check(filling: Filling) -> list[Problem]:
    values, problems = filling.values, []
    rows = [
        {**row, "key": row.get("item")} for row in values.get("checks") or () if row.get("item") and row.get("result")
    ]
    values |= {"checks": rows, "bad": len(broken(rows))}
    if filling.record is None:
        values["desk"] = filling.actor.desk
    if values.get("day") and values["day"] > filling.today:
        problems.append(Problem("day", "date.future"))
    silent = unexplained(rows)
    if silent:
        problems.append(Problem("checks", "opening.unexplained", {"items": len(silent)}))
    if not rows:
        problems.append(Problem("checks", "required"))
    return problems


def _after(filling: Filling, eid: str) -> None:
    for row in broken(filling.values["checks"]):
        found = {"item": row["item"], "note": row.get("note"), "found_on": filling.values["day"]}
        filling.unit.create("opening_fault", {**found, "opening_check": eid, "owner": filling.actor.account})


def _begins(house: House, _look: Reader, actor: Actor, today: date) -> Mapping[str, Any]:
    rows = [{"key": row["id"], "item": row["id"], "result": GOOD} for row in house.codes.rows("opening_items")]
    return {"day": today, "checks": rows, "desk": actor.desk}


def _alarms(house: House, look: Reader, actor: Actor, today: date) -> Iterator[Alarm]:
    made = look.count(Query("opening_check", equals={"day": today}))
    if not made and house.calendar.is_working(today):
        yield Alarm("not_yet", {"day": today}, {"day": today}, due=today, late=False)
    for one in look.select(Query("opening_fault", equals={"fixed_on": None}, limit=_MOST)):
        told = {"item": one["item"], "note": one["note"] or "—"}
        late = one["found_on"] is not None and one["found_on"] < today
        yield Alarm("broken", told, eid=one["opening_check"], due=one["found_on"], late=late)


def _still_broken(_actor: Actor, record: Record) -> bool:
    return record["fixed_on"] is None


OPENINGS = Register(
    OPENING_CHECK,
    title="note",
    columns=("day", "bad", "written_by", "desk", "note"),
    form=("day", "checks", "note"),
    order="day",
    lists={
        "checks": (
            ListCell("item", codes="opening_items"),
            ListCell("result", codes="check_results"),
            ListCell("note"),
        )
    },
    checklists=("checks",),
    parts=(Part(OPENING_FAULT, "opening_check", ("item", "note", "owner", "fixed_on", "fixed_note")),),
    deeds=(RegisterDeed("fixed", "openings.fixed", fixed, part="opening_fault", asked=True, when=_still_broken),),
    told=COUNTER,
    key=lambda values: check_id(values["day"], values.get("desk") or ""),
    check=_check,
    after=_after,
    begins=_begins,
    alarms=_alarms,
)
