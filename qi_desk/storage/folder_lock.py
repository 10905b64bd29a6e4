"""One program at a time on one station's folder: two would each number as if alone."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from qi_desk.domain.errors import StoreBusy
from qi_desk.durable_files import file_errors

FILE = "in-use.lock"


class FolderLock:
    """The lock of one folder, let go by `release` or by the end of the process, whatever ends it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises StoreBusy("store.in_use") while another program holds it, StoreReadOnly."""
        if self._handle is not None:
            return
        with file_errors():
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            raise StoreBusy("store.in_use") from error
        self._handle = handle

    def release(self) -> None:
        """Let go; a lock not held stays as it is."""
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
