"""Nothing lost, nobody differs, nothing overwritten unseen, own writes stay read, effects once (sync.md 2.17)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from qi_desk.domain.fields import Merge
from qi_desk.domain.ledger import merge
from qi_desk.domain.ledger.operations import Operation
from qi_desk.domain.ledger.state import State
from qi_desk.domain.ledger.watermarks import Watermarks
from tests.domain.ledger.machine import Exchange
from tests.domain.ledger.model_desk import Desk
from tests.domain.ledger.reference_server import RULES, Answer, Page, Server

_COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)


def test_the_exchange_keeps_its_promises() -> None:
    run_state_machine_as_test(
        Exchange,
        settings=settings(_COMMON, max_examples=250, stateful_step_count=40, derandomize=True, database=None),
    )


@pytest.mark.long
def test_the_exchange_keeps_its_promises_for_long() -> None:
    run_state_machine_as_test(Exchange, settings=settings(_COMMON, max_examples=4000, stateful_step_count=50))


class ForgetsWhatArrived(Server):
    def arrived_again(self, op: Operation) -> None:
        self.take_effect(op)


class LastWriterWins(Server):
    def merge(self, state: State | None, op: Operation) -> merge.Outcome:
        return merge.apply(state, op, RULES | {"x": Merge.LWW, "y": Merge.LWW})


class TrustsAnyCursor(Server):
    def remembers(self, seq: int, tag: bytes) -> bool:  # noqa: ARG002
        return seq < len(self.tags)


class TrustsAnyLog(Server):
    def same(self, here: bytes, there: bytes) -> bool:  # noqa: ARG002
        return True


class WaitsForNothing(Server):
    def ready(self, op: Operation) -> bool:  # noqa: ARG002
        return True


class ShowsOnlyUnsent(Desk):
    def active(self) -> list[Operation]:
        return [entry.operation for entry in self.outbox if entry.operation.seq > self.marks.hwm]


class IncludesWithEveryPage(Desk):
    def includes(self, *, last: bool) -> bool:  # noqa: ARG002
        return True


class NeverGoesBack(Desk):
    def advanced(self, answer: Answer) -> Watermarks:
        after = super().advanced(answer)
        return replace(after, hwm=max(self.marks.hwm, after.hwm))

    def take_page(self, page: Page) -> bool:
        before = self.marks.hwm
        more = super().take_page(page)
        self.marks = replace(self.marks, hwm=max(before, self.marks.hwm))
        return more


class ForgetsOnceReceived(Desk):
    def forgets(self, seq: int) -> bool:
        return seq <= min(self.marks.hwm, self.marks.included) and seq not in self.marks.held


MUTANTS: list[type[Desk] | type[Server]] = [
    ForgetsWhatArrived,
    LastWriterWins,
    TrustsAnyCursor,
    TrustsAnyLog,
    WaitsForNothing,
    ShowsOnlyUnsent,
    IncludesWithEveryPage,
    NeverGoesBack,
    ForgetsOnceReceived,
]


@pytest.mark.long
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_machine_misses_a_rule_that_is_switched_off(mutant: type[Desk] | type[Server]) -> None:
    part = "make_desk" if issubclass(mutant, Desk) else "make_server"
    broken = type(mutant.__name__, (Exchange,), {part: mutant})
    quick = settings(
        _COMMON,
        max_examples=3000,
        stateful_step_count=50,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
    )
    with pytest.raises((AssertionError, KeyError)):
        run_state_machine_as_test(broken, settings=quick)
