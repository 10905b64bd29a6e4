"""Nothing lost, nobody differs, nothing overwritten unseen, own writes stay read, effects once (sync.md
2.17)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from qi_desk.domain.fields import Merge
from qi_desk.domain.ledger import merge
from qi_desk.domain.ledger.operations import Operation
from qi_desk.domain.ledger.state import Outcome, State
from qi_desk.domain.ledger.watermarks import Watermarks
from tests.domain.ledger.machine import Exchange
from tests.domain.ledger.model_desk import Desk
from tests.domain.ledger.reference_server import RULES, Answer, Page, Server

_COMMON = settings(deadline=None, suppress_health_check=list(HealthCheck), print_blob=False)
_SEEDED = settings(_COMMON, derandomize=True, database=None)


def test_the_exchange_keeps_its_promises() -> None:
    run_state_machine_as_test(
        Exchange,
        settings=settings(_SEEDED, max_examples=400, stateful_step_count=40),
    )


@pytest.mark.long
def test_the_exchange_keeps_its_promises_for_long() -> None:
    run_state_machine_as_test(Exchange, settings=settings(_COMMON, max_examples=10_000, stateful_step_count=50))


class ForgetsWhatArrived(Server):
    def arrived_again(self, op: Operation) -> None:
        self.take_effect(op)


class LastWriterWins(Server):
    def merge(self, state: State | None, op: Operation) -> Outcome:
        return merge.apply(state, op, RULES | {"x": Merge.LWW, "y": Merge.LWW})


class TrustsAnyCursor(Server):
    def remembers(self, seq: int, tag: bytes) -> bool:
        return seq < len(self.tags)


class TrustsAnyLog(Server):
    def same(self, here: bytes, there: bytes) -> bool:
        return True


class WaitsForNothing(Server):
    def ready(self, op: Operation) -> bool:
        return True


class ShowsOnlyUnsent(Desk):
    def active(self) -> list[Operation]:
        return [entry.operation for entry in self.outbox if entry.operation.seq > self.marks.hwm]


class IncludesWithEveryPage(Desk):
    def includes(self, *, last: bool) -> bool:
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


MUTANTS: dict[type[Desk | Server], str] = {
    ForgetsWhatArrived: "counted wrongly",
    LastWriterWins: "silently overwritten",
    TrustsAnyCursor: "differs on|own record vanished|misses its own tag",
    TrustsAnyLog: "lost|waits for what is there|differs on|outbox never drained",
    ShowsOnlyUnsent: "sees what it overwrote|misses its own tag|own record vanished",
    IncludesWithEveryPage: "sees what it overwrote|misses its own tag|own record vanished",
    NeverGoesBack: "outbox never drained|lost",
    ForgetsOnceReceived: "outbox never drained|lost",
}
"""Each without one rule, and what the machine says of it."""


@pytest.mark.long
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.__name__)
def test_the_machine_misses_a_rule_that_is_switched_off(mutant: type[Desk | Server]) -> None:
    part = "make_desk" if issubclass(mutant, Desk) else "make_server"
    broken = type(mutant.__name__, (Exchange,), {part: mutant})
    quick = settings(_SEEDED, max_examples=3000, stateful_step_count=50, phases=(Phase.generate,))
    with pytest.raises(AssertionError, match=MUTANTS[mutant]):
        run_state_machine_as_test(broken, settings=quick)


def written_upon_what_was_lost(server: Server) -> tuple[Desk, Server]:
    """A desk whose write reaches a restored district before the write it was made upon comes back."""
    author, follower = Desk("i1"), Desk("i2")
    author.write("u1", "A", "y", "made")
    author.take_answer(server.push(*author.request(9)))
    saved = server.backup()
    author.write("u2", "A", "x", "first")
    author.take_answer(server.push(*author.request(9)))
    follower.pull_all(server)
    follower.write("u3", "A", "x", "second")
    follower.take_answer(server.push(*follower.request(9)))
    follower.pull_all(server)
    for desk in (follower, author, follower):
        while not (desk.take_answer(saved.push(*desk.request(9))) and desk.drained()):
            pass
        desk.pull_all(saved)
    return follower, saved


def test_what_was_built_waits_for_what_it_was_built_upon() -> None:
    follower, saved = written_upon_what_was_lost(Server())
    assert saved.states["A"].values["x"] == "second"
    assert follower.view("A") == saved.states["A"]
    assert saved.states["A"].contests == ()


def test_without_waiting_a_value_comes_back_that_was_overwritten() -> None:
    follower, _ = written_upon_what_was_lost(WaitsForNothing())
    shown = follower.view("A")
    assert shown is not None
    assert shown.fmeta["x"] in follower.overwritten["A", "x"]
