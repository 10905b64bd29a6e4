"""The desk as the specialist handles it: keys, typing, reading what is shown."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from qi_desk.gui.main_window import MainWindow
from qi_desk.gui.widgets.table import RowsTable

_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Down": Qt.Key.Key_Down,
    "Up": Qt.Key.Key_Up,
    "Tab": Qt.Key.Key_Tab,
    "Space": Qt.Key.Key_Space,
    "Backspace": Qt.Key.Key_Backspace,
    "PgUp": Qt.Key.Key_PageUp,
    "PgDown": Qt.Key.Key_PageDown,
} | {f"F{number}": Qt.Key(Qt.Key.Key_F1.value + number - 1) for number in range(1, 13)}
_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


class Desk:
    """A window under the fingers of a test. `strokes` counts keys and committed words."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.strokes = 0

    def press(self, *names: str) -> None:
        """Press keys one after the other: "F2", "Enter", "Ctrl+Z", "Ctrl+Shift+L"."""
        for name in names:
            *modifiers, key = name.split("+")
            held = Qt.KeyboardModifier.NoModifier
            for modifier in modifiers:
                held |= _MODIFIERS[modifier]
            code = _KEYS[key] if key in _KEYS else Qt.Key(ord(key.upper()))
            self.strokes += 1
            QTest.keyClick(self._target(), code, held)
            self.settle()

    def write(self, text: str) -> None:
        """Type: letters and digits by keys, Chinese as an input method commits it."""
        target = self._target()
        if text.isascii():
            self.strokes += len(text)
            QTest.keyClicks(target, text)
        else:
            self.strokes += 1
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(target, event)
            # A real input method makes the line tell that a person edited it.
            edited = getattr(target, "textEdited", None)
            if edited is not None:
                edited.emit(target.text())  # type: ignore[attr-defined]
        self.settle()

    def fill(self, *values: str) -> None:
        """Write into field after field, Enter between them; an empty value only moves on."""
        for value in values:
            if value:
                self.write(value)
            self.press("Enter")

    def _target(self) -> QWidget:
        self._activate()
        return QApplication.focusWidget() or QApplication.activeWindow() or self.window

    def settle(self) -> None:
        """Let events, deletions and due timers happen."""
        for _ in range(3):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QApplication.processEvents()
        self._activate()

    def _activate(self) -> None:
        """What a window manager does when a dialog closes; the offscreen platform has none."""
        wanted = self.dialog() or self.window
        if QApplication.activeWindow() is not wanted:
            wanted.activateWindow()
            QApplication.processEvents()

    def wait_for_suggestions(self, qtbot: Any) -> None:
        """Until the list under the line shows something."""
        target: Any = self._target()
        qtbot.waitUntil(lambda: bool(target.offered()))

    @property
    def page(self) -> Any:
        """The page being shown."""
        return self.window.desk.page

    def dialog(self) -> QDialog | None:
        """The dialog on top, if there is one."""
        modal = QApplication.activeModalWidget()
        if isinstance(modal, QDialog) and modal.isVisible():
            return modal
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        return found[-1] if found else None

    def message(self) -> str:
        """What the message bar says."""
        return str(self.window.desk.message())

    def phrases(self) -> tuple[str, ...]:
        """The courteous words shown."""
        self.window.desk.show_moment()
        return tuple(self.window.desk.strip.said())

    def lane(self, name: str) -> list[str]:
        """The tickets of one lane of the board."""
        return [card.card.ticket for card in self.page.view._lanes[name].cards]

    def rows(self, table: RowsTable) -> list[list[str]]:
        """The texts of a table."""
        model = table.view.model()
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def field(self, name: str) -> Any:
        """A field of the intake page."""
        return self.page.fields[name]

    def problems(self) -> dict[str, str]:
        """What the intake page says is wrong, by field."""
        fields = self.page.fields._fields
        return {name: field.problem() for name, field in fields.items() if field.problem()}
