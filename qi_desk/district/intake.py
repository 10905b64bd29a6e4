"""One push within its transaction: what is sent is recognised or appended, takes effect or waits, and is numbered.

Everything is read with a few statements, merged in memory, and written with a few statements: a batch costs little more
than its bytes. The records it touches are locked before they are read.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from qi_desk.district import bookings
from qi_desk.district.statements import Statements
from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.ledger import merge
from qi_desk.domain.ledger.natural_keys import uuid7
from qi_desk.domain.ledger.operations import GENESIS, Operation, Sealed, Write, decode, digest, seal
from qi_desk.domain.ledger.own_logs import BRANCH
from qi_desk.domain.ledger.state import APPLIED, HELD, State
from qi_desk.domain.ledger.state_lines import read_state, state_line
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.sync.protocol import FORK, GAP, OK, stream_of

_log = logging.getLogger(__name__)

RulesOf = Callable[[str], merge.Rules]
"""Merge rules by kind of record; an empty mapping for a kind this version does not know."""

OWN = "district-"
"""How the names of the district's own logs begin; no desk may write in one."""

EFFECTIVE, WAITING, SET_ASIDE = 0, 1, 2
"""What became of an operation (`effect.waits`): it took effect, it waits for what it was built upon, or this program
cannot apply it; the last stays in the log, and what was built upon it waits."""

_TAG_BYTES = 8
_DUPLICATE, _QUARANTINED = "duplicate", "quarantined"
_OP_LOG = (
    ("inc", "text"),
    ("seq", "bigint"),
    ("uid", "text"),
    ("et", "text"),
    ("eid", "text"),
    ("raw", "utf8"),
    ("digest", "bytea"),
    ("received_at", "text"),
    ("result", "text"),
)
_EFFECT = (("uid", "text"), ("place", "bigint"), ("waits", "integer"), ("station", "text"))
_ROW_STATE = (("eid", "text"), ("et", "text"), ("line", "text"), ("contests", "integer"))
_MEMBER = (("stream", "text"), ("eid", "text"), ("seq", "bigint"))


@dataclass(frozen=True, slots=True)
class _Known:
    """The log of an incarnation: where it begins and how far it goes."""

    origin: int
    origin_digest: bytes
    hwm: int
    digest: bytes
    durable: int


@dataclass(frozen=True, slots=True)
class _Pending:
    """An operation that has no effect yet, and the station it is of."""

    op: Operation
    station: str


