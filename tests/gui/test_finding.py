"""The search box with nothing typed, kept searches, and a scanner that types into whatever has the focus."""

from __future__ import annotations

from typing import Any

import pytest

from qi_desk.gui import scanning
from qi_desk.services import intake
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import intake_of


def a_request(desk: Desk) -> str:
    work = desk.window.work
    return intake.register_and_accept(work.house, work.actor, intake_of()).value.number


def offered(desk: Desk) -> list[str]:
    return [one.title for one in desk.window.desk.search.offered()]


def test_a_search_is_kept_and_offered_by_the_empty_box(desk: Desk, qtbot: Any) -> None:
    a_request(desk)
    desk.press("F3")
    desk.write("示范精密")
    desk.wait_for_suggestions(qtbot)
    desk.press("Ctrl+S")
    assert "常用查找" in desk.message()
    desk.press("Esc", "Esc")
    desk.window.desk.search.clear()
    desk.press("F3")
    assert offered(desk) == ["示范精密"]
    desk.press("Enter")
    assert any("示范精密" in title for title in offered(desk))
    desk.window.desk.search.clear()
    desk.press("F3", "Down", "Ctrl+D")
    assert offered(desk) == []


def test_what_was_opened_is_offered_again(desk: Desk) -> None:
    number = a_request(desk)
    desk.window.desk.finding.open_number(number)
    desk.settle()
    assert desk.page.name == "request"
    desk.press("F3")
    assert len(offered(desk)) == 1
    desk.window.desk.go("reception", {})
    desk.press("F3", "Enter")
    assert desk.page.name == "request"


@pytest.mark.parametrize("field", ["description", "client"])
def test_a_slip_is_scanned_into_any_field_and_leaves_no_trace_there(desk: Desk, field: str) -> None:
    number = a_request(desk)
    desk.press("Alt+3")
    desk.field(field).input.setFocus()
    desk.write("已经写的")
    desk.write(number)
    desk.press("Enter")
    assert desk.page.name == "request"
    desk.press("Alt+3")
    assert desk.field(field).value() == "已经写的"


def test_what_a_hand_types_is_no_scan(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    number = a_request(desk)
    clock = [0.0]

    def tick() -> float:
        clock[0] += 0.08
        return clock[0]

    monkeypatch.setattr(scanning, "monotonic", tick)
    desk.press("Alt+3")
    desk.field("description").input.setFocus()
    desk.write(number)
    desk.press("Enter")
    assert desk.page.name == "intake"
    assert number in desk.field("description").value()


def test_an_unknown_slip_is_told(desk: Desk) -> None:
    number = a_request(desk)
    desk.press("Alt+3")
    desk.field("description").input.setFocus()
    other = intake.register_and_accept(desk.window.work.house, desk.window.work.actor, intake_of()).value.number
    assert other != number
    desk.window.desk.finding.open_number("PY03-XQ-20200101-A-0001-Q")
    desk.settle()
    assert "没有编号" in desk.message()
