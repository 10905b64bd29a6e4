"""The commands for administrators that stand on a station's own folder."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from qi_desk import cli, paths
from qi_desk.sync.protocol import parts
from tests.services.conftest import template
from tests.support.stations import PASSWORD, copy_template

__all__ = ["template"]


@pytest.fixture
def station(template: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy_template(template[0], tmp_path / "desk")
    monkeypatch.setattr(paths, "state_dir", lambda: tmp_path / "desk" / "state")
    return tmp_path / "desk" / "station"


def answered(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> dict[str, object]:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
    assert cli.main([*words, "--json", "--password-stdin"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_copy_by_command_is_tried_out_and_found_by_the_check(
    station: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    words = ("backup", "--data", str(station), "--to", str(tmp_path / "stick"), "--try-out")
    made = answered(capsys, monkeypatch, *words)
    assert made["folder"] == str(tmp_path / "stick")
    assert isinstance(made["tried"], dict)
    checked = answered(capsys, monkeypatch, "check", "--data", str(station))
    assert isinstance(checked["findings"], list)
    (found,) = (one for one in checked["findings"] if one["name"] == "backups")
    assert found["ok"]
    assert "有 1 份备份" in found["text"]


def test_scripts_read_utf_8_whatever_the_code_page(station: Path, tmp_path: Path) -> None:
    """A pipe of Windows speaks the PC's code page unless told otherwise; here it is one without any Chinese."""
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "qi_desk", "check", "--data", str(station.parent / "nowhere"), "--json"]
    done = subprocess.run(words, capture_output=True, env=environment, check=False)
    assert done.returncode == 1
    assert "服务站" in json.loads(done.stdout.decode("utf-8"))["error"]["message"]
    assert "服务站" in done.stderr.decode("utf-8")


def test_without_a_console_there_is_nothing_to_speak_to(station: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in the window's own program on Windows."""
    monkeypatch.setattr("sys.stdout", None)
    monkeypatch.setattr("sys.stderr", None)
    assert cli.main(["check", "--data", str(station.parent / "nowhere")]) == 1


def test_a_parcel_given_alone_is_opened_in_the_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[Path, Path | None]] = []

    def run_window(folder: Path, *, practice: bool = False, parcel: Path | None = None) -> int:
        opened.append((folder, parcel))
        return 0

    monkeypatch.setattr("qi_desk.app.run_window", run_window)
    monkeypatch.setattr(paths, "default_station_dir", lambda: tmp_path / "station")
    parcel = tmp_path / f"回来的包{cli.PARCEL}"
    parcel.write_bytes(b"")
    assert cli.main([str(parcel)]) == 0
    assert cli.main(["open"]) == 0
    assert opened == [(tmp_path / "station", parcel), (tmp_path / "station", None)]
    assert cli.main([str(tmp_path / f"none{cli.PARCEL}")]) == 1
    assert len(opened) == 2


def test_the_command_line_knows_parcels_by_the_name_the_exchange_gives_them() -> None:
    assert parts.SUFFIX == cli.PARCEL
