"""Making a station's store and opening it: versions, the journal's tail, the marks, and what a restored copy needs."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from qi_desk import paths
from qi_desk.domain import numbers
from qi_desk.domain.errors import StoreDamaged
from qi_desk.domain.ledger import own_logs
from qi_desk.domain.ledger.operations import decode, digest
from qi_desk.domain.pinyin import Readings
from qi_desk.services.ports import Clock
from qi_desk.storage import replay
from qi_desk.storage.engine import (
    SCHEMA,
    check_integrity,
    connect,
    make_engine,
    open_engine,
    translated,
)
from qi_desk.storage.exchange_book import TERMS_KEY
from qi_desk.storage.exchange_state import FORKED, LOGS
from qi_desk.storage.journal import Journal, Tail
from qi_desk.storage.marks import Head, Judgement, Verdict, judge, machine_fingerprint
from qi_desk.storage.marks_file import MarksFile
from qi_desk.storage.operation_log import Entry, OperationLog, head
from qi_desk.storage.search_find import Finder
from qi_desk.storage.search_index import SearchIndex
from qi_desk.storage.search_terms import TERMS
from qi_desk.storage.store import StationStore

FILE = paths.STATION_FILE
JOURNAL = "journal"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store lives: its folder, the user's state folder for the marks outside it, and its id."""

    folder: Path
    state_folder: Path
    db_id: str

    @property
    def file(self) -> Path:
        """The database file."""
        return self.folder / FILE


@dataclass(frozen=True, slots=True)
class Opened:
    """An open store and what opening found: `letter` is the desk's now, `verdict` what the marks said, `recovered`
    how many operations came back from the journal, `renewed` whether the desk had to take a new letter."""

    store: StationStore
    db_id: str
    letter: str
    verdict: Verdict
    reason: str
    recovered: int
    renewed: bool


