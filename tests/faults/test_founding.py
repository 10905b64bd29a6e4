"""The power goes while the station is being made: it is whole, or it can simply be made again."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from qi_desk.domain.errors import Conflict, StoreBusy, StoreDamaged, StoreFull
from qi_desk.paths import UNFINISHED_FILE
from qi_desk.practice import making as practice
from qi_desk.services import intake
from qi_desk.storage.folder_lock import FolderLock
from tests.faults.founder import STATION, door_of
from tests.support.stations import PASSWORD, intake_of

pytestmark = pytest.mark.fault

ROOT = Path(__file__).resolve().parents[2]


def begin_and_kill(folder: Path, after: float) -> bool:
    """Begin to make a station and kill that after some seconds; whether it had told that it was done."""
    command = [sys.executable, "-m", "tests.faults.founder", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        until = time.monotonic() + after
        while time.monotonic() < until and process.poll() is None:
            pass
        process.kill()
        return "founded" in process.stdout.read()


def test_killed_anywhere_it_is_whole_or_made_again(tmp_path: Path) -> None:
    chance = random.Random(20260310)
    for turn in range(8):
        folder = tmp_path / f"{turn}"
        told = begin_and_kill(folder, chance.uniform(0, 0.5))
        door = door_of(folder)
        if door.exists:
            arrival = door.enter(door.entrants()[0].account, PASSWORD)
        else:
            assert not told
            arrival, _ = door.found(STATION)
        assert arrival.house.desk == "A"
        assert intake.register(arrival.house, arrival.actor, intake_of()).value.number.startswith("PY03-XQ-20260310-A-")
        assert arrival.house.store.chain_break() is None
        door.leave()


@pytest.mark.parametrize("error", [StoreFull("store.full"), KeyboardInterrupt()])
@pytest.mark.parametrize("step", ["qi_desk.storage.migrate.upgrade", "qi_desk.founding._first_entries"])
def test_an_attempt_that_failed_is_no_station(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, step: str
) -> None:
    door = door_of(tmp_path)

    def fail(*_given: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(step, fail)
        with pytest.raises(type(error)):
            door.found(STATION)
    assert not door.exists
    arrival, code = door.found(STATION)
    assert arrival.actor.name == "林示范"
    assert code
    assert not (door.folder / UNFINISHED_FILE).exists()
    door.leave()


def test_an_interrupted_practice_station_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    door = door_of(tmp_path)

    def stop(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(practice, "fill", stop)
        with pytest.raises(KeyboardInterrupt):
            door.entered_practice()
    door.leave()
    again = door_of(tmp_path)
    assert not again.exists
    assert again.entered_practice().house.practice
    assert again.practice_sign_ins()
    again.leave()


def test_two_do_not_make_one_station(tmp_path: Path) -> None:
    door = door_of(tmp_path)
    door.folder.mkdir(parents=True)
    other = FolderLock(door.folder)
    other.acquire()
    with pytest.raises(StoreBusy, match=r"store\.in_use"):
        door.found(STATION)
    other.release()
    door.found(STATION)
    door.leave()
    with pytest.raises(Conflict, match=r"key\.exists"):
        door.found(STATION)


def test_a_database_without_its_keys_is_still_a_station(tmp_path: Path) -> None:
    door = door_of(tmp_path)
    door.found(STATION)
    door.leave()
    (door.folder / "keys.json").rename(tmp_path / "keys.json")
    assert door.entrants()[0].name == "林示范"
    (door.folder / "keys.json.bak").unlink()
    assert door.exists
    with pytest.raises(StoreDamaged, match=r"key\.file_missing"):
        door.entrants()
    with pytest.raises(Conflict):
        door.found(STATION)
    (tmp_path / "keys.json").rename(door.folder / "keys.json")
    door.enter(door.entrants()[0].account, PASSWORD)
    door.leave()
