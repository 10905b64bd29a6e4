"""The desk's side of the exchange in its file: what is still to be sent, what the district said, and the screen's
tables made anew from both (sync.md 2.1, 2.2, 2.17)."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from qi_desk.domain.errors import Conflict
from qi_desk.domain.ledger import cursors
from qi_desk.domain.ledger.cursors import Cursor
from qi_desk.domain.ledger.operations import GENESIS, decode
from qi_desk.domain.ledger.overlay import view
from qi_desk.domain.ledger.state import MERGED_INTO, VOID, State
from qi_desk.domain.ledger.state_lines import read_state, state_line
from qi_desk.domain.ledger.watermarks import (
    Position,
    Watermarks,
    needs_new_incarnation,
    on_page,
    on_push_answer,
)
from qi_desk.domain.records import ENTITIES
from qi_desk.storage.aliases import MERGED, enter
from qi_desk.storage.engine import translated
from qi_desk.storage.operation_log import head
from qi_desk.storage.rows import SELECTED, encoded_values, to_column
from qi_desk.storage.search_index import SearchIndex, driver
from qi_desk.storage.search_terms import SEARCHED

_HELD, _CURSOR, _EPOCH = "held", "cursor", "epoch"
_NUMBERS = ("origin", "hwm", "included", "durable")


class ExchangeBook:
    """Reads and writes the exchange's state. Shares the store's lock of writers."""

    def __init__(self, engine: Engine, index: SearchIndex, incarnation: str, writing: threading.Lock) -> None:
        self._engine, self._index, self._inc, self._writing = engine, index, incarnation, writing

    def marks(self) -> Watermarks:
        """How far the own operations have got."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            return _marks(connection)

    def cursor(self) -> str:
        """Where this desk has read to."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            return _cursor(connection)

    def recall(self, name: str) -> str:
        """What the desk keeps of its line under a name, empty for nothing."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            return _read(connection, name)

    def remember(self, values: Mapping[str, str]) -> None:
        """Keep something of the line."""
        with self._writing, translated(), self._engine.begin() as connection:
            for name, value in values.items():
                _write(connection, name, value)

    def request(self, limit: int) -> tuple[str, Position, Position, list[bytes]]:
        """The next push: incarnation, where it began, what went before, up to `limit` operations."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            marks = _marks(connection)
            sql = "SELECT raw FROM op WHERE seq > ? ORDER BY seq LIMIT ?"
            lines = [bytes(row[0]) for row in connection.exec_driver_sql(sql, (marks.hwm, limit))]
            return self._inc, _position(connection, marks.origin), _position(connection, marks.hwm), lines

    def take_answer(self, epoch: str, position: Position, durable: int) -> None:
        """After a push. Raises Conflict("sync.forked") where the district knows this file as another one: a copy of it
        was used; nothing is changed then."""
        with self._writing, translated(), self._engine.begin() as connection:
            marks, known = _marks(connection), _digests(connection)
            if needs_new_incarnation(marks, position, known):
                raise Conflict("sync.forked")
            if epoch != _read(connection, _EPOCH):
                _reset(connection, epoch, cursors.encode(Cursor(epoch)))
            _keep(connection, on_push_answer(marks, position, durable, known))

    def take_page(
        self,
        asked_from: str,
        cursor: str,
        rows: Sequence[State],
        position: Position,
        held: Iterable[int],
        *,
        more: bool,
        reset: bool,
    ) -> tuple[set[tuple[str, str]], bool]:
        """Take a page in one transaction; what it touched as (kind, id), and whether there is more to fetch. A page
        that was not asked for from where this desk stands is passed over."""
        with self._writing, translated(), self._engine.begin() as connection:
            if asked_from != _cursor(connection):
                return set(), True
            before = _marks(connection)
            marks = on_page(before, position, held, _digests(connection), last=not more)
            _keep(connection, marks)
            if reset:
                _reset(connection, cursors.decode(cursor).epoch, cursor)
                return set(), True
            for state in rows:
                _keep_base(connection, state)
            _write(connection, _CURSOR, cursor)
            touched = {(state.et, state.eid) for state in rows} | _settled(connection, before, marks)
            for kind, eid in sorted(touched):
                self._show(connection, kind, eid, marks)
            return touched, more

    def _show(self, connection: Connection, kind: str, eid: str, marks: Watermarks) -> None:
        """Make the row of a record anew: the district's last word with the own operations on top."""
        entity = ENTITIES.get(kind)
        if entity is None:
            return
        own = connection.exec_driver_sql("SELECT raw FROM op WHERE eid = ? ORDER BY seq", (eid,)).fetchall()
        base = connection.exec_driver_sql("SELECT data FROM base WHERE eid = ?", (eid,)).fetchone()
        ops = marks.active(decode(bytes(row[0])) for row in own)
        state = view(read_state(base[0]) if base else None, ops, entity.merge_rules())
        if state is None:
            return
        found = connection.exec_driver_sql(f'SELECT {SELECTED[kind]} FROM "{kind}" WHERE eid = ?', (eid,)).fetchone()
        before = encoded_values(kind, found) if found is not None else None
        void = _void(state, found[-1] if found is not None else None)
        names = entity.names()
        columns = {name: to_column(entity, name, state.values.get(name)) for name in names}
        extra = {name: value for name, value in state.values.items() if name not in (*names, VOID, MERGED_INTO)}
        row = {
            "eid": eid,
            **columns,
            "fmeta": json.dumps(dict(state.fmeta), separators=(",", ":")),
            "extra": json.dumps(extra, ensure_ascii=False) if extra else None,
            "ver": state.version,
            "void": void,
        }
        quoted = ", ".join(f'"{name}"' for name in row)
        sets = ", ".join(f'"{name}" = excluded."{name}"' for name in row if name != "eid")
        connection.exec_driver_sql(
            f'INSERT INTO "{kind}" ({quoted}) VALUES ({", ".join("?" * len(row))}) '
            f"ON CONFLICT (eid) DO UPDATE SET {sets}",
            tuple(row.values()),
        )
        enter(driver(connection), eid, state.values.get(MERGED_INTO))
        if kind in SEARCHED:
            values = {name: state.values.get(name) for name in names} if void in (None, MERGED) else None
            self._index.refresh(connection, kind, eid, values, before)


