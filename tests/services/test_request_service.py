"""A request from assessment to its end: guards in words, the clock that loses no time, matters that come of others."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.domain import working_time
from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.services import (
    archives,
    intake,
    request_ending,
    request_linking,
    request_moves,
    request_steps,
    request_views,
    undo,
)
from qi_desk.services.ports import Query, Record
from tests.services.test_lifecycles import ASSESSED, DRAFTED
from tests.support.stations import Bench, intake_of


def registered(bench: Bench, **changes: Any) -> str:
    return intake.register(bench.house, bench.actor, intake_of(**changes)).value.eid


def accepted(bench: Bench, **changes: Any) -> str:
    eid = registered(bench)
    request_steps.assess(bench.house, bench.actor, eid, {**ASSESSED, **changes})
    if changes.get("complexity") == "complex":
        request_steps.review(bench.house, bench.as_specialist(), eid)
    intake.accept(bench.house, bench.actor, eid, "oral")
    return eid


def serving(bench: Bench) -> str:
    eid = accepted(bench, complexity="ordinary")
    request_steps.start(bench.house, bench.actor, eid)
    return eid


def record(bench: Bench, eid: str) -> Record:
    with bench.house.store.read() as look:
        found = look.get("request", eid)
    assert found is not None
    return found


def newest(bench: Bench, kind: str, eid: str) -> Record:
    with bench.house.store.read() as look:
        found = request_moves.newest_of(look, kind, eid)
    assert found is not None
    return found


def fields(caught: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {problem.field: problem.code for problem in caught.value.problems}


def contact(bench: Bench, eid: str, **changes: Any) -> None:
    entry = {"mode": "phone", "party": "client", "content": "说明进度", "next_on": bench.clock.now().date()}
    request_ending.follow_up(bench.house, bench.actor, eid, {**entry, **changes})


def test_complexity_sets_the_promised_end(bench: Bench) -> None:
    ends = {
        name: record(bench, accepted(bench, complexity=name))["finish_due"]
        for name in ("simple", "ordinary", "complex")
    }
    assert ends["simple"] < ends["ordinary"] < ends["complex"]


def test_what_was_assessed_otherwise_or_alone_is_not_accepted(bench: Bench) -> None:
    eid = registered(bench)
    request_steps.assess(bench.house, bench.actor, eid, {**ASSESSED, "result": "refer"})
    with pytest.raises(NotAllowed, match=r"request\.assessed_otherwise"):
        intake.accept(bench.house, bench.actor, eid, "oral")
    request_steps.assess(bench.house, bench.actor, eid, {**ASSESSED, "complexity": "complex"})
    with pytest.raises(NotAllowed, match=r"request\.not_reviewed"):
        intake.accept(bench.house, bench.actor, eid, "oral")
    with pytest.raises(NotAllowed, match=r"request\.own_assessment"):
        request_steps.review(bench.house, bench.actor, eid)
    request_steps.review(bench.house, bench.as_specialist(), eid)
    intake.accept(bench.house, bench.actor, eid, "oral")


def test_papers_are_asked_for_once_and_the_clock_stands_meanwhile(bench: Bench) -> None:
    eid = registered(bench)
    due = record(bench, eid)["reply_due"]
    day = bench.clock.now().date()
    notice = {"items": "营业执照，核对主体，复印件\n图纸，确定测点", "mode": "face", "due": day + timedelta(days=14)}
    with pytest.raises(Invalid) as caught:
        request_steps.ask_papers(bench.house, bench.actor, eid, {**notice, "items": "营业执照"})
    assert fields(caught) == {"items": "lines.items"}
    request_steps.ask_papers(bench.house, bench.actor, eid, notice)
    assert newest(bench, "supplement", eid)["number"].startswith("PY03-BZ-")
    before = working_time.working_seconds_between(bench.house.calendar, bench.clock.now(), due)
    bench.clock.pass_time(days=6)
    request_steps.papers_in(bench.house, bench.actor, eid)
    moved = record(bench, eid)["reply_due"]
    after = working_time.working_seconds_between(bench.house.calendar, bench.clock.now(), moved)
    assert after == pytest.approx(before)
    with pytest.raises(NotAllowed, match=r"supplement\.second"):
        request_steps.ask_papers(bench.house, bench.as_specialist(), eid, {**notice, "due": bench.clock.now().date()})
    request_steps.ask_papers(bench.house, bench.actor, eid, {**notice, "due": bench.clock.now().date()})
    assert newest(bench, "supplement", eid)["round"] == 2


def test_pauses_lose_no_time_and_one_extension_is_all(bench: Bench) -> None:
    eid = serving(bench)
    start = bench.clock.now()
    due = record(bench, eid)["finish_due"]
    calendar = bench.house.calendar
    whole = working_time.working_seconds_between(calendar, start, due)
    spent = 0.0
    for hours in (30, 100, 7):
        before = bench.clock.now()
        bench.clock.pass_time(hours=5)
        spent += working_time.working_seconds_between(calendar, before, bench.clock.now())
        request_steps.pause(bench.house, bench.actor, eid, "laboratory")
        bench.clock.pass_time(hours=hours)
        request_steps.resume(bench.house, bench.actor, eid)
    left = working_time.working_seconds_between(calendar, bench.clock.now(), record(bench, eid)["finish_due"])
    assert left + spent == pytest.approx(whole)
    extension = {"reason": "complex", "days": 3, "told": True}
    with pytest.raises(Invalid):
        request_steps.extend(bench.house, bench.actor, eid, {**extension, "told": False})
    moved = record(bench, eid)["finish_due"]
    request_steps.extend(bench.house, bench.actor, eid, extension)
    assert record(bench, eid)["finish_due"] > moved
    with pytest.raises(NotAllowed, match=r"request\.extended"):
        request_steps.extend(bench.house, bench.actor, eid, extension)


def test_after_the_promised_end_nothing_is_put_off_any_more(bench: Bench) -> None:
    eid = serving(bench)
    bench.clock.pass_time(days=60)
    with pytest.raises(NotAllowed, match=r"request\.overdue"):
        request_steps.extend(bench.house, bench.actor, eid, {"reason": "complex", "days": 3, "told": True})
    with pytest.raises(Invalid) as caught:
        request_ending.deliver(bench.house, bench.actor, eid, {"results": "证书，1", "way": "electronic"})
    assert fields(caught) == {"late_reason": "required"}


def test_a_refusal_says_where_to_go_and_when_it_is_asked_after(bench: Bench) -> None:
    eid = registered(bench)
    entry = {"reason": "scope", "detail": "属于消费者投诉", "guided": "phone", "callback_on": bench.clock.now().date()}
    with pytest.raises(Invalid) as caught:
        request_steps.refuse(bench.house, bench.actor, eid, entry)
    assert fields(caught) == {"destination": "required"}
    request_steps.refuse(bench.house, bench.actor, eid, {**entry, "destination": "12315 中心"})
    assert record(bench, eid)["state"] == "refused"
    archives.file_matters(bench.house, bench.actor, [("request", eid)])
    assert record(bench, eid)["state"] == "archived"


def test_a_complex_matter_needs_somebody_of_the_library_and_a_plan(bench: Bench) -> None:
    eid = accepted(bench, complexity="complex")
    with pytest.raises(NotAllowed, match=r"request\.needs_plan"):
        request_steps.start(bench.house, bench.actor, eid)
    with pytest.raises(Invalid) as caught:
        request_steps.match(bench.house, bench.actor, eid, bench.actor.account)
    assert fields(caught) == {"responsible": "request.team"}


def test_a_plan_is_whole_approved_by_another_and_agreed_to(bench: Bench) -> None:
    eid = accepted(bench, complexity="ordinary")
    request_steps.match(bench.house, bench.actor, eid, bench.actor.account)
    with pytest.raises(Invalid) as caught:
        request_steps.plan(bench.house, bench.actor, eid, {**DRAFTED, "goal": "", "milestones": "送检", "cost": 100})
    assert fields(caught) == {"goal": "required", "milestones": "lines.milestones", "contract": "plan.contract"}
    request_steps.plan(bench.house, bench.actor, eid, DRAFTED)
    with pytest.raises(NotAllowed, match=r"plan\.own"):
        request_steps.approve_plan(bench.house, bench.actor, eid)
    with pytest.raises(NotAllowed, match=r"plan\.open"):
        request_steps.agree(bench.house, bench.actor, eid, "oral")


def test_what_is_open_always_has_a_next_day(bench: Bench) -> None:
    eid = serving(bench)
    with pytest.raises(Invalid) as caught:
        contact(bench, eid, next_on=None)
    assert fields(caught) == {"next_on": "follow_up.next"}
    with pytest.raises(Invalid) as caught:
        contact(bench, eid, promise="周五前给报告")
    assert fields(caught) == {"promise_due": "required"}
    contact(bench, eid)
    assert record(bench, eid)["next_on"] == bench.clock.now().date()


def test_the_end_needs_contact_check_outcome_and_evidence(bench: Bench) -> None:
    eid = serving(bench)
    with pytest.raises(Invalid) as caught:
        request_ending.deliver(bench.house, bench.actor, eid, {"results": "证书，1", "way": "pick_up"})
    assert fields(caught) == {"receiver": "delivery.signature"}
    handed = {"results": "证书，JZ-1", "way": "pick_up", "receiver": "陈演练", "signed": True}
    request_ending.deliver(bench.house, bench.actor, eid, handed)
    with pytest.raises(Invalid) as caught:
        request_ending.close(bench.house, bench.actor, eid, {"jobs": 2})
    assert set(fields(caught)) == {"solved", "trips", "evidence", "follow_up"}
    contact(bench, eid)
    with pytest.raises(Invalid) as caught:
        request_ending.close(bench.house, bench.actor, eid, {"solved": "yes", "trips": 1})
    assert fields(caught) == {"quality": "request.no_quality_check"}
    contact(bench, eid, quality="good")
    request_ending.close(bench.house, bench.actor, eid, {"solved": "yes", "trips": 1})
    ended = record(bench, eid)
    assert (ended["state"], ended["solved"], ended["next_on"]) == ("closed", "yes", None)
    archives.file_matters(bench.house, bench.actor, [("request", eid)])


def test_results_the_client_does_not_take_go_back_to_work(bench: Bench) -> None:
    eid = serving(bench)
    request_ending.deliver(bench.house, bench.actor, eid, {"results": "证书，1", "way": "electronic"})
    with pytest.raises(Invalid):
        request_ending.take_back(bench.house, bench.actor, eid, " ")
    request_ending.take_back(bench.house, bench.actor, eid, "型号写错")
    assert record(bench, eid)["state"] == "in_service"


def test_what_ended_is_taken_up_by_a_new_linked_request(bench: Bench) -> None:
    eid = registered(bench)
    with pytest.raises(NotAllowed, match=r"request\.reopen_ended"):
        request_linking.reopen(bench.house, bench.actor, eid, "又坏了")
    intake.withdraw(bench.house, bench.actor, eid, "client")
    made = request_linking.reopen(bench.house, bench.actor, eid, "又要校准").value
    fresh, old = record(bench, made), record(bench, eid)
    assert (fresh["parent"], fresh["link"], fresh["client"]) == (eid, "reopened", old["client"])
    assert fresh["number"] != old["number"]
    assert [item.item for item in request_views.show(bench.house, bench.actor, made).items] == ["ME02", "TE03"]
    assert old["state"] == "terminated"


def test_a_request_is_split_by_its_items_and_undoing_puts_them_back(bench: Bench) -> None:
    eid = registered(bench)
    for items in ((), ("ME02", "TE03"), ("XX99",)):
        if items:
            with pytest.raises(Invalid):
                request_linking.split(bench.house, bench.actor, eid, items, "另办")
    done = request_linking.split(bench.house, bench.actor, eid, ("TE03",), "成品检验另办")

    def items_of(one: str) -> list[str]:
        return [item.item for item in request_views.show(bench.house, bench.actor, one).items]

    assert (items_of(eid), items_of(done.value)) == (["ME02"], ["TE03"])
    assert done.undo is not None
    undo.undo(bench.house, bench.actor, done.undo)
    assert items_of(eid) == ["ME02", "TE03"]


def test_open_matters_are_handed_to_a_colleague_with_a_word(bench: Bench) -> None:
    eid = serving(bench)
    with pytest.raises(Invalid):
        request_linking.hand_over(bench.house, bench.actor, [eid], bench.specialist, " ")
    request_linking.hand_over(bench.house, bench.actor, [eid], bench.specialist, "出差，请接手")
    assert record(bench, eid)["responsible"] == bench.specialist
    assert newest(bench, "follow_up", eid)["content"] == "出差，请接手"


def test_a_correction_after_the_end_takes_the_manager_and_a_reason(bench: Bench) -> None:
    eid = registered(bench)
    intake.withdraw(bench.house, bench.actor, eid, "client")
    with pytest.raises(NotAllowed):
        request_linking.correct(bench.house, bench.as_specialist(), eid, {"product": "压力表"}, "写错")
    with pytest.raises(Invalid):
        request_linking.correct(bench.house, bench.actor, eid, {"product": "压力表"}, "")
    request_linking.correct(bench.house, bench.actor, eid, {"product": "压力变送器"}, "写错产品")
    with bench.house.store.read() as look:
        newest_line = look.history(eid=eid, limit=1)[0]
    assert (newest_line.event, newest_line.why) == ("corrected", "写错产品")


def test_a_case_keeps_the_flow_it_began_with(bench: Bench) -> None:
    eid = registered(bench)
    with bench.house.store.write(bench.actor) as unit:
        old = unit.create("request", {**record(bench, eid).values, "number": None, "flow": "c1-2026.1"})
        unit.commit()
    assert request_views.show(bench.house, bench.actor, old).offered == ("accept", "answer", "withdraw")
    with pytest.raises(NotAllowed, match=r"move\.not_offered"):
        request_steps.assess(bench.house, bench.actor, old, ASSESSED)
    with bench.house.store.read() as look:
        assert look.count(Query("assessment", equals={"request": old})) == 0
