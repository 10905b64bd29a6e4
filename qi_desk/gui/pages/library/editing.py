"""The dialogs of the library: filling in, moving along the admission, judging, what became of work given out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qi_desk.domain.assignments import ASPECTS, EVALUATION
from qi_desk.domain.records import LIFECYCLES, entity
from qi_desk.gui import words
from qi_desk.gui.pages.library.forms import FIELDS, LISTS
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.workplace import Workplace
from qi_desk.services import assignments
from qi_desk.services.assignments import AssignmentView
from qi_desk.services.booking import equipment
from qi_desk.services.client_file import Editable
from qi_desk.services.library import admission, evaluation
from qi_desk.services.library.admission import Term
from qi_desk.services.library.views import LibraryView

if TYPE_CHECKING:
    from qi_desk.gui.pages.library.page import LibraryPage

_VERBS: dict[str, Callable[..., Any]] = {
    "admit": admission.admit,
    "renew": admission.renew,
    "suspend": admission.suspend,
    "withdraw": admission.withdraw,
}
_NEW_EQUIPMENT = {
    "sort": "device",
    "mark": "green",
    "hazard": "none",
    "open": True,
    "modes": ["time_share"],
    "step_minutes": 30,
    "shortest_minutes": 30,
    "longest_minutes": 480,
}
_PREPARING = frozenset({"check", "apply", "ask_more", "apply_again", "verify"})
_WITH_TERM = frozenset({"admit", "renew"})
_WORK_VERBS: dict[str, Callable[..., Any]] = {
    "take_on": assignments.take_on,
    "finish": assignments.finish,
    "decline": assignments.decline,
    "cancel": assignments.cancel,
}


class LibraryEditing(RecordEditing):
    """The dialogs of the page."""

    def __init__(self, work: Workplace, page: LibraryPage) -> None:
        super().__init__(work, page)
        self._page = page

    def reopen(self, how: Mapping[str, Any]) -> None:
        kind, eid = str(how["kind"]), str(how.get("eid", ""))
        if how["what"] == "judge":
            self._judge(eid)
        elif eid:
            self.edit(kind, eid)
        else:
            self.new(kind)

    def new(self, kind: str) -> None:
        """Ctrl+N: propose an expert or institution, enter a device or room."""
        if kind == "equipment":
            self.with_people(self._new_equipment)
            return
        title = f"推荐{words.kind(kind)}"
        self.open_dialog(title, partial(self._form, kind), partial(self._propose, kind), {"what": "new", "kind": kind})
        self.begin({}, new=True)

    def _new_equipment(self) -> None:
        how = {"what": "new", "kind": "equipment"}
        self.open_dialog("登记设备、场地", partial(self._form, "equipment"), self._enter, how)
        self.begin(_NEW_EQUIPMENT, new=True)

    def _enter(self, values: dict[str, Any]) -> None:
        self.save_with(equipment.enter, values)

    def _form(self, kind: str, parent: QWidget) -> RecordForm:
        return RecordForm(entity(kind), FIELDS[kind], parent, people=self.people, lists=LISTS[kind])

    def _propose(self, kind: str, values: dict[str, Any]) -> None:
        self.save_with(admission.propose, kind, values)

    def edit(self, kind: str, eid: str) -> None:
        """Ctrl+E: what is on record; states change by moves."""
        self.with_people(partial(self.read, kind, eid, self._read_to_edit))

    def _read_to_edit(self, edit: Editable) -> None:
        how = {"what": "edit", "kind": edit.kind, "eid": edit.eid}
        save = partial(self._correct, edit)
        self.open_dialog(f"改{words.kind(edit.kind)}", partial(self._form, edit.kind), save, how)
        self.begin(edit.values, edit.masked)

    def _correct(self, edit: Editable, values: dict[str, Any]) -> None:
        seen = {name: edit.seen[name] for name in values if name in edit.seen}
        if edit.kind == "equipment":
            self.save_with(equipment.change, edit.eid, values, seen)
        else:
            self.save_with(admission.correct, edit.kind, edit.eid, values, seen=seen)

    def choose_move(self, view: LibraryView) -> None:
        """Ctrl+M: the next step of the admission."""
        kind = view.row.kind
        choices = [(event, words.event(kind, event)) for event in view.offered]
        if choices:
            self._work.dialogs.choose(
                self._page, "办理", view.row.name, choices, partial(self._move, kind, view.row.eid)
            )

    def _move(self, kind: str, eid: str, event: str) -> None:
        move = next(move for move in LIFECYCLES[kind].moves if move.event == event)
        if move.reasons:
            choices = words.choices(move.reasons)
            self._work.dialogs.choose(
                self._page, words.event(kind, event), "原因", choices, partial(self._moved, kind, eid, event)
            )
        else:
            self._moved(kind, eid, event, "")

    def _moved(self, kind: str, eid: str, event: str, reason: str) -> None:
        if event in _WITH_TERM:
            self.act(_VERBS[event], kind, eid, Term(), failed=self._page.refuse)
        elif event in _VERBS:
            self.act(_VERBS[event], kind, eid, reason, failed=self._page.refuse)
        elif event in _PREPARING:
            self.act(admission.prepare, kind, eid, event, failed=self._page.refuse)
        else:
            self.act(admission.decide, kind, eid, event, failed=self._page.refuse, reason=reason)

    def work_step(self, one: AssignmentView) -> None:
        """Enter on work given out: what became of it."""
        choices = [(event, words.event("assignment", event)) for event in one.offered_moves]
        if choices:
            self._work.dialogs.choose(self._page, one.party_name, "怎么样了", choices, partial(self._worked, one))

    def _worked(self, one: AssignmentView, event: str) -> None:
        if event == "evaluate":
            self._judge(one.eid)
        elif event in ("decline", "cancel"):
            codes = "decline_reasons" if event == "decline" else "choice_reasons"
            done = partial(self._ended, one.eid, event)
            self._work.dialogs.choose(self._page, words.event("assignment", event), "原因", words.choices(codes), done)
        else:
            self.act(_WORK_VERBS[event], one.eid, failed=self._page.refuse)

    def _ended(self, eid: str, event: str, reason: str) -> None:
        self.act(_WORK_VERBS[event], eid, reason, failed=self._page.refuse)

    def _judge(self, eid: str) -> None:
        how = {"what": "judge", "kind": "evaluation", "eid": eid}
        self.open_dialog("评价（每项 1 到 5，5 最好）", self._judge_form, partial(self._judged, eid), how)
        self.begin(dict.fromkeys(ASPECTS, 5), new=True)

    def _judge_form(self, parent: QWidget) -> RecordForm:
        return RecordForm(EVALUATION, (*ASPECTS, "comment"), parent)

    def _judged(self, eid: str, values: dict[str, Any]) -> None:
        comment = values.pop("comment", "") or ""
        self.save_with(evaluation.evaluate, eid, values, comment)
