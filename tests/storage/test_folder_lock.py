"""One program at a time on one folder."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from qi_desk.domain.errors import StoreBusy
from qi_desk.storage import folder_lock
from qi_desk.storage.folder_lock import FolderLock


def test_the_second_waits_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.acquire()
    with pytest.raises(StoreBusy, match=r"store\.in_use"):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


def test_on_windows_the_first_byte_is_locked_and_nobody_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The C runtime of Windows is faked by record locks of Linux: it was not run on Windows."""
    asked = []

    def locking(handle: int, mode: int, count: int) -> None:
        asked.append((mode, os.lseek(handle, 0, os.SEEK_CUR), count))
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise PermissionError(13, "Permission denied") from error

    runtime = ModuleType("msvcrt")
    runtime.locking, runtime.LK_NBLCK = locking, 2  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "msvcrt", runtime)
    monkeypatch.setattr(folder_lock.sys, "platform", "win32")
    test_the_second_waits_until_the_first_lets_go(tmp_path)
    assert set(asked) == {(2, 0, 1)}
