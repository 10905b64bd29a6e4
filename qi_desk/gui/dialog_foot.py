"""The foot of a dialog: back on the left, what it is for on the right, under F9."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from qi_desk.gui import theme
from qi_desk.gui.keys import SAVE


def foot_of(dialog: QDialog, said: str, slot: Callable[[], None]) -> tuple[QHBoxLayout, QPushButton]:
    """The row of both buttons, and the one that does it; Enter stays with the list above."""
    row = QHBoxLayout()
    row.addStretch(1)
    back, deal = QPushButton("返回 (Esc)", dialog), QPushButton(f"{said} ({SAVE})", dialog)
    back.clicked.connect(dialog.reject)
    deal.clicked.connect(slot)
    theme.mark(deal, theme.Tone.PRIMARY)
    for button in (back, deal):
        button.setAutoDefault(False)
        row.addWidget(button)
    QShortcut(QKeySequence(SAVE), dialog, slot)
    return row, deal
