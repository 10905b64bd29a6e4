"""What the exchange keeps in the table `sync_state`: watermarks, logs, cursor, epoch, and what the line is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from qi_desk.domain.ledger import cursors, own_logs
from qi_desk.domain.ledger.cursors import Cursor
from qi_desk.domain.ledger.operations import GENESIS
from qi_desk.domain.ledger.own_logs import Logs
from qi_desk.domain.ledger.watermarks import Position, Watermarks
from qi_desk.services.exchange_port import ASK_AGAIN
from qi_desk.storage.operation_log import head

FORKED = "forked"
"""Set where the district knows another copy of this desk by the log written now: a new incarnation begins at the next
opening."""

PUSH_BYTES = 4 << 20
"""What the operations of a push come to at most, half of what the district unpacks."""

LOGS = "logs"
_HELD, _CURSOR, _EPOCH = "held", "cursor", "epoch"
_NUMBERS = ("hwm", "included", "durable")


class ExchangeState:
    """The state over one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, name: str) -> str:
        """What is kept under a name, empty for nothing."""
        row = self._connection.exec_driver_sql("SELECT v FROM sync_state WHERE k = ?", (name,)).fetchone()
        return str(row[0]) if row is not None and row[0] is not None else ""

    def write(self, values: Mapping[str, str]) -> None:
        """Keep values under names."""
        sql = "INSERT INTO sync_state (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v"
        for name, value in values.items():
            self._connection.exec_driver_sql(sql, (name, value))

    def logs(self) -> Logs:
        """The logs of this desk."""
        return own_logs.from_text(self.read(LOGS), self.read("inc"))

    def marks(self) -> Watermarks:
        """How far the own operations have got; the origin is that of the log under way."""
        numbers = {name: int(self.read(name) or 0) for name in _NUMBERS}
        held = frozenset(int(seq) for seq in self.read(_HELD).split())
        logs = self.logs()
        origin = logs[own_logs.behind(logs, numbers["hwm"])].origin
        return Watermarks(n=head(self._connection)[0], held=held, origin=origin, **numbers)

    def keep(self, marks: Watermarks) -> None:
        """Keep how far they have got. A district that has less than it had has forgotten its words, too."""
        if marks.hwm < int(self.read("hwm") or 0):
            self.write({ASK_AGAIN: "1"})
        self.write({name: str(getattr(marks, name)) for name in _NUMBERS})
        self.write({_HELD: " ".join(map(str, sorted(marks.held)))})

    def epoch(self) -> str:
        """The district's past this desk knows."""
        return self.read(_EPOCH)

    def cursor(self) -> str:
        """Where this desk has read to."""
        return self.read(_CURSOR) or cursors.encode(Cursor(self.epoch()))

    def read_to(self, cursor: str) -> None:
        """It has read to there."""
        self.write({_CURSOR: cursor})

    def begin_again(self, epoch: str, cursor: str) -> bool:
        """The district has another past than this desk thought: everything is read from the beginning. Whether older
        logs are offered again, too."""
        rewinds = bool(self.epoch()) and len(self.logs()) > 1
        self.write({_EPOCH: epoch, _CURSOR: cursor, ASK_AGAIN: "1"})
        if rewinds:
            self.rewind(self.marks().durable)
        return rewinds

    def rewind(self, seq: int) -> None:
        """What lies behind a number is to be sent again."""
        marks = self.marks()
        low = min(marks.hwm, seq)
        self.write({"hwm": str(low), "included": str(min(marks.included, low))})

    def digest_of(self, seq: int) -> bytes | None:
        """The digest of the own operation with that number."""
        if not seq:
            return GENESIS
        row: Any = self._connection.exec_driver_sql("SELECT hash FROM op WHERE seq = ?", (seq,)).fetchone()
        return bytes(row[0]) if row is not None else None

    def operations(self, after: int, until: int, limit: int) -> list[bytes]:
        """The own operations behind a number and not behind another, in their exact bytes: up to `limit`, and no more
        than the other side unpacks at once. Long texts make few of them a push."""
        sql = "SELECT raw FROM op WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
        found: list[bytes] = []
        room = PUSH_BYTES
        for row in self._connection.exec_driver_sql(sql, (after, until, limit)):
            room -= len(row[0])
            if room < 0 and found:
                break
            found.append(bytes(row[0]))
        return found

    def position(self, seq: int) -> Position:
        """The own operation with that number as a place in a log."""
        return Position(seq, self.digest_of(seq) or GENESIS)
