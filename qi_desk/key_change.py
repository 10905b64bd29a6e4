"""A new key for the station's file, after somebody left or a copy of the file went astray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qi_desk import paths

if TYPE_CHECKING:
    from pathlib import Path

    from qi_desk.door import Door


def change_key(door: Door) -> None:
    """Sign out and seal the store under a new key, granted to everybody who has a way in and to the recovery code:
    nobody needs a new password, no new code is printed. Who was taken out before can't open it with anything they kept.
    `staff.begin_key_change` comes first.

    Raises NotAllowed("signin.needed"), Conflict("key.first_format"), StoreError kinds; the old key holds then.
    """
    from qi_desk.security import keyfile, keyslots
    from qi_desk.storage import rekeying
    from qi_desk.storage.folder_lock import FolderLock

    session = door.session
    fresh, content = keyslots.with_new_key(door.folder, session.key)
    door.leave()
    lock = FolderLock(door.folder)
    lock.acquire()
    try:
        rekeying.change_key(door.folder, session.key, fresh, keyfile.dump(content))
    finally:
        lock.release()


def unsettled(folder: Path) -> bool:
    """Whether a change of the key was begun in a station's folder and not ended."""
    names = (paths.REKEY_COMMITTED, paths.REKEYED_STORE, paths.REKEYED_KEYS)
    return any((folder / name).exists() for name in names)


def settle(door: Door) -> None:
    """Finish or clear away a change that a power cut ended. Raises StoreBusy while another program is at it."""
    if door.signed_in or not unsettled(door.folder):
        return
    # Here and not above: the sign-in page asks each time, and only lists names.
    from qi_desk.storage import rekeying
    from qi_desk.storage.folder_lock import FolderLock

    lock = FolderLock(door.folder)
    lock.acquire()
    try:
        rekeying.settle(door.folder)
    finally:
        lock.release()
