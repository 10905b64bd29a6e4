"""Watching the person's absence and the window's breath."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

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
    """Tells when nobody has touched keyboard or mouse for some minutes."""

    idled = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idled)

    def start(self, minutes: int) -> None:
        """Begin to watch."""
        self._timer.setInterval(minutes * 60_000)
        self._timer.start()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
            app.installEventFilter(self)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS:
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
        from qi_desk import wording

        self.stop()
        said = wording.sentence(error)
        self._work.told.emit("danger", said.what, said.safe, said.next)


class Watchdog(QObject):
    """Measures the longest time the GUI thread kept the window waiting, in milliseconds. For tests and benchmarks."""

    _BEAT_MS = 1

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(self._BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self._last) * 1000 - self._BEAT_MS)
        self._last = now

    def __enter__(self) -> Self:
        self._last = time.perf_counter()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.stop()
