"""One act in one transaction: all of it or nothing, and the log always tells the same story as the tables."""

from __future__ import annotations

import random

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine

from qi_desk.domain.errors import Conflict, Expected
from qi_desk.domain.ledger.operations import decode
from qi_desk.services import counter, intake, reception, undo
from qi_desk.services.reception import WalkIn
from qi_desk.storage import replay
from qi_desk.storage.tables import ledger, local
from qi_desk.storage.tables.entities import METADATA, TABLES
from tests.support.stations import Bench, intake_of


def test_what_is_not_committed_never_was(bench: Bench) -> None:
    with bench.house.store.read() as look:
        before = look.head()
    with bench.house.store.write(bench.actor) as unit:
        unit.create("visit", {"state": "waiting", "type": "01", "arrived_at": unit.now})
        unit.next_number("LF", bench.clock.now().date())
    with bench.house.store.read() as look:
        assert look.head() == before


def test_a_field_written_since_it_was_seen_is_a_conflict(bench: Bench) -> None:
    eid = reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="甲演练")).value.eid
    with bench.house.store.read() as look:
        record = look.get("visit", eid)
    assert record is not None
    with bench.house.store.write(bench.actor) as unit:
        unit.change("visit", eid, {"note": "一"})
        unit.commit()
    with pytest.raises(Conflict, match=r"record\.changed"), bench.house.store.write(bench.actor) as unit:
        unit.change("visit", eid, {"state": "called"}, seen={"state": record.writers["state"], "note": "nobody"})


def random_work(bench: Bench, seed: int, steps: int) -> None:
    """A busy morning: visitors come, are called, parked, undone; requests are taken in."""
    chance = random.Random(seed)
    eids: list[str] = []
    acts: list[str] = []
    for step in range(steps):
        bench.clock.pass_time(minutes=chance.randint(1, 9))
        try:
            deed = chance.choice(["in", "in", "call", "serve", "hold", "finish", "leave", "undo", "intake"])
            if deed == "in":
                done = reception.check_in(bench.house, bench.actor, WalkIn(subject="事", name=f"客{step}"))
                eids.append(done.value.eid)
                acts.append(done.undo or "")
            elif deed == "call":
                acts.append(counter.call_next(bench.house, bench.actor, current="finish").undo or "")
            elif deed == "intake":
                intake.register_and_accept(bench.house, bench.actor, intake_of(description=f"需求 {step}"))
            elif deed == "undo" and acts:
                undo.undo(bench.house, bench.actor, acts.pop())
            elif eids:
                verb = {"serve": counter.serve, "finish": counter.finish, "leave": reception.leave}.get(deed)
                eid = chance.choice(eids)
                if verb is not None:
                    verb(bench.house, bench.actor, eid)
                else:
                    counter.hold(bench.house, bench.actor, eid, "papers")
        except Expected:
            continue


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_log_replayed_gives_the_tables(bench: Bench, seed: int) -> None:
    random_work(bench, seed, 60)
    assert bench.house.store.chain_break() is None
    source = bench.door.session.opened.store.engine
    target = create_engine("sqlite://")
    METADATA.create_all(target)
    with source.connect() as kept, target.begin() as fresh:
        for row in kept.exec_driver_sql("SELECT raw FROM op ORDER BY seq").fetchall():
            replay.effect(fresh, decode(bytes(row[0])))
        for name in TABLES:
            assert _rows(fresh, name) == _rows(kept, name), name
    target.dispose()


def _rows(connection: Connection, name: str) -> list[tuple[object, ...]]:
    columns = ", ".join(f'"{column.name}"' for column in TABLES[name].columns if column.name not in ("fmeta", "ver"))
    return [tuple(row) for row in connection.exec_driver_sql(f'SELECT {columns} FROM "{name}" ORDER BY eid')]


def test_the_migrations_make_what_the_program_declares(bench: Bench) -> None:
    assert ledger.OP.metadata is local.DRAFT.metadata is METADATA
    engine = bench.door.session.opened.store.engine
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours})
        assert compare_metadata(context, METADATA) == []


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(("search_", "alembic_")))


def test_half_written_work_survives_and_goes(bench: Bench) -> None:
    from qi_desk.services import sessions

    sessions.keep_draft(bench.house, bench.actor, "k", "intake", "需求登记", {"description": "半句"})
    sessions.keep_draft(bench.house, bench.actor, "k", "intake", "需求登记", {"description": "一句"})
    bench.reopen()
    kept = sessions.drafts(bench.house, bench.actor)
    assert [draft.content for draft in kept] == [{"description": "一句"}]
    sessions.drop_draft(bench.house, bench.actor, "k")
    assert sessions.drafts(bench.house, bench.actor) == ()
