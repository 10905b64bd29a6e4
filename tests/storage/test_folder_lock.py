"""One program at a time on one folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_desk.domain.errors import StoreBusy
from qi_desk.storage.folder_lock import FolderLock


def test_the_second_waits_until_the_first_lets_go(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path), FolderLock(tmp_path)
    first.acquire()
    with pytest.raises(StoreBusy, match=r"store\.in_use"):
        second.acquire()
    first.release()
    second.acquire()
    second.release()
