"""Files beside the store: sealed, found again, kept once, and never read changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from qi_desk.domain.errors import Missing, StoreDamaged, StoreFull
from qi_desk.security.sealed_files import SealedFiles

KEY = bytes(range(32))
SECRET = "演练照片".encode() * 1000


@pytest.fixture
def files(tmp_path: Path) -> SealedFiles:
    return SealedFiles(tmp_path / "files", KEY)


def written(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "files").rglob("*") if path.is_file()]


def test_what_was_put_comes_back_and_is_kept_once(files: SealedFiles, tmp_path: Path) -> None:
    digest = files.put(SECRET)
    assert digest == hashlib.sha256(SECRET).hexdigest()
    assert files.put(SECRET) == digest
    assert files.get(digest) == SECRET
    (path,) = written(tmp_path)
    sealed = path.read_bytes()
    assert SECRET[:30] not in sealed
    assert digest not in str(path)


def test_what_is_not_here_is_told_apart_from_what_was_changed(files: SealedFiles, tmp_path: Path) -> None:
    assert not files.holds("0" * 64)
    with pytest.raises(Missing, match=r"attachment\.missing"):
        files.get("0" * 64)
    digest = files.put(SECRET)
    (path,) = written(tmp_path)
    changed = bytearray(path.read_bytes())
    changed[40] ^= 1
    path.write_bytes(changed)
    with pytest.raises(StoreDamaged, match=r"attachment\.damaged"):
        files.get(digest)


def test_another_key_opens_nothing(files: SealedFiles, tmp_path: Path) -> None:
    digest = files.put(SECRET)
    assert not SealedFiles(tmp_path / "files", bytes(32)).holds(digest)


def test_a_full_disk_leaves_no_part(files: SealedFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFull):
        files.put(SECRET)
    assert written(tmp_path) == []
