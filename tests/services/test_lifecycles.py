"""The lifecycles through the real services, in any order: no unlisted state, every offered move works, no number or
ticket twice, no matter's clock running for somebody who is not being served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from qi_desk.domain import working_time
from qi_desk.domain.errors import Missing, NotAllowed
from qi_desk.domain.lifecycles import Lifecycle
from qi_desk.domain.request_work import SECTIONS
from qi_desk.domain.requests import REQUEST_LIFECYCLE
from qi_desk.domain.visits import IN_HOUSE, MATTER_LIFECYCLE, VISIT_LIFECYCLE
from qi_desk.services import archives, counter, intake, reception, request_ending, request_steps, undo
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Query, Record
from qi_desk.services.reception import WalkIn
from tests.support.stations import MORNING, Bench, intake_of

Deed = Callable[[Bench, str], Done[Any]]

VISIT_DEEDS: dict[str, Deed] = {
    "call": lambda bench, eid: counter.call(bench.house, bench.actor, eid, current="hold"),
    "recall": lambda bench, eid: counter.recall(bench.house, bench.actor, eid),
    "serve": lambda bench, eid: counter.serve(bench.house, bench.actor, eid, current="finish"),
    "finish": lambda bench, eid: counter.finish(bench.house, bench.actor, eid),
    "hold": lambda bench, eid: counter.hold(bench.house, bench.actor, eid, "papers"),
    "resume": lambda bench, eid: counter.resume(bench.house, bench.actor, eid, current="finish"),
    "miss": lambda bench, eid: counter.miss(bench.house, bench.actor, eid),
    "requeue": lambda bench, eid: counter.requeue(bench.house, bench.actor, eid),
    "transfer": lambda bench, eid: counter.transfer(bench.house, bench.actor, eid, ""),
    "leave": lambda bench, eid: reception.leave(bench.house, bench.actor, eid),
    "sweep": lambda bench, eid: reception.sweep(bench.house, bench.actor, [eid]),
}

ASSESSED = {
    "complexity": "simple",
    "feasible": "yes",
    "elements": ["ME"],
    "risk_quality": "none",
    "risk_secret": "none",
    "risk_legal": "none",
    "days": 1,
    "result": "accept",
}
DRAFTED = {**dict.fromkeys(SECTIONS, "照实填写"), "milestones": "送检，何演练，2026-03-20", "change_reason": "调整"}


def state_of(bench: Bench, eid: str) -> str:
    with bench.house.store.read() as look:
        record = look.get("request", eid)
    assert record is not None
    return str(record["state"])


def agree(bench: Bench, eid: str) -> Done[Any]:
    """The manager approves what a specialist drafted, then the client agrees."""
    if state_of(bench, eid) == "plan_pending":
        request_steps.approve_plan(bench.house, bench.actor, eid)
    return request_steps.agree(bench.house, bench.actor, eid, "oral")


def close(bench: Bench, eid: str) -> Done[Any]:
    entry = {"mode": "phone", "party": "client", "content": "已收到报告", "quality": "good"}
    if state_of(bench, eid) in ("delivered", "awaiting_rating"):
        request_ending.follow_up(bench.house, bench.actor, eid, {**entry, "next_on": bench.clock.now().date()})
    return request_ending.close(bench.house, bench.actor, eid, {"solved": "yes", "trips": 1})


def day(bench: Bench) -> Any:
    return bench.clock.now().date()


REQUEST_DEEDS: dict[str, Deed] = {
    "assess": lambda bench, eid: request_steps.assess(bench.house, bench.actor, eid, ASSESSED),
    "ask_papers": lambda bench, eid: request_steps.ask_papers(
        bench.house, bench.actor, eid, {"items": "营业执照，核对主体", "mode": "face", "due": day(bench)}
    ),
    "papers_in": lambda bench, eid: request_steps.papers_in(bench.house, bench.actor, eid),
    "refuse": lambda bench, eid: request_steps.refuse(
        bench.house,
        bench.actor,
        eid,
        {"reason": "scope", "detail": "不在服务清单", "guided": "written", "callback_on": day(bench)},
    ),
    "match": lambda bench, eid: request_steps.match(bench.house, bench.actor, eid, bench.actor.account),
    "plan": lambda bench, eid: request_steps.plan(bench.house, bench.as_specialist(), eid, DRAFTED),
    "agree": agree,
    "start": lambda bench, eid: request_steps.start(bench.house, bench.actor, eid),
    "pause": lambda bench, eid: request_steps.pause(bench.house, bench.actor, eid, "client"),
    "resume": lambda bench, eid: request_steps.resume(bench.house, bench.actor, eid),
    "deliver": lambda bench, eid: request_ending.deliver(
        bench.house, bench.actor, eid, {"results": "校准证书，JZ-1", "way": "electronic", "late_reason": "等报告"}
    ),
    "take_back": lambda bench, eid: request_ending.take_back(bench.house, bench.actor, eid, "数据有误"),
    "ask_rating": lambda bench, eid: request_ending.ask_rating(bench.house, bench.actor, eid),
    "close": close,
    "accept": lambda bench, eid: intake.accept(bench.house, bench.actor, eid, "oral"),
    "withdraw": lambda bench, eid: intake.withdraw(bench.house, bench.actor, eid, "client"),
    "archive": lambda bench, eid: archives.file_matters(bench.house, bench.actor, [("request", eid)]),
}


class Lives(RuleBasedStateMachine):
    """Records of one kind, made and moved at random; another day for every run."""

    kind = ""
    lifecycle: Lifecycle
    deeds: dict[str, Deed]

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench
        self.eids: list[str] = []
        bench.clock.moment = datetime.combine(bench.clock.moment + timedelta(days=1), MORNING.timetz())

    def record(self, eid: str) -> Record:
        with self.bench.house.store.read() as look:
            found = look.get(self.kind, eid)
        assert found is not None
        return found

    def states(self) -> dict[str, str]:
        return {eid: self.record(eid)["state"] for eid in self.eids}

    @precondition(lambda self: self.eids)
    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        """Any move on any record: it works exactly where the lifecycle offers it."""
        eid = data.draw(st.sampled_from(self.eids))
        event = data.draw(st.sampled_from(sorted(self.deeds)))
        before = self.record(eid)["state"]
        self.bench.clock.pass_time(seconds=data.draw(st.sampled_from([60, 900])))
        if any(offered.event == event for offered in self.lifecycle.offered(before)):
            self.deeds[event](self.bench, eid)
            assert self.record(eid)["state"] == self.lifecycle.take(before, event).target
        else:
            with pytest.raises(NotAllowed, match=r"move\.not_offered"):
                self.deeds[event](self.bench, eid)
            assert self.record(eid)["state"] == before

    @invariant()
    def only_listed_states(self) -> None:
        assert set(self.states().values()) <= set(self.lifecycle.states)

    @invariant()
    def numbers_are_given_once(self) -> None:
        numbers = [self.record(eid)["number"] for eid in self.eids]
        assert len(set(numbers)) == len(numbers)


class Visits(Lives):
    """The hall of one day."""

    kind, lifecycle, deeds = "visit", VISIT_LIFECYCLE, VISIT_DEEDS

    @rule(priority=st.sampled_from(["", "urgent"]), name=st.sampled_from("甲乙丙丁"))
    def enter(self, priority: str, name: str) -> None:
        """Somebody comes in; the same person may, if the desk says so."""
        entry = WalkIn(subject="咨询", name=f"{name}演练", priority=priority, anyway=True)
        self.eids.append(reception.check_in(self.bench.house, self.bench.actor, entry).value.eid)

    @rule()
    def call_next(self) -> None:
        """The queue's first is called, or nobody waits."""
        self.bench.clock.pass_time(seconds=60)
        waiting = [eid for eid, state in self.states().items() if state == "waiting"]
        try:
            done = counter.call_next(self.bench.house, self.bench.actor, current="hold")
        except Missing:
            assert not waiting
        else:
            assert done.value.eid in waiting

    @precondition(lambda self: self.eids)
    @rule(data=st.data())
    def move_and_take_back(self, data: st.DataObject) -> None:
        """An undone move leaves everything as it was."""
        eid = data.draw(st.sampled_from(self.eids))
        offered = self.lifecycle.offered(self.record(eid)["state"])
        if offered:
            self.bench.clock.pass_time(seconds=60)
            before = [self.record(each).values for each in self.eids]
            done = self.deeds[data.draw(st.sampled_from(offered)).event](self.bench, eid)
            undo.undo(self.bench.house, self.bench.actor, done.undo or "")
            assert [self.record(each).values for each in self.eids] == before

    @invariant()
    def tickets_in_the_hall_differ(self) -> None:
        tickets = [self.record(eid)["ticket"] for eid in self.eids if self.record(eid)["state"] in IN_HOUSE]
        assert len(set(tickets)) == len(tickets)

    @invariant()
    def one_is_served_and_only_its_clock_runs(self) -> None:
        serving = [eid for eid, state in self.states().items() if state == "serving"]
        assert len(serving) <= 1
        with self.bench.house.store.read() as look:
            matters = [one for eid in self.eids for one in look.select(Query("matter", equals={"visit": eid}))]
        assert {one["state"] for one in matters} <= set(MATTER_LIFECYCLE.states)
        assert {one["visit"] for one in matters if one["state"] == "serving"} <= set(serving)
        assert all((one["started_at"] is not None) == (one["state"] == "serving") for one in matters)
        assert all((one["spent_seconds"] or 0) >= 0 for one in matters)

    @invariant()
    def who_waits_or_is_served_is_not_on_hold(self) -> None:
        for eid in self.eids:
            record = self.record(eid)
            if record["state"] in IN_HOUSE:
                assert (record["held_since"] is not None) == (record["state"] == "held")

    def teardown(self) -> None:
        left = [eid for eid, state in self.states().items() if state in IN_HOUSE]
        if left:
            reception.sweep(self.bench.house, self.bench.actor, left)


