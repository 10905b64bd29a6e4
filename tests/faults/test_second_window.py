"""Two programs on one folder: the second hands over to the first and ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from qi_desk import app, paths
from qi_desk.gui.waking import Waking
from tests.gui.conftest import clock, closed_desk, dialogs, door, printer, template, themed
from tests.gui.pageobjects.desk import Desk

__all__ = ["clock", "closed_desk", "dialogs", "door", "printer", "template", "themed"]

pytestmark = pytest.mark.fault


def test_a_second_program_ends_and_leaves_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "state_dir", lambda: tmp_path / "state" / "qi-desk")
    claim = app.claimed(tmp_path / "station")
    assert claim is not None
    assert claim.wake is not None
    assert app.claimed(tmp_path / "other") is not None
    ended = subprocess.run(
        [sys.executable, "-m", "qi_desk", "--data", str(tmp_path / "station")],
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path / "state"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-500:]
    assert claim.wake.exists()
    assert claim.lock is not None
    claim.lock.release()
    again = app.claimed(tmp_path / "station")
    assert again is not None
    assert again.lock is not None
    again.lock.release()


def test_a_second_program_hands_its_file_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "state_dir", lambda: tmp_path / "state" / "qi-desk")
    claim = app.claimed(tmp_path / "station")
    assert claim is not None
    assert claim.wake is not None
    parcel = tmp_path / "区里的包.qicourier"
    parcel.write_bytes(b"qi-courier 1\n")
    assert app.claimed(tmp_path / "station", parcel) is None
    assert claim.wake.read_bytes().decode() == str(parcel)
    assert [file.name for file in claim.wake.parent.glob("wake*")] == ["wake"]


def test_the_first_is_told_which_file(closed_desk: Desk, qtbot: Any, tmp_path: Path) -> None:
    waking = Waking(closed_desk.window, tmp_path / "wake")
    with qtbot.waitSignal(waking.file_wanted) as told:
        app._ask(tmp_path / "wake", tmp_path / "区里的包.qicourier")
    assert told.args == [str(tmp_path / "区里的包.qicourier")]
    waking.deleteLater()


def test_the_first_comes_to_the_front(closed_desk: Desk, qtbot: Any, tmp_path: Path) -> None:
    window = closed_desk.window
    waking = Waking(window, tmp_path / "wake")
    window.hide()
    (tmp_path / "wake").write_bytes(b"")
    qtbot.waitUntil(window.isVisible)
    assert not (tmp_path / "wake").exists()
    waking.deleteLater()


def test_where_nothing_can_be_kept_the_window_opens_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setattr(paths, "state_dir", lambda: tmp_path / "file")
    claim = app.claimed(tmp_path / "station")
    assert claim is not None
    assert claim.wake is None
