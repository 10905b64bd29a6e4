"""The district over real HTTP: who may speak, what is kept of those who may not, and the exchange itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qi_desk.district import office as offices
from qi_desk.district.office import Office
from qi_desk.domain.ledger import cursors, merge
from qi_desk.domain.ledger.cursors import Cursor
from qi_desk.domain.ledger.operations import GENESIS, Operation, Write, digest, seal
from qi_desk.domain.ledger.state import Outcome, State
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.sync.protocol import GAP, OK, Page, wire
from tests.district.running import Speaker, served

START = Position(0, GENESIS)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return offices.found(tmp_path / "district")


@pytest.fixture
def port(office: Office) -> Iterator[int]:
    with served(office) as one:
        yield one


@pytest.fixture
def desk(office: Office, port: int) -> Speaker:
    speaker = Speaker(port)
    status, answer = speaker.enrol(office.devices.new_code("PY03"))
    assert (status, answer["station"]) == (201, "PY03")
    return speaker


def line(seq: int = 1, uid: str = "u1", prev: bytes = GENESIS, **fields: str) -> bytes:
    writes = {name: Write(None, None, value) for name, value in (fields or {"name": "广州示范公司"}).items()}
    draft = Operation(uid, "i1", seq, prev, "create", "enterprise", "e1", "p1", uid, "-", writes)
    return seal(draft, inc="i1", seq=seq, prev=prev).raw


def pull(desk: Speaker, cursor: str) -> Page:
    status, body = desk.ask("GET", f"/sync/v1/changes?cursor={cursor}&inc=i1&limit=10")
    assert status == 200
    return wire.read_page(body)


def test_what_one_sends_the_other_reads(desk: Speaker, office: Office, port: int) -> None:
    body = wire.push_body("i1", START, START, [line()])
    for _ in range(2):
        status, said = desk.ask("POST", "/sync/v1/ops", body)
        answer = wire.read_answer(said)
        assert (status, answer.kind, answer.position.seq) == (200, OK, 1)
    other = Speaker(port)
    other.enrol(office.devices.new_code("PY04"))
    page = pull(other, cursors.encode(Cursor(office.ledger.epoch())))
    assert [(state.eid, state.values["name"]) for state in page.rows] == [("e1", "广州示范公司")]
    assert pull(other, page.cursor).rows == ()


def test_what_came_before_a_gap_is_taken_in_and_read(desk: Speaker, office: Office) -> None:
    body = wire.push_body("i1", START, START, [line(), line(3, "u3")])
    status, said = desk.ask("POST", "/sync/v1/ops", body)
    answer = wire.read_answer(said)
    assert (status, answer.kind, answer.position.seq) == (409, GAP, 1)
    page = pull(desk, cursors.encode(Cursor(office.ledger.epoch())))
    assert [state.eid for state in page.rows] == ["e1"]


def test_a_stations_own_matters_stay_its_own(desk: Speaker, office: Office, port: int) -> None:
    fields = {"description": Write(None, None, "压力表校准")}
    draft = Operation("u1", "i1", 1, GENESIS, "create", "request", "r1", "p1", "u1", "-", fields)
    raw = seal(draft, inc="i1", seq=1, prev=GENESIS).raw
    desk.ask("POST", "/sync/v1/ops", wire.push_body("i1", START, START, [raw]))
    begin = cursors.encode(Cursor(office.ledger.epoch()))
    assert [state.eid for state in pull(desk, begin).rows] == ["r1"]
    other = Speaker(port)
    other.enrol(office.devices.new_code("PY04"))
    assert pull(other, begin).rows == ()


def test_a_code_is_good_once(office: Office, port: int) -> None:
    code = office.devices.new_code("PY03")
    assert Speaker(port).enrol(code.lower().replace("-", " "))[0] == 201
    status, said = Speaker(port).enrol(code)
    assert (status, said["code"]) == (403, "enrol.code")
    assert Speaker(port).enrol("AAAA-AAAA-AAAA")[0] == 403


def test_nobody_speaks_without_a_signature_of_their_own(desk: Speaker, port: int) -> None:
    body = wire.push_body("i1", START, START, [line()])
    assert Speaker(port).ask("POST", "/sync/v1/ops", body)[0] == 401
    assert desk.ask("POST", "/sync/v1/ops", body, **{"X-Device": "0" * 16})[0] == 401
    assert desk.ask("POST", "/sync/v1/ops", body, **{"X-Signature": "AAAA"})[0] == 401
    assert desk.ask("GET", "/sync/v1/changes", b"", **{"X-Signature": "%%%"})[0] == 401


def test_a_lost_desk_is_told_and_what_it_sends_is_kept_apart(desk: Speaker, office: Office) -> None:
    office.devices.revoke(desk.device)
    status, said = desk.ask("POST", "/sync/v1/ops", wire.push_body("i1", START, START, [line()]))
    assert (status, json.loads(said)["code"]) == (403, "enrol.revoked")
    assert office.counts()["quarantine"] == 1
    assert office.counts()["operations_total"] == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not gzip", 400),
        (wire.pack({"inc": "i1"}), 400),
        (wire.pack([1, 2]), 400),
        (wire.push_body("i1", START, START, [b"{}"]), 400),
        (wire.push_body("i1", START, Position(7, GENESIS), []), 409),
        (bytes(3 << 20), 413),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_code(desk: Speaker, office: Office, body: bytes, status: int) -> None:
    answered, said = desk.ask("POST", "/sync/v1/ops", body)
    assert answered == status
    if status == 400:
        assert json.loads(said)["code"] in ("body.unreadable", "operation.unreadable")
    assert office.counts()["operations_total"] == 0


def test_a_bomb_is_not_unpacked(desk: Speaker) -> None:
    bomb = wire.pack("", [bytes(wire.MOST_BYTES)])
    assert len(bomb) < 20_000
    status, said = desk.ask("POST", "/sync/v1/ops", bomb)
    assert (status, json.loads(said)["code"]) == (400, "body.too_large")


def test_a_cursor_that_is_none(desk: Speaker) -> None:
    status, said = desk.ask("GET", "/sync/v1/changes?cursor=zzz&inc=i1")
    assert (status, json.loads(said)["code"]) == (400, "cursor.unreadable")


def test_two_stations_and_one_place(desk: Speaker, office: Office, port: int) -> None:
    other = Speaker(port)
    other.enrol(office.devices.new_code("PY04"))
    spans = {"begins": "2026-03-12T09:00:00+08:00", "ends": "2026-03-12T10:00:00+08:00"}
    common = {"resource": "E1", "made_at": "2026-03-10T09:00:00+08:00", **spans}
    said = []
    for speaker, booking in ((desk, "B1"), (other, "B2"), (desk, "B1")):
        body = wire.pack({"claims": [{"booking": booking, **common}]})
        said.append(json.loads(speaker.ask("POST", "/sync/v1/bookings", body)[1])["verdicts"][booking])
    assert said == ["confirmed", "lost", "confirmed"]


def test_health_and_figures(desk: Speaker, port: int) -> None:
    assert json.loads(Speaker(port).ask("GET", "/health")[1])["ok"] is True
    assert b"qi_district_devices 1" in Speaker(port).ask("GET", "/metrics")[1]


def test_many_desks_at_once_are_all_answered(office: Office, port: int) -> None:
    def send(number: int) -> int:
        speaker = Speaker(port)
        speaker.enrol(office.devices.new_code("PY03"))
        inc = f"i{number}"
        draft = Operation(f"u{number}", inc, 1, GENESIS, "create", "enterprise", f"e{number}", "p", "a", "-", {})
        raw = seal(draft, inc=inc, seq=1, prev=GENESIS).raw
        return speaker.ask("POST", "/sync/v1/ops", wire.push_body(inc, START, START, [raw]))[0]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(24))) == {200}
    assert office.counts()["records"] == 24


def test_an_operation_this_program_cannot_apply_stops_nobody(
    desk: Speaker, office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = line(1, "u1")
    second = line(2, "u2", digest(first), name="毒")
    third = line(3, "u3", digest(second), address="大石街")
    real = merge.apply

    def breaks(state: State | None, op: Operation, rules: merge.Rules, *, authority: bool = False) -> Outcome:
        if op.uid == "u2":
            raise ZeroDivisionError
        return real(state, op, rules, authority=authority)

    monkeypatch.setattr(merge, "apply", breaks)
    status, said = desk.ask("POST", "/sync/v1/ops", wire.push_body("i1", START, START, [first, second, third]))
    answer = wire.read_answer(said)
    assert (status, answer.kind, answer.position.seq) == (200, OK, 3)
    assert answer.results[2] == "quarantined"
    assert office.counts()["operations_total"] == 3
    assert "set aside" in caplog.text
