"""统计报表 by keyboard: a period typed, a figure followed to its record, a report submitted, approved and compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QLabel

from qi_desk.documents.inline import InlinePapers
from qi_desk.door import Door
from qi_desk.gui import application
from qi_desk.gui.jobs import Jobs
from qi_desk.gui.pages.paper import PaperDialog
from qi_desk.gui.workplace import Gates
from qi_desk.services import intake
from qi_desk.services.figures import reports
from tests.gui.fakes import AnsweringDialogs, RememberingPrinter
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import PASSWORD, SetClock, intake_of


@pytest.fixture
def served(desk: Desk, clock: SetClock) -> Desk:
    """March with one request, seen from April."""
    work = desk.window.desk.work
    intake.register_and_accept(work.house, work.actor, intake_of())
    clock.moment += timedelta(days=25)
    return desk


def opened(desk: Desk, tab: str = "", period: str = "2026-03") -> Any:
    desk.window.desk.go("figures", {"period": period, **({"tab": tab} if tab else {})})
    desk.settle()
    return desk.page


def figure(desk: Desk, name: str) -> list[str]:
    return next(row for row in desk.rows(desk.page.tabs.tables["figures"]) if row[1] == name)


def chosen(desk: Desk, code: str) -> None:
    desk.page.tabs.tables["figures"].choose(code)
    desk.page.tabs.focus()


def test_the_figures_of_a_month_stand_with_their_definition(served: Desk) -> None:
    page = opened(served)
    assert figure(served, "登记需求")[2] == "1 件"
    chosen(served, "requests_registered")
    assert any("按登记时间" in label.text() for label in page.facts.findChildren(QLabel))
    assert "数据截止 2026-04-04" in page._cut.text()


def test_a_period_is_turned_and_typed(served: Desk) -> None:
    page = opened(served)
    served.press("F7")
    assert page.bar.period.code == "2026-02"
    assert figure(served, "登记需求")[2] == "0 件"
    served.press("F8", "F6")
    assert page.bar.period.code == "2026-Q1"
    served.press("Ctrl+F")
    served.write("2026-w11")
    served.press("Enter")
    assert page.bar.period.code == "2026-W11"
    assert figure(served, "登记需求")[2] == "1 件"
    served.press("Ctrl+F")
    served.write("2026-99")
    served.press("Enter")
    assert page.bar.period.code == "2026-W11"
    assert "看不懂的期间" in served.message()


def test_from_a_figure_to_the_record_behind_it(served: Desk) -> None:
    opened(served)
    chosen(served, "reply_on_time")
    served.press("Enter")
    dialog: Any = served.dialog()
    (row,) = served.rows(dialog.table)
    assert (row[0], row[2], row[-1]) == ("服务需求", "广州示范精密仪器有限公司", "是")
    served.press("Enter")
    assert served.page.name == "request"


def test_the_spread_leads_to_its_records_too(served: Desk) -> None:
    page = opened(served, "spread")
    page.spread.way.set_value("panyu")
    page.spread.way.edited.emit()
    assert {row[0]: row[1] for row in served.rows(page.spread.table)} == {"计量": "1", "检验检测": "1"}
    page.spread.table.choose("3")
    page.spread.setFocus()
    served.press("Enter")
    dialog: Any = served.dialog()
    assert "计量" in dialog.windowTitle()
    assert len(served.rows(dialog.table)) == 1
    served.press("Esc")


def test_the_ledger_has_a_row_for_the_matter_and_opens_it(served: Desk) -> None:
    page = opened(served, "ledger")
    (row,) = served.rows(page.tabs.tables["ledger"])
    assert row[1:4] == ["需求", "线下窗口", "广州示范精密仪器有限公司"]
    assert row[4] != "陈演练", "people outside the station are masked"
    served.press("Enter")
    assert served.page.name == "request"


def test_a_report_is_begun_submitted_and_compared_by_keyboard(served: Desk, dialogs: AnsweringDialogs) -> None:
    page = opened(served)
    dialogs.picks = ["month"]
    served.press("Ctrl+N")
    assert page.tab == "reports"
    assert page.report.state == "draft"
    served.press("F9")
    assert page.report.state == "submitted"
    assert any("不再变" in asked for asked in dialogs.asked)
    served.press("F9")
    assert "不能由自己审定" in served.message()
    page.tabs.focus()
    served.press("Enter")
    dialog: Any = served.dialog()
    assert {row[0]: row[1] for row in served.rows(dialog.tabs.tables["figures"])}["登记需求"] == "1 件"
    served.press("Ctrl+E")
    assert served.rows(dialog.tabs.tables["differences"]) == []
    served.press("Esc")
    dialogs.picks, dialogs.texts = ["back"], ["漏了走访"]
    served.press("Ctrl+M")
    assert page.report.state == "draft"


def test_what_differs_from_a_frozen_report_is_shown_with_what_was_written_since(served: Desk, clock: SetClock) -> None:
    work = served.window.desk.work
    eid = reports.draft(work.house, work.actor, "month", "2026-03").value
    reports.submit(work.house, work.actor, eid)
    clock.moment -= timedelta(days=20)
    late = intake.register_and_accept(work.house, work.actor, intake_of()).value
    clock.moment += timedelta(days=20, hours=1)
    with work.house.store.write(work.actor) as unit:
        unit.change("request", late.eid, {"product": "压力表"})
        unit.commit()
    opened(served, "reports")
    served.press("Enter", "Ctrl+E")
    dialog: Any = served.dialog()
    assert ["登记需求", "1 件", "2 件", "数不同"] in served.rows(dialog.tabs.tables["differences"])
    assert late.number in {row[1] for row in served.rows(dialog.tabs.tables["touched"])}
    served.press("Esc")


def test_tables_hold_numbers_and_their_going_out_is_on_record(
    served: Desk, dialogs: AnsweringDialogs, tmp_path: Path
) -> None:
    opened(served)
    dialogs.files = [str(tmp_path / "统计.xlsx")]
    served.press("Ctrl+S")
    assert "88" in served.message()
    work = served.window.desk.work
    with work.house.store.read() as look:
        assert look.history(limit=1)[0].event == "exported"
    with ZipFile(tmp_path / "统计.xlsx") as book:
        cells = book.read("xl/worksheets/sheet1.xml").decode()
    values = re.findall(r'<c r="C\d+" s="\d+"(?: t="n")?><v>([\d.]+)</v>', cells)
    assert len(values) > 40, "values are numbers, not text"


def test_a_report_and_the_ledger_go_on_paper(served: Desk) -> None:
    work = served.window.desk.work
    eid = reports.draft(work.house, work.actor, "month", "2026-03").value
    reports.submit(work.house, work.actor, eid)
    for tab in ("reports", "ledger"):
        opened(served, tab)
        served.press("F10")
        assert isinstance(served.dialog(), PaperDialog), tab
        served.press("Esc")


@pytest.fixture
def working(
    themed: QApplication, door: Door, printer: RememberingPrinter, dialogs: AnsweringDialogs
) -> Iterator[tuple[Desk, Jobs]]:
    """A window whose jobs are really done on other threads."""
    gates = Gates(door, real=lambda: door, practice=lambda: door)
    jobs = Jobs()
    window = application.make_window(gates, InlinePapers(), printer, jobs=jobs, dialogs=dialogs)
    window.show()
    window.activateWindow()
    desk = Desk(window)
    desk.settle()
    window.sign_in.focus()
    yield desk, jobs
    jobs.close()
    window.hide()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def test_a_count_goes_on_beside_the_window_and_is_stopped(working: tuple[Desk, Jobs], qtbot: Any) -> None:
    desk, jobs = working
    desk.write(PASSWORD)
    desk.press("Enter")
    qtbot.waitUntil(lambda: jobs.idle and desk.window.desk.work.signed_in, timeout=20_000)
    page = opened(desk)
    qtbot.waitUntil(lambda: jobs.idle, timeout=20_000)
    assert len(desk.rows(page.tabs.tables["figures"])) == 88
    assert not page.progress.isVisible()
    assert "数据截止" in page._cut.text()
    desk.press("F7", "F7", "F7")
    qtbot.waitUntil(lambda: jobs.idle, timeout=20_000)
    assert page.bar.period.code == "2025-12"
    assert "2025-12-01" in page._cut.text(), "only the last of three counts is shown"
    page.reload()
    assert page.back(), "Esc stops the count"
    qtbot.waitUntil(lambda: jobs.idle, timeout=20_000)
    assert not page.progress.isVisible()
