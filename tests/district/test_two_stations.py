"""Two stations with real encrypted files, a week apart, and one district served over real HTTP: they meet, and nothing
is lost, doubled or silently overwritten."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from qi_desk import cli
from qi_desk.district.office import Office
from qi_desk.domain.errors import Conflict, NotAllowed
from qi_desk.services import client_file, syncing
from qi_desk.services.booking import bookings, views
from qi_desk.services.ports import Query
from qi_desk.services.syncing import Round
from qi_desk.services.undo import undo
from qi_desk.sync import line as lines
from qi_desk.sync.line import HttpLine
from tests.district.meeting import Enrol, client_of, exchange, line_of, registered, row
from tests.services.booking.hall import at, book, device
from tests.support.stations import PASSWORD, Bench, open_copy


def test_the_same_enterprise_of_two_stations_is_one(enrol: Enrol) -> None:
    one, two = enrol("PY03"), enrol("PY04")
    first, second = client_of(one, registered(one)), client_of(two, registered(two))
    assert first == second
    told = exchange(one)
    assert (told.waiting, told.held) == (0, 0)
    assert told.sent > 10
    exchange(two)
    exchange(one)
    with two.house.store.read() as look:
        contacts = look.select(Query("contact", equals={"client": first}))
        assert look.count(Query("enterprise")) == 1
        # What the other station does stays its own: one request here, two contacts of one enterprise.
        assert look.count(Query("request")) == 1
    assert len(contacts) == 2
    assert row(one, "enterprise", first) == row(two, "enterprise", first)
    assert exchange(one) == Round(0, 0, 0, {}, 0)


def test_what_one_station_adds_the_other_finds_by_name(enrol: Enrol) -> None:
    one, two = enrol("PY03"), enrol("PY04")
    registered(one)
    exchange(one)
    exchange(two)
    with two.house.store.read() as look:
        assert [hit.kind for hit in look.find("示范精密")][:1] == ["enterprise"]


def test_both_changed_one_field_and_both_values_are_kept(enrol: Enrol) -> None:
    one, two = enrol("PY03"), enrol("PY04")
    client = client_of(one, registered(one))
    exchange(one)
    exchange(two)
    for bench, products in ((one, "压力表"), (two, "流量计")):
        seen = client_file.editable(bench.house, bench.actor, "enterprise", client).seen
        with bench.house.store.write(bench.actor) as unit:
            unit.change("enterprise", client, {"products": products}, seen=seen)
            unit.commit()
    for bench in (one, two, one):
        exchange(bench)
    assert row(one, "enterprise", client)["products"] == row(two, "enterprise", client)["products"] == "压力表"
    with one.house.store.engine.connect() as connection:  # type: ignore[attr-defined]
        (kept,) = connection.exec_driver_sql("SELECT data FROM base WHERE eid = ?", (client,)).fetchone()
    assert "流量计" in kept


class Cut:
    """A line that is cut once, before or after the district did what it was asked."""

    def __init__(self, whole: HttpLine, where: str) -> None:
        self._whole, self.where = whole, where

    def _cut(self, at_: str) -> None:
        if self.where == at_:
            self.where = ""
            raise ConnectionError("cut")

    def push(self, *given: Any) -> Any:
        self._cut("before push")
        said = self._whole.push(*given)
        self._cut("after push")
        return said

    def changes(self, *given: Any) -> Any:
        said = self._whole.changes(*given)
        self._cut("after changes")
        return said

    def lease(self, *given: Any) -> Any:
        return self._whole.lease(*given)

    def judge(self, *given: Any) -> Any:
        said = self._whole.judge(*given)
        self._cut("after judge")
        return said


@pytest.mark.parametrize("where", ["before push", "after push", "after changes", "after judge"])
def test_a_cut_line_loses_and_doubles_nothing(enrol: Enrol, office: Office, where: str) -> None:
    one = enrol("PY03")
    shared = device(one)
    booked = book(one, shared, client_of(one, registered(one)), at(12, 9), at(12, 10))
    line = Cut(line_of(one), where)
    with pytest.raises(ConnectionError):
        syncing.once(one.house, one.actor, line)
    syncing.once(one.house, one.actor, line)
    exchange(one)
    with one.house.store.read() as look:
        assert look.waiting() == 0
        total = look.head()
    # One more: the lease is an operation of the district itself.
    assert office.counts()["operations_total"] == total + 1
    assert views.show(one.house, one.actor, booked.eid).bar.judged == "confirmed"


def sharing(enrol: Enrol) -> tuple[Bench, Bench, str]:
    """Two stations that both know a device of the first."""
    one, two = enrol("PY03"), enrol("PY04")
    shared = device(one)
    exchange(one)
    exchange(two)
    return one, two, shared


@pytest.mark.usefixtures("unleased")
def test_one_place_two_stations(enrol: Enrol) -> None:
    one, two, shared = sharing(enrol)
    booked = [
        book(bench, shared, client_of(bench, registered(bench)), at(12, 9), at(12, 10)).eid for bench in (one, two)
    ]
    exchange(two)
    exchange(one)
    winner, loser = views.show(two.house, two.actor, booked[1]), views.show(one.house, one.actor, booked[0])
    assert (winner.bar.judged, loser.bar.judged, loser.bar.phase) == ("confirmed", "lost", "waiting")
    assert len(loser.instead) == 3


def test_a_revoked_desk_is_told_and_keeps_its_work(enrol: Enrol, office: Office) -> None:
    one = enrol("PY03")
    registered(one)
    office.devices.revoke(syncing.enrolment(one.house, one.actor).device)
    with pytest.raises(NotAllowed, match=r"enrol\.revoked"):
        exchange(one)
    assert office.counts()["quarantine"] == 1
    with one.house.store.read() as look:
        assert look.count(Query("request")) == 1


def test_a_copied_file_is_noticed(enrol: Enrol, office: Office) -> None:
    one = enrol("PY03")
    exchange(one)
    registered(one)
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE incarnation SET hwm = hwm + 5, digest = ?", (bytes(32),))
    with pytest.raises(Conflict, match=r"sync\.(forked|no_progress)"):
        exchange(one)


def test_a_code_of_another_station_is_refused(enrol: Enrol, office: Office, port: int) -> None:
    one = enrol("PY03")
    code = office.devices.new_code("PY09")
    with pytest.raises(NotAllowed, match=r"sync\.other_station"):
        syncing.enrol(one.house, one.actor, f"http://127.0.0.1:{port}", code)


def test_from_the_command_line(
    templates: dict[str, tuple[Path, str]],
    office: Office,
    port: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bench = open_copy(templates["PY03"][0], tmp_path / "cli", templates["PY03"][1])
    folder = bench.door.folder
    bench.door.leave()

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        password = io.StringIO(f"{PASSWORD}\n")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdin", password)
            patch.setenv("XDG_STATE_HOME", str(tmp_path / "cli" / "state"))
            code = cli.main(["--data", str(folder), "--json", "--password-stdin", *arguments])
        return code, json.loads(capsys.readouterr().out)

    code, told = run("sync", "--once")
    assert (code, told["error"]["code"]) == (1, "sync.not_enrolled")
    code, told = run("enrol", f"http://127.0.0.1:{port}", office.devices.new_code("PY03"))
    assert (code, told["station"]) == (0, "PY03")
    code, told = run("sync", "--once")
    assert (code, told["ok"], told["waiting"]) == (0, True, 0)
    code, told = run("enrol", "http://district.example", "ABCD")
    assert (code, told["error"]["problems"][0]["code"]) == (1, "sync.address")


@pytest.mark.usefixtures("unleased")
def test_a_place_given_up_is_free_for_the_other_station(enrol: Enrol) -> None:
    one, two, shared = sharing(enrol)
    first = book(one, shared, client_of(one, registered(one)), at(12, 9), at(12, 10))
    exchange(one)
    done = bookings.cancel(one.house, one.actor, first.eid, "client")
    exchange(one)
    second = book(two, shared, client_of(two, registered(two)), at(12, 9), at(12, 10))
    exchange(two)
    assert views.show(two.house, two.actor, second.eid).bar.judged == "confirmed"
    # What comes back by undoing is judged anew: its place is another's by now.
    assert done.undo is not None
    undo(one.house, one.actor, done.undo)
    assert views.show(one.house, one.actor, first.eid).bar.judged == "pending"
    exchange(one)
    assert views.show(one.house, one.actor, first.eid).bar.judged == "lost"


@pytest.mark.usefixtures("unleased")
def test_a_moved_booking_is_judged_at_its_new_time(enrol: Enrol) -> None:
    one, two, shared = sharing(enrol)
    first = book(one, shared, client_of(one, registered(one)), at(12, 9), at(12, 10))
    second = book(two, shared, client_of(two, registered(two)), at(12, 14), at(12, 15))
    exchange(one)
    exchange(two)
    bookings.move(one.house, one.actor, first.eid, at(12, 14), at(12, 15))
    exchange(one)
    assert views.show(one.house, one.actor, first.eid).bar.judged == "lost"
    assert views.show(two.house, two.actor, second.eid).bar.judged == "confirmed"


def test_an_idle_exchange_costs_one_small_request(enrol: Enrol, monkeypatch: pytest.MonkeyPatch) -> None:
    one = enrol("PY03")
    registered(one)
    exchange(one)
    exchange(one)
    asked: list[tuple[str, int]] = []
    speak = lines._speak

    def counted(url: str, method: str, target: str, body: bytes, headers: Any, secure: Any) -> tuple[int, bytes]:
        status, said = speak(url, method, target, body, headers, secure)
        asked.append((method, len(target) + len(body) + sum(map(len, headers.values())) + len(said)))
        return status, said

    monkeypatch.setattr(lines, "_speak", counted)
    assert exchange(one) == Round(0, 0, 0, {}, 0)
    ((method, size),) = asked
    assert (method, size < 1500) == ("GET", True), size
