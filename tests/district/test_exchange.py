"""The district over SQL under the same machine as the pure core: lost and doubled requests, late answers, copies of
desks, backups restored on both sides."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from qi_desk.district import feed, intake
from qi_desk.domain.ledger.operations import Sealed, digest
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.sync.protocol import GAP, OK
from tests.district.postgres import Cluster
from tests.district.sql_server import PostgresServer, SqliteServer
from tests.domain.ledger.machine import Exchange
from tests.domain.ledger.test_exchange import written_upon_what_was_lost

_COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
_SEEDED = settings(_COMMON, derandomize=True, database=None)


class OverSqlite(Exchange):
    """The machine over a file."""

    make_server = SqliteServer  # type: ignore[assignment]


def test_the_exchange_keeps_its_promises_over_sqlite() -> None:
    quick = settings(_SEEDED, max_examples=60, stateful_step_count=30)
    run_state_machine_as_test(OverSqlite, settings=quick)


@pytest.fixture
def postgres(cluster: Cluster) -> None:
    if PostgresServer.empty == "" or PostgresServer.cluster is not cluster:
        PostgresServer.cluster, PostgresServer.empty = cluster, ""


class OverPostgres(Exchange):
    """The machine over PostgreSQL."""

    make_server = PostgresServer  # type: ignore[assignment]


@pytest.mark.usefixtures("postgres")
def test_the_exchange_keeps_its_promises_over_postgres() -> None:
    quick = settings(_SEEDED, max_examples=12, stateful_step_count=25)
    run_state_machine_as_test(OverPostgres, settings=quick)


@pytest.mark.long
@pytest.mark.usefixtures("postgres")
def test_the_exchange_keeps_its_promises_over_postgres_for_long() -> None:
    run_state_machine_as_test(OverPostgres, settings=settings(_COMMON, max_examples=300, stateful_step_count=40))


def test_what_was_built_waits_for_what_it_was_built_upon() -> None:
    follower, saved = written_upon_what_was_lost(SqliteServer())  # type: ignore[arg-type]
    assert saved.states["A"].values["x"] == "second"
    assert follower.view("A") == saved.states["A"]
    assert saved.states["A"].contests == ()


def test_without_waiting_a_value_comes_back_that_was_overwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake.Intake, "_ready", lambda *_args: True)
    follower, _ = written_upon_what_was_lost(SqliteServer())  # type: ignore[arg-type]
    shown = follower.view("A")
    assert shown is not None
    assert shown.fmeta["x"] in follower.overwritten["A", "x"]


def _trusting(self: Any, origin: Position, before: Position, operations: Any) -> str:
    self._load(origin)
    head = self.head()
    if before.seq > head.seq:
        return GAP
    fresh = [Sealed(op, raw, digest(raw)) for raw, op in operations if op.seq > head.seq]
    if fresh:
        self._append(fresh)
    return OK


def _again(self: Any, fresh: Any) -> None:
    real, now = self._arrived, {one.operation.uid for one in fresh}
    self._arrived = lambda uids: {uid: waits for uid, waits in real(uids).items() if uid not in now}
    _append(self, fresh)


_append = intake.Intake._append
SWITCHED_OFF: dict[str, tuple[Any, str, Any]] = {
    "any cursor is trusted": (feed._Look, "remembers", lambda *_args: True),
    "any log is trusted": (intake.Intake, "take", _trusting),
    "what arrived is forgotten": (intake.Intake, "_append", _again),
}


@pytest.mark.long
@pytest.mark.parametrize("rule", SWITCHED_OFF)
def test_the_machine_misses_a_rule_that_is_switched_off(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, without = SWITCHED_OFF[rule]
    monkeypatch.setattr(owner, name, without)
    quick = settings(_SEEDED, max_examples=600, stateful_step_count=50, phases=(Phase.generate,))
    with pytest.raises(AssertionError):
        run_state_machine_as_test(OverSqlite, settings=quick)


@pytest.mark.long
def test_the_exchange_keeps_its_promises_over_sqlite_for_long() -> None:
    run_state_machine_as_test(OverSqlite, settings=settings(_COMMON, max_examples=1000, stateful_step_count=50))
