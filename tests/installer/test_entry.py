"""The frozen program's one entry."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from installer import entry
from qi_desk.documents import wire
from qi_desk.documents.client import WORKER_ARGUMENT


def test_other_programs_get_the_library_path_of_the_session_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    given = {"LD_LIBRARY_PATH": "ours:theirs", "LD_LIBRARY_PATH_ORIG": "theirs", "LANG": "zh_CN.UTF-8"}
    entry.restore_search_path(given)
    assert given == {"LD_LIBRARY_PATH": "theirs", "LANG": "zh_CN.UTF-8"}
    without = {"LD_LIBRARY_PATH": "ours"}
    entry.restore_search_path(without)
    assert without == {}


def test_a_checkout_keeps_its_library_path() -> None:
    given = {"LD_LIBRARY_PATH": "theirs"}
    entry.restore_search_path(given)
    assert given == {"LD_LIBRARY_PATH": "theirs"}


def test_the_entry_is_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        entry.main(["qi-desk", "--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("qi-desk ")


def test_the_entry_is_the_paper_process() -> None:
    command = [sys.executable, str(Path(entry.__file__)), WORKER_ARGUMENT]
    environment = os.environ | {"PYTHONPATH": str(Path(entry.__file__).resolve().parents[1])}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        wire.send(worker.stdin, {"do": "own_fonts"})
        answer = wire.receive(worker.stdout)
        worker.stdin.close()
        assert worker.wait(timeout=30) == 0
    assert answer is not None
    assert isinstance(answer["ok"], list)
