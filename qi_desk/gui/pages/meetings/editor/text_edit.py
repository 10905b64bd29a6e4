"""The text itself: plain, with pictures standing in it, keys for what is written again and again, nothing done per key
that grows with the document."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QImage,
    QInputMethodEvent,
    QKeyEvent,
    QPainter,
    QPyTextObject,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from qi_desk.domain.meetings.marks import DECISION_WORD, PICTURE, with_heading
from qi_desk.gui import theme
from qi_desk.gui.pages.meetings.editor.line_marks import LineMarks

_OBJECT = "\ufffc"
_KIND = QTextFormat.ObjectTypes.UserObject.value + 1
_TOKEN = QTextFormat.Property.UserProperty.value + 1
_EMPTY = QSizeF(160, 60)
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_HEADING_KEYS: dict[int, int] = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}

Pictures = dict[str, QImage]
"""The pictures of a meeting by the beginning of their digest, as they are shown."""


class PictureObject(QPyTextObject):
    """Draws a picture where its mark stands; an empty frame while it is on another desk."""

    def __init__(self, pictures: Pictures, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def intrinsicSize(self, _document: QTextDocument, _place: int, shape: QTextFormat) -> QSizeF:
        image = self._image(shape)
        return QSizeF(image.size()) if image is not None else _EMPTY

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, _document: QTextDocument, _place: int, shape: QTextFormat
    ) -> None:
        image, room = self._image(shape), QRectF(rect)
        if image is not None:
            painter.drawImage(room, image)
            return
        painter.setPen(theme.colour("muted"))
        painter.drawRect(room.adjusted(1, 1, -1, -1))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, "图片在另一台电脑上")

    def _image(self, shape: QTextFormat) -> QImage | None:
        found = PICTURE.fullmatch(str(shape.property(_TOKEN)))
        return self._pictures.get(found[1]) if found else None


class RecordText(QPlainTextEdit):
    """One topic's text, or the body of minutes."""

    # A person changed something.
    typed = Signal()
    # A picture was pasted.
    picture_pasted = Signal(QImage)
    # The topic is to stand one place earlier (-1) or later (1).
    moved = Signal(int)
    # A name is wanted before the caret: for a task, or for who speaks.
    name_wanted = Signal()

    def __init__(self, pictures: Pictures, clock: Callable[[], Any], parent: QWidget) -> None:
        super().__init__(parent)
        self._clock = clock
        self._loading = False
        self._object = PictureObject(pictures, self)
        self.document().documentLayout().registerHandler(_KIND, self._object)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(False)
        self.setUndoRedoEnabled(True)
        self.marks = LineMarks(self.document())
        self.document().contentsChanged.connect(self._on_changed)
        self._seen = QTimer(self)
        self._seen.setSingleShot(True)
        self._seen.setInterval(0)
        self._seen.timeout.connect(self._mark_seen)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def _on_changed(self) -> None:
        if not self._loading:
            self.typed.emit()

    def _on_scrolled(self, _place: int) -> None:
        self._seen.start()

    def _mark_seen(self) -> None:
        """Let the lines in view look like what they are."""
        block, foot = self.firstVisibleBlock(), self.viewport().height()
        # What only looks different was not typed.
        self._loading = True
        while block.isValid():
            self.marks.rehighlightBlock(block)
            if self.blockBoundingGeometry(block).translated(self.contentOffset()).bottom() > foot:
                break
            block = block.next()
        self._loading = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._seen.start()

    def set_text(self, text: str) -> None:
        """Show `text`; what stood there is gone, also for undoing."""
        tokens = [found[0] for found in PICTURE.finditer(text)]
        self._loading = self.marks.resting = True
        try:
            self.setPlainText(PICTURE.sub(_OBJECT, text))
            cursor = QTextCursor(self.document())
            for token in tokens:
                cursor = self.document().find(_OBJECT, cursor)
                cursor.setCharFormat(_shape(token))
            if tokens:
                self.document().clearUndoRedoStacks()
        finally:
            self._loading = self.marks.resting = False
        self._seen.start()

    def text(self) -> str:
        """What is written, pictures as their marks."""
        written = self.toPlainText()
        if _OBJECT not in written:
            return written
        tokens = []
        cursor = self.document().find(_OBJECT)
        while not cursor.isNull():
            tokens.append(str(cursor.charFormat().property(_TOKEN) or ""))
            cursor = self.document().find(_OBJECT, cursor)
        parts = written.split(_OBJECT)
        return "".join(part + token for part, token in zip(parts, [*tokens, ""], strict=False))

    def put_picture(self, token: str, cursor: QTextCursor) -> None:
        """A picture on a line of its own at `cursor`."""
        cursor.beginEditBlock()
        if cursor.positionInBlock():
            cursor.insertBlock()
        cursor.insertText(_OBJECT, _shape(token))
        cursor.insertBlock()
        cursor.insertText("", QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def pictures_came(self) -> None:
        """Pictures were read: lay the lines anew that show one."""
        cursor = self.document().find(_OBJECT)
        while not cursor.isNull():
            self.document().markContentsDirty(cursor.selectionStart(), 1)
            cursor = self.document().find(_OBJECT, cursor)
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """The keys of the editor come before those of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._deed(event):
            event.accept()
            return True
        return bool(super().event(event))

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A locked text takes nothing from an input method either."""
        if not self.isReadOnly():
            super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deed = None if self.isReadOnly() else self._deed(event)
        if deed is not None:
            deed()
        else:
            super().keyPressEvent(event)

    def _deed(self, event: QKeyEvent) -> Callable[[], None] | None:
        held, key = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()
        if held == Qt.KeyboardModifier.AltModifier and key in _STEPS:
            return partial(self.moved.emit, _STEPS[key])
        if held != Qt.KeyboardModifier.ControlModifier:
            return None
        if key in _HEADING_KEYS:
            return partial(self.heading, _HEADING_KEYS[key])
        deeds: dict[int, Callable[[], None]] = {
            Qt.Key.Key_T: self.put_time,
            Qt.Key.Key_J: self.put_decision,
            Qt.Key.Key_G: self.name_wanted.emit,
        }
        return deeds.get(key)

    def heading(self, level: int) -> None:
        """Ctrl+1, 2, 3: the line is a heading; pressed again it is none."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        line = with_heading(cursor.block().text(), level)
        behind = cursor.block().length() - cursor.positionInBlock()
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(line)
        cursor.endEditBlock()
        cursor.setPosition(max(cursor.block().position() + cursor.block().length() - behind, cursor.block().position()))
        self.setTextCursor(cursor)

    def put_time(self) -> None:
        """Ctrl+T."""
        self.insertPlainText(f"[{self._clock():%H:%M}] ")

    def put_decision(self) -> None:
        """Ctrl+J: a line of its own for what was decided."""
        self.put_line(DECISION_WORD)

    def put_line(self, begin: str) -> None:
        """Begin a line with `begin`; the one the caret stands in if it is empty."""
        cursor = self.textCursor()
        if cursor.block().text().strip():
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertBlock()
        cursor.insertText(begin)
        self.setTextCursor(cursor)

    def before_caret(self, most: int) -> str | None:
        """What stands in the line before the caret; None where that is more than `most` characters."""
        cursor = self.textCursor()
        if cursor.positionInBlock() > most:
            return None
        return cursor.block().text()[: cursor.positionInBlock()]

    def createMimeDataFromSelection(self) -> QMimeData:
        held = super().createMimeDataFromSelection()
        if _OBJECT in held.text():
            # Copied pictures stay pictures: their marks travel as text.
            cursor, tokens = self.textCursor(), []
            found = self.document().find(_OBJECT, cursor.selectionStart())
            while not found.isNull() and found.selectionEnd() <= cursor.selectionEnd():
                tokens.append(str(found.charFormat().property(_TOKEN) or ""))
                found = self.document().find(_OBJECT, found)
            parts = held.text().split(_OBJECT)
            held = QMimeData()
            held.setText("".join(part + token for part, token in zip(parts, [*tokens, ""], strict=False)))
        return held

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasImage() or bool(super().canInsertFromMimeData(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted: a picture is kept with the meeting, text comes plain."""
        if source.hasImage() and not source.hasText():
            self.picture_pasted.emit(QImage(source.imageData()))
            return
        self.insert_text(source.text().replace("\r\n", "\n").replace("\r", "\n").replace(_OBJECT, ""))

    def insert_text(self, text: str) -> None:
        """Put `text` in place of the selection, pictures where their marks are; one step to undo."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        end = 0
        for found in PICTURE.finditer(text):
            cursor.insertText(text[end : found.start()], QTextCharFormat())
            cursor.insertText(_OBJECT, _shape(found[0]))
            end = found.end()
        cursor.insertText(text[end:], QTextCharFormat())
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()


def _shape(token: str) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setObjectType(_KIND)
    shape.setProperty(_TOKEN, token)
    return shape
