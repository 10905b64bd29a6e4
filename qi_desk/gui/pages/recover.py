"""Setting a new password with the recovery code from the sealed envelope."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from qi_desk.domain.errors import Expected, Invalid, Problem
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.forms.ui_recover import Ui_RecoverForm
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.workplace import Workplace


class RecoverDialog(QDialog):
    """Code, new password twice; the data stay as they are."""

    recovered = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self.ui = Ui_RecoverForm()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._fields = FormFields(self.ui)
        people = work.gate.entrants()
        self.ui.person.set_choices([(one.account, f"{one.sign_in}  {one.name}") for one in people])
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.reset.clicked.connect(self.submit)
        self._moves = EnterMoves(self, self.submit)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 80)

    def submit(self) -> None:
        """Try the code."""
        if self.ui.password.value() != self.ui.again.value():
            self._fields.show_problems([Problem("again", "password.differs")])
            return
        self.ui.reset.setEnabled(False)
        self._work.jobs.run(
            self._work.gate.recover,
            self.ui.code.value(),
            self.ui.person.value(),
            self.ui.password.value(),
            owner=self,
            done=self._on_done,
            failed=self._on_refused,
        )

    def _on_done(self, _nothing: object) -> None:
        self.recovered.emit(self.ui.person.value())
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        from qi_desk import wording

        self.ui.reset.setEnabled(True)
        if isinstance(error, Invalid):
            homeless = self._fields.show_problems(error.problems)
            if not homeless:
                return
            self.ui.code.set_problem(homeless_text(homeless))
            return
        self.ui.code.set_problem(str(wording.sentence(error)))
