"""A new version opens the data for the first time."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_desk import first_opening, proving
from qi_desk.domain.backups import BEFORE_UPDATE
from qi_desk.domain.errors import Expected, Invalid, StoreDamaged, StoreFull, WrongKey
from qi_desk.storage import backup_contents, backups, migrate, opening
from qi_desk.storage.engine import SCHEMA, connect
from qi_desk.updating import installed
from qi_desk.updating.folder import FolderInstallation
from qi_desk.updating.installed import Installed
from tests.services.conftest import bench, template
from tests.support.stations import PASSWORD, Bench
from tests.updating import small_program

__all__ = ["bench", "template"]


@pytest.fixture
def older(bench: Bench) -> Bench:
    """A station whose file was written by the program before this one."""
    key, file = bench.door.session.key, bench.door.folder / "station.db"
    bench.door.leave()
    raw = connect(file, key)
    raw.execute(f"PRAGMA user_version = {SCHEMA - 1}")
    raw.close()
    return bench


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FolderInstallation:
    """This version, put in a moment ago."""
    old = small_program.settled(tmp_path, "0.1.0")
    (tmp_path / "p.tar.xz").write_bytes(small_program.archive("0.2.0"))
    old.put_in(tmp_path / "p.tar.xz", "0.2.0", 1_000_000, lambda _: None)
    new = FolderInstallation(old.root, "0.2.0")
    monkeypatch.setattr(installed, "here", lambda: Installed("0.2.0", "linux-x86_64", "folder", new))
    return new


def enter(desk: Bench) -> None:
    desk.door.enter(desk.door.entrants()[0].account, PASSWORD)


def test_a_proven_copy_is_made_before_the_file_is_changed(older: Bench) -> None:
    enter(older)
    house = older.door.session.house
    (kept,) = house.copies.kept()
    assert (kept.backup.why, kept.backup.schema) == (BEFORE_UPDATE, SCHEMA - 1)
    folder = backups.shelf_of(Path(kept.place), kept.backup.station, kept.backup.db_id) / kept.backup.name
    assert backups.check(folder, older.door.session.key) == backup_contents.read(folder)
    older.door.leave()
    enter(older)
    assert len(older.door.session.house.copies.kept()) == 1, "once: the file is of this schema now"


def test_no_room_for_the_copy_does_not_keep_people_out(older: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise StoreFull("store.full")

    monkeypatch.setattr(backups, "make", full)
    enter(older)
    assert older.door.session.house.copies.kept() == ()
    assert (older.door.folder / migrate.ASIDE).exists(), "the copy of the migration itself is there"


def test_signing_in_proves_the_version(bench: Bench, program: FolderInstallation) -> None:
    bench.door.leave()
    account = bench.door.entrants()[0].account
    with pytest.raises(WrongKey):
        bench.door.enter(account, "not the password")
    assert program.in_use() == ("0.2.0", "0.1.0"), "a wrong password says nothing of the version"
    bench.clock.pass_time(minutes=5)
    enter(bench)
    assert program.in_use() == ("0.2.0", "")


def test_data_that_do_not_open_count_against_the_version(
    bench: Bench, program: FolderInstallation, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.door.leave()

    def broken(*_given: object) -> None:
        raise error

    monkeypatch.setattr(opening, "open_store", broken)
    for error in (StoreFull("store.full"), StoreDamaged("store.io"), RuntimeError("a defect")):
        with pytest.raises(type(error)):
            enter(bench)
    assert program.in_use() == ("0.2.0", "0.1.0")
    assert (program.root / "openings").read_bytes().count(b"\n") == 2, "a full disk is not its fault"
    assert small_program.version_started(program.root) == "0.2.0"
    with pytest.raises(RuntimeError):
        enter(bench)
    assert small_program.version_started(program.root) == "0.1.0"


def test_the_practice_station_proves_nothing(
    bench: Bench, program: FolderInstallation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(bench.door), "practice", property(lambda _self: True))
    assert first_opening.begin(bench.door, bench.door.session.opened.db_id, bench.door.session.key) is None
    assert not (program.root / "openings").exists()


def test_a_version_proves_itself_on_a_copy(bench: Bench) -> None:
    made = bench.house.copies.make(BEFORE_UPDATE)
    with bench.house.copies.laid_out(made.backup.name) as (found, station, key):  # type: ignore[attr-defined]
        assert proving._open((station, found.db_id, key)) == found.seq
        with pytest.raises(Expected):
            proving._open((station, found.db_id, b"\0" * 32))
        with pytest.raises(Expected):
            proving._open((station, "0" * 32, key))


def test_an_odd_question_is_refused() -> None:
    assert proving.asked(b"") is None
    assert proving.asked(b"{}") is None
    for odd in (b"[", b'{"station": 5}', b'{"station": "x", "db_id": "y", "key": "zz"}', b"[1]", b'"x"'):
        with pytest.raises(Invalid):
            proving.asked(odd)
