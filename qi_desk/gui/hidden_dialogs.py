"""Dialogs that were open when the desk was locked: out of sight until the same person is back."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid


class HiddenDialogs:
    """Holds them. For another person they close; what was half-written in them stays a draft of its owner."""

    def __init__(self) -> None:
        self._account = ""
        self._dialogs: list[QDialog] = []

    def hide_all(self, window: QWidget, account: str) -> None:
        """Take every open dialog out of sight."""
        shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        self._account, self._dialogs = account, sorted((one for one in shown if one is not window), key=_depth)
        for dialog in reversed(self._dialogs):
            dialog.hide()

    def come_back(self, account: str) -> None:
        """Show them again to whom they belong, the innermost last; close them for anybody else."""
        dialogs, self._dialogs = self._dialogs, []
        for dialog in dialogs:
            if not isValid(dialog):
                continue
            if account == self._account:
                dialog.open()
            else:
                dialog.deleteLater()


def _depth(dialog: QWidget) -> int:
    depth, parent = 0, dialog.parentWidget()
    while parent is not None:
        depth, parent = depth + 1, parent.parentWidget()
    return depth
