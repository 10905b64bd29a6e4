"""A folder that can't be written: said so before anything is begun, and every file stays as it was."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qi_desk.domain.errors import StoreReadOnly
from tests.faults.founder import STATION, door_of
from tests.support.stations import PASSWORD, copy_template

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="rights are kept another way there"),
]

_NOBODY = 65534


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder anybody may enter; pytest's own are the owner's alone."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


@contextmanager
def without_rights(folder: Path) -> Iterator[None]:
    """Nothing below `folder` may be written, not even by root, who becomes nobody meanwhile."""
    root = os.geteuid() == 0
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o500 if path.is_dir() else 0o400)
        if root:
            os.chown(path, _NOBODY, -1)
    if root:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o700)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_nobody_gets_in_and_nothing_changes(template: tuple[Path, str], place: Path) -> None:
    copy_template(template[0], place / "desk")
    door = door_of(place / "desk")
    account = door.entrants()[0].account
    before = contents(place / "desk")
    with without_rights(place / "desk"), pytest.raises(StoreReadOnly):
        door.enter(account, PASSWORD)
    assert contents(place / "desk") == before
    door.enter(account, PASSWORD)
    door.leave()


def test_no_station_is_made_there(place: Path) -> None:
    (place / "desk").mkdir()
    with without_rights(place / "desk"), pytest.raises(StoreReadOnly):
        door_of(place / "desk").found(STATION)
    assert contents(place) == {}
