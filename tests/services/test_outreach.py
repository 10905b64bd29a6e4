"""Visits to enterprises: planned, recorded, problems that are owed an answer, and where they lead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.domain.errors import Invalid, NotAllowed
from qi_desk.domain.outreach import ProblemState
from qi_desk.services import (
    client_changes,
    client_file,
    expiry,
    intake,
    outreach,
    outreach_papers,
    outreach_views,
    timeline,
    undo,
)
from tests.support.stations import CODE, MORNING, Bench, intake_of

TODAY = MORNING.date()


def client_of(bench: Bench) -> str:
    entry = {"kind": "enterprise", "name": "广州示范精密仪器有限公司", "credit_code": CODE, "address": "示范路1号"}
    return client_changes.add(bench.house, bench.actor, entry).value


def plan(bench: Bench, **changes: Any) -> str:
    values = {"client": client_of(bench), "kind": "diagnosis", "purpose": "了解计量管理", **changes}
    return outreach.plan(bench.house, bench.actor, values).value


def record(bench: Bench, eid: str, **changes: Any) -> None:
    values = {"went_on": TODAY, "met": "陈演练", "met_role": "质量部经理", "quality_status": "体系运行正常", **changes}
    outreach.record_visit(bench.house, bench.actor, eid, values, {})


def shown(bench: Bench, eid: str) -> outreach_views.OutreachView:
    return outreach_views.show(bench.house, bench.actor, eid)


def scope(bench: Bench, name: str) -> list[str]:
    return [row.eid for row in outreach_views.page(bench.house, bench.actor, name).rows]


def codes(caught: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {problem.field: problem.code for problem in caught.value.problems}


def test_a_plan_has_a_number_and_is_late_after_its_day(bench: Bench) -> None:
    eid = plan(bench, planned_on=TODAY)
    row = shown(bench, eid).row
    assert row.number.startswith("PY03-ZF-20260310-A-0001")
    assert (row.owner, row.late, row.state) == ("林示范", False, "planned")
    bench.clock.pass_time(days=1)
    assert shown(bench, eid).row.late
    assert scope(bench, "planned") == [eid]


def test_a_record_needs_the_day_the_person_met_and_something_heard(bench: Bench) -> None:
    eid = plan(bench)
    with pytest.raises(Invalid) as caught:
        outreach.record_visit(bench.house, bench.actor, eid, {}, {})
    assert codes(caught) == {
        "went_on": "required",
        "met": "required",
        "quality_status": "outreach.nothing_written",
    }
    with pytest.raises(Invalid) as caught:
        record(bench, eid, went_on=TODAY + timedelta(days=1))
    assert codes(caught) == {"went_on": "date.future"}
    outreach.add_problem(bench.house, bench.actor, eid, {"text": "不清楚哪些器具要强检"})
    record(bench, eid, quality_status="")
    view = shown(bench, eid)
    assert (view.row.state, view.recorded_by, view.values["met"]) == ("done", "林示范", "陈**")


def test_a_problem_is_owed_an_answer_within_the_days_set(bench: Bench) -> None:
    eid = plan(bench)
    outreach.add_problem(bench.house, bench.actor, eid, {"text": "想做摸底测试"})
    record(bench, eid)
    (problem,) = shown(bench, eid).problems
    assert problem.values["due"] == TODAY + timedelta(days=15)
    assert (problem.state, problem.owner) == (ProblemState.OPEN, "林示范")
    assert scope(bench, "owed") == [eid]
    bench.clock.pass_time(days=16)
    assert shown(bench, eid).problems[0].state is ProblemState.OVERDUE
    assert shown(bench, eid).row.overdue
    with pytest.raises(Invalid) as caught:
        outreach.change_problem(bench.house, bench.actor, problem.eid, {"answered_on": date(2026, 3, 26)}, {})
    assert codes(caught) == {"answer": "required"}
    answer = {"answered_on": date(2026, 3, 26), "answer": "已联系示范检测中心"}
    outreach.change_problem(bench.house, bench.actor, problem.eid, answer, {})
    assert shown(bench, eid).problems[0].state is ProblemState.ANSWERED
    assert scope(bench, "owed") == []


def test_solved_on_the_spot_is_owed_nothing_but_says_how(bench: Bench) -> None:
    eid = plan(bench)
    with pytest.raises(Invalid):
        outreach.add_problem(bench.house, bench.actor, eid, {"text": "强检目录", "solved": True})
    outreach.add_problem(bench.house, bench.actor, eid, {"text": "强检目录", "solved": True, "answer": "现场说明"})
    record(bench, eid)
    assert shown(bench, eid).problems[0].state is ProblemState.SOLVED
    assert scope(bench, "owed") == []


def test_one_act_makes_a_problem_a_request_and_undoing_it_frees_the_problem(bench: Bench) -> None:
    eid = plan(bench)
    problem = outreach.add_problem(bench.house, bench.actor, eid, {"text": "想做摸底测试"}).value
    record(bench, eid)
    done = intake.register(bench.house, bench.actor, intake_of(problem=problem, source="field_visit", channel="A02"))
    (seen,) = shown(bench, eid).problems
    assert (seen.state, seen.request, seen.request_eid) == (ProblemState.REQUESTED, done.value.number, done.value.eid)
    assert done.undo is not None
    undo.undo(bench.house, bench.actor, done.undo)
    assert shown(bench, eid).problems[0].state is ProblemState.OPEN


def test_a_cancelled_plan_takes_nothing_more(bench: Bench) -> None:
    eid = plan(bench)
    with pytest.raises(Invalid):
        outreach.cancel(bench.house, bench.actor, eid, "no such reason")
    outreach.cancel(bench.house, bench.actor, eid, "client")
    assert scope(bench, "planned") == []
    with pytest.raises(NotAllowed):
        record(bench, eid)
    with pytest.raises(NotAllowed):
        outreach.add_problem(bench.house, bench.actor, eid, {"text": "迟到的问题"})
    with pytest.raises(NotAllowed):
        outreach.cancel(bench.house, bench.actor, eid, "client")


def test_a_recorded_visit_is_corrected_but_not_planned_again(bench: Bench) -> None:
    eid = plan(bench)
    record(bench, eid)
    record(bench, eid, met_role="总经理")
    assert shown(bench, eid).values["met_role"] == "总经理"
    with pytest.raises(NotAllowed):
        outreach.change(bench.house, bench.actor, eid, {"planned_on": TODAY}, {})


def test_the_timeline_and_the_radar_know_of_it(bench: Bench) -> None:
    client = client_of(bench)
    values = {"name": "压力表", "calibration_due": TODAY + timedelta(days=20)}
    instrument = client_changes.add_part(bench.house, bench.actor, "instrument", client, values).value
    plan_of = {"client": client, "kind": "expiry", "mode": "phone", "about_kind": "instrument", "about": instrument}
    eid = outreach.plan(bench.house, bench.actor, {**plan_of, "planned_on": TODAY + timedelta(days=2)}).value
    (line,) = expiry.radar(bench.house, bench.actor)
    assert line.planned_on == TODAY + timedelta(days=2)
    events = timeline.timeline(bench.house, bench.actor, client)
    assert [(event.kind, event.eid) for event in events] == [("outreach", eid)]
    outreach.cancel(bench.house, bench.actor, eid, "handled")
    assert expiry.radar(bench.house, bench.actor)[0].planned_on is None


def test_two_who_change_the_same_are_told(bench: Bench) -> None:
    eid = plan(bench)
    edit = client_file.editable(bench.house, bench.actor, "outreach", eid)
    outreach.change(bench.house, bench.actor, eid, {"purpose": "先改"}, edit.seen)
    with pytest.raises(Exception, match=r"record\.changed"):
        outreach.change(bench.house, bench.actor, eid, {"purpose": "后改"}, edit.seen)


def test_the_paper_is_made_filled_and_blank(bench: Bench) -> None:
    eid = plan(bench)
    outreach.add_problem(bench.house, bench.actor, eid, {"text": "想做摸底测试"})
    planned = outreach_papers.sheet(bench.house, bench.actor, eid)
    assert planned.view.went_on == ""
    record(bench, eid)
    filled = outreach_papers.sheet(bench.house, bench.actor, eid)
    assert filled.view.met == "陈演练 质量部经理"
    assert filled.view.problems[0].due == "2026年3月25日"
    for order in (planned, filled, outreach_papers.blank(bench.house, bench.actor)):
        assert InlinePapers().make(order.form, order.view).pages == 1
