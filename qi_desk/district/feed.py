"""The feed: what a desk has not read yet, page by page, each out of one snapshot with how far its own log goes."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, Engine

from qi_desk.district.statements import Statements
from qi_desk.domain.ledger import cursors
from qi_desk.domain.ledger.cursors import Cursor
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.ledger.operations import GENESIS, decode
from qi_desk.domain.ledger.state import Author, State
from qi_desk.domain.ledger.state_lines import read_state
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.sync.protocol import Page, streams_of

LIMIT = 500
_LOGS = 16

PAGE_BYTES = 4 << 20
"""What the records of a page come to at most, half of what a desk unpacks: who wrote what stands on it too."""


class Feed:
    """Reads the streams of a station."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def pull(self, token: str, logs: str, station: str, limit: int = LIMIT) -> Page:
        """The changes behind the cursor `token`; `logs` names those of the desk, the one under way last. Raises Invalid
        for a token that is none."""
        asked = cursors.decode(token)
        connection = self._engine.connect().execution_options(looking=True)
        if self._engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection, connection.begin():
            look = _Look(connection)
            epoch = look.epoch()
            named = logs.split(",")[-_LOGS:]
            position, held = look.position(named[-1]), look.held(named)
            streams = streams_of(station)
            if asked.epoch != epoch or not all(
                look.remembers(name, *asked.streams.get(name, (0, b""))) for name in streams
            ):
                return Page(token, cursors.encode(Cursor(epoch)), (), True, position, held, reset=True)
            rows: list[State] = []
            read: dict[str, tuple[int, bytes]] = {}
            more = False
            for name in streams:
                after = asked.streams.get(name, (0, b""))
                found, after, rest = look.page(name, after, limit - len(rows))
                rows += found
                read[name] = after
                more = more or rest
            return Page(
                token,
                cursors.encode(Cursor(epoch, read)),
                tuple(rows),
                more,
                position,
                held,
                authors=look.authors({uid for state in rows for contest in state.contests for uid in contest.uids()}),
            )

    def records(self, station: str, kinds: Sequence[str]) -> tuple[State, ...]:
        """The records of some kinds in a station's own stream: what a desk that joins shows before it has the rest."""
        with self._engine.connect().execution_options(looking=True) as connection, connection.begin():
            return Statements(connection).own_records(station, kinds)


class _Look:
    """One snapshot."""

    def __init__(self, connection: Connection) -> None:
        self._sql = Statements(connection)
        self._room = PAGE_BYTES

    def epoch(self) -> str:
        """The past in force."""
        return self._sql.epoch()

    def position(self, inc: str) -> Position:
        """How far the log of an incarnation goes."""
        rows = self._sql.all("SELECT hwm, digest FROM incarnation WHERE inc = ?", (inc,))
        return Position(int(rows[0][0]), bytes(rows[0][1])) if rows else Position(0, GENESIS)

    def held(self, logs: Sequence[str]) -> frozenset[int]:
        """The numbers of the operations in these logs that wait here."""
        marks = ", ".join("?" * len(logs))
        sql = f"SELECT o.seq FROM effect e JOIN op_log o ON o.uid = e.uid WHERE e.waits = 1 AND o.inc IN ({marks})"
        return frozenset(int(row[0]) for row in self._sql.all(sql, tuple(logs)))

    def authors(self, uids: Collection[str]) -> dict[str, Author]:
        """Who wrote these operations."""
        if not uids:
            return {}
        marks = ", ".join("?" * len(uids))
        sql = (
            "SELECT o.uid, o.raw, i.station, coalesce(d.letter, '') FROM op_log o "
            "JOIN incarnation i ON i.inc = o.inc LEFT JOIN device d ON d.id = i.device "
            f"WHERE o.uid IN ({marks})"
        )
        found = {}
        for uid, raw, station, letter in self._sql.all(sql, tuple(sorted(uids))):
            op = decode(bytes(raw))
            name = self._value_of(keyed_id("station", station), "name") or str(station)
            found[str(uid)] = Author(f"{name} {letter}".rstrip(), self._value_of(op.actor, "name"), op.wall)
        return found

    def _value_of(self, eid: str, name: str) -> str:
        state = self._sql.state(eid)
        return str(state.values.get(name) or "") if state else ""

    def remembers(self, stream: str, seq: int, tag: bytes) -> bool:
        """Whether this past has the commit a cursor stands in."""
        return seq == 0 or self.tag(stream, seq) == tag

    def tag(self, stream: str, seq: int) -> bytes:
        """The tag of the commit that gave the number `seq`; empty for one that was never given."""
        sql = "SELECT tag FROM stream_commit WHERE stream = ? AND last_seq >= ? ORDER BY last_seq LIMIT 1"
        rows = self._sql.all(sql, (stream, seq))
        return bytes(rows[0][0]) if rows else b""

    def _fitting(self, lines: Sequence[str]) -> int:
        """How many of these lines find room on what is left of the page; one on an empty page, however long."""
        for place, line in enumerate(lines):
            size = len(line.encode())
            if size > self._room and self._room < PAGE_BYTES:
                return place
            self._room -= size
        return len(lines)

    def page(self, stream: str, after: tuple[int, bytes], limit: int) -> tuple[list[State], tuple[int, bytes], bool]:
        """Up to `limit` records behind a number, where that leads to, and whether there is more."""
        sql = (
            "SELECT m.seq, r.line FROM member m JOIN row_state r ON r.eid = m.eid "
            "WHERE m.stream = ? AND m.seq > ? ORDER BY m.seq LIMIT ?"
        )
        found = self._sql.all(sql, (stream, after[0], limit + 1))
        limit = min(limit, self._fitting([str(row[1]) for row in found]))
        states = [read_state(str(row[1])) for row in found[:limit]]
        if len(found) > limit:
            last = int(found[limit - 1][0]) if limit else after[0]
            return states, (last, self.tag(stream, last) if last else b""), True
        heads = self._sql.all("SELECT seq FROM stream_head WHERE stream = ?", (stream,))
        last = int(heads[0][0]) if heads else 0
        return states, (last, self.tag(stream, last) if last else b""), False
