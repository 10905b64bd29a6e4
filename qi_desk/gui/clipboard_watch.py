"""What was copied here and tells of a person does not stay on the clipboard (G3)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QClipboard

KEPT_MS = 60_000

_WINDOWS_FORMAT = 'application/x-qt-windows-mime;value="{}"'
# Windows keeps what was copied in a history of its own, and may carry it to the person's other machines, unless it
# is told not to by these formats beside the text.
OUT_OF_HISTORY = {
    _WINDOWS_FORMAT.format("ExcludeClipboardContentFromMonitorProcessing"): b"\0\0\0\0",
    _WINDOWS_FORMAT.format("CanIncludeInClipboardHistory"): b"\0\0\0\0",
    _WINDOWS_FORMAT.format("CanUploadToCloudClipboard"): b"\0\0\0\0",
}


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
            if sys.platform == "win32":
                self.keep_out_of_history()
            self._pause.start()
        else:
            self._pause.stop()

    def keep_out_of_history(self) -> None:
        """Lay what is held down again as text that the clipboard's history passes over."""
        if self._clipboard.mimeData().hasFormat(next(iter(OUT_OF_HISTORY))):
            return
        content = QMimeData()
        content.setText(self._held)
        for name, value in OUT_OF_HISTORY.items():
            content.setData(name, value)
        self._clipboard.setMimeData(content)

    def clear(self) -> None:
        """Take back what was copied here, if it is still there."""
        self._pause.stop()
        held, self._held = self._held, ""
        if held and self._clipboard.text() == held:
            self._clipboard.clear()
