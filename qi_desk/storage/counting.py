"""A look that only counts: columns of every record whoever asks, of fields that name nobody and hold no free text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain import moments
from qi_desk.domain.fields import Entity, Field, Sensitivity, Type
from qi_desk.domain.moments import CHINA
from qi_desk.domain.records import ENTITIES
from qi_desk.services.ports import Linked, Query
from qi_desk.storage.reader import conditions
from qi_desk.storage.search_index import driver

_AT_ONCE = 2000
_OFFSET = "+08:00"
_NUMBERS = frozenset({Type.INTEGER, Type.MONEY, Type.FLAG})
_TEXTS = frozenset(
    {
        "enterprise.credit_code",
        "enterprise.park",
        "training.topic",
        "booking.resource",
        "booking.resource_kind",
        "assignment.party",
        "assignment.party_kind",
        "survey.about_kind",
        "archive_item.subject_kind",
    }
)
"""Text that names no person: codes, ids, and what places and trainings are called."""

_OPEN = frozenset({Sensitivity.PUBLIC, Sensitivity.INTERNAL})


class StoreCounter:
    """Columns over one connection, which makes the look consistent."""

    def __init__(self, connection: Connection) -> None:
        self._raw = driver(connection)

    def columns(self, names: Sequence[str], query: Query, linked: Linked | None = None) -> Iterator[tuple[Any, ...]]:
        """The values of `names` of every record that matches, in no order; paging is not looked at. Raises ValueError
        for a field that may not be counted from."""
        entity = ENTITIES[query.kind]
        selected, decoders = zip(*(_column(entity, name) for name in names), strict=True)
        where, values = conditions(query)
        if linked is not None:
            within, given = conditions(linked.query)
            where.append(
                f'"{linked.name}" IN (SELECT "{linked.other}" FROM "{linked.query.kind}" WHERE {" AND ".join(within)})'
            )
            values += given
        sql = f'SELECT {", ".join(selected)} FROM "{query.kind}" WHERE {" AND ".join(where)}'
        with closing(self._raw.execute(sql, tuple(values))) as rows:
            while part := rows.fetchmany(_AT_ONCE):
                columns = [
                    column if decode is None else map(decode, column)
                    for column, decode in zip(zip(*part, strict=True), decoders, strict=True)
                ]
                yield from zip(*columns, strict=True)

    def head(self) -> int:
        """The sequence number of the last operation."""
        return int(self._raw.execute("SELECT coalesce(max(seq), 0) FROM op").fetchone()[0])


def _column(entity: Entity, name: str) -> tuple[str, Callable[[Any], Any] | None]:
    """What is selected for `name`, and what makes its value of it. `name?` tells only whether there is one."""
    if name == "eid":
        return '"eid"', None
    if name.endswith("?"):
        return f'"{entity.field(name[:-1]).name}" IS NOT NULL', bool
    if name.endswith("#"):
        return f'coalesce(json_array_length("{entity.field(name[:-1]).name}"), 0)', None
    declared = entity.field(name)
    if not may_count(entity, declared):
        raise ValueError(f"{entity.name}.{name} is not counted from")
    return f'"{name}"', _DECODERS.get(declared.type)


def may_count(entity: Entity, declared: Field) -> bool:
    """Whether figures may be made of a field: never of what names a person or is free text; numbers that are a trade
    secret only add up."""
    if declared.type in _NUMBERS:
        return declared.sensitivity in _OPEN or declared.sensitivity is Sensitivity.TRADE
    if declared.type in (Type.TEXT, Type.LONG, Type.LIST):
        return f"{entity.name}.{declared.name}" in _TEXTS
    return declared.sensitivity in _OPEN


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    if text.endswith(_OFFSET):
        return datetime.fromisoformat(text[:-6]).replace(tzinfo=CHINA)
    return moments.from_text(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _json(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


_DECODERS: dict[Type, Callable[[Any], Any]] = {
    Type.MOMENT: _moment,
    Type.DAY: _day,
    Type.CODES: _json,
    Type.FLAG: _flag,
}
