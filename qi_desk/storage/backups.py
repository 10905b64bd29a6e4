"""Copies of a station in a folder or on a stick: made whole, proven by opening them, put back without losing anything.

A copy is a folder of its own: the database under the station's own key as one sealed file, a key file that the recovery
code on paper opens and no password does, and a list of contents with digests, sealed by the key. Attachments lie beside
the copies, each once: they are sealed and never change. Nothing in a copy can be read without a key.
"""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qi_desk import paths
from qi_desk.domain import moments
from qi_desk.domain.backups import Backup
from qi_desk.domain.errors import Missing, StoreDamaged, StoreError
from qi_desk.durable_files import BINARY, file_errors, lasting_folder, replace, sync_folder, write_atomic
from qi_desk.storage import backup_contents
from qi_desk.storage.backup_contents import CARRIED, CONTENTS, DATABASE, PART
from qi_desk.storage.engine import check_integrity, connect, make_single_file, translated
from qi_desk.storage.rekeying import rekeyed

ATTACHMENTS = "files"

_COUNTED = ("enterprise", "request", "visit", "op")
_CHUNK = 1024 * 1024
_DEPTH, _MOST_FOLDERS = 4, 2000


@dataclass(frozen=True, slots=True)
class Source:
    """An open station: its folder, key, id and code; `key_file` is what a copy carries as its key file."""

    folder: Path
    key: bytes
    db_id: str
    station: str
    key_file: bytes


def shelf_of(target: Path, station: str, db_id: str) -> Path:
    """The folder on `target` that holds the copies of this one station."""
    return target / f"qi-desk-{station}-{db_id[:8]}"


def make(source: Source, shelf: Path, why: str, now: datetime) -> Backup:
    """Copy the open station to `shelf` and prove the copy by opening it and checking every page. Work goes on
    meanwhile; the copy is what it was when copying began. What a cut left behind goes first.

    Raises StoreDamaged where a page of the station does not hold, StoreFull, StoreReadOnly.
    """
    with file_errors(), translated():
        lasting_folder(shelf)
        for left in shelf.glob(f"*{PART}"):
            shutil.rmtree(left)
        part = shelf / f"{_free_name(shelf, f'{now:%Y%m%d-%H%M%S}')}{PART}"
        part.mkdir(mode=0o700)
        try:
            _copy_database(source, part / DATABASE)
            write_atomic(part / paths.KEY_FILE, source.key_file)
            if (source.folder / paths.PRACTICE_FILE).exists():
                _copy(source.folder / paths.PRACTICE_FILE, part / paths.PRACTICE_FILE)
            attachments = _copy_attachments(source.folder / ATTACHMENTS, shelf / ATTACHMENTS)
            made = backup_contents.write(part, source.key, _said(source, part, why, now, attachments))
            _prove(part, source.key)
            final = part.with_name(made.name)
            replace(part, final)
            sync_folder(shelf)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    return made


def kept(shelf: Path) -> tuple[Backup, ...]:
    """The copies on a shelf, the newest first; those without a readable list of contents are left out. A folder that
    is not there, a stick pulled out, holds none."""
    found = []
    for folder in _folders(shelf):
        with suppress(StoreError, Missing):
            found.append(backup_contents.read(folder))
    return tuple(sorted(found, key=lambda one: one.made_at, reverse=True))


def look_in(place: Path) -> tuple[Path, ...]:
    """The folders of copies in what a person pointed at: a copy itself, a shelf, a stick, or what the stick is seen in;
    the newest first. Raises Missing("backup.none")."""
    found = []
    level = [place]
    for _ in range(_DEPTH):
        for folder in level:
            with suppress(StoreError, Missing):
                found.append((backup_contents.read(folder).made_at, folder))
        level = [inner for outer in level for inner in _folders(outer)][:_MOST_FOLDERS]
    if not found:
        raise Missing("backup.none", folder=place.name)
    return tuple(folder for _, folder in sorted(found, reverse=True))


def check(folder: Path, key: bytes) -> Backup:
    """Prove a copy: the key sealed its list of contents, every file is as listed, the database opens and every page
    holds. Reads all of it and writes nothing. Raises StoreDamaged("backup.damaged") with the `file` that does not hold,
    Missing, StoreNewer("backup.newer")."""
    document = backup_contents.document_of(folder)
    if not sealed_by(folder, key):
        raise StoreDamaged("backup.damaged", file=CONTENTS)
    for name, (size, digest) in document["files"].items():
        with file_errors():
            whole = (folder / name).is_file() and [
                (folder / name).stat().st_size,
                backup_contents.digest(folder / name),
            ]
        if whole != [size, digest]:
            raise StoreDamaged("backup.damaged", file=name)
    for name in document["attachments"]:
        if not (folder.parent / ATTACHMENTS / name).is_file():
            raise StoreDamaged("backup.damaged", file=ATTACHMENTS)
    _prove(folder, key)
    return backup_contents.read(folder)


