"""A list with one line for each thing that is looked at: how it is, and a word on it; as a form field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from qi_desk.domain.request_work import lines_of
from qi_desk.gui.widgets.fields import FieldRow
from qi_desk.gui.widgets.inputs import ChoiceInput, TextInput

_APART = "\t"
_NOTE = "说明"


class ChecklistInput(QWidget):
    """Its value is text as lists are typed: thing, answer, note on a line each. Lines about things that are not looked
    at any more are kept as they are."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: dict[str, tuple[ChoiceInput, TextInput]] = {}
        self._answers: tuple[str, ...] = ()
        self._others: list[str] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)

    def set_things(self, things: Sequence[str], answers: Sequence[str]) -> None:
        """What is looked at and how it may be, in words; to be called once."""
        self._answers = tuple(answers)
        for place, thing in enumerate(things):
            label = QLabel(thing, self)
            choice = ChoiceInput(self)
            choice.setAccessibleName(thing)
            choice.set_choices([(answer, answer) for answer in answers])
            note = TextInput(self)
            note.setAccessibleName(f"{thing}{_NOTE}")
            note.setPlaceholderText(_NOTE)
            choice.edited.connect(self.edited)
            note.edited.connect(self.edited)
            label.setBuddy(choice)
            for column, widget in enumerate((label, choice, note)):
                self._grid.addWidget(widget, place, column)
            self._rows[thing] = (choice, note)
        first = next((choice for choice, _ in self._rows.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def row(self, thing: str) -> tuple[ChoiceInput, TextInput]:
        """The answer and the note of one thing. Raises KeyError."""
        return self._rows[thing]

    def value(self) -> str:
        """The lines."""
        told = [
            _APART.join((thing, choice.value(), note.value().strip())).rstrip(_APART)
            for thing, (choice, note) in self._rows.items()
            if choice.value()
        ]
        return "\n".join(told + self._others)

    def set_value(self, text: str) -> None:
        """Show these lines; what they do not speak of is as the first answer says."""
        self._others = []
        for choice, note in self._rows.values():
            choice.set_value(self._answers[0])
            note.set_value("")
        for raw, line in zip(filter(str.strip, text.splitlines()), lines_of(text), strict=True):
            if line[0] in self._rows:
                choice, note = self._rows[line[0]]
                choice.set_value(line[1])
                note.set_value("，".join(line.cells[2:]))
            else:
                self._others.append(raw)


class ChecklistField(FieldRow):
    """A checklist as a form field."""

    input_class = ChecklistInput

    def set_hint(self, text: str) -> None:
        """A checklist says itself what it asks."""
