"""评价投诉 by keyboard: from a bad rating and a complaint at the counter to a plan that is verified."""

from __future__ import annotations

from typing import Any

import pytest

from qi_desk.domain.feedback.surveys import correction_id
from qi_desk.services import searching
from qi_desk.services.feedback import improvements, surveys
from qi_desk.services.ports import Query
from tests.gui.customer_side import Customer
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.colleagues import become, bench
from tests.gui.pageobjects.desk import Desk
from tests.services.feedback import cases
from tests.support.stations import Bench

__all__ = ["bench"]


def open_tab(desk: Desk, kind: str) -> None:
    desk.window.desk.go("feedback", {"kind": kind})
    desk.settle()


def test_a_complaint_is_taken_in_without_the_mouse_and_its_paper_comes_out(desk: Desk) -> None:
    open_tab(desk, "complaint")
    desk.press("Ctrl+N")
    dialog: Any = desk.dialog()
    form = dialog.form
    form.fields["kind"].set_value("02")
    form.fields["complainant"].input.setFocus()
    desk.write("周演练")
    form.fields["facts"].input.setFocus()
    desk.write("说好昨天回电话，等了一整天。")
    form.fields["wanted"].input.setFocus()
    desk.write("给个准日子。")
    desk.press("F9")
    paper: Any = desk.dialog()
    assert paper._order.paper_kind == "complaint.acknowledgement"
    desk.press("Esc")
    assert "说好昨天回电话" in desk.page.facts.text()
    assert "已告知" in desk.page.facts.text()
    assert any("编号PY03-TS" in text for text in desk.phrases())


