"""核验回执 by keyboard: a good paper, a forged one, one read out on the phone, and taking a key out of use."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from qi_desk.domain import slips
from qi_desk.gui.pages.slips.dialog import VerifyDialog
from qi_desk.services import intake, paperwork
from qi_desk.services.papers import ReceiptView
from qi_desk.services.slips import keys
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import intake_of


def receipt(desk: Desk) -> ReceiptView:
    work = desk.window.work
    made = intake.register_and_accept(work.house, work.actor, intake_of()).value
    view: ReceiptView = paperwork.receipt(work.house, work.actor, made.number).view
    return view


def opened(desk: Desk) -> VerifyDialog:
    desk.press("Ctrl+K")
    desk.write("核验")
    desk.press("Enter")
    dialog = desk.dialog()
    assert isinstance(dialog, VerifyDialog)
    return dialog


def paste(desk: Desk, text: str) -> None:
    dialog = desk.dialog()
    assert isinstance(dialog, VerifyDialog)
    dialog.code.setFocus()
    dialog.code.selectAll()
    dialog.code.insert(text)


def test_a_good_paper_and_a_forged_one(desk: Desk, qtbot: QtBot) -> None:
    view = receipt(desk)
    dialog = opened(desk)
    paste(desk, view.code.text)
    desk.press("Enter")
    assert dialog.verdict.text() == "真"
    assert view.receipt_number in dialog.facts.text()
    assert "与本机记录一致" in dialog.facts.text()
    dialog.given["who"].setFocus()
    desk.write("广州示范精密仪表有限公司")
    qtbot.waitUntil(lambda: dialog.marks["who"].text() == "✗ 不符")
    dialog.given["who"].clear()
    desk.write("广州示范精密仪器有限公司")
    qtbot.waitUntil(lambda: dialog.marks["who"].text() == "✓ 相符")
    paste(desk, view.code.text.replace(":SL:", ":SJ:"))
    desk.press("F9")
    assert dialog.verdict.text() == "伪"
    assert "签名不对" in dialog.why.text()


def test_what_is_read_out_on_the_phone(desk: Desk) -> None:
    view = receipt(desk)
    dialog = opened(desk)
    desk.write(view.code.short.lower())
    desk.press("Tab")
    desk.write(view.receipt_number)
    desk.press("Enter")
    assert dialog.verdict.text() == "真"
    desk.press("Esc")
    assert desk.dialog() is None


def test_a_scanned_code_goes_to_the_dialog_that_is_open(desk: Desk) -> None:
    view = receipt(desk)
    dialog = opened(desk)
    desk.window.scans.scanned.emit(view.code.text)
    desk.settle()
    assert dialog.verdict.text() == "真"


def test_a_scanned_code_opens_the_record_or_if_it_is_another_station_s_the_dialog(desk: Desk) -> None:
    view = receipt(desk)
    desk.window.scans.scanned.emit(view.code.text)
    desk.settle()
    assert desk.dialog() is None
    assert desk.page.name == "request"
    slip = slips.read(view.code.text).slip
    values = {name: getattr(slip, name) for name in slips.Slip.__slots__}
    other = slips.Slip(**values | {"number": "PY04-HZ-20260310-A-0001-X", "key": "AAAAAAAA"})
    desk.window.scans.scanned.emit(slips.written(other, bytes(64)))
    desk.settle()
    dialog = desk.dialog()
    assert isinstance(dialog, VerifyDialog)
    assert dialog.verdict.text() == "核不了"
    assert "不认识这个站" in dialog.why.text()


def test_the_manager_takes_a_key_out_of_use(desk: Desk, dialogs: AnsweringDialogs) -> None:
    receipt(desk)
    dialog = opened(desk)
    dialog.tabs.setCurrentIndex(1)
    desk.settle()
    assert desk.rows(dialog.keys.table)[0][4] == "本窗口在用"
    dialogs.picks.append("lost")
    desk.press("Ctrl+D")
    assert "电脑遗失" in desk.rows(dialog.keys.table)[0][4]
    work = desk.window.work
    assert keys.keys(work.house, work.actor)[0].revoked_at is not None
