"""A form made from the declaration of a record: a field is declared once, what a person fills in follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import FEN_IN_TEN_THOUSAND, Entity, Field, Type
from qi_desk.gui import words
from qi_desk.gui.form_tools import FormFields
from qi_desk.gui.list_lines import Lines
from qi_desk.gui.widgets.checklist_field import ChecklistField
from qi_desk.gui.widgets.codes_field import CodesField
from qi_desk.gui.widgets.fields import ChoiceField, CodeField, DayField, FieldRow, FlagField, LongField, TextField
from qi_desk.gui.widgets.items_field import SuggestField
from qi_desk.gui.widgets.suggest import Suggestion

_TYPED_AS_CODE = frozenset({"phone", "email", "credit_code"})
_WIDE = frozenset({Type.LONG, Type.CODES, Type.LIST})
_UNREADABLE = {Type.DAY: "date.unreadable", Type.LIST: "list.unreadable"}
_HINTS = {Type.DAY: "如 2026-11-30，或 +365", Type.MONEY: "万元", Type.INTEGER: ""}


@dataclass(frozen=True)
class Finder:
    """How a reference to another record is found: `ask` gets what was typed and a function that takes suggestions,
    whose payload is the record's (id, title)."""

    ask: Callable[[str, Callable[[list[Suggestion]], None]], None]


