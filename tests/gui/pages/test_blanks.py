"""空白表 by keyboard: numbers set aside and printed, entered late on three pages, voided; the ledger of a day."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtWidgets import QLabel

from qi_desk.domain.moments import CHINA
from qi_desk.gui.pages.blanks.asking import LateDialog, ReserveDialog, moment_of
from qi_desk.gui.pages.blanks.dialog import BlanksDialog
from qi_desk.gui.pages.paper import PaperDialog
from qi_desk.gui.pages.reception.walk_in import WalkInDialog
from qi_desk.gui.record_dialog import RecordDialog
from qi_desk.services.blank_forms import reserving
from qi_desk.services.blank_forms.reserving import BlankRow
from qi_desk.services.ports import Query, Record
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import SetClock

DAY = date(2026, 3, 10)


def reserved(desk: Desk, clock: SetClock, form: str, count: int = 1) -> list[str]:
    """Numbers set aside three hours ago."""
    work = desk.window.work
    reserving.reserve(work.house, work.actor, form, count)
    clock.pass_time(hours=3)
    return [row.number for row in blanks(desk) if row.form == form]


def blanks(desk: Desk) -> tuple[BlankRow, ...]:
    return reserving.blanks(desk.window.work.house, desk.window.work.actor)


def opened(desk: Desk, what: str = "空白表") -> BlanksDialog:
    desk.press("Ctrl+K")
    desk.write(what)
    desk.press("Enter")
    dialog = desk.dialog()
    assert isinstance(dialog, BlanksDialog)
    return dialog


def only(desk: Desk, kind: str) -> Record:
    with desk.window.work.house.store.read() as look:
        (found,) = look.select(Query(kind))
    return found


def enter(desk: Desk, at: str) -> None:
    """F9 on the sheet chosen, and when it happened."""
    desk.press("F9")
    assert isinstance(desk.dialog(), LateDialog)
    desk.write(at)
    desk.press("F9")


def test_ten_numbers_are_set_aside_and_come_out_as_one_file(desk: Desk) -> None:
    dialog = opened(desk)
    desk.press("Ctrl+N")
    asking = desk.dialog()
    assert isinstance(asking, ReserveDialog)
    asking.fields["form"].set_value("visit")
    asking.fields["count"].set_value("4")
    desk.press("F9")
    shown = desk.dialog()
    assert isinstance(shown, PaperDialog)
    pages = {one.accessibleName() for one in shown.findChildren(QLabel)} & {"第 1 页", "第 2 页", "第 3 页"}
    assert pages == {"第 1 页", "第 2 页"}
    desk.press("Esc")
    assert [row[4] for row in desk.rows(dialog.tabs.tables["open"])] == ["已出表，待补录"] * 4


def test_a_wrong_count_is_told_beside_the_field(desk: Desk) -> None:
    opened(desk)
    desk.press("Ctrl+N")
    asking = desk.dialog()
    assert isinstance(asking, ReserveDialog)
    asking.fields["count"].set_value("三")
    desk.press("F9")
    assert asking.fields["count"].problem()
    assert blanks(desk) == ()


def test_an_intake_is_entered_with_its_number(desk: Desk, clock: SetClock) -> None:
    (number,) = reserved(desk, clock, "intake")
    opened(desk)
    enter(desk, "10:05")
    assert desk.page.name == "intake"
    assert number in desk.page.banner.text()
    for name, value in (
        ("client", "广州示范精密仪器有限公司"),
        ("credit_code", "91440113MADEMQ012X"),
        ("contact", "陈演练"),
        ("phone", "13800001234"),
        ("description", "压力表校准"),
        ("existing", "无"),
    ):
        desk.page.fields[name].set_value(value)
    desk.page.fields["items"].set_codes(("ME02",))
    kept = desk.page.draft()
    assert kept["late"]["number"] == number
    desk.press("F9")
    made = only(desk, "request")
    assert (made["number"], made["registered_at"]) == (number, datetime(2026, 3, 10, 10, 5, tzinfo=CHINA))
    assert blanks(desk) == ()
    desk.window.desk.go("intake", {})
    assert desk.page.banner.isHidden()


def test_a_scanned_form_is_found_and_its_numbers_go_where_they_are_asked_for(desk: Desk, clock: SetClock) -> None:
    (number,) = reserved(desk, clock, "intake")
    (receipt,) = reserved(desk, clock, "receipt")
    desk.window.scans.scanned.emit(number)
    desk.settle()
    dialog = desk.dialog()
    assert isinstance(dialog, BlanksDialog)
    assert dialog.tabs.tables["open"].current().number == number
    dialog.tabs.tables["open"].view.clearSelection()
    desk.press("F9")
    asking = desk.dialog()
    assert isinstance(asking, LateDialog)
    for code in (receipt, number):
        desk.window.scans.scanned.emit(code)
        desk.settle()
    assert (asking.fields["number"].value(), asking.fields["receipt"].value()) == (number, receipt)
    desk.write("10:05")
    desk.press("F9")
    assert desk.page.banner.late.receipt == receipt


def test_without_a_number_the_field_says_so(desk: Desk) -> None:
    opened(desk)
    desk.press("F9")
    asking = desk.dialog()
    assert isinstance(asking, LateDialog)
    asking.fields["happened_at"].set_value("9:05")
    desk.press("F9")
    assert asking.fields["number"].problem()
    assert desk.dialog() is asking


def test_a_draft_keeps_what_it_is_entered_for(desk: Desk, clock: SetClock) -> None:
    (number,) = reserved(desk, clock, "intake")
    opened(desk)
    enter(desk, "10:05")
    desk.page.fields["description"].set_value("压力表校准")
    kept = desk.page.draft()
    desk.page.clear()
    desk.page.restore(kept)
    assert desk.page.intake().late.number == number


def test_a_visit_is_entered_over_and_done(desk: Desk, clock: SetClock) -> None:
    (number,) = reserved(desk, clock, "visit")
    opened(desk)
    enter(desk, "1005")
    dialog = desk.dialog()
    assert isinstance(dialog, WalkInDialog)
    assert number in dialog.banner.text()
    dialog.ui.name.set_value("陈演练")
    dialog.ui.subject.set_value("咨询")
    desk.press("F9")
    made = only(desk, "visit")
    assert (made["number"], made["state"]) == (number, "done")


def test_a_complaint_is_entered(desk: Desk, clock: SetClock) -> None:
    (number,) = reserved(desk, clock, "complaint")
    opened(desk)
    enter(desk, "10:05")
    dialog = desk.dialog()
    assert isinstance(dialog, RecordDialog)
    for name, value in (("complainant", "周演练"), ("facts", "等了一整天"), ("wanted", "给个日子")):
        dialog.form.fields[name].set_value(value)
    desk.press("F9")
    assert only(desk, "complaint")["number"] == number


def test_what_was_not_used_is_voided_and_can_be_taken_back(
    desk: Desk, clock: SetClock, dialogs: AnsweringDialogs
) -> None:
    reserved(desk, clock, "visit", 3)
    dialog = opened(desk)
    dialog.tabs.tables["open"].view.selectAll()
    dialogs.picks.append("other")
    dialogs.texts.append("演练结束")
    desk.press("Ctrl+D")
    assert blanks(desk) == ()
    assert {row[5] for row in desk.rows(dialog.tabs.tables["all"])} == {"其他（请写明） 演练结束"}
    desk.press("Esc", "Ctrl+Z")
    assert len(blanks(desk)) == 3


def test_the_ledger_says_where_every_number_went(desk: Desk, clock: SetClock) -> None:
    reserved(desk, clock, "intake", 2)
    dialog = opened(desk, "编号台账")
    assert dialog.tabs.shown == "numbers"
    rows = [row for row in desk.rows(dialog.tabs.tables["numbers"]) if "-XQ-" in row[0]]
    assert [row[2] for row in rows] == ["留号待用", "留号待用"]
    desk.press("Ctrl+PgUp")
    assert dialog.day.value() == "2026-03-09"
    assert desk.rows(dialog.tabs.tables["numbers"]) == []


def test_the_day_page_warns_the_day_after(desk: Desk, clock: SetClock) -> None:
    (number,) = reserved(desk, clock, "intake")
    clock.pass_time(days=1)
    desk.window.desk.go("today", {})
    desk.settle()
    (place,) = [at for at, row in enumerate(desk.rows(desk.page.table)) if row[0] == "空白表未了结"]
    assert "服务需求登记表" in desk.rows(desk.page.table)[place][2]
    desk.page.table.view.selectRow(place)
    desk.page.table.setFocus()
    desk.press("Enter")
    dialog = desk.dialog()
    assert isinstance(dialog, BlanksDialog)
    assert dialog.tabs.tables["open"].current().number == number


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("9:15", "2026-03-10 09:15"),
        ("0915", "2026-03-10 09:15"),
        ("3-9 17:05", "2026-03-09 17:05"),
        ("2026-03-08 0:00", "2026-03-08 00:00"),
        ("2026年3月8日 9：05", "2026-03-08 09:05"),
    ],
)
def test_a_time_as_people_write_it(typed: str, told: str) -> None:
    assert f"{moment_of(typed, DAY):%Y-%m-%d %H:%M}" == told


@pytest.mark.parametrize("typed", ["", "9", "25:00", "9:61", "2026-13-01 9:15", "昨天", "1 2 3:00", "1-2-3-4 9:15"])
def test_what_is_no_time(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        moment_of(typed, DAY)
