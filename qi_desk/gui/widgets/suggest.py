"""A line with suggestions under it: the list never takes the focus, never waits, never disturbs an input method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from qi_desk.gui import icons
from qi_desk.gui.widgets.inputs import TextInput

_PAUSE_MS = 70
_ROWS = 9


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line offered: what is shown, a smaller note, an icon's name, and what it stands for."""

    title: str
    note: str
    payload: Any
    icon: str = ""


class SuggestInput(TextInput):
    """Type, look, arrow down, Enter."""

    # Suggestions for this text are wanted (after a short pause in typing).
    asked = Signal(str)
    # A suggestion was taken.
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textEdited.connect(self._on_typed)
        self.list = QListWidget(self)
        self.list.setWindowFlags(
            Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        self.list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("候选")
        self.list.itemClicked.connect(self._take)
        self.installEventFilter(self)

    def _on_typed(self, _typed: str) -> None:
        self._pause.start()

    def _ask(self) -> None:
        if self.value():
            self.asked.emit(self.value())
        else:
            self.list.hide()

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        """Show suggestions under the line; none hides the list."""
        self.list.clear()
        for one in suggestions:
            item = QListWidgetItem(f"{one.title}    {one.note}" if one.note else one.title)
            if one.icon:
                item.setIcon(icons.icon(one.icon))
            item.setData(Qt.ItemDataRole.UserRole, one)
            self.list.addItem(item)
        if not suggestions or not self.hasFocus():
            self.list.hide()
            return
        height = self.list.sizeHintForRow(0) * min(len(suggestions), _ROWS) + 10
        self.list.setFixedSize(max(self.width(), 360), height)
        self.list.move(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.list.show()

    def offered(self) -> tuple[Suggestion, ...]:
        """What is being offered now."""
        if not self.list.isVisible():
            return ()
        return tuple(self.list.item(place).data(Qt.ItemDataRole.UserRole) for place in range(self.list.count()))

    def takes_enter(self) -> bool:
        """Whether Enter now takes a suggestion instead of going on."""
        return self.list.isVisible() and self.list.currentRow() >= 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self and event.type() is QEvent.Type.FocusOut:
            self.list.hide()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if not self.list.isVisible():
            if event.key() == Qt.Key.Key_Down and self.value():
                self._ask()
                return True
            return False
        place = self.list.currentRow()
        if event.key() == Qt.Key.Key_Down:
            self.list.setCurrentRow(min(place + 1, self.list.count() - 1))
            return True
        if event.key() == Qt.Key.Key_Up:
            self.list.setCurrentRow(max(place - 1, 0))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.list.hide()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and place >= 0:
            self._take(self.list.item(place))
            return True
        return False

    def _take(self, item: QListWidgetItem) -> None:
        self.list.hide()
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole).payload)


class SearchBox(SuggestInput):
    """The one search box of the house (F3): Enter without arrows takes the first result. Empty, it offers what
    `emptied` brings; Ctrl+S keeps a search, Ctrl+D lets the marked one go."""

    # Nothing is typed: what was kept and opened lately is wanted.
    emptied = Signal()
    # The search typed is to be kept.
    keep_wanted = Signal(str)
    # What the marked suggestion stands for is to be kept no longer.
    drop_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("查找：编号 / 单位 / 首字母 / 电话尾号（F3）")
        self.setAccessibleName("查找")
        self.setClearButtonEnabled(True)

    def takes_enter(self) -> bool:
        return self.list.isVisible() and self.list.count() > 0

    def begin(self) -> None:
        """F3: ready to type, with what the empty box offers."""
        self.setFocus()
        self.selectAll()
        self._ask()

    def _ask(self) -> None:
        if self.value():
            super()._ask()
        else:
            self.emptied.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own(event):
            # The window's key of the same name waits while the box is in use.
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _own(self, event: QKeyEvent) -> str:
        """Which of the box's own deeds a key stands for, if any."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return ""
        if event.key() == Qt.Key.Key_S and self.value():
            return "keep"
        marked = self.list.isVisible() and self.list.currentItem() is not None
        return "drop" if event.key() == Qt.Key.Key_D and marked else ""

    def _key(self, event: QKeyEvent) -> bool:
        deed = self._own(event)
        if deed == "keep":
            self.keep_wanted.emit(self.value())
            return True
        if deed == "drop":
            self.drop_wanted.emit(self.list.currentItem().data(Qt.ItemDataRole.UserRole).payload)
            return True
        if event.key() == Qt.Key.Key_Down and not self.list.isVisible() and not self.value():
            self._ask()
            return True
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.takes_enter() and self.list.currentRow() < 0:
            self._take(self.list.item(0))
            return True
        return super()._key(event)
