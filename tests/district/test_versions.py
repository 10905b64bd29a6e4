"""Older and newer programs side by side: nothing a newer one wrote is lost in an older one, and a desk too old to be
told what is new still hands over all it has. And a PC that was lost lets nobody in any more."""

from __future__ import annotations

import json

import pytest

from qi_desk.district import application
from qi_desk.district.office import Office
from qi_desk.domain.errors import NotAllowed, WrongKey
from qi_desk.domain.ledger.state import State
from qi_desk.domain.ledger.state_lines import read_state, state_line
from qi_desk.services import syncing
from qi_desk.services.ports import Query
from tests.district.meeting import Enrol, client_of, exchange, registered, row
from tests.district.test_disputes import change
from tests.support.stations import PASSWORD, Bench


def sql(bench: Bench, text: str, *values: object) -> list[tuple[object, ...]]:
    with bench.house.store.engine.connect() as connection:  # type: ignore[attr-defined]
        rows = [tuple(found) for found in connection.exec_driver_sql(text, values)] if text.startswith("SELECT") else []
        if not rows:
            connection.exec_driver_sql(text, values)
            connection.commit()
        return rows


def from_a_newer_program(office: Office, eid: str, **values: str) -> None:
    """The record as a desk with a newer program has left it at the district."""
    with office.engine.begin() as connection:
        (line,) = connection.exec_driver_sql("SELECT line FROM row_state WHERE eid = ?", (eid,)).fetchone()
        state = read_state(line)
        newer = State(
            state.et, eid, {**state.values, **values}, {**state.fmeta, **dict.fromkeys(values, "u-newer")}, version=99
        )
        connection.exec_driver_sql("UPDATE row_state SET line = ? WHERE eid = ?", (state_line(newer), eid))
        connection.exec_driver_sql("UPDATE member SET seq = seq + 100000 WHERE eid = ?", (eid,))
        connection.exec_driver_sql("UPDATE stream_head SET seq = seq + 100000 WHERE stream = 'd:ent'")
        connection.exec_driver_sql(
            "INSERT INTO stream_commit VALUES ('d:ent', (SELECT seq FROM stream_head WHERE stream = 'd:ent'), x'00')"
        )


def test_a_field_this_program_does_not_know_survives_it(enrol: Enrol, office: Office) -> None:
    one = enrol("PY03")
    client = client_of(one, registered(one))
    exchange(one)
    from_a_newer_program(office, client, carbon_class="B2")
    exchange(one)
    ((kept,),) = sql(one, "SELECT extra FROM enterprise WHERE eid = ?", client)
    assert json.loads(str(kept)) == {"carbon_class": "B2"}
    change(one, client, products="压力表")
    exchange(one)
    with office.engine.connect() as connection:
        (line,) = connection.exec_driver_sql("SELECT line FROM row_state WHERE eid = ?", (client,)).fetchone()
    values = read_state(line).values
    assert (values["carbon_class"], values["products"]) == ("B2", "压力表")


def test_a_newer_program_understands_what_came_before_it(enrol: Enrol) -> None:
    one = enrol("PY03")
    client = client_of(one, registered(one))
    change(one, client, products="压力表")
    exchange(one)
    # As the program before the field was invented had left the row.
    sql(one, "UPDATE enterprise SET products = NULL, extra = ? WHERE eid = ?", '{"products":"压力表"}', client)
    sql(one, "DELETE FROM contact")
    assert one.house.store.exchange.show_again() >= 2  # type: ignore[attr-defined]
    assert row(one, "enterprise", client)["products"] == "压力表"
    with one.house.store.read() as look:
        assert look.count(Query("contact")) == 1


def test_a_desk_too_old_still_hands_over_all_it_has(
    enrol: Enrol, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = enrol("PY03")
    registered(one)
    monkeypatch.setattr(application, "_LEAST_PROTOCOL", 2)
    with pytest.raises(NotAllowed, match=r"desk\.too_old"):
        exchange(one)
    with one.house.store.read() as look:
        assert look.waiting() == 0
    assert office.counts()["records"] > 5
    standing = syncing.contact(one.house)
    assert standing is not None
    assert standing.trouble == "desk.too_old"


def test_a_lost_pc_lets_nobody_in_but_the_code_on_paper(enrol: Enrol, office: Office) -> None:
    one = enrol("PY03")
    code = one.house.keys.new_recovery()
    exchange(one)
    registered(one)
    office.devices.revoke(syncing.enrolment(one.house, one.actor).device, lost=True)
    with pytest.raises(NotAllowed, match=r"enrol\.forget"):
        exchange(one)
    assert office.counts()["quarantine"] == 1
    account = one.actor.account
    one.door.leave()
    with pytest.raises(WrongKey):
        one.door.enter(account, PASSWORD)
    one.clock.pass_time(hours=1)
    one.door.recover(code, account, "found again 2026")
    arrival = one.door.enter(account, "found again 2026")
    with arrival.house.store.read() as look:
        assert look.count(Query("request")) == 1
