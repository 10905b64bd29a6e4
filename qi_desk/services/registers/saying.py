"""Values of a register in words: for lists, facts, paper and tables alike. Personal data come masked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from qi_desk import wording
from qi_desk.domain.fields import Entity, Field, Type
from qi_desk.services.ports import Reader, Record
from qi_desk.services.registers.declaration import ListCell, Register
from qi_desk.services.showing import shown

_NAMED = ("name", "title", "subject", "number")
"""The fields a record is called by, whichever it has first."""


def names_of(look: Reader, records: Iterable[Record], fields: Iterable[Field]) -> dict[str, str]:
    """What the records are called that these refer to, by id."""
    wanted: dict[str, set[str]] = {}
    for record in records:
        for declared in fields:
            eid = record[declared.name] if declared.type is Type.REF else None
            if eid:
                kind = declared.target or record[declared.target_in or ""] or ""
                wanted.setdefault(kind, set()).add(eid)
    return {eid: called(found) for kind, eids in wanted.items() if kind for eid, found in look.many(kind, eids).items()}


def called(record: Record) -> str:
    """What a record is called."""
    return next((str(shown(record, name)) for name in _NAMED if record.values.get(name)), "")


def title_of(register: Register, look: Reader, record: Record) -> str:
    """What a record of a register is called in its list, else what stands first there."""
    columns = fields_of(register.entity, (register.title, *register.columns))
    names = names_of(look, [record], columns)
    return next((text for one in columns if (text := cell(record, one, names, register.lists))), "")


def cell(
    record: Record, declared: Field, names: Mapping[str, str], lists: Mapping[str, Sequence[ListCell]] | None = None
) -> str:
    """One value in words, empty for none."""
    value = shown(record, declared.name)
    if value in (None, "", [], ()):
        return ""
    if declared.type is Type.REF:
        return names.get(value, "")
    if declared.type is Type.LIST:
        return "\n".join(row_said(row, (lists or {}).get(declared.name, ())) for row in value)
    return said(declared, value)


def row_said(row: Any, cells: Sequence[ListCell]) -> str:
    """One row of a list in words."""
    if not isinstance(row, Mapping):
        return str(row)
    return wording.texts()["register.cell_mark"].join(text for one in cells if (text := list_cell(row, one)))


def list_cell(row: Mapping[str, Any], one: ListCell) -> str:
    """One cell of a row in words."""
    value = row.get(one.key)
    if value in (None, ""):
        return ""
    return wording.code_label(one.codes, str(value)) if one.codes else str(value)


def said(declared: Field, value: Any) -> str:
    """A value in words that is neither a reference nor a list."""
    if declared.type is Type.CODE:
        return wording.code_label(declared.codes or "", value)
    if declared.type is Type.CODES:
        return wording.texts()["register.list_mark"].join(
            wording.code_label(declared.codes or "", one) for one in value
        )
    if declared.type is Type.FLAG:
        return wording.texts()["exchange.yes" if value else "exchange.no"]
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def fields_of(declared: Entity, names: Iterable[str]) -> tuple[Field, ...]:
    """The declarations of these fields."""
    return tuple(declared.field(name) for name in names)
