"""Desks that went back in time or were copied: they go on under a new name and a new letter, and what was written on
whichever copy arrives once."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from qi_desk.district import office as offices
from qi_desk.district.office import Office
from qi_desk.domain.errors import Conflict
from qi_desk.door import Door
from qi_desk.services.ports import Query
from qi_desk.storage.exchange_state import ExchangeState
from tests.district.meeting import Enrol, client_of, exchange, line_of, registered
from tests.support.stations import PASSWORD, QUICK, Bench, SetClock


def copied(bench: Bench, to: Path) -> Path:
    """The whole disk as it is now: the station's folder and what stands outside it."""
    home = bench.door.folder.parent
    bench.door.leave()
    shutil.copytree(home, to)
    bench.reopen()
    return to


def opened(folder: Path, like: Bench) -> Bench:
    door = Door(folder / "station", state_folder=folder / "state", clock=SetClock(like.clock.now()), parameters=QUICK)
    arrival = door.enter(like.actor.account, PASSWORD)
    return Bench(door, arrival.house, arrival.actor, SetClock(like.clock.now()), like.specialist)


def requests(bench: Bench) -> set[str]:
    with bench.house.store.read() as look:
        return {record["number"] for record in look.select(Query("request"))}


def at_the_district(office: Office) -> int:
    with office.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM row_state WHERE et = 'request'").scalar_one())


def test_a_desk_put_back_to_last_week_loses_nothing_it_had_sent(enrol: Enrol, office: Office, tmp_path: Path) -> None:
    one = enrol("PY03")
    registered(one)
    image = copied(one, tmp_path / "last week")
    exchange(one)
    registered(one)
    exchange(one)
    before = requests(one)
    one.door.leave()
    shutil.copyfile(image / "station" / "station.db", one.door.folder / "station.db")
    shutil.rmtree(one.door.folder / "journal")
    one.reopen()
    assert one.house.desk != "A"
    registered(one)
    told = exchange(one)
    assert (told.waiting, told.held) == (0, 0)
    assert before < requests(one)
    assert len(requests(one)) == at_the_district(office) == 3


def test_two_copies_of_one_desk_both_keep_their_work(enrol: Enrol, office: Office, tmp_path: Path) -> None:
    one = enrol("PY03")
    registered(one)
    exchange(one)
    registered(one)
    twin = opened(copied(one, tmp_path / "copy"), one)
    try:
        registered(one)
        registered(twin)
        exchange(one)
        with pytest.raises(Conflict, match=r"sync\.forked"):
            exchange(twin)
        twin.reopen()
        assert twin.house.desk not in ("A", one.house.desk)
        registered(twin)
        for bench in (twin, one, twin):
            told = exchange(bench)
            assert (told.waiting, told.held) == (0, 0)
        assert at_the_district(office) == 5
        with one.house.store.read() as here, twin.house.store.read() as there:
            assert here.count(Query("request")) == there.count(Query("request")) == 5
    finally:
        twin.door.leave()


def both_put_back(enrol: Enrol, office: Office, tmp_path: Path) -> Bench:
    """A desk and its district, each put back to an earlier day; the desk has met the district since."""
    one = enrol("PY03")
    registered(one)
    exchange(one)
    saved = tmp_path / "saved.db"
    with closing(sqlite3.connect(tmp_path / "district" / "district.db")) as whole:
        whole.execute("VACUUM INTO ?", (str(saved),))
    registered(one)
    exchange(one)
    image = copied(one, tmp_path / "image")
    registered(one)
    exchange(one)
    one.door.leave()
    shutil.copyfile(image / "station" / "station.db", one.door.folder / "station.db")
    shutil.rmtree(one.door.folder / "journal")
    one.reopen()
    registered(one)
    exchange(one)
    folder = tmp_path / "district"
    office.close()
    for name in ("district.db-wal", "district.db-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copyfile(saved, folder / "district.db")
    offices.go_on_after_restore(folder)
    for _ in range(2):
        told = exchange(one)
    assert (told.waiting, told.held) == (0, 0)
    return one


def test_both_went_back_and_every_operation_a_log_holds_arrives(enrol: Enrol, office: Office, tmp_path: Path) -> None:
    """The third request was in neither backup: the desk still shows it as the district told it, its log is gone."""
    one = both_put_back(enrol, office, tmp_path)
    with one.house.store.read() as look:
        assert look.count(Query("request")) == 4
    assert at_the_district(office) == 3


def test_without_offering_older_logs_again_a_request_is_missing(
    enrol: Enrol, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(self: ExchangeState, epoch: str, cursor: str) -> bool:
        self.write({"epoch": epoch, "cursor": cursor})
        return False

    monkeypatch.setattr(ExchangeState, "begin_again", never)
    both_put_back(enrol, office, tmp_path)
    assert at_the_district(office) == 2


def test_the_district_learns_the_new_letter(enrol: Enrol, tmp_path: Path) -> None:
    one = enrol("PY03")
    exchange(one)
    twin = opened(copied(one, tmp_path / "copy"), one)
    try:
        registered(one)
        exchange(one)
        client_of(twin, registered(twin))
        with pytest.raises(Conflict):
            exchange(twin)
        twin.reopen()
        line_of(twin)
        exchange(twin)
        exchange(one)
        with one.house.store.read() as look:
            letters = {record["letter"] for record in look.select(Query("desk"))}
        assert letters == {"A", twin.house.desk}
    finally:
        twin.door.leave()
