"""What the register page shows: all registers with what is red, the rows of one, one record whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.fields import Type
from qi_desk.services.client_file import living
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers.catalogue import REGISTERS, readable
from qi_desk.services.registers.declaration import Alarm, Part, Register, RegisterDeed
from qi_desk.services.registers.entries import addable, closed
from qi_desk.services.registers.marks import DANGER, alarm_said, alarms_of, mark_of, mark_said, red_count, run_out
from qi_desk.services.registers.saying import cell, fields_of, names_of, title_of
from qi_desk.services.rights import LOOKING, may, verb
from qi_desk.services.showing import text

_MOST = 3000
_PARTS = 200
_HISTORY = 8
MARKED = "marked"
"""The scope of what is red or soon will be; other scopes are codes of the field the register is filtered by."""

Fact = tuple[str, str, str]
"""Label, value, and the field's name where the value is masked."""


@dataclass(frozen=True, slots=True)
class RegisterSummary:
    """One register: how many records it has, how many things in it are red."""

    eid: str
    count: int
    red: int


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One line: `cells` in the order of the columns, `level` and `said` of what is red. A line without `eid` is
    something that is missing; `begins` is what a new record of it begins with."""

    eid: str
    cells: tuple[str, ...]
    level: str = ""
    said: str = ""
    begins: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part in words; `deeds` what may be done to it now."""

    eid: str
    cells: tuple[str, ...]
    deeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartsView:
    """The parts of one kind: `titles` of their columns, and whether one may be added."""

    part: str
    titles: tuple[str, ...]
    lines: tuple[PartLine, ...]
    addable: bool


@dataclass(frozen=True, slots=True)
class RegisterView:
    """One record: `facts` in the order of the form, `derived` (heading, facts) of what other records say of it,
    `history` who wrote what when, `deeds` the names of what may be done now, `names` what its references are called,
    `citation` how it is cited, if it is."""

    register: str
    eid: str
    title: str
    number: str
    facts: tuple[Fact, ...]
    derived: tuple[tuple[str, tuple[Fact, ...]], ...]
    history: tuple[Fact, ...]
    parts: tuple[PartsView, ...]
    deeds: tuple[str, ...]
    changeable: bool
    files: int
    names: Mapping[str, str]
    values: Mapping[str, Any]
    said: str = ""
    level: str = ""
    citation: str = ""


@verb("registers.overview", LOOKING)
def overview(house: House, actor: Actor) -> tuple[RegisterSummary, ...]:
    """Every register the actor may read."""
    today = moments.china_date(house.clock.now())
    with house.store.read() as look:
        return tuple(
            RegisterSummary(
                one.name,
                look.count(Query(one.name)),
                red_count(alarms_of(one, house, look, actor, today), run_out(one, look, today)),
            )
            for one in REGISTERS.values()
            if actor.role in one.readers
        )


@verb("registers.page", LOOKING)
def page(house: House, actor: Actor, register: str, scope: str = "", sought: str = "") -> tuple[RegisterRow, ...]:
    """The lines of a register: what is missing first, then its records. `scope` is "", MARKED or a code of the field
    it is filtered by; `sought` must stand in a text of the record. Raises Missing, NotAllowed."""
    declared = readable(register, actor)
    today = moments.china_date(house.clock.now())
    with house.store.read() as look:
        alarms = alarms_of(declared, house, look, actor, today)
        records = [one for one in _records(declared, look, scope) if holds(one, sought)]
        columns = fields_of(declared.entity, declared.columns)
        names = names_of(look, records, columns)
    said = {alarm.eid: alarm for alarm in alarms if alarm.eid}
    rows = [_missing(declared, alarm) for alarm in alarms if not alarm.eid and scope in ("", MARKED) and not sought]
    for record in records:
        cells = tuple(cell(record, one, names, declared.lists) for one in columns)
        level, told = _standing(declared, record, said.get(record.eid), today)
        if scope != MARKED or level:
            rows.append(RegisterRow(record.eid, cells, level, told))
    return tuple(rows)


def _records(declared: Register, look: Reader, scope: str) -> tuple[Record, ...]:
    equals = {declared.by: scope} if scope not in ("", MARKED) else {}
    query = Query(declared.name, equals=equals, order=declared.order, newest_first=not declared.rising, limit=_MOST)
    return look.select(query)


def holds(record: Record, sought: str) -> bool:
    """Whether every word of `sought` stands in a text of the record."""
    if not sought.strip():
        return True
    texts = "\n".join(str(value) for value in record.values.values() if isinstance(value, str | list)).casefold()
    return all(word in texts for word in sought.casefold().split())


def _missing(declared: Register, alarm: Alarm) -> RegisterRow:
    cells = tuple(alarm_said(declared, alarm) if name == declared.title else "" for name in declared.columns)
    level = DANGER if alarm.late else "warning"
    return RegisterRow("", cells, level, wording.texts()["register.missing"], alarm.begins)


