"""Inputs the forms are made of: lengths in characters, scanner fields without an input method, quick choices."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from PySide6 import QtCore
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget


class TextInput(QLineEdit):
    """One line; `limit` counts characters as people do, not UTF-16 units."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = 200
        self.textEdited.connect(self._on_edited)

    def set_limit(self, limit: int) -> None:
        """The most characters the field takes."""
        self._limit = limit

    def _on_edited(self, typed: str) -> None:
        if len(typed) > self._limit:
            position = self.cursorPosition()
            self.setText(typed[: self._limit])
            self.setCursorPosition(min(position, len(self.text())))
        self.edited.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # An empty field has nothing to select, and asking for the reason makes the whole of `Qt`.
        if self.text() and event.reason() in (
            QtCore.Qt.FocusReason.TabFocusReason,
            QtCore.Qt.FocusReason.BacktabFocusReason,
        ):
            self.selectAll()

    def value(self) -> str:
        """The text as typed, in NFC, without outer blanks."""
        return unicodedata.normalize("NFC", self.text()).strip()

    def set_value(self, value: str) -> None:
        """Show `value`."""
        self.setText(value or "")


class CodeInput(TextInput):
    """A field for codes, phones and scanners: an input method would turn `wo12L` into words (measured), so it is
    kept out. ImEnabled must be denied; the widget attribute alone does nothing on a line edit."""

    def inputMethodQuery(self, query: QtCore.Qt.InputMethodQuery) -> object:  # type: ignore[override]
        if query is QtCore.Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query)


class PasswordInput(TextInput):
    """A password: hidden, never selected into the clipboard by Tab. Qt marks it as hidden text, which input
    methods leave alone; denying them as `CodeInput` does would make all of `Qt` before the first paint."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def value(self) -> str:
        """The password exactly as typed."""
        return self.text()


class LongInput(QPlainTextEdit):
    """Several lines: Enter is a new line, Tab goes on."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.set_lines(3)
        self.textChanged.connect(self.edited)

    def set_lines(self, lines: int) -> None:
        """How many lines are seen at once."""
        self.setFixedHeight(self.fontMetrics().lineSpacing() * lines + 22)

    def value(self) -> str:
        """The text in NFC, without outer blanks."""
        return unicodedata.normalize("NFC", self.toPlainText()).strip()

    def set_value(self, value: str) -> None:
        """Show `value`."""
        self.setPlainText(value or "")


class ChoiceInput(QComboBox):
    """One of a list. Typing letters or digits finds by code first, then by the label's beginning."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumContentsLength(6)
        self.activated.connect(self.edited)

    def set_choices(self, choices: Sequence[tuple[str, str]], *, empty: str | None = None) -> None:
        """The (code, label) pairs offered; `empty` is the label of "nothing chosen", None to demand a choice."""
        kept = self.value()
        self.blockSignals(True)
        self.clear()
        if empty is not None:
            self.addItem(empty, "")
        for code, label in choices:
            self.addItem(label, code)
        self.blockSignals(False)
        self.set_value(kept)

    def value(self) -> str:
        """The code chosen, empty for none."""
        return str(self.currentData() or "")

    def set_value(self, code: str) -> None:
        """Choose `code`; the first entry if it is not offered."""
        place = self.findData(code)
        self.setCurrentIndex(max(place, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed and typed.isalnum() and not event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier:
            for place in range(self.count()):
                code = str(self.itemData(place) or "")
                if code.lstrip("0").lower().startswith(typed.lower()) or code.lower().startswith(typed.lower()):
                    self.setCurrentIndex(place)
                    self.edited.emit()
                    return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QtCore.QEvent) -> None:
        """A wheel over a closed list changes nothing by accident."""
        event.ignore()


class FlagInput(QCheckBox):
    """Yes or no."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clicked.connect(self.edited)

    def value(self) -> bool:
        """Whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        """Tick or not."""
        self.setChecked(bool(value))


class DayInput(CodeInput):
    """A day: 2026-11-20, 11-20, 20261120, or +3 for three days from today."""

    def day(self, today: date) -> date | None:
        """The day typed, None for an empty field. Raises ValueError for anything that is no day."""
        typed = self.value().replace("/", "-").replace(".", "-")
        if not typed:
            return None
        if typed.startswith("+"):
            return today + timedelta(days=int(typed[1:]))
        if typed.isdecimal() and len(typed) == 8:
            return date(int(typed[:4]), int(typed[4:6]), int(typed[6:]))
        parts = [int(part) for part in typed.split("-")]
        if len(parts) == 2:
            return date(today.year, parts[0], parts[1])
        if len(parts) == 3:
            return date(parts[0], parts[1], parts[2])
        raise ValueError(typed)
