"""A visit found by the search box opens whole."""

from __future__ import annotations

from typing import Any

from tests.gui.pageobjects.desk import Desk


def test_f3_finds_the_visit_and_opens_it(desk: Desk, qtbot: Any) -> None:
    desk.press("F2")
    desk.fill("陈演练", "演练示范仪器厂")
    desk.write("压力表校准")
    desk.press("F9")
    desk.press("F3")
    desk.write("演练示范仪器厂")
    desk.wait_for_suggestions(qtbot)
    desk.press("Down", "Enter")
    sheet: Any = desk.dialog()
    assert sheet is not None
    shown = sheet.facts.text()
    assert "压力表校准" in shown
    assert "演练示范仪器厂" in shown
    assert "陈演练" not in shown
    assert not sheet.request.isEnabled()
    desk.press("Esc")
    assert desk.dialog() is None
