"""Backups of both kinds of store: made beside the work, opened before they count, put back with all that belongs."""

from __future__ import annotations

import hashlib
import shutil
import stat
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qi_desk.district import backups, in_use, schema, store_copies
from qi_desk.district import office as offices
from qi_desk.district.devices import Newcomer
from qi_desk.district.office import Office
from qi_desk.domain.errors import Missing, StoreBusy, StoreDamaged, StoreError, StoreNewer
from tests.district.postgres import Cluster
from tests.district.test_schema import age, run

CONTENT = b"drawing" * 1000
SHA = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest) -> str:
    """Where the store is: a file in the folder, or a database of its own."""
    if request.param == "sqlite":
        return ""
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.url(cluster.database())


@pytest.fixture
def folder(tmp_path: Path, url: str) -> Path:
    """A district with a desk and an attachment."""
    folder = tmp_path / "district"
    one = offices.found(folder, url)
    one.devices.enrol(one.devices.new_code("PY03"), Newcomer("1号窗口"), bytes(32))
    one.blobs.append("PY03", SHA, 0, len(CONTENT), CONTENT)
    one.close()
    return folder


@pytest.fixture
def opened(folder: Path, url: str) -> Iterator[Callable[[], Office]]:
    every: list[Office] = []

    def again() -> Office:
        every.append(offices.opened(folder, url))
        return every[-1]

    yield again
    for one in every:
        one.close()


def test_everything_comes_back_on_another_machine(
    folder: Path, url: str, tmp_path: Path, opened: Callable[[], Office]
) -> None:
    one = opened()
    made = backups.make(one, folder, tmp_path / "backups")
    epoch = one.ledger.epoch()
    one.devices.enrol(one.devices.new_code("PY04"), Newcomer("later"), bytes(32))
    one.close()
    key = (folder / offices.KEY_FILE).read_bytes()
    shutil.rmtree(folder)
    found = backups.restore(folder, url, made.file)
    again = opened()
    assert (found.epoch, again.ledger.epoch() != epoch) == (epoch, True)
    assert [device.station for device in again.devices.every()] == ["PY03"]
    assert (folder / offices.KEY_FILE).read_bytes() == key
    assert again.blobs.read("PY03", SHA, 0) == (CONTENT, len(CONTENT))
    again.ledger.author("publication", "1" * 32, {"name": "after"})  # sequences and constraints are there too
    with pytest.raises(Exception, match=r"slot_alone|slot_order"):
        run(again.engine, "INSERT INTO slot (booking, resource, begins, ends) VALUES ('b', 'r', 2, 1)")


def test_a_backup_is_its_owners_alone_and_says_what_it_holds(
    folder: Path, tmp_path: Path, opened: Callable[[], Office]
) -> None:
    made = backups.make(opened(), folder, tmp_path / "backups")
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.file.parent.stat().st_mode) == 0o700
    with tarfile.open(made.file) as tar:
        assert {"manifest.json", "epoch", "signing.key"} < set(tar.getnames())
        assert all(member.mode & 0o077 == 0 for member in tar.getmembers())
    assert [one.name for one in made.file.parent.iterdir() if one.name.startswith(".")] == []


def test_the_last_ones_stay_and_attachments_are_copied_once(
    folder: Path, tmp_path: Path, opened: Callable[[], Office]
) -> None:
    target = tmp_path / "backups"
    made = [backups.make(opened(), folder, target, keep=2) for _ in range(3)]
    assert [one.attachments for one in made] == [1, 0, 0]
    assert sorted(target.glob("*.tar")) == sorted(one.file for one in made[1:])
    assert made[2].removed == 1
    assert backups.last_made(opened()) != ""


def test_what_is_in_a_backup_is_told_to_the_desks(folder: Path, tmp_path: Path, opened: Callable[[], Office]) -> None:
    one = opened()
    columns = "inc, station, device, origin, origin_digest, hwm, digest, durable, seen_at"
    run(one.engine, f"INSERT INTO incarnation ({columns}) VALUES ('A1', 'PY03', 'd', 0, '', 7, '', 3, '')")
    backups.make(one, folder, tmp_path / "backups")
    with one.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT durable FROM incarnation WHERE inc = 'A1'").scalar_one() == 7


@pytest.mark.parametrize("damage", ["cut", "changed", "other"])
def test_a_damaged_backup_changes_nothing(
    folder: Path, url: str, tmp_path: Path, damage: str, opened: Callable[[], Office]
) -> None:
    one = opened()
    file = backups.make(one, folder, tmp_path / "backups").file
    epoch = one.ledger.epoch()
    whole = file.read_bytes()
    place = whole.rindex(b"database.") + 1024
    damaged = {
        "cut": whole[: len(whole) // 2],
        "changed": whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :],
        "other": b"?",
    }
    file.write_bytes(damaged[damage])
    with pytest.raises(StoreDamaged, match=r"district\.backup_damaged"):
        backups.restore(folder, url, file)
    assert opened().ledger.epoch() == epoch
    with pytest.raises(Missing, match=r"file\.missing"):
        backups.restore(folder, url, tmp_path / "nowhere.tar")


