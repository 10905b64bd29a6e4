"""个人信息请求 by keyboard: who asks is checked, found, taken out and answered; the paper comes in two kinds."""

from __future__ import annotations

from typing import Any

from qi_desk.services import reception
from qi_desk.services.reception import WalkIn
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk

NAME, PHONE = "欧阳演练", "13800004321"


def came(desk: Desk) -> None:
    house, actor = desk.window.work.house, desk.window.work.actor
    eid = reception.check_in(house, actor, WalkIn(subject="咨询强检", name=NAME, phone=PHONE)).value.eid
    reception.leave(house, actor, eid)


def fill(desk: Desk, **texts: str) -> None:
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    for name, text in texts.items():
        form.fields[name].input.setFocus()
        desk.write(text)


def choose(desk: Desk, dialogs: AnsweringDialogs, deed: str) -> None:
    dialogs.picks = [deed]
    desk.press("Ctrl+M")


def test_from_the_first_word_to_the_answer_without_a_mouse(desk: Desk, dialogs: AnsweringDialogs) -> None:
    came(desk)
    desk.window.desk.go("registers", {"register": "personal_request"})
    desk.settle()
    desk.press("Ctrl+N")
    form: Any = desk.dialog().form  # type: ignore[union-attr]
    form.fields["kind"].set_value("delete")
    fill(desk, name=NAME, phone=PHONE, details="删掉我的登记")
    desk.press("F9")
    assert desk.rows(desk.page.table)[0][0] == "欧阳**"
    desk.press("F9")
    desk.press("F9")
    assert desk.dialog() is None
    desk.press("F9")
    facts = desk.page.facts.text()
    assert "来访人电话" in facts
    assert "姓名电话相符" in facts
    assert PHONE not in facts
    choose(desk, dialogs, "remove")
    assert "已去标识，事项保留" in desk.page.facts.text()
    assert "操作日志" in desk.page.facts.text()
    choose(desk, dialogs, "answer")
    form = desk.dialog().form  # type: ignore[union-attr]
    form.fields["way"].set_value("paper")
    fill(desk, by_hand="看了来访事由，没有。")
    desk.press("F9")
    assert "已答复" in desk.page.facts.text()
    dialogs.picks = ["sheet"]
    desk.press("F10")
    paper: Any = desk.dialog()
    assert NAME not in str(paper._order.view)
    desk.press("Esc")
    dialogs.picks = ["handed"]
    desk.press("F10")
    paper = desk.dialog()
    assert paper._order.paper_kind == "personal_copy"
    assert PHONE in str(paper._order.view)
