"""The removable disk: both ways, mixed with the network in any order, replayed, torn, changed, lost."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qi_desk import cli
from qi_desk.district import courier as ends
from qi_desk.district.command import main as district
from qi_desk.district.office import Office
from qi_desk.domain.errors import Invalid, Missing, NotAllowed
from qi_desk.services import courier, syncing
from qi_desk.services.booking import views
from qi_desk.services.ports import Query
from tests.district.meeting import Enrol, client_of, exchange, registered
from tests.services.booking.hall import at, book, device
from tests.support.stations import PASSWORD, Bench, open_copy


def packed(bench: Bench, stick: Path) -> Path:
    stick.mkdir(exist_ok=True)
    return Path(courier.export(bench.house, bench.actor, str(stick)).value.file)


def replied(office: Office, parcel: Path) -> Path:
    return ends.pack(office, ends.take(office, parcel).device, parcel.parent)


def taken(bench: Bench, parcel: Path) -> courier.Unpacked:
    return courier.take(bench.house, bench.actor, str(parcel)).value


def requests(bench: Bench) -> int:
    with bench.house.store.read() as look:
        return look.count(Query("request"))


def at_the_district(office: Office) -> int:
    with office.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM row_state WHERE et = 'request'").scalar_one())


@pytest.mark.usefixtures("unleased")
def test_there_and_back(enrol: Enrol, office: Office, tmp_path: Path) -> None:
    one, two = enrol("PY03"), enrol("PY04")
    shared = device(two)
    exchange(two)
    client = client_of(one, registered(one))
    told = taken(one, replied(office, packed(one, tmp_path / "stick")))
    assert (told.waiting, told.stale) == (0, False)
    assert at_the_district(office) == 1
    booked = book(one, shared, client, at(12, 9), at(12, 10))
    told = taken(one, replied(office, packed(one, tmp_path / "stick")))
    assert told.verdicts == 1
    assert views.show(one.house, one.actor, booked.eid).bar.judged == "confirmed"
    standing = syncing.contact(one.house)
    assert standing is not None
    assert standing.last is not None


def test_a_second_time_changes_nothing(enrol: Enrol, office: Office, tmp_path: Path) -> None:
    one = enrol("PY03")
    registered(one)
    out = packed(one, tmp_path / "stick")
    back = replied(office, out)
    counts = office.counts()
    assert ends.take(office, out).gap is False
    assert office.counts() == counts
    taken(one, back)
    again = taken(one, back)
    assert (again.taken, again.stale, again.waiting) == (0, True, 0)


def test_a_lost_stick_loses_nothing(enrol: Enrol, office: Office, tmp_path: Path) -> None:
    one = enrol("PY03")
    registered(one)
    packed(one, tmp_path / "stick").unlink()
    registered(one)
    out = packed(one, tmp_path / "stick")
    replied(office, out).unlink()
    registered(one)
    told = taken(one, replied(office, packed(one, tmp_path / "stick")))
    assert (told.waiting, at_the_district(office), requests(one)) == (0, 3, 3)


def test_mixed_with_the_network(enrol: Enrol, office: Office, tmp_path: Path) -> None:
    one = enrol("PY03")
    registered(one)
    old = packed(one, tmp_path / "stick")
    registered(one)
    exchange(one)
    back = replied(office, old)
    registered(one)
    assert taken(one, back).stale
    told = exchange(one)
    assert (told.waiting, told.held, at_the_district(office)) == (0, 0, 3)


@pytest.mark.parametrize("place", [0, 20, 90, 200, -1])
def test_one_changed_byte_is_refused(enrol: Enrol, office: Office, tmp_path: Path, place: int) -> None:
    one = enrol("PY03")
    registered(one)
    out = packed(one, tmp_path / "stick")
    back = replied(office, out)
    for file in (out, back):
        data = bytearray(file.read_bytes())
        data[place] ^= 1
        file.write_bytes(bytes(data))
    before = office.counts()
    with pytest.raises((NotAllowed, Invalid)):
        ends.take(office, out)
    with pytest.raises((NotAllowed, Invalid)):
        taken(one, back)
    assert office.counts() == before


@given(st.binary(max_size=400))
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_rubbish_is_named_so(office: Office, tmp_path: Path, rubbish: bytes) -> None:
    file = tmp_path / "rubbish.qicourier"
    file.write_bytes(b"qi-courier 1\n" + rubbish)
    with pytest.raises((NotAllowed, Invalid)):
        ends.take(office, file)


def test_it_is_for_one_desk_and_tells_nothing_to_others(enrol: Enrol, office: Office, tmp_path: Path) -> None:
    one, two = enrol("PY03"), enrol("PY04")
    registered(one)
    out = packed(one, tmp_path / "stick")
    back = replied(office, out)
    with pytest.raises(NotAllowed, match=r"courier\.other_desk"):
        taken(two, back)
    with pytest.raises(NotAllowed, match=r"courier\.other_desk"):
        taken(one, out)
    for file in (out, back):
        assert "示范精密".encode() not in file.read_bytes()
        assert "示范" not in file.name


def test_a_revoked_desks_parcel_is_kept_apart(enrol: Enrol, office: Office, tmp_path: Path) -> None:
    one = enrol("PY03")
    registered(one)
    out = packed(one, tmp_path / "stick")
    office.devices.revoke(syncing.enrolment(one.house, one.actor).device)
    with pytest.raises(NotAllowed, match=r"enrol\.revoked"):
        ends.take(office, out)
    assert office.counts()["quarantine"] == 1


def test_where_there_is_no_stick(enrol: Enrol, tmp_path: Path) -> None:
    one = enrol("PY03")
    with pytest.raises(Missing, match=r"courier\.no_folder"):
        courier.export(one.house, one.actor, str(tmp_path / "nowhere"))
    with pytest.raises(Missing, match=r"file\.missing"):
        taken(one, tmp_path / "nothing.qicourier")


def test_from_the_command_line(
    enrol: Enrol,
    templates: dict[str, tuple[Path, str]],
    office: Office,
    port: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench = open_copy(templates["PY03"][0], tmp_path / "cli", templates["PY03"][1])
    syncing.enrol(bench.house, bench.actor, f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))
    registered(bench)
    folder = bench.door.folder
    bench.door.leave()
    stick = tmp_path / "stick"
    stick.mkdir()

    def run(*arguments: str) -> dict[str, Any]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))
            patch.setenv("XDG_STATE_HOME", str(tmp_path / "cli" / "state"))
            assert cli.main(["--data", str(folder), "--json", "--password-stdin", *arguments]) == 0
        return dict(json.loads(capsys.readouterr().out))

    out = run("courier", "export", str(stick))
    assert out["operations"] > 10
    there = ["--data", str(tmp_path / "district"), "courier", "import", out["file"], "--reply", str(stick)]
    assert district(there) == 0

    told = json.loads(capsys.readouterr().out)
    assert (told["station"], told["gap"]) == ("PY03", False)
    back = run("courier", "import", told["reply"])
    # The sign-out and this sign-in were written since.
    assert back["waiting"] <= 6
