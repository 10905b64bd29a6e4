"""Each single write of what people do fails in turn for want of room: they are told so, and nothing is half done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.afterwards import sound
from tests.faults.recorder.trace import ROOT, environment
from tests.support.stations import copy_template

pytestmark = pytest.mark.fault

STEPS = {
    "accept": 9,
    "setting": 1,
    "person": 5,
    "sign_in": 3,
    "print": 13,
    "import": 9,
    "list": 5,
    "audit": 5,
    "pack": 5,
    "backup": 151,
    "file": 1,
    "key": 211,
}
"""What is done, and how many writes the quick run steps over each time."""

TOLD = {"store.full", "paper.not_saved"}
ONCE = {"store.io", "store.cannot_open"}
"""What else may be told where there is room again at once: SQLite does not say what the matter was."""


def attempts(template: Path, folder: Path, deed: str, step: int, *error: str) -> list[tuple[str, str, str]]:
    """Do something while every `step`-th of its writes fails in turn; how each attempt ended, whether any record had
    changed, and whether the disk stayed full. The station is looked over at the end."""
    copy_template(template, folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.starved", str(folder), deed, str(step), *error],
        env=environment(folder),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = [line.split() for line in done.stdout.splitlines()]
    accepted = [line[1] for line in lines if line[0] == "accepted"]
    numbers = sound(folder, accepted)
    assert deed != "accept" or sorted(accepted) == sorted(numbers)
    return [(ended, changed, full) for ended, changed, _, full in (line for line in lines if len(line) == 4)]


def judge(template: Path, folder: Path, deed: str, step: int) -> None:
    """Whoever is refused is told that the disk is full, and nothing is half done."""
    found = attempts(template, folder, deed, step)
    refused = [one for one in found if one[0] != "done"]
    assert refused
    for ended, changed, full in refused:
        assert changed == "same"
        assert ended in TOLD if full == "lasting" else ended in TOLD | ONCE
    # The last two attempts had nothing left to fail.
    assert {ended for ended, _, _ in found[-2:]} == {"done"}


@pytest.mark.parametrize(("deed", "step"), STEPS.items())
def test_a_write_that_fails_is_told_and_undone(
    template: tuple[Path, str], tmp_path: Path, deed: str, step: int
) -> None:
    judge(template[0], tmp_path / "desk", deed, step)


@pytest.mark.long
@pytest.mark.parametrize("deed", STEPS)
def test_every_single_write_that_fails_is_told_and_undone(
    template: tuple[Path, str], tmp_path: Path, deed: str
) -> None:
    judge(template[0], tmp_path / "desk", deed, 1)


@pytest.mark.parametrize("deed", ["accept", "setting", "person", "sign_in", "audit", "backup", "file"])
def test_a_disk_that_fails_is_told_and_nothing_is_half_done(
    template: tuple[Path, str], tmp_path: Path, deed: str
) -> None:
    found = attempts(template[0], tmp_path / "desk", deed, STEPS[deed], "EIO")
    refused = [(ended, changed) for ended, changed, _ in found if ended != "done"]
    assert refused
    assert set(refused) <= {("store.io", "same"), ("store.cannot_open", "same")}
