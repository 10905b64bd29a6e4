"""The power goes, and the disk has kept any of what it was not made to keep: torn sectors, lost names, old lengths.

A real desk works while everything it does to its files is recorded (tests/faults/recorder); from the record come the
states a power cut may leave, and each is opened as the program would open it.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from qi_desk.domain.errors import StoreDamaged
from qi_desk.security.sealed_files import SealedFiles
from qi_desk.services import intake
from qi_desk.services.gate import Opening
from qi_desk.storage import backups
from tests.faults.afterwards import entered, sound
from tests.faults.deeds import LOOK, OTHER_PASSWORD, SCAN
from tests.faults.founder import STATION, door_of
from tests.faults.recorder.disk import SHARED, Disk, found, lay_out, told
from tests.faults.recorder.trace import Deed, Kind, record
from tests.support.stations import PASSWORD, copy_template, intake_of

pytestmark = pytest.mark.fault

Check = Callable[[Path, list[str]], None]


def promised(lines: Iterable[str]) -> list[str]:
    return [line.split()[1] for line in lines if line.startswith("accepted ")]


def moments(deeds: tuple[Deed, ...], count: int, chance: random.Random) -> set[int]:
    """After which deeds the power goes: anywhere, and often just before something is forced to the disk or promised,
    which is when most is in the cache; behind the line `begun` if there is one."""
    first = next((place for place, deed in enumerate(deeds) if deed.data == b"begun\n"), 0)
    steps = [place for place, deed in enumerate(deeds) if place > first and deed.kind is not Kind.WRITTEN]
    wanted = min(count, len(deeds) - first - 1)
    chosen: set[int] = set()
    while len(chosen) < wanted:
        anywhere = chance.randrange(first, len(deeds))
        chosen.add(chance.choice((anywhere, chance.choice(steps) - 1, chance.choice(steps))))
    return chosen


def cuts(
    folder: Path, module: str, arguments: tuple[str, ...], count: int, chance: random.Random
) -> Iterator[tuple[Path, list[str]]]:
    """Let a process work in `folder`; states a power cut may leave of it, each laid out, with the lines told before."""
    disk = Disk(folder)
    deeds = record(module, folder, *arguments)
    chosen = moments(deeds, count, chance)
    for place, deed in enumerate(deeds):
        disk.do(deed)
        if place in chosen:
            state = folder.with_name(f"{folder.name}-cut")
            lay_out(disk.after_a_cut(chance), state, chance)
            yield state, told(deeds[: place + 1])
            shutil.rmtree(state)
    ends = {name: content for name, content in disk.now().items() if not name.endswith(SHARED)}
    assert ends == found(folder), "the recorder missed something"


def all_survive(folder: Path, module: str, arguments: tuple[str, ...], count: int, seed: int, check: Check) -> None:
    chance = random.Random(seed)
    for place, (state, lines) in enumerate(cuts(folder, module, arguments, count, chance)):
        try:
            check(state, lines)
        except BaseException as error:
            error.add_note(f"seed {seed}, state {place}, told {lines[-1:]}")
            raise


def check_intakes(folder: Path, lines: list[str]) -> None:
    sound(folder, promised(lines), PASSWORD)


def lives(template: Path, folder: Path, count: int, states: int, seed: int) -> None:
    """A desk whose power goes again and again: each life begins with what the last cut left."""
    copy_template(template, folder)
    chance = random.Random(seed)
    kept: list[str] = []
    for life in range(count):
        last = folder.with_name(f"{folder.name}-next")
        told_now: list[str] = []
        intakes = str(chance.randint(1, 8))
        for state, lines in cuts(folder, "tests.faults.worker", (intakes,), states, chance):
            shutil.rmtree(last, ignore_errors=True)
            shutil.copytree(state, last)
            told_now = promised(lines)
            try:
                sound(state, kept + told_now, PASSWORD)
            except BaseException as error:
                error.add_note(f"seed {seed}, life {life}, told {lines[-1:]}")
                raise
        kept += told_now
        shutil.rmtree(folder)
        last.rename(folder)


def check_founding(folder: Path, lines: list[str]) -> None:
    door = door_of(folder)
    if "founded" in lines:
        assert door.exists
    if door.exists:
        arrival = entered(door, STATION.password)
    else:
        arrival, _ = door.found(STATION)
    assert arrival.house.desk == "A"
    assert arrival.house.store.chain_break() is None
    assert intake.register(arrival.house, arrival.actor, intake_of()).value.number.startswith("PY03-XQ-20260310-A-")
    door.leave()


def check_password(folder: Path, lines: list[str]) -> None:
    sound(folder, promised(lines), *((OTHER_PASSWORD,) if "done" in lines else (OTHER_PASSWORD, PASSWORD)))


def check_backup(folder: Path, lines: list[str]) -> None:
    """A copy that was told of is there and holds; one that was not is whole or not listed."""
    sound(folder, promised(lines), PASSWORD)
    door = door_of(folder)
    entered(door, PASSWORD)
    key, copies = door.session.key, door.session.house.copies.kept()
    assert copies or "done" not in lines
    for copy in copies:
        place = backups.shelf_of(Path(copy.place), copy.backup.station, copy.backup.db_id) / copy.backup.name
        assert backups.check(place, key) == copy.backup
        for name in json.loads((place / "contents.json").read_bytes())["attachments"]:
            assert (place.parent / "files" / name).stat().st_size > len(SCAN)
    door.session.house.copies.make("hand")
    door.leave()


def check_restore(folder: Path, lines: list[str]) -> None:
    """Cut while the copy is put in place, the old is there or the same act again finishes; nothing is lost."""
    door = door_of(folder)
    try:
        entered(door, PASSWORD)
        door.leave()
    except StoreDamaged:
        assert "leaving" in lines
        assert "done" not in lines
        (copy,) = door.copies_in()
        door.restore(copy, Opening(door.entrants()[0].account, PASSWORD))
    sound(folder, promised(lines), PASSWORD)


def check_file(folder: Path, lines: list[str]) -> None:
    sound(folder, promised(lines), PASSWORD)
    door = door_of(folder)
    files = entered(door, PASSWORD).house.files
    assert isinstance(files, SealedFiles)
    for line in lines:
        if line.startswith("kept "):
            assert files.get(line.split()[1]) == SCAN
    files.put(SCAN)
    door.leave()


def check_setting(folder: Path, lines: list[str]) -> None:
    values = {door_of(folder).desk.get(LOOK[0])}
    assert values <= ({LOOK[1]} if "done" in lines else {LOOK[1], "standard"})
    assert door_of(folder).desk.get("strip.shown") is False
    sound(folder, promised(lines), PASSWORD)


CHECKS: dict[str, Check] = {
    "password": check_password,
    "key": check_intakes,
    "backup": check_backup,
    "restore": check_restore,
    "file": check_file,
    "setting": check_setting,
}


def do(template: Path, folder: Path, deed: str, count: int, seed: int) -> None:
    copy_template(template, folder)
    door_of(folder).desk.set("strip.shown", False)
    all_survive(folder, "tests.faults.deeds", (deed,), count, seed, CHECKS[deed])


def test_a_desk_at_work(template: tuple[Path, str], tmp_path: Path) -> None:
    lives(template[0], tmp_path / "desk", 2, 15, 20260310)


def test_a_station_being_made(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    all_survive(tmp_path / "desk", "tests.faults.founder", (), 20, 20260310, check_founding)


@pytest.mark.parametrize("deed", CHECKS)
def test_a_deed(template: tuple[Path, str], tmp_path: Path, deed: str) -> None:
    do(template[0], tmp_path / "desk", deed, 6, 20260310)


def test_a_disk_that_lies_is_found_out(template: tuple[Path, str], tmp_path: Path) -> None:
    """The judge can say no: on a disk that forgets what it was made to keep, promises are broken."""
    folder = tmp_path / "desk"
    copy_template(template[0], folder)
    disk, chance = Disk(folder), random.Random(1)
    deeds = record("tests.faults.worker", folder, "3")
    for deed in deeds[:-20]:
        if deed.kind is not Kind.SYNCED:
            disk.do(deed)
    with pytest.raises((AssertionError, StoreDamaged)):  # noqa: PT012
        for turn in range(20):
            lay_out(disk.after_a_cut(chance), tmp_path / f"{turn}", chance)
            check_intakes(tmp_path / f"{turn}", told(deeds[:-20]))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_a_desk_at_work_for_long(template: tuple[Path, str], tmp_path: Path, seed: int) -> None:
    lives(template[0], tmp_path / "desk", 5, 60, seed)


@pytest.mark.long
@pytest.mark.parametrize("deed", [*CHECKS, "found"])
@pytest.mark.parametrize("seed", range(3))
def test_many_deeds(template: tuple[Path, str], tmp_path: Path, deed: str, seed: int) -> None:
    if deed == "found":
        (tmp_path / "desk").mkdir()
        all_survive(tmp_path / "desk", "tests.faults.founder", (), 200, seed, check_founding)
    else:
        do(template[0], tmp_path / "desk", deed, 150, seed)
