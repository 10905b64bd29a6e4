"""F1 opens the manual where it is needed, beside the work; everything in it goes by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from qi_desk.domain.errors import PaperError
from qi_desk.gui import theme
from qi_desk.gui.help.window import HelpWindow
from qi_desk.gui.pages.registry import PAGES
from tests.gui.fakes import RememberingPrinter
from tests.gui.pageobjects.desk import _KEYS, _MODIFIERS, Desk
from tests.support.stations import PASSWORD
from tests.support.watchdog import Watchdog

_ARROWS = {"Left": Qt.Key.Key_Left, "Right": Qt.Key.Key_Right}
NAMES = [page.name for page in PAGES if not page.practice_only]
LONGEST_MS = 250
"""As in test_watch: what is promised is a fifth of it; here all jobs run on the one thread."""


def manual(desk: Desk) -> HelpWindow:
    """The manual's window, which must be open."""
    shown = desk.window.help.shown
    assert shown is not None
    return shown


def press(window: HelpWindow, *names: str) -> None:
    """Keys to the manual's window."""
    for name in names:
        *modifiers, key = name.split("+")
        held = _MODIFIERS[modifiers[0]] if modifiers else Qt.KeyboardModifier.NoModifier
        window.activateWindow()
        QApplication.processEvents()
        QTest.keyClick(QApplication.focusWidget() or window, _ARROWS.get(key) or _KEYS[key], held)
        QApplication.processEvents()


def shown_text(window: HelpWindow) -> str:
    return window.reader.toPlainText()


@pytest.mark.parametrize("name", NAMES)
def test_f1_opens_the_chapter_of_the_page_in_front(desk: Desk, name: str) -> None:
    desk.window.desk.go(name, {})
    desk.press("F1")
    window = manual(desk)
    assert window.place == name
    title = next(page.title for page in PAGES if page.name == name)
    assert title in window.windowTitle()
    assert "这一页的按键" in shown_text(window)


def test_it_stays_open_beside_the_work(desk: Desk) -> None:
    desk.press("F1")
    window = manual(desk)
    assert not window.isModal()
    desk.press("F2")
    assert isinstance(QApplication.activeModalWidget(), QDialog)
    desk.press("F1")
    assert manual(desk) is window
    assert window.place == "reception#walk-in"
    press(window, "PgDown")
    desk.press("Esc")
    desk.window.desk.go("intake", {})
    assert window.isVisible()


def test_before_anybody_signed_in_it_tells_how(closed_desk: Desk) -> None:
    closed_desk.press("F1")
    window = manual(closed_desk)
    assert window.place == "signing-in"
    assert not window.print_button.isEnabled()


def test_a_message_leads_to_its_entry(desk: Desk) -> None:
    desk.window.work.tell(PaperError("printer.vanished", printer="前台激光"))
    desk.settle()
    assert desk.window.desk.bar.help.isVisible()
    desk.press("F1")
    window = manual(desk)
    assert window.place == "messages-paper#error.printer.vanished"
    assert "下一步：请检查打印机是否开机联网" in shown_text(window)
    desk.press("Esc")
    desk.press("F1")
    assert window.place == desk.page.name


def test_good_news_need_no_help(desk: Desk) -> None:
    desk.window.work.tell(PaperError("printer.vanished", printer="前台激光"))
    desk.window.work.told.emit("success", "已保存", "", "")
    assert not desk.window.desk.bar.help.isVisible()
    assert desk.window.desk.bar.code == ""


def test_searching_reading_and_going_back_by_keyboard(desk: Desk) -> None:
    desk.press("F1")
    window = manual(desk)
    begun = window.place
    press(window, "F3")
    assert window.line.hasFocus()
    QTest.keyClicks(window.line, "hfm")
    assert window.contents.hits()[0].target == "recovery"
    press(window, "Down", "Up", "Enter")
    assert window.place == "recovery"
    assert window.reader.hasFocus()
    assert "恢复码" in window.reader.marked()
    press(window, "Esc")
    assert window.line.text() == ""
    press(window, "Alt+Left")
    assert window.place != "recovery"
    while window.back_button.isEnabled():
        press(window, "Alt+Left")
    assert window.place == begun
    press(window, "Alt+Right")
    assert window.place != begun
    press(window, "Esc")
    assert desk.window.help.shown is None


