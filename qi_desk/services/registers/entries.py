"""Entering and changing what stands in any register: checked by its declaration, numbered, taken back by undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Conflict, Invalid, NotAllowed, Problem
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Record
from qi_desk.services.registers.catalogue import with_part, writable
from qi_desk.services.registers.declaration import Filling, Part, Register
from qi_desk.services.registers.steps import committed, today_of
from qi_desk.services.rights import COUNTER, may, verb
from qi_desk.services.writing import problems_in, write_seen


@verb("registers.starters", COUNTER)
def starters(house: House, actor: Actor, register: str) -> tuple[str, ...]:
    """Codes of the register's starter list whose name stands in no record yet: offered to be filled in."""
    declared = writable(register, actor)
    if not declared.starter:
        return ()
    with house.store.read() as look:
        known = {one[declared.title] for one in look.select(Query(declared.name, limit=2000))}
    return tuple(row["id"] for row in house.codes.rows(declared.starter) if row["label"] not in known)


@verb("registers.beginning", COUNTER)
def beginning(house: House, actor: Actor, register: str, starter: str = "") -> dict[str, Any]:
    """What a new record begins with; `starter` is a code of the register's starter list. Raises Missing, NotAllowed."""
    declared = writable(register, actor)
    with house.store.read() as look:
        values = dict(declared.begins(house, look, actor, moments.china_date(house.clock.now())))
    if starter:
        row = house.codes.row(declared.starter, starter)
        named = {name: row[name] for name in declared.entity.names() if name in row}
        values |= {**named, declared.title: row["label"]}
    return values


@verb("registers.enter", COUNTER)
def enter(house: House, actor: Actor, register: str, values: Mapping[str, Any]) -> Done[str]:
    """Write a new record. Raises Missing, NotAllowed, Invalid, Conflict("register.entered") where there is one
    already of which there is one only."""
    declared = writable(register, actor)
    if not declared.made_here:
        raise NotAllowed("register.made_elsewhere")
    with house.store.write(actor) as unit:
        today = today_of(unit)
        given = {**declared.begins(house, unit, actor, today), **values}
        if "written_by" in declared.entity.names():
            given["written_by"] = actor.account
        if declared.lifecycle is not None:
            given[declared.state] = declared.lifecycle.first
        filling = Filling(house, unit, actor, today, given, values, None)
        _refuse(filling, declared)
        eid = declared.key(given) if declared.key is not None else None
        if eid is not None and unit.get(declared.name, eid) is not None:
            raise Conflict("register.entered")
        if declared.entity.number:
            given["number"] = unit.next_number(declared.entity.number, today)
        made = unit.create(declared.name, given, eid=eid)
        declared.after(filling, made)
        return committed(unit, declared.name, made, *(part.entity.name for part in declared.parts))


def _refuse(filling: Filling, declared: Register) -> None:
    problems = problems_in(filling.house, declared.entity, filling.values) + declared.check(filling)
    if problems:
        raise Invalid(problems)


@verb("registers.change", COUNTER)
def change(
    house: House, actor: Actor, register: str, eid: str, values: Mapping[str, Any], *, seen: Mapping[str, str]
) -> Done[str]:
    """Change what was filled in. Raises Missing, Invalid, NotAllowed("register.closed") in a state that is closed to
    changes, Conflict."""
    declared = writable(register, actor)
    with house.store.write(actor) as unit:
        record = living(unit, register, eid)
        if closed(declared, record):
            raise NotAllowed("register.closed")
        whole = {**record.values, **values}
        filling = Filling(house, unit, actor, today_of(unit), whole, values, record)
        _refuse(filling, declared)
        given = {name: value for name, value in filling.values.items() if value != record.values.get(name)}
        write_seen(unit, register, eid, given, seen)
        return committed(unit, register, eid)


def closed(declared: Register, record: Record) -> bool:
    """Whether the form of this record is closed to changes."""
    return bool(declared.closed) and record[declared.state] in declared.closed


@verb("registers.void", COUNTER)
def void(house: House, actor: Actor, register: str, eid: str, reason: str) -> Done[str]:
    """Take a record that should not be there out of the register; `reason` is a code of `void_reasons`. Raises Missing,
    Invalid, NotAllowed("register.closed") for one that was approved or in force: those end by their own deed."""
    declared = writable(register, actor)
    if reason not in house.codes.ids("void_reasons"):
        raise Invalid([Problem("reason", "not_in_list", {"value": reason})])
    with house.store.write(actor) as unit:
        record = living(unit, register, eid)
        if closed(declared, record) or not declared.made_here:
            raise NotAllowed("register.closed")
        unit.void(register, eid, reason)
        return committed(unit, register, eid)


@verb("registers.add_part", COUNTER)
def add_part(house: House, actor: Actor, eid: str, part: str, values: Mapping[str, Any]) -> Done[str]:
    """Write what belongs to the record `eid`. Raises Missing, Invalid, NotAllowed."""
    declared = with_part(part)
    with house.store.write(actor) as unit:
        record = living(unit, declared.name, eid)
        held = declared.part(part)
        if not addable(declared, held, actor, record):
            raise NotAllowed("register.closed")
        given = {**values, held.of: eid}
        problems = problems_in(house, held.entity, given)
        if problems:
            raise Invalid(problems)
        unit.create(part, given)
        return committed(unit, declared.name, eid, part)


def addable(declared: Register, part: Part, actor: Actor, record: Record) -> bool:
    """Whether this person may add such a part to the record now."""
    open_now = not part.states or record[declared.state] in part.states
    return bool(part.form) and open_now and actor.role in declared.writers and may(actor, part.right)
