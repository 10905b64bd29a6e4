"""Entering a visitor in ten seconds: who, what about; everything else may stay empty (F2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from qi_desk.domain.errors import Conflict, Expected, Invalid
from qi_desk.gui import words
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.forms.ui_walk_in import Ui_WalkInForm
from qi_desk.gui.keys import PRINT, SAVE
from qi_desk.gui.page import DRAFT_MS
from qi_desk.gui.pages.reception.steps import settle_current
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.late_banner import LateBanner
from qi_desk.gui.widgets.suggest import Suggestion
from qi_desk.gui.workplace import Workplace
from qi_desk.services import board, reception
from qi_desk.services.board import Acquaintance
from qi_desk.services.reception import WalkIn
from qi_desk.services.visit_views import VisitView


class WalkInDialog(QDialog):
    """F9 takes a number, F10 serves at once."""

    # The visitor was entered; True if being served already.
    entered = Signal(object, bool)
    draft_changed = Signal()

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self._known: tuple[str, str] | None = None
        self._decided: Mapping[str, Any] = {}
        self.ui = Ui_WalkInForm()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._fields = FormFields(self.ui)
        self.banner = LateBanner(self)
        self.ui.grid.addWidget(self.banner, self.ui.grid.rowCount(), 0, 1, self.ui.grid.columnCount())
        self._choices()
        self.ui.known.line.asked.connect(self._on_asked)
        self.ui.known.line.chosen.connect(self.recognise)
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.queue.clicked.connect(self.take_number)
        self.ui.begin.clicked.connect(self.serve_at_once)
        QShortcut(QKeySequence(SAVE), self, self.take_number)
        QShortcut(QKeySequence(PRINT), self, self.serve_at_once)
        self._moves = EnterMoves(self, self.serve_at_once)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(DRAFT_MS)
        self._typing.timeout.connect(self.draft_changed)
        self._fields.connect_edited(self._typing.start)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 84)
        self.ui.name.input.setFocus()

    def _choices(self) -> None:
        self.ui.type.set_choices(words.choices("visit_types"))
        self.ui.priority.set_choices(words.choices("queue_priorities"))
        self.ui.salutation.set_choices(words.choices("salutations"), empty="（不填）")
        self.ui.id_purpose.set_choices(words.choices("id_purposes"), empty="不需要")
        self.ui.id_kind.set_choices(words.choices("id_kinds"), empty="按号码判断")

    def _on_asked(self, text: str) -> None:
        self._work.ask(board.returning, text, owner=self, done=self._on_known, exclusive="returning")

    def _on_known(self, found: tuple[Acquaintance, ...]) -> None:
        self.ui.known.line.offer(
            [
                Suggestion(
                    one.name or one.organisation,
                    " · ".join(
                        part
                        for part in (one.organisation if one.name else "", one.phone, words.moment(one.last_seen)[:10])
                        if part
                    ),
                    one,
                    "user-check",
                )
                for one in found
            ]
        )

    def recognise(self, one: Acquaintance) -> None:
        """A known visitor: what is not typed comes from the record; only masked values are shown."""
        self._known = one.known
        self.ui.known.set_value(" · ".join(part for part in (one.name, one.organisation) if part))
        self.ui.name.set_hint(one.name)
        self.ui.organisation.set_hint(one.organisation)
        self.ui.phone.set_hint(one.phone)
        self.ui.subject.input.setFocus()

    def entry(self, *, begin: bool, anyway: bool = False, current: str = "") -> WalkIn:
        """The walk-in as typed."""
        ui = self.ui
        count = ui.head_count.value()
        return WalkIn(
            subject=ui.subject.value(),
            name=ui.name.value(),
            organisation=ui.organisation.value(),
            phone=ui.phone.value(),
            type=ui.type.value(),
            known=self._known,
            salutation=ui.salutation.value(),
            head_count=int(count) if count.isdecimal() and count != "0" else 1,
            priority=ui.priority.value() or "none",
            visited=ui.visited.value(),
            badge=ui.badge.value(),
            id_kind=ui.id_kind.value(),
            id_number=ui.id_number.value() if ui.id_purpose.value() else "",
            id_purpose=ui.id_purpose.value(),
            begin=begin,
            anyway=anyway,
            current=current,
            late=self.banner.late,
        )

    def take_number(self) -> None:
        """Into the queue."""
        self._submit(begin=False)

    def serve_at_once(self) -> None:
        """Straight to the counter."""
        self._submit(begin=True)

    def _submit(self, **decided: Any) -> None:
        self._decided = decided
        self._work.act(
            reception.check_in,
            self.entry(**decided),
            owner=self,
            done=self._on_entered,
            failed=self._on_refused,
            said="已登记来访",
        )

    def _on_entered(self, view: VisitView) -> None:
        self.entered.emit(view, self._decided["begin"])
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        from qi_desk import wording

        if isinstance(error, Invalid):
            homeless = self._fields.show_problems(error.problems)
            if homeless:
                self.ui.subject.set_problem(homeless_text(homeless))
        elif isinstance(error, Conflict) and error.code == "visit.twice_in_queue":
            said = wording.sentence(error)
            self._work.dialogs.confirm(self, "已经在排队", str(said), "仍然另取一号", self._anyway)
        elif isinstance(error, Conflict) and error.code == "visit.serving_other":
            settle_current(self._work, self, error, self._settled)
        else:
            self.ui.subject.set_problem(str(wording.sentence(error)))

    def _anyway(self) -> None:
        self._submit(**{**self._decided, "anyway": True})

    def _settled(self, current: str) -> None:
        self._submit(**{**self._decided, "current": current})

    def draft(self) -> Mapping[str, Any] | None:
        """What was typed, without numbers of documents, which are never kept half-written."""
        values: dict[str, Any] = {
            name: value for name, value in self._fields.values().items() if name not in ("id_number", "known")
        }
        if self.banner.late is not None:
            values["late"] = self.banner.values()
        typed = {name for name in values if name not in ("type", "priority")}
        return values if typed else None

    def restore(self, content: Mapping[str, Any]) -> None:
        """Put half-written work back."""
        self._fields.put(content)
        self.banner.put(content.get("late"))
        self.ui.subject.input.setFocus()
