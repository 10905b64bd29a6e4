"""What all forms do the same way: find their fields by name, show problems beside them, read and put back drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from qi_desk.domain.errors import Problem
from qi_desk.gui import words
from qi_desk.gui.widgets.fields import FieldRow, FlagField
from qi_desk.gui.widgets.items_field import ItemsField

_NO_NAMES: Mapping[str, str] = {}


class FormFields:
    """The fields of one or more forms by object name."""

    def __init__(self, *forms: object) -> None:
        self._fields: dict[str, FieldRow] = {
            name: field for form in forms for name, field in vars(form).items() if isinstance(field, FieldRow)
        }

    def __getitem__(self, name: str) -> FieldRow:
        return self._fields[name]

    def every(self) -> tuple[FieldRow, ...]:
        """Every field."""
        return tuple(self._fields.values())

    def connect_edited(self, slot: Any) -> None:
        """Call `slot` whenever a person edits any field."""
        for field in self._fields.values():
            field.edited.connect(slot)

    def clear_problems(self) -> None:
        """Nothing is wrong any more."""
        for field in self._fields.values():
            field.clear_problem()

    def show_problems(self, problems: Iterable[Problem], names: Mapping[str, str] = _NO_NAMES) -> list[Problem]:
        """Show each problem at its field (`names` maps a problem's field to an object name), the focus at the first
        that stops. Gives back those no field stands for."""
        self.clear_problems()
        homeless: list[Problem] = []
        first: FieldRow | None = None
        for problem in problems:
            name = names.get(problem.field, problem.field)
            field = self._fields.get(name)
            if field is None:
                homeless.append(problem)
                continue
            field.set_problem(words.problem(problem), fix=problem.fix, warning=problem.warning)
            if first is None and not problem.warning:
                first = field
        if first is not None:
            first.input.setFocus()
        return homeless

    def values(self) -> dict[str, Any]:
        """What was typed, as JSON values by object name; empty fields left out."""
        found: dict[str, Any] = {}
        for name, field in self._fields.items():
            value: Any
            if isinstance(field, ItemsField):
                value = list(field.codes())
            elif isinstance(field, FlagField):
                value = field.checked()
            else:
                value = field.value()
            if value:
                found[name] = value
        return found

    def put(self, values: Mapping[str, Any]) -> None:
        """Put values of `values()` back; fields not named become empty."""
        for name, field in self._fields.items():
            value = values.get(name)
            if isinstance(field, ItemsField):
                field.set_codes(value or ())
            elif isinstance(field, FlagField):
                field.set_checked(bool(value))
            else:
                field.set_value(str(value or ""))
        self.clear_problems()


def homeless_text(problems: Iterable[Problem]) -> str:
    """Problems without a field of their own, as one text."""
    return " ".join(words.problem(problem) for problem in problems)


def focus_first(form: QWidget) -> None:
    """Give the focus to the first field of a form."""
    fields = form.findChildren(FieldRow)
    if fields:
        fields[0].input.setFocus()
