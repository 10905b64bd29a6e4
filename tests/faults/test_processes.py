"""The exchange with real processes: desks and the district are killed at any moment, and come back."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.simulator import checks
from tests.faults.simulator.hosts import Loopback, TwoHosts, can_have_two, two_hosts
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

_STEPS: tuple[Callable[[World, int], None], ...] = (edit, edit, visit, register)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Empty:
    return make_empty(tmp_path_factory.mktemp("world"))


def ended(process: subprocess.Popen[bytes], world: World, killed_after: float) -> None:
    """Let it finish, or kill it where it happens to be."""
    try:
        process.wait(killed_after if world.chance.random() < 0.6 else 60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def history(empty: Empty, folder: Path, seed: int, rounds: int, hosts: Loopback | TwoHosts) -> None:
    world = begin(empty, folder, seed)
    for bench in world.benches:
        bench.house.store.exchange.remember({"district": hosts.url})
    world.close()
    serving = hosts.serve(folder / "district")
    codes: list[int] = []
    try:
        for _ in range(rounds):
            work(world)
            desks = [hosts.exchange(folder / name) for name in DESKS]
            if world.chance.random() < 0.5:
                ended(desks[0], world, world.chance.uniform(0.2, 1.5))
                serving.kill()
                serving.wait()
                serving = hosts.serve(folder / "district")
            for desk in desks:
                with suppress(subprocess.TimeoutExpired):
                    desk.wait(world.chance.uniform(0.2, 1.0))
                hosts.disturb()
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
    history(empty, tmp_path / "once", 7, 2, Loopback())


@pytest.mark.skipif(not can_have_two(), reason="this machine makes no network namespaces")
def test_a_wire_pulled_between_two_hosts_loses_nothing(empty: Empty, tmp_path: Path) -> None:
    with two_hosts(tmp_path) as hosts:
        history(empty, tmp_path / "apart", 11, 3, hosts)
        assert hosts.pulled > 1


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4000, 4020))
def test_killed_again_and_again(empty: Empty, tmp_path: Path, seed: int) -> None:
    history(empty, tmp_path / str(seed), seed, 6, Loopback())


@pytest.mark.long
@pytest.mark.skipif(not can_have_two(), reason="this machine makes no network namespaces")
@pytest.mark.parametrize("seed", range(4100, 4110))
def test_pulled_again_and_again(empty: Empty, tmp_path: Path, seed: int) -> None:
    with two_hosts(tmp_path) as hosts:
        history(empty, tmp_path / str(seed), seed, 6, hosts)
