"""The page of the day by keyboard: what waits, going there, giving it to a colleague and taking that back."""

from __future__ import annotations

from qi_desk.services import request_steps, request_work_views, staff
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.gui.pages.test_requests import begin


def test_enter_leads_to_the_request(desk: Desk) -> None:
    eid = begin(desk, accepted=True)
    desk.press("Alt+1")
    assert [line.request for line in desk.page.lines()] == [eid]
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
