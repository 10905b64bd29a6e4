"""The district's side of a push: operations arrive exactly once in effect, each request in one transaction.

The order is the protocol's: the log of the incarnation first, then what each operation does, the numbers of the feed
last of all, so that no reader can pass over a late commit. An answer is given after the commit only.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine

from qi_desk.district import bookings
from qi_desk.district.statements import Statements
from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.ledger import merge
from qi_desk.domain.ledger.natural_keys import uuid7
from qi_desk.domain.ledger.operations import GENESIS, Operation, Write, decode, digest, seal
from qi_desk.domain.ledger.own_logs import BRANCH
from qi_desk.domain.ledger.state import HELD, State
from qi_desk.domain.ledger.state_lines import read_state, state_line
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.sync.protocol import FORK, GAP, OK, Answer, stream_of

RulesOf = Callable[[str], merge.Rules]
"""Merge rules by kind of record; an empty mapping for a kind this version does not know."""

_TAG_BYTES = 8
_DUPLICATE = "duplicate"
_OWN = "district-"
"""How the names of the district's own logs begin; no desk may write in one."""


class Ledger:
    """One district's log and records over an engine of PostgreSQL or SQLite."""

    def __init__(self, engine: Engine, rules_of: RulesOf) -> None:
        self._engine, self.rules_of = engine, rules_of

    def begin(self, epoch: str, reason: str = "founded") -> None:
        """Name the past that begins here; what was given out before is void."""
        with self._engine.begin() as connection:
            values = (epoch, _now(), reason)
            Statements(connection).run("INSERT INTO lineage (epoch, born_at, reason) VALUES (?, ?, ?)", values)

    def epoch(self) -> str:
        """The past in force."""
        with self._engine.connect().execution_options(looking=True) as connection:
            return Statements(connection).epoch()

    def push(
        self, inc: str, station: str, origin: Position, before: Position, lines: Sequence[bytes], device: str = ""
    ) -> Answer:
        """Take what a desk sends: `before` is what it believes the district has of this log, which began behind
        `origin`. Raises Invalid for a line that is no operation, NotAllowed("log.of_another") for the log of another
        station."""
        operations = [(raw, decode(raw)) for raw in lines]
        with self._engine.begin() as connection:
            intake = _Intake(self.rules_of, connection, inc, station, device)
            kind = intake.take(origin, before, operations)
            return Answer(kind, Statements(connection).epoch(), intake.head(), intake.durable(), intake.results)

    def author(self, kind: str, eid: str, values: Mapping[str, Any]) -> None:
        """Write a record as the district itself: an operation in its own log, with the authority to write what only the
        district gives."""
        with self._engine.begin() as connection:
            sql = Statements(connection)
            intake = _Intake(self.rules_of, connection, f"{_OWN}{sql.epoch()}", "")
            intake.author(kind, eid, values)

    def mark_durable(self) -> None:
        """Everything received so far is in a backup now."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE incarnation SET durable = hwm")

    def give_up_waiting(self) -> int:
        """Let the first waiting operation take effect though what it was built upon is gone for good (two losses at
        once); the operator asks for it. Returns how many took effect."""
        with self._engine.begin() as connection:
            intake = _Intake(self.rules_of, connection, "", "")
            return intake.work_off(force=True)


@dataclass(frozen=True, slots=True)
class _Known:
    """The log of an incarnation: where it begins and how far it goes."""

    origin: int
    origin_digest: bytes
    hwm: int
    digest: bytes
    durable: int


class _Intake:
    """One push within its transaction."""

    def __init__(self, rules_of: RulesOf, connection: Connection, inc: str, station: str, device: str = "") -> None:
        self._rules_of, self._sql = rules_of, Statements(connection)
        self._inc, self._station, self._device = inc, station, device
        self._touched: dict[str, set[str]] = {}
        self._known = _Known(0, b"", 0, b"", 0)
        self.results: dict[int, str] = {}

    def take(self, origin: Position, before: Position, operations: Iterable[tuple[bytes, Operation]]) -> str:
        """The whole request; what arrived before is recognised."""
        self._load(origin)
        head = self.head()
        if before.seq > head.seq:
            return GAP
        if self._digest_of(before.seq) != before.digest:
            return FORK
        kind = OK
        for raw, op in operations:
            kind = self._take_one(raw, op)
            if kind != OK:
                break
        if self.head() != head:
            self._keep_head()
        # What came before a gap is in the log for good: it is handed out like all the rest.
        self._number()
        return kind

    def author(self, kind: str, eid: str, values: Mapping[str, Any]) -> None:
        """Append one operation of the district's own."""
        self._load(Position(0, GENESIS))
        known = self._sql.all("SELECT line FROM row_state WHERE eid = ?", (eid,))
        state = read_state(str(known[0][0])) if known else State(kind, eid)
        now = datetime.now(UTC)
        fields = {
            name: Write(state.fmeta.get(name), state.values.get(name), value)
            for name, value in values.items()
            if state.values.get(name) != value
        }
        if not fields:
            return
        uid = uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10))
        draft = Operation(
            uid=uid,
            inc=self._inc,
            seq=1,
            prev=GENESIS,
            kind="set" if known else "create",
            et=kind,
            eid=eid,
            actor="",
            act=uid,
            wall=now.isoformat(timespec="seconds"),
            fields=fields,
        )
        head = self.head()
        sealed = seal(draft, inc=self._inc, seq=head.seq + 1, prev=head.digest)
        self._append(sealed.raw, sealed.operation)
        self._keep_head()
        self._number()

    def _take_one(self, raw: bytes, op: Operation) -> str:
        known = self.head().seq
        if op.inc.startswith(_OWN) or op.inc != self._inc.partition(BRANCH)[0] or op.seq > known + 1:
            return GAP
        if op.seq == known + 1:
            self._append(raw, op)
            return OK
        if self._digest_of(op.seq) != digest(raw):
            return FORK
        self.results[op.seq] = _DUPLICATE
        return OK

    def _load(self, origin: Position) -> None:
        lock = " FOR UPDATE" if self._sql.postgres else ""
        sql = f"SELECT origin, origin_digest, hwm, digest, durable, station FROM incarnation WHERE inc = ?{lock}"
        rows = self._sql.all(sql, (self._inc,))
        if rows:
            begun, begun_digest, hwm, last, durable, station = rows[0]
            if station != self._station:
                raise NotAllowed("log.of_another")
            self._known = _Known(begun, bytes(begun_digest), hwm, bytes(last), durable)
        else:
            self._known = _Known(origin.seq, origin.digest, origin.seq, origin.digest, 0)

    def head(self) -> Position:
        """How far the log of this incarnation goes."""
        return Position(self._known.hwm, self._known.digest)

    def durable(self) -> int:
        """How far it is in a backup."""
        return self._known.durable

    def _digest_of(self, seq: int) -> bytes | None:
        if seq == self._known.origin:
            return self._known.origin_digest
        rows = self._sql.all("SELECT digest FROM op_log WHERE inc = ? AND seq = ?", (self._inc, seq))
        return bytes(rows[0][0]) if rows else None

    def _append(self, raw: bytes, op: Operation) -> None:
        sealed = digest(raw)
        known = self._sql.all("SELECT waits FROM effect WHERE uid = ?", (op.uid,))
        self.results[op.seq] = _DUPLICATE
        if not known:
            place = self._next_place()
            self._sql.run(
                "INSERT INTO effect (uid, place, waits, station, raw) VALUES (?, ?, 1, ?, ?)",
                (op.uid, place, self._station, raw),
            )
            self.work_off()
            waits = self._sql.all("SELECT waits FROM effect WHERE uid = ?", (op.uid,))[0][0]
            self.results[op.seq] = HELD if waits else "applied"
        self._sql.run(
            "INSERT INTO op_log (inc, seq, uid, et, eid, raw, digest, received_at, result) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self._inc, op.seq, op.uid, op.et, op.eid, raw, sealed, _now(), self.results[op.seq]),
        )
        self._known = replace(self._known, hwm=op.seq, digest=sealed)

    def _keep_head(self) -> None:
        known = self._known
        self._sql.run(
            "INSERT INTO incarnation (inc, station, device, origin, origin_digest, hwm, digest, durable, seen_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (inc) DO UPDATE SET hwm = excluded.hwm, "
            "digest = excluded.digest, seen_at = excluded.seen_at",
            (
                self._inc,
                self._station,
                self._device,
                known.origin,
                known.origin_digest,
                known.hwm,
                known.digest,
                _now(),
            ),
        )

    def _next_place(self) -> int:
        return int(self._sql.all("SELECT coalesce(max(place), 0) + 1 FROM effect")[0][0])

    def work_off(self, *, force: bool = False) -> int:
        """Let waiting operations take effect until none can; with `force` the first one in any case."""
        done = 0
        while self._one(force=force and not done):
            done += 1
        if force:
            self._number()
        return done

    def _one(self, *, force: bool) -> bool:
        for uid, raw, station in self._sql.all("SELECT uid, raw, station FROM effect WHERE waits = 1 ORDER BY place"):
            op = decode(bytes(raw))
            if (force or self._ready(op)) and self._take_effect(op, str(station), force=force):
                place = self._next_place()
                self._sql.run("UPDATE effect SET waits = 0, place = ? WHERE uid = ?", (place, uid))
                return True
        return False

    def _ready(self, op: Operation) -> bool:
        bases = sorted(merge.bases(op))
        if not bases:
            return True
        marks = ",".join("?" * len(bases))
        sql = f"SELECT count(*) FROM effect WHERE waits = 0 AND uid IN ({marks})"
        return int(self._sql.all(sql, tuple(bases))[0][0]) == len(bases)

    def _take_effect(self, op: Operation, station: str, *, force: bool) -> bool:
        self._lock(op.eid)
        rows = self._sql.all("SELECT line FROM row_state WHERE eid = ?", (op.eid,))
        state = read_state(str(rows[0][0])) if rows else None
        if state is None and force:
            state = State(op.et, op.eid)
        outcome = merge.apply(state, op, self._rules_of(op.et), authority=op.inc.startswith(_OWN))
        if outcome.result == HELD:
            return False
        if outcome.state is not None and outcome.state is not state:
            self._sql.run(
                "INSERT INTO row_state (eid, et, line, contests) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (eid) DO UPDATE SET line = excluded.line, contests = excluded.contests",
                (op.eid, op.et, state_line(outcome.state), len(outcome.state.contests)),
            )
            bookings.follow(self._sql, outcome.state)
            self._touched.setdefault(stream_of(op.et, station), set()).add(op.eid)
        return True

    def _lock(self, eid: str) -> None:
        # A row that does not exist yet can't be locked by FOR UPDATE; on SQLite the whole file has one writer.
        if self._sql.postgres:
            self._sql.run("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", (eid,))

    def _number(self) -> None:
        """Number what changed, at the very end: commits follow in the order of their numbers."""
        for stream in sorted(self._touched):
            eids = sorted(self._touched[stream])
            head = self._sql.all(
                "INSERT INTO stream_head (stream, seq) VALUES (?, ?) "
                "ON CONFLICT (stream) DO UPDATE SET seq = stream_head.seq + excluded.seq RETURNING seq",
                (stream, len(eids)),
            )
            last = int(head[0][0])
            for place, eid in enumerate(eids, start=last - len(eids) + 1):
                self._sql.run(
                    "INSERT INTO member (stream, eid, seq) VALUES (?, ?, ?) "
                    "ON CONFLICT (stream, eid) DO UPDATE SET seq = excluded.seq",
                    (stream, eid, place),
                )
            self._sql.run(
                "INSERT INTO stream_commit (stream, last_seq, tag) VALUES (?, ?, ?)",
                (stream, last, secrets.token_bytes(_TAG_BYTES)),
            )
        self._touched = {}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
