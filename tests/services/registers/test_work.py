"""开班检查, 痛点难点, 创新案例, 上级检查: their own steps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qi_desk.domain.errors import Conflict, NotAllowed
from qi_desk.services import archives, today
from qi_desk.services.feedback import improvement_views
from qi_desk.services.registers import entries, experience, openings, supervisions
from tests.services.registers.keeping import entered, record, refused, rows, shown
from tests.support.stations import MORNING, Bench

TODAY = MORNING.date()


def checks(bench: Bench, **bad: str) -> dict[str, Any]:
    begun = entries.beginning(bench.house, bench.actor, "opening_check")
    for row in begun["checks"]:
        if row["item"] in bad:
            row |= {"result": "bad", "note": bad[row["item"]]}
    return begun


def opening_lines(bench: Bench) -> list[str]:
    return [line.what for line in today.day(bench.house, bench.as_specialist()).lines if line.section == "opening"]


def test_the_day_offers_the_check_until_it_is_made_once(bench: Bench) -> None:
    assert opening_lines(bench) == ["今天还没有做开班检查"]
    entered(bench, "opening_check", **checks(bench))
    assert opening_lines(bench) == []
    with pytest.raises(Conflict, match=r"register\.entered"):
        entered(bench, "opening_check", **checks(bench))


def test_a_day_off_asks_for_no_check(bench: Bench) -> None:
    bench.clock.pass_time(days=4)
    assert not bench.house.calendar.is_working(bench.clock.now().date())
    assert opening_lines(bench) == []


def test_what_is_broken_stays_on_the_list_until_it_is_mended(bench: Bench) -> None:
    with refused(("checks", "opening.unexplained")):
        entered(bench, "opening_check", **checks(bench, printer=" "))
    eid = entered(bench, "opening_check", **checks(bench, printer="卡纸"))
    assert record(bench, "opening_check", eid)["bad"] == 1
    bench.clock.pass_time(days=1)
    assert "打印机与纸张异常：卡纸" in " ".join(
        line.what for line in today.day(bench.house, bench.actor).lines if line.kind == "opening_check"
    )
    view = shown(bench, "opening_check", eid)
    assert view.deeds == ("fixed",)
    with refused(("fixed_note", "required")):
        openings.fixed(bench.house, bench.actor, view.parts[0].lines[0].eid, "")
    openings.fixed(bench.house, bench.actor, view.parts[0].lines[0].eid, "清出碎纸")
    assert shown(bench, "opening_check", eid).deeds == ()


def test_a_pain_point_is_taken_up_then_solved_or_passed_on(bench: Bench) -> None:
    eid = entered(bench, "pain_point", title="送校排队", category="metrology", raised_by="走访", detail="两周以上")
    assert shown(bench, "pain_point", eid).deeds == ("take_up", "solve", "pass_on")
    with refused(("owner", "required")):
        experience.take_up(bench.house, bench.actor, eid, {"due": TODAY})
    experience.take_up(bench.house, bench.actor, eid, {"owner": bench.specialist, "due": TODAY})
    bench.clock.pass_time(days=1)
    assert [row.level for row in rows(bench, "pain_point", "marked")] == ["danger"]
    experience.pass_on(bench.house, bench.actor, eid, {"passed_to": "区局", "handling": "报告已交"})
    kept = record(bench, "pain_point", eid)
    assert (kept["state"], kept["ended_on"]) == ("passed_on", TODAY + timedelta(days=1))
    assert rows(bench, "pain_point", "marked") == ()


def test_a_case_is_published_with_its_effect(bench: Bench) -> None:
    eid = entered(
        bench, "innovation", title="集中校准", pillar="metrology", background="单独送校贵", practice="周五收件"
    )
    with refused(("effect", "required")):
        experience.publish(bench.house, bench.actor, eid, {})
    experience.publish(bench.house, bench.actor, eid, {"effect": "省三成"})
    assert not shown(bench, "innovation", eid).changeable


def visited(bench: Bench) -> tuple[str, str]:
    eid = entered(bench, "supervision", visitor="区局质量科", kind="superior", scope="档案")
    values = {"what": "缺签收联", "owner": bench.specialist, "due": TODAY + timedelta(days=10)}
    entries.add_part(bench.house, bench.actor, eid, "supervision_finding", values)
    (part,) = shown(bench, "supervision", eid).parts
    return eid, part.lines[0].eid


def test_a_finding_leads_to_one_plan_and_waits_for_it(bench: Bench) -> None:
    eid, finding = visited(bench)
    supervisions.open_plan(bench.house, bench.actor, finding)
    (plan,) = improvement_views.page(bench.house, bench.actor)
    assert (plan.source, plan.problem, plan.deadline) == ("superior", "缺签收联", TODAY + timedelta(days=10))
    with pytest.raises(Conflict, match=r"improvement\.opened"):
        supervisions.open_plan(bench.house, bench.actor, finding)
    with pytest.raises(NotAllowed, match=r"supervision\.plan_open"):
        supervisions.put_right(bench.house, bench.actor, finding, "补了")
    assert any(plan.number == label for _, facts in shown(bench, "supervision", eid).derived for label, _, _ in facts)


def test_a_visit_is_closed_when_every_finding_is_put_right(bench: Bench) -> None:
    eid, finding = visited(bench)
    report = {"reported_on": TODAY, "report": "全部改完"}
    with pytest.raises(NotAllowed, match=r"supervision\.finding_open"):
        supervisions.close(bench.house, bench.actor, eid, report)
    bench.clock.pass_time(days=11)
    mine = today.day(bench.house, bench.as_specialist()).lines
    assert [(line.kind, line.late) for line in mine if line.section == "register"] == [("supervision", True)]
    supervisions.put_right(bench.house, bench.actor, finding, "补签并抽查")
    supervisions.close(bench.house, bench.actor, eid, report)
    assert shown(bench, "supervision", eid).deeds == ()
    with pytest.raises(NotAllowed, match=r"register\.closed"):
        entries.add_part(bench.house, bench.actor, eid, "supervision_finding", {"what": "又", "due": TODAY})


def test_what_ended_in_a_register_waits_to_be_filed_by_its_class(bench: Bench) -> None:
    eid, finding = visited(bench)
    supervisions.put_right(bench.house, bench.actor, finding, "补签")
    supervisions.close(bench.house, bench.actor, eid, {"reported_on": TODAY, "report": "改完"})
    (proposal,) = (one for one in archives.waiting(bench.house, bench.actor) if one.kind == "supervision")
    assert (proposal.values["category"], proposal.values["title"]) == ("improvement", "上级检查：区局质量科")
    archives.file_matters(bench.house, bench.actor, [("supervision", eid)])
    assert not [one for one in archives.waiting(bench.house, bench.actor) if one.kind == "supervision"]
