"""The page of the day by keyboard: what waits, going there, giving it to a colleague and taking that back."""

from __future__ import annotations

from qi_desk.services import request_steps, request_work_views, staff
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.gui.pages.test_requests import begin


def test_enter_leads_to_the_request(desk: Desk) -> None:
    eid = begin(desk, accepted=True)
    desk.press("Alt+1")
    (line,) = (line for line in desk.page.lines() if line.request)
    assert line.request == eid
    desk.page._choose(line.section)
    desk.press("Enter")
    assert desk.page.name == "request"
    assert desk.page._eid == eid


def test_the_whole_list_is_given_to_a_colleague_and_back(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = begin(desk, accepted=True)
    work = desk.window.work
    request_steps.start(work.house, work.actor, eid)
    before = request_work_views.show(work.house, work.actor, eid).responsible
    desk.press("Alt+1")
    other = next(one for one in staff.people(work.house, work.actor) if one.active and one.name != before)
    dialogs.picks = [other.eid]
    dialogs.texts = ["请接着办"]
    desk.press("Ctrl+M")
    assert request_work_views.show(work.house, work.actor, eid).responsible == other.name
    desk.press("Ctrl+Z")
    assert request_work_views.show(work.house, work.actor, eid).responsible == before


def test_the_check_before_the_doors_open_is_begun_from_the_day_and_leaves_it(desk: Desk) -> None:
    desk.press("Alt+1")
    assert desk.page.lines()[0].what == "今天还没有做开班检查"
    desk.press("Enter")
    assert desk.page.name == "registers"
    form = desk.dialog().form  # type: ignore[union-attr]
    choice, note = form.fields["checks"].input.row("打印机与纸张")
    choice.setFocus()
    desk.press("B")
    assert choice.value() == "正常"
    desk.press("Down")
    assert choice.value() == "异常"
    note.setFocus()
    desk.write("A4 托盘卡纸，已报修")
    desk.press("F9")
    assert "A4 托盘卡纸，已报修" in desk.page.facts.text()
    desk.press("Alt+1")
    (line,) = (line for line in desk.page.lines() if line.section == "opening")
    assert "打印机与纸张异常" in line.what
