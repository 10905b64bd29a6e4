"""Improvement plans: opened by what went wrong, verified by another, escalated when late, filed at the end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import Conflict, Invalid, NotAllowed
from qi_desk.domain.feedback.surveys import correction_id
from qi_desk.services import archives, today
from qi_desk.services.feedback import complaints, corrections, improvement_views, improvements, papers, statistics
from tests.services.feedback.cases import (
    ASSESSED_COMPLAINT,
    DECIDED,
    colleague,
    complained,
    decided,
    rated_badly,
    record,
)
from tests.support.stations import MORNING, Bench

DAY = MORNING.date()


def plan(bench: Bench, **changes: Any) -> str:
    values = {"source": "self", "problem": "告知单不全", "deadline": DAY + timedelta(days=30), **changes}
    return improvements.found(bench.house, bench.actor, values).value


def running(bench: Bench) -> str:
    eid = plan(bench)
    improvements.analyse(bench.house, bench.actor, eid, {"cause": "没有复核"})
    improvements.add_action(bench.house, bench.actor, eid, {"what": "加复核", "due": DAY + timedelta(days=10)})
    improvements.approve(bench.house, bench.actor, eid)
    return eid


def action_of(bench: Bench, eid: str) -> str:
    return improvement_views.show(bench.house, bench.actor, eid).actions[0].eid


def finished(bench: Bench) -> str:
    eid = running(bench)
    improvements.action_done(bench.house, bench.actor, action_of(bench, eid), "24 份有签字")
    improvements.finish(bench.house, bench.actor, eid, {"evidence": "复核记录"})
    return eid


def test_from_cause_to_verified_and_filed(bench: Bench) -> None:
    eid, verifier = finished(bench), bench.as_specialist()
    improvements.verify(bench.house, verifier, eid, {"verdict": "effective", "verify_note": "抽查无误"})
    assert record(bench, "improvement", eid)["state"] == "closed"
    assert [(one.kind, one.lacks) for one in archives.waiting(bench.house, bench.actor) if one.eid == eid] == [
        ("improvement", ())
    ]
    archives.file_matters(bench.house, bench.actor, [("improvement", eid)])
    assert [one for one in archives.waiting(bench.house, bench.actor) if one.eid == eid] == []
    assert papers.improvement(bench.house, bench.actor, eid).view.title == "改进计划"


def test_neither_owner_nor_who_carried_it_out_verifies(bench: Bench) -> None:
    eid, helper = running(bench), bench.as_specialist()
    values = {"what": "抽查", "owner": helper.account, "due": DAY + timedelta(days=5)}
    improvements.add_action(bench.house, bench.actor, eid, values)
    for one in improvement_views.show(bench.house, bench.actor, eid).actions:
        improvements.action_done(bench.house, bench.actor, one.eid, "做了")
    improvements.finish(bench.house, bench.actor, eid, {"evidence": "记录"})
    for who in (bench.actor, helper):
        with pytest.raises(NotAllowed, match=r"improvement\.verifier"):
            improvements.verify(bench.house, who, eid, {"verdict": "effective", "verify_note": "好"})
    improvements.verify(bench.house, colleague(bench), eid, {"verdict": "effective", "verify_note": "好"})


def test_what_did_not_help_goes_back(bench: Bench) -> None:
    eid = finished(bench)
    improvements.verify(bench.house, bench.as_specialist(), eid, {"verdict": "ineffective", "verify_note": "又发生"})
    found = record(bench, "improvement", eid)
    assert (found["state"], found["returns"]) == ("running", 1)


def test_no_measure_no_approval_and_none_open_at_the_end(bench: Bench) -> None:
    eid = plan(bench)
    improvements.analyse(bench.house, bench.actor, eid, {"cause": "没有复核"})
    with pytest.raises(NotAllowed, match=r"improvement\.no_action"):
        improvements.approve(bench.house, bench.actor, eid)
    eid = running(bench)
    with pytest.raises(NotAllowed, match=r"improvement\.action_open"):
        improvements.finish(bench.house, bench.actor, eid, {"evidence": "记录"})


def test_a_measure_keeps_within_the_plan(bench: Bench) -> None:
    with pytest.raises(Invalid):
        improvements.add_action(bench.house, bench.actor, plan(bench), {"what": "某", "due": DAY + timedelta(days=31)})


def test_overdue_goes_up_and_stands_on_the_day_page(bench: Bench) -> None:
    eid = running(bench)
    bench.clock.pass_time(days=31)
    (row,) = improvement_views.page(bench.house, bench.actor)
    assert row.escalated == "operator"
    assert [line.eid for line in today.day(bench.house, bench.actor).lines if line.section == "improvement"] == [eid]
    bench.clock.pass_time(days=11)
    assert improvement_views.page(bench.house, bench.actor)[0].escalated == "department"


def test_an_upheld_complaint_and_a_true_bad_rating_call_for_a_plan_once(bench: Bench) -> None:
    complaint = complained(bench)
    decided(bench, complaint, bench.as_specialist())
    survey = rated_badly(bench, bench.as_specialist())
    facts = {"finding": "true", "cause": "unclear", "facts": "少列一项"}
    corrections.verify(bench.house, bench.actor, correction_id(survey), facts)
    found = improvement_views.candidates(bench.house, bench.actor)
    assert {one.key for one in found} == {f"complaint:{complaint}", f"survey:{survey}"}
    chosen = next(one for one in found if one.source == "complaint")
    values = {"source": "complaint", "problem": "交接漏件", "deadline": DAY + timedelta(days=9), **chosen.values}
    improvements.found(bench.house, bench.actor, values, key=chosen.key)
    assert [one.key for one in improvement_views.candidates(bench.house, bench.actor)] == [f"survey:{survey}"]
    with pytest.raises(Conflict, match=r"improvement\.opened"):
        improvements.found(bench.house, bench.actor, values, key=chosen.key)


def test_the_third_of_one_cause_in_ninety_days_is_repeated(bench: Bench) -> None:
    for _ in range(2):
        decided(bench, complained(bench), bench.as_specialist())
    assert [one for one in improvement_views.candidates(bench.house, bench.actor) if one.source == "repeat"] == []
    decided(bench, complained(bench), bench.as_specialist())
    (repeat,) = [one for one in improvement_views.candidates(bench.house, bench.actor) if one.source == "repeat"]
    assert repeat.values == {"cause_kind": "overtime"}
    bench.clock.pass_time(days=91)
    assert improvement_views.candidates(bench.house, bench.actor) == ()


def test_a_target_missed_last_month_calls_for_a_plan(bench: Bench) -> None:
    decided(bench, complained(bench), bench.as_specialist())
    late = complained(bench, kind="04")
    bench.clock.pass_time(days=15)
    decided(bench, late, bench.as_specialist())
    assert [one for one in improvement_views.candidates(bench.house, bench.actor) if one.source == "indicator"] == []
    bench.clock.pass_time(days=10)
    (missed,) = [one for one in improvement_views.candidates(bench.house, bench.actor) if one.source == "indicator"]
    assert missed.key == "indicator:in_time:2026-03"
    assert "50% < 95%" in missed.said


def test_the_figures_of_complaints_tell_kinds_causes_and_repeats(bench: Bench) -> None:
    for _ in range(2):
        decided(bench, complained(bench), bench.as_specialist())
    complained(bench, anonymous=True, kind="06")
    bench.clock.pass_time(days=20)
    late = complained(bench, kind="04")
    complaints.assess(bench.house, bench.actor, late, ASSESSED_COMPLAINT)
    complaints.investigate(bench.house, bench.actor, late, bench.specialist)
    complaints.find(
        bench.house, bench.as_specialist(), late, {"cause": "fee", "investigation": "查", "response": "说明收费"}
    )
    bench.clock.pass_time(days=20)
    complaints.decide(bench.house, bench.actor, late, DECIDED)
    found = statistics.figures(bench.house, bench.actor, DAY, bench.clock.now().date()).complaints
    assert (found.count, found.anonymous, found.upheld, found.repeated) == (4, 1, 3, 1)
    assert found.kinds == {"02": 2, "06": 1, "04": 1}
    assert found.causes == {"overtime": 2, "fee": 1}
    assert (found.answered, found.in_time) == (3, 2)
