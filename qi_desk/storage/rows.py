"""Between records and rows: what a column holds and what a field means."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from qi_desk.domain.fields import Entity, Type, decode
from qi_desk.domain.records import ENTITIES
from qi_desk.services.ports import Record

_JSON = frozenset({Type.LIST, Type.CODES})

COLUMNS: dict[str, tuple[str, ...]] = {
    name: ("eid", *entity.names(), "fmeta", "void") for name, entity in ENTITIES.items()
}
"""The columns a record is read from, in the order `record` takes them."""

SELECTED: dict[str, str] = {name: ", ".join(f'"{column}"' for column in columns) for name, columns in COLUMNS.items()}


def to_column(entity: Entity, name: str, value: Any) -> Any:
    """The column value for an encoded field value."""
    if value is None:
        return None
    if entity.field(name).type in _JSON:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, bool):
        return int(value)
    return value


def from_column(entity: Entity, name: str, value: Any) -> Any:
    """The encoded (JSON) value behind a column value."""
    if value is None:
        return None
    declared = entity.field(name)
    if declared.type in _JSON:
        return json.loads(value)
    if declared.type is Type.FLAG:
        return bool(value)
    return value


def encoded_values(kind: str, row: Sequence[Any]) -> dict[str, Any]:
    """The encoded values by field in a row selected by `SELECTED[kind]`."""
    entity = ENTITIES[kind]
    return {
        declared.name: from_column(entity, declared.name, cell)
        for declared, cell in zip(entity.fields, row[1:-2], strict=True)
    }


def record(kind: str, row: Sequence[Any]) -> Record:
    """The record in a row selected by `SELECTED[kind]`."""
    entity = ENTITIES[kind]
    values = {
        declared.name: decode(declared, value)
        for declared, value in zip(entity.fields, encoded_values(kind, row).values(), strict=True)
    }
    writers: Mapping[str, str] = json.loads(row[-2])
    return Record(kind, row[0], values, writers, row[-1])
