"""Filling in and changing records by dialog: what is half-written there is a draft of the page like all else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from qi_desk.domain.errors import Expected
from qi_desk.gui.record_dialog import RecordDialog
from qi_desk.gui.record_form import Finder, RecordForm
from qi_desk.gui.widgets.suggest import Suggestion
from qi_desk.gui.workplace import Workplace
from qi_desk.services import client_file, client_views, staff
from qi_desk.services.client_file import Editable
from qi_desk.services.client_views import ClientRow
from qi_desk.services.staff import PersonView

MakeForm = Callable[[QWidget], RecordForm]
Save = Callable[[dict[str, Any]], None]


class RecordEditing(QObject):
    """The dialogs of one view. `how` says in JSON values how a dialog is opened again (`reopen`)."""

    # Something was typed into the open dialog.
    edited = Signal()
    # The dialog is gone, saved or given up.
    closed = Signal()

    def __init__(self, work: Workplace, view: QWidget) -> None:
        super().__init__(view)
        self._work = work
        self._parent = view
        self._how: Mapping[str, Any] = {}
        self._waiting: Mapping[str, Any] = {}
        self.people: tuple[tuple[str, str], ...] = ()
        self.dialog: RecordDialog | None = None

    def draft(self) -> Mapping[str, Any] | None:
        """What is half-written in the open dialog, None where nothing is."""
        if self.dialog is None or not self.dialog.form.dirty:
            return None
        return {**self._how, "typed": self.dialog.form.typed()}

    def resume(self, draft: Mapping[str, Any]) -> None:
        """Open the dialog of a draft again with what stood in it."""
        self._waiting = draft.get("typed", {})
        self.reopen(draft)

    def reopen(self, how: Mapping[str, Any]) -> None:
        """Open the dialog that `how` describes."""
        raise NotImplementedError

    def open_dialog(self, title: str, make_form: MakeForm, save: Save, how: Mapping[str, Any]) -> RecordDialog:
        """A dialog that keeps its draft; `begin` shows it."""
        self._how = how
        self.dialog = RecordDialog(self._work, self._parent, title, make_form, save)
        self.dialog.form.edited.connect(self.edited)
        self.dialog.destroyed.connect(self._on_closed)
        return self.dialog

    def begin(
        self,
        values: Mapping[str, Any],
        masked: Mapping[str, str] | None = None,
        names: Mapping[str, str] | None = None,
        *,
        new: bool = False,
    ) -> None:
        """Show the record in the dialog opened last, and what was typed in it before if it is resumed."""
        self.present.begin(values, masked, names, new=new)
        waiting, self._waiting = self._waiting, {}
        if waiting:
            self.present.form.put_typed(waiting)

    @property
    def present(self) -> RecordDialog:
        """The open dialog."""
        assert self.dialog is not None
        return self.dialog

    def _on_closed(self) -> None:
        self.dialog = None
        self.closed.emit()

    def with_people(self, then: Callable[[], None]) -> None:
        """Read who works here into `people`, then go on."""

        def known(people: tuple[PersonView, ...]) -> None:
            self.people = tuple((one.eid, one.name) for one in people if one.active)
            then()

        self._work.ask(staff.people, owner=self, done=known, failed=self.refused)

    def read(self, kind: str, eid: str, then: Callable[[Editable], None]) -> None:
        """Read a record to be changed."""
        self._work.ask(client_file.editable, kind, eid, owner=self, done=then, failed=self.refused)

    def save_with(self, verb: Callable[..., Any], *args: Any, **options: Any) -> None:
        """Write what the dialog holds; it closes, or says what is wrong."""
        dialog = self.present
        self.act(verb, *args, done=dialog.saved, failed=dialog.refuse, **options)

    def act(self, verb: Callable[..., Any], *args: Any, done: Any = None, failed: Any = None, **options: Any) -> None:
        """Write, offering to take it back."""
        self._work.act(verb, *args, owner=self, done=done, failed=failed or self.refused, said="已保存", **options)

    def refused(self, error: Expected) -> None:
        """Tell an error that belongs to no dialog."""
        self._work.jobs.unhandled.emit(error)

    def client_finder(self) -> Finder:
        """How a field finds another service object."""
        return Finder(partial(_find_client, self._work, self))


def _find_client(work: Workplace, owner: QObject, text: str, offer: Callable[[list[Suggestion]], None]) -> None:
    def found(rows: tuple[ClientRow, ...]) -> None:
        offer([Suggestion(row.name, row.park, (row.eid, row.name), "building-2") for row in rows])

    work.ask(client_views.suggest, text, owner=owner, done=found, exclusive="relation")
