"""The row of buttons above a page's list: what can be done, each with its key written on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from qi_desk.gui import icons, theme
from qi_desk.gui.keys import SAVE

Tool = tuple[str, str, str, Callable[..., object]]
"""Name, text with the key, icon, what it does."""


def add_tools(row: QHBoxLayout, parent: QWidget, tools: Sequence[Tool]) -> dict[str, QPushButton]:
    """Put buttons into `row`; they are returned by name."""
    buttons: dict[str, QPushButton] = {}
    for name, text, icon, slot in tools:
        button = QPushButton(icons.icon(icon), text, parent)
        button.clicked.connect(slot)
        row.addWidget(button)
        buttons[name] = button
    return buttons


def next_step(parent: QWidget, deed: Callable[..., object]) -> QPushButton:
    """The button of what comes next with what is chosen; the page names the step when it knows it."""
    button = QPushButton(icons.icon("arrow-right", "on_accent"), f"下一步 ({SAVE})", parent)
    theme.mark(button, theme.Tone.PRIMARY)
    button.clicked.connect(deed)
    return button