def create(place: Place, key: bytes, station_code: str, letter: str, readings: Readings, clock: Clock) -> Opened:
    """Make the database with its schema and open it. Raises StoreDamaged("store.exists") if one is there."""
    if place.file.exists():
        raise StoreDamaged("store.exists", file=FILE)
    with translated():
        place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(place.file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.close(descriptor)
    from qi_desk.storage.migrate import upgrade

    upgrade(place.file, key)
    engine = make_engine(place.file, key)
    _remember(engine, {"db_id": place.db_id, "station": station_code, "inc": _incarnation()})
    return _open(place, key, engine, letter, readings, clock)


def open_store(place: Place, key: bytes, readings: Readings, clock: Clock) -> Opened:
    """Open the store of a station; an older schema is brought up first, after a copy was set aside.

    Raises StoreDamaged, StoreNewer, StoreBusy, StoreReadOnly, StoreFull.
    """
    probe = open_engine(place.file, key)
    with translated(), probe.connect() as connection:
        version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version < SCHEMA:
        probe.dispose()
        from qi_desk.storage.migrate import upgrade

        upgrade(place.file, key)
        probe = open_engine(place.file, key)
        opened = _open(place, key, probe, "", readings, clock)
        opened.store.exchange.show_again()
        return opened
    return _open(place, key, probe, "", readings, clock)


def older_schema(place: Place, key: bytes) -> str:
    """The station's code where its file is of an earlier schema than this program's, which will change it; else
    empty. Raises StoreError kinds."""
    if not place.file.is_file():
        return ""
    connection = connect(place.file, key)
    try:
        with translated():
            if not 0 < int(connection.execute("PRAGMA user_version").fetchone()[0]) < SCHEMA:
                return ""
            return str(connection.execute("SELECT v FROM sync_state WHERE k = 'station'").fetchone()[0])
    finally:
        connection.close()


def _open(place: Place, key: bytes, engine: Engine, letter: str, readings: Readings, clock: Clock) -> Opened:
    with ExitStack() as unless_open:
        unless_open.callback(engine.dispose)
        state = _state(engine)
        if state.get("db_id") != place.db_id:
            raise StoreDamaged("store.other_station")
        incarnation, index = state["inc"], SearchIndex(readings)
        journal = Journal.open(place.folder / JOURNAL, key, place.db_id, incarnation)
        unless_open.callback(journal.close)
        marks = MarksFile.load(place.folder, place.state_folder, place.db_id)
        unless_open.callback(marks.close)
        recovered = _recover(engine, journal, index)
        _renew_terms(engine, index, state)
        judgement = _judge(engine, marks, journal.tail(), incarnation, place.db_id)
        if state.get(FORKED) and judgement.verdict is Verdict.SAME:
            judgement = replace(judgement, verdict=Verdict.BEHIND, reason="marks.forked")
        renewed = judgement.verdict in (Verdict.BEHIND, Verdict.CLONED)
        if marks.marks is None and judgement.verdict is Verdict.FRESH:
            marks.renew(incarnation, letter, machine_fingerprint(place.db_id))
            _remember(engine, {"letter": letter})
        elif renewed:
            journal.close()
            incarnation = _renew(engine, marks, place.db_id, state)
            journal = Journal.open(place.folder / JOURNAL, key, place.db_id, incarnation)
            unless_open.callback(journal.close)
        _catch_up(engine, journal, incarnation)
        log = OperationLog(incarnation, journal, marks)
        store = StationStore(engine, log, Finder(readings=readings), index, state["station"], clock)
        current = marks.marks
        assert current is not None
        unless_open.pop_all()
        return Opened(store, place.db_id, current.letter, judgement.verdict, judgement.reason, recovered, renewed)


def _renew_terms(engine: Engine, index: SearchIndex, state: Mapping[str, str]) -> None:
    """Make the search index anew if another program's terms stand in it: half a minute for half a million records."""
    if state.get(TERMS_KEY) == TERMS:
        return
    with translated(), engine.begin() as connection:
        index.rebuild(connection)
    _remember(engine, {TERMS_KEY: TERMS})


def _renew(engine: Engine, marks: MarksFile, db_id: str, state: Mapping[str, str]) -> str:
    """Begin a new incarnation under a letter nobody used; answers the incarnation."""
    incarnation, letter = _incarnation(), _new_letter(engine, marks, enrolled=bool(state.get("device")))
    with translated(), engine.connect().execution_options(looking=True) as connection:
        seq, last = head(connection)
    marks.renew(incarnation, letter, machine_fingerprint(db_id), seq=seq, hash_hex=last.hex() if seq else "")
    logs = own_logs.renewed(own_logs.from_text(state.get(LOGS, ""), state["inc"]), incarnation, seq)
    _remember(engine, {"inc": incarnation, "letter": letter, LOGS: own_logs.to_text(logs), FORKED: ""})
    return incarnation


def _incarnation() -> str:
    return os.urandom(8).hex()


def _state(engine: Engine) -> dict[str, str]:
    with translated(), engine.connect().execution_options(looking=True) as connection:
        return {row[0]: row[1] for row in connection.exec_driver_sql("SELECT k, v FROM sync_state")}


def _remember(engine: Engine, values: Mapping[str, str]) -> None:
    with translated(), engine.begin() as connection:
        for name, value in values.items():
            connection.exec_driver_sql(
                "INSERT INTO sync_state (k, v) VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v",
                (name, value),
            )


def _judge(engine: Engine, marks: MarksFile, tail: Tail | None, incarnation: str, db_id: str) -> Judgement:
    """What the marks say, and the journal: one that holds other operations is as much a sign of another copy."""
    with translated(), engine.connect().execution_options(looking=True) as connection:
        head = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM op").scalar_one()
        rows = connection.exec_driver_sql(
            "SELECT kind, day, max(serial) FROM number_ledger WHERE desk = ? GROUP BY kind, day",
            (marks.marks.letter if marks.marks else "",),
        )
        serials = {(row[0], row[1]): int(row[2]) for row in rows}

        def hash_of(seq: int) -> str | None:
            row = connection.exec_driver_sql("SELECT hash FROM op WHERE seq = ?", (seq,)).fetchone()
            return bytes(row[0]).hex() if row else None

        judgement = judge(Head(incarnation, int(head), hash_of), serials, marks.marks, machine_fingerprint(db_id))
        if judgement.verdict is Verdict.SAME and tail is not None and hash_of(tail.seq) != tail.hash.hex():
            return replace(judgement, verdict=Verdict.BEHIND, reason="marks.forked")
        return judgement


def _recover(engine: Engine, journal: Journal, index: SearchIndex) -> int:
    """Bring operations back that the journal has and the database lost, if they go on from its end. Answers how
    many. What lies behind a damaged place of the journal stays there: the marks will tell that it is missing."""
    tail = journal.tail()
    if tail is None:
        return 0
    with translated(), engine.begin() as connection:
        seq, last = head(connection)
        if tail.seq <= seq:
            return 0
        touched: set[tuple[str, str]] = set()
        count = 0
        with suppress(StoreDamaged):
            for found, raw in journal.read(seq + 1):
                operation = decode(raw)
                if found != seq + count + 1 or operation.prev != last:
                    break
                last = digest(raw)
                replay.apply(connection, Entry(found, operation.uid, raw, last), operation)
                touched.add((operation.et, operation.eid))
                count += 1
        replay.reindex(connection, index, touched)
        return count


def _catch_up(engine: Engine, journal: Journal, incarnation: str) -> None:
    """Give the journal what a crash between commit and journal, or within the journal's write, kept from it."""
    tail = journal.tail()
    kept = tail.seq if tail else 0
    if journal.gap is not None:
        kept = journal.gap - 1
    with translated(), engine.connect().execution_options(looking=True) as connection:
        rows = connection.exec_driver_sql(
            "SELECT seq, raw FROM op WHERE inc = ? AND seq > ? ORDER BY seq",
            (incarnation, kept),
        ).fetchall()
    write = journal.append_many if journal.gap is None else journal.mend
    if rows:
        write([(int(row[0]), bytes(row[1])) for row in rows])


def _new_letter(engine: Engine, marks: MarksFile, *, enrolled: bool) -> str:
    """A letter this desk knows no use of. In a district other desks may have taken one since: there it is a pair drawn
    by lot, which no desk is given otherwise."""
    with translated(), engine.connect().execution_options(looking=True) as connection:
        rows = connection.exec_driver_sql("SELECT letter FROM desk UNION SELECT desk FROM number_ledger")
        used = {row[0] for row in rows} | set(marks.marks.letters if marks.marks else ())
    singles = [letter for letter in numbers.DESK_LETTERS if letter not in used]
    if singles and not enrolled:
        return singles[0]
    pairs = [first + second for first in numbers.DESK_LETTERS for second in numbers.DESK_LETTERS]
    return secrets.choice([pair for pair in pairs if pair not in used and numbers.is_desk(pair)])


def inspect(place: Place, key: bytes) -> tuple[str, ...]:
    """Codes of what a thorough look at the file finds; empty when sound."""
    try:
        connection = connect(place.file, key, read_only=True)
    except StoreDamaged as error:
        return (error.code,)
    try:
        return check_integrity(connection)
    finally:
        connection.close()
