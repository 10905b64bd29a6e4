"""One window for one station: a program started a second time hands over to the window that is there already."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow


class Waking(QObject):
    """Brings the window to the front whenever another program lays the file `wake` down."""

    def __init__(self, window: MainWindow, wake: Path) -> None:
        super().__init__(window)
        self._window = window
        self._wake = wake
        self._take_away()
        self._watcher = QFileSystemWatcher([str(wake.parent)], self)
        self._watcher.directoryChanged.connect(self._look)

    def _look(self, _folder: str) -> None:
        if not self._wake.exists():
            return
        self._take_away()
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()

    def _take_away(self) -> None:
        # On Windows it cannot be removed as long as whoever laid it down still holds it; the next look does it.
        with suppress(PermissionError):
            self._wake.unlink(missing_ok=True)
