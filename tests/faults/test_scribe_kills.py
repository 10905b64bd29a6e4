"""The power goes while somebody takes minutes: what was typed a second before is there, and is offered again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qi_desk.door import Door
from qi_desk.services import sessions
from tests.services.meetings import cases
from tests.support.stations import PASSWORD, QUICK, SetClock, copy_template, open_copy

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[2]
_SECOND = 1.5
"""The promise is one; a busy machine gets half a second more, which tells a missing draft from a late one."""


def type_and_die(folder: Path, meeting: str, sentences: int) -> int:
    """Let somebody type and kill them; answers the last sentence that was typed a second before."""
    command = [sys.executable, "-m", "tests.faults.scribe", str(folder), meeting]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    typed: list[tuple[int, float]] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        assert process.stdout is not None
        while process.stdout.readline() != "ready\n":
            assert process.poll() is None
        while len(typed) < sentences:
            number, at = process.stdout.readline().split()
            typed.append((int(number), float(at)))
        killed = time.monotonic()
        process.send_signal(signal.SIGKILL)
    return max((number for number, at in typed if at <= killed - _SECOND), default=0)


def kept_after(folder: Path) -> str:
    """The text of the draft once the station was opened again."""
    door = Door(folder / "station", state_folder=folder / "state", clock=SetClock(), parameters=QUICK)
    arrival = door.enter(door.entrants()[0].account, PASSWORD)
    drafts = sessions.drafts(arrival.house, arrival.actor)
    door.leave()
    return str(next(iter(drafts[0].content["editor"]["texts"].values()))) if drafts else ""


@pytest.mark.parametrize("seed", [20260310, 7])
def test_what_was_typed_a_second_ago_survives_a_kill(template: tuple[Path, str], tmp_path: Path, seed: int) -> None:
    copy_template(template[0], tmp_path / "desk")
    bench = open_copy(template[0], tmp_path / "desk", template[1])
    meeting = cases.running(bench)
    bench.door.leave()
    sentences = random.Random(seed).randint(120, 260)
    promised = type_and_die(tmp_path / "desk", meeting, sentences)
    assert promised > 0
    lines = kept_after(tmp_path / "desk").split("\n")
    numbers = [int(line) for line in lines if line]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= promised
