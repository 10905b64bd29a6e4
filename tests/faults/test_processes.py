"""The exchange with real processes: desks and the district are killed at any moment, and come back."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.district.running import district, free_port
from tests.faults.simulator import checks
from tests.faults.simulator.world import (
    DESKS,
    URL,
    Empty,
    World,
    begin,
    edit,
    make_empty,
    make_peace,
    opened,
    register,
    visit,
)
from tests.support.stations import PASSWORD

_STEPS: tuple[Callable[[World, int], None], ...] = (edit, edit, visit, register)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Empty:
    return make_empty(tmp_path_factory.mktemp("world"))


def exchanging(home: Path) -> subprocess.Popen[bytes]:
    """A desk that exchanges once, as a process of its own."""
    command = [sys.executable, "-m", "qi_desk", "--data", str(home / "station"), "--password-stdin", "sync", "--once"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"XDG_STATE_HOME": str(home / "state")},
    )
    assert process.stdin is not None
    process.stdin.write(f"{PASSWORD}\n".encode())
    process.stdin.close()
    return process


def ended(process: subprocess.Popen[bytes], world: World, killed_after: float) -> None:
    """Let it finish, or kill it where it happens to be."""
    try:
        process.wait(killed_after if world.chance.random() < 0.6 else 60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def history(empty: Empty, folder: Path, seed: int, rounds: int) -> None:
    world = begin(empty, folder, seed)
    port = free_port()
    for bench in world.benches:
        bench.house.store.exchange.remember({"district": f"http://127.0.0.1:{port}"})
    world.close()
    serving = district(folder / "district", port)
    codes: list[int] = []
    try:
        for _ in range(rounds):
            work(world)
            desks = [exchanging(folder / name) for name in DESKS]
            if world.chance.random() < 0.5:
                ended(desks[0], world, world.chance.uniform(0.2, 1.5))
                serving.kill()
                serving.wait()
                serving = district(folder / "district", port)
            for desk in desks:
                ended(desk, world, world.chance.uniform(0.2, 2.0))
            codes += [desk.returncode for desk in desks]
    finally:
        serving.kill()
        serving.wait()
    world.benches = [opened(folder / name) for name in DESKS]
    world.office = world.place.open()
    world.network.connect(world.office)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qi_desk.sync.line._speak", world.network.speak)
        try:
            for bench in world.benches:
                bench.house.store.exchange.remember({"district": URL})
            world.note()
            assert 0 in codes, codes
            make_peace(world)
            checks.everything(world)
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
        finally:
            world.close()
            shutil.rmtree(folder)


def work(world: World) -> None:
    """Each desk works alone for a while."""
    world.benches = [opened(world.folder / name) for name in DESKS]
    for place, bench in enumerate(world.benches):
        for _ in range(world.chance.randrange(1, 5)):
            world.chance.choice(_STEPS)(world, place)
        world.told.append(bench.house.desk)
    for bench in world.benches:
        bench.door.leave()
    # What is written down at the end is noted when the desks are opened again.


def test_killed_desks_and_a_killed_district_lose_nothing(empty: Empty, tmp_path: Path) -> None:
    history(empty, tmp_path / "once", 7, 2)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4000, 4020))
def test_killed_again_and_again(empty: Empty, tmp_path: Path, seed: int) -> None:
    history(empty, tmp_path / str(seed), seed, 6)