class Requests(Lives):
    """The requests of one day."""

    kind, lifecycle, deeds = "request", REQUEST_LIFECYCLE, REQUEST_DEEDS

    @rule(accepted=st.booleans())
    def register(self, accepted: bool) -> None:
        """A request comes in, accepted at once or not."""
        verb = intake.register_and_accept if accepted else intake.register
        value = verb(self.bench.house, self.bench.actor, intake_of()).value
        self.eids.append(value.eid)
        assert value.state == ("accepted" if accepted else "registered")

    @precondition(lambda self: "in_service" in self.states().values())
    @rule(data=st.data(), minutes=st.integers(1, 9000))
    def pause_and_resume(self, data: st.DataObject, minutes: int) -> None:
        """However long it stands, the working time that was left is left again."""
        serving = [eid for eid, state in self.states().items() if state == "in_service"]
        eid = data.draw(st.sampled_from(serving))
        left = self.left(eid)
        request_steps.pause(self.bench.house, self.bench.actor, eid, "client")
        self.bench.clock.pass_time(minutes=minutes)
        request_steps.resume(self.bench.house, self.bench.actor, eid)
        if left > 0:
            assert self.left(eid) == pytest.approx(left, abs=1)

    def left(self, eid: str) -> float:
        due = self.record(eid)["finish_due"]
        return working_time.working_seconds_between(self.bench.house.calendar, self.bench.clock.now(), due)

    @invariant()
    def an_accepted_request_has_its_receipt(self) -> None:
        with self.bench.house.store.read() as look:
            for eid in self.eids:
                record = look.get("request", eid)
                assert record is not None
                papers = look.count(Query("paper", equals={"subject": eid, "kind": "receipt.acceptance"}))
                assert papers == (record["accepted_at"] is not None)

    @invariant()
    def what_ended_says_when_and_why(self) -> None:
        for eid in self.eids:
            record = self.record(eid)
            ended = record["state"] in ("closed", "terminated", "refused", "archived")
            assert ended == (record["closed_at"] is not None)
            assert record["state"] != "terminated" or record["end_reason"]


