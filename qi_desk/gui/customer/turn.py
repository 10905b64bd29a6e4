"""The customer's screen and the desk together: what is read back, who is asked for what, monitors that come and go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QScreen
from PySide6.QtWidgets import QApplication

from qi_desk.gui.customer.panels import Hall
from qi_desk.gui.customer.screen import CustomerScreen, second_screen
from qi_desk.gui.customer.touch import KEYS
from qi_desk.services import board
from qi_desk.services.board import Board
from qi_desk.services.feedback import surveys

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow
    from qi_desk.services.outcomes import Changes

_HALL = frozenset({"visit", "matter"})


class CustomerSide(QObject):
    """One for the window. With a second monitor the customer's screen stands there all day; with one alone it is turned
    to the customer when they are asked for something, and Esc turns it back without an answer."""

    # A rating or a signature was handed in, or refused.
    answered = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.work = window.work
        # Without a parent, so that a dialog of the desk does not keep the customer waiting; it goes with this object.
        self.screen = CustomerScreen()
        self.destroyed.connect(self.screen.deleteLater)
        self.screen.doubted.connect(self._on_doubt)
        self.screen.confirmed.connect(self._on_confirm)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._on_screens)
        app.screenRemoved.connect(self._on_screen_gone)
        self.work.changed.connect(self._on_changed)
        window.desk.moment_shown.connect(self.read_back)
        self._turned = False

    def begin(self) -> None:
        """Somebody is signed in: stand where the customer looks, if there is such a place."""
        self.place()
        self._read_hall()

    def finish(self) -> None:
        """Nobody is signed in: nothing of anybody is shown."""
        self.screen.forget()
        self.screen.hide()

    def leave(self) -> None:
        """The desk is gone for good, and this with it."""
        self._set_turned(False)
        self.screen.forget()
        self.screen.close()
        self.deleteLater()

    def place(self, gone: QScreen | None = None) -> None:
        """Go to the other monitor; without one, stand nowhere unless turned to the customer."""
        other = second_screen(self._window.screen(), gone)
        self._set_turned(self._turned and other is None)
        self.screen.stand_on(other if other is not None else self._window.screen() if self._turned else None)

    def _set_turned(self, turned: bool) -> None:
        """While the only monitor is the customer's, what the keyboard types goes nowhere: nobody sees the desk."""
        if turned == self._turned:
            return
        self._turned = turned
        app = QApplication.instance()
        assert app is not None
        if turned:
            app.installEventFilter(self)
        else:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys while the monitor is turned: Esc turns it back, the others are nobody's."""
        if event.type() not in KEYS:
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.screen.cancel()
            self.turn_back()
        event.accept()
        return True

    def _on_screens(self, _screen: QScreen) -> None:
        if self.work.signed_in:
            self.place()

    def _on_screen_gone(self, gone: QScreen) -> None:
        if self.screen.isVisible() and self.screen.screen() is gone:
            # Qt would lay this window over the desk's: it is put away, and what was begun on it is kept.
            self.screen.hide()
        if not self.work.signed_in:
            return
        self.place(gone)
        if self.screen.busy and not self.screen.isVisible():
            following = "接好后会自动接着来，或按 Ctrl+R 转屏给客户"
            self._window.desk.bar.tell("warning", "客户屏断开了，客户写了一半的都在", "", following)

    @property
    def standing(self) -> bool:
        """Whether the customer has a monitor of their own."""
        return self.screen.isVisible() and not self._turned

    def turn(self) -> None:
        """Ctrl+R: turn the only monitor to the customer, or back."""
        if self.screen.isVisible() and self._turned:
            self.turn_back()
            return
        self._set_turned(second_screen(self._window.screen()) is None)
        self.place()

    def turn_back(self) -> None:
        """Esc: the only monitor is the desk's again. What was asked for is left without an answer."""
        if self._turned:
            self._set_turned(False)
            self.place()
            self._window.activateWindow()

    def cover(self, covered: bool) -> None:
        """The shutter is over both screens."""
        self.screen.cover(covered)

    def read_back(self) -> None:
        """Show what the page has typed for the customer."""
        page = self._window.desk.page
        self.screen.show_lines(page.read_back() if page is not None else ())

    def _on_doubt(self, name: str) -> None:
        self._window.desk.bar.tell("warning", f"客户指出：{name} 不对", "", "请改好，客户屏会跟着变")

    def _on_confirm(self) -> None:
        self._window.desk.bar.tell("success", "客户在屏上确认无误", "", "")

    def _on_changed(self, changes: Changes, _source: object) -> None:
        if changes.kinds & _HALL:
            self._read_hall()

    def _read_hall(self) -> None:
        if self.work.signed_in:
            self.work.ask(board.board, owner=self, done=self._on_board, exclusive="customer-hall")

    def _on_board(self, found: Board) -> None:
        called = tuple((one.ticket, one.window) for one in found.lanes["called"])
        waiting = tuple(one.ticket for one in found.lanes["waiting"])
        self.screen.show_hall(self._window.status.station, Hall(called, waiting))

    def ask_rating(self, survey: str, what: str) -> None:
        """Hand a survey to the customer; what they touch is written down without passing the desk's keyboard."""

        def done(answers: Mapping[str, Any] | None) -> None:
            self.turn_back()
            if answers is None:
                self._window.desk.bar.tell("accent", "客户选择不评价，记为未评价", "", "评价单上有编号，想起来还可以评")
                return
            self.work.act(
                surveys.rate_on_screen,
                survey,
                answers,
                owner=self,
                done=self._on_rated,
                failed=self._window.work.tell,
            )

        self.screen.ask_rating(what, done)
        self._turn_to()

    def _on_rated(self, survey: str) -> None:
        self._window.desk.bar.tell("success", "客户已评价，谢谢客户", "", "")
        self.answered.emit(survey)

    def ask_signature(self, what: str, done: Callable[[bytes], None]) -> None:
        """Let the customer sign for `what`; `done` gets a PNG."""

        def signed(image: QImage) -> None:
            self.turn_back()
            done(png_of(image))

        self.screen.ask_signature(what, signed)
        self._turn_to()

    def _turn_to(self) -> None:
        if not self.screen.isVisible():
            self._set_turned(second_screen(self._window.screen()) is None)
            self.place()


def png_of(image: QImage) -> bytes:
    """A picture as the bytes of a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
