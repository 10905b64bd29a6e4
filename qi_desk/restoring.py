"""Putting a copy in the place of a station: on the PC it came from, or on a fresh one with the recovery code."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from qi_desk.domain.errors import Conflict, StoreDamaged, StoreError
from qi_desk.durable_files import file_errors, private_folder, replace, write_atomic
from qi_desk.paths import UNFINISHED_FILE
from qi_desk.services.gate import Copy, Entrant, Opening

if TYPE_CHECKING:
    from qi_desk.domain.backups import Backup
    from qi_desk.door import Door


def copies_in(door: Door, place: Path) -> tuple[Copy, ...]:
    """The copies in what a person pointed at, the newest first. Raises Missing("backup.none")."""
    from qi_desk.storage import backup_contents, backups

    own = _own_id(door)
    found = []
    for folder in backups.look_in(place):
        backup = backup_contents.read(folder)
        found.append(Copy(folder, backup, _people(folder), fresh=own is None, ours=own in (None, backup.db_id)))
    return tuple(found)


def near(door: Door) -> Path:
    """Where the copies of this station are looked for first."""
    from qi_desk.services.backups import FOLDER
    from qi_desk.station_copies import beside

    chosen = Path(str(door.desk.get(FOLDER) or beside(door.folder)))
    return chosen if chosen.is_dir() else beside(door.folder)


def restore(door: Door, copy: Copy, opening: Opening) -> Backup:
    """Check the copy with the key that `opening` leads to, then put it in place; see `backups.put_back` for what stays.
    A PC without a station gets the person's new password with it.

    Raises Conflict("backup.open") while somebody is signed in, WrongKey, StoreDamaged("backup.damaged"),
    ("backup.other_station"), Invalid for a weak new password, StoreError kinds.
    """
    from qi_desk.security import keyslots
    from qi_desk.storage import backups
    from qi_desk.storage.folder_lock import FolderLock

    if door.signed_in:
        raise Conflict("backup.open")
    own = _own_id(door)
    now_under = None
    if own not in (None, copy.backup.db_id):
        raise StoreDamaged("backup.other_station", station=copy.backup.station)
    if own is None:
        key = keyslots.unlock_with_recovery(copy.folder, opening.secret)
        door.check_password(opening.new_password, key)
    else:
        now_under, _ = door.unlock(opening.account, opening.secret)
        keys = keyslots.known_keys(door.folder, now_under)
        key = next((one for one in keys if backups.sealed_by(copy.folder, one)), now_under)
    private_folder(door.folder)
    lock = FolderLock(door.folder)
    lock.acquire()
    try:
        if own is None:
            _begin_fresh(door)
        now = door.clock().now()
        put = backups.put_back(copy.folder, key, door.folder, now, back=opening.back, now_under=now_under)
        if own is None:
            door.recover(opening.secret, opening.account, opening.new_password)
            _finish_fresh(door)
    finally:
        lock.release()
    return put


def _begin_fresh(door: Door) -> None:
    """Mark the folder unfinished, and set aside what no key opens any more."""
    from qi_desk.security import keyfile

    write_atomic(door.folder / UNFINISHED_FILE, b"")
    with file_errors():
        for name in (keyfile.FILE, keyfile.TWIN):
            with suppress(FileNotFoundError):
                replace(door.folder / name, door.folder / f"{name}.damaged")


def _finish_fresh(door: Door) -> None:
    from qi_desk.founding import finish

    finish(door.folder)


def _own_id(door: Door) -> str | None:
    """The id of the station in the door's folder, None where there is none whose keys can be read."""
    from qi_desk.security import keyfile

    if not door.exists:
        return None
    try:
        return keyfile.read(door.folder).db_id
    except StoreError:
        return None


def _people(folder: Path) -> tuple[Entrant, ...]:
    from qi_desk.security import keyfile

    try:
        return tuple(Entrant(one.account, one.sign_in, one.name) for one in keyfile.read(folder).people)
    except StoreError:
        return ()
