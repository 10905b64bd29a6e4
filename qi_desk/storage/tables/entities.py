"""A table for every declared record: the typed view that screens read, rebuilt at will from the operations."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from qi_desk.domain.fields import Entity, Type
from qi_desk.domain.records import ENTITIES

METADATA = MetaData()

_INTEGERS = frozenset({Type.INTEGER, Type.MONEY, Type.FLAG})


def _table(entity: Entity) -> Table:
    columns: list[Column[Any]] = [Column("eid", Text, primary_key=True)]
    columns += [Column(field.name, Integer if field.type in _INTEGERS else Text) for field in entity.fields]
    columns += [
        Column("fmeta", Text, nullable=False),
        Column("extra", Text),
        Column("ver", Integer, nullable=False),
        Column("void", Text),
    ]
    table = Table(entity.name, METADATA, *columns)
    for group in entity.indexes:
        Index(f"ix_{entity.name}_{'_'.join(group)}", *(table.c[name] for name in group))
    if entity.number and "number" in entity.names():
        Index(f"ix_{entity.name}_number", table.c.number)
    return table


TABLES: dict[str, Table] = {name: _table(entity) for name, entity in ENTITIES.items()}
