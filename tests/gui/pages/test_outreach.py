"""Visits to enterprises by keyboard: planned, recorded, problems noted, one of them made a request."""

from __future__ import annotations

from typing import Any

from qi_desk.services import client_changes, outreach, request_views
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import CODE

NAME = "广州示范精密仪器有限公司"


def a_client(desk: Desk) -> str:
    work = desk.window.work
    entry = {"kind": "enterprise", "name": NAME, "credit_code": CODE, "address": "示范路1号"}
    return client_changes.add(work.house, work.actor, entry).value


def a_plan(desk: Desk) -> str:
    work = desk.window.work
    return outreach.plan(work.house, work.actor, {"client": a_client(desk), "kind": "diagnosis"}).value


def test_a_visit_is_planned_by_name(desk: Desk, qtbot: Any) -> None:
    a_client(desk)
    desk.window.desk.go("outreach", {})
    desk.press("Ctrl+N")
    desk.write("示范")
    desk.wait_for_suggestions(qtbot)
    desk.press("Down", "Enter")
    desk.press("F9")
    assert desk.dialog() is None
    assert [row[1:4] for row in desk.rows(desk.page.table)] == [[NAME, "例行走访 · 上门", "林示范"]]


def test_from_the_door_to_a_request_without_the_mouse(desk: Desk, qtbot: Any) -> None:
    a_plan(desk)
    desk.window.desk.go("outreach", {})
    desk.press("Ctrl+M")
    desk.write("想做电磁兼容摸底测试")
    desk.press("F9")
    desk.press("F9")
    desk.fill("", "", "陈演练", "质量部经理")
    desk.press("F9")
    assert desk.dialog() is None
    assert desk.page._view.row.state == "done"
    assert [row[0] for row in desk.rows(desk.page.problem_table)] == ["想做电磁兼容摸底测试"]
    desk.press("Ctrl+Enter")
    assert desk.page.name == "intake"
    assert desk.field("description").value() == "想做电磁兼容摸底测试"
    assert (desk.field("channel").value(), desk.field("source").value()) == ("A02", "field_visit")
    desk.field("contact").input.setFocus()
    desk.write("陈演练")
    desk.press("Enter")
    desk.write("13800001234")
    desk.field("items").input.setFocus()
    desk.write("te03")
    desk.wait_for_suggestions(qtbot)
    desk.press("Enter")
    desk.field("existing").input.setFocus()
    desk.write("无")
    desk.press("F9")
    (row,) = request_views.page(desk.window.work.house, desk.window.work.actor).rows
    desk.window.desk.go("outreach", {})
    desk.settle()
    assert row.number in desk.rows(desk.page.problem_table)[0][-1]
    desk.press("Ctrl+Enter")
    assert desk.page.name == "request"


def test_a_half_written_problem_is_a_draft(desk: Desk, dialogs: AnsweringDialogs) -> None:
    a_plan(desk)
    desk.window.desk.go("outreach", {})
    desk.press("Ctrl+M")
    desk.write("写到一半")
    draft = desk.page.draft()
    assert draft is not None
    desk.press("Esc")
    assert desk.page.draft() is None
    desk.page.restore(draft)
    desk.settle()
    desk.press("F9")
    assert [row[0] for row in desk.rows(desk.page.problem_table)] == ["写到一半"]


def test_a_plan_is_called_off_with_its_reason(desk: Desk, dialogs: AnsweringDialogs) -> None:
    a_plan(desk)
    desk.window.desk.go("outreach", {})
    dialogs.picks = ["client"]
    desk.press("Ctrl+D")
    assert desk.rows(desk.page.table) == []
    assert "企业请求改期" in desk.page.facts.text()


def test_the_record_is_previewed_with_f10(desk: Desk) -> None:
    a_plan(desk)
    desk.window.desk.go("outreach", {})
    desk.press("F10")
    dialog: Any = desk.dialog()
    assert dialog._order.form == "outreach_record"
