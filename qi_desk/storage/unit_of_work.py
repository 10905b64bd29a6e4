"""One act in one transaction: operations appended, typed tables and search entry kept, numbers issued, then final."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain import moments, numbers
from qi_desk.domain.errors import Conflict, Missing, NotAllowed
from qi_desk.domain.fields import Entity, encode_all
from qi_desk.domain.ledger.operations import Write
from qi_desk.domain.ledger.state import MERGED_INTO, VOID, State
from qi_desk.domain.records import ENTITIES
from qi_desk.services.ports import Actor
from qi_desk.storage.aliases import MERGED, enter, follow
from qi_desk.storage.dispute_rows import answer
from qi_desk.storage.engine import quiet_rollback, translated
from qi_desk.storage.operation_log import Entry, OperationLog, head
from qi_desk.storage.reader import StoreReader
from qi_desk.storage.rows import SELECTED, encoded_values, to_column
from qi_desk.storage.search_find import Finder
from qi_desk.storage.search_index import SearchIndex


class StoreUnit(StoreReader):
    """A unit of work over one connection that has begun BEGIN IMMEDIATE. Made by `store.Station.write`."""

    def __init__(
        self,
        connection: Connection,
        finder: Finder,
        index: SearchIndex,
        log: OperationLog,
        actor: Actor,
        station_code: str,
        now: datetime,
    ) -> None:
        super().__init__(connection, finder, actor)
        self._index = index
        self._log = log
        self._actor = actor
        self._station_code = station_code
        self._pending: list[Entry] = []
        self._issued: list[tuple[str, str, int]] = []
        self._head = head(connection)
        self.now = now
        self.act = log.new_id(now)
        self.committed = False

    def create(self, kind: str, values: Mapping[str, Any], *, eid: str | None = None) -> str:
        """Write a new record; returns its id. A voided record with the id `eid` comes back with these values.

        Raises Conflict("record.merged") if the record `eid` is part of another now.
        """
        entity = ENTITIES[kind]
        identity = eid or self._log.new_id(self.now)
        if eid is not None and (known := self._all(f'SELECT void FROM "{kind}" WHERE eid = ?', (eid,))):
            if known[0][0] == MERGED:
                raise Conflict("record.merged", kind=kind)
            if known[0][0] is not None:
                self._revive(entity, eid, encode_all(entity, values))
                return eid
        encoded = {name: value for name, value in encode_all(entity, values).items() if value is not None}
        entry = self._append(
            "create", kind, identity, {name: Write(None, None, value) for name, value in encoded.items()}
        )
        columns = {name: to_column(entity, name, value) for name, value in encoded.items()}
        fmeta = _fmeta(dict.fromkeys(encoded, entry.uid))
        names = ", ".join(f'"{name}"' for name in ("eid", *columns, "fmeta", "ver"))
        marks = ", ".join("?" * (len(columns) + 3))
        self._run(f'INSERT INTO "{kind}" ({names}) VALUES ({marks})', (identity, *columns.values(), fmeta, 1))
        self._index.refresh(self._connection, kind, identity, encoded)
        return identity

    def change(
        self,
        kind: str,
        eid: str,
        values: Mapping[str, Any],
        *,
        why: str = "",
        event: str = "",
        seen: Mapping[str, str] | None = None,
    ) -> None:
        """Write fields of a record; fields that already hold the value are left alone, unless nothing differs and
        an event is told."""
        entity = ENTITIES[kind]
        current, writers, void = self._current(entity, eid)
        if void is not None:
            raise Missing("record.missing", kind=kind)
        if seen is not None and any(writers.get(name) != uid for name, uid in seen.items()):
            raise Conflict("record.changed", kind=kind)
        encoded = {name: value for name, value in encode_all(entity, values).items() if value != current.get(name)}
        if not encoded and not event:
            return
        entry = self._append(
            "transition" if event else "set",
            kind,
            eid,
            {name: Write(writers.get(name), current.get(name), value) for name, value in encoded.items()},
            event=event,
            source=current.get("state") or "",
            why=why,
        )
        self._update(entity, eid, encoded, writers | dict.fromkeys(encoded, entry.uid))
        if self._index.concerns(kind, encoded):
            self._index.refresh(self._connection, kind, eid, current | encoded, current)

    def settle(self, kind: str, eid: str, name: str, value: Any, seen: Sequence[str]) -> None:
        """Decide what is disputed about a field."""
        entity = ENTITIES[kind]
        current, writers, _ = self._current(entity, eid)
        writes = {}
        if name in entity.names() and value != current.get(name):
            writes[name] = Write(writers.get(name), current.get(name), value)
        entry = self._append("resolve", kind, eid, writes, refs=tuple(seen))
        if writes:
            self._update(entity, eid, {name: value}, writers | {name: entry.uid})
            if self._index.concerns(kind, {name: value}):
                self._index.refresh(self._connection, kind, eid, current | {name: value}, current)
        answer(self._connection, eid, name)

    def void(self, kind: str, eid: str, why: str) -> None:
        """Mark a record void with a reason. The operation names all that its author saw (`State.seen`). Raises
        NotAllowed("record.lasting") for a kind that is never voided."""
        if ENTITIES[kind].lasting:
            raise NotAllowed("record.lasting", kind=kind)
        current, writers, void = self._current(ENTITIES[kind], eid)
        if void is not None:
            return
        entry = self._append("tombstone", kind, eid, {}, why=why, refs=State(kind, eid, fmeta=writers).seen())
        self._run(
            f'UPDATE "{kind}" SET void = ?, fmeta = ?, ver = ver + 1 WHERE eid = ?',
            (why or "void", _fmeta(writers | {VOID: entry.uid}), eid),
        )
        self._index.refresh(self._connection, kind, eid, None, current)

    def merge(self, kind: str, eid: str, into: str, why: str = "") -> None:
        """Make a record part of another of its kind. The index keeps it, so that its name leads to the other."""
        _, writers, void = self._current(ENTITIES[kind], eid)
        if void is not None or follow(self._raw, into) == eid:
            raise Conflict("record.merged", kind=kind)
        writes = {
            MERGED_INTO: Write(writers.get(MERGED_INTO), None, into),
            VOID: Write(writers.get(VOID), None, new=True),
        }
        self._merge("merge", kind, eid, writes, writers, why)

    def unmerge(self, kind: str, eid: str, why: str = "") -> None:
        """Let a merged record stand by itself again."""
        current, writers, void = self._current(ENTITIES[kind], eid)
        if void != MERGED:
            raise Missing("record.missing", kind=kind)
        into = self._all("SELECT to_eid FROM alias WHERE from_eid = ?", (eid,))
        writes = {
            MERGED_INTO: Write(writers.get(MERGED_INTO), into[0][0] if into else None, None),
            VOID: Write(writers.get(VOID), old=True, new=None),
        }
        self._merge("unmerge", kind, eid, writes, writers, why)
        self._index.refresh(self._connection, kind, eid, current, current)

    def _merge(
        self, op_kind: str, kind: str, eid: str, writes: Mapping[str, Write], writers: Mapping[str, str], why: str
    ) -> None:
        entry = self._append(op_kind, kind, eid, writes, why=why)
        into = writes[MERGED_INTO].new
        enter(self._raw, eid, into)
        self._run(
            f'UPDATE "{kind}" SET void = ?, fmeta = ?, ver = ver + 1 WHERE eid = ?',
            (MERGED if into else None, _fmeta({**writers, **dict.fromkeys(writes, entry.uid)}), eid),
        )

    def _revive(self, entity: Entity, eid: str, encoded: Mapping[str, Any]) -> None:
        """Take the tombstone back and write the values: a natural key has one record, whatever was undone."""
        current, writers, _ = self._current(entity, eid)
        changed = {name: value for name, value in encoded.items() if value != current.get(name)}
        writes = {name: Write(writers.get(name), current.get(name), value) for name, value in changed.items()}
        writes[VOID] = Write(writers.get(VOID), old=True, new=None)
        entry = self._append("set", entity.name, eid, writes)
        self._update(entity, eid, changed, writers | dict.fromkeys(writes, entry.uid))
        self._run(f'UPDATE "{entity.name}" SET void = NULL WHERE eid = ?', (eid,))
        self._index.refresh(self._connection, entity.name, eid, current | changed)

    def _update(self, entity: Entity, eid: str, encoded: Mapping[str, Any], writers: Mapping[str, str]) -> None:
        columns = {name: to_column(entity, name, value) for name, value in encoded.items()}
        sets = "".join(f'"{name}" = ?, ' for name in columns)
        self._run(
            f'UPDATE "{entity.name}" SET {sets}fmeta = ?, ver = ver + 1 WHERE eid = ?',
            (*columns.values(), _fmeta(writers), eid),
        )

    def audit(self, event: str, kind: str = "", eid: str = "", *, why: str = "", **facts: Any) -> None:
        """Write an event to the chain."""
        fields = {name: Write(None, None, value) for name, value in facts.items()}
        self._append("audit", kind or "station", eid, fields, event=event, why=why)

    def next_number(self, kind: str, day: date) -> str:
        """Issue the next business number of this desk and enter it in the number ledger."""
        serial = self._next_serial(kind, day)
        number = numbers.compose(numbers.Number(self._station_code, kind, day, self._actor.desk, serial))
        self._enter(kind, day, serial, number)
        return number

    def next_ticket(self, prefix: str, day: date) -> str:
        """Issue the next queue ticket of the day (`numbers.ticket_of`)."""
        serial = self._next_serial(f"#{prefix}", day)
        ticket = str(numbers.ticket_of(prefix, self._actor.desk, serial))
        self._enter(f"#{prefix}", day, serial, f"{day.isoformat()}/{self._actor.desk}/{serial}/{prefix}")
        return ticket

    def next_serial(self, series: str, day: date, *, above: int = 0) -> int:
        """The next serial of a series of this desk that began on `day`, greater than `above`."""
        kind = f"@{series}"
        serial = max(self._next_serial(kind, day), above + 1)
        self._enter(kind, day, serial, f"{kind}/{day.isoformat()}/{self._actor.desk}/{serial}")
        return serial

    def _next_serial(self, kind: str, day: date) -> int:
        rows = self._all(
            "SELECT coalesce(max(serial), 0) FROM number_ledger WHERE kind = ? AND day = ? AND desk = ?",
            (kind, day.isoformat(), self._actor.desk),
        )
        return max(int(rows[0][0]), self._log.marked_serial(kind, day)) + 1

    def _enter(self, kind: str, day: date, serial: int, number: str) -> None:
        self._run(
            "INSERT INTO number_ledger (kind, day, desk, serial, number, state, act, at) "
            "VALUES (?, ?, ?, ?, ?, 'issued', ?, ?)",
            (
                kind,
                day.isoformat(),
                self._actor.desk,
                serial,
                number,
                self.act,
                moments.to_text(self.now),
            ),
        )
        self._issued.append((kind, day.isoformat(), serial))

    def commit(self) -> None:
        """Make the act final. What the journal could not take now is made up for with the next act."""
        with translated():
            self._connection.commit()
        self.committed = True
        self._log.committed(self._pending, self._issued)

    def rollback(self) -> None:
        """Undo everything since the act began."""
        quiet_rollback(self._connection)

    def _append(
        self,
        op_kind: str,
        kind: str,
        eid: str,
        fields: Mapping[str, Write],
        *,
        event: str = "",
        source: str = "",
        why: str = "",
        refs: tuple[str, ...] = (),
    ) -> Entry:
        entry = self._log.append(
            self._connection,
            self._head,
            kind=op_kind,
            et=kind,
            eid=eid,
            fields=fields,
            event=event,
            source=source,
            why=why,
            refs=refs,
            actor=self._actor.account,
            act=self.act,
            now=self.now,
        )
        self._head = (entry.seq, entry.digest)
        self._pending.append(entry)
        return entry

    def _current(self, entity: Entity, eid: str) -> tuple[dict[str, Any], dict[str, str], str | None]:
        rows = self._all(f'SELECT {SELECTED[entity.name]} FROM "{entity.name}" WHERE eid = ?', (eid,))
        if not rows:
            raise Missing("record.missing", kind=entity.name)
        row = rows[0]
        return encoded_values(entity.name, row), json.loads(row[-2]), row[-1]

    def _run(self, sql: str, values: tuple[Any, ...]) -> None:
        self._raw.execute(sql, values)


def _fmeta(writers: Mapping[str, str]) -> str:
    return json.dumps(dict(writers), separators=(",", ":"))
