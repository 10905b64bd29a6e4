"""A record as facts: sections of label and value, empty ones left out, readable by keyboard and aloud."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui import theme


class Masked(NamedTuple):
    """A fact shown masked; `kind`, `eid` and `field` say where the whole value is."""

    label: str
    value: str
    kind: str
    eid: str
    field: str


Fact = tuple[str, str] | Masked


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its (label, value) pairs, some of them masked."""

    title: str
    facts: Sequence[Fact]


class FactsPane(QFrame):
    """Shows one record; `nothing` stands where none is chosen."""

    # The whole value of a masked fact is wanted: the fact and the label that shows it.
    reveal_wanted = Signal(object, object)

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
        self.setFocusProxy(self._area)
        self.say(nothing)

    def say(self, text: str) -> None:
        """A quiet word where no record is shown."""
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
        if title:
            head = QLabel(title)
            head.setWordWrap(True)
            head.setMinimumWidth(1)
            theme.set_tone(head, theme.Tone.TITLE)
            grid.addWidget(head, 0, 0, 1, 2)
        row = 1
        for section in sections:
            shown = [fact for fact in section.facts if fact[1] and fact[1].strip()]
            if not shown:
                continue
            name = QLabel(section.title)
            name.setContentsMargins(0, 10, 0, 2)
            theme.set_tone(name, theme.Tone.ACCENT)
            grid.addWidget(name, row, 0, 1, 2)
            row += 1
            for fact in shown:
                row = self._fact(grid, row, fact)
        grid.setRowStretch(row, 1)
        self._area.setWidget(body)

    def _fact(self, grid: QGridLayout, row: int, fact: Fact) -> int:
        left = QLabel(fact[0])
        theme.set_tone(left, theme.Tone.MUTED)
        left.setAlignment(Qt.AlignmentFlag.AlignTop)
        right = QLabel(fact[1].strip())
        right.setTextFormat(Qt.TextFormat.PlainText)
        right.setWordWrap(True)
        right.setMinimumWidth(1)
        grid.addWidget(left, row, 0)
        if isinstance(fact, Masked) and "*" in fact.value:
            grid.addLayout(self._masked(right, fact), row, 1)
        else:
            grid.addWidget(right, row, 1)
        return row + 1

    def _masked(self, value: QLabel, fact: Masked) -> QHBoxLayout:
        line = QHBoxLayout()
        value.setWordWrap(False)
        line.addWidget(value)
        show = QPushButton("看完整")
        show.setAccessibleName(f"看完整的{fact.label}")
        theme.set_tone(show, theme.Tone.LINK)
        show.clicked.connect(partial(self.reveal_wanted.emit, fact, value))
        line.addWidget(show)
        line.addStretch(1)
        return line

    def text(self) -> str:
        """Everything shown, for tests and screen readers."""
        widget = self._area.widget()
        return "\n".join(label.text() for label in widget.findChildren(QLabel))
