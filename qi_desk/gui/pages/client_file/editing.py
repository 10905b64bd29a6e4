"""Filling in and changing what a file holds, one dialog for all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from qi_desk.domain.enterprises import ENTERPRISE
from qi_desk.domain.errors import Conflict, Expected
from qi_desk.domain.records import entity
from qi_desk.gui import words
from qi_desk.gui.pages.client_file.tabs import HEADER, Tab
from qi_desk.gui.record_dialog import RecordDialog
from qi_desk.gui.record_form import Finder, RecordForm
from qi_desk.gui.widgets.suggest import Suggestion
from qi_desk.gui.workplace import Workplace
from qi_desk.services import client_changes, client_file, client_views, staff
from qi_desk.services.client_file import ClientFile, Editable
from qi_desk.services.client_parts import PartView
from qi_desk.services.client_views import ClientRow
from qi_desk.services.staff import PersonView

if TYPE_CHECKING:
    from qi_desk.gui.pages.client_file.view import FileView

_RENAMED = (("renamed", "企业改名了：旧名称留作曾用名"), ("slip", "原来写错了：只改正，不留曾用名"))


class FileEditing(QObject):
    """The dialogs of one file view."""

    def __init__(self, work: Workplace, view: FileView) -> None:
        super().__init__(view)
        self._work = work
        self._view = view
        self._people: tuple[tuple[str, str], ...] = ()
        self.dialog: RecordDialog | None = None

    def edit_header(self, file: ClientFile) -> None:
        """Change who the client is."""
        self._with_people(partial(self._read, "enterprise", file.eid, self._header_read))

    def new_client(self, then: Callable[[str], None]) -> None:
        """Open a file without a request; `then` gets its id."""
        self._with_people(partial(self._new_client, then))

    def _with_people(self, then: Callable[[], None]) -> None:
        def known(people: tuple[PersonView, ...]) -> None:
            self._people = tuple((one.eid, one.name) for one in people if one.active)
            then()

        self._work.ask(staff.people, owner=self, done=known, failed=self._refused)

    def _read(self, kind: str, eid: str, then: Callable[[Editable], None]) -> None:
        self._work.ask(client_file.editable, kind, eid, owner=self, done=then, failed=self._refused)

    def _new_client(self, then: Callable[[str], None]) -> None:
        dialog = self._open("新建服务对象档案", self._header_form, lambda values: self._add_client(values, then))
        entry = {"kind": "enterprise", "status": "normal", "secrecy": "2", "specialist": self._work.actor.account}
        dialog.begin(entry, new=True)

    def _add_client(self, values: dict[str, Any], then: Callable[[str], None]) -> None:
        dialog = self._present()

        def saved(eid: str) -> None:
            dialog.saved(eid)
            then(eid)

        self._act(client_changes.add, values, done=saved, failed=partial(self._code_taken, dialog))

    def _header_form(self, parent: QWidget) -> RecordForm:
        return RecordForm(ENTERPRISE, HEADER, parent, people=self._people)

    def _header_read(self, edit: Editable) -> None:
        dialog = self._open("改基本信息", self._header_form, partial(self._save_header, edit))
        dialog.begin(edit.values, edit.masked)

    def _save_header(self, edit: Editable, values: dict[str, Any]) -> None:
        dialog = self._present()

        def save(answer: str = "slip") -> None:
            self._act(
                client_changes.change,
                edit.eid,
                values,
                edit.seen,
                done=dialog.saved,
                failed=partial(self._code_taken, dialog),
                renamed=answer == "renamed",
            )

        if "name" in values:
            self._work.dialogs.choose(dialog, "名称变了", "新旧名称不同，是哪一种？", _RENAMED, save)
        else:
            save()

    def _code_taken(self, dialog: RecordDialog, error: Expected) -> None:
        dialog.refuse(error)
        if isinstance(error, Conflict) and error.code == "client.code_taken":
            text = f"“{error.values['name']}”用的就是这个代码。要不要打开它的档案？"
            self._work.dialogs.confirm(
                dialog, "已经有档案", text, "打开已有档案", partial(self._go_there, dialog, str(error.values["eid"]))
            )

    def _go_there(self, dialog: RecordDialog, eid: str) -> None:
        dialog.saved(eid)
        self._view.wanted.emit("enterprise", {"eid": eid, "open": True})

    def add_part(self, tab: Tab, client: str) -> None:
        """One more of what the tab shows."""
        dialog = self._open(f"新增{tab.one}", partial(self._part_form, tab), partial(self._add_part, tab, client))
        dialog.begin({}, new=True)

    def _part_form(self, tab: Tab, parent: QWidget) -> RecordForm:
        return RecordForm(entity(tab.kind), tab.fields, parent, finders={"other": Finder(self._find_client)})

    def _add_part(self, tab: Tab, client: str, values: dict[str, Any]) -> None:
        dialog = self._present()
        self._act(client_changes.add_part, tab.kind, client, values, done=dialog.saved, failed=dialog.refuse)

    def edit_part(self, tab: Tab, part: PartView) -> None:
        """Change the one chosen."""
        names = {"other": str(part.values.get("other", ""))}
        self._read(tab.kind, part.eid, partial(self._part_read, tab, names))

    def _part_read(self, tab: Tab, names: Mapping[str, str], edit: Editable) -> None:
        dialog = self._open(f"改{tab.one}", partial(self._part_form, tab), partial(self._save_part, tab, edit))
        dialog.begin(edit.values, edit.masked, names)

    def _save_part(self, tab: Tab, edit: Editable, values: dict[str, Any]) -> None:
        dialog = self._present()
        self._act(
            client_changes.change_part,
            tab.kind,
            edit.eid,
            values,
            edit.seen,
            done=dialog.saved,
            failed=dialog.refuse,
        )

    def end_part(self, tab: Tab, part: PartView) -> None:
        """Take the one chosen off the file, with the reason."""
        text = f"撤下这一条{tab.one}？记录仍留在库里，注明原因。"
        self._work.dialogs.choose(
            self._view, f"撤下{tab.one}", text, words.choices("void_reasons"), partial(self._ended, tab, part)
        )

    def _ended(self, tab: Tab, part: PartView, why: str) -> None:
        self._act(client_changes.end_part, tab.kind, part.eid, why, done=None, failed=self._refused)

    def _find_client(self, text: str, offer: Callable[[list[Suggestion]], None]) -> None:
        def found(rows: tuple[ClientRow, ...]) -> None:
            offer([Suggestion(row.name, row.park, (row.eid, row.name), "building-2") for row in rows])

        self._work.ask(client_views.suggest, text, owner=self, done=found, exclusive="relation")

    def _open(
        self, title: str, make_form: Callable[[QWidget], RecordForm], save: Callable[[dict[str, Any]], None]
    ) -> RecordDialog:
        self.dialog = RecordDialog(self._work, self._view, title, make_form, save)
        self.dialog.destroyed.connect(self._on_closed)
        return self.dialog

    def _present(self) -> RecordDialog:
        assert self.dialog is not None
        return self.dialog

    def _on_closed(self) -> None:
        self.dialog = None

    def _act(self, verb: Callable[..., Any], *args: Any, done: Any, failed: Any, **options: Any) -> None:
        self._work.act(verb, *args, owner=self, done=done, failed=failed, said="已保存", **options)

    def _refused(self, error: Expected) -> None:
        self._work.jobs.unhandled.emit(error)
