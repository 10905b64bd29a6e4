"""请示 by keyboard, from draft to answer; a report that hides a request is stopped with its sentence."""

from __future__ import annotations

from typing import Any

from qi_desk.gui.widgets.fields import FlagField
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.gui.pages.test_registers import lines, open_register, type_into


def tick(desk: Desk, name: str) -> None:
    field: Any = desk.dialog().form.fields[name]  # type: ignore[union-attr]
    assert isinstance(field, FlagField)
    field.set_checked(True)


def do(desk: Desk, dialogs: AnsweringDialogs, deed: str) -> None:
    dialogs.picks = [deed]
    desk.press("Ctrl+M")


def test_a_request_goes_from_draft_to_answer(desk: Desk, dialogs: AnsweringDialogs) -> None:
    open_register(desk, "petition")
    desk.press("Ctrl+N")
    type_into(
        desk,
        subject="增设共享检测设备",
        main_to="区市场监督管理局、园区管委会",
        background="十二家企业需要摸底测试。",
        opinion="由示范检测中心投放一套。",
        ask="同意增设一套。",
    )
    desk.press("F9")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert "只能填一个机关" in form.fields["main_to"].problem()
    assert "一文一事" in form.fields["one_matter"].problem()
    form.fields["main_to"].set_value("区市场监督管理局")
    tick(desk, "one_matter")
    desk.press("F9")
    assert desk.dialog() is None
    assert lines(desk)[0][:2] == ["增设共享检测设备", "起草"]
    desk.press("F10")
    desk.press("Esc")
    do(desk, dialogs, "sign")
    do(desk, dialogs, "send")
    assert "待批复" in desk.page.facts.text()
    dialogs.picks = ["sheet"]
    desk.press("F10")
    paper: Any = desk.dialog()
    assert paper._order.view.subject == "关于增设共享检测设备的请示"
    assert not paper._order.view.draft
    desk.press("Esc")
    do(desk, dialogs, "answer")
    answer: Any = desk.dialog()
    answer.form.fields["reply"].set_value("agreed")
    type_into(desk, reply_by="区局质量科")
    desk.press("F9")
    assert desk.dialog() is None
    assert "已批复" in desk.page.facts.text()
    assert "同意" in desk.page.facts.text()


def test_a_report_with_a_request_in_it_is_stopped_with_the_sentence(desk: Desk) -> None:
    open_register(desk, "report")
    desk.press("Ctrl+N")
    type_into(
        desk,
        subject="第一季度服务情况",
        main_to="区市场监督管理局",
        background="办结四十一件。增加一名专员妥否，请批示。",
    )
    desk.press("F9")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    assert "增加一名专员妥否，请批示。" in form.fields["background"].problem()
    form.fields["background"].set_value("办结四十一件。")
    desk.press("F9")
    assert desk.dialog() is None
    assert lines(desk)[0][0] == "第一季度服务情况"
