"""The open store: writing one act at a time, looking from anywhere, closing in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from copy import copy

from sqlalchemy import Engine

from qi_desk.domain.errors import StoreError
from qi_desk.domain.ledger.operations import ChainBreak, verify
from qi_desk.services.ports import Actor, Clock
from qi_desk.storage.counting import StoreCounter
from qi_desk.storage.drafts import DraftBox
from qi_desk.storage.engine import translated
from qi_desk.storage.exchange_book import ExchangeBook
from qi_desk.storage.operation_log import Head, OperationLog, head
from qi_desk.storage.prints import PrintBook
from qi_desk.storage.reader import StoreReader
from qi_desk.storage.recents import RecentList
from qi_desk.storage.search_find import Finder
from qi_desk.storage.search_index import SearchIndex
from qi_desk.storage.unit_of_work import StoreUnit


class StationStore:
    """The station file of one desk, open. Made by `opening`."""

    def __init__(
        self,
        engine: Engine,
        log: OperationLog,
        finder: Finder,
        index: SearchIndex,
        station_code: str,
        clock: Clock,
    ) -> None:
        self._engine = engine
        self._log = log
        self._finder = finder
        self._index = index
        self._station_code = station_code
        self._clock = clock
        self.viewer: Actor | None = None
        self._writing = threading.Lock()
        self.drafts = DraftBox(engine)
        self.recents = RecentList(engine)
        self.prints = PrintBook(engine)
        self.exchange = ExchangeBook(engine, index, self._writing)

    @property
    def engine(self) -> Engine:
        """The engine, for checks and benchmarks."""
        return self._engine

    @property
    def log(self) -> OperationLog:
        """The chain's write side."""
        return self._log

    def seen_by(self, viewer: Actor) -> StationStore:
        """The same store, as this person may see it."""
        if self.viewer is viewer:
            return self
        seen = copy(self)
        seen.viewer = viewer
        seen.prints = PrintBook(self._engine, viewer)
        return seen

    @contextmanager
    def write(self, actor: Actor) -> Iterator[StoreUnit]:
        """Begin one act of `actor`; rolled back unless it commits. Raises StoreError kinds."""
        with self._writing, translated(), self._engine.connect() as connection:
            connection.begin()
            unit = StoreUnit(
                connection,
                self._finder,
                self._index,
                self._log,
                actor,
                self._station_code,
                self._clock.now(),
            )
            try:
                yield unit
            finally:
                if not unit.committed:
                    unit.rollback()

    @contextmanager
    def read(self) -> Iterator[StoreReader]:
        """A consistent look."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            yield StoreReader(connection, self._finder, self.viewer)

    @contextmanager
    def counting(self) -> Iterator[StoreCounter]:
        """A consistent look that only counts, at every record whoever asks."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            yield StoreCounter(connection)

    @property
    def journal_behind(self) -> int:
        """Committed operations the journal could not take yet."""
        return self._log.journal_behind

    def head(self) -> Head:
        """The last operation: its number and hash."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            return head(connection)

    def hash_of(self, seq: int) -> bytes | None:
        """The hash of one operation, None if there is no such one."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            row = connection.exec_driver_sql("SELECT hash FROM op WHERE seq = ?", (seq,)).fetchone()
            return bytes(row[0]) if row else None

    def chain_break(self) -> ChainBreak | None:
        """The first break of the whole chain, None if it is sound. Reads every operation."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            rows = connection.exec_driver_sql("SELECT raw, hash FROM op ORDER BY seq").yield_per(1000)
            return verify((_bytes(row[0]), _bytes(row[1])) for row in rows)[2]

    def chain_part(self, after: int, digest: bytes, limit: int) -> tuple[int, bytes, ChainBreak | None]:
        """`limit` operations behind `after`, whose digest is `digest`: the last sound one and the first break."""
        with translated(), self._engine.connect().execution_options(looking=True) as connection:
            sql = "SELECT raw, hash FROM op WHERE seq > ? ORDER BY seq LIMIT ?"
            rows = connection.exec_driver_sql(sql, (after, limit))
            return verify(((_bytes(row[0]), _bytes(row[1])) for row in rows), after=after, previous=digest)

    def close(self) -> None:
        """Put the write-ahead log into the file if that can be done (else the next opening does), let go of all."""
        with self._writing:
            with suppress(StoreError), translated(), self._engine.connect() as connection:
                connection.rollback()
                raw = connection.connection.dbapi_connection
                if raw is not None:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._engine.dispose()
            self._log.close()


def _bytes(cell: object) -> bytes:
    # Whoever changes a cell may leave another type in it; that is a break of the chain, not of the program.
    return cell if isinstance(cell, bytes) else str(cell).encode()
