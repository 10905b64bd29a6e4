"""The window notices that nobody is there, and that somebody is."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QDialog, QLineEdit

from qi_desk.gui.watch import IdleWatch
from tests.gui.pageobjects.desk import Desk
from tests.support.watchdog import Watchdog

LONGEST_MS = 250
"""Five times what `tests/benchmarks/hour` promises: a test tells a heavy page, not a busy machine, and jobs of other
threads are done here on this one."""


def left(watch: IdleWatch) -> int:
    """Milliseconds until it tells; fewer and fewer while nobody does anything."""
    return watch._timer.remainingTime()


def begun(watch: IdleWatch) -> object:
    """Which wait is running: a sign of life begins another."""
    return watch._timer.timerId()


@pytest.mark.parametrize("what", ["1", "表"])
def test_typing_is_a_sign_of_life(desk: Desk, what: str) -> None:
    desk.press("F3")
    before = begun(desk.window.idle)
    desk.write(what)
    assert begun(desk.window.idle) != before


def test_typing_in_a_dialog_is_a_sign_of_life(desk: Desk) -> None:
    dialog = QDialog(desk.window)
    QLineEdit(dialog).setFocus()
    dialog.open()
    desk.settle()
    before = begun(desk.window.idle)
    desk.write("1")
    assert begun(desk.window.idle) != before


def test_nobody_there_locks(desk: Desk, qtbot: Any) -> None:
    desk.window.idle._timer.start(1)
    qtbot.waitUntil(lambda: desk.window._root.currentWidget() is desk.window.sign_in)
    desk.settle()
    assert left(desk.window.idle) == -1


def test_no_page_keeps_the_window_waiting(desk: Desk, qtbot: Any) -> None:
    """Processor time of the GUI thread in one round of its loop, while pages are made, filled and typed into."""
    watch = Watchdog()
    with watch:
        watch.name = "after the sign-in"
        qtbot.waitUntil(lambda: len(desk.window.desk.pages()) == 2)
        for place in range(1, 8):
            watch.name = f"page {place}"
            desk.press(f"Alt+{place}")
        watch.name = "walk-in"
        desk.press("Alt+2", "F2")
        desk.fill("陈演练", "广州示范精密仪器有限公司")
        desk.write("压力表校准")
        watch.name = "intake"
        desk.press("F10")
        watch.name = "search"
        desk.press("F3")
        desk.write("gzsf")
    assert desk.page.name == "intake"
    assert {name: worked for name, worked in watch.worked.items() if worked > LONGEST_MS} == {}
