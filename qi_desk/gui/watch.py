"""Watching the person's absence and the soundness of the chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

if TYPE_CHECKING:
    from qi_desk.domain.errors import Expected
    from qi_desk.gui.workplace import Workplace
    from qi_desk.services.oversight import Walked

_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class IdleWatch(QObject):
    """Tells when nobody has touched keyboard or mouse for some minutes.

    It listens at the window and the field in use, where hands are felt; listening to all events of the program would
    cost a third of the time in which a page is made.
    """

    idled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idled)
        self._heard: dict[str, QObject] = {}
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusWindowChanged.connect(self._on_window)
        app.focusObjectChanged.connect(self._on_field)

    def start(self, minutes: int) -> None:
        """Begin to watch."""
        self._timer.setInterval(minutes * 60_000)
        self._timer.start()
        self._on_window(QApplication.focusWindow())
        self._on_field(QApplication.focusObject())

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def _on_window(self, window: QObject | None) -> None:
        self._hear("window", window)

    def _on_field(self, field: QObject | None) -> None:
        self._hear("field", field)

    def _hear(self, place: str, what: QObject | None) -> None:
        before = self._heard.pop(place, None)
        if before is not None and isValid(before):
            before.removeEventFilter(self)
        if what is not None:
            what.installEventFilter(self)
            self._heard[place] = what

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._timer.isActive() and event.type() in _SIGNS:
            self._timer.start()
        return False


class ChainWatch(QObject):
    """Walks the chain of operations from its first, a step between other work, and tells what is not as written."""

    _PAUSE_MS = 20

    def __init__(self, work: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._walked: Walked | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(self._PAUSE_MS)
        self._pause.timeout.connect(self._step)

    def begin(self) -> None:
        """Walk it once, from the first operation."""
        from qi_desk.services.oversight import Walked

        self._walked = Walked()
        self._pause.start()

    def stop(self) -> None:
        """Walk no further."""
        self._pause.stop()
        self._walked = None

    def _step(self) -> None:
        from qi_desk.services import oversight

        if self._walked is not None and self._work.signed_in:
            self._work.ask(oversight.walk_chain, self._walked, owner=self, done=self._on_walked, failed=self._on_broken)

    def _on_walked(self, walked: Walked) -> None:
        if self._walked is None:
            return
        self._walked = None if walked.finished else walked
        if not walked.finished:
            self._pause.start()

    def _on_broken(self, error: Expected) -> None:
        self.stop()
        self._work.tell(error)
