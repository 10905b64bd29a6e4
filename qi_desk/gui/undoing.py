"""The last act can be taken back for as long as its toast is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from qi_desk.gui.widgets.message_bar import Toast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from qi_desk.gui.workplace import Workplace


class Undoing(QObject):
    """Offers each act that can be taken back, and takes it back."""

    def __init__(self, work: Workplace, window: QMainWindow) -> None:
        super().__init__(window)
        self._work = work
        self._act = ""
        self.toast = Toast(window)
        self.destroyed.connect(self.toast.deleteLater)
        self.toast.undo.clicked.connect(self.undo)
        work.undoable.connect(self._on_undoable)

    def _on_undoable(self, act: str, said: str) -> None:
        self._act = act
        self.toast.offer(said)

    def undo(self) -> None:
        """Ctrl+Z."""
        if self._act and self.toast.isVisible():
            from qi_desk.services import undo

            act, self._act = self._act, ""
            self.toast.hide()
            self._work.act(undo.undo, act, owner=self, done=self._on_undone)

    def _on_undone(self, _value: object) -> None:
        self._work.told.emit("success", "已撤销", "", "")
