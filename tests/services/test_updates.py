"""Updates as people meet them: a stick, what is refused, what is put in, what they hear afterwards."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from qi_desk.domain.backups import BEFORE_UPDATE
from qi_desk.domain.errors import Expected, NotAllowed
from qi_desk.domain.updates import DEB, Remembered
from qi_desk.services import updates
from qi_desk.services.updates_port import NoUpdates
from qi_desk.storage.engine import SCHEMA
from qi_desk.updating import handing
from qi_desk.updating.folder import FolderInstallation
from tests.support.releases import MADE, Signer, lay_release
from tests.support.stations import Bench
from tests.updating import small_program
from tests.updating.desks import Tried, fit, never, simple_trial, updates_of

SIGNER = Signer()
UNPACKED = {"schema": SCHEMA}


@pytest.fixture
def tried() -> Tried:
    return []


@pytest.fixture
def root(tmp_path: Path) -> FolderInstallation:
    return small_program.settled(tmp_path)


@pytest.fixture
def desk(bench: Bench, root: FolderInstallation, tried: Tried) -> Bench:
    return fit(bench, updates_of(bench, root, SIGNER, simple_trial(tried)))


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    lay_release(tmp_path / "stick" / "程序更新", SIGNER, small_program.archive("0.2.0"), **UNPACKED)
    return tmp_path / "stick"


def refused(desk: Bench, stick: Path) -> str:
    with pytest.raises(Expected) as met:
        updates.take(desk.house, desk.actor, stick)
    standing = updates.standing(desk.house, desk.actor)
    assert (standing.manifest, standing.ready, standing.next) == (None, False, "")
    assert desk.house.updates.known().counter == 0
    return met.value.code


def history(desk: Bench) -> list[str]:
    with desk.house.store.read() as look:
        return [line.event for line in look.history(limit=20)]


def test_from_the_stick_to_the_next_start(desk: Bench, root: FolderInstallation, stick: Path, tried: Tried) -> None:
    assert updates.look_at(desk.house, desk.actor, stick).version == "0.2.0"
    assert updates.standing(desk.house, desk.actor).manifest is None, "looking changes nothing"
    updates.take(desk.house, desk.actor, stick)
    shutil.rmtree(stick)
    standing = updates.standing(desk.house, desk.actor)
    assert standing.ready
    assert standing.manifest is not None
    assert standing.manifest.notes[0] == "受理页更快。"
    assert updates.install(desk.house, desk.actor).value.version == "0.2.0"
    (copy,) = desk.house.copies.kept()
    assert copy.backup.why == BEFORE_UPDATE
    assert tried == [(copy.backup.name, "0.2.0")]
    standing = updates.standing(desk.house, desk.actor)
    assert (standing.next, standing.manifest) == ("0.2.0", None)
    assert small_program.version_started(root.root) == "0.2.0"
    assert "update_put_in" in history(desk)
    assert not (desk.door.folder.parent / "updates" / "qi-desk-0.2.0.tar.xz").exists()


def test_a_stick_of_strangers_is_refused_in_every_way(desk: Bench, tmp_path: Path) -> None:
    archive = small_program.archive("0.2.0")
    lay_release(tmp_path / "stranger", Signer(), archive, **UNPACKED)
    assert refused(desk, tmp_path / "stranger") == "update.unknown_key"
    lay_release(tmp_path / "old", SIGNER, archive, version="0.0.9", **UNPACKED)
    assert refused(desk, tmp_path / "old") == "update.older"
    lay_release(tmp_path / "expired", SIGNER, archive, expires=MADE + timedelta(days=1), **UNPACKED)
    assert refused(desk, tmp_path / "expired") == "update.expired"
    lay_release(tmp_path / "cut", SIGNER, archive, **UNPACKED)
    (tmp_path / "cut" / "qi-desk-0.2.0.tar.xz").write_bytes(archive[:-100])
    assert refused(desk, tmp_path / "cut") == "update.cut"
    (tmp_path / "cut" / "qi-desk-0.2.0.tar.xz").write_bytes(archive[:-1] + b"?")
    assert refused(desk, tmp_path / "cut") == "update.damaged"
    (tmp_path / "cut" / "qi-desk-0.2.0.tar.xz").unlink()
    assert refused(desk, tmp_path / "cut") == "update.no_package"
    (tmp_path / "nothing").mkdir()
    assert refused(desk, tmp_path / "nothing") == "update.none_here"
    (tmp_path / "nothing" / "x.update").write_bytes(b"qi-desk update 1\n{}\n")
    assert refused(desk, tmp_path / "nothing") == "update.unsigned"


def test_of_several_lists_the_newest_that_may_be_taken_is(desk: Bench, stick: Path, tmp_path: Path) -> None:
    lay_release(stick / "old", SIGNER, small_program.archive("0.1.5"), version="0.1.5", counter=1, **UNPACKED)
    lay_release(stick / "too new", SIGNER, small_program.archive("0.9.0"), version="0.9.0", counter=9,
                schema=SCHEMA + 9, least_schema=SCHEMA + 9)  # fmt: skip
    assert updates.look_at(desk.house, desk.actor, stick).version == "0.2.0"


def test_an_older_list_is_refused_after_a_newer_one_was_taken(desk: Bench, stick: Path, tmp_path: Path) -> None:
    updates.take(desk.house, desk.actor, stick)
    lay_release(tmp_path / "replayed", SIGNER, small_program.archive("0.1.5"), version="0.1.5", counter=1, **UNPACKED)
    with pytest.raises(NotAllowed) as met:
        updates.take(desk.house, desk.actor, tmp_path / "replayed")
    assert met.value.code == "update.replayed"
    # Putting the station's folder back, or one file of it, changes nothing about that.
    (desk.door.folder / "updates.json").unlink()
    assert desk.house.updates.known().counter == 2
    with pytest.raises(NotAllowed):
        updates.take(desk.house, desk.actor, tmp_path / "replayed")


def test_what_waits_is_checked_again_before_it_is_put_in(desk: Bench, stick: Path, root: FolderInstallation) -> None:
    updates.take(desk.house, desk.actor, stick)
    shelf = desk.door.folder.parent / "updates"
    (shelf / "qi-desk-0.2.0.tar.xz").write_bytes(small_program.archive("0.2.0") + b"?")
    with pytest.raises(Expected) as met:
        updates.install(desk.house, desk.actor)
    assert met.value.code == "update.damaged"
    (shelf / "offer.update").write_bytes(b"something else")
    assert updates.standing(desk.house, desk.actor).manifest is None
    with pytest.raises(Expected) as met:
        updates.install(desk.house, desk.actor)
    assert met.value.code == "update.unreadable"
    assert small_program.version_started(root.root) == "0.1.0"


def test_what_fails_its_trial_is_not_put_in(desk: Bench, stick: Path, root: FolderInstallation) -> None:
    fit(desk, updates_of(desk, root, SIGNER, never))
    updates.take(desk.house, desk.actor, stick)
    with pytest.raises(NotAllowed) as met:
        updates.install(desk.house, desk.actor)
    assert met.value.code == "update.trial_failed"
    assert updates.standing(desk.house, desk.actor).next == ""
    assert "update_put_in" not in history(desk)


def test_a_clock_a_year_behind_is_no_hindrance_and_one_ahead_is_told(desk: Bench, stick: Path) -> None:
    desk.clock.pass_time(days=365)
    with pytest.raises(NotAllowed) as met:
        updates.take(desk.house, desk.actor, stick)
    assert met.value.code == "update.expired"
    assert met.value.values["now"].year == 2027
    desk.clock.pass_time(days=-730)
    updates.take(desk.house, desk.actor, stick)
    assert updates.standing(desk.house, desk.actor).ready


def test_who_went_back_hears_of_it_once(desk: Bench, stick: Path, root: FolderInstallation) -> None:
    updates.take(desk.house, desk.actor, stick)
    updates.install(desk.house, desk.actor)
    for _ in range(3):
        assert small_program.version_started(root.root) == "0.2.0"
    assert small_program.version_started(root.root) == "0.1.0"
    assert updates.news(desk.house, desk.actor).given_up == "0.2.0"
    assert updates.news(desk.house, desk.actor).given_up == ""
    assert history(desk).count("update_given_up") == 1
    assert not (root.root / "versions" / "0.2.0").exists()


def test_the_system_installs_its_own_packages(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = fit(bench, updates_of(bench, None, SIGNER, never, way=DEB))
    lay_release(tmp_path / "stick", SIGNER, b"a package of the system", way=DEB, **UNPACKED)
    updates.take(desk.house, desk.actor, tmp_path / "stick")
    package = desk.door.folder.parent / "updates" / "qi-desk-0.2.0.tar.xz"
    assert updates.standing(desk.house, desk.actor).typed == f"sudo apt-get install --yes {package}"
    with pytest.raises(NotAllowed) as met:
        updates.install(desk.house, desk.actor)
    assert met.value.code == "update.by_system"
    monkeypatch.setattr(handing.shutil, "which", lambda _name: None)
    with pytest.raises(NotAllowed) as met:
        updates.hand_over(desk.house, desk.actor)
    assert met.value.code == "update.by_administrator"
    assert met.value.values["command"].startswith("sudo apt-get install")
    monkeypatch.setattr(handing.shutil, "which", lambda name: f"/usr/bin/{name}")
    updates.hand_over(desk.house, desk.actor)
    assert desk.house.copies.kept()[0].backup.why == BEFORE_UPDATE
    assert updates.news(desk.house, desk.actor).failed == "0.2.0", "this is still the old version"
    handing.note(package.parent, handing.Handed("0.2.0", package.name, "", 0))
    new = fit(desk, updates_of(bench, None, SIGNER, never, way=DEB, version="0.2.0"))
    assert updates.news(new.house, new.actor).arrived == "0.2.0"
    assert "update_arrived" in history(new)


def test_a_program_that_is_not_installed_says_so(bench: Bench, tmp_path: Path) -> None:
    assert bench.house.updates.running.way == "", "tests run from a checkout"
    assert updates.standing(bench.house, bench.actor).manifest is None
    lay_release(tmp_path / "stick", SIGNER, b"x", **UNPACKED)
    with pytest.raises(NotAllowed) as met:
        updates.take(bench.house, bench.actor, tmp_path / "stick")
    assert met.value.code == "update.not_installed"
    with pytest.raises(NotAllowed) as met:
        updates.install(bench.house, bench.actor)
    assert met.value.code == "update.not_installed"
    nothing = NoUpdates()
    assert nothing.running.way == ""
    assert nothing.known() == Remembered()
    for ask in (nothing.opened, nothing.put_offer):
        with pytest.raises(NotAllowed):
            ask(b"")


def test_nothing_of_the_update_names_anybody(desk: Bench, stick: Path) -> None:
    """What lies outside the sealed files: lists, counters, versions."""
    updates.take(desk.house, desk.actor, stick)
    updates.install(desk.house, desk.actor)
    place = desk.door.folder.parent
    files = [*(place / "updates").glob("*"), *place.glob("*/updates.json")]
    assert files
    for file in files:
        assert desk.actor.name not in file.read_text(encoding="utf-8", errors="ignore")
