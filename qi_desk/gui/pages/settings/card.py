"""The cards that the settings page is laid with."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from qi_desk.gui import theme


class Card(QFrame):
    """A heading, what it is about, and below it what its kind adds to `column`."""

    def __init__(self, title: str, note: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(18, 12, 18, 16)
        self.column.setSpacing(8)
        head = QLabel(title)
        theme.set_tone(head, theme.Tone.ACCENT)
        self.column.addWidget(head)
        said = QLabel(note)
        said.setWordWrap(True)
        theme.set_tone(said, theme.Tone.MUTED)
        self.column.addWidget(said)
