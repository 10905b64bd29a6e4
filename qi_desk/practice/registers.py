"""Entering what stands in the registers of a practice station."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qi_desk.domain import moments
from qi_desk.domain.records import entity
from qi_desk.services.practice.values import PracticeRef
from qi_desk.services.registers.catalogue import REGISTERS, with_part

if TYPE_CHECKING:
    from qi_desk.services.ports import Unit
    from qi_desk.services.practice.values import PracticeRecord


def enter_registers(unit: Unit, records: Sequence[PracticeRecord], ids: Mapping[str, str], writer: str) -> None:
    """Every record with its parts and its number; `writer` wrote what names nobody."""
    for record in records:
        declared = entity(record.kind)
        values = _values(record, ids)
        if "written_by" in declared.names():
            values.setdefault("written_by", writer)
        if declared.number and not record.of:
            values["number"] = unit.next_number(declared.number, moments.china_date(unit.now))
        register = REGISTERS[record.kind]
        eid = ids[record.of] if record.of else ""
        if eid:
            unit.change(record.kind, eid, values)
        else:
            eid = unit.create(record.kind, values, eid=register.key(values) if register.key is not None else None)
        for part in record.parts:
            unit.create(part.kind, _values(part, ids) | {with_part(part.kind).part(part.kind).of: eid})


def _values(record: PracticeRecord, ids: Mapping[str, str]) -> dict[str, Any]:
    return {name: ids[value.key] if isinstance(value, PracticeRef) else value for name, value in record.values.items()}
