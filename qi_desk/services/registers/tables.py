"""A register as a table for a spreadsheet: every field a person fills in or reads, masked, its writing in the chain."""

from __future__ import annotations

from pathlib import Path

from qi_desk import wording
from qi_desk.domain import masking, moments
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.fields import Type
from qi_desk.services.ports import Actor, House, Query
from qi_desk.services.registers.catalogue import readable
from qi_desk.services.registers.saying import cell, fields_of, names_of
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.sheets import OutColumn, OutSheet

_MOST = 10_000
_WIDE, _NARROW = 32, 16


@verb("registers.suggest", COUNTER)
def suggest(house: House, actor: Actor, register: str) -> str:
    """A name for the file. Raises Missing, NotAllowed."""
    declared = readable(register, actor)
    return f"{wording.label(f'entity.{declared.name}')}-{moments.china_date(house.clock.now()):%Y%m%d}.xlsx"


@verb("registers.export", COUNTER)
def export(house: House, actor: Actor, register: str, path: Path) -> int:
    """Write the register to `path`; how many records it has. Raises Missing, NotAllowed, Invalid for a file name with
    personal data, BadFile for another suffix, StoreError kinds."""
    declared = readable(register, actor)
    if masking.find_personal(path.stem):
        raise Invalid([Problem("file", "export.file_name")])
    with house.store.write(actor) as unit:
        # Before the file: what leaves the house without a line in the chain must not exist.
        unit.audit("exported", declared.name, profile="masked", form=path.suffix.lower().lstrip("."))
        unit.commit()
    fields = fields_of(declared.entity, dict.fromkeys((*declared.columns, *declared.form, *declared.facts)))
    with house.store.read() as look:
        records = look.select(Query(declared.name, order=declared.order, newest_first=not declared.rising, limit=_MOST))
        names = names_of(look, records, fields)
        columns = tuple(
            OutColumn(
                wording.label(f"{declared.name}.{one.name}"), _WIDE if one.type in (Type.LONG, Type.LIST) else _NARROW
            )
            for one in fields
        )
        rows = [[masking.scrub(cell(one, column, names, declared.lists)) for column in fields] for one in records]
    house.sheets.write(path, [OutSheet(wording.label(f"entity.{declared.name}"), columns, rows)])
    return len(rows)
