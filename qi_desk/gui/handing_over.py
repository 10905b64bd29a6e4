"""From the printer to the client's hand: asks whether an original arrived, asks the printing system until nothing waits
any more, and offers another copy where one did not come out."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from qi_desk.domain.errors import Expected
from qi_desk.gui import words
from qi_desk.gui.widgets.hand_bar import HandBar
from qi_desk.gui.workplace import Workplace
from qi_desk.services.print_port import PrintLine
from qi_desk.services.prints import handing
from qi_desk.services.prints.kinds import is_original

_ASK_MS = 4000
_TIMES = 150
"""Ten minutes: a job that waits longer is asked about with F5 on the page."""


class HandingOver(QObject):
    """One for the window, as long as somebody is signed in."""

    # Another copy is wanted: the line of the journal.
    again = Signal(str)

    def __init__(self, work: Workplace, bar: HandBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self._bar, self._window = work, bar, parent
        self._left = 0
        self._clock = QTimer(self)
        self._clock.setInterval(_ASK_MS)
        self._clock.timeout.connect(self._ask_printer)
        bar.confirmed.connect(self._on_confirmed)
        bar.denied.connect(self.ask_fault)

    def sent(self, line: PrintLine) -> None:
        """A paper went to the printer."""
        self._left = _TIMES
        self._clock.start()
        if is_original(self._work.house.codes, line.kind):
            self._bar.ask(line)

    def watch(self) -> None:
        """Papers went to the printer that nobody waits for at the window."""
        self._left = _TIMES
        self._clock.start()

    def _ask_printer(self) -> None:
        self._left -= 1
        if self._left <= 0 or not self._work.signed_in:
            self._clock.stop()
            return
        done, failed = self._on_settled, self._on_unknown
        self._work.act(handing.settle, self._work.printer, owner=self, done=done, failed=failed, lane="outside")

    def _on_settled(self, changed: int) -> None:
        if changed:
            self._clock.stop()

    def _on_unknown(self, _error: Expected) -> None:
        """Whoever may not ask leaves it to those who may."""
        self._clock.stop()

    def _on_confirmed(self, line: PrintLine) -> None:
        self._work.act(handing.confirm, line.id, owner=self, failed=self._work.tell)

    def ask_fault(self, line: PrintLine) -> None:
        """Ask why a paper is not in its hand."""
        name = " ".join(filter(None, (words.paper(line.kind, line.form), line.number)))
        said = f"{name}：出了什么情况？"
        choices = words.choices("print_faults")
        self._work.dialogs.choose(self._window, "没有到手", said, choices, partial(self._on_fault, line))

    def _on_fault(self, line: PrintLine, fault: str) -> None:
        self._work.act(handing.confirm, line.id, fault, owner=self, done=self._on_denied, failed=self._work.tell)

    def _on_denied(self, line: PrintLine) -> None:
        if words.row("print_faults", line.fault)["again"]:
            self.again.emit(line.id)
        else:
            self._work.told.emit("warning", f"已记下：{words.label('print_faults', line.fault)}。", "", "")
