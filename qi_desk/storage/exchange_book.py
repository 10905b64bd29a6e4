"""The desk's side of the exchange in its file: what is still to be sent, what the district said, and the screen's
tables made anew from both (sync.md 2.1, 2.2, 2.17)."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from qi_desk.domain.errors import Conflict
from qi_desk.domain.ledger import cursors, own_logs
from qi_desk.domain.ledger.cursors import Cursor
from qi_desk.domain.ledger.watermarks import (
    Position,
    Watermarks,
    is_mine,
    needs_new_incarnation,
    on_page,
    on_push_answer,
)
from qi_desk.domain.records import ENTITIES
from qi_desk.services.district_line import Changed, Push
from qi_desk.services.exchange_port import Dispute
from qi_desk.storage import dispute_rows
from qi_desk.storage.engine import translated
from qi_desk.storage.exchange_state import FORKED, LOGS, ExchangeState
from qi_desk.storage.search_index import SearchIndex
from qi_desk.storage.shown_rows import ShownRows

_LOOK = {"looking": True}
TERMS_KEY = "terms"
"""Where `sync_state` says which edition of search terms the index holds; none: it is made anew at opening."""
_NAMED = 8
"""How many of its logs a desk names when it asks for changes: operations of older ones do not wait any more."""


class ExchangeBook:
    """Reads and writes the exchange's state. Shares the store's lock of writers."""

    def __init__(self, engine: Engine, index: SearchIndex, writing: threading.Lock) -> None:
        self._engine, self._index, self._writing = engine, index, writing
        self._filling = False

    def marks(self) -> Watermarks:
        """How far the own operations have got."""
        with self._looking() as state:
            return state.marks()

    def cursor(self) -> str:
        """Where this desk has read to."""
        with self._looking() as state:
            return state.cursor()

    def recall(self, name: str) -> str:
        """What the desk keeps of its line under a name, empty for nothing."""
        with self._looking() as state:
            return state.read(name)

    def remember(self, values: Mapping[str, str]) -> None:
        """Keep something of the line."""
        with self._changing() as connection:
            ExchangeState(connection).write(values)

    def names(self) -> str:
        """The logs of this desk by name, comma between them, the one under way last."""
        with self._looking() as state:
            logs = state.logs()
            place = own_logs.behind(logs, state.marks().hwm)
            others = [log.name for log in logs if log is not logs[place]][-_NAMED:]
            return ",".join((*others, logs[place].name))

    def request(self, limit: int) -> Push:
        """The next push: up to `limit` operations of one log."""
        with self._looking() as state:
            return _push(state, state.marks().hwm, limit)

    def requests(self, limit: int) -> Iterator[Push]:
        """Everything without a receipt, one push behind the other."""
        with self._looking() as state:
            after = state.marks().hwm
            while (push := _push(state, after, limit)).lines:
                yield push
                after += len(push.lines)

    def take_answer(self, kind: str, through: int, epoch: str, position: Position, durable: int) -> None:
        """After a push whose last operation was `through`. Raises Conflict("sync.forked") where the district knows
        this desk as another one, a copy of which was used: at the next opening it goes on under a new name. What an
        older log contradicts goes on as a branch at once."""
        with self._changing() as connection:
            state = ExchangeState(connection)
            marks, logs = state.marks(), state.logs()
            place = own_logs.behind(logs, marks.hwm)
            if place + 1 < len(logs):
                # Another copy may have gone on in an older log; so far as it was sent just now, it is this desk's.
                if kind == "ok":
                    position = state.position(through)
                elif kind == "fork" or not is_mine(marks, position, state.digest_of):
                    _branch(state, marks)
                    return
            forked = kind == "fork" or needs_new_incarnation(marks, position, state.digest_of)
            if forked:
                state.write({FORKED: "1"})
            else:
                if epoch != state.epoch() and state.begin_again(epoch, cursors.encode(Cursor(epoch))):
                    # The answer is about one log; another has to be offered first.
                    return
                marks = state.marks()
                state.keep(on_push_answer(marks, position, durable, state.digest_of))
        if forked:
            raise Conflict("sync.forked")

    def take_page(self, page: Changed) -> tuple[set[tuple[str, str]], bool]:
        """Take a page in one transaction; what it touched as (kind, id), and whether there is more to fetch. A page
        that was not asked for from where this desk stands is passed over."""
        with self._changing() as connection:
            kept = ExchangeState(connection)
            if page.asked_from != kept.cursor():
                return set(), True
            before = kept.marks()
            marks = on_page(before, page.position, page.held, kept.digest_of, last=not page.more)
            kept.keep(marks)
            if page.reset:
                kept.begin_again(cursors.decode(page.cursor).epoch, page.cursor)
                return set(), True
            shown = self._rows(connection)
            shown.keep_base(page.rows)
            dispute_rows.keep(connection, page.rows, page.authors)
            kept.read_to(page.cursor)
            touched = {(state.et, state.eid) for state in page.rows} | _settled(connection, before, marks)
            shown.show(sorted(touched), marks, {state.eid: state for state in page.rows})
            return touched, page.more

    def show_again(self) -> int:
        """After the program was replaced by a newer one: what it understands now of what the district sent before.
        How many records."""
        with self._changing() as connection:
            marks = ExchangeState(connection).marks()
            found = [
                (kind, str(row[0]))
                for kind in ENTITIES
                for row in connection.exec_driver_sql(
                    f'SELECT b.eid FROM base b LEFT JOIN "{kind}" k ON k.eid = b.eid '
                    "WHERE b.et = ? AND (k.eid IS NULL OR k.extra IS NOT NULL)",
                    (kind,),
                )
            ]
            self._rows(connection).show(found, marks, {})
        return len(found)

    def begin_filling(self) -> None:
        """A new desk's file is filled: the search index is made once, when the file is opened, and not row by row."""
        self._filling = True
        with self._changing() as connection:
            ExchangeState(connection).write({TERMS_KEY: ""})

    def unsent_files(self, limit: int) -> tuple[str, ...]:
        """Contents of attachments the district is not known to have."""
        sql = (
            "SELECT DISTINCT sha256 FROM attachment a WHERE NOT EXISTS "
            "(SELECT 1 FROM file_sent s WHERE s.sha256 = a.sha256) ORDER BY eid LIMIT ?"
        )
        with translated(), self._engine.connect().execution_options(**_LOOK) as connection:
            return tuple(str(row[0]) for row in connection.exec_driver_sql(sql, (limit,)))

    def file_sent(self, digest: str) -> None:
        """The district has a content whole."""
        with self._changing() as connection:
            connection.exec_driver_sql("INSERT OR IGNORE INTO file_sent (sha256) VALUES (?)", (digest,))

    def disputed(self) -> int:
        """How many disputes wait for a decision."""
        with translated(), self._engine.connect().execution_options(**_LOOK) as connection:
            return dispute_rows.count(connection)

    def disputes(self, *, settled: bool = False) -> tuple[Dispute, ...]:
        """What people have to decide, or decided lately."""
        with translated(), self._engine.connect().execution_options(**_LOOK) as connection:
            return dispute_rows.select(connection, settled=settled)

    @contextmanager
    def _looking(self) -> Iterator[ExchangeState]:
        with translated(), self._engine.connect().execution_options(**_LOOK) as connection:
            yield ExchangeState(connection)

    @contextmanager
    def _changing(self) -> Iterator[Connection]:
        with self._writing, translated(), self._engine.begin() as connection:
            yield connection

    def _rows(self, connection: Connection) -> ShownRows:
        def refresh(kind: str, eid: str, values: Mapping[str, Any] | None, before: Mapping[str, Any] | None) -> None:
            if not self._filling:
                self._index.refresh(connection, kind, eid, values, before)

        return ShownRows(connection, refresh)


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


def _push(state: ExchangeState, after: int, limit: int) -> Push:
    logs = state.logs()
    place = own_logs.behind(logs, after)
    end = logs[place + 1].origin if place + 1 < len(logs) else state.marks().n
    origin, before = state.position(logs[place].origin), state.position(after)
    return Push(logs[place].name, origin, before, state.operations(after, end, limit))


def _branch(state: ExchangeState, marks: Watermarks) -> None:
    logs = state.logs()
    apart = own_logs.branched(logs, marks.durable)
    if apart == logs:
        raise Conflict("sync.no_progress")
    state.write({LOGS: own_logs.to_text(apart)})
    state.rewind(marks.durable)
