"""An update that is killed, whose power goes, whose disk is full: afterwards the old version runs or the new one, each
whole, never none, and the same update goes through when it is tried again."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from qi_desk.domain.errors import BadFile, Missing
from qi_desk.updating.folder import FolderInstallation
from qi_desk.updating.shelf import Shelf
from tests.faults import updater
from tests.faults.recorder.disk import Disk, lay_out
from tests.faults.recorder.trace import ROOT, Kind, environment, record
from tests.faults.test_power_loss import all_survive
from tests.support.releases import tree_of
from tests.updating import small_program

pytestmark = [
    pytest.mark.fault,
    pytest.mark.skipif(sys.platform == "win32", reason="versions beside each other are for Unix"),
]


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the program in it, and a stick beside it."""
    (tmp_path / updater.STICK).write_bytes(small_program.archive("0.2.0"))
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "state").mkdir()
    small_program.settled(folder)
    shutil.rmtree(folder / "unpacked")
    return folder


def whole(root: Path, version: str) -> None:
    """Every file of a version is there and as it was packed."""
    found = {
        path.relative_to(root / "versions" / version).as_posix(): path.read_bytes()
        for path in (root / "versions" / version).rglob("*")
        if path.is_file()
    }
    assert found == tree_of(version, small_program.program(version))


def runnable(folder: Path) -> None:
    """A state laid out from a record has no modes: what can be run at all is run."""
    for program in folder.rglob("qi-desk"):
        if program.is_file():
            program.chmod(0o755)


def check(folder: Path, lines: list[str]) -> None:
    """What is started, and that it goes on from here."""
    root = folder / "program"
    runnable(folder)
    started = small_program.version_started(root)
    whole(root, started)
    if "put-in" in lines:
        assert started == "0.2.0"
    if "proved" not in lines:
        whole(root, "0.1.0")
    if "taken" in lines:
        assert updater.marks(folder).known() == updater.REACHED
        if "put-in" not in lines:
            Shelf(folder / "updates").checked(updater.package(folder))
    go_on(folder, started)


def go_on(folder: Path, started: str) -> None:
    """Whatever is left, the same again comes to its end."""
    root = folder / "program"
    if started == "0.1.0":
        updater.take(folder)
        updater.put_in(folder)
        assert small_program.version_started(root) == "0.2.0"
    updater.prove(folder)
    FolderInstallation(root, "0.2.0").tidy()
    assert {one.name for one in (root / "versions").iterdir()} == {"0.2.0"}
    whole(root, "0.2.0")
    assert small_program.version_started(root) == "0.2.0"


def test_the_power_goes_anywhere(desk: Path) -> None:
    all_survive(desk, "tests.faults.updater", (), 60, 20260310, check)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_the_power_goes_anywhere_again_and_again(desk: Path, seed: int) -> None:
    all_survive(desk, "tests.faults.updater", (), 150, seed, check)


def test_killed_after_every_single_step(desk: Path) -> None:
    """What the process did stays done, and it does no more: every place between two of its deeds."""
    disk, chance = Disk(desk), random.Random(1)
    deeds = record("tests.faults.updater", desk)
    lines: list[str] = []
    last = None
    met = set()
    for deed in deeds:
        disk.do(deed)
        if deed.kind is Kind.TOLD:
            lines += deed.data.decode().split()
        if (state := disk.now()) == last and deed.kind is not Kind.TOLD:
            continue
        last = state
        place = desk.with_name("killed")
        lay_out(state, place, chance)
        runnable(place)
        met.add(small_program.version_started(place / "program"))
        check(place, lines)
        shutil.rmtree(place)
    assert met == {"0.1.0", "0.2.0"}
    assert lines[-1] == "tidied"
    assert len(deeds) > 60


@pytest.mark.parametrize("after", [0.0001, 0.002, 0.004, 0.006, 0.008, 0.011, 0.015, 0.02, 0.03, 0.05])
def test_ended_by_the_system_at_some_moment(desk: Path, after: float) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.updater", str(desk), "alarm", str(after)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, -14), done.stderr
    check(desk, done.stdout.split())


@pytest.mark.parametrize(("step", "error"), [(3, "ENOSPC"), (7, "EIO")])
def test_a_disk_that_refuses_any_write_leaves_the_old_version(desk: Path, step: int, error: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.updater", str(desk), "starve", str(step), error],
        env=environment(desk),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    attempts = [line.split() for line in done.stdout.splitlines()]
    told = {"ENOSPC": "store.full", "EIO": "store.io"}[error]
    assert len(attempts) > 3
    for ended, in_use, nth in attempts[:-1]:
        assert (ended, in_use) in {(told, "0.1.0+"), ("done", "0.2.0+0.1.0")}, nth
        if ended == "done":
            # The refused write was one that may be missed: the very last of all.
            assert int(nth) > len(attempts) * step - 3 * step
    assert attempts[0][0] == told
    assert attempts[-1][:2] == ["done", "0.2.0+0.1.0"]
    (desk / "program" / "current").write_text("0.1.0\n", encoding="ascii")
    assert not list((desk / "program" / "versions").glob(".*")), "something half unpacked was left"
    check(desk, [])


def test_the_judge_can_say_no(desk: Path) -> None:
    """A version with one file missing, or a package with one byte less, is found out."""
    updater.take(desk)
    updater.put_in(desk)
    (desk / "program/versions/0.2.0/_internal/version").unlink()
    with pytest.raises(AssertionError):
        whole(desk / "program", "0.2.0")
    updater.take(desk)
    file = next((desk / "updates").glob("*.xz"))
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(BadFile):
        Shelf(desk / "updates").checked(updater.package(desk))
    with pytest.raises(Missing):
        Shelf(desk / "updates").checked(updater.package(desk))
