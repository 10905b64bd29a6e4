"""Twins at the desk: asked about at intake, held side by side, merged and parted by keyboard."""

from __future__ import annotations

from typing import Any

from qi_desk.services import client_changes, client_views, merging, request_views
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import CODE, OTHER_CODE

NAME = "广州示范精密仪器有限公司"
TWIN = "示范精密仪器（广州）有限责任公司"


def clients(desk: Desk) -> list[str]:
    return sorted(row.name for row in client_views.page(desk.window.work.house, desk.window.work.actor).rows)


def add(desk: Desk, name: str, code: str) -> str:
    entry = {"kind": "enterprise", "name": name, "credit_code": code, "address": "旧址"}
    return client_changes.add(desk.window.work.house, desk.window.work.actor, entry).value


def intake(desk: Desk, qtbot: Any, name: str, code: str) -> None:
    """A request of a client without a file, up to F9."""
    desk.press("Alt+3")
    desk.write(name)
    desk.press("Enter")
    desk.write(code)
    desk.press("Enter", "Enter", "Enter")
    desk.write("陈演练")
    desk.press("Enter")
    desk.write("13800001234")
    desk.press("Enter", "Enter", "Enter", "Enter")
    desk.write("me02")
    desk.wait_for_suggestions(qtbot)
    desk.press("Enter")
    desk.field("description").input.setFocus()
    desk.write("压力表校准")
    desk.field("existing").input.setFocus()
    desk.write("无")
    desk.press("F9")


def test_the_same_core_name_asks_and_enter_takes_the_file_there_is(desk: Desk, qtbot: Any) -> None:
    add(desk, NAME, CODE)
    intake(desk, qtbot, TWIN, OTHER_CODE)
    assert desk.dialog() is not None
    desk.press("Enter")
    assert clients(desk) == [NAME]
    rows = request_views.page(desk.window.work.house, desk.window.work.actor).rows
    assert [row.client_name for row in rows] == [NAME]


def test_another_client_of_that_name_gets_a_file_of_its_own(desk: Desk, qtbot: Any) -> None:
    add(desk, NAME, CODE)
    intake(desk, qtbot, TWIN, OTHER_CODE)
    desk.press("Ctrl+N")
    assert clients(desk) == sorted([NAME, TWIN])


def test_esc_leaves_everything_as_typed(desk: Desk, qtbot: Any) -> None:
    add(desk, NAME, CODE)
    intake(desk, qtbot, TWIN, OTHER_CODE)
    desk.press("Esc")
    assert desk.page.name == "intake"
    assert desk.field("client").value() == TWIN
    assert request_views.page(desk.window.work.house, desk.window.work.actor).rows == ()


def test_twins_are_merged_and_parted(desk: Desk, dialogs: AnsweringDialogs) -> None:
    kept, _ = add(desk, NAME, CODE), add(desk, TWIN, OTHER_CODE)
    desk.window.desk.go("enterprise", {})
    desk.press("Ctrl+M")
    listed: Any = desk.dialog()
    assert len(desk.rows(listed.table)) == 1
    desk.press("Enter")
    merger: Any = desk.dialog()
    if merger._kept != kept:
        desk.press("Ctrl+T")
    desk.press("F9")
    assert clients(desk) == [NAME]
    assert desk.rows(listed.table) == []
    listed.tabs.setCurrentIndex(1)
    listed.history.setFocus()
    desk.press("Enter")
    assert clients(desk) == sorted([NAME, TWIN])
    assert merging.mergers(desk.window.work.house, desk.window.work.actor) == ()
