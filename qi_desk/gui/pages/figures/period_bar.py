"""Which time is looked at: its length, one place back or on, or typed as it is written."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Invalid
from qi_desk.domain.figures.periods import Period, Span, parse, period_of, step
from qi_desk.gui import icons
from qi_desk.gui.widgets.inputs import ChoiceInput, CodeInput

_SPANS = ((Span.DAY, "日"), (Span.WEEK, "周"), (Span.MONTH, "月"), (Span.QUARTER, "季"), (Span.YEAR, "年"))
_FREE = (Span.FREE, "任意")
_WIDE = 26


class PeriodBar(QWidget):
    """Shows one period and lets another be chosen; what is typed wrongly is said below the field."""

    # Another period is wanted.
    chosen = Signal(object)
    # What was typed is no period: the sentence for the person.
    refused = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._period = period_of(Span.MONTH, date(2000, 1, 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.span = ChoiceInput(self)
        self.span.setAccessibleName("期间长短 (F6)")
        self.span.set_choices([(span.value, label) for span, label in (*_SPANS, _FREE)])
        self.span.edited.connect(self._on_span)
        self.typed = CodeInput(self)
        self.typed.setAccessibleName("期间 (Ctrl+F)：如 2026-03、2026-W11、2026-Q1、2026，或 2026-03-01..2026-03-15")
        self.typed.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * _WIDE)
        self.typed.returnPressed.connect(self._on_typed)
        self.back = self._button("chevron-left", "上一期 (F7)")
        self.on = self._button("chevron-right", "下一期 (F8)")
        self.back.clicked.connect(self.go_back)
        self.on.clicked.connect(self.go_on)
        for widget in (self.span, self.back, self.typed, self.on):
            row.addWidget(widget)

    def _button(self, icon: str, said: str) -> QPushButton:
        button = QPushButton(icons.icon(icon), "", self)
        button.setAccessibleName(said)
        button.setToolTip(said)
        return button

    @property
    def period(self) -> Period:
        """The period shown."""
        return self._period

    def show_period(self, period: Period) -> None:
        """Show a period; nobody is told."""
        self._period = period
        self.span.set_value(period.span.value)
        self.typed.set_value(period.code)

    def begin(self, today: date) -> None:
        """The month of `today`."""
        self.show_period(period_of(Span.MONTH, today))

    def go_back(self) -> None:
        """F7: the period before."""
        self._take(step(self._period, -1))

    def go_on(self) -> None:
        """F8: the period after."""
        self._take(step(self._period, 1))

    def turn_span(self) -> None:
        """F6: the next length."""
        spans = [span for span, _ in _SPANS]
        at = spans.index(self._period.span) if self._period.span in spans else -1
        self._take(period_of(spans[(at + 1) % len(spans)], self._period.last))

    def _on_span(self) -> None:
        span = Span(self.span.value())
        if span is Span.FREE:
            self.typed.set_value(f"{self._period.first.isoformat()}..{self._period.last.isoformat()}")
            self.typed.setFocus()
            self.typed.selectAll()
        else:
            self._take(period_of(span, self._period.last))

    def _on_typed(self) -> None:
        try:
            self._take(parse(self.typed.value().upper().replace("～", "..")))
        except Invalid as error:
            self.refused.emit(wording.problem(error.problems[0]))

    def _take(self, period: Period) -> None:
        self.show_period(period)
        self.chosen.emit(period)