def _standing(declared: Register, record: Record, alarm: Alarm | None, today: date) -> tuple[str, str]:
    if alarm is not None:
        return DANGER if alarm.late else "warning", alarm_said(declared, alarm)
    mark = mark_of(declared, record, today)
    return (mark.level, mark_said(declared, mark, today)) if mark is not None else ("", "")


@verb("registers.show", LOOKING)
def show(house: House, actor: Actor, register: str, eid: str) -> RegisterView:
    """One record. Raises Missing, NotAllowed."""
    declared = readable(register, actor)
    with house.store.read() as look:
        return view_of(house, look, actor, declared, living(look, register, eid))


def view_of(house: House, look: Reader, actor: Actor, declared: Register, record: Record) -> RegisterView:
    """One record whole."""
    today = moments.china_date(house.clock.now())
    fields = declared.entity.fields
    names = names_of(look, [record], fields)
    shown_fields = dict.fromkeys((*declared.columns, *declared.form, *declared.facts))
    alarms = {one.eid: one for one in alarms_of(declared, house, look, actor, today) if one.eid}
    level, told = _standing(declared, record, alarms.get(record.eid), today)
    derived = tuple(
        (wording.label(f"register.{declared.name}.{key}"), tuple((label, value, "") for label, value in facts))
        for key, facts in declared.derived(house, look, actor, record).items()
    )
    history = tuple(_history(declared, look, record.eid))
    parts = tuple(_parts(declared, part, look, actor, record) for part in declared.parts if part.seen(actor, record))
    return RegisterView(
        register=declared.name,
        eid=record.eid,
        title=title_of(declared, look, record),
        number=record.values.get("number") or "",
        facts=tuple(_facts(declared, record, shown_fields, names)),
        derived=derived,
        history=history,
        parts=parts,
        deeds=deeds_of(declared, actor, record, parts),
        changeable=actor.role in declared.writers and not closed(declared, record),
        files=look.count(Query("attachment", equals={"subject": record.eid})),
        names=names,
        values=dict(record.values),
        said=told,
        level=level,
        citation=wording.fill(wording.texts()[f"register.{declared.name}.cite"], record.values)
        if declared.cited
        else "",
    )


def _facts(
    declared: Register, record: Record, names_in_order: Mapping[str, Any], names: Mapping[str, str]
) -> Iterator[Fact]:
    for name in names_in_order:
        if name == declared.title:
            continue
        one = declared.entity.field(name)
        value = cell(record, one, names, declared.lists)
        if value:
            yield wording.label(f"{declared.name}.{name}"), value, name if one.mask != "none" else ""


def _history(declared: Register, look: Reader, eid: str) -> Iterator[Fact]:
    lines = look.history(eid=eid, limit=_HISTORY)
    people = look.many("person", {line.actor for line in lines if line.actor})
    for line in lines:
        who = text(people.get(line.actor), "name")
        yield f"{line.at:%Y-%m-%d %H:%M}", f"{who} {wording.event_label(line.kind, line.event)}".strip(), ""


def _parts(declared: Register, part: Part, look: Reader, actor: Actor, record: Record) -> PartsView:
    found = look.select(Query(part.entity.name, equals={part.of: record.eid}, order="eid", limit=_PARTS))
    columns = fields_of(part.entity, part.columns)
    names = names_of(look, found, columns)
    return PartsView(
        part.entity.name,
        tuple(wording.label(f"{part.entity.name}.{name}") for name in part.columns),
        tuple(
            PartLine(
                one.eid,
                tuple(cell(one, column, names) for column in columns),
                tuple(
                    deed.name
                    for deed in declared.deeds
                    if deed.part == part.entity.name and may(actor, deed.right) and deed.when(actor, one)
                ),
            )
            for one in found
        ),
        addable(declared, part, actor, record),
    )


def deeds_of(declared: Register, actor: Actor, record: Record, parts: tuple[PartsView, ...]) -> tuple[str, ...]:
    """What may be done with a record now, the likeliest first; adding to its parts is called `add_<part>`."""
    done_to_parts = {name for view in parts for line in view.lines for name in line.deeds}
    found = [
        deed.name
        for deed in declared.deeds
        if (deed.name in done_to_parts if deed.part else _offered(declared, deed, actor, record))
    ]
    return (*found, *(f"add_{view.part}" for view in parts if view.addable))


def _offered(declared: Register, deed: RegisterDeed, actor: Actor, record: Record) -> bool:
    in_state = not deed.states or record[declared.state] in deed.states
    return in_state and may(actor, deed.right) and deed.when(actor, record)


def lists_of(declared: Register) -> tuple[str, ...]:
    """The lists of a record that stand as tables on paper."""
    return tuple(one.name for one in declared.entity.fields if one.type is Type.LIST and one.name in declared.lists)
