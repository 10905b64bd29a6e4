"""A version of the program opens the data for the first time: a proven copy before it changes them, and word to whoever
would go back to the version before."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from qi_desk.domain.errors import Expected, NotAllowed, StoreBusy, StoreError, StoreFull, StoreReadOnly

if TYPE_CHECKING:
    from qi_desk.door import Door
    from qi_desk.updating.folder import FolderInstallation

_OF_THE_WORLD = (StoreBusy, StoreFull, StoreReadOnly, NotAllowed)
"""What no version of the program can do anything about."""


def begin(door: Door, db_id: str, key: bytes) -> FolderInstallation | None:
    """Before the store is opened; what is to hear how it went, None where nothing goes back. Where the file is of an
    earlier schema it is copied first, to where the station's copies lie, so that a person can put it back for the
    version before. A disk without room for that keeps the copy of `storage.migrate` only."""
    from qi_desk.updating import installed

    if door.practice:
        return None
    _copy_before_change(door, db_id, key)
    program = installed.here().folder
    if program is None:
        return None
    program.opening()
    return program


def failed(program: FolderInstallation | None, error: BaseException) -> None:
    """It did not open."""
    if program is not None:
        program.not_opened(its_fault=not isinstance(error, _OF_THE_WORLD))


def succeeded(program: FolderInstallation | None) -> None:
    """It opened: the version before is no longer needed."""
    if program is not None:
        program.proved()


def _copy_before_change(door: Door, db_id: str, key: bytes) -> None:
    from qi_desk.domain.backups import BEFORE_UPDATE
    from qi_desk.security import keyslots
    from qi_desk.station_copies import StationCopies
    from qi_desk.storage.opening import older_schema

    place = door.place(db_id)
    with suppress(StoreError, Expected):
        station = older_schema(place, key)
        if station:
            keys = keyslots.known_keys(door.folder, key)
            StationCopies(place, keys, station, door.desk, door.clock()).make(BEFORE_UPDATE)
