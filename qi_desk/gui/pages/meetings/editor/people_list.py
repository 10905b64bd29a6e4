"""Those present, offered at the caret: typed letters narrow them down, Enter takes one; the text keeps the keyboard."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QListWidget

from qi_desk.gui import words
from qi_desk.gui.pages.meetings.editor.text_edit import RecordText

_TASK = re.compile(r"\s*(?:[-*·•]\s*)?[@＠]([^\s@＠]{0,12})$")
_LOOKED_AT = 24
_LINES = 8
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_TAKEN = _ENTER | {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape}


class PeopleList(QObject):
    """Belongs to one text; `set_people` says who is offered."""

    def __init__(self, field: RecordText) -> None:
        super().__init__(field)
        self._field = field
        self._people: Sequence[str] = ()
        self._list: QListWidget | None = None
        self._typed: str | None = None
        self._composing = False
        field.installEventFilter(self)
        field.typed.connect(self._on_typed)
        field.name_wanted.connect(self.offer_speakers)

    def set_people(self, names: Sequence[str]) -> None:
        """The names to offer, in order."""
        self._people = names

    def offer_speakers(self) -> None:
        """Ctrl+G: who speaks now, on a line of its own."""
        self._typed = None
        self._show(self._people)

    def offered(self) -> list[str]:
        """What is offered now."""
        if self._list is None:
            return []
        return [self._list.item(row).text() for row in range(self._list.count())]

    def _on_typed(self) -> None:
        if self._composing or not self._people:
            return
        before = self._field.before_caret(_LOOKED_AT)
        found = _TASK.fullmatch(before) if before and ("@" in before or "＠" in before) else None
        if found is None:
            self.hide()
            return
        self._typed = found[1]
        wanted = found[1].casefold()
        names = [name for name in self._people if _begins(name, wanted)]
        if names and names != [found[1]]:
            self._show(names)
        else:
            self.hide()

    def _show(self, names: Sequence[str]) -> None:
        if not names:
            return
        if self._list is None:
            self._list = QListWidget(self._field.window())
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setAccessibleName("参会的人，按回车选用")
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.itemClicked.connect(self._take)
        self._list.clear()
        self._list.addItems(list(names))
        self._list.setCurrentRow(0)
        window = self._field.window()
        unit, line = self._list.fontMetrics().horizontalAdvance("字"), self._list.fontMetrics().lineSpacing()
        height = (line + 8) * min(len(names), _LINES) + 8
        caret = self._field.cursorRect()
        corner = self._field.viewport().mapTo(window, QPoint(caret.left(), caret.bottom() + 4))
        y = corner.y() if corner.y() + height < window.height() else corner.y() - height - 2 * line
        self._list.setGeometry(min(corner.x(), window.width() - unit * 14), max(y, 0), unit * 14, height)
        self._list.show()
        self._list.raise_()

    def hide(self) -> None:
        """Offer nobody."""
        if self._list is not None:
            shown, self._list = self._list, None
            shown.hide()
            shown.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        if self._list is None or not isinstance(event, QKeyEvent) or event.key() not in _TAKEN:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in _ENTER:
            self._take()
        else:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
        return True

    def _take(self, *_item: object) -> None:
        assert self._list is not None
        name = self._list.currentItem().text()
        self.hide()
        if self._typed is None:
            self._field.put_line(f"{name}：")
            return
        cursor = self._field.textCursor()
        cursor.setPosition(cursor.position() - len(self._typed), cursor.MoveMode.KeepAnchor)
        cursor.insertText(f"{name} ")
        self._field.setTextCursor(cursor)


def _begins(name: str, wanted: str) -> bool:
    return not wanted or wanted in name.casefold() or any(one.startswith(wanted) for one in words.initials(name))
