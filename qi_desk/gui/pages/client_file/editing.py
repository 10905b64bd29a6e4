"""Filling in and changing what a file holds, one dialog for all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qi_desk.domain.enterprises import ENTERPRISE
from qi_desk.domain.errors import Conflict, Expected
from qi_desk.domain.records import entity
from qi_desk.gui import words
from qi_desk.gui.pages.client_file.tabs import HEADER, TABS, Tab
from qi_desk.gui.record_dialog import RecordDialog
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.workplace import Workplace
from qi_desk.services import client_changes
from qi_desk.services.client_file import Editable
from qi_desk.services.client_parts import PartView

if TYPE_CHECKING:
    from qi_desk.gui.pages.client_file.view import FileView

_RENAMED = (("renamed", "企业改名了：旧名称留作曾用名"), ("slip", "原来写错了：只改正，不留曾用名"))


class FileEditing(RecordEditing):
    """The dialogs of one file view."""

    def __init__(self, work: Workplace, view: FileView) -> None:
        super().__init__(work, view)
        self._view = view

    def reopen(self, how: Mapping[str, Any]) -> None:
        tab = next((tab for tab in TABS if tab.kind == how["kind"]), None)
        eid, client = str(how.get("eid", "")), str(how.get("client", ""))
        if tab is None and eid:
            self.edit_header(eid)
        elif tab is None:
            self.new_client(self._view.opened.emit)
        elif eid:
            self._edit_part(tab, client, eid, how.get("names", {}))
        else:
            self.add_part(tab, client)

    def edit_header(self, eid: str) -> None:
        """Change who the client is."""
        self.with_people(partial(self.read, "enterprise", eid, self._header_read))

    def new_client(self, then: Callable[[str], None]) -> None:
        """Open a file without a request; `then` gets its id."""
        self.with_people(partial(self._new_client, then))

    def _new_client(self, then: Callable[[str], None]) -> None:
        self.open_dialog(
            "新建服务对象档案",
            self._header_form,
            lambda values: self._add_client(values, then),
            {"kind": "enterprise"},
        )
        entry = {"kind": "enterprise", "status": "normal", "secrecy": "2", "specialist": self._work.actor.account}
        self.begin(entry, new=True)

    def _add_client(self, values: dict[str, Any], then: Callable[[str], None]) -> None:
        dialog = self.present

        def saved(eid: str) -> None:
            dialog.saved(eid)
            then(eid)

        self.act(client_changes.add, values, done=saved, failed=partial(self._code_taken, dialog))

    def _header_form(self, parent: QWidget) -> RecordForm:
        return RecordForm(ENTERPRISE, HEADER, parent, people=self.people)

    def _header_read(self, edit: Editable) -> None:
        how = {"kind": "enterprise", "client": edit.eid, "eid": edit.eid}
        self.open_dialog("改基本信息", self._header_form, partial(self._save_header, edit), how)
        self.begin(edit.values, edit.masked)

    def _save_header(self, edit: Editable, values: dict[str, Any]) -> None:
        dialog = self.present

        def save(answer: str = "slip") -> None:
            self.act(
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
        save = partial(self._add_part, tab, client)
        how = {"kind": tab.kind, "client": client}
        self.open_dialog(f"新增{tab.one}", partial(self._part_form, tab), save, how)
        self.begin({}, new=True)

    def _part_form(self, tab: Tab, parent: QWidget) -> RecordForm:
        return RecordForm(entity(tab.kind), tab.fields, parent, finders={"other": self.client_finder()})

    def _add_part(self, tab: Tab, client: str, values: dict[str, Any]) -> None:
        self.save_with(client_changes.add_part, tab.kind, client, values)

    def edit_part(self, tab: Tab, part: PartView) -> None:
        """Change the one chosen."""
        self._edit_part(tab, self._view.eid, part.eid, {"other": str(part.values.get("other", ""))})

    def _edit_part(self, tab: Tab, client: str, eid: str, names: Mapping[str, str]) -> None:
        self.read(tab.kind, eid, partial(self._part_read, tab, client, names))

    def _part_read(self, tab: Tab, client: str, names: Mapping[str, str], edit: Editable) -> None:
        how = {"kind": tab.kind, "client": client, "eid": edit.eid, "names": dict(names)}
        self.open_dialog(f"改{tab.one}", partial(self._part_form, tab), partial(self._save_part, tab, edit), how)
        self.begin(edit.values, edit.masked, names)

    def _save_part(self, tab: Tab, edit: Editable, values: dict[str, Any]) -> None:
        self.save_with(client_changes.change_part, tab.kind, edit.eid, values, edit.seen)

    def end_part(self, tab: Tab, part: PartView) -> None:
        """Take the one chosen off the file, with the reason."""
        text = f"撤下这一条{tab.one}？记录仍留在库里，注明原因。"
        self._work.dialogs.choose(
            self._view, f"撤下{tab.one}", text, words.choices("void_reasons"), partial(self._ended, tab, part)
        )

    def _ended(self, tab: Tab, part: PartView, why: str) -> None:
        self.act(client_changes.end_part, tab.kind, part.eid, why)
