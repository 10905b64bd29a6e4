"""A new key for the station's file, after somebody left or a copy of the file went astray."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def settle(door: Door) -> None:
    """Finish or clear away a change that a power cut ended. Raises StoreBusy while another program is at it."""
    from qi_desk.storage import rekeying
    from qi_desk.storage.folder_lock import FolderLock

    if door.signed_in or not rekeying.unsettled(door.folder):
        return
    lock = FolderLock(door.folder)
    lock.acquire()
    try:
        rekeying.settle(door.folder)
    finally:
        lock.release()
