"""Applying operations that were sealed before: from the journal after a restore, or to prove log and view agree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain.ledger.operations import Operation
from qi_desk.domain.ledger.state import MERGED_INTO, VOID
from qi_desk.domain.records import ENTITIES
from qi_desk.storage.aliases import MERGED, enter
from qi_desk.storage.operation_log import Entry, insert
from qi_desk.storage.rows import SELECTED, encoded_values, to_column
from qi_desk.storage.search_index import SearchIndex, driver
from qi_desk.storage.search_terms import SEARCHED

_CREATING = frozenset({"create", "append"})
_WRITING = frozenset({"set", "transition", "resolve"})
_FEW = 20


def apply(connection: Connection, entry: Entry, operation: Operation) -> None:
    """Put a sealed operation into the log and its effect into the typed table."""
    insert(connection, entry, operation)
    effect(connection, operation)


def effect(connection: Connection, operation: Operation) -> None:
    """The effect of an operation on the typed table, for operations that were written against what stands there."""
    if operation.et not in ENTITIES:
        return
    if operation.kind in _CREATING:
        _create(connection, operation)
    elif operation.kind in _WRITING:
        _write(connection, operation)
    elif operation.kind in ("merge", "unmerge"):
        _merge(connection, operation)
    elif operation.kind == "tombstone":
        _update(connection, operation, {VOID: operation.why or "void"})


def reindex(connection: Connection, index: SearchIndex, touched: Iterable[tuple[str, str]]) -> None:
    """Bring the search index in line with the records (kind, id) that operations were applied to; all of it anew where
    they are many, because what the index knew of each has to be looked for."""
    wanted = [(kind, eid) for kind, eid in touched if kind in SEARCHED]
    if len(wanted) > _FEW:
        index.rebuild(connection)
        return
    for kind, eid in wanted:
        if kind not in ENTITIES:
            continue
        row = connection.exec_driver_sql(f'SELECT {SELECTED[kind]} FROM "{kind}" WHERE eid = ?', (eid,)).fetchone()
        if row is not None:
            index.refresh(connection, kind, eid, encoded_values(kind, row) if row[-1] in (None, MERGED) else None)


def _columns(operation: Operation) -> dict[str, Any]:
    entity = ENTITIES[operation.et]
    known = set(entity.names())
    return {name: to_column(entity, name, write.new) for name, write in operation.fields.items() if name in known}


def _create(connection: Connection, operation: Operation) -> None:
    columns = _columns(operation)
    fmeta = json.dumps(dict.fromkeys(columns, operation.uid), separators=(",", ":"))
    names = ", ".join(f'"{name}"' for name in ("eid", *columns, "fmeta", "ver"))
    connection.exec_driver_sql(
        f'INSERT INTO "{operation.et}" ({names}) VALUES ({", ".join("?" * (len(columns) + 3))})',
        (operation.eid, *columns.values(), fmeta, 1),
    )
    number = operation.fields.get("number")
    if number is not None and number.new:
        _enter_number(connection, operation, number.new)


def _enter_number(connection: Connection, operation: Operation, written: str) -> None:
    from qi_desk.domain import numbers

    number = numbers.parse(written)
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO number_ledger (kind, day, desk, serial, number, state, act, at) "
        "VALUES (?, ?, ?, ?, ?, 'issued', ?, ?)",
        (
            number.kind,
            number.day.isoformat(),
            number.desk,
            number.serial,
            written,
            operation.act,
            operation.wall,
        ),
    )


def _write(connection: Connection, operation: Operation) -> None:
    columns = _columns(operation)
    if VOID in operation.fields:
        columns[VOID] = "void" if operation.fields[VOID].new else None
    _update(connection, operation, columns)


def _merge(connection: Connection, operation: Operation) -> None:
    into = operation.fields[MERGED_INTO].new
    enter(driver(connection), operation.eid, into)
    _update(connection, operation, {VOID: MERGED if into else None}, (VOID, MERGED_INTO))


def _update(
    connection: Connection, operation: Operation, columns: Mapping[str, Any], written: Iterable[str] | None = None
) -> None:
    row = connection.exec_driver_sql(f'SELECT fmeta FROM "{operation.et}" WHERE eid = ?', (operation.eid,)).fetchone()
    if row is None:
        return
    writers = json.loads(row[0]) | dict.fromkeys(written or columns, operation.uid)
    sets = "".join(f'"{name}" = ?, ' for name in columns)
    connection.exec_driver_sql(
        f'UPDATE "{operation.et}" SET {sets}fmeta = ?, ver = ver + 1 WHERE eid = ?',
        (*columns.values(), json.dumps(writers, separators=(",", ":")), operation.eid),
    )
