"""What stands in the registers of a practice station: `resources/practice/registers.toml` with its days counted from
today and its people and clients taken from the station."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from qi_desk.domain.fields import Entity, Field, Type
from qi_desk.domain.moments import CHINA
from qi_desk.domain.records import entity
from qi_desk.domain.registers.newsletters import digest_of
from qi_desk.services.practice.chance import words
from qi_desk.services.practice.values import PracticeRecord, PracticeRef

_PART, _OF = "part", "of"
_TEN = time(10)


def registers(today: date, keys: Mapping[str, Sequence[str]]) -> tuple[PracticeRecord, ...]:
    """Every record; `keys` are those of the station's people, enterprises, experts and institutions by kind, of which
    the file names the places."""
    told = words("registers")
    return tuple(
        _record(entity(kind), row, today, keys) for kind, rows in told.items() if isinstance(rows, list) for row in rows
    )


def _record(declared: Entity, row: Mapping[str, Any], today: date, keys: Mapping[str, Sequence[str]]) -> PracticeRecord:
    values = {
        name: _value(declared.field(name), value, row, today, keys)
        for name, value in row.items()
        if not isinstance(value, dict) and name != _OF
    }
    parts = tuple(
        _record(entity(kind), part, today, keys) for kind, rows in row.get(_PART, {}).items() for part in rows
    )
    if "digest" in declared.names() and values.get("figures"):
        values["digest"] = digest_of(values["since"], values["until"], values["figures"], ())
    held = keys.get(declared.name, ())
    return PracticeRecord(declared.name, values, parts, held[row[_OF] % len(held)] if _OF in row else "")


def _value(declared: Field, value: Any, row: Mapping[str, Any], today: date, keys: Mapping[str, Sequence[str]]) -> Any:
    if declared.type is Type.DAY:
        return today + timedelta(days=value)
    if declared.type is Type.MOMENT:
        return datetime.combine(today + timedelta(days=value), _TEN, CHINA)
    if declared.type is Type.REF:
        held = keys[declared.target or row[declared.target_in or ""]]
        return PracticeRef(held[value % len(held)])
    if declared.type is Type.LIST:
        return [
            {"key": str(one.get("item") or one.get("figure") or place), **one}
            for place, one in enumerate(value, start=1)
        ]
    return value
