"""How far a long piece of work has come: told by a worker's thread, shown by the window, stopped by a person."""

from __future__ import annotations

import threading

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

_LOOK_MS = 100


class Watching(QWidget):
    """A line with a bar and a button that stops. `progress` and `cancelled` are handed to the work."""

    stopped = Signal()

    def __init__(self, parent: QWidget, *, stoppable: bool = True) -> None:
        super().__init__(parent)
        self._come = (0, 0)
        self._stop = threading.Event()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._label = QLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._button = QPushButton("取消", self)
        self._button.clicked.connect(self.stop)
        self._button.setVisible(stoppable)
        row.addWidget(self._label)
        row.addWidget(self._bar, 1)
        row.addWidget(self._button)
        self._looking = QTimer(self)
        self._looking.setInterval(_LOOK_MS)
        self._looking.timeout.connect(self._look)
        self.hide()

    def begin(self, doing: str) -> None:
        """Work begins."""
        self._doing = doing
        self._come = (0, 0)
        self._stop.clear()
        self._look()
        self.show()
        self._looking.start()

    def end(self) -> None:
        """It is over, one way or the other."""
        self._looking.stop()
        self.hide()

    def stop(self) -> None:
        """A person wants it to end; nothing is kept half-done."""
        self._stop.set()
        self._label.setText("正在取消……")
        self.stopped.emit()

    def progress(self, done: int, whole: int) -> None:
        """Told by the worker, on its thread."""
        self._come = (done, whole)

    def count(self, done: int) -> None:
        """Told by the worker, on its thread, where nobody knows how much there is."""
        self._come = (done, 0)

    def cancelled(self) -> bool:
        """Asked by the worker, on its thread."""
        return self._stop.is_set()

    def _look(self) -> None:
        if self._stop.is_set():
            return
        done, whole = self._come
        self._bar.setRange(0, whole)
        self._bar.setValue(done)
        so_far = f"{done}/{whole}" if whole else f"已收到 {done:,} 条" if done else ""
        self._label.setText(f"{self._doing} {so_far}".rstrip() + ("" if whole else "……"))
