"""One window for one station: a program started a second time hands over to the window that is there already, with the
file it was asked to open."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, Signal

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow


class Waking(QObject):
    """Brings the window to the front whenever another program lays the file `wake` down."""

    # The other program was asked to open this file.
    file_wanted = Signal(str)

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
        wanted = self._take_away()
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if wanted:
            self.file_wanted.emit(wanted)

    def _take_away(self) -> str:
        """The file that was asked for, "" for none."""
        wanted = ""
        # On Windows it cannot be removed as long as whoever laid it down still holds it; the next look does it.
        with suppress(PermissionError, FileNotFoundError):
            wanted = self._wake.read_bytes().decode("utf-8", "surrogateescape")
            self._wake.unlink(missing_ok=True)
        return wanted
