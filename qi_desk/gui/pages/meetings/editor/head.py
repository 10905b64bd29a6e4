"""What stands above the text: which meeting, when and where, draft or locked, saved or not, and the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.gui import theme
from qi_desk.gui.widgets.tool_buttons import Tool, add_tools

if TYPE_CHECKING:
    from qi_desk.gui.pages.meetings.editor.sheets import Source

_LOCK_TONES = {"open": theme.Tone.DANGER, "checked": theme.Tone.WARNING, "locked": theme.Tone.SUCCESS}
_LOCK_SAID = {"open": "● 草稿", "checked": "◐ 已核对", "locked": "■ 已锁定，只能更正"}
_OF_RECORDS = ("topic", "results")


class EditorHead(QWidget):
    """The buttons take no focus: the text keeps the keyboard."""

    def __init__(self, parent: QWidget, tools: Sequence[Tool], save: Callable[[], None]) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        first = QHBoxLayout()
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        theme.mark(self.title, theme.Tone.TITLE)
        first.addWidget(self.title, 1)
        self.lock = QLabel(self)
        first.addWidget(self.lock)
        column.addLayout(first)
        second = QHBoxLayout()
        self.where = QLabel(self)
        self.where.setWordWrap(True)
        theme.mark(self.where, theme.Tone.MUTED)
        second.addWidget(self.where, 1)
        self.saved = QLabel(self)
        theme.mark(self.saved, theme.Tone.MUTED)
        second.addWidget(self.saved)
        column.addLayout(second)
        row = QHBoxLayout()
        self.buttons = add_tools(row, self, tools)
        row.addStretch(1)
        self.save = QPushButton("保存 (Ctrl+S)", self)
        theme.mark(self.save, theme.Tone.PRIMARY)
        self.save.clicked.connect(save)
        row.addWidget(self.save)
        column.addLayout(row)
        for button in (*self.buttons.values(), self.save):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def tell(self, source: Source) -> None:
        """Which meeting this is, and how far it is."""
        self.title.setText(source.title)
        self.where.setText(source.where)
        self.lock.setText(_LOCK_SAID[source.lock])
        theme.set_tone(self.lock, _LOCK_TONES[source.lock])
        for name in _OF_RECORDS:
            self.buttons[name].setVisible(source.kind == "meeting" and source.writable)
        self.save.setVisible(source.writable)

    def mark_saved(self, dirty: bool, writable: bool) -> None:
        """Whether everything typed is saved."""
        said = "● 有未保存的字（草稿每秒存盘）" if dirty else "✓ 都已保存"
        self.saved.setText(said if writable else "")
