"""The dialogs of the register page: a record or a part of it filled in, and the deeds of its declaration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.fields import Entity, Type
from qi_desk.domain.records import entity
from qi_desk.gui import words
from qi_desk.gui.deeds import Deed, DeedEditing
from qi_desk.gui.page import Page
from qi_desk.gui.pages.registers.columns import checklists_of, lines_of
from qi_desk.gui.record_form import Finder, RecordForm
from qi_desk.gui.widgets.suggest import Suggestion
from qi_desk.gui.workplace import Workplace
from qi_desk.services.client_file import Editable
from qi_desk.services.registers import entries, finding
from qi_desk.services.registers.catalogue import REGISTERS, register_of
from qi_desk.services.registers.declaration import Register, RegisterDeed
from qi_desk.services.registers.finding import Found
from qi_desk.services.registers.views import RegisterView

_BLANK = ""


def deeds_of(register: Register) -> dict[str, Deed]:
    """The deeds of a register as the dialogs take them, by name; adding to its parts is one too."""
    made = {deed.name: _deed(register, deed) for deed in register.deeds}
    for part in register.parts:
        name = f"add_{part.entity.name}"
        label = f"加{words.kind(part.entity.name)}"
        verb = partial(_add_part, part.entity.name)
        made[name] = Deed(f"{register.name}.{name}", label, verb, part.entity, part.form)
    return made


def _add_part(part: str, house: Any, actor: Any, eid: str, values: Mapping[str, Any]) -> Any:
    return entries.add_part(house, actor, eid, part, values)


def _deed(register: Register, deed: RegisterDeed) -> Deed:
    question = wording.texts().get(f"register.{register.name}.{deed.name}", "")
    return Deed(
        f"{register.name}.{deed.name}",
        wording.event_label(deed.part or register.name, deed.name),
        deed.verb,
        entity(deed.part or deed.form_of or register.name),
        deed.fields,
        asked=question if deed.asked else "",
        sure=question if deed.sure else "",
        begins=deed.begins,
    )


class RegisterEditing(DeedEditing):
    """The dialogs of a page that writes in registers."""

    def __init__(self, work: Workplace, page: Page, look_at: Callable[[str, str], None]) -> None:
        """`look_at` shows a record of a register, once it was written."""
        self._register = ""
        self.deeds = {name: deeds_of(register) for name, register in REGISTERS.items()}
        super().__init__(work, page, {deed.name: deed for table in self.deeds.values() for deed in table.values()})
        self._look_at = look_at

    def reopen(self, how: Mapping[str, Any]) -> None:
        self._register = str(how["register"])
        if how.get("deed"):
            super().reopen(how)
        elif how.get("eid"):
            self.edit(self._register, str(how["eid"]), {})
        else:
            self.begin_new(self._register, {})

    def context(self) -> Mapping[str, Any]:
        return {"register": self._register}

    def new(self, register: str) -> None:
        """Ctrl+N: a new record, from the list of usual ones where the register has one."""
        self._work.ask(
            entries.starters, register, owner=self, done=partial(self._offer_starters, register), failed=self.refused
        )

    def _offer_starters(self, register: str, codes: tuple[str, ...]) -> None:
        if not codes:
            self._ask_beginning(register, _BLANK)
            return
        choices = [(_BLANK, "空白登记"), *((code, words.label(register_of(register).starter, code)) for code in codes)]
        title = f"新增{words.kind(register)}"
        text = "从常用的名目里选一个来填（还要写内容、批准后才算有），或者空白登记"
        self._work.dialogs.choose(self._page, title, text, choices, partial(self._ask_beginning, register))

    def _ask_beginning(self, register: str, starter: str) -> None:
        done = partial(self.begin_new, register)
        self._work.ask(entries.beginning, register, starter, owner=self, done=done, failed=self.refused)

    def begin_missing(self, register: str, begins: Mapping[str, Any]) -> None:
        """Enter on something that is missing: a new record that begins with it."""

        def known(values: Mapping[str, Any]) -> None:
            self.begin_new(register, {**values, **begins})

        self._work.ask(entries.beginning, register, owner=self, done=known, failed=self.refused)

    def begin_new(self, register: str, values: Mapping[str, Any]) -> None:
        """The empty form, filled with `values`; `<field>:name` among them says what a reference is called."""
        self._register = register
        names = {key.removesuffix(":name"): str(value) for key, value in values.items() if key.endswith(":name")}
        self.with_people(partial(self._open_new, register, values, names))

    def _open_new(self, register: str, values: Mapping[str, Any], names: Mapping[str, str]) -> None:
        title = f"新增{words.kind(register)}"
        save = partial(self._enter, register)
        self.open_dialog(title, partial(self._record_form, register), save, {"register": register})
        self.begin(values, {}, names, new=True)

    def _enter(self, register: str, values: dict[str, Any]) -> None:
        dialog = self.present

        def saved(eid: str) -> None:
            dialog.saved(eid)
            self._look_at(register, eid)

        self.act(entries.enter, register, values, done=saved, failed=dialog.refuse)

    def edit(self, register: str, eid: str, names: Mapping[str, str]) -> None:
        """Ctrl+E: what was filled in."""
        self._register = register
        self.with_people(partial(self.read, register, eid, partial(self._open_edit, names)))

    def _open_edit(self, names: Mapping[str, str], edit: Editable) -> None:
        title = f"改{words.kind(edit.kind)}"
        how = {"register": edit.kind, "eid": edit.eid}
        self.open_dialog(title, partial(self._record_form, edit.kind), partial(self._change, edit), how)
        known = {one: names.get(str(edit.values.get(one)), "") for one in register_of(edit.kind).form}
        self.begin(edit.values, edit.masked, known)

    def _change(self, edit: Editable, values: dict[str, Any]) -> None:
        seen = {name: edit.seen[name] for name in values if name in edit.seen}
        self.save_with(entries.change, edit.kind, edit.eid, values, seen=seen)

    def _record_form(self, register: str, parent: QWidget) -> RecordForm:
        return self._made_form(register_of(register).entity, register_of(register).form, parent)

    def _made_form(self, declared: Entity, names: Sequence[str], parent: QWidget) -> RecordForm:
        known = declared.name in REGISTERS
        lists, ticked = (lines_of(declared.name), checklists_of(declared.name)) if known else ({}, {})
        found = {name: Finder(partial(self._find, declared.name, name)) for name in names if _is_found(declared, name)}
        return RecordForm(declared, names, parent, people=self.people, finders=found, lists=lists, checklists=ticked)

    def _form(self, deed: Deed, parent: QWidget) -> RecordForm:
        assert deed.entity is not None
        return self._made_form(deed.entity, deed.fields, parent)

    def _find(self, kind: str, name: str, text: str, offer: Callable[[list[Suggestion]], None]) -> None:
        def found(hits: tuple[Found, ...]) -> None:
            offer([Suggestion(one.title, one.note, (one.key, one.title)) for one in hits])

        self._work.ask(finding.find, kind, name, text, owner=self, done=found, exclusive="register-find")

    def do(self, view: RegisterView, name: str) -> None:
        """Begin a deed of the record shown; one that is done to a part asks which."""
        register = register_of(view.register)
        self._register = view.register
        deed = self._dated(self.deeds[view.register][name])
        declared = next((one for one in register.deeds if one.name == name), None)
        if declared is None or not declared.part:
            kept = declared is not None and declared.kept
            self.take(deed, view.eid, {one: view.values.get(one) for one in deed.fields} if kept else {})
            return
        lines = [line for part in view.parts for line in part.lines if name in line.deeds]
        choices = [(line.eid, "　".join(filter(None, line.cells))) for line in lines]
        if len(choices) == 1:
            self.take(deed, choices[0][0], {})
        elif choices:
            begin = partial(self._on_part, deed)
            self._work.dialogs.choose(self._page, deed.label, "哪一项", choices, begin)

    def _on_part(self, deed: Deed, eid: str) -> None:
        self.take(deed, eid, {})

    def _dated(self, deed: Deed) -> Deed:
        """The deed with its days counted from today."""
        if deed.entity is None:
            return deed
        today = moments.china_date(self._work.house.clock.now())
        begins = {
            name: today + timedelta(days=value) if deed.entity.field(name).type is Type.DAY else value
            for name, value in deed.begins.items()
        }
        return replace(deed, begins=begins)

    def finished(self, deed: Deed, eid: str, value: Any) -> None:
        if isinstance(value, str) and value:
            self._look_at(self._register, value)


def _is_found(declared: Entity, name: str) -> bool:
    one = declared.field(name)
    return one.type is Type.REF and one.target != "person"
