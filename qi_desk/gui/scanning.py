"""Numbers read by a scanner, whatever field has the focus: the record opens, the field keeps what a person typed.

A scanner is a keyboard that no hand is as fast as, and it ends with Enter. It is listened to at the field in use.
"""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from shiboken6 import isValid

from qi_desk.domain import numbers, slips
from qi_desk.domain.errors import Invalid

_FASTEST_HAND = 0.035
"""Seconds a person takes for a key at the very least, on the average over a whole number."""

_SHORTEST = 12
_LONGEST = 280
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class ScanWatch(QObject):
    """Tells what was scanned; keeps the scanned characters out of the field and their Enter from pressing anything."""

    scanned = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._field: QObject | None = None
        self._typed: list[tuple[str, float]] = []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusObjectChanged.connect(self._on_field)
        self._on_field(QApplication.focusObject())

    def _on_field(self, field: QObject | None) -> None:
        if self._field is not None and isValid(self._field):
            self._field.removeEventFilter(self)
        self._field = field
        self._typed.clear()
        if field is not None:
            field.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if kind is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            # An input method that was left on hands the letters over as one piece.
            self._take(event.commitString())
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER:
            return self._enter()
        self._take(event.text())
        return False

    def _take(self, text: str) -> None:
        if text and text.isprintable() and text.isascii():
            now = monotonic()
            self._typed += [(char, now) for char in text]
            del self._typed[:-_LONGEST]
        elif text:
            self._typed.clear()

    def _enter(self) -> bool:
        code = self._code(monotonic())
        self._typed.clear()
        if not code:
            return False
        self._take_out(len(code))
        self.scanned.emit(code)
        return True

    def _code(self, now: float) -> str:
        """The number at the end of what was typed, if it came as fast as only a scanner is."""
        for start in range(max(0, len(self._typed) - _LONGEST), len(self._typed) - _SHORTEST + 1):
            part = self._typed[start:]
            if now - part[0][1] > _FASTEST_HAND * len(part):
                continue
            code = "".join(char for char, _ in part)
            if _is_number(code):
                return code
        return ""

    def _take_out(self, length: int) -> None:
        field = self._field
        if isinstance(field, QLineEdit):
            at = field.cursorPosition()
            field.setSelection(max(0, at - length), min(at, length))
            field.insert("")
        elif isinstance(field, QPlainTextEdit):
            cursor = field.textCursor()
            cursor.movePosition(cursor.MoveOperation.Left, cursor.MoveMode.KeepAnchor, length)
            cursor.removeSelectedText()


def _is_number(code: str) -> bool:
    if slips.is_code(code):
        return True
    words = code.split()
    if not words or code[0].isspace():
        return False
    try:
        numbers.parse(words[0])
    except Invalid:
        return False
    return True
