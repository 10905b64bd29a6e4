"""The diary by keyboard and by mouse: booked, refused with a way out, moved, used, given back, called about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QTest

from qi_desk.services import intake, request_views
from qi_desk.services.booking import bookings, equipment, views
from tests.gui.fakes import AnsweringDialogs
from tests.gui.pageobjects.desk import Desk
from tests.services.booking.hall import HARDNESS, ask, at
from tests.support.stations import SetClock, intake_of


@pytest.fixture
def hall(desk: Desk) -> dict[str, str]:
    """Two devices, and a client with a booking on Thursday at nine."""
    work = desk.window.work
    one = equipment.enter(work.house, work.actor, HARDNESS).value
    two = equipment.enter(work.house, work.actor, {**HARDNESS, "name": "影像测量仪"}).value
    eid = intake.register(work.house, work.actor, intake_of()).value.eid
    client = request_views.show(work.house, work.actor, eid).row.client
    made = bookings.book(work.house, work.actor, ask(one, client, at(12, 9), at(12, 11))).value
    desk.window.desk.go("booking", {"eid": made.eid})
    desk.settle()
    return {"one": one, "two": two, "client": client, "booking": made.eid}


def bar(desk: Desk, eid: str) -> views.Bar:
    work = desk.window.work
    return views.show(work.house, work.actor, eid).bar


def fill(desk: Desk, hall: dict[str, str], **values: Any) -> None:
    dialog: Any = desk.dialog()
    form = dialog.form
    form._found["client"] = hall["client"]
    form.fields["client"].set_value("广州示范精密仪器有限公司")
    for name, value in {"user_name": "陈演练", "phone": "13800001234", "safety_signed": True, **values}.items():
        form.fields[name].set_value(value)
    desk.press("F9")


def close_paper(desk: Desk, form: str) -> None:
    paper: Any = desk.dialog()
    assert paper._order.paper_kind == form
    desk.press("Esc")


def test_an_empty_place_is_booked_from_the_keyboard(desk: Desk, hall: dict[str, str]) -> None:
    timeline = desk.page.timeline
    timeline.setFocus()
    desk.press("Up", "Enter")
    dialog: Any = desk.dialog()
    assert dialog.windowTitle() == "预约 影像测量仪"
    fill(desk, hall, time="14:00-15:30")
    close_paper(desk, "booking")
    assert timeline.bar().begins == at(12, 14)
    assert timeline.resource() == hall["two"]


def test_a_taken_time_leads_to_the_nearest(desk: Desk, hall: dict[str, str], dialogs: AnsweringDialogs) -> None:
    desk.press("Ctrl+N")
    dialogs.picks = ["0"]
    fill(desk, hall, day="2026-03-12", time="9:00-11:00")
    assert any("已有预约" in asked for asked in dialogs.asked)
    close_paper(desk, "booking")
    assert desk.page.timeline.bar().begins == at(12, 14)


def test_a_taken_time_is_waited_for(desk: Desk, hall: dict[str, str], dialogs: AnsweringDialogs) -> None:
    desk.press("Ctrl+N")
    dialogs.picks = ["wait"]
    fill(desk, hall, day="2026-03-12", time="9:00-11:00")
    assert "已排候补" in desk.message()


def test_the_manager_lets_a_lenient_rule_pass(desk: Desk, hall: dict[str, str], dialogs: AnsweringDialogs) -> None:
    desk.press("Ctrl+N")
    dialogs.picks, dialogs.texts = ["override"], ["停线等结果"]
    fill(desk, hall, day="2026-03-10", time="14:00-15:00")
    close_paper(desk, "booking")
    assert desk.page._view.values["override_rules"] == ["notice"]


def test_a_booking_is_moved_and_stretched_by_keys(desk: Desk, hall: dict[str, str]) -> None:
    desk.page.timeline.setFocus()
    desk.press("Alt+Up", "Enter")
    assert bar(desk, hall["booking"]).resource == hall["two"]
    QTest.keyClick(desk.page.timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.press("Enter")
    assert bar(desk, hall["booking"]).begins == at(12, 9, 30)
    held = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(desk.page.timeline, Qt.Key.Key_Right, held)
    desk.press("Enter")
    assert bar(desk, hall["booking"]).ends == at(12, 12)
    desk.press("Ctrl+Z")
    assert bar(desk, hall["booking"]).ends == at(12, 11, 30)
    QTest.keyClick(desk.page.timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.press("Esc")
    assert bar(desk, hall["booking"]).begins == at(12, 9, 30)


def drag(desk: Desk, start: tuple[int, datetime], end: tuple[int, datetime]) -> None:
    timeline = desk.page.timeline
    geometry = timeline._geometry
    points = [
        QPoint(int(geometry.x(row, moment)) + 3, geometry.top(row) + geometry.row_height // 2)
        for row, moment in (start, end)
    ]
    viewport = timeline.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
    QTest.mouseMove(viewport, points[1])
    # A move by QTest carries no button on this platform.

    moved = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(points[1]),
        viewport.mapToGlobal(QPointF(points[1])),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    timeline.mouseMoveEvent(moved)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[1])
    desk.settle()


def test_a_booking_is_dragged_to_another_device_and_time(desk: Desk, hall: dict[str, str]) -> None:
    desk.window.resize(1280, 720)
    desk.settle()
    rows = [row.lane.eid for row in desk.page.timeline._board.rows]
    drag(desk, (rows.index(hall["one"]), at(12, 9, 30)), (rows.index(hall["two"]), at(12, 14, 30)))
    moved = bar(desk, hall["booking"])
    assert (moved.resource, moved.begins, moved.ends) == (hall["two"], at(12, 14), at(12, 16))


def test_dropping_on_what_is_shut_leaves_it_where_it_was(desk: Desk, hall: dict[str, str]) -> None:
    rows = [row.lane.eid for row in desk.page.timeline._board.rows]
    here = rows.index(hall["one"])
    drag(desk, (here, at(12, 9, 30)), (here, at(12, 12, 30)))
    assert bar(desk, hall["booking"]).begins == at(12, 9)
    assert "没有搬动" in desk.message()


def test_from_check_in_to_confirmation(desk: Desk, hall: dict[str, str], clock: SetClock) -> None:
    clock.moment = at(12, 9)
    desk.press("F5")
    desk.page.timeline.select(hall["booking"])
    desk.page.timeline.setFocus()
    desk.press("F9")
    dialog: Any = desk.dialog()
    dialog.form.fields["signed_out"].set_value(True)
    desk.press("F9")
    close_paper(desk, "handover")
    assert bar(desk, hall["booking"]).phase == "in_use"
    clock.moment = at(12, 10, 30)
    desk.press("F9")
    dialog = desk.dialog()
    dialog.form.fields["signed_back"].set_value(True)
    desk.press("F9")
    close_paper(desk, "handover")
    desk.press("F9")
    assert bar(desk, hall["booking"]).phase == "done"


def test_what_is_free_at_a_time_is_found_and_had_together(desk: Desk, hall: dict[str, str]) -> None:
    desk.press("Ctrl+F")
    dialog: Any = desk.dialog()
    dialog.what.setText("洛氏")
    dialog.day.set_value("2026-03-12")
    dialog.time.set_value("14:00-15:00")
    dialog.look()
    assert [line.free for line in (dialog.model.row_at(0), dialog.model.row_at(1))] == [True, True]
    dialog.table.view.selectAll()
    desk.press("F9")
    fill(desk, hall)
    close_paper(desk, "booking")
    work = desk.window.work
    shown = views.diary(work.house, work.actor, at(12, 0).date())
    assert [[one.begins for one in lane.bars if one.begins == at(12, 14)] for lane in shown.lanes] == [[at(12, 14)]] * 2


def test_a_failure_brings_the_call_list(desk: Desk, hall: dict[str, str], dialogs: AnsweringDialogs) -> None:
    dialogs.picks = ["shut"]
    desk.press("Ctrl+O")
    dialog: Any = desk.dialog()
    dialog.form.fields["ends_on"].set_value("2026-03-20")
    desk.press("F9")
    listed: Any = desk.dialog()
    assert listed.model.rowCount() == 1
    dialogs.picks = ["0"]
    desk.press("Enter")
    assert bar(desk, hall["booking"]).resource == hall["two"]
    assert listed.model.rowCount() == 0


def test_week_and_days_are_leafed_through(desk: Desk, hall: dict[str, str]) -> None:
    page = desk.page
    desk.press("Ctrl+D")
    assert "3月9日 至 3月15日" in page.shown.text()
    desk.press("Ctrl+D")
    assert len(page.timeline._board.rows) == 7
    desk.press("Ctrl+PgDown")
    assert "3月16日" in page.shown.text()
    desk.press("Ctrl+D", "Ctrl+PgUp")
    assert page.view.value() == "day"


def test_the_cursor_skips_the_night_in_the_week(desk: Desk, hall: dict[str, str]) -> None:
    desk.press("Ctrl+D")
    timeline = desk.page.timeline
    timeline.setFocus()
    timeline._at = at(12, 17, 30)
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    assert timeline._at == at(13, 8)
    QTest.keyClick(timeline, Qt.Key.Key_Left)
    assert timeline._at == at(12, 17, 30)


def test_a_calendar_file(desk: Desk, hall: dict[str, str], dialogs: AnsweringDialogs, tmp_path: Any) -> None:
    file = tmp_path / "dates.ics"
    dialogs.files = [str(file)]
    desk.press("Ctrl+S")
    lines = file.read_bytes().decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "DTSTART:20260312T010000Z" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "陈演练" not in file.read_text("utf-8")


def test_a_board_is_read_back_as_it_is_drawn(desk: Desk, hall: dict[str, str]) -> None:
    for _ in range(3):
        board = desk.page.timeline._board
        for row in board.rows:
            for hour in range(board.low // 60, board.high // 60):
                moment = row.origin + timedelta(hours=hour, days=board.days - 1)
                assert board.moment(row, board.place(row, moment) + 1e-9, 30) == moment
        desk.press("Ctrl+D")


def test_photos_are_pasted_and_looked_at(
    desk: Desk, hall: dict[str, str], dialogs: AnsweringDialogs, tmp_path: Any
) -> None:
    desk.press("Ctrl+E")
    dialog: Any = desk.dialog()
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(picture)
    desk.press("Ctrl+V")
    assert dialog.model.rowCount() == 1
    assert dialog._picture.size() == picture.size()
    bad = tmp_path / "run.exe"
    bad.write_bytes(b"MZ")
    dialog.add([bad])
    assert "不能放" in dialog._told.text()
    copy = tmp_path / "copy.png"
    dialogs.files = [str(copy)]
    dialog.table.setFocus()
    desk.press("Enter")
    assert copy.read_bytes().startswith(b"\x89PNG")
    desk.press("Ctrl+D")
    assert dialog.model.rowCount() == 0


def test_the_public_list_goes_out_as_a_table(
    desk: Desk, hall: dict[str, str], dialogs: AnsweringDialogs, tmp_path: Any
) -> None:
    file = tmp_path / "list.csv"
    dialogs.files = [str(file)]
    desk.press("Ctrl+S")
    assert "洛氏硬度 GB/T 230.1" in file.read_text("utf-8-sig")
    assert "2 台" in desk.message()
