"""How large a dialog with a list opens: in characters and lines of its own letters, never taller than the window."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget


def open_at(dialog: QDialog, parent: QWidget, digits: int, lines: int) -> None:
    """Make `dialog` so many digits wide and so many lines tall, two lines less than the window of `parent` at most."""
    unit, line = dialog.fontMetrics().horizontalAdvance("0"), dialog.fontMetrics().lineSpacing()
    dialog.resize(unit * digits, min(lines * line, parent.window().height() - 2 * line))