def test_the_contents_lead_on_by_arrows(desk: Desk) -> None:
    desk.press("F1")
    window = manual(desk)
    press(window, "F1")
    assert window.contents.tree.hasFocus()
    press(window, "Down")
    assert window.place == "intake"


def test_nothing_found_is_said(desk: Desk) -> None:
    desk.press("F1")
    window = manual(desk)
    window.line.setText("鑫鑫鑫鑫")
    assert window.contents.hits() == ()
    assert "没有查到" in window.contents._count.text()


def test_a_link_stays_within_the_manual(desk: Desk) -> None:
    desk.press("F1")
    window = manual(desk)
    window.reader.anchorClicked.emit(QUrl("recovery#forgotten"))
    assert window.place == "recovery#forgotten"
    for elsewhere in ("https://example.com/", "file:///etc/hostname", "nowhere#at-all"):
        window.reader.anchorClicked.emit(QUrl(elsewhere))
        assert window.place == "recovery#forgotten"
        assert window.reader.loadResource(2, QUrl(elsewhere)) is None


def test_pictures_are_as_wide_as_there_is_room(desk: Desk, qtbot: Any) -> None:
    desk.window.desk.go("reception", {})
    desk.press("F1")
    window = manual(desk)
    for width in (700, 1100):
        window.resize(width, 700)
        qtbot.waitUntil(lambda: not window.reader._fitting.isActive())
        assert f'width="{window.reader._width_of("reception.png")}"' in window.reader.toHtml()
        assert window.reader.document().size().width() <= window.reader.viewport().width() + 1


def test_it_follows_the_letters_and_the_theme_of_the_desk(desk: Desk, themed: QApplication, qtbot: Any) -> None:
    desk.press("F1")
    window = manual(desk)
    try:
        desk.window.change_look("dark", "largest")
        qtbot.waitUntil(lambda: theme.tokens("dark")["accent_strong"].lower() in window.reader.toHtml().lower())
        assert window.reader.document().defaultFont().pointSizeF() == theme.TEXT_POINTS["largest"]
        assert isinstance(window.font(), QFont)
    finally:
        theme.apply(themed, "light", "standard")


def test_a_chapter_is_printed_through_the_paper_dialog(desk: Desk, printer: RememberingPrinter) -> None:
    desk.press("F1")
    window = manual(desk)
    press(window, "F10")
    desk.settle()
    dialog = desk.dialog()
    assert type(dialog).__name__ == "PaperDialog"


def test_opening_it_keeps_nobody_waiting(desk: Desk) -> None:
    # Reading the manual is another thread's work in the program.
    desk.window.help.open_here()
    desk.settle()
    manual(desk).close()
    watch = Watchdog()
    with watch:
        for name in ("reception", "request", "booking"):
            watch.name = name
            desk.window.desk.go(name, {})
            desk.settle()
            watch.name = f"manual of {name}"
            desk.press("F1")
    assert {name: worked for name, worked in watch.worked.items() if worked > LONGEST_MS} == {}


def test_who_comes_back_finds_it_again(desk: Desk) -> None:
    desk.press("F1")
    desk.press("Ctrl+Shift+L")
    assert desk.window.help.shown is not None
    desk.write(PASSWORD)
    desk.press("Enter")
    desk.press("F1")
    assert manual(desk).place == desk.page.name


def test_a_form_leads_to_where_its_chapter_speaks_of_it(desk: Desk, door: Any) -> None:
    desk.window.desk.go("outreach", {})
    desk.press("Ctrl+N")
    assert desk.dialog() is not None
    desk.press("F1")
    assert manual(desk).place.startswith("outreach")


def test_there_is_a_button_for_who_knows_no_keys(desk: Desk) -> None:
    button = next(one for one in desk.window.desk.findChildren(QPushButton) if one.text() == "帮助 (F1)")
    assert button.isVisible()
    button.click()
    desk.settle()
    assert manual(desk).place == desk.page.name


def test_a_word_leads_to_its_section(desk: Desk) -> None:
    from qi_desk.gui.help.window import Topic

    desk.window.help.open(Topic(title="一次性告知", page="request"))
    desk.settle()
    assert manual(desk).place == "request#supplement"
    desk.window.help.open(Topic(title="没有这样的窗口", page="request"))
    desk.settle()
    assert manual(desk).place == "request"