def test_an_older_store_is_brought_up_behind_a_backup_that_leads_back(
    folder: Path, url: str, opened: Callable[[], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = opened().engine
    age(engine)
    with pytest.raises(StoreError, match=r"district\.schema_older"):
        offices.opened(folder, url)
    steps, backup = backups.bring_up(folder, url)
    assert steps == tuple(range(2, schema.SCHEMA + 1))
    assert backup is not None
    assert backups.bring_up(folder, url) == ((), None)
    # The program of before meets the store that was brought up, and puts its own back.
    monkeypatch.setattr(schema, "SCHEMA", schema.UNNUMBERED)
    with pytest.raises(StoreNewer, match=r"district\.schema_newer"):
        offices.opened(folder, url)
    with pytest.raises(StoreNewer, match=r"district\.schema_newer"):
        backups.bring_up(folder, url)
    assert backups.restore(folder, url, backup).schema == schema.UNNUMBERED
    again = opened()
    assert [device.station for device in again.devices.every()] == ["PY03"]
    monkeypatch.undo()
    assert backups.bring_up(folder, url)[0] == steps


def test_a_backup_of_a_newer_schema_is_refused(
    folder: Path, url: str, tmp_path: Path, opened: Callable[[], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backups.make(opened(), folder, tmp_path / "backups").file
    monkeypatch.setattr(schema, "SCHEMA", schema.SCHEMA - 1)
    with pytest.raises(StoreNewer, match=r"district\.backup_newer"):
        backups.restore(folder, url, file)


def test_nothing_is_put_back_under_a_server(
    folder: Path, url: str, tmp_path: Path, opened: Callable[[], Office]
) -> None:
    one = opened()
    file = backups.make(one, folder, tmp_path / "backups").file
    with in_use.serving(folder), in_use.serving(folder):
        with pytest.raises(StoreBusy, match=r"district\.in_use"):
            backups.restore(folder, url, file)
        age(one.engine)
        with pytest.raises(StoreBusy, match=r"district\.in_use"):
            backups.bring_up(folder, url)
    with in_use.alone(folder), pytest.raises(StoreBusy, match=r"district\.being_changed"), in_use.serving(folder):
        pass


def test_what_was_there_is_set_aside(folder: Path, url: str, tmp_path: Path, opened: Callable[[], Office]) -> None:
    one = opened()
    file = backups.make(one, folder, tmp_path / "backups").file
    one.devices.enrol(one.devices.new_code("PY04"), Newcomer("later"), bytes(32))
    one.close()
    backups.restore(folder, url, file)
    aside = folder / backups.BEFORE_RESTORE
    if url:
        (kept,) = aside.glob("*.tar")
        backups.restore(folder, url, kept)
    else:
        (kept,) = aside.glob("*/district.db")
        shutil.copyfile(kept, folder / offices.FILE)
        offices.go_on_after_restore(folder, url)
    assert [device.station for device in opened().devices.every()] == ["PY03", "PY04"]


def test_a_restore_that_was_cut_short_is_noticed(
    folder: Path, url: str, tmp_path: Path, opened: Callable[[], Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backups.make(opened(), folder, tmp_path / "backups").file

    def cut(*_given: object) -> None:
        raise StoreError("district.copy_failed", said="cut")

    kind = store_copies.keeper_of(opened().engine)
    monkeypatch.setattr(type(kind), "put_back", cut)
    with pytest.raises(StoreError, match=r"district\.copy_failed"):
        backups.restore(folder, url, file)
    with pytest.raises(StoreError, match=r"district\.restored"):
        offices.opened(folder, url)
    monkeypatch.undo()
    backups.restore(folder, url, file)
    assert len(opened().devices.every()) == 1


def test_a_backup_of_one_kind_is_not_put_into_the_other(tmp_path: Path, cluster: Cluster) -> None:
    one = offices.found(tmp_path / "file")
    file = backups.make(one, tmp_path / "file", tmp_path / "backups").file
    one.close()
    with pytest.raises(StoreError, match=r"district\.backup_kind"):
        backups.restore(tmp_path / "database", cluster.url(cluster.database()), file)


def test_a_database_that_takes_half_of_a_backup_keeps_what_it_had(tmp_path: Path, cluster: Cluster) -> None:
    folder, url = tmp_path / "district", cluster.url(cluster.database())
    one = offices.found(folder, url)
    file = backups.make(one, folder, tmp_path / "backups").file
    # A view of somebody else's stands in the name of one of the tables: the script stops in the middle.
    run(one.engine, "DROP TABLE asked", "CREATE VIEW asked AS SELECT 1 AS one")
    epoch = one.ledger.epoch()
    with pytest.raises(StoreError, match=r"district\.copy_failed") as refused:
        backups.restore(folder, url, file)
    assert "asked" in str(refused.value.values["said"])
    assert one.ledger.epoch() == epoch
    one.close()


def test_without_programs_of_the_right_version_it_says_which(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, url = tmp_path / "district", cluster.url(cluster.database())
    one = offices.found(folder, url)
    monkeypatch.setattr(store_copies, "_DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StoreError, match=r"district\.no_pg_dump"):
        backups.make(one, folder, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
    one.close()
