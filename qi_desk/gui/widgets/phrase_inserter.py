"""`::` and pinyin initials bring a phrase to the caret of any text field; Enter takes it. Nothing takes the focus, and
while an input method composes, its keys stay its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPlainTextEdit, QWidget

from qi_desk.domain.speech.phrases import Rendered, gaps_in
from qi_desk.gui.widgets.inputs import CodeInput, PasswordInput
from qi_desk.gui.widgets.suggest import SearchBox

_CALL = re.compile(r"[:：]{2}([0-9A-Za-z\u4e00-\u9fff]{0,12})$")
_LINES = 8
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_TAKEN = _ENTER | {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape}

Find = Callable[[str], Sequence[tuple[str, Rendered]]]
Field = QLineEdit | QPlainTextEdit


class PhraseInserter(QObject):
    """Watches the field that has the focus. `find` gives (situation, phrase) for what was typed behind `::`; for
    nothing those of the moment."""

    def __init__(self, find: Find, parent: QWidget) -> None:
        super().__init__(parent)
        self._find = find
        self._field: Field | None = None
        self._list: QListWidget | None = None
        self._found: Sequence[tuple[str, Rendered]] = ()
        self._composing = False
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._let_go()
        if not _takes_phrases(new) or not self._ours(new):
            return
        assert isinstance(new, QLineEdit | QPlainTextEdit)
        self._field = new
        new.installEventFilter(self)
        new.textChanged.connect(self._on_text)

    def _ours(self, field: QWidget | None) -> bool:
        """Whether a field belongs to this desk's window or to a dialog of it."""
        desk = self.parent()
        assert isinstance(desk, QWidget)
        window: QWidget | None = field.window() if field is not None else None
        while window is not None and window is not desk.window():
            above = window.parentWidget()
            window = above.window() if above is not None else None
        return window is not None

    def _let_go(self) -> None:
        self._hide()
        if self._field is not None:
            field, self._field = self._field, None
            try:
                field.removeEventFilter(self)
                field.textChanged.disconnect(self._on_text)
            except RuntimeError:
                # The field went with its dialog.
                return

    def _on_text(self, *_text: str) -> None:
        if self._field is None or self._composing:
            return
        match = _CALL.search(_before_caret(self._field))
        if match is None:
            self._hide()
            return
        self._found = tuple(self._find(match[1]))[:_LINES]
        if self._found:
            self._show()
        else:
            self._hide()

    def _show(self) -> None:
        assert self._field is not None
        window = self._field.window()
        if self._list is None or self._list.parent() is not window:
            self._hide()
            self._list = QListWidget(window)
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setAccessibleName("用语，按回车插入")
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.itemClicked.connect(self._take)
        self._list.clear()
        for situation, rendered in self._found:
            self._list.addItem(f"{situation}　{rendered.shown}")
        self._list.setCurrentRow(0)
        unit, line = self._list.fontMetrics().horizontalAdvance("字"), self._list.fontMetrics().lineSpacing()
        width = min(unit * 36, window.width() - 2 * unit)
        height = (line + 8) * len(self._found) + 8
        corner = self._field.mapTo(window, QPoint(0, 0)) + _caret_foot(self._field)
        below = corner.y() + height < window.height()
        y = corner.y() if below else max(corner.y() - height - 2 * line, 0)
        self._list.setGeometry(min(corner.x(), window.width() - width), y, width, height)
        self._list.show()
        self._list.raise_()

    def _hide(self) -> None:
        if self._list is not None:
            shown, self._list = self._list, None
            try:
                shown.hide()
                shown.deleteLater()
            except RuntimeError:
                return

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys of the list, while it is there and nothing is being composed."""
        if isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
            return False
        if self._list is None or watched is not self._field or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in _TAKEN:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        if event.key() == Qt.Key.Key_Escape:
            self._hide()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())
        else:
            self._take()
        return True

    def _take(self, *_item: object) -> None:
        assert self._list is not None
        assert self._field is not None
        rendered = self._found[self._list.currentRow()][1]
        field = self._field
        match = _CALL.search(_before_caret(field))
        self._hide()
        if match is not None:
            insert(field, len(match[0]), rendered)


def _takes_phrases(widget: QWidget | None) -> bool:
    if isinstance(widget, QLineEdit):
        return not widget.isReadOnly() and not isinstance(widget, CodeInput | PasswordInput | SearchBox)
    return isinstance(widget, QPlainTextEdit) and not widget.isReadOnly()


def _before_caret(field: Field) -> str:
    if isinstance(field, QLineEdit):
        return field.text()[: field.cursorPosition()]
    cursor = field.textCursor()
    return cursor.block().text()[: cursor.positionInBlock()]


def _caret_foot(field: Field) -> QPoint:
    rectangle = field.cursorRect()
    return QPoint(max(rectangle.left(), 0), rectangle.bottom() + 4)


def insert(field: Field, replaced: int, rendered: Rendered) -> None:
    """Put a phrase in place of the `replaced` characters before the caret; its first gap is chosen, to be typed over,
    else the caret stands where the phrase says."""
    text, gaps = rendered.shown, gaps_in(rendered.shown)
    gap = (text.find(gaps[0]), len(gaps[0])) if gaps else (rendered.caret, 0)
    if isinstance(field, QLineEdit):
        begin = field.cursorPosition() - replaced
        field.setSelection(begin, replaced)
        field.insert(text)
        field.setSelection(begin + gap[0], gap[1])
        if not gap[1]:
            field.setCursorPosition(begin + gap[0])
        return
    cursor = field.textCursor()
    begin = cursor.position() - replaced
    cursor.setPosition(begin, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(text)
    cursor.setPosition(begin + gap[0])
    cursor.setPosition(begin + gap[0] + gap[1], QTextCursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
