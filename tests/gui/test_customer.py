"""The customer's screen: theirs alone, touched and never typed at."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from qi_desk.gui.customer.panels import RatingPanel, ReadBackPanel, SignPanel, WelcomePanel
from qi_desk.gui.customer.touch import SignaturePad, Tile
from qi_desk.gui.customer.turn import png_of
from qi_desk.services import reception
from qi_desk.services.reception import WalkIn
from tests.gui.customer_side import Customer
from tests.gui.pageobjects.desk import Desk
from tests.support.stations import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SCREENS = {
    "screens": [
        {"name": name, "x": x, "y": 0, "width": wide, "height": 720, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1.0}
        for name, x, wide in (("desk", 0, 1280), ("customer", 1280, 1024))
    ]
}


@pytest.fixture
def customer(desk: Desk) -> Iterator[Customer]:
    yield Customer(desk)
    if desk.window.desk is not None:
        desk.window.customer.turn_back()


def test_nobody_waits_and_nobody_is_named(desk: Desk, customer: Customer) -> None:
    work = desk.window.work
    entry = WalkIn(subject="校准", name="陈演练", organisation="广州示范精密仪器有限公司")
    reception.check_in(work.house, work.actor, entry)
    desk.press("F5")
    desk.press("F6")
    assert isinstance(customer.panel, WelcomePanel)
    assert "请 A001 到" in customer.reads()
    assert "陈" not in customer.reads()
    assert "示范精密" not in customer.reads()


def test_what_is_typed_is_read_back_line_by_line(desk: Desk, customer: Customer) -> None:
    desk.window.desk.go("intake", {})
    desk.page.restore({"client": "广州示范精密仪器有限公司", "contact": "陈演练", "phone": "13800001234"})
    desk.window.desk.show_moment()
    assert isinstance(customer.panel, ReadBackPanel)
    assert "13800001234" in customer.reads()
    (wrong, *_) = [tile for tile in customer.panel.findChildren(Tile) if tile.accessibleName() == "不对"]
    customer.touch(wrong)
    assert "客户指出：单位 不对" in desk.message()
    desk.page.restore({"client": "佛山虚构仪表厂", "contact": "陈演练", "phone": "13800001234"})
    desk.window.desk.show_moment()
    assert "已标出" not in customer.reads()
    customer.touch(customer.panel.right)
    assert "确认无误" in desk.message()


def test_another_page_shows_nothing_of_the_last_customer(desk: Desk, customer: Customer) -> None:
    desk.window.desk.go("intake", {})
    desk.page.restore({"contact": "陈演练", "phone": "13800001234"})
    desk.window.desk.show_moment()
    assert "13800001234" in customer.reads()
    desk.window.desk.go("request", {})
    desk.window.desk.show_moment()
    assert "13800001234" not in customer.reads()
    desk.window.desk.go("intake", {})
    desk.window.desk.show_moment()
    desk.press("Ctrl+Shift+L")
    assert isinstance(customer.panel, WelcomePanel)


def test_no_key_reaches_the_rating(desk: Desk, customer: Customer) -> None:
    given: list[Any] = []
    customer.screen.ask_rating("某事", given.append)
    customer.every_key_everywhere()
    assert given == []
    assert customer.panel.answers() == {"reasons": []}
    customer.touch(customer.panel.grades[4])
    customer.every_key_everywhere()
    assert given == []
    assert customer.panel.answers()["overall"] == 4
    customer.touch(customer.panel.reasons["warm"])
    customer.touch(customer.panel.items["attitude"][5])
    customer.touch(customer.panel.hand_in)
    assert given == [{"overall": 4, "attitude": 5, "reasons": ["warm"]}]
    assert "谢谢" in customer.reads()


def test_no_key_reaches_the_signature(desk: Desk, customer: Customer) -> None:
    given: list[Any] = []
    customer.screen.ask_signature("受理回执", given.append)
    assert isinstance(customer.panel, SignPanel)
    customer.every_key_everywhere()
    assert customer.panel.pad.empty
    customer.touch(customer.panel.done)
    assert given == []
    customer.sign()
    customer.every_key_everywhere()
    assert given == []
    customer.touch(customer.panel.done)
    (picture,) = given
    assert png_of(picture).startswith(b"\x89PNG")


def test_a_tap_is_no_signature_and_signing_begins_anew(desk: Desk, customer: Customer) -> None:
    customer.screen.ask_signature("受理回执", lambda _image: None)
    pad: SignaturePad = customer.panel.pad
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton)
    assert pad.empty
    customer.sign()
    assert not pad.empty
    customer.touch(customer.panel.again)
    assert pad.strokes() == []


def test_a_signature_keeps_its_shape_whatever_the_screen_does(desk: Desk) -> None:
    pad = SignaturePad()
    pad.resize(400, 160)
    pad.begin(QPointF(40, 16))
    for step in range(9):
        pad.go_on(QPointF(40 + 30 * step, 16 + 12 * step))
    before = pad.strokes()
    pad.resize(1200, 300)
    assert pad.strokes() == before
    dark = [pad.image().pixelColor(x, y).lightness() for x in range(0, 900, 9) for y in range(0, 360, 9)]
    assert min(dark) < 60
    pad.deleteLater()


def test_a_finger_rates_and_a_pen_signs(desk: Desk, customer: Customer) -> None:
    given: list[Any] = []
    customer.screen.ask_rating("某事", given.append)
    customer.screen.show()
    desk.settle()
    finger = QTest.createTouchDevice()
    for tile in (customer.panel.grades[3], customer.panel.hand_in):
        place = tile.rect().center()
        QTest.touchEvent(tile, finger).press(0, place, tile).commit()
        QTest.touchEvent(tile, finger).release(0, place, tile).commit()
        desk.settle()
    assert given == [{"overall": 3, "reasons": []}]
    customer.screen.ask_signature("受理回执", given.append)
    pad = customer.panel.pad
    kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * 12, QEvent.Type.TabletRelease]
    for step, kind in enumerate(kinds):
        QApplication.sendEvent(pad, pen_at(kind, QPointF(30 + 15 * step, 40 + 20 * (step % 3))))
    assert not pad.empty
    assert customer.panel.done.isEnabled()


def pen_at(kind: QEvent.Type, place: QPointF) -> QTabletEvent:
    """A pen on the screen."""
    pen = QPointingDevice.primaryPointingDevice()
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    return QTabletEvent(kind, pen, place, place, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, none, left, left)


def test_silence_is_never_a_grade(desk: Desk, customer: Customer) -> None:
    given: list[Any] = []
    customer.screen.ask_rating("某事", given.append)
    customer.touch(customer.panel.skip)
    assert given == [None]


def test_esc_takes_back_what_was_asked_for(desk: Desk, customer: Customer) -> None:
    given: list[Any] = []
    customer.screen.ask_rating("某事", given.append)
    desk.press("Esc")
    assert not customer.screen.busy
    assert given == []


def test_the_shutter_is_over_both_screens_and_keeps_what_was_begun(desk: Desk, customer: Customer) -> None:
    desk.window.desk.go("intake", {})
    desk.page.restore({"contact": "陈演练", "phone": "13800001234"})
    desk.window.desk.show_moment()
    customer.screen.ask_rating("某事", lambda _answers: None)
    customer.touch(customer.panel.grades[2])
    desk.press("F12")
    assert isinstance(customer.panel, WelcomePanel)
    assert "13800001234" not in customer.reads()
    desk.press("A")
    assert isinstance(customer.panel, RatingPanel)
    assert customer.panel.answers()["overall"] == 2


def test_the_only_monitor_is_turned_and_the_keyboard_then_types_nowhere(desk: Desk, customer: Customer) -> None:
    desk.window.desk.go("intake", {})
    desk.field("contact").input.setFocus()
    desk.press("Ctrl+R")
    assert customer.screen.isVisible()
    desk.write("ABC")
    assert desk.field("contact").value() == ""
    desk.press("Esc")
    assert not customer.screen.isVisible()
    desk.field("contact").input.setFocus()
    desk.write("ABC")
    assert desk.field("contact").value() == "ABC"


def test_signing_out_and_in_again_leaves_one_screen(desk: Desk, customer: Customer, door: Any) -> None:
    window = desk.window
    window.sign_out()
    desk.settle()
    assert window.desk is None
    window.arrive(door.enter(door.entrants()[0].account, PASSWORD))
    desk.settle()
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    app.screenAdded.emit(app.primaryScreen())
    desk.settle()
    assert window.customer.screen is not customer.screen
    assert not isValid(customer.screen)


def test_two_monitors(tmp_path: Path) -> None:
    """The platform has as many monitors as it was started with: a process of its own has two."""
    file = tmp_path / "screens.json"
    file.write_text(json.dumps(SCREENS), encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={file}"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "tests/gui/two_monitors.py"]
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=240, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:]
