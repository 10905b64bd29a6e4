"""即问即答: from question to closed on one short sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from qi_desk.domain.errors import Expected, Invalid
from qi_desk.gui import words
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.forms.ui_quick_answer import Ui_QuickAnswerForm
from qi_desk.gui.keys import SAVE
from qi_desk.gui.speech_check import SpeechCheck
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.suggest import Suggestion
from qi_desk.gui.workplace import Workplace
from qi_desk.services import client_views, intake
from qi_desk.services.client_views import ClientRow
from qi_desk.services.intake import Registered
from qi_desk.services.intake_input import ClientInput, ContactInput, QuickAnswer

_NAMES = {"client.name": "client", "contact.phone": "phone"}


class QuickAnswerDialog(QDialog):
    """Who asked, what, the answer."""

    answered = Signal(object)

    def __init__(self, work: Workplace, parent: QWidget, params: Mapping[str, Any]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self._visit = str(params.get("visit") or "")
        self._matter = str(params.get("matter") or "")
        self._client = str(params.get("client") or "")
        self.ui = Ui_QuickAnswerForm()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._fields = FormFields(self.ui)
        self.ui.items.input.set_catalogue(words.catalogue_rows(), words.initials)
        self.ui.solved.set_choices(words.choices("solved"))
        self.ui.client.set_value(str(params.get("organisation") or ""))
        self.ui.question.set_value(str(params.get("question") or ""))
        self.ui.client.line.asked.connect(self._on_asked)
        self.ui.client.line.chosen.connect(self._on_chosen)
        self.ui.client.line.edited.connect(self._on_typed)
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.close_matter.clicked.connect(self.submit)
        QShortcut(QKeySequence(SAVE), self, self.submit)
        self._moves = EnterMoves(self, self.submit)
        self.speech = SpeechCheck(work.speaking.watch, (self.ui.answer,), self)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 96)
        first = self.ui.items if self.ui.client.value() else self.ui.client
        first.input.setFocus()

    def _on_asked(self, text: str) -> None:
        self._work.ask(client_views.suggest, text, owner=self, done=self._on_clients, exclusive="quick")

    def _on_clients(self, rows: tuple[ClientRow, ...]) -> None:
        self.ui.client.line.offer([Suggestion(row.name, row.credit_code, row, "building-2") for row in rows])

    def _on_chosen(self, row: ClientRow) -> None:
        self._client = row.eid
        self.ui.client.set_value(row.name)
        self.ui.items.input.setFocus()

    def _on_typed(self) -> None:
        self._client = ""

    def submit(self) -> None:
        """F9: answer and close."""
        ui = self.ui
        name = ui.client.value()
        quick = QuickAnswer(
            question=ui.question.value(),
            answer=ui.answer.value(),
            items=ui.items.codes(),
            client=ClientInput(eid=self._client, kind="person", name=name),
            contact=ContactInput(name=name, phone=ui.phone.value()),
            basis=ui.basis.value(),
            solved=ui.solved.value(),
            visit=self._visit,
            matter=self._matter,
        )
        self._work.act(
            intake.answer_at_once,
            quick,
            owner=self,
            done=self._on_done,
            failed=self._on_refused,
            said="已答复并办结",
        )

    def _on_done(self, value: Registered) -> None:
        self.answered.emit(value)
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        from qi_desk import wording

        if isinstance(error, Invalid):
            homeless = self._fields.show_problems(error.problems, _NAMES)
            if homeless:
                self.ui.question.set_problem(homeless_text(homeless))
            return
        self.ui.question.set_problem(str(wording.sentence(error)))
