from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from qi_desk.domain.errors import Conflict, Invalid, Missing, NotAllowed, StoreDamaged, WrongKey
from qi_desk.door import Door
from qi_desk.founding import NewStation
from qi_desk.security import keyslots
from qi_desk.services import backups, intake, oversight, staff, station_settings
from qi_desk.services.gate import Opening
from qi_desk.services.ports import Query
from tests.support.stations import PASSWORD, QUICK, Bench, SetClock, intake_of

NEW_PASSWORD = "high bridge 2027"


def made(bench: Bench) -> backups.Kept:
    return backups.make(bench.house, bench.actor).value


def events(bench: Bench) -> list[str]:
    return [line.event for line in oversight.audit_lines(bench.house, bench.actor)]


def test_a_copy_is_due_once_a_working_day_and_stands_in_the_chain(bench: Bench) -> None:
    assert backups.keep_up(bench.house, bench.actor).value is not None
    assert backups.keep_up(bench.house, bench.actor).value is None
    bench.clock.pass_time(hours=21)
    assert backups.keep_up(bench.house, bench.actor).value is not None
    assert len(backups.standing(bench.house, bench.actor).kept) == 2
    assert events(bench).count("backed_up") == 2


def test_copies_go_to_the_folder_chosen_and_beside_the_station_while_it_is_away(bench: Bench, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    station_settings.change_desk_setting(bench.house, bench.actor, backups.FOLDER, str(stick))
    on_stick = made(bench)
    assert (on_stick.place, on_stick.inside) == (str(stick), False)
    shutil.move(stick, tmp_path / "pulled")
    bench.clock.pass_time(hours=1)
    beside = made(bench)
    assert beside.inside
    standing = backups.standing(bench.house, bench.actor)
    assert not standing.reachable
    assert [one.backup.name for one in standing.kept] == [beside.backup.name]
    shutil.move(tmp_path / "pulled", stick)
    assert len(backups.standing(bench.house, bench.actor).kept) == 2


def test_only_who_runs_the_station_moves_the_copies(bench: Bench, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        station_settings.change_desk_setting(bench.house, bench.as_specialist(), backups.FOLDER, str(tmp_path))


def test_trying_out_really_restores_and_is_remembered(bench: Bench) -> None:
    with pytest.raises(Missing, match=r"backup\.none"):
        backups.try_out(bench.house, bench.actor)
    made(bench)
    assert backups.standing(bench.house, bench.actor).test_due
    tried = backups.try_out(bench.house, bench.actor).value
    standing = backups.standing(bench.house, bench.actor)
    assert not standing.test_due
    assert standing.tested_at == bench.clock.now()
    assert tried.records["op"] > 0
    assert "backup_tried" in events(bench)
    assert not list(bench.door.folder.parent.glob("qi-desk-trial-*"))
    bench.clock.pass_time(days=31)
    standing = backups.standing(bench.house, bench.actor)
    assert standing.test_due
    assert standing.overdue


def test_a_damaged_copy_fails_its_trial(bench: Bench) -> None:
    kept = made(bench)
    (file,) = Path(kept.place).rglob("station.db")
    content = bytearray(file.read_bytes())
    content[5000] ^= 1
    file.write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"backup\.damaged"):
        backups.try_out(bench.house, bench.actor)
    assert backups.standing(bench.house, bench.actor).tested_at is None


def test_looking_over_finds_a_damaged_page(bench: Bench) -> None:
    assert backups.look_over(bench.house, bench.actor) == ()
    file = bench.door.folder / "station.db"
    content = bytearray(file.read_bytes())
    content[-2000] ^= 1
    file.write_bytes(content)
    assert backups.look_over(bench.house, bench.actor)


def test_a_practice_station_is_not_copied_by_itself(bench: Bench) -> None:
    assert backups.keep_up(replace(bench.house, practice=True), bench.actor).value is None


def test_restored_where_it_came_from_with_the_password(bench: Bench) -> None:
    made(bench)
    later = intake.register_and_accept(bench.house, bench.actor, intake_of()).value.number
    account = bench.actor.account
    (copy,) = bench.door.copies_in()
    assert copy.ours
    assert not copy.fresh
    with pytest.raises(Conflict, match=r"backup\.open"):
        bench.door.restore(copy, Opening(account, PASSWORD))
    bench.door.leave()
    with pytest.raises(WrongKey):
        bench.door.restore(copy, Opening(account, "wrong"))
    bench.door.restore(copy, Opening(account, PASSWORD))
    arrival = bench.door.enter(account, PASSWORD)
    with arrival.house.store.read() as look:
        assert later in {one["number"] for one in look.select(Query("request", limit=100))}


def test_restored_on_a_fresh_pc_with_the_recovery_code(bench: Bench, tmp_path: Path) -> None:
    session = bench.door.session
    code = keyslots.new_recovery(bench.door.folder, session.key)
    number = intake.register_and_accept(bench.house, bench.actor, intake_of()).value.number
    made(bench)
    account = bench.actor.account
    other = Door(
        tmp_path / "new" / "station", state_folder=tmp_path / "new" / "state", clock=SetClock(), parameters=QUICK
    )
    (copy,) = other.copies_in(bench.door.folder.parent)
    assert copy.fresh
    assert account in {one.account for one in copy.people}
    with pytest.raises(WrongKey):
        other.restore(copy, Opening(account, keyslots.recovery_code.write(bytes(20)), NEW_PASSWORD))
    with pytest.raises(Invalid):
        other.restore(copy, Opening(account, code, "short"))
    assert not other.exists
    other.restore(copy, Opening(account, code, NEW_PASSWORD))
    arrival = other.enter(account, NEW_PASSWORD)
    with arrival.house.store.read() as look:
        assert number in {one["number"] for one in look.select(Query("request", limit=100))}
    assert arrival.house.desk != bench.house.desk
    assert staff.people(arrival.house, arrival.actor)
    other.leave()


def test_a_copy_of_another_station_is_refused(bench: Bench, tmp_path: Path) -> None:
    other = Door(tmp_path / "other" / "station", state_folder=tmp_path / "o", clock=SetClock(), parameters=QUICK)
    other.found(NewStation(code="PY04", name="另一示范站", letter="A", manager_name="林示范", password=PASSWORD))
    account = other.entrants()[0].account
    other.leave()
    made(bench)
    (copy,) = other.copies_in(bench.door.folder.parent)
    assert not copy.ours
    with pytest.raises(StoreDamaged, match=r"backup\.other_station"):
        other.restore(copy, Opening(account, PASSWORD))
