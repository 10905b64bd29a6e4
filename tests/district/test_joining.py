"""A second desk of one station: it joins with a one-time code, has all there is, and both work alone and meet."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from qi_desk import cli
from qi_desk.district.office import Office
from qi_desk.domain.errors import Expected, Invalid, NotAllowed
from qi_desk.door import Door
from qi_desk.services import client_file, intake, reception, staff
from qi_desk.services.ports import Query
from qi_desk.services.reception import WalkIn
from tests.district.meeting import Enrol, client_of, exchange, registered, row
from tests.support.stations import PASSWORD, QUICK, SPECIALIST_PASSWORD, Bench, SetClock, intake_of

OWN = "second window 42"


def door_at(folder: Path) -> Door:
    return Door(folder / "station", state_folder=folder / "state", clock=SetClock(), parameters=QUICK)


def joined(office: Office, port: int, folder: Path, like: Bench) -> Bench:
    door = door_at(folder)
    invitation = door.invited(f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))
    arrival, _ = door.join(invitation, like.actor.account, OWN, "2号窗口")
    return Bench(door, arrival.house, arrival.actor, SetClock(), like.specialist)


@pytest.fixture
def pair(enrol: Enrol, office: Office, port: int, tmp_path: Path) -> Any:
    one = enrol("PY03")
    registered(one)
    exchange(one)
    two = joined(office, port, tmp_path / "second", one)
    yield one, two
    two.door.leave()


def test_it_has_what_the_station_has_and_a_letter_of_its_own(pair: tuple[Bench, Bench]) -> None:
    one, two = pair
    assert (two.house.station_code, two.house.desk, two.actor.window) == ("PY03", "B", "2号窗口")
    with one.house.store.read() as here, two.house.store.read() as there:
        for kind in ("enterprise", "request", "contact", "person", "station"):
            assert [r.values for r in here.select(Query(kind))] == [r.values for r in there.select(Query(kind))]
        assert [hit.kind for hit in there.find("示范精密")][:1] == ["enterprise"]


def test_a_week_apart_and_nothing_is_lost_doubled_or_overwritten(pair: tuple[Bench, Bench]) -> None:
    one, two = pair
    exchange(two)
    exchange(one)
    client = client_of(one, registered(one))
    numbers = set()
    for bench in (one, two):
        reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name=f"{bench.house.desk}演练"))
        done = intake.register_and_accept(bench.house, bench.actor, intake_of())
        numbers.add(done.value.number)
        seen = client_file.editable(bench.house, bench.actor, "enterprise", client).seen
        with bench.house.store.write(bench.actor) as unit:
            unit.change("enterprise", client, {"products": bench.house.desk}, seen=seen)
            unit.commit()
    assert len(numbers) == 2
    for bench in (two, one, two, one):
        told = exchange(bench)
        assert (told.waiting, told.held) == (0, 0)
    with one.house.store.read() as here, two.house.store.read() as there:
        for look in (here, there):
            found = {record["number"] for record in look.select(Query("request"))}
            assert numbers < found
            assert len(found) == 4
            assert look.count(Query("visit")) == 2
            assert look.count(Query("enterprise")) == 1
    assert row(one, "enterprise", client) == row(two, "enterprise", client)


def test_the_others_get_a_password_here_from_the_manager(pair: tuple[Bench, Bench]) -> None:
    _, two = pair
    assert {one.here for one in staff.people(two.house, two.actor) if one.staff_no == "007"} == {False}
    staff.reset_password(two.house, two.actor, two.specialist, SPECIALIST_PASSWORD)
    two.door.leave()
    arrival = two.door.enter(two.specialist, SPECIALIST_PASSWORD)
    assert arrival.actor.name == "何演练"


def test_who_left_cannot_sign_in_at_the_other_desk(pair: tuple[Bench, Bench]) -> None:
    one, two = pair
    staff.reset_password(two.house, two.actor, two.specialist, SPECIALIST_PASSWORD)
    added = staff.add(one.house, one.actor, staff.PersonInput("008", "周示例", "specialist", "calm harbour 88"))
    staff.record_training(one.house, one.actor, added.value, "岗前培训", one.clock.now().date())
    staff.retire(one.house, one.actor, one.specialist)
    exchange(one)
    exchange(two)
    two.door.leave()
    with pytest.raises(NotAllowed, match=r"signin\.retired"):
        two.door.enter(two.specialist, SPECIALIST_PASSWORD)
    two.door.enter(two.actor.account, OWN)
    # The account without a slot here is closed just as well.
    assert {one.staff_no: one.active for one in staff.people(two.house, two.actor)}["008"]


def test_a_cut_line_leaves_nothing_half_made(enrol: Enrol, office: Office, port: int, tmp_path: Path) -> None:
    one = enrol("PY03")
    registered(one)
    exchange(one)
    door = door_at(tmp_path / "second")
    invitation = door.invited(f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("qi_desk.sync.line.HttpLine.changes", _cut)
        with pytest.raises(Expected, match=r"sync\.no_line"):
            door.join(invitation, one.actor.account, OWN, "")
    assert not door.exists
    arrival, recovery = door.join(invitation, one.actor.account, OWN, "")
    assert arrival.house.desk == "B"
    assert len(recovery) > 20
    door.leave()


def _cut(*_given: Any) -> Any:
    raise ConnectionError("cut")


def test_a_weak_password_is_refused_before_anything_is_made(
    enrol: Enrol, office: Office, port: int, tmp_path: Path
) -> None:
    one = enrol("PY03")
    exchange(one)
    door = door_at(tmp_path / "second")
    invitation = door.invited(f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))
    with pytest.raises(Invalid):
        door.join(invitation, one.actor.account, "12345", "")
    assert not door.exists


def test_nobody_joins_what_has_not_been_sent_yet(office: Office, port: int, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match=r"join\.nothing_there"):
        door_at(tmp_path).invited(f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))


def test_two_stations_made_apart_under_one_letter_are_told_apart(enrol: Enrol, office: Office, port: int) -> None:
    enrol("PY03")
    from qi_desk.household import enrolled

    code = office.devices.new_code("PY03")
    with pytest.raises(NotAllowed, match=r"enrol\.letter"):
        enrolled("another file", f"http://127.0.0.1:{port}", code, "A")
    assert enrolled("another file", f"http://127.0.0.1:{port}", code, "C").letter == "C"
    assert enrolled("a third", f"http://127.0.0.1:{port}", office.devices.new_code("PY03"), "").letter == "B"


def test_from_the_command_line(
    enrol: Enrol, office: Office, port: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = enrol("PY03")
    registered(one)
    exchange(one)

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", io.StringIO(f"{OWN}\n"))
            patch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
            code = cli.main(["--data", str(tmp_path / "cli"), "--json", "--password-stdin", *arguments])
        return code, json.loads(capsys.readouterr().out)

    url = f"http://127.0.0.1:{port}"
    code, told = run("join", url, office.devices.new_code("PY03"), "--person", "999")
    assert (code, told["error"]["code"]) == (1, "join.person")
    code, told = run("join", url, office.devices.new_code("PY03"), "--person", "001", "--window", "2号窗口")
    # The first code was used up by asking, and its letter with it.
    assert (code, told["station"], told["desk"]) == (0, "PY03", "C")
    code, told = run("sync", "--once")
    assert (code, told["ok"], told["waiting"]) == (0, True, 0)
    assert PASSWORD not in json.dumps(told)
