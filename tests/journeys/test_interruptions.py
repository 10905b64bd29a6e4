"""Locking, changing the person, pulling the plug: nothing half-written is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from qi_desk.documents.inline import InlinePapers
from qi_desk.door import Door
from qi_desk.gui import application
from qi_desk.gui.jobs import InlineJobs
from qi_desk.gui.workplace import Gates
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import PASSWORD, QUICK, SPECIALIST_PASSWORD, SetClock

pytestmark = pytest.mark.journey


def begin_intake(desk: Desk) -> None:
    desk.press("Alt+3")
    desk.field("description").input.setFocus()
    desk.write("写到一半的需求")


def test_locking_hides_everything_and_keeps_it(desk: Desk) -> None:
    begin_intake(desk)
    desk.press("Ctrl+Shift+L")
    assert desk.window._root.currentWidget() is desk.window.sign_in
    desk.write(PASSWORD)
    desk.press("Enter")
    assert desk.page.name == "intake"
    assert desk.field("description").value() == "写到一半的需求"


def test_a_wrong_password_opens_nothing(desk: Desk) -> None:
    desk.press("Ctrl+Shift+L")
    desk.write("wrong password")
    desk.press("Enter")
    assert desk.window._root.currentWidget() is desk.window.sign_in
    assert "密码" in desk.window.sign_in.message()


def test_another_person_takes_over_at_the_open_store(desk: Desk, template: tuple[Path, str]) -> None:
    desk.press("Ctrl+Shift+L")
    desk.window.sign_in.ui.person.set_value(template[1])
    desk.window.sign_in.focus()
    desk.write(SPECIALIST_PASSWORD)
    desk.press("Enter")
    assert desk.window.work.actor.name == "何演练"
    assert "何演练" in "".join(desk.phrases())


def test_after_a_power_cut_the_draft_comes_back_on_request(
    desk: Desk, door: Door, clock: SetClock, tmp_path: Path, themed: QApplication
) -> None:
    begin_intake(desk)
    desk.window.desk.page.draft_changed.emit()
    # The plug: nothing is closed or anchored; the end of a process lets only its lock go.
    session, door._session = door.session, None
    session.opened.store.engine.dispose()
    session.lock.release()
    again = Door(door.folder, state_folder=tmp_path / "desk" / "state", clock=clock, parameters=QUICK)
    dialogs = AnsweringDialogs()
    gates = Gates(again, real=lambda: again, practice=lambda: again)
    window = application.make_window(gates, InlinePapers(), RememberingPrinter(), jobs=InlineJobs(), dialogs=dialogs)
    desk.window.hide()
    window.show()
    second = Desk(window)
    window.sign_in.focus()
    second.write(PASSWORD)
    second.press("Enter")
    assert any("接着写" in asked for asked in dialogs.asked)
    assert second.page.name == "intake"
    assert second.field("description").value() == "写到一半的需求"
    again.leave()
    window.hide()
    window.deleteLater()


def test_the_shutter_covers_and_any_key_opens(desk: Desk) -> None:
    def covers() -> list[QWidget]:
        return [one for one in desk.window.findChildren(QWidget) if one.accessibleName().startswith("遮屏")]

    desk.press("F12")
    (cover,) = covers()
    desk.window.resize(1400, 900)
    desk.settle()
    assert cover.size() == desk.window.size()
    desk.press("Space")
    assert covers() == []


def test_the_wizard_makes_a_station_and_gives_the_code_once(themed: QApplication, tmp_path: Path) -> None:
    door = Door(tmp_path / "new", state_folder=tmp_path / "state", clock=SetClock(), parameters=QUICK)
    dialogs = AnsweringDialogs()
    gates = Gates(door, real=lambda: door, practice=lambda: door)
    window = application.make_window(gates, InlinePapers(), RememberingPrinter(), jobs=InlineJobs(), dialogs=dialogs)
    window.show()
    desk = Desk(window)
    desk.write("py03")
    desk.press("Enter")
    desk.write("国家示范园服务站")
    desk.press("Ctrl+Enter")
    wizard: Any = window._root.currentWidget()
    assert "password" in {name for name, field in wizard._fields._fields.items() if field.problem()}
    assert "国家" in wizard.ui.name.problem()
    wizard.ui.manager_name.set_value("林示范")
    wizard.ui.password.set_value("quiet river 2026")
    wizard.ui.again.set_value("quiet river 2026")
    desk.press("Ctrl+Enter")
    recovery = desk.dialog()
    assert recovery is not None
    assert "恢复码" in recovery.windowTitle()
    recovery.accept()
    assert door.session.house.station_code == "PY03"
    assert desk.page.name == "reception"
    door.leave()
    window.hide()
    window.deleteLater()