def sealed_by(folder: Path, key: bytes) -> bool:
    """Whether this key sealed the copy. Raises Missing, StoreDamaged, StoreNewer."""
    document = backup_contents.document_of(folder)
    return hmac.compare_digest(document["seal"], backup_contents.seal(key, document))


def put_back(
    folder: Path, key: bytes, station: Path, now: datetime, *, back: bool, now_under: bytes | None = None
) -> Backup:
    """Put a copy in the place of a station that is closed and locked by the caller; the copy is checked first.

    What stands there now is set aside, never removed. The journal beside the database stays and brings back, when the
    station is next opened, what was written after the copy; with `back` it is set aside too: the station is as it was
    then. The key file stays, with the people who came since; where its key is another by now, `now_under`, the database
    is sealed under that. A cut in the middle leaves the old database or a whole new one; the same call again finishes.
    Raises as `check`, StoreFull, StoreReadOnly.
    """
    found = check(folder, key)
    aside = station / _free_name(station, f"set-aside-{now:%Y%m%d-%H%M%S}")
    ready = station / f"{DATABASE}.ready"
    with file_errors(), translated():
        lasting_folder(station, 0o700)
        if now_under in (None, key):
            _copy(folder / DATABASE, ready)
        else:
            rekeyed(folder / DATABASE, key, ready, now_under)
        for name in backup_contents.document_of(folder)["attachments"]:
            target = station / ATTACHMENTS / name
            if not target.is_file():
                lasting_folder(target.parent, 0o700)
                _copy(folder.parent / ATTACHMENTS / name, target)
        moved = [DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", *(("journal",) if back else ())]
        for name in moved:
            if (station / name).exists():
                lasting_folder(aside, 0o700)
                replace(station / name, aside / name)
        for name in CARRIED:
            if (folder / name).exists() and not (station / name).exists():
                _copy(folder / name, station / name)
        replace(ready, station / DATABASE)
        sync_folder(station)
    return found


def clear(shelf: Path, names: tuple[str, ...]) -> None:
    """Remove copies by name, and the attachments that none of those left lists. Raises StoreReadOnly."""
    with file_errors():
        for name in names:
            # Gone from the lists first: half a copy must not look like one.
            (shelf / name / CONTENTS).unlink(missing_ok=True)
            shutil.rmtree(shelf / name)
        held: set[str] = set()
        for folder in _folders(shelf):
            if (folder / CONTENTS).exists():
                held |= set(backup_contents.document_of(folder)["attachments"])
        for file in _files_under(shelf / ATTACHMENTS):
            if file.relative_to(shelf / ATTACHMENTS).as_posix() not in held:
                file.unlink()


def _free_name(folder: Path, name: str) -> str:
    numbered = (name, *(f"{name}-{number}" for number in range(2, 100)))
    return next(one for one in numbered if not (folder / one).exists())


def _copy_database(source: Source, target: Path) -> None:
    reading = connect(source.folder / DATABASE, source.key)
    try:
        writing = connect(target, source.key)
        try:
            reading.backup(writing)
            # One file without companions: it opens on a stick that can't be written.
            make_single_file(writing)
        finally:
            writing.close()
    finally:
        reading.close()
    for companion in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        target.with_name(companion).unlink(missing_ok=True)


def _copy_attachments(source: Path, target: Path) -> list[str]:
    names = []
    for file in _files_under(source):
        name = file.relative_to(source).as_posix()
        names.append(name)
        there = target / name
        if not (there.is_file() and there.stat().st_size == file.stat().st_size):
            lasting_folder(there.parent, 0o700)
            _copy(file, there)
    return sorted(names)


def _said(source: Source, part: Path, why: str, now: datetime, attachments: list[str]) -> dict[str, object]:
    connection = connect(part / DATABASE, source.key, read_only=True)
    try:
        return {
            "station": source.station,
            "db_id": source.db_id,
            "made_at": moments.to_text(now),
            "why": why,
            "seq": connection.execute("SELECT coalesce(max(seq), 0) FROM op").fetchone()[0],
            "schema": connection.execute("PRAGMA user_version").fetchone()[0],
            "records": {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in _COUNTED},
            "attachments": attachments,
        }
    finally:
        connection.close()


def _prove(folder: Path, key: bytes) -> None:
    try:
        connection = connect(folder / DATABASE, key, read_only=True)
    except StoreDamaged as error:
        raise StoreDamaged("backup.damaged", file=DATABASE) from error
    try:
        if check_integrity(connection):
            raise StoreDamaged("backup.damaged", file=DATABASE)
    finally:
        connection.close()


def _copy(source: Path, target: Path) -> None:
    """A copy that is on the disk when this returns, never a part under the name of the whole."""
    temporary = target.with_name(f".{target.name}.tmp")
    try:
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o600)
        with open(source, "rb") as reading, open(handle, "wb") as writing:
            shutil.copyfileobj(reading, writing, _CHUNK)
            writing.flush()
            os.fsync(writing.fileno())
        replace(temporary, target)
        sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def _folders(place: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in place.iterdir() if path.is_dir() and path.suffix != PART)
    return []


def _files_under(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
