"""What was copied here and tells of a person does not stay on the clipboard (G3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QClipboard

KEPT_MS = 60_000


class ClipboardWatch(QObject):
    """Clears a copied telephone or document number after a minute, and at once when somebody locks or leaves. What
    another program put there, and what names nobody, is left alone."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._held = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(KEPT_MS)
        self._pause.timeout.connect(self.clear)
        self._clipboard: QClipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._on_changed)

    def _on_changed(self) -> None:
        from qi_desk.domain import masking

        # Not every platform tells whose text it is; while one of our windows is in front it was copied here.
        text = self._clipboard.text() if QGuiApplication.focusWindow() is not None else ""
        self._held = text if text and masking.find_personal(text) else ""
        if self._held:
            self._pause.start()
        else:
            self._pause.stop()

    def clear(self) -> None:
        """Take back what was copied here, if it is still there."""
        self._pause.stop()
        held, self._held = self._held, ""
        if held and self._clipboard.text() == held:
            self._clipboard.clear()
