"""The count in the background: told to the window as it comes, stopped when nobody waits for it any more."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Signal

from qi_desk.services.figures.counting import Counted


class Count(QObject):
    """One count. `told` is handed to the work and called on its thread; the window hears by signal, on its own."""

    # The figures so far, each time there are more of them.
    more = Signal(object)
    # How much is done, in percent.
    come = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._known = 0

    def told(self, so_far: Counted, done: float) -> bool:
        """Heard on the worker's thread; False once the count was stopped."""
        if self._stop.is_set():
            return False
        if len(so_far.figures) > self._known:
            self._known = len(so_far.figures)
            self.more.emit(so_far)
        self.come.emit(int(100 * done))
        return True

    def stop(self) -> None:
        """Nobody waits for it any more."""
        self._stop.set()
