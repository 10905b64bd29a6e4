"""到访时段: how many come at which hour, and what follows for who sits at the window."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui import theme
from qi_desk.gui.widgets.chart import ChartCard
from qi_desk.services.balance import arrivals
from qi_desk.services.balance.arrivals import Arrivals


class ArrivalsTab(QScrollArea):
    """Arrivals by weekday and hour."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("到访时段")
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 8, 8, 8)
        self.card = ChartCard(body)
        layout.addWidget(self.card)
        self._frame = QFrame(body)
        self._frame.setObjectName("card")
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(16, 12, 16, 12)
        head = QLabel("人手提示", self._frame)
        theme.mark(head, theme.Tone.ACCENT)
        self.hints = QLabel(self._frame)
        self.hints.setWordWrap(True)
        inner.addWidget(head)
        inner.addWidget(self.hints)
        layout.addWidget(self._frame)
        layout.addStretch(1)
        self.setWidget(body)
        self.setFocusProxy(self.card.view)

    def show_found(self, found: Arrivals) -> None:
        """Show the arrivals of a period."""
        self.card.show_chart(arrivals.chart(found))
        hints = arrivals.hints(found)
        self.hints.setText("\n".join(hints))
        self._frame.setVisible(bool(hints))