def test_a_complaint_about_a_request_keeps_it_open(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    request = cases.delivered(bench)
    desk.window.desk.go("request", {"eid": request})
    desk.settle()
    dialogs.picks = ["complain"]
    desk.press("Ctrl+M")
    assert desk.page.name == "feedback"
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["kind"].set_value("03")
    for name, text in (("complainant", "周演练"), ("facts", "结果看不懂。"), ("wanted", "讲明白。")):
        form.fields[name].input.setFocus()
        desk.write(text)
    desk.press("F9")
    desk.press("Esc")
    with bench.house.store.read() as look:
        (found,) = look.select(Query("complaint"))
    assert (found["about_kind"], found["about"]) == ("request", request)
    assert found["client"] == cases.record(bench, "request", request)["client"]


def test_what_was_opened_here_is_offered_again_by_the_search(desk: Desk, bench: Bench) -> None:
    eid = cases.complained(bench)
    desk.window.desk.go("feedback", {"kind": "complaint", "eid": eid})
    desk.settle()
    recent = searching.home(bench.house, bench.actor).recent
    assert ("complaint", eid) in [(hit.kind, hit.eid) for hit in recent]


def test_anonymous_needs_no_name_and_a_name_is_asked_for_otherwise(desk: Desk) -> None:
    open_tab(desk, "complaint")
    desk.press("Ctrl+N")
    dialog: Any = desk.dialog()
    dialog.form.fields["kind"].set_value("06")
    for name, text in (("facts", "有人要加急费。"), ("wanted", "查清楚。")):
        dialog.form.fields[name].input.setFocus()
        desk.write(text)
    desk.press("F9")
    assert "匿名投诉" in dialog.form.fields["complainant"].problem()
    dialog.form.fields["anonymous"].set_checked(True)
    desk.press("F9")
    desk.press("Esc")
    assert "匿名" in desk.page.facts.text()
    assert "直报负责人" in desk.page.facts.text()


def test_f9_leads_a_complaint_to_its_decision(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    eid = cases.complained(bench)
    open_tab(desk, "complaint")
    desk.press("F9")
    desk.press("F9")
    assert cases.record(bench, "complaint", eid)["state"] == "assessed"
    dialogs.picks = ["investigate", bench.specialist]
    desk.press("Ctrl+M")
    assert cases.record(bench, "complaint", eid)["investigator"] == bench.specialist
    become(desk, bench.as_specialist())
    dialogs.picks = ["find"]
    desk.press("Ctrl+M")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["cause"].set_value("overtime")
    for name, text in (("investigation", "交接漏了一件。"), ("response", "向您致歉，当天补办。")):
        form.fields[name].input.setFocus()
        desk.write(text)
    desk.press("F9")
    assert cases.record(bench, "complaint", eid)["state"] == "responding"
    become(desk, bench.actor)
    desk.press("F9")
    form = desk.dialog().form  # type: ignore[union-attr]
    form.fields["decision"].set_value("upheld")
    form.fields["decision_text"].input.setFocus()
    desk.write("情况属实，向您道歉。")
    desk.press("F9")
    paper: Any = desk.dialog()
    assert paper._order.paper_kind == "complaint.decision"
    desk.press("Esc")
    dialogs.picks = ["objected"]
    desk.press("F9")
    assert "升级复核" in desk.page.facts.text()


def test_the_person_complained_about_sees_an_empty_list(desk: Desk, bench: Bench) -> None:
    cases.complained(bench, target="staff", against_person=bench.specialist)
    open_tab(desk, "complaint")
    assert len(desk.rows(desk.page.tabs.tables["complaint"])) == 1
    become(desk, bench.as_specialist())
    assert desk.rows(desk.page.tabs.tables["complaint"]) == []


def test_the_client_rates_on_their_screen_and_a_bad_one_is_looked_into(
    desk: Desk, bench: Bench, dialogs: AnsweringDialogs
) -> None:
    survey = cases.asked(bench, bench.as_specialist())
    open_tab(desk, "survey")
    desk.press("F9")
    customer = Customer(desk)
    customer.touch(customer.panel.grades[1])
    customer.touch(customer.panel.reasons["slow"])
    customer.touch(customer.panel.hand_in)
    assert "客户已评价" in desk.message()
    assert cases.record(bench, "survey", survey)["reasons"] == ["slow"]
    desk.page.scope.set_value("bad")
    desk.page._on_scope()
    desk.settle()
    (row,) = desk.rows(desk.page.tabs.tables["survey"])
    assert "待核实" in row[-1]
    desk.press("F9")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["facts"].input.setFocus()
    desk.write("叫号记录显示等了 26 分钟。")
    desk.press("F9")
    assert "整改中" in desk.page.facts.text()
    assert any("核实" in text for text in desk.phrases())


def test_a_slip_is_entered_by_its_number(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    survey = cases.asked(bench, bench.as_specialist())
    open_tab(desk, "survey")
    dialogs.texts = [str(cases.record(bench, "survey", survey)["number"])]
    desk.press("Ctrl+N")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["overall"].input.setFocus()
    desk.write("5")
    desk.press("F9")
    assert cases.record(bench, "survey", survey)["method"] == "paper"


def test_ones_own_case_offers_no_entering_and_refuses_it(desk: Desk, bench: Bench) -> None:
    survey = cases.asked(bench)
    open_tab(desk, "survey")
    assert desk.page._view.deeds == ("rate_here",)
    desk.press("Ctrl+N")
    with pytest.raises(Exception, match=r"survey\.own_case"):
        surveys.rate_by_phone(bench.house, bench.actor, survey, cases.GOOD)


def test_what_calls_for_a_plan_becomes_one(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    cases.decided(bench, cases.complained(bench), bench.as_specialist())
    open_tab(desk, "candidate")
    desk.press("F9")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert form.fields["cause_kind"].value() == "overtime"
    desk.press("F9")
    assert desk.page.tab == "improvement"
    (row,) = desk.rows(desk.page.tabs.tables["improvement"])
    assert "投诉" in row[1]
    open_tab(desk, "candidate")
    assert desk.rows(desk.page.tabs.tables["candidate"]) == []


def test_a_plan_goes_from_cause_to_verified(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    values = {"source": "self", "problem": "告知单不全", "deadline": bench.clock.now().date()}
    eid = improvements.found(bench.house, bench.actor, values).value
    open_tab(desk, "improvement")
    desk.press("F9")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["cause"].input.setFocus()
    desk.write("没有复核")
    desk.press("F9")
    dialogs.picks = ["add_action"]
    desk.press("Ctrl+M")
    form = desk.dialog().form  # type: ignore[union-attr]
    form.fields["what"].input.setFocus()
    desk.write("加复核")
    form.fields["owner"].set_value(bench.actor.account)
    form.fields["due"].set_value("+0")
    desk.press("F9")
    assert "加复核" in desk.page.facts.text()
    dialogs.picks = ["approve"]
    desk.press("Ctrl+M")
    dialogs.texts = ["24 份有签字"]
    desk.press("F9")
    desk.press("F9")
    form = desk.dialog().form  # type: ignore[union-attr]
    form.fields["evidence"].input.setFocus()
    desk.write("复核记录")
    desk.press("F9")
    assert cases.record(bench, "improvement", eid)["state"] == "to_verify"
    become(desk, bench.as_specialist())
    desk.press("F9")
    form = desk.dialog().form  # type: ignore[union-attr]
    form.fields["verdict"].set_value("effective")
    form.fields["verify_note"].input.setFocus()
    desk.write("抽查无误")
    desk.press("F9")
    desk.press("Esc")
    assert cases.record(bench, "improvement", eid)["state"] == "closed"


def test_the_figures_tell_what_they_were_counted_from(desk: Desk, bench: Bench) -> None:
    surveys.rate_on_screen(bench.house, bench.actor, cases.asked(bench), cases.GOOD)
    cases.complained(bench, anonymous=True)
    open_tab(desk, "survey")
    for _ in range(4):
        desk.press("Ctrl+PgDown")
    assert desk.page.tab == "figures"
    told = desk.page.figures.text()
    assert "100%（1 / 1）" in told
    assert "匿名 1" in told
    assert not desk.page.facts.isVisible()


def test_the_slip_and_the_papers_are_previewed(desk: Desk, bench: Bench) -> None:
    cases.asked(bench)
    open_tab(desk, "survey")
    desk.press("F10")
    dialog: Any = desk.dialog()
    assert dialog._order.paper_kind == "survey_slip"


def test_a_half_written_complaint_is_a_draft(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_tab(desk, "complaint")
    desk.press("Ctrl+N")
    dialog: Any = desk.dialog()
    dialog.form.fields["facts"].input.setFocus()
    desk.write("写到一半的原话")
    draft = desk.page.draft()
    assert draft is not None
    desk.press("Esc")
    desk.page.restore(draft)
    desk.settle()
    again: Any = desk.dialog()
    assert again.form.fields["facts"].value() == "写到一半的原话"


def test_a_draft_knows_what_it_is_about(desk: Desk, bench: Bench, dialogs: AnsweringDialogs) -> None:
    survey = cases.rated_badly(bench, bench.as_specialist())
    desk.window.desk.go("feedback", {"kind": "survey", "eid": survey})
    desk.settle()
    dialogs.picks = ["complain"]
    desk.press("Ctrl+M")
    dialog: Any = desk.dialog()
    dialog.form.fields["facts"].input.setFocus()
    desk.write("等了半小时。")
    draft = desk.page.draft()
    desk.press("Esc")
    desk.page.restore(draft)
    desk.settle()
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert "等了半小时。" in form.fields["facts"].value()
    form.fields["complainant"].input.setFocus()
    desk.write("周演练")
    form.fields["wanted"].input.setFocus()
    desk.write("道歉。")
    form.fields["medium"].set_value("rating")
    form.fields["kind"].set_value("03")
    form.fields["target"].set_value("station")
    desk.press("F9")
    desk.press("Esc")
    assert cases.record(bench, "correction", correction_id(survey))["state"] == "complaint"
