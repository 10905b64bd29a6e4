"""What was copied of a person leaves the clipboard by itself."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from qi_desk.gui import clipboard_watch
from tests.gui.pageobjects.desk import Desk

PHONE = "联系人电话 13800000012，请回电"


def copied() -> str:
    return QGuiApplication.clipboard().text()


def copy(desk: Desk, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    desk.settle()


def test_a_telephone_number_goes_after_a_minute(desk: Desk) -> None:
    copy(desk, PHONE)
    pause = desk.window.clipboard._pause
    assert pause.isActive()
    assert pause.interval() == 60_000
    assert copied() == PHONE
    pause.timeout.emit()
    assert copied() == ""


def test_at_once_when_somebody_locks(desk: Desk) -> None:
    copy(desk, PHONE)
    desk.window.lock()
    desk.settle()
    assert copied() == ""


@pytest.mark.parametrize("text", ["受理编号 PY03-XQ-20260310-A-0007-K", "您好，请稍等。", ""])
def test_what_names_nobody_stays(desk: Desk, text: str) -> None:
    copy(desk, text)
    assert not desk.window.clipboard._pause.isActive()
    desk.window.lock()
    assert copied() == text


def test_what_was_copied_since_stays(desk: Desk) -> None:
    copy(desk, PHONE)
    copy(desk, "您好")
    desk.window.clipboard._pause.timeout.emit()
    assert copied() == "您好"


def test_the_history_of_windows_passes_it_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's name is faked: it was not run on Windows, where these formats reach the system."""
    monkeypatch.setattr(clipboard_watch.sys, "platform", "win32")
    copy(desk, PHONE)
    laid = QGuiApplication.clipboard().mimeData()
    assert copied() == PHONE
    assert {name: bytes(laid.data(name).data()) for name in clipboard_watch.OUT_OF_HISTORY} == (
        clipboard_watch.OUT_OF_HISTORY
    )
    desk.window.clipboard._pause.timeout.emit()
    assert copied() == ""


def test_what_names_nobody_is_left_as_it_was_copied(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard_watch.sys, "platform", "win32")
    copy(desk, "您好，请稍等。")
    assert not any(map(QGuiApplication.clipboard().mimeData().hasFormat, clipboard_watch.OUT_OF_HISTORY))
