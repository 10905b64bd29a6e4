"""Sealing a closed station under another key: everything is made ready beside it, then put in place as one step that a
power cut can only leave undone or finishable. At no moment does anything readable reach the disk."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from qi_desk import paths
from qi_desk.domain.errors import StoreDamaged
from qi_desk.durable_files import file_errors, replace, sync_folder, write_atomic
from qi_desk.storage.engine import check_integrity, connect, make_single_file, translated

DATABASE = paths.STATION_FILE
READY, KEYS_READY, COMMITTED = paths.REKEYED_STORE, paths.REKEYED_KEYS, paths.REKEY_COMMITTED
_LEFT_BEHIND = ("journal", "anchor.json", f"{DATABASE}-wal", f"{DATABASE}-shm")


def rekeyed(source: Path, key: bytes, target: Path, other: bytes) -> None:
    """A copy of a database under another key, every page of it checked. Raises StoreDamaged("store.damaged"),
    StoreFull."""
    with file_errors(), translated():
        target.unlink(missing_ok=True)
        reading = connect(source, key, read_only=True)
        try:
            writing = connect(target, other)
            try:
                reading.backup(writing)
                make_single_file(writing)
                if check_integrity(writing):
                    raise StoreDamaged("store.damaged")
            finally:
                writing.close()
        finally:
            reading.close()


def change_key(station: Path, key: bytes, other: bytes, keys: bytes) -> None:
    """Seal the closed station in `station`, locked by the caller, under `other`; `keys` becomes its key file.
    The journal is written anew from the database when the station is next opened. Raises StoreDamaged, StoreFull,
    StoreReadOnly; nothing has changed then."""
    try:
        rekeyed(station / DATABASE, key, station / READY, other)
        write_atomic(station / KEYS_READY, keys)
        write_atomic(station / COMMITTED, b"")
    except BaseException:
        _drop(station)
        raise
    settle(station)


def settle(station: Path) -> None:
    """Finish a change of the key that a power cut ended after it was ready, or clear away one that was not."""
    if not (station / COMMITTED).exists():
        _drop(station)
        return
    with file_errors():
        for name in _LEFT_BEHIND:
            _remove(station / name)
        if (station / READY).exists():
            replace(station / READY, station / DATABASE)
        if (station / KEYS_READY).exists():
            keys = (station / KEYS_READY).read_bytes()
            write_atomic(station / paths.KEY_TWIN, keys)
            write_atomic(station / paths.KEY_FILE, keys)
            (station / KEYS_READY).unlink()
        sync_folder(station)
        (station / COMMITTED).unlink()
        sync_folder(station)


def _drop(station: Path) -> None:
    for name in (READY, f"{READY}-wal", f"{READY}-shm", KEYS_READY):
        with suppress(OSError):
            (station / name).unlink(missing_ok=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
