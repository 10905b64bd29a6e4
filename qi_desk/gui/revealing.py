"""Showing a masked value whole: a reason first, then for a minute."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QLabel
from shiboken6 import isValid

from qi_desk.domain.errors import Expected
from qi_desk.gui import words
from qi_desk.gui.widgets.facts import FactsPane, Masked
from qi_desk.gui.workplace import Workplace
from qi_desk.services import showing


class Revealing(QObject):
    """Answers a pane that wants a value whole; every look is entered in the chain (G2)."""

    def __init__(self, work: Workplace, pane: FactsPane) -> None:
        super().__init__(pane)
        self._work = work
        self._pane = pane
        pane.reveal_wanted.connect(self._on_wanted)

    def _on_wanted(self, fact: Masked, label: QLabel) -> None:
        _OneValue(self._work, self._pane, fact, label).begin()


class _OneValue(QObject):
    """One value on its way to being seen and back; it lives as long as the label that shows it."""

    def __init__(self, work: Workplace, pane: FactsPane, fact: Masked, label: QLabel) -> None:
        super().__init__(label)
        self._work = work
        self._pane = pane
        self._fact = fact
        self._label = label
        self._masking = QTimer(self)
        self._masking.setSingleShot(True)
        self._masking.setInterval(showing.REVEAL_SECONDS * 1000)
        self._masking.timeout.connect(self._mask)

    def begin(self) -> None:
        """Ask for the reason."""
        text = f"{self._fact.label}只为办理业务查看，会记入操作记录，一分钟后自动遮住。"
        reasons = words.choices("unmask_reasons")
        self._work.dialogs.choose(self._pane, "查看理由", text, reasons, self._on_reason)

    def _on_reason(self, reason: str) -> None:
        if not isValid(self) or not self._work.signed_in:
            return
        fact = self._fact
        self._work.ask(
            showing.reveal,
            fact.kind,
            fact.eid,
            fact.field,
            reason,
            owner=self,
            done=self._show,
            failed=self._refuse,
        )

    def _show(self, value: str) -> None:
        self._label.setText(value)
        self._label.installEventFilter(self)
        self._masking.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        # Another page, the lock, the shutter over it: nobody is looking any more.
        if event.type() == QEvent.Type.Hide:
            self._mask()
        return False

    def _mask(self) -> None:
        self._masking.stop()
        self._label.setText(self._fact.value)

    def _refuse(self, error: Expected) -> None:
        self._work.tell(error)
