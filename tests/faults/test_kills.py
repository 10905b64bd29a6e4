"""The power goes at any moment: what was promised to a client is there, once, and the file is sound."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from qi_desk.door import Door
from qi_desk.services.ports import Query
from qi_desk.storage.engine import check_integrity, connect
from tests.support.stations import PASSWORD, QUICK, SetClock, copy_template

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[2]


def work_and_die(folder: Path, chance: random.Random) -> list[str]:
    """Let a desk work and kill it at a random operation; answers the numbers it had promised."""
    command = [sys.executable, "-m", "tests.faults.worker", str(folder)]
    promised = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        promised += [process.stdout.readline().split()[1] for _ in range(chance.randint(1, 12))]
        # Spin a random while, so that the kill falls anywhere between and within the acts.
        for _ in range(chance.randint(0, 200_000)):
            pass
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().splitlines()
    promised += [line.split()[1] for line in rest if line.startswith("accepted ") and len(line.split()[1]) > 20]
    return promised


def numbers_after(folder: Path) -> list[str]:
    """Every request's number after the station was opened again, the file, the chain and the index checked: each
    request has its parts and can be found by its number."""
    door = Door(folder / "station", state_folder=folder / "state", clock=SetClock(), parameters=QUICK)
    arrival = door.enter(door.entrants()[0].account, PASSWORD)
    assert arrival.house.desk == "A"
    assert arrival.house.store.chain_break() is None
    with arrival.house.store.read() as look:
        requests = look.select(Query("request", limit=100_000))
        numbers = [record["number"] for record in requests]
        assert look.count(Query("request_item")) == 2 * len(requests)
        assert look.count(Query("paper")) == len(requests)
        if requests:
            assert [hit.eid for hit in look.find(numbers[-1])] == [requests[-1].eid]
    key = door.session.key
    door.leave()
    raw = connect(folder / "station" / "station.db", key)
    try:
        assert check_integrity(raw) == ()
        raw.execute("INSERT INTO search_text (search_text) VALUES ('integrity-check')")
    finally:
        raw.close()
    return numbers


def kill(template: tuple[Path, str], folder: Path, times: int, seed: int) -> None:
    copy_template(template[0], folder)
    chance = random.Random(seed)
    promised: list[str] = []
    for _ in range(times):
        promised += work_and_die(folder, chance)
        kept = numbers_after(folder)
        assert len(kept) == len(set(kept))
        assert set(promised) <= set(kept)


def test_a_few_kills(template: tuple[Path, str], tmp_path: Path) -> None:
    kill(template, tmp_path / "desk", 15, seed=20260310)


@pytest.mark.long
def test_two_hundred_kills(template: tuple[Path, str], tmp_path: Path) -> None:
    kill(template, tmp_path / "desk", 200, seed=7)
