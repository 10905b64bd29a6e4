"""From the door to the receipt in the hand, without the mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from qi_desk.services import request_views
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import CODE

pytestmark = pytest.mark.journey


def walk_in(desk: Desk) -> None:
    """F2, who, from where, what about; served at once."""
    desk.press("F2")
    desk.fill("陈演练", "广州示范精密仪器有限公司")
    desk.write("压力表校准")
    desk.press("F10")


def intake(desk: Desk, qtbot: Any) -> None:
    """The rest of F03, from the credit code to the existing reports."""
    assert desk.page.name == "intake"
    desk.press("Enter")
    desk.write(CODE)
    desk.press("Enter", "Enter", "Enter")
    desk.write("陈演练")
    desk.press("Enter")
    desk.write("13800001234")
    desk.press("Enter", "Enter", "Enter", "Enter")
    desk.write("me02")
    desk.wait_for_suggestions(qtbot)
    desk.press("Enter")
    desk.field("existing").input.setFocus()
    desk.write("无")


def test_walk_in_to_printed_receipt(
    desk: Desk, qtbot: Any, printer: RememberingPrinter, door: Any, dialogs: AnsweringDialogs
) -> None:
    door.desk.set("printer.receipt_a4", printer.NAME)
    desk.strokes = 0
    walk_in(desk)
    intake(desk, qtbot)
    desk.press("F10")
    assert desk.page.name == "intake"
    assert desk.problems() == {}
    assert len(printer.sent) == 1
    title, pdf = printer.sent[0]
    assert title.startswith("PY03-HZ-20260310-A-0001-")
    assert pdf.startswith(b"%PDF")
    rows = request_views.page(desk.window.work.house, desk.window.work.actor).rows
    assert [(row.state, row.items) for row in rows] == [("accepted", ("ME02",))]
    assert "已送" in desk.message()
    # The paper is taken from the printer and handed over: one key more, and work goes on where it was.
    assert "交到客户手里了吗" in desk.window.desk.hand.text()
    desk.press("Enter")
    assert [line.state for line in desk.window.work.house.store.prints.recent()] == ["in_hand"]
    # A person types about three keys a second: under 90 seconds of typing.
    assert desk.strokes < 150


def test_the_next_one_served_at_once_asks_what_becomes_of_the_last(desk: Desk, dialogs: AnsweringDialogs) -> None:
    walk_in(desk)
    desk.press("Alt+2")
    dialogs.picks = ["finish"]
    desk.press("F2")
    desk.fill("周演练", "佛山虚构仪表厂")
    desk.write("问路")
    desk.press("F10")
    assert desk.page.name == "intake"
    assert any("A001" in asked for asked in dialogs.asked)
    desk.press("Alt+2")
    assert desk.lane("serving") == ["A002"]


def test_without_a_printer_the_receipt_is_a_file(
    desk: Desk, qtbot: Any, printer: RememberingPrinter, tmp_path: Path
) -> None:
    printer.here = False
    walk_in(desk)
    intake(desk, qtbot)
    desk.press("F10")
    files = list(tmp_path.glob("PY03-HZ-*.pdf"))
    assert len(files) == 1
    assert "存为" in desk.message()


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(desk: Desk) -> None:
    walk_in(desk)
    desk.press("F9")
    assert {"credit_code", "contact", "phone", "items", "existing"} <= desk.problems().keys()
    assert desk.field("description").value() == "压力表校准"
    assert request_views.page(desk.window.work.house, desk.window.work.actor).rows == ()


def test_a_slip_in_the_code_offers_the_right_one(desk: Desk) -> None:
    desk.press("Alt+3")
    desk.field("credit_code").input.setFocus()
    desk.write("9144O113MADEMQO12X")
    desk.press("Enter")
    assert "credit_code" in desk.problems()
    assert desk.field("credit_code").fix() == CODE


def test_undo_takes_the_visitor_back(desk: Desk) -> None:
    desk.press("F2")
    desk.fill("误登演练", "")
    desk.write("问路")
    desk.press("F9")
    assert desk.lane("waiting") == ["A001"]
    desk.press("Ctrl+Z")
    assert desk.lane("waiting") == []
    assert "已撤销" in desk.message()


def test_what_the_visitor_said_proposes_the_item(desk: Desk, qtbot: Any) -> None:
    walk_in(desk)
    line = desk.field("items").input.line
    qtbot.waitUntil(lambda: "校准" in line.placeholderText())
    line.setFocus()
    desk.press("Down", "Enter")
    assert desk.field("items").codes() == ("ME02",)
