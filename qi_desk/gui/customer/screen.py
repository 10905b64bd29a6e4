"""The customer's window: what it shows, where it stands, and what happens when its monitor goes.

It keeps what a customer began (a signature, a rating half given) whatever becomes of monitors, and shows nothing of
one customer to the next: another page, another visitor or the shutter brings the welcome back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage, QScreen, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from qi_desk.gui.customer.panels import (
    Hall,
    Panel,
    RatingPanel,
    ReadBackPanel,
    SignPanel,
    ThanksPanel,
    WelcomePanel,
)

_THANKS_MS = 4_000


class CustomerScreen(QWidget):
    """One window, on the second monitor where there is one. It has no keyboard: it never takes the focus."""

    doubted = Signal(str)
    confirmed = Signal()

    def __init__(self) -> None:
        # It never gets the keyboard: what the desk types stays at the desk, whatever the customer touches.
        flags = Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        super().__init__(None, flags)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWindowTitle("客户屏")
        self._root = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._root)
        self.station = ""
        self._hall = Hall()
        self._lines: tuple[tuple[str, str], ...] = ()
        self._doubted: list[str] = []
        self._covered = False
        self._done: Callable[[Any], None] | None = None
        self._busy: Panel | None = None
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(_THANKS_MS)
        self._back.timeout.connect(self.rest)
        self._stale = True

    @property
    def panel(self) -> QWidget:
        """What is shown, or would be."""
        if self._stale:
            self.rest()
        return self._root.currentWidget()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.rest()

    @property
    def busy(self) -> bool:
        """Whether the customer is in the middle of signing or rating."""
        return self._busy is not None

    def _put(self, panel: Panel) -> None:
        before = self._root.currentWidget()
        self._stale = False
        self._root.addWidget(panel)
        self._root.setCurrentWidget(panel)
        if before not in (None, self._busy, panel):
            self._root.removeWidget(before)
            before.deleteLater()

    def rest(self) -> None:
        """Nobody's data: welcome and queue, or what was being read back."""
        self._stale = False
        self._back.stop()
        if self._covered or not self._lines:
            self._put(WelcomePanel(self.station, Hall() if self._covered else self._hall))
        else:
            panel = ReadBackPanel(self._lines, self._doubted)
            panel.doubted.connect(self._on_doubt)
            panel.confirmed.connect(self._on_confirm)
            self._put(panel)

    def show_hall(self, station: str, hall: Hall) -> None:
        """Who is called and who waits."""
        if (station, hall) != (self.station, self._hall):
            self.station, self._hall = station, hall
            self._refresh()

    def show_lines(self, lines: Sequence[tuple[str, str]]) -> None:
        """What is being typed for the customer in front; none brings the welcome back."""
        if tuple(lines) != self._lines:
            changed = {name for name, value in self._lines if dict(lines).get(name) != value}
            self._doubted = [name for name in self._doubted if name not in changed]
            self._lines = tuple(lines)
            self._refresh()

    def _refresh(self) -> None:
        if self._busy is not None or self._back.isActive():
            return
        # Nobody looks at a screen that is not there: its panel is made when it is.
        self._stale = True
        if self.isVisible():
            self.rest()

    def _on_doubt(self, name: str) -> None:
        if name in self._doubted:
            self._doubted.remove(name)
        else:
            self._doubted.append(name)
            self.doubted.emit(name)
        self.rest()

    def _on_confirm(self) -> None:
        self.confirmed.emit()
        self._thank("谢谢，信息已核对。")

    def ask_signature(self, what: str, done: Callable[[QImage], None]) -> None:
        """Let the customer sign for `what`; `done` gets the picture."""
        panel = SignPanel(what)
        panel.signed.connect(self._on_answer)
        self._begin(panel, done)

    def ask_rating(self, what: str, done: Callable[[Mapping[str, Any] | None], None]) -> None:
        """Let the customer rate; `done` gets the answers, or None from one who would rather not."""
        panel = RatingPanel(what)
        panel.rated.connect(self._on_answer)
        self._begin(panel, done)

    def _begin(self, panel: Panel, done: Callable[[Any], None]) -> None:
        self.cancel()
        self._back.stop()
        self._busy, self._done = panel, done
        if not self._covered:
            self._put(panel)

    def _on_answer(self, answer: Any) -> None:
        done, self._done, self._busy = self._done, None, None
        self._lines, self._doubted = (), []
        self._thank("谢谢您！")
        if done is not None:
            done(answer)

    def cancel(self) -> None:
        """The desk takes back what it asked for; nothing of it is kept."""
        if self._busy is not None:
            panel, self._busy, self._done = self._busy, None, None
            if panel is not self._root.currentWidget():
                self._root.removeWidget(panel)
                panel.deleteLater()
            self.rest()

    def _thank(self, text: str) -> None:
        self._put(ThanksPanel(text))
        self._back.start()

    def forget(self) -> None:
        """This customer is gone: nothing of theirs stays on the screen."""
        self.cancel()
        self._lines, self._doubted = (), []
        self.rest()

    def cover(self, covered: bool) -> None:
        """The privacy shutter: nothing of anybody while it is down; what was begun is there again afterwards."""
        if covered == self._covered:
            return
        self._covered = covered
        if covered or self._busy is None:
            self.rest()
        else:
            self._put(self._busy)

    def stand_on(self, screen: QScreen | None) -> None:
        """Fill a monitor, or none: hidden, with everything kept, until one is there again."""
        if screen is None:
            self.hide()
            return
        area: QRect = screen.geometry()
        self.setScreen(screen)
        self.setGeometry(area)
        # Not showFullScreen, which asks for the keyboard.
        self.setWindowState(Qt.WindowState.WindowFullScreen)
        self.show()


def second_screen(staff: QScreen | None, gone: QScreen | None = None) -> QScreen | None:
    """The monitor that is neither the desk's nor just `gone`, None where there is no other."""
    return next((screen for screen in QGuiApplication.screens() if screen not in (staff, gone)), None)
