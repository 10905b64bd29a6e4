"""Making this PC one more desk of a station: a one-time code, who leads the station, a password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected, Invalid, Problem
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.forms.ui_join import Ui_JoinForm
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.message_bar import MessageBar
from qi_desk.gui.widgets.watching import Watching
from qi_desk.gui.workplace import Workplace
from qi_desk.services.gate import Arrival, Invitation

_NAMES = {"district": "url"}


class JoinDialog(QDialog):
    """First asks the district what the code leads to, then fetches all there is."""

    # The desk was made: who arrived, and the recovery code.
    joined = Signal(object, str)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("加入已有服务站")
        self._work = work
        self._invitation: Invitation | None = None
        self._bar = MessageBar()
        self.ui = Ui_JoinForm()
        form = QWidget()
        self.ui.setupUi(form)  # type: ignore[no-untyped-call]
        self._watching = Watching(self, stoppable=False)
        layout = QVBoxLayout(self)
        layout.addWidget(self._bar)
        layout.addWidget(form)
        layout.addWidget(self._watching)
        layout.addStretch(1)
        self._fields = FormFields(self.ui)
        self._second = (self.ui.found, self.ui.person, self.ui.window, self.ui.password, self.ui.again, self.ui.join)
        self.ui.ask.clicked.connect(self.ask)
        self.ui.join.clicked.connect(self.join)
        self.ui.cancel.clicked.connect(self.reject)
        self._moves = EnterMoves(self, self.submit, last=self.ui.code.input)
        self._show_step()
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 92)
        self.ui.url.input.setFocus()

    def _show_step(self) -> None:
        for part in self._second:
            part.setVisible(self._invitation is not None)
        for first in (self.ui.url, self.ui.code, self.ui.ask):
            first.setEnabled(self._invitation is None)

    def submit(self) -> None:
        """Ctrl+Enter, and Enter in the last field: on with whatever comes next."""
        if self._invitation is None:
            self.ask()
        else:
            self.join()

    def ask(self) -> None:
        """Which station does the code lead to?"""
        missing = [Problem(name, "required") for name in ("url", "code") if not self._fields[name].value()]
        if missing:
            self._fields.show_problems(missing)
            return
        self.ui.ask.setEnabled(False)
        self._work.jobs.run(
            self._work.gate.invited,
            self.ui.url.value(),
            self.ui.code.value(),
            owner=self,
            done=self._on_invited,
            failed=self._on_refused,
            lane="district",
        )

    def _on_invited(self, invitation: Invitation) -> None:
        self._invitation = invitation
        self._bar.hide()
        self._fields.clear_problems()
        self.ui.found.setText(f"{invitation.station_name}　本机窗口字母 {invitation.enrolment.letter}")
        self.ui.person.set_choices([(one.account, f"{one.staff_no}  {one.name}") for one in invitation.people])
        self._show_step()
        self.ui.person.input.setFocus()
        self.adjustSize()

    def join(self) -> None:
        """Make the desk."""
        assert self._invitation is not None
        if self.ui.password.value() != self.ui.again.value():
            self._fields.show_problems([Problem("again", "password.differs")])
            return
        self._fields.clear_problems()
        self.ui.join.setEnabled(False)
        self.ui.cancel.setEnabled(False)
        self._watching.begin("正在接收本站资料")
        self.adjustSize()
        self._work.jobs.run(
            self._work.gate.join,
            self._invitation,
            self.ui.person.value(),
            self.ui.password.value(),
            self.ui.window.value(),
            self._watching.count,
            owner=self,
            done=self._on_joined,
            failed=self._on_refused,
        )

    def _on_joined(self, made: tuple[Arrival, str]) -> None:
        self._watching.end()
        self.joined.emit(*made)
        self.accept()

    def reject(self) -> None:
        """Back, unless the desk is being made."""
        if self.ui.cancel.isEnabled():
            super().reject()

    def _on_refused(self, error: Expected) -> None:
        self._watching.end()
        self.ui.cancel.setEnabled(True)
        self.ui.join.setEnabled(True)
        self._show_step()
        if isinstance(error, Invalid):
            homeless = self._fields.show_problems(error.problems, _NAMES)
            if homeless:
                self._bar.tell("danger", homeless_text(homeless))
            return
        said = wording.sentence(error)
        self._bar.tell("danger", said.what, said.safe, said.next)
