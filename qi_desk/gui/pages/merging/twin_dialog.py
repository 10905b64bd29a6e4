"""Is this one we know? What is being entered and the file that may be the same, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.gui import icons, theme
from qi_desk.gui.pages.merging.side_by_side import SideBySide, likeness, rows_of
from qi_desk.services.twins import TwinView


class TwinDialog(QDialog):
    """Enter takes the file there is; a second button says that it is another client."""

    def __init__(
        self,
        entry: Mapping[str, str],
        twin: TwinView,
        parent: QWidget,
        take: Callable[[], None],
        other: Callable[[], None],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("可能已有档案")
        self._take, self._other = take, other
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        told = QLabel(f"{likeness(twin)}。请看清楚是不是同一家：", self)
        told.setWordWrap(True)
        layout.addWidget(told)
        known = rows_of(twin)
        rows = [(name, entry.get(name, ""), text) for name, text in known.items() if text or entry.get(name)]
        layout.addWidget(SideBySide(("正在登记的", "已有的档案"), rows, self), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        back = QPushButton("返回再看 (Esc)", self)
        back.clicked.connect(self.reject)
        distinct = QPushButton("确是另一家，另建档案 (Ctrl+N)", self)
        QShortcut(QKeySequence("Ctrl+N"), self, self._on_other)
        distinct.clicked.connect(self._on_other)
        same = QPushButton("用已有档案 (Enter)", self)
        same.setIcon(icons.icon("check", "on_accent"))
        same.setDefault(True)
        theme.mark(same, theme.Tone.PRIMARY)
        same.clicked.connect(self._on_same)
        for button in (back, distinct, same):
            row.addWidget(button)
        layout.addLayout(row)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 92)
        same.setFocus()

    def _on_same(self) -> None:
        self.accept()
        self._take()

    def _on_other(self) -> None:
        self.accept()
        self._other()