class Intake:
    """One push, or one act of the district itself."""

    def __init__(
        self, rules_of: RulesOf, connection: Connection, inc: str = "", station: str = "", device: str = ""
    ) -> None:
        self._rules_of, self._sql = rules_of, Statements(connection)
        self._inc, self._station, self._device = inc, station, device
        self._known = _Known(0, b"", 0, b"", 0)
        self._states: dict[str, State] = {}
        self._effective: set[str] = set()
        self._changed: dict[str, str] = {}
        self._done: list[str] = []
        self._aside: list[str] = []
        self.results: dict[int, str] = {}

    def take(self, origin: Position, before: Position, operations: Sequence[tuple[bytes, Operation]]) -> str:
        """The whole request; what arrived before is recognised. What came before a gap is in the log for good."""
        self._load(origin)
        head = self.head()
        if before.seq > head.seq:
            return GAP
        known = self._digests_of({before.seq, *(op.seq for _, op in operations if op.seq <= head.seq)})
        if known.get(before.seq) != before.digest:
            return FORK
        kind, fresh = self._sorted_out(operations, known)
        if fresh:
            self._append(fresh)
        return kind

    def author(self, kind: str, eid: str, values: Mapping[str, Any]) -> None:
        """Append one operation of the district's own, if it changes anything."""
        self._load(Position(0, GENESIS))
        self._lock({eid})
        known = self._sql.state(eid)
        state = known or State(kind, eid)
        fields = {
            name: Write(state.fmeta.get(name), state.values.get(name), value)
            for name, value in values.items()
            if state.values.get(name) != value
        }
        if not fields:
            return
        now, head = datetime.now(UTC), self.head()
        uid = uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10))
        wall, deed = now.isoformat(timespec="seconds"), "set" if known else "create"
        draft = Operation(uid, self._inc, 1, GENESIS, deed, kind, eid, "", uid, wall, fields)
        sealed = seal(draft, inc=self._inc, seq=head.seq + 1, prev=head.digest)
        self._append([sealed])

    def give_up(self) -> int:
        """Let the first waiting operation take effect whatever it was built upon; how many did."""
        waiting = self._prepare(())
        if not waiting:
            return 0
        self._try(waiting[0], force=True)
        self._work_off(waiting[1:])
        self._write_effects({}, self._places(len({*self._done, *self._aside})))
        self._follow()
        return len(self._done)

    def head(self) -> Position:
        """How far the log of this incarnation goes."""
        return Position(self._known.hwm, self._known.digest)

    def durable(self) -> int:
        """How far it is in a backup."""
        return self._known.durable

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

    def _digests_of(self, seqs: Iterable[int]) -> dict[int, bytes | None]:
        known = self._known
        found: dict[int, bytes | None] = {known.origin: known.origin_digest, known.hwm: known.digest}
        asked = [seq for seq in seqs if seq not in found]
        rows = self._sql.among("SELECT seq, digest FROM op_log WHERE inc = ? AND", "seq", asked, (self._inc,))
        return found | {int(seq): bytes(sealed) for seq, sealed in rows}

    def _sorted_out(
        self, operations: Sequence[tuple[bytes, Operation]], known: Mapping[int, bytes | None]
    ) -> tuple[str, list[Sealed]]:
        """Which go on where the log ends, and whether all were understood so."""
        writer = self._inc.partition(BRANCH)[0]
        fresh: list[Sealed] = []
        end, last = self.head().seq, self.head().digest
        for raw, op in operations:
            if op.inc != writer or op.inc.startswith(OWN) or op.seq > end + 1:
                return GAP, fresh
            sealed = digest(raw)
            if op.seq == end + 1:
                if op.prev != last:
                    return FORK, fresh
                fresh.append(Sealed(op, raw, sealed))
                end, last = op.seq, sealed
            elif known.get(op.seq) != sealed:
                return FORK, fresh
            else:
                self.results[op.seq] = _DUPLICATE
        return OK, fresh

    def _append(self, fresh: Sequence[Sealed]) -> None:
        asked = {one.operation.uid for one in fresh}
        bases = {uid for one in fresh for uid in merge.bases(one.operation)}
        arrived = self._arrived(asked | bases)
        new: dict[str, _Pending] = {}
        for one in fresh:
            if one.operation.uid not in arrived:
                new.setdefault(one.operation.uid, _Pending(one.operation, self._station))
        self._effective = {uid for uid, waits in arrived.items() if waits == EFFECTIVE}
        waiting = self._prepare(new.values())
        outcomes: dict[str, str] = {}
        for uid, pending in new.items():
            outcomes[uid] = result = self._try(pending)
            if result == HELD:
                waiting.append(pending)
            elif waiting:
                waiting = self._work_off(waiting)
        done = set(self._done)
        for op in (one.operation for one in fresh):
            result = outcomes.get(op.uid, _DUPLICATE)
            self.results[op.seq] = APPLIED if result == HELD and op.uid in done else result
        places = self._places(len({*new, *self._done, *self._aside}))
        with self._sql.together():
            self._write_log(fresh)
            self._write_effects(new, places)
        self._follow()

    def _arrived(self, uids: Collection[str]) -> dict[str, int]:
        """Which of these operations are here already, in whatever log, and what became of them."""
        rows = self._sql.among("SELECT uid, waits FROM effect WHERE", "uid", uids)
        return {str(uid): int(waits) for uid, waits in rows}

    def _prepare(self, new: Iterable[_Pending]) -> list[_Pending]:
        """Lock and read what will be touched; the operations that wait, the oldest first."""
        waiting = [
            _Pending(decode(bytes(raw)), str(station))
            for raw, station in self._sql.all(
                "SELECT (SELECT o.raw FROM op_log o WHERE o.uid = e.uid LIMIT 1), e.station FROM effect e "
                "WHERE e.waits = 1 ORDER BY e.place"
            )
        ]
        every = [*waiting, *new]
        eids = {one.op.eid for one in every if one.op.kind != "audit"}
        self._lock(eids)
        for eid, line in self._sql.among("SELECT eid, line FROM row_state WHERE", "eid", eids):
            self._states[str(eid)] = read_state(str(line))
        bases = {uid for one in waiting for uid in merge.bases(one.op)}
        rows = self._sql.among("SELECT uid FROM effect WHERE waits = 0 AND", "uid", bases)
        self._effective |= {str(row[0]) for row in rows}
        return waiting

    def _lock(self, eids: Iterable[str]) -> None:
        # A row that does not exist yet can't be locked by FOR UPDATE; on SQLite the whole file has one writer. In one
        # order for everybody, or two pushes could wait for each other.
        if self._sql.postgres:
            keys = "SELECT hashtextextended(eid, 0) AS key FROM unnest(?::text[]) AS eid ORDER BY 1"
            self._sql.all(f"SELECT pg_advisory_xact_lock(key) FROM ({keys}) AS keys", (list(eids),))

    def _ready(self, op: Operation) -> bool:
        return merge.bases(op) <= self._effective

    def _try(self, one: _Pending, *, force: bool = False) -> str:
        """Let an operation take effect if it can; the result's code."""
        op = one.op
        if not force and not self._ready(op):
            return HELD
        state = self._states.get(op.eid)
        if state is None and force:
            state = State(op.et, op.eid)
        try:
            outcome = merge.apply(state, op, self._rules_of(op.et), authority=op.inc.startswith(OWN))
        except Exception:  # noqa: BLE001  # whatever it is: it must not stop the others
            # One that breaks the program blocks only what was built upon it.
            _log.exception("set aside: %s", op.uid)
            self._aside.append(op.uid)
            return _QUARANTINED
        if outcome.result == HELD:
            return HELD
        self._effective.add(op.uid)
        self._done.append(op.uid)
        if outcome.state is not None and outcome.state is not state:
            self._states[op.eid] = outcome.state
            self._changed[op.eid] = stream_of(op.et, one.station)
        return outcome.result

    def _work_off(self, waiting: Sequence[_Pending]) -> list[_Pending]:
        """Let waiting operations take effect until none can; those left."""
        left = list(waiting)
        again = True
        while again:
            again = False
            for one in left:
                if self._try(one) != HELD:
                    left.remove(one)
                    again = True
                    break
        return left

    def _write_log(self, fresh: Sequence[Sealed]) -> None:
        now = _now()
        rows = [
            (self._inc, op.seq, op.uid, op.et, op.eid, one.raw, one.digest, now, self.results[op.seq])
            for one in fresh
            for op in (one.operation,)
        ]
        self._sql.put("op_log", _OP_LOG, rows)
        self._known = replace(self._known, hwm=fresh[-1].operation.seq, digest=fresh[-1].digest)
        known = self._known
        self._sql.run(
            "INSERT INTO incarnation (inc, station, device, origin, origin_digest, hwm, digest, durable, seen_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?) ON CONFLICT (inc) DO UPDATE SET hwm = excluded.hwm, "
            "digest = excluded.digest, seen_at = excluded.seen_at",
            (
                *(self._inc, self._station, self._device, known.origin, known.origin_digest),
                *(known.hwm, known.digest, now),
            ),
        )

    def _write_effects(self, new: Mapping[str, _Pending], places: Sequence[int]) -> None:
        """What took effect, in that order, and what waits."""
        settled = dict.fromkeys(self._done, EFFECTIVE) | dict.fromkeys(self._aside, SET_ASIDE)
        every = settled | {uid: WAITING for uid in new if uid not in settled}
        stations = {uid: one.station for uid, one in new.items()}
        places = self._places(len(every))
        rows = [
            (uid, place, waits, stations.get(uid, ""))
            for (uid, waits), place in zip(every.items(), places, strict=True)
        ]
        self._sql.put(
            "effect",
            _EFFECT,
            rows,
            "ON CONFLICT (uid) DO UPDATE SET place = excluded.place, waits = excluded.waits",
        )
        states = [self._states[eid] for eid in self._changed]
        self._sql.put(
            "row_state",
            _ROW_STATE,
            [(one.eid, one.et, state_line(one), len(one.contests)) for one in states],
            "ON CONFLICT (eid) DO UPDATE SET line = excluded.line, contests = excluded.contests",
        )

    def _follow(self) -> None:
        """What follows from the records as they are now; the numbers of the feed last of all."""
        bookings.follow(self._sql, [self._states[eid] for eid in self._changed])
        self._number()

    def _places(self, count: int) -> list[int]:
        """Places in the order of effects: taken while the records are locked, so that they follow that order too."""
        if self._sql.postgres:
            rows = self._sql.all("SELECT nextval('effect_place') FROM generate_series(1, ?)", (count,))
            return sorted(int(row[0]) for row in rows)
        begin = int(self._sql.all("SELECT coalesce(max(place), 0) + 1 FROM effect")[0][0])
        return list(range(begin, begin + count))

    def _number(self) -> None:
        """Number what changed, at the very end: commits follow in the order of their numbers."""
        streams: dict[str, list[str]] = {}
        for eid, stream in self._changed.items():
            streams.setdefault(stream, []).append(eid)
        for stream in sorted(streams):
            eids = streams[stream]
            head = self._sql.all(
                "INSERT INTO stream_head (stream, seq) VALUES (?, ?) "
                "ON CONFLICT (stream) DO UPDATE SET seq = stream_head.seq + excluded.seq RETURNING seq",
                (stream, len(eids)),
            )
            last = int(head[0][0])
            begin = last - len(eids) + 1
            self._sql.put(
                "member",
                _MEMBER,
                [(stream, eid, place) for place, eid in enumerate(eids, start=begin)],
                "ON CONFLICT (stream, eid) DO UPDATE SET seq = excluded.seq",
            )
            self._sql.run(
                "INSERT INTO stream_commit (stream, last_seq, tag) VALUES (?, ?, ?)",
                (stream, last, secrets.token_bytes(_TAG_BYTES)),
            )
        self._changed = {}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
