"""Minutes are read by others: what is not said is underlined in what is seen of them, a breath after typing."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from qi_desk.gui import theme
from qi_desk.gui.pages.meetings.editor.text_edit import RecordText
from qi_desk.gui.workplace import Workplace

_BREATH_MS = 300
_MOST_LINES = 80


class OutgoingCheck(QObject):
    """Looks at the lines in view only: a long text costs no more than a short one."""

    def __init__(self, work: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._field: RecordText | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_BREATH_MS)
        self._soon.timeout.connect(self.look)

    def soon(self, field: RecordText) -> None:
        """Look at a field once its writer takes a breath."""
        self._field = field
        self._soon.start()

    def look(self) -> None:
        """Look now."""
        field = self._field
        if field is None:
            return
        marks: list[QTextEdit.ExtraSelection] = []
        block = field.firstVisibleBlock()
        for _ in range(_MOST_LINES):
            if not block.isValid():
                break
            finds = self._work.speaking.watch.look(block.text())
            marks += [_underlined(field, block.position() + one.start, block.position() + one.end) for one in finds]
            block = block.next()
        field.setExtraSelections(marks)


def _underlined(field: RecordText, start: int, end: int) -> QTextEdit.ExtraSelection:
    shape = QTextCharFormat()
    shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    shape.setUnderlineColor(QColor(theme.colour("warning")))
    cursor = QTextCursor(field.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    mark = QTextEdit.ExtraSelection()
    mark.format, mark.cursor = shape, cursor  # type: ignore[attr-defined]
    return mark
