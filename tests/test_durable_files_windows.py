"""What Windows does to files that were just written, faked at its edge: none of this ran on Windows."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from qi_desk import durable_files
from qi_desk.domain.errors import StoreDamaged, StoreError, StoreFull, StoreReadOnly
from qi_desk.durable_files import file_errors, kind_of, lasting_folder, replace, write_atomic


class OfWindows(PermissionError):
    """An error as Windows' Python raises it: EACCES or EINVAL, and the number of Windows."""

    def __init__(self, winerror: int, code: int = errno.EACCES) -> None:
        super().__init__(code, "said by Windows")
        self.winerror = winerror


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    taken: list[float] = []
    monkeypatch.setattr(durable_files.time, "sleep", taken.append)
    return taken


def refusing(monkeypatch: pytest.MonkeyPatch, times: int, winerror: int) -> None:
    """Let Windows refuse to replace files so many times."""
    really, left = os.replace, [times]

    def replace(source: Path, target: Path) -> None:
        left[0] -= 1
        if left[0] >= 0:
            raise OfWindows(winerror)
        really(source, target)

    monkeypatch.setattr(durable_files.os, "replace", replace)


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_scanner_that_holds_a_file_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float], winerror: int
) -> None:
    refusing(monkeypatch, 3, winerror)
    write_atomic(tmp_path / "keys.json", b"new")
    assert (tmp_path / "keys.json").read_bytes() == b"new"
    assert len(pauses) == 3


def test_but_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]) -> None:
    (tmp_path / "keys.json").write_bytes(b"old")
    refusing(monkeypatch, 99, 32)
    with pytest.raises(StoreReadOnly):
        write_atomic(tmp_path / "keys.json", b"new")
    assert sum(pauses) < 2
    assert [file.name for file in tmp_path.iterdir()] == ["keys.json"]
    assert (tmp_path / "keys.json").read_bytes() == b"old"


def test_nothing_is_waited_for_where_the_right_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
) -> None:
    (tmp_path / "new").write_bytes(b"")
    refusing(monkeypatch, 1, 19)
    with pytest.raises(PermissionError):
        replace(tmp_path / "new", tmp_path / "old")
    assert not pauses


@pytest.mark.parametrize(
    ("winerror", "code", "kind"),
    [
        (112, errno.ENOSPC, StoreFull),
        (39, errno.EINVAL, StoreFull),
        (1295, errno.EINVAL, StoreFull),
        (19, errno.EACCES, StoreReadOnly),
        (21, errno.EACCES, StoreDamaged),
        (23, errno.EACCES, StoreDamaged),
        (55, errno.EINVAL, StoreDamaged),
        (64, errno.EINVAL, StoreDamaged),
        (1117, errno.EINVAL, StoreDamaged),
    ],
)
def test_what_windows_says_by_numbers_of_its_own(winerror: int, code: int, kind: type[StoreError]) -> None:
    with pytest.raises(kind), file_errors():
        raise OfWindows(winerror, code)


def test_other_refusals_stay_what_they_are() -> None:
    assert kind_of(OfWindows(123, errno.EINVAL)) is None


def test_a_drive_letter_without_its_stick_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the copy goes into its own folder, as it does where a stick of Linux was pulled out."""
    monkeypatch.setattr(Path, "is_dir", lambda _path: False)
    with pytest.raises(StoreReadOnly):
        lasting_folder(Path("/backups/of the desk"))
