"""Opening a station file: what is refused, what comes back, which letter a copy takes."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from qi_desk.domain.errors import StoreBusy, StoreDamaged, StoreNewer, WrongKey
from qi_desk.door import Door
from qi_desk.services import intake, reception
from qi_desk.services.reception import WalkIn
from qi_desk.storage.engine import SCHEMA, connect
from qi_desk.storage.opening import inspect
from tests.support.stations import PASSWORD, QUICK, Bench, SetClock, intake_of


def folder_of(bench: Bench) -> Path:
    return bench.door.folder


def test_plain_sqlite_finds_no_database(bench: Bench) -> None:
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        sqlite3.connect(folder_of(bench) / "station.db").execute("SELECT 1 FROM sqlite_master")


def test_nothing_typed_stands_in_any_file_in_plain(bench: Bench) -> None:
    intake.register_and_accept(bench.house, bench.actor, intake_of())
    for file in folder_of(bench).rglob("*"):
        if file.is_file() and file.name not in ("keys.json", "keys.json.bak"):
            data = file.read_bytes()
            for secret in ("陈演练", "13800001234", "示范精密"):
                assert secret.encode() not in data, file.name


def test_a_wrong_key_is_not_taken_for_damage(bench: Bench) -> None:
    bench.door.leave()
    with pytest.raises(WrongKey, match=r"key\.password"):
        bench.door.enter(bench.actor.account, "another password")
    bench.door.enter(bench.actor.account, PASSWORD)


def test_a_foreign_file_is_named_so(bench: Bench) -> None:
    bench.door.leave()
    (folder_of(bench) / "station.db").write_bytes(b"this is a letter, not a database" * 400)
    with pytest.raises(StoreDamaged, match=r"store\.not_a_database"):
        bench.door.enter(bench.actor.account, PASSWORD)


def test_a_missing_file_is_not_made_anew(bench: Bench) -> None:
    bench.door.leave()
    (folder_of(bench) / "station.db").unlink()
    with pytest.raises(StoreDamaged, match=r"store\.missing"):
        bench.door.enter(bench.actor.account, PASSWORD)
    assert not (folder_of(bench) / "station.db").exists()


def test_a_later_program_s_file_is_left_alone(bench: Bench) -> None:
    key = bench.door.session.key
    bench.door.leave()
    raw = connect(folder_of(bench) / "station.db", key)
    raw.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    raw.close()
    before = (folder_of(bench) / "station.db").read_bytes()
    with pytest.raises(StoreNewer):
        bench.door.enter(bench.actor.account, PASSWORD)
    assert (folder_of(bench) / "station.db").read_bytes() == before


def test_a_flipped_bit_and_a_cut_end_are_found(bench: Bench) -> None:
    session = bench.door.session
    place = bench.door.place(session.opened.db_id)
    bench.door.leave()
    assert inspect(place, session.key) == ()
    data = bytearray(place.file.read_bytes())
    data[len(data) // 2] ^= 1
    place.file.write_bytes(bytes(data))
    assert inspect(place, session.key) != ()


def test_two_programs_do_not_share_a_folder(bench: Bench) -> None:
    second = Door(folder_of(bench), state_folder=folder_of(bench).parent / "state", parameters=QUICK)
    with pytest.raises(StoreBusy, match=r"store\.in_use"):
        second.enter(bench.actor.account, PASSWORD)


def test_a_normal_start_never_imports_alembic(bench: Bench) -> None:
    bench.door.leave()
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from qi_desk.door import Door\n"
        f"door = Door(Path({str(folder_of(bench))!r}), state_folder=Path({str(folder_of(bench).parent / 'state')!r}))\n"
        f"door.enter({bench.actor.account!r}, {PASSWORD!r})\n"
        "door.leave()\n"
        "assert not [name for name in sys.modules if name.startswith('alembic')]\n"
        "assert not [name for name in sys.modules if name.startswith(('reportlab', 'PySide6'))]\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_sign_in_page_lists_names_before_the_store_is_loaded(bench: Bench) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from qi_desk.door import Door\n"
        f"assert Door(Path({str(folder_of(bench))!r})).entrants()\n"
        "assert not [name for name in sys.modules if name.startswith(('sqlalchemy', 'sqlcipher3', 'cryptography'))]\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def numbers_of(bench: Bench) -> set[str]:
    with bench.house.store.read() as look:
        from qi_desk.services.ports import Query

        return {record["number"] for record in look.select(Query("request", limit=500))}


def test_an_older_copy_gets_back_what_the_journal_has(bench: Bench, tmp_path: Path) -> None:
    intake.register_and_accept(bench.house, bench.actor, intake_of())
    bench.reopen()
    shutil.copy(folder_of(bench) / "station.db", tmp_path / "older.db")
    for _ in range(3):
        intake.register_and_accept(bench.house, bench.actor, intake_of())
    known = numbers_of(bench)
    bench.door.leave()
    shutil.copy(tmp_path / "older.db", folder_of(bench) / "station.db")
    arrival = bench.door.enter(bench.actor.account, PASSWORD)
    assert "recovered.journal" in arrival.notices
    bench.house = arrival.house
    assert numbers_of(bench) == known
    assert bench.house.desk == "A"
    assert bench.house.store.chain_break() is None


def test_an_older_copy_without_its_journal_takes_a_new_letter(bench: Bench, tmp_path: Path) -> None:
    bench.reopen()
    shutil.copy(folder_of(bench) / "station.db", tmp_path / "older.db")
    lost = intake.register_and_accept(bench.house, bench.actor, intake_of()).value.number
    bench.door.leave()
    shutil.copy(tmp_path / "older.db", folder_of(bench) / "station.db")
    shutil.rmtree(folder_of(bench) / "journal")
    arrival = bench.door.enter(bench.actor.account, PASSWORD)
    assert arrival.house.desk == "B"
    assert any(notice.startswith("marks.") for notice in arrival.notices)
    again = intake.register_and_accept(arrival.house, arrival.actor, intake_of()).value.number
    assert "-B-" in again
    assert again != lost


def test_a_copied_folder_takes_a_new_letter(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.door.leave()
    shutil.copytree(folder_of(bench), tmp_path / "copy")
    monkeypatch.setattr("qi_desk.storage.opening.machine_fingerprint", lambda _db_id: "another machine")
    copy = Door(tmp_path / "copy", state_folder=tmp_path / "other-state", clock=SetClock(), parameters=QUICK)
    arrival = copy.enter(bench.actor.account, PASSWORD)
    assert arrival.house.desk == "B"
    with arrival.house.store.read() as look:
        from qi_desk.services.ports import Query

        desks = {desk["letter"]: desk["reason"] for desk in look.select(Query("desk"))}
    assert desks == {"A": "first", "B": "cloned"}
    copy.leave()


def test_one_changed_operation_breaks_the_chain(bench: Bench) -> None:
    reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="甲演练"))
    engine = bench.door.session.opened.store.engine
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE op SET raw = replace(raw, 'waiting', 'serving') WHERE seq = 9")
        connection.exec_driver_sql("UPDATE op SET raw = CAST(raw || ' ' AS BLOB) WHERE seq = 8")
    assert bench.house.store.chain_break() is not None


def test_backups_of_the_file_stay_encrypted(bench: Bench, tmp_path: Path) -> None:
    source = connect(folder_of(bench) / "station.db", bench.door.session.key)
    target = connect(tmp_path / "backup.db", bench.door.session.key)
    source.backup(target)
    target.close()
    source.close()
    with pytest.raises(dbapi2.DatabaseError):
        dbapi2.connect(str(tmp_path / "backup.db")).execute("SELECT 1 FROM sqlite_master")


def test_an_index_of_another_edition_is_made_anew(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    intake.register_and_accept(bench.house, bench.actor, intake_of())
    bench.door.leave()
    monkeypatch.setattr("qi_desk.storage.opening.TERMS", "another edition")
    bench.reopen()
    session = bench.door.session
    with session.house.store.write(bench.actor) as unit:
        unit._connection.exec_driver_sql("DELETE FROM search_key")  # type: ignore[attr-defined]
        unit.commit()
    monkeypatch.undo()
    bench.reopen()
    with bench.house.store.read() as look:
        assert look.find("gzsf")