class RecordForm(QWidget):
    """Two columns of fields, `names` in the order given. `people` are the (id, name) a person may be chosen from,
    `finders` say how other references are found, `lists` how lists are typed; `checklists` are lists with a line for
    each thing, by the words for things and answers."""

    # A person typed or chose something.
    edited = Signal()

    def __init__(
        self,
        entity: Entity,
        names: Sequence[str],
        parent: QWidget,
        *,
        people: Sequence[tuple[str, str]] = (),
        finders: Mapping[str, Finder] | None = None,
        lists: Mapping[str, Lines] | None = None,
        checklists: Mapping[str, tuple[Sequence[str], Sequence[str]]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.entity = entity
        self._shown: dict[str, Any] = {}
        self._kept: dict[str, Any] = {}
        self._found: dict[str, str] = {}
        self._lists = lists or {}
        self._checklists = checklists or {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(18)
        made: dict[str, FieldRow] = {}
        self._place = (0, 0)
        for name in names:
            declared = entity.field(name)
            field = self._made(declared, people, (finders or {}).get(name))
            self._put_down(field, wide=declared.type in _WIDE)
            made[name] = field
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.fields = FormFields(SimpleNamespace(**made))
        self.fields.connect_edited(self.edited)
        self.names = tuple(names)

    def _put_down(self, field: FieldRow, *, wide: bool) -> None:
        row, column = self._place
        if wide:
            row += column
            self._grid.addWidget(field, row, 0, 1, 2)
            self._place = (row + 1, 0)
        else:
            self._grid.addWidget(field, row, column)
            self._place = (row + column, 1 - column)

    def _made(self, declared: Field, people: Sequence[tuple[str, str]], finder: Finder | None) -> FieldRow:
        things = self._checklists.get(declared.name)
        field = (ChecklistField if things else _class_of(declared, finder))(self)
        if things and isinstance(field, ChecklistField):
            field.input.set_things(*things)
        field.setObjectName(declared.name)
        if declared.required and declared.type is not Type.FLAG:
            field.setProperty("required", True)
        field.setProperty("label", wording.label(f"{self.entity.name}.{declared.name}"))
        if isinstance(field, ChoiceField):
            choices = people if declared.type is Type.REF else words.choices(declared.codes or "")
            field.set_choices(choices, empty=None if declared.required else "（未填）")
        elif isinstance(field, CodesField):
            field.input.set_choices(words.choices(declared.codes or ""))
        elif isinstance(field, SuggestField) and finder is not None:
            field.line.asked.connect(partial(self._on_asked, field, finder))
            field.line.chosen.connect(partial(self._on_chosen, declared.name, field))
            field.line.textEdited.connect(partial(self._on_retyped, declared.name))
        elif declared.type in (Type.TEXT, Type.LONG) and isinstance(field, TextField | CodeField):
            field.input.set_limit(declared.limit)
        if declared.name in self._lists:
            field.set_hint(self._lists[declared.name].hint)
            return field
        own = wording.texts().get(f"hint.{self.entity.name}.{declared.name}")
        field.set_hint(own or _HINTS.get(declared.type, ""))
        return field

    def _on_asked(self, field: SuggestField, finder: Finder, text: str) -> None:
        finder.ask(text, field.line.offer)

    def _on_retyped(self, name: str, _text: str) -> None:
        self._found.pop(name, None)

    def _on_chosen(self, name: str, field: SuggestField, found: tuple[str, str]) -> None:
        self._found[name] = found[0]
        field.set_value(found[1])

    def show_record(
        self, values: Mapping[str, Any], masked: Mapping[str, str], names: Mapping[str, str], *, new: bool = False
    ) -> None:
        """Show a record to be changed; `masked` stands as a hint in fields that stay empty until they are retyped,
        `names` are the words for references. In a `new` one everything that stands in a field is handed over."""
        for name in self.names:
            field, declared = self.fields[name], self.entity.field(name)
            value = values.get(name)
            if isinstance(field, SuggestField) and declared.type is Type.REF:
                self._found[name] = value or ""
                field.set_value(names.get(name, ""))
            elif name in self._lists:
                field.set_value(self._lists[name].text(value))
            else:
                _show(field, declared, value)
            if name in masked:
                field.set_hint(f"{masked[name]}（不改就空着）")
        self._shown = {name: self._typed(name) for name in self.names}
        self._kept = {} if new else self._shown

    def _typed(self, name: str) -> Any:
        field, declared = self.fields[name], self.entity.field(name)
        if isinstance(field, FlagField):
            return field.checked()
        if isinstance(field, CodesField):
            return list(field.codes())
        if isinstance(field, SuggestField) and declared.type is Type.REF:
            return self._found.get(name, "") if field.value() else ""
        return field.value()

    def typed(self) -> dict[str, Any]:
        """What stands in the fields a person changed, as JSON values: for `put_typed`."""
        changed = {}
        for name in self.names:
            value = self._typed(name)
            if value != self._shown.get(name):
                field = self.fields[name]
                found = isinstance(field, SuggestField) and self.entity.field(name).type is Type.REF
                changed[name] = {"id": value, "title": field.value()} if found else value
        return changed

    def put_typed(self, typed: Mapping[str, Any]) -> None:
        """Put back what `typed` gave; fields this form does not have are passed over."""
        for name, value in typed.items():
            if name not in self.names:
                continue
            field = self.fields[name]
            if isinstance(field, FlagField):
                field.set_checked(bool(value))
            elif isinstance(field, CodesField):
                field.set_codes(value)
            elif isinstance(value, dict):
                self._found[name] = str(value.get("id", ""))
                field.set_value(str(value.get("title", "")))
            else:
                field.set_value(str(value))

    @property
    def dirty(self) -> bool:
        """Whether a person changed anything."""
        return any(self._typed(name) != self._shown.get(name) for name in self.names)

    def changed(self, today: date) -> tuple[dict[str, Any], list[Problem]]:
        """The values a person changed, as the services take them, and what could not be read."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for name in self.names:
            typed, field = self._typed(name), self.fields[name]
            if isinstance(field, SuggestField) and not typed and field.value():
                problems.append(Problem(name, "not_in_list", {"value": field.value()}))
                continue
            if typed == self._kept.get(name, type(typed)()):
                continue
            try:
                lines = self._lists.get(name)
                values[name] = lines.rows(typed) if lines else _read(self.entity.field(name), field, typed, today)
            except ValueError:
                problems.append(Problem(name, _UNREADABLE.get(self.entity.field(name).type, "not_a_number")))
        return values, problems


def _class_of(declared: Field, finder: Finder | None) -> type[FieldRow]:
    if declared.type is Type.REF:
        return SuggestField if finder is not None else ChoiceField
    if declared.type is Type.TEXT:
        return CodeField if declared.mask in _TYPED_AS_CODE else TextField
    return {
        Type.LONG: LongField,
        Type.LIST: LongField,
        Type.CODE: ChoiceField,
        Type.CODES: CodesField,
        Type.DAY: DayField,
        Type.FLAG: FlagField,
        Type.INTEGER: CodeField,
        Type.MONEY: CodeField,
    }[declared.type]


def _show(field: FieldRow, declared: Field, value: Any) -> None:
    if isinstance(field, FlagField):
        field.set_checked(bool(value))
    elif isinstance(field, CodesField):
        field.set_codes(value or ())
    elif value is None:
        field.set_value("")
    elif declared.type is Type.MONEY:
        field.set_value(f"{value / FEN_IN_TEN_THOUSAND:g}")
    else:
        field.set_value(str(value))


def _read(declared: Field, field: FieldRow, typed: Any, today: date) -> Any:
    """Raises ValueError for what is no day or no number."""
    if declared.type is Type.DAY:
        return field.input.day(today)
    if declared.type in (Type.CODES, Type.FLAG):
        return typed
    if typed == "":
        return None
    if declared.type is Type.INTEGER:
        return int(typed)
    if declared.type is Type.MONEY:
        return round(float(typed) * FEN_IN_TEN_THOUSAND)
    return typed
