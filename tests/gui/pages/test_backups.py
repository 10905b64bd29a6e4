"""Copies by keyboard: made, tried out, restored here and on a fresh PC; what happens when a page rots."""

from __future__ import annotations

from pathlib import Path

import pytest

from qi_desk.documents.inline import InlinePapers
from qi_desk.door import Door
from qi_desk.gui import application
from qi_desk.gui.jobs import InlineJobs
from qi_desk.gui.pages.settings.backup_card import BackupCard
from qi_desk.gui.workplace import Gates
from qi_desk.security import keyslots
from qi_desk.services import intake
from qi_desk.services.drafts_port import Draft
from qi_desk.services.ports import Query
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import PASSWORD, QUICK, SetClock, intake_of


def _card(desk: Desk) -> BackupCard:
    desk.window.resize(1366, 768)
    desk.window.desk.go("settings", {})
    desk.settle()
    card = desk.page.backup
    assert isinstance(card, BackupCard)
    return card


def _numbers(desk: Desk) -> set[str]:
    with desk.window.work.house.store.read() as look:
        return {one["number"] for one in look.select(Query("request", limit=100))}


def _register(desk: Desk) -> str:
    work = desk.window.work
    return intake.register_and_accept(work.house, work.actor, intake_of()).value.number


def test_a_copy_is_made_and_tried_out(desk: Desk) -> None:
    card = _card(desk)
    assert "▲" in card.standing.text()
    card.make_now()
    desk.settle()
    assert "已备份并核对" in desk.message()
    assert "同一块硬盘" in card.standing.text()
    (row,) = desk.rows(card.table)
    assert row[1] == "手动"
    card.try_out()
    desk.settle()
    assert "试恢复通过" in desk.message()
    assert "试恢复通过" in card.standing.text()


def test_the_folder_is_chosen_and_missed_when_it_is_away(desk: Desk, dialogs: AnsweringDialogs, tmp_path: Path) -> None:
    card = _card(desk)
    (tmp_path / "stick").mkdir()
    dialogs.files = [str(tmp_path / "stick")]
    card.choose_place()
    desk.settle()
    card.make_now()
    desk.settle()
    assert "▲ 备份和资料在同一块硬盘" not in card.standing.text()
    (tmp_path / "stick").rename(tmp_path / "pulled")
    card.reload()
    desk.settle()
    assert "够不到" in card.standing.text()


def test_restored_by_keyboard_with_what_was_written_since(desk: Desk, dialogs: AnsweringDialogs) -> None:
    card = _card(desk)
    before = _register(desk)
    card.make_now()
    after = _register(desk)
    card.ask_restore()
    desk.settle()
    assert any("留底" in asked for asked in dialogs.asked)
    dialog = desk.dialog()
    assert dialog is not None
    assert dialog.restore.isEnabled()
    assert not dialog.password.isVisible()
    dialog.secret.input.setFocus()
    desk.write("wrong password")
    desk.press("Ctrl+Enter")
    assert desk.dialog() is dialog
    assert "密码不对" in dialog.bar.text()
    dialog.secret.set_value("")
    dialog.secret.input.setFocus()
    desk.window.work.gate._clock.pass_time(minutes=10)
    desk.write(PASSWORD)
    desk.press("Ctrl+Enter")
    assert desk.dialog() is None
    assert not desk.window.work.signed_in
    desk.write(PASSWORD)
    desk.press("Enter")
    assert {before, after} <= _numbers(desk)


def test_a_rotten_page_is_told_and_the_newest_state_comes_back(
    desk: Desk, dialogs: AnsweringDialogs, door: Door
) -> None:
    card = _card(desk)
    card.make_now()
    after = _register(desk)
    file = door.folder / "station.db"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    desk.window.upkeep.go()
    desk.settle()
    assert any("资料文件有损坏" in asked for asked in dialogs.asked)
    dialog = desk.dialog()
    assert dialog is not None
    dialog.secret.input.setFocus()
    desk.write(PASSWORD)
    desk.press("Ctrl+Enter")
    assert desk.dialog() is None
    desk.write(PASSWORD)
    desk.press("Enter")
    assert after in _numbers(desk)
    assert list(door.folder.glob("set-aside-*/station.db"))


def test_a_fresh_pc_takes_the_station_over_with_the_recovery_code(
    desk: Desk, dialogs: AnsweringDialogs, door: Door, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = _card(desk)
    number = _register(desk)
    code = keyslots.new_recovery(door.folder, door.session.key)
    card.make_now()
    fresh = Door(
        tmp_path / "pc2" / "station", state_folder=tmp_path / "pc2" / "state", clock=SetClock(), parameters=QUICK
    )
    gates = Gates(fresh, real=lambda: fresh, practice=lambda: fresh)
    window = application.make_window(gates, InlinePapers(), RememberingPrinter(), jobs=InlineJobs(), dialogs=dialogs)
    window.show()
    second = Desk(window)
    second.settle()
    window._root.currentWidget().ui.restore.click()
    second.settle()
    dialog = second.dialog()
    assert dialog is not None
    assert not dialog.restore.isEnabled()
    dialogs.files = [str(door.folder.parent)]
    second.press("Ctrl+O")
    assert dialog.password.isVisible()
    for field, value in (
        (dialog.code, code),
        (dialog.password, "high bridge 2027"),
        (dialog.again, "high bridge 2027"),
    ):
        field.set_value(value)
    second.press("Ctrl+Enter")
    assert second.dialog() is None
    second.write("high bridge 2027")
    second.press("Enter")
    assert number in _numbers(second)
    fresh.leave()
    window.hide()
    window.deleteLater()


def test_what_is_due_to_be_tidied_is_told_once_a_sign_in(desk: Desk, clock: SetClock) -> None:
    work = desk.window.work
    work.house.copies.make("hand")
    work.house.store.drafts.keep(Draft("k", work.actor.account, "intake", "", {"phone": "13800001234"}, clock.now()))
    clock.pass_time(days=8)
    desk.window.upkeep.go()
    desk.settle()
    desk.window.upkeep.go()
    desk.settle()
    assert "试恢复" in desk.message()
    assert "有 1 项个人信息或草稿保存到期" in desk.message()
    desk.window.desk.bar.hide()
    desk.window.upkeep.go()
    desk.settle()
    assert desk.message() == ""