# A run works on a real station: shrinking one takes minutes and says little more.
QUIET = settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=30,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.long
@pytest.mark.parametrize("lives", [Visits, Requests])
def test_no_order_of_many_moves_leads_astray(bench: Bench, lives: type[Lives]) -> None:
    run_state_machine_as_test(lambda: lives(bench), settings=settings(QUIET, max_examples=500))


@pytest.mark.parametrize("lives", [Visits, Requests])
def test_no_order_of_moves_leads_astray(bench: Bench, lives: type[Lives]) -> None:
    run_state_machine_as_test(lambda: lives(bench), settings=QUIET)
    assert bench.house.store.chain_break() is None


@pytest.mark.parametrize("lifecycle", [VISIT_LIFECYCLE, REQUEST_LIFECYCLE, MATTER_LIFECYCLE], ids=lambda one: one.name)
def test_moves_stay_within_the_listed_states(lifecycle: Lifecycle) -> None:
    listed = set(lifecycle.states)
    assert lifecycle.first in listed
    assert lifecycle.final <= listed
    for move in lifecycle.moves:
        assert {*move.sources, move.target} <= listed
        assert not move.sources & lifecycle.final


def test_every_move_of_a_visit_has_its_verb() -> None:
    assert {move.event for move in VISIT_LIFECYCLE.moves} == set(VISIT_DEEDS)


def test_every_move_of_a_request_has_its_verb() -> None:
    """ "answer" alone is made within one act with the registering, by `answer_at_once`."""
    assert {move.event for move in REQUEST_LIFECYCLE.moves} - {"answer"} == set(REQUEST_DEEDS)


def test_the_time_on_hold_is_kept_when_the_visitor_is_sent_on(bench: Bench) -> None:
    eid = reception.check_in(bench.house, bench.actor, WalkIn(subject="咨询", name="甲演练")).value.eid
    counter.serve(bench.house, bench.actor, eid)
    counter.hold(bench.house, bench.actor, eid, "papers")
    bench.clock.pass_time(minutes=20)
    view = counter.transfer(bench.house, bench.actor, eid, "2号窗口").value
    assert (view.state, view.held_seconds) == ("waiting", 1200)
