"""The operator's commands, and a store that was put back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from qi_desk.district import office
from qi_desk.district.command import main
from qi_desk.district.devices import Newcomer


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["--data", str(folder), *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_from_nothing_to_an_enrolled_desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "district"
    assert run(folder, capsys, "init")[0] == 0
    code, _, told = run(folder, capsys, "init")
    assert (code, "已经有一个区平台" in told) == (1, True)
    code = json.loads(run(folder, capsys, "code", "PY03")[1])["code"]
    one = office.opened(folder)
    device = one.devices.enrol(code, Newcomer("1号窗口"), bytes(32))
    one.close()
    (listed,) = json.loads(run(folder, capsys, "devices")[1])
    assert (listed["id"], listed["revoked"]) == (device.id, "")
    (listed,) = json.loads(run(folder, capsys, "devices", "--revoke", device.id)[1])
    assert listed["revoked"]
    assert run(folder, capsys, "devices", "--revoke", device.id)[0] == 1
    assert json.loads(run(folder, capsys, "check")[1])["ok"] is True


def test_a_district_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, told = run(tmp_path / "nowhere", capsys, "check")
    assert (code, "没有区平台" in told) == (1, True)


def test_a_store_put_back_is_noticed_and_goes_on_as_another_past(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "district"
    office.found(folder).close()
    shutil.copy(folder / "district.db", tmp_path / "backup")
    before = json.loads(run(folder, capsys, "check", "--after-restore")[1])["epoch"]
    shutil.copy(tmp_path / "backup", folder / "district.db")
    code, _, told = run(folder, capsys, "check")
    assert (code, "恢复过备份" in told) == (1, True)
    assert json.loads(run(folder, capsys, "check", "--after-restore")[1])["epoch"] != before


def test_off_loopback_only_with_tls(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, told = run(tmp_path / "district", capsys, "serve", "--host", "district.example")
    assert (code, "TLS" in told) == (1, True)
