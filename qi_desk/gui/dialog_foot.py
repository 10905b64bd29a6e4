"""The foot of a dialog: what it is for stands on the right, every key on its button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

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


def foot_with_keys(dialog: QDialog, deeds: Sequence[tuple[str, str, Callable[[], object]]]) -> QHBoxLayout:
    """A row of several deeds, each (words, key, what it does) with the key empty where the dialog hears it elsewhere;
    the last is the likeliest."""
    row = QHBoxLayout()
    row.addStretch(1)
    for said, key, slot in deeds:
        button = QPushButton(said, dialog)
        button.setAutoDefault(False)
        theme.mark(button, theme.Tone.PRIMARY if slot is deeds[-1][2] else theme.Tone.NORMAL)
        button.clicked.connect(partial(_run, slot))
        if key:
            QShortcut(QKeySequence(key), dialog, partial(_run, slot))
        row.addWidget(button)
    return row


def _run(slot: Callable[[], object], *_given: object) -> None:
    """What is clicked gives along whether it is checked, which nobody wants to know."""
    slot()
