"""The district's side of a push: operations arrive exactly once in effect, each request in one transaction.

The order is the protocol's: the log of the incarnation first, then what each operation does, the numbers of the feed
last of all, so that no reader can pass over a late commit. An answer is given after the commit only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from qi_desk.district.intake import OWN, Intake, RulesOf
from qi_desk.district.statements import Statements
from qi_desk.domain.ledger.operations import read
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.sync.protocol import Answer


class Ledger:
    """One district's log and records over an engine of PostgreSQL or SQLite."""

    def __init__(self, engine: Engine, rules_of: RulesOf) -> None:
        self._engine, self.rules_of = engine, rules_of
        self.took: Callable[[frozenset[str]], object] = frozenset
        """Hears after each push which kinds of records were in it."""

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
        operations = [(raw, read(raw)) for raw in lines]
        with self._engine.begin() as connection:
            intake = Intake(self.rules_of, connection, inc, station, device)
            kind = intake.take(origin, before, operations)
            answer = Answer(kind, Statements(connection).epoch(), intake.head(), intake.durable(), intake.results)
        self.took(frozenset(op.et for _, op in operations))
        return answer

    def author(self, kind: str, eid: str, values: Mapping[str, Any]) -> None:
        """Write a record as the district itself: an operation in its own log, with the authority to write what only the
        district gives."""
        with self._engine.begin() as connection:
            sql = Statements(connection)
            intake = Intake(self.rules_of, connection, f"{OWN}{sql.epoch()}", "")
            intake.author(kind, eid, values)

    def mark_durable(self) -> None:
        """Everything received so far is in a backup now."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE incarnation SET durable = hwm")

    def give_up_waiting(self) -> int:
        """Let the first waiting operation take effect though what it was built upon is gone for good (two losses at
        once); the operator asks for it. Returns how many took effect."""
        with self._engine.begin() as connection:
            return Intake(self.rules_of, connection).give_up()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