def _void(state: State, reason: str | None) -> str | None:
    if state.values.get(MERGED_INTO):
        return MERGED
    if not state.void:
        return None
    return reason if reason not in (None, MERGED) else "void"


def _settled(connection: Connection, before: Watermarks, after: Watermarks) -> set[tuple[str, str]]:
    """Records whose own operations were on top before and are inside the base now, or the other way round."""
    if before.included == after.included and before.held == after.held:
        return set()
    low, high = sorted((before.included, after.included))
    rows = connection.exec_driver_sql("SELECT DISTINCT et, eid FROM op WHERE seq > ? AND seq <= ?", (low, high))
    found = {(str(row[0]), str(row[1])) for row in rows}
    for seq in before.held ^ after.held:
        rows = connection.exec_driver_sql("SELECT et, eid FROM op WHERE seq = ?", (seq,))
        found |= {(str(row[0]), str(row[1])) for row in rows}
    return {(kind, eid) for kind, eid in found if eid}


def _read(connection: Connection, name: str) -> str:
    row = connection.exec_driver_sql("SELECT v FROM sync_state WHERE k = ?", (name,)).fetchone()
    return str(row[0]) if row is not None and row[0] is not None else ""


def _write(connection: Connection, name: str, value: str) -> None:
    sql = "INSERT INTO sync_state (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v"
    connection.exec_driver_sql(sql, (name, value))


def _marks(connection: Connection) -> Watermarks:
    numbers = {name: int(_read(connection, name) or 0) for name in _NUMBERS}
    held = frozenset(int(seq) for seq in _read(connection, _HELD).split())
    return Watermarks(n=head(connection)[0], held=held, **numbers)


def _keep(connection: Connection, marks: Watermarks) -> None:
    for name in _NUMBERS:
        _write(connection, name, str(getattr(marks, name)))
    _write(connection, _HELD, " ".join(map(str, sorted(marks.held))))


def _cursor(connection: Connection) -> str:
    return _read(connection, _CURSOR) or cursors.encode(Cursor(_read(connection, _EPOCH)))


def _reset(connection: Connection, epoch: str, cursor: str) -> None:
    _write(connection, _EPOCH, epoch)
    _write(connection, _CURSOR, cursor)


def _digests(connection: Connection) -> Any:
    def of(seq: int) -> bytes | None:
        if not seq:
            return GENESIS
        row = connection.exec_driver_sql("SELECT hash FROM op WHERE seq = ?", (seq,)).fetchone()
        return bytes(row[0]) if row is not None else None

    return of


def _position(connection: Connection, seq: int) -> Position:
    return Position(seq, _digests(connection)(seq) or GENESIS)


def _keep_base(connection: Connection, state: State) -> None:
    values: Mapping[str, Any] = {
        "eid": state.eid,
        "et": state.et,
        "ver": state.version,
        "data": state_line(state),
        "fmeta": "{}",
        "deleted": int(state.void),
        "stream": "",
    }
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    sets = ", ".join(f"{name} = excluded.{name}" for name in values if name != "eid")
    connection.exec_driver_sql(
        f"INSERT INTO base ({names}) VALUES ({marks}) ON CONFLICT (eid) DO UPDATE SET {sets}", tuple(values.values())
    )
