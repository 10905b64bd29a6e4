"""The district's SQL back ends behind the face the machine of the ledger knows."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Engine, create_engine

from qi_desk.district.feed import Feed
from qi_desk.district.ledger import Ledger
from qi_desk.district.schema import make
from qi_desk.district.tables import prepare
from qi_desk.domain.ledger.operations import Operation, decode
from qi_desk.domain.ledger.state import State
from qi_desk.domain.ledger.state_lines import read_state
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.sync.protocol import Answer, Page
from tests.district.postgres import Cluster
from tests.domain.ledger.reference_server import RULES

STATION = "PY03"
_RAW = "(SELECT raw FROM op_log o WHERE o.uid = e.uid LIMIT 1)"
_NAMES = itertools.count(1)
_FOLDER = Path(tempfile.mkdtemp(prefix="district-"))
_EMPTY = _FOLDER / "empty.db"


def sqlite(path: Path) -> Engine:
    return prepare(create_engine(f"sqlite:///{path}"))


class SqlServer:
    """One district over an engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.ledger, self.feed = Ledger(engine, lambda _et: RULES), Feed(engine)

    def backup(self) -> SqlServer:
        raise NotImplementedError

    def push(self, inc: str, origin: Position, before: Position, lines: list[bytes]) -> Answer:
        return self.ledger.push(inc, STATION, origin, before, lines)

    def pull(self, token: str, inc: str, limit: int = 1) -> Page:
        return self.feed.pull(token, inc, STATION, limit)

    @property
    def epoch(self) -> str:
        return self.ledger.epoch()

    @epoch.setter
    def epoch(self, name: str) -> None:
        self.ledger.begin(name, "restored")

    def _all(self, sql: str) -> list[Any]:
        with self.engine.connect().execution_options(looking=True) as connection:
            return list(connection.exec_driver_sql(sql).fetchall())

    def known(self) -> dict[str, Operation]:
        """Every operation ever admitted, by uid."""
        return {uid: decode(bytes(raw)) for uid, raw in self._all("SELECT uid, raw FROM op_log")}

    @property
    def applied(self) -> dict[str, Operation]:
        rows = self._all(f"SELECT uid, {_RAW} FROM effect e WHERE waits = 0 ORDER BY place")
        return {uid: decode(bytes(raw)) for uid, raw in rows}

    @property
    def waiting(self) -> list[Operation]:
        return [
            decode(bytes(raw)) for (raw,) in self._all(f"SELECT {_RAW} FROM effect e WHERE waits = 1 ORDER BY place")
        ]

    @property
    def states(self) -> dict[str, State]:
        return {eid: read_state(line) for eid, line in self._all("SELECT eid, line FROM row_state")}

    def work_off(self, *, force: bool = False) -> bool:
        return bool(self.ledger.give_up_waiting()) if force else False


class SqliteServer(SqlServer):
    """One district in a file; a backup is a copy of it."""

    def __init__(self, source: Path | None = None) -> None:
        self.path = _FOLDER / f"{next(_NAMES)}.db"
        if source is None and not _EMPTY.exists():
            made = sqlite(_EMPTY)
            _found(made)
            _close(made)
        shutil.copyfile(source or _EMPTY, self.path)
        super().__init__(sqlite(self.path))

    def backup(self) -> SqliteServer:
        self.ledger.mark_durable()
        _close(self.engine)
        return SqliteServer(self.path)


class PostgresServer(SqlServer):
    """One district in a database; a backup is a copy of it."""

    cluster: ClassVar[Cluster]
    empty: ClassVar[str] = ""

    def __init__(self, source: str = "") -> None:
        if not PostgresServer.empty:
            PostgresServer.empty = self.cluster.database()
            _found(self.cluster.engine(PostgresServer.empty))
        self.name = self.cluster.database(source or PostgresServer.empty)
        super().__init__(self.cluster.engine(self.name))

    def backup(self) -> PostgresServer:
        self.ledger.mark_durable()
        return PostgresServer(self.name)


def _found(engine: Engine) -> None:
    make(engine)
    Ledger(engine, lambda _et: RULES).begin("e1")


def _close(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
