"""What stands above a form while something written on a numbered blank form is entered later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from qi_desk.gui import theme, words
from qi_desk.services.blank_forms.late import LateEntry, late_from, late_values


class LateBanner(QLabel):
    """Hidden while nothing is entered late."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.late: LateEntry | None = None
        self.setWordWrap(True)
        theme.mark(self, theme.Tone.WARNING)
        self.hide()

    def put(self, values: Mapping[str, Any] | None) -> None:
        """Show a late entry (as JSON values), or nothing."""
        self.late = late_from(values or {})
        if self.late is not None:
            receipt = f"，回执 {self.late.receipt}" if self.late.receipt else ""
            reason = words.label("late_entry_reasons", self.late.reason)
            said = f"▲ 补录：编号 {self.late.number}{receipt}，发生在 {words.moment(self.late.at)}，原因：{reason}。"
            self.setText(f"{said}编号和时间照原来的记，其余照表填写。")
        self.setVisible(self.late is not None)

    def values(self) -> dict[str, str]:
        """The late entry as JSON values, empty without one."""
        return late_values(self.late) if self.late is not None else {}
