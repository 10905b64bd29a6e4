"""Text statements on a connection, written once for both stores."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain.ledger.state import State
from qi_desk.domain.ledger.state_lines import read_state
from qi_desk.sync.protocol import stream_of

Columns = Sequence[tuple[str, str]]
"""Names of columns with their type in PostgreSQL; bytes that are text in UTF-8 are "utf8"."""

_TAKEN = {"bytea": "decode({}, 'hex')", "utf8": "convert_to({}, 'UTF8')"}


class Statements:
    """Statements are written with question marks; PostgreSQL's driver wants its own."""

    def __init__(self, connection: Connection) -> None:
        # Straight to the driver: a push is a dozen statements, and what SQLAlchemy adds to each is for nobody here.
        self._raw: Any = connection.connection.driver_connection
        self.postgres = connection.dialect.name == "postgresql"

    def all(self, sql: str, values: tuple[object, ...] = ()) -> Sequence[Any]:
        """The rows of a statement."""
        found: Sequence[Any] = self._raw.execute(self._written(sql), values).fetchall()
        return found

    def run(self, sql: str, values: tuple[object, ...] = ()) -> None:
        """A statement that has no rows."""
        self._raw.execute(self._written(sql), values)

    def together(self) -> AbstractContextManager[Any]:
        """What is run inside goes out without waiting for each answer, where the store can: it works while the next
        statement is put together."""
        return self._raw.pipeline() if self.postgres else nullcontext()

    def among(self, sql: str, column: str, values: Collection[object], first: tuple[object, ...] = ()) -> Sequence[Any]:
        """The rows of `sql`, which ends before the last condition, where `column` is one of `values`; `first` are the
        values of the conditions before."""
        if not values:
            return ()
        if self.postgres:
            return self.all(f"{sql} {column} = ANY(?)", (*first, list(values)))
        marks = ", ".join("?" * len(values))
        return self.all(f"{sql} {column} IN ({marks})", (*first, *values))

    def put(self, table: str, columns: Columns, rows: Sequence[tuple[object, ...]], conflict: str = "") -> None:
        """Insert rows with one statement; `conflict` is the clause for rows that are there."""
        if not rows:
            return
        names = ", ".join(name for name, _ in columns)
        if self.postgres:
            # One text for all rows: the driver turns arrays into text value by value, in Python.
            said = json.dumps([_told(columns, row) for row in rows], ensure_ascii=False, separators=(",", ":"))
            taken = ", ".join(_TAKEN.get(kind, "{}").format(name) for name, kind in columns)
            told = ", ".join(f"{name} {'text' if kind in _TAKEN else kind}" for name, kind in columns)
            sql = f"INSERT INTO {table} ({names}) SELECT {taken} FROM jsonb_to_recordset(?::jsonb) AS given({told})"
            self.run(f"{sql} {conflict}", (said,))
            return
        marks = ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) {conflict}"
        self._raw.executemany(sql, list(rows))

    def _written(self, sql: str) -> str:
        return sql.replace("?", "%s") if self.postgres else sql

    def state(self, eid: str) -> State | None:
        """A record as it is now."""
        rows = self.all("SELECT line FROM row_state WHERE eid = ?", (eid,))
        return read_state(str(rows[0][0])) if rows else None

    def own_records(self, station: str, kinds: Collection[str]) -> tuple[State, ...]:
        """The records of some kinds in a station's own stream."""
        sql = "SELECT r.line FROM member m JOIN row_state r ON r.eid = m.eid WHERE m.stream = ? AND"
        rows = self.among(sql, "r.et", kinds, (stream_of("station", station),))
        return tuple(read_state(str(row[0])) for row in rows)

    def epoch(self) -> str:
        """The past in force."""
        return str(self.all("SELECT epoch FROM lineage ORDER BY born_at DESC, epoch DESC LIMIT 1")[0][0])


def _told(columns: Columns, row: Sequence[object]) -> dict[str, object]:
    return {
        name: value.decode() if kind == "utf8" else value.hex() if kind == "bytea" else value  # type: ignore[attr-defined]
        for (name, kind), value in zip(columns, row, strict=True)
    }
