"""The PC's clock jumps a year: nothing is numbered twice, the chain holds, and the person hears of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.services import intake, today
from qi_desk.services.ports import Query
from tests.support.stations import PASSWORD, Bench, intake_of, open_copy

pytestmark = pytest.mark.fault


@pytest.fixture
def bench(template: tuple[Path, str], tmp_path: Path) -> Iterator[Bench]:
    opened = open_copy(template[0], tmp_path / "desk", template[1])
    yield opened
    opened.door.leave()


def numbers(bench: Bench) -> list[str]:
    with bench.house.store.read() as look:
        return [one["number"] for one in look.select(Query("request", limit=1000))]


def notices(bench: Bench) -> tuple[str, ...]:
    account = bench.actor.account
    bench.door.leave()
    arrival = bench.door.enter(account, PASSWORD)
    bench.house, bench.actor = arrival.house, arrival.actor
    return arrival.notices


@pytest.mark.parametrize(("days", "told"), [(365, "clock.leap"), (-365, "clock.back"), (-1, "clock.back"), (1, "")])
def test_work_goes_on_and_it_is_told(bench: Bench, days: int, told: str) -> None:
    for _ in range(3):
        intake.register_and_accept(bench.house, bench.actor, intake_of())
    bench.clock.pass_time(days=days)
    found = {one for one in notices(bench) if one.startswith("clock.")}
    assert found == ({told} if told else set())
    for code in found:
        assert not wording.notice(code).startswith("〔")
    for _ in range(3):
        intake.register_and_accept(bench.house, bench.actor, intake_of())
    bench.clock.pass_time(days=-days)
    notices(bench)
    for _ in range(3):
        intake.register_and_accept(bench.house, bench.actor, intake_of())
    assert len(numbers(bench)) == len(set(numbers(bench))) == 9
    assert bench.house.store.chain_break() is None
    assert today.day(bench.house, bench.actor).at == bench.clock.now()


def test_what_was_entered_stays_in_the_order_it_was_entered(bench: Bench) -> None:
    made = []
    for days in (0, 400, -800, 1, 0):
        bench.clock.pass_time(days=days)
        made.append(intake.register(bench.house, bench.actor, intake_of()).value.eid)
    with bench.house.store.read() as look:
        created = [
            line.eid for line in look.history(limit=1000)[::-1] if (line.kind, line.event) == ("request", "create")
        ]
        days = {moments.china_date(line.at) for line in look.history(limit=1000)}
    assert created == made
    assert len(days) >= 3
