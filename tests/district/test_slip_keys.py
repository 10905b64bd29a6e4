"""Keys of signed papers in a real district: handed down by the exchange, revoked, and a paper verified at a sister
station that never saw its record and has no line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from qi_desk.district.command import main
from qi_desk.district.office import Office
from qi_desk.district.statements import Statements
from qi_desk.domain import slips
from qi_desk.domain.errors import Missing
from qi_desk.domain.ledger.natural_keys import keyed_id
from qi_desk.domain.moments import CHINA
from qi_desk.domain.slips import Slip
from qi_desk.services import intake, paperwork, syncing
from qi_desk.services.ports import Query
from qi_desk.services.slips import keys, verification
from tests.district.meeting import Enrol, exchange
from tests.support.stations import Bench, intake_of


@pytest.fixture
def today() -> datetime:
    """Devices are revoked by the district's clock: the desks go by the same one here."""
    return datetime.now(CHINA).replace(second=0, microsecond=0)


@pytest.fixture
def two(enrol: Enrol, today: datetime) -> tuple[Bench, Bench]:
    one, other = enrol("PY03"), enrol("PY04")
    one.clock.moment = other.clock.moment = today
    return one, other


def receipt(bench: Bench) -> str:
    made = intake.register_and_accept(bench.house, bench.actor, intake_of()).value
    return str(paperwork.receipt(bench.house, bench.actor, made.number).view.code.text)


def said(bench: Bench, code: str) -> tuple[str, ...]:
    found = verification.verify(bench.house, bench.actor, code)
    return (found.verdict.value, *found.reasons)


def forged(bench: Bench, code: str, serial: int = 1, **changes: Any) -> str:
    """What the owner of the desk's key could sign."""
    slip = slips.read(code).slip
    given = Slip(**{name: getattr(slip, name) for name in Slip.__slots__} | changes)
    return slips.written(given, bench.house.slips.sign(f"{bench.house.desk}/{serial}", slips.message(given)))


def test_a_sister_station_verifies_without_record_and_line(two: tuple[Bench, Bench], port: int) -> None:
    one, other = two
    code = receipt(one)
    assert said(other, code) == ("unknown", "slip.unknown_station")
    exchange(one)
    exchange(other)
    syncing.enrolment(other.house, other.actor)
    assert said(other, code) == ("genuine",)
    found = verification.verify(other.house, other.actor, code)
    assert (found.station, found.record, found.kind) == ("PY03", "", "receipt.acceptance")
    with other.house.store.read() as look:
        assert look.count(Query("slip")) == look.count(Query("request")) == look.count(Query("slip_key")) == 0
    changed = ("A" if code[-1] != "A" else "B").join((code[:-1], ""))
    assert said(other, changed)[0] == "false"
    assert said(other, receipt(one)) == ("genuine",), "one key signs many papers"


def test_a_revoked_device_s_key(two: tuple[Bench, Bench], office: Office, today: datetime) -> None:
    one, other = two
    code = receipt(one)
    exchange(one)
    device = syncing.enrolment(one.house, one.actor).device
    office.devices.revoke(device)
    assert office.slip_keys.hand_out() == 1
    assert office.slip_keys.hand_out() == 0
    exchange(other)
    assert said(other, code) == ("genuine",), "signed before"
    later = today.replace(year=today.year + 1)
    other.clock.moment = later
    assert said(other, forged(one, code, signed_at=later)) == ("false", "slip.revoked")
    # Backdated, the day on it is what counts: the district can't know better.
    assert said(other, forged(one, code, signed_at=slips.read(code).slip.signed_at)) == ("genuine",)


def test_a_key_the_district_revokes_is_followed_by_another(
    two: tuple[Bench, Bench], office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = two
    code = receipt(one)
    exchange(one)
    name = slips.read(code).slip.key
    assert main(["--data", str(tmp_path / "district"), "slip-keys", "--revoke", name]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["key_id"], told["station"], bool(told["revoked_at"])) == (name, "PY03", True)
    with pytest.raises(Missing, match=r"slip_key\.unknown"):
        office.slip_keys.revoke("AAAAAAAA")
    exchange(one)
    one.clock.pass_time(minutes=5)
    other.clock.pass_time(minutes=5)
    second = receipt(one)
    assert slips.read(second).slip.key != name
    assert [line.ends for line in keys.keys(one.house, one.actor)] == ["", "district"]
    exchange(one)
    exchange(other)
    assert said(other, second) == ("genuine",)


def test_a_station_s_own_word_goes_round(two: tuple[Bench, Bench]) -> None:
    one, other = two
    code = receipt(one)
    (line,) = keys.keys(one.house, one.actor)
    one.clock.pass_time(minutes=5)
    keys.revoke(one.house, one.actor, line.eid, "lost")
    exchange(one)
    exchange(other)
    assert said(other, code) == ("genuine",)
    other.clock.pass_time(minutes=10)
    late = forged(one, code, signed_at=one.clock.now())
    assert said(other, late) == ("false", "slip.revoked")


def test_no_station_speaks_for_another(two: tuple[Bench, Bench], office: Office) -> None:
    one, other = two
    code = receipt(one)
    exchange(one)
    exchange(other)
    name = slips.read(code).slip.key
    public = other.house.slips.public("A/1")
    now = datetime.now(UTC)
    given = {"desk": "A", "public": public.hex(), "valid_from": now, "valid_until": now.replace(year=now.year + 1)}
    taken = slips.key_id(public)
    with other.house.store.write(other.actor) as unit:
        unit.create("slip_key", {**given, "key_id": name, "serial": 1})
        handed = {**given, "key_id": taken, "station": "PY03"}
        unit.create("sister_key", handed, eid=keyed_id("sister_key", taken))
        unit.commit()
    exchange(other)
    exchange(one)
    with office.engine.connect() as connection, connection.begin():
        state = Statements(connection).state(keyed_id("sister_key", name))
    assert state is not None
    assert state.values["public"] == one.house.slips.public("A/1").hex()
    pretended = forged(other, code, key=taken)
    assert said(one, pretended)[0] != "genuine"
    assert said(one, code) == ("genuine",)


def test_what_was_signed_before_the_district_came(enrol: Enrol, today: datetime) -> None:
    one = enrol("PY03")
    one.clock.moment = today
    codes = [receipt(one), receipt(one)]
    other = enrol("PY04")
    other.clock.moment = today
    exchange(one)
    exchange(other)
    assert [said(other, code) for code in codes] == [("genuine",)] * 2
