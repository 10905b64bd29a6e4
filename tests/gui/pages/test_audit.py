"""The audit page, revealing and the walk along the chain."""

from __future__ import annotations

import sqlite3

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from qi_desk.door import Door
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import SPECIALIST_PASSWORD


def _request(desk: Desk) -> str:
    from qi_desk.services import intake
    from qi_desk.services.intake_input import ClientInput, ContactInput, Intake

    work = desk.window.work
    made = intake.register(
        work.house,
        work.actor,
        Intake(
            client=ClientInput(name="演练乙团队", kind="team"),
            contact=ContactInput(name="梁示例", phone="13900000017"),
            channel="P01",
            items=("ME02",),
            description="压力表要校准",
            urgency="1",
            existing_asked=True,
        ),
    )
    return made.value.eid


def _reveal_button(desk: Desk, name: str) -> QPushButton:
    return next(one for one in desk.page.facts.findChildren(QPushButton) if one.accessibleName() == f"看完整的{name}")


def test_a_masked_phone_is_shown_for_a_reason_and_hides_with_the_page(desk: Desk, dialogs: AnsweringDialogs) -> None:
    eid = _request(desk)
    desk.window.desk.go("request", {"eid": eid})
    desk.settle()
    assert "13900000017" not in desk.page.facts.text()
    dialogs.picks = ["contact"]
    button = _reveal_button(desk, "电话")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    desk.settle()
    assert "13900000017" in desk.page.facts.text()
    pane = desk.page.facts
    desk.window.desk.go("reception", {})
    desk.settle()
    assert "13900000017" not in pane.text()
    desk.window.desk.go("audit", {})
    desk.settle()
    row = next(row for row in desk.rows(desk.page.table) if row[3] == "查看完整信息")
    assert row[2] != ""
    assert row[-1] == "联系客户"


def test_one_record_from_first_to_last_and_back(desk: Desk) -> None:
    _request(desk)
    desk.window.desk.go("audit", {})
    desk.settle()
    everything = len(desk.rows(desk.page.table))
    labels = [row[3] for row in desk.rows(desk.page.table)]
    desk.page.table.view.selectRow(labels.index("登记需求"))
    desk.page.table.view.setFocus()
    desk.press("Enter")
    assert {row[4] for row in desk.rows(desk.page.table)} == {"服务需求"}
    desk.window.desk.bar.hide()
    desk.press("Esc")
    assert len(desk.rows(desk.page.table)) == everything


def test_the_whole_chain_is_checked_and_a_changed_line_is_told(desk: Desk, door: Door) -> None:
    desk.window.desk.go("audit", {})
    desk.press("F9")
    assert "操作链完整" in desk.page.verdict.text()
    with door.session.opened.store.engine.connect() as connection:
        raw = connection.connection.dbapi_connection
        assert not isinstance(raw, sqlite3.Connection)
        triggers = raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'op'").fetchall()
        for (name,) in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        raw.execute("UPDATE op SET raw = replace(raw, '\"actor\"', '\"Actor\"') WHERE seq = 3")
        raw.commit()
    desk.press("F9")
    assert "第 3 条" in desk.page.verdict.text()
    assert "第 3 条" in desk.message()


def test_a_specialist_finds_no_audit_page(closed_desk: Desk) -> None:
    closed_desk.window.sign_in.ui.person.input.setCurrentIndex(1)
    closed_desk.window.sign_in.focus()
    closed_desk.write(SPECIALIST_PASSWORD)
    closed_desk.press("Enter")
    assert closed_desk.window.work.actor.role == "specialist"
    closed_desk.window.desk.go("audit", {})
    assert closed_desk.page.name == "reception"
    assert "不能打开" in closed_desk.message()
