"""What the journal gives back: the records, what finds them, and only what goes on from the database's end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from qi_desk.domain.ledger import merge
from qi_desk.domain.ledger.operations import decode
from qi_desk.domain.ledger.state import APPLIED, NOOP, VOID, State
from qi_desk.domain.records import ENTITIES
from qi_desk.services import intake, reception, undo
from qi_desk.services.ports import Query
from qi_desk.services.reception import WalkIn
from qi_desk.storage.rows import SELECTED, encoded_values
from tests.storage.test_unit_of_work import random_work
from tests.support.stations import PASSWORD, Bench, intake_of


@contextmanager
def restored(bench: Bench, aside: Path) -> Iterator[None]:
    """What is done inside is lost from the database, not from the journal; then the desk is opened again."""
    bench.reopen()
    account = bench.actor.account
    file = bench.door.folder / "station.db"
    shutil.copy(file, aside / "older.db")
    yield
    bench.door.leave()
    shutil.copy(aside / "older.db", file)
    arrival = bench.door.enter(account, PASSWORD)
    bench.house, bench.actor = arrival.house, arrival.actor


def test_what_came_back_is_found_and_numbered_on(bench: Bench, tmp_path: Path) -> None:
    with restored(bench, tmp_path):
        lost = intake.register_and_accept(bench.house, bench.actor, intake_of()).value
        visit = reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="甲演练")).value
        mistaken = reception.check_in(bench.house, bench.actor, WalkIn(subject="误登", name="乙演练"))
        undo.undo(bench.house, bench.actor, mistaken.undo or "")
    with bench.house.store.read() as look:
        assert [hit.eid for hit in look.find(lost.number)] == [lost.eid]
        assert [hit.title for hit in look.find("示范精密", kinds=("enterprise",))] == ["广州示范精密仪器有限公司"]
        gone = look.get("visit", mistaken.value.eid)
        assert gone is not None
        assert gone.void == "undone"
        assert look.find(mistaken.value.number) == ()
    again = intake.register_and_accept(bench.house, bench.actor, intake_of()).value
    ticket = reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="丙演练")).value.ticket
    assert again.number != lost.number
    assert ticket not in (visit.ticket, mistaken.value.ticket)


def test_behind_a_damaged_place_of_the_journal_nothing_is_taken(bench: Bench, tmp_path: Path) -> None:
    with restored(bench, tmp_path):
        for _ in range(4):
            intake.register(bench.house, bench.actor, intake_of())
        segment = max((bench.door.folder / "journal").iterdir())
        before = segment.stat().st_size
        intake.register(bench.house, bench.actor, intake_of())
        data = bytearray(segment.read_bytes())
        data[before + 40] ^= 1
        segment.write_bytes(bytes(data))
    with bench.house.store.read() as look:
        assert look.count(Query("request")) == 4
    assert bench.house.desk == "B"
    assert bench.house.store.chain_break() is None
    assert "-B-" in intake.register(bench.house, bench.actor, intake_of()).value.number


def test_a_journal_that_went_another_way_is_left_alone(bench: Bench, tmp_path: Path) -> None:
    bench.door.leave()
    desk, account = bench.door.folder.parent, bench.actor.account
    shutil.copytree(desk, tmp_path / "snapshot")
    for turn, requests in enumerate((3, 1)):
        shutil.rmtree(desk)
        shutil.copytree(tmp_path / "snapshot", desk)
        arrival = bench.door.enter(account, PASSWORD)
        for _ in range(requests):
            intake.register(arrival.house, arrival.actor, intake_of())
        bench.door.leave()
        shutil.copytree(bench.door.folder / "journal", tmp_path / f"journal-{turn}")
    shutil.rmtree(bench.door.folder / "journal")
    shutil.copytree(tmp_path / "journal-0", bench.door.folder / "journal")
    arrival = bench.door.enter(account, PASSWORD)
    assert arrival.house.desk == "B"
    with arrival.house.store.read() as look:
        assert look.count(Query("request")) == 1
    assert "-B-" in intake.register(arrival.house, arrival.actor, intake_of()).value.number
    assert arrival.house.store.chain_break() is None


def rows(connection: Connection) -> Iterator[tuple[str, str, dict[str, object]]]:
    for kind in ENTITIES:
        for row in connection.exec_driver_sql(f'SELECT {SELECTED[kind]} FROM "{kind}"').fetchall():
            values = {name: value for name, value in encoded_values(kind, row).items() if value is not None}
            yield kind, row[0], values | ({VOID: True} if row[-1] is not None else {})


@pytest.mark.parametrize("seed", [11, 12])
def test_the_district_s_merge_makes_the_same_records(bench: Bench, seed: int) -> None:
    """Nothing the desk writes alone may be in dispute with itself."""
    random_work(bench, seed, 80)
    done = intake.register(bench.house, bench.actor, intake_of(client=intake_of().client))
    states: dict[str, State | None] = {}
    with bench.door.session.opened.store.engine.connect() as connection:
        for row in connection.exec_driver_sql("SELECT raw FROM op ORDER BY seq").fetchall():
            operation = decode(bytes(row[0]))
            if operation.kind == "audit":
                continue
            rules = ENTITIES[operation.et].merge_rules()
            outcome = merge.apply(states.get(operation.eid), operation, rules)
            assert outcome.result in (APPLIED, NOOP), (operation, outcome)
            states[operation.eid] = outcome.state
        for kind, eid, values in rows(connection):
            state = states[eid]
            assert state is not None
            assert {name: value for name, value in state.values.items() if value is not None} == values, kind
    assert done.value.eid in states


def test_a_file_undone_and_entered_again_is_in_no_dispute(bench: Bench) -> None:
    done = intake.register(bench.house, bench.actor, intake_of())
    undo.undo(bench.house, bench.actor, done.undo or "")
    intake.register(bench.house, bench.actor, intake_of())
    state: State | None = None
    with bench.house.store.read() as look:
        client = look.select(Query("enterprise"))[0].eid
    with bench.door.session.opened.store.engine.connect() as connection:
        for row in connection.exec_driver_sql("SELECT raw FROM op WHERE eid = ? ORDER BY seq", (client,)).fetchall():
            outcome = merge.apply(state, decode(bytes(row[0])), ENTITIES["enterprise"].merge_rules())
            assert outcome.result in (APPLIED, NOOP)
            state = outcome.state
    assert state is not None
    assert not state.void
    assert state.contests == ()
