"""Opening an account and changing one's own password."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.errors import Expected, Invalid, Problem
from qi_desk.gui import words
from qi_desk.gui.form_tools import FormFields
from qi_desk.gui.forms.ui_password import Ui_PasswordForm
from qi_desk.gui.forms.ui_person import Ui_PersonForm
from qi_desk.gui.keys import SAVE
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.inputs import DayInput
from qi_desk.gui.workplace import Workplace
from qi_desk.services import staff
from qi_desk.services.staff import PersonInput


class PersonDialog(QDialog):
    """A new account; with the day of the training it may start at once."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self.ui = Ui_PersonForm()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._fields = FormFields(self.ui)
        self.ui.role.set_choices(words.choices("roles"))
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.save.clicked.connect(self.submit)
        QShortcut(QKeySequence(SAVE), self, self.submit)
        self._moves = EnterMoves(self, self.submit)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 76)

    def submit(self) -> None:
        """F9: open the account."""
        ui = self.ui
        person = PersonInput(
            ui.staff_no.value(), ui.name.value(), ui.role.value(), ui.password.value(), ui.phone.value()
        )
        day = ui.trained_on.input
        assert isinstance(day, DayInput)
        try:
            self._day = day.day(moments.china_date(self._work.house.clock.now()))
        except ValueError:
            self._fields.show_problems([Problem("trained_on", "date.unreadable")])
            return
        self._work.act(staff.add, person, owner=self, done=self._on_added, failed=self._on_refused)

    def _on_added(self, eid: str) -> None:
        if self._day is None:
            self.accept()
            return
        self._work.act(
            staff.record_training,
            eid,
            "岗前培训",
            self._day,
            owner=self,
            done=self._on_trained,
            failed=self._on_refused,
        )

    def _on_trained(self, _value: Any) -> None:
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self._fields.show_problems(error.problems, {"held_on": "trained_on"})
        else:
            self.ui.staff_no.set_problem(str(wording.sentence(error)))


class PasswordDialog(QDialog):
    """One's own password."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self.ui = Ui_PasswordForm()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._fields = FormFields(self.ui)
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.save.clicked.connect(self.submit)
        QShortcut(QKeySequence(SAVE), self, self.submit)
        self._moves = EnterMoves(self, self.submit)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 70)

    def submit(self) -> None:
        """F9: change it."""
        if self.ui.password.value() != self.ui.again.value():
            self._fields.show_problems([Problem("again", "password.differs")])
            return
        self._work.act(
            staff.change_password,
            self.ui.old.value(),
            self.ui.password.value(),
            owner=self,
            done=self._on_changed,
            failed=self._on_refused,
        )

    def _on_changed(self, _value: Any) -> None:
        self._work.told.emit("success", "密码已修改，下次登录用新密码", "", "")
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self._fields.show_problems(error.problems)
        else:
            self.ui.old.set_problem(str(wording.sentence(error)))
