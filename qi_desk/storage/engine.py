"""Opening the encrypted station file, and turning what SQLite says into the house's errors."""

from __future__ import annotations

import os
import shutil
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote_from_bytes

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from qi_desk import durable_files
from qi_desk.domain.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreNewer,
    StoreReadOnly,
)

SCHEMA = 33
"""The schema this program writes, kept in `user_version`; a later one in a file means a later program."""

APPLICATION_ID = 0x51494453
"""Marks the file as a station file ("QIDS")."""

_CACHE_KIB = 32 * 1024

_LEAST_ROOM = 1024 * 1024
_opened_in: deque[Path] = deque(maxlen=4)
"""The folders where files were opened last, to be looked at when SQLite can't say what the matter is."""


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Any:
    """A keyed sqlcipher3 connection to `path`, WAL and full durability. Raises StoreError kinds."""
    folder = path.absolute().parent
    if folder not in _opened_in:
        _opened_in.append(folder)
    with translated():
        if read_only:
            connection = dbapi2.connect(
                f"{read_uri(path.absolute())}?mode=ro",
                uri=True,
                check_same_thread=False,
                isolation_level=None,
                timeout=5,
            )
        else:
            connection = dbapi2.connect(os.fspath(path), check_same_thread=False, isolation_level=None, timeout=5)
        try:
            # SQLCipher writes to stderr of its own accord unless told before the key is given.
            connection.execute("PRAGMA cipher_log_level = none")
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if not read_only:
                connection.execute("PRAGMA journal_mode = WAL")
        except BaseException:
            connection.close()
            raise
    return connection


def read_uri(path: PurePath) -> str:
    """The address SQLite takes for the absolute `path`: as `as_uri`, but without the server that Python puts into
    that of a network share of Windows, which SQLite refuses."""
    place = path.as_posix()
    return "file://" + quote_from_bytes(os.fsencode(place if place.startswith("/") else f"/{place}"), safe="/:")


def open_engine(path: Path, key: bytes) -> Engine:
    """An engine over an existing station file. Raises StoreDamaged, StoreNewer, StoreBusy, StoreReadOnly."""
    if not path.is_file():
        raise StoreDamaged("store.missing", file=path.name)
    probe = connect(path, key)
    try:
        check_version(probe)
    finally:
        probe.close()
    return make_engine(path, key)


def make_engine(path: Path, key: bytes) -> Engine:
    """An engine over `path`, the file made if it is not there. Units of work begin with BEGIN IMMEDIATE."""
    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: connect(path, key),
        poolclass=QueuePool,
        pool_size=3,
        max_overflow=2,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        mode = "" if connection.get_execution_options().get("looking") else " IMMEDIATE"
        connection.exec_driver_sql(f"BEGIN{mode}")

    return engine


def make_single_file(connection: Any) -> None:
    """Put everything of a database just written into its one file, without companions. Raises StoreError kinds: SQLite
    only answers that it stayed as it was, and what the companion holds would be left behind."""
    with translated():
        ((mode,),) = connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        if mode != "delete":
            raise StoreFull("store.full") if _no_room() else StoreDamaged("store.io")


def check_version(connection: Any) -> None:
    """Raise StoreNewer if a later program wrote the file, StoreDamaged if it is no station file."""
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreDamaged("store.not_a_station")
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > SCHEMA:
        raise StoreNewer("store.newer", found=found, known=SCHEMA)


def check_integrity(connection: Any, *, thorough: bool = True) -> tuple[str, ...]:
    """What `cipher_integrity_check` and `quick_check` find: codes of pages and structures, empty when sound.

    Both are needed: a cut-off end passes the first, a flipped bit the second (measured).
    """
    found: list[str] = []
    with translated():
        if thorough:
            found += [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
        try:
            found += [str(row[0]) for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
        except dbapi2.DatabaseError as error:
            if isinstance(_kind_of(str(error)), StoreFull):
                raise
            found.append(str(error))
    return tuple(found)


@contextmanager
def translated() -> Iterator[None]:
    """Raise the house's errors for what SQLite, SQLCipher and the file system report inside the block."""
    try:
        yield
    except DBAPIError as error:
        known = _kind_of(str(error.orig))
        if known is None:
            raise
        raise known from error
    except dbapi2.Error as error:
        known = _kind_of(str(error))
        if known is None:
            raise
        raise known from error
    except OSError as error:
        known = durable_files.kind_of(error)
        if known is None:
            raise
        raise known from error


_MESSAGES: tuple[tuple[str, type[StoreError], str], ...] = (
    ("file is not a database", StoreDamaged, "store.not_a_database"),
    ("malformed", StoreDamaged, "store.damaged"),
    ("disk i/o error", StoreDamaged, "store.io"),
    ("database or disk is full", StoreFull, "store.full"),
    ("database is locked", StoreBusy, "store.busy"),
    ("readonly database", StoreReadOnly, "store.read_only"),
    ("unable to open database file", StoreReadOnly, "store.cannot_open"),
)


_ANY_CAUSE = frozenset({"store.io", "store.cannot_open"})


def _kind_of(message: str) -> StoreError | None:
    lowered = message.lower()
    for fragment, kind, code in _MESSAGES:
        if fragment in lowered:
            return StoreFull("store.full") if code in _ANY_CAUSE and _no_room() else kind(code)
    return None


def _no_room() -> bool:
    """Whether one of the disks in use is as good as full: SQLite calls it an error of the disk where its shared memory
    or a companion file finds no room, and somebody would take the file for damaged."""
    for folder in _opened_in:
        with suppress(OSError):
            if shutil.disk_usage(folder).free < _LEAST_ROOM:
                return True
    return False


def quiet_rollback(connection: Any) -> None:
    """Roll back; where SQLite already has (a full disk), the complaint about it is not the news."""
    with suppress(DBAPIError, dbapi2.Error):
        connection.rollback()
