"""A parcel of the courier opened from the file manager: taken in at once, or when somebody has signed in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow


class ParcelOpening(QObject):
    """Keeps the file until a person is at the desk: a parcel is taken in under somebody's name."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._file = ""
        window.arrived.connect(self._go_on)

    def open(self, file: str) -> None:
        """Take the parcel in; the last one asked for where nobody is signed in yet."""
        self._file = file
        if self._window.at_desk:
            self._go_on()
            return
        text = f"登录以后，程序会收取区里的摆渡包：\n{Path(file).name}"
        self._window.work.dialogs.tell(self._window, "先登录", text)

    def _go_on(self) -> None:
        file, self._file = self._file, ""
        if file:
            self._window.deeds.take_parcel(file)
