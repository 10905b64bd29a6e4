"""A record as facts: sections of label and value, empty ones left out, readable by keyboard and aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui import theme


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its (label, value) pairs."""

    title: str
    facts: Sequence[tuple[str, str]]


class FactsPane(QFrame):
    """Shows one record; `nothing` stands where none is chosen."""

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName("详细内容")
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(self._area)
        self._say(nothing)

    def _say(self, text: str) -> None:
        label = QLabel(text)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        theme.set_tone(label, theme.Tone.MUTED)
        self._area.setWidget(label)

    def show_sections(self, title: str, sections: Sequence[Section]) -> None:
        """Show a record."""
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(18, 14, 18, 18)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        head = QLabel(title)
        head.setWordWrap(True)
        head.setMinimumWidth(1)
        theme.set_tone(head, theme.Tone.TITLE)
        grid.addWidget(head, 0, 0, 1, 2)
        row = 1
        for section in sections:
            shown = [(label, value.strip()) for label, value in section.facts if value and value.strip()]
            if not shown:
                continue
            name = QLabel(section.title)
            name.setContentsMargins(0, 10, 0, 2)
            theme.set_tone(name, theme.Tone.ACCENT)
            grid.addWidget(name, row, 0, 1, 2)
            row += 1
            for label, value in shown:
                row = self._fact(grid, row, label, value)
        grid.setRowStretch(row, 1)
        self._area.setWidget(body)

    def _fact(self, grid: QGridLayout, row: int, label: str, value: str) -> int:
        left = QLabel(label)
        theme.set_tone(left, theme.Tone.MUTED)
        left.setAlignment(Qt.AlignmentFlag.AlignTop)
        right = QLabel(value)
        right.setTextFormat(Qt.TextFormat.PlainText)
        right.setWordWrap(True)
        right.setMinimumWidth(1)
        grid.addWidget(left, row, 0)
        grid.addWidget(right, row, 1)
        return row + 1

    def text(self) -> str:
        """Everything shown, for tests and screen readers."""
        widget = self._area.widget()
        return "\n".join(label.text() for label in widget.findChildren(QLabel))
