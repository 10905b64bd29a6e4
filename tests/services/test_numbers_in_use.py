"""Numbers as work issues them: none twice, none for what was not done, every one in the ledger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qi_desk.domain import numbers
from qi_desk.domain.errors import Invalid
from qi_desk.services import intake, reception, undo
from qi_desk.services.reception import WalkIn
from tests.support.stations import Bench, intake_of


def ledger(bench: Bench) -> list[tuple[str, int, str]]:
    engine = bench.door.session.opened.store.engine
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT kind, serial, number FROM number_ledger ORDER BY kind, day, serial")
        return [(row[0], row[1], row[2]) for row in rows]


def test_a_refused_intake_takes_no_number(bench: Bench) -> None:
    before = ledger(bench)
    with pytest.raises(Invalid):
        intake.register_and_accept(bench.house, bench.actor, intake_of(confirmation=""))
    assert ledger(bench) == before
    assert numbers.parse(intake.register(bench.house, bench.actor, intake_of()).value.number).serial == 1


def test_the_ledger_holds_every_number_without_a_gap(bench: Bench) -> None:
    for turn in range(4):
        done = intake.register(bench.house, bench.actor, intake_of())
        if turn % 2:
            undo.undo(bench.house, bench.actor, done.undo or "")
    taken = [(serial, number) for kind, serial, number in ledger(bench) if kind == "XQ"]
    assert [serial for serial, _ in taken] == [1, 2, 3, 4]
    assert [numbers.parse(number).serial for _, number in taken] == [1, 2, 3, 4]
    with bench.house.store.read() as look:
        carried = [look.by_number(number) for _, number in taken]
    assert [record.void for record in carried if record is not None] == [None, "undone", None, "undone"]


def test_the_number_is_read_back_however_it_is_typed(bench: Bench) -> None:
    value = intake.register(bench.house, bench.actor, intake_of()).value
    for typed in (value.number, value.number.lower(), f"  {value.number} "):
        with bench.house.store.read() as look:
            record = look.by_number(typed)
        assert record is not None
        assert record.eid == value.eid
    wrong = value.number[:-1] + ("0" if value.number[-1] != "0" else "1")
    with bench.house.store.read() as look:
        assert look.by_number(wrong) is None


def test_two_desks_never_meet(bench: Bench) -> None:
    """The letter parts their numbers, a block of its own their tickets."""
    other = replace(bench.actor, desk="B")
    seen: list[str] = []
    tickets: list[str] = []
    for turn in range(6):
        actor = (bench.actor, other)[turn % 2]
        seen.append(intake.register(bench.house, actor, intake_of()).value.number)
        entry = WalkIn(subject="咨询", name=f"客{turn}", anyway=True)
        tickets.append(reception.check_in(bench.house, actor, entry).value.ticket)
    assert len(set(seen)) == len(set(tickets)) == 6
    assert {numbers.parse(number).desk for number in seen} == {"A", "B"}


def test_a_clock_set_back_repeats_nothing(bench: Bench) -> None:
    first = intake.register(bench.house, bench.actor, intake_of()).value.number
    bench.clock.pass_time(days=1)
    second = intake.register(bench.house, bench.actor, intake_of()).value.number
    bench.clock.pass_time(days=-1)
    third = intake.register(bench.house, bench.actor, intake_of()).value.number
    assert len({first, second, third}) == 3
    assert bench.house.store.chain_break() is None
