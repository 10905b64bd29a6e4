"""The print centre by keyboard: one paper, the day's batch, what reached a hand, what is printed again, printers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from qi_desk.documents.client import PaperMaker
from qi_desk.services import intake
from qi_desk.services.print_port import PrintQuery
from qi_desk.services.prints import outlets
from qi_desk.services.prints.outlets import Outlet
from tests.documents.test_papers import text_of
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.gui.pageobjects.desk import Desk
from tests.gui.pageobjects.prints import PrintCentre
from tests.support.stations import intake_of


@pytest.fixture
def centre(desk: Desk, door: Any, printer: RememberingPrinter) -> PrintCentre:
    """Three accepted requests, a printer for everything, the page open."""
    for key in ("printer.receipt_a4", "printer.a4"):
        door.desk.set(key, printer.NAME)
    work = desk.window.work
    for place in range(3):
        intake.register_and_accept(work.house, work.actor, intake_of(description=f"第 {place} 件，压力表校准。"))
    found = PrintCentre(desk)
    found.open()
    return found


def test_a_paper_of_a_record_is_found_by_a_few_letters(centre: PrintCentre, printer: RememberingPrinter) -> None:
    centre.choose("受理回执")
    centre.desk.press("Enter")
    centre.desk.write("第 1 件")
    centre.find()
    centre.desk.press("F9")
    assert "受理回执" in centre.desk.dialog().windowTitle() or centre.paper().form == "receipt_a4"
    centre.desk.press("F10")
    assert len(printer.sent) == 1
    assert "第 1 件" in text_of(printer.sent[0][1])


def test_a_list_is_printed_at_once_and_a_blank_form_by_its_key(
    centre: PrintCentre, printer: RememberingPrinter
) -> None:
    centre.choose("今日工作单")
    centre.desk.press("Enter", "F10")
    centre.choose("走访（巡回问诊）记录")
    centre.desk.press("Ctrl+N", "F10")
    assert len(printer.sent) == 2
    assert centre.asked() == ""


def test_days_are_asked_for_and_nonsense_is_told(centre: PrintCentre, dialogs: AnsweringDialogs) -> None:
    dialogs.texts = ["昨天"]
    centre.choose("设备与场地当日安排")
    centre.desk.press("Enter")
    assert "日期没有看懂" in centre.desk.message()
    centre.desk.press("Enter")
    assert centre.paper().paper_kind == "equipment_day"
    centre.desk.press("Esc")


def test_an_original_is_asked_for_and_confirmed_with_one_key(centre: PrintCentre, printer: RememberingPrinter) -> None:
    centre.tab("day")
    assert centre.states() == ["未打印"] * 3
    centre.desk.press("F10", "F10")
    assert "交到客户手里了吗" in centre.asked()
    centre.desk.press("Enter")
    assert centre.asked() == ""
    assert centre.states().count("已交到手") == 1
    assert QApplication.focusWidget() is centre.page.tabs.tables["day"].view


def test_what_was_put_off_stands_among_today_s_and_is_confirmed_there(centre: PrintCentre) -> None:
    centre.tab("day")
    centre.desk.press("F10", "F10", "Esc")
    assert centre.asked() == ""
    assert "已送打印机，待确认" in centre.states()
    centre.choose("受理回执", state="已送打印机，待确认")
    centre.desk.press("F9")
    assert "已记为交到手" in centre.desk.message()
    centre.desk.press("F9")
    assert "去向已经记过" in centre.desk.message()


def test_a_spoiled_original_is_printed_again_with_its_mark(
    centre: PrintCentre, printer: RememberingPrinter, dialogs: AnsweringDialogs
) -> None:
    centre.tab("day")
    dialogs.picks = ["spoiled", "damaged"]
    centre.desk.press("F10", "F10", "N")
    assert "补打第 1 次" in centre.desk.dialog().note()  # type: ignore[union-attr]
    centre.desk.press("F10")
    first, second = (pdf for _, pdf in printer.sent)
    assert second[: len(first)] == first
    assert text_of(second).count("补打第 1 次") == 2
    centre.desk.press("Enter")
    centre.tab("journal")
    assert centre.states() == ["已交到手", "卡纸、印坏或看不清"]


def test_a_customer_who_left_without_it_is_written_down(
    centre: PrintCentre, dialogs: AnsweringDialogs, printer: RememberingPrinter
) -> None:
    centre.tab("day")
    dialogs.picks = ["gone"]
    centre.desk.press("F10", "F10", "N")
    assert "客户已走" in centre.desk.message()
    assert "未领取，待确认" in centre.states()
    assert len(printer.sent) == 1


def test_the_day_s_batch_is_looked_at_printed_and_told(centre: PrintCentre, printer: RememberingPrinter) -> None:
    centre.desk.press("Ctrl+M")
    dialog: Any = centre.desk.dialog()
    assert dialog.note().startswith("共 3 份 3 页，分 1 个打印任务")
    assert dialog.pages.shown == 1
    centre.desk.press("F10")
    assert len(printer.sent) == 1
    assert "3 份已送" in centre.desk.message()
    centre.tab("journal")
    assert centre.states() == ["已送打印机"] * 3


def test_a_lost_printer_stops_the_batch_and_another_one_goes_on(
    centre: PrintCentre, printer: RememberingPrinter
) -> None:
    printer.here = False
    printer.others = ("后备打印机",)
    centre.desk.press("Ctrl+M", "F10")
    dialog: Any = centre.desk.dialog()
    assert "0 份已打，3 份没有打" in dialog.note()
    assert dialog.print.text() == "接着打 3 份 (F10)"
    dialog.printers.set_value("后备打印机")
    centre.desk.press("F10")
    assert centre.desk.dialog() is None
    assert printer.to == ["后备打印机"]


def test_one_paper_waits_for_another_printer_when_its_own_is_gone(
    centre: PrintCentre, printer: RememberingPrinter
) -> None:
    printer.here, printer.others = False, ("后备打印机",)
    centre.tab("day")
    centre.desk.press("F10", "F10")
    dialog: Any = centre.desk.dialog()
    assert f"{printer.NAME}（现在找不到）" in dialog.printers.currentText()
    assert printer.to == []
    dialog.printers.set_value("后备打印机")
    dialog.printers.edited.emit()
    centre.desk.press("F10")
    assert printer.to == ["后备打印机"]


def test_a_stopped_batch_is_gone_on_with_from_the_journal(
    centre: PrintCentre, printer: RememberingPrinter, dialogs: AnsweringDialogs
) -> None:
    printer.here, printer.others = False, ("后备打印机",)
    centre.desk.press("Ctrl+M", "F10", "Esc")
    printer.here = True
    centre.tab("journal")
    assert set(centre.states()) == {"未打出"}
    centre.desk.press("Ctrl+M")
    assert "这一批共 3 份，3 份没有打出" in centre.desk.dialog().note()  # type: ignore[union-attr]
    centre.desk.press("F10")
    assert set(centre.states()) == {"已送打印机"}


def test_a_killed_paper_process_is_not_noticed(centre: PrintCentre, printer: RememberingPrinter) -> None:
    maker = PaperMaker()
    centre.desk.window.work.papers = maker
    try:
        maker.warm()
        assert maker._process is not None
        maker._process.kill()
        centre.desk.press("Ctrl+M", "F10")
        assert len(printer.sent) == 1
        assert "3 份已送" in centre.desk.message()
    finally:
        maker.close()


def test_the_exact_paper_is_opened_and_exported(
    centre: PrintCentre, printer: RememberingPrinter, dialogs: AnsweringDialogs, tmp_path: Path
) -> None:
    centre.tab("day")
    centre.desk.press("F10", "F10", "Enter")
    centre.tab("journal")
    centre.desk.press("Enter")
    assert centre.desk.dialog().pages.shown == 1  # type: ignore[union-attr]
    dialogs.files = [str(tmp_path / "kept.pdf")]
    centre.desk.press("Ctrl+S", "Esc")
    assert (tmp_path / "kept.pdf").read_bytes() == printer.sent[0][1]
    assert "逐字节相同" in centre.desk.message()


def test_a_full_disk_is_told_and_leaves_no_half_file(
    centre: PrintCentre, door: Any, dialogs: AnsweringDialogs, tmp_path: Path
) -> None:
    centre.tab("day")
    centre.desk.press("F10", "F10", "Enter")
    dialogs.files = ["/dev/full/kept.pdf"]
    centre.desk.press("Ctrl+S")
    assert "文件没有存成" in centre.desk.message()
    # Without a printer the paper is saved: that fails too, and the line says so.
    door.desk.set("printer.receipt_a4", "")
    door.desk.set("printer.save_folder", str(tmp_path / "gone"))
    centre.choose("受理回执", state="未打印")
    centre.desk.press("F10", "F10")
    assert "文件没有存成" in centre.desk.dialog().note()  # type: ignore[union-attr]
    centre.desk.press("Esc")
    assert "未打出" in {state.split("，")[0] for state in centre.states()}
    assert list(tmp_path.glob("**/.*.new")) == []


def test_a_printer_is_set_for_one_kind_of_paper_and_tried_with_a_ruler(
    centre: PrintCentre, printer: RememberingPrinter
) -> None:
    centre.tab("outlet")
    centre.choose("今日工作单")
    centre.desk.press("Enter")
    dialog: Any = centre.desk.dialog()
    dialog.right.set_value("偏")
    centre.desk.press("F9")
    assert "都要填数字" in dialog.message()
    dialog.right.set_value("2.5")
    dialog.tray.set_value("Lower")
    centre.desk.press("F8")
    assert "校准页已送打印机" in dialog.message()
    assert "右移 2.5 毫米" in text_of(printer.sent[0][1])
    centre.desk.press("F9")
    house = centre.desk.window.work.house
    kept = outlets.outlet_of(house, "day_list", "form_sheet")
    assert kept == Outlet(printer.NAME, "Lower", x=2.5)
    centre.desk.press("Enter", "Ctrl+D")
    assert outlets.outlet_of(house, "day_list", "form_sheet") == Outlet(printer.NAME)


def test_the_preview_is_what_is_printed_offset_and_all(centre: PrintCentre, printer: RememberingPrinter) -> None:
    work = centre.desk.window.work
    outlets.set_outlet(work.house, work.actor, "day_list", Outlet(printer.NAME, x=4.0, y=-2.0))
    centre.choose("今日工作单")
    centre.desk.press("Enter")
    shown = centre.desk.dialog()._made.paper.pdf  # type: ignore[union-attr]
    centre.desk.press("F10")
    assert printer.sent[0][1] == shown


def test_a_number_is_looked_for_in_the_whole_journal(centre: PrintCentre, printer: RememberingPrinter) -> None:
    centre.tab("day")
    centre.desk.press("F10", "F10", "Enter")
    line = centre.desk.window.work.house.store.prints.select(PrintQuery())[0]
    centre.desk.press("Ctrl+F")
    centre.tab("journal")
    centre.desk.press("Ctrl+F")
    centre.desk.write(line.number[-6:])
    assert len(centre.states()) == 1
    centre.desk.write("ZZZ")
    assert centre.states() == []


def test_a_waiting_paper_is_taken_back(centre: PrintCentre, printer: RememberingPrinter) -> None:
    centre.tab("day")
    centre.desk.press("F10", "F10", "Esc", "Ctrl+D")
    assert "已从打印队列取回 1 份" in centre.desk.message()
    assert printer.cancelled == ["job-1"]
    centre.desk.press("Ctrl+D")
    assert "不在排队" in centre.desk.message()
