"""A field as it stands in a form: label, input, and below it what is wrong and how to put it right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Property, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from qi_desk.gui import theme
from qi_desk.gui.widgets.inputs import (
    ChoiceInput,
    CodeInput,
    DayInput,
    FlagInput,
    LongInput,
    PasswordInput,
    TextInput,
)

LABEL_CHARACTERS = 8
"""Labels are this many Chinese characters wide, so that inputs of one column stand in line."""

_RIGHT_TOP = 0x22
"""Qt.AlignRight | Qt.AlignTop. Naming `Qt` makes all its enumerations, 15 ms that the sign-in page has not."""


class _ProblemLine(QWidget):
    """What is wrong with a field, and a button that puts it right; made when something is wrong for the first time."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._label = QLabel()
        self._label.setWordWrap(True)
        row.addWidget(self._label, 1)
        self.button = QPushButton()
        row.addWidget(self.button)

    def say(self, text: str, button: str, *, warning: bool) -> None:
        """Show it; `button` is what puts it right, if anything does."""
        theme.set_tone(self._label, theme.Tone.WARNING if warning else theme.Tone.DANGER)
        self._label.setText(f"{'▲' if warning else '✖'} {text}")
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.show()

    def text(self) -> str:
        """What is shown, empty if nothing."""
        return self._label.text()

    def clear(self) -> None:
        """Show nothing."""
        self._label.clear()
        self.hide()


class FieldRow(QWidget):
    """Label left, input right, problem below. Its properties are set in Designer."""

    edited = Signal()
    # The person took the suggested value.
    fix_taken = Signal(str)

    # The kind of input differs with the field; what they share is value, set_value and edited.
    input_class: type[Any] = TextInput

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label_text = ""
        self._required = False
        self._fix = ""
        self._label = QLabel(self)
        self._label.setProperty("alignment", _RIGHT_TOP)
        self._label.setContentsMargins(0, 5, 0, 0)
        self.input: Any = self.input_class(self)
        self._label.setBuddy(self.input)
        self._below: _ProblemLine | None = None
        self._lay_out()
        self.setFocusProxy(self.input)
        self.input.edited.connect(self._on_edited)
        self.input.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(self.input, 0, 1)
        self._grid = grid
        self._align_label()

    def _align_label(self) -> None:
        self._label.setFixedWidth(self._label.fontMetrics().horizontalAdvance("字" * LABEL_CHARACTERS) + 14)

    def label_text(self) -> str:
        """The label as set."""
        return self._label_text

    def _set_label(self, text: str) -> None:
        self._label_text = text
        star = f'<span style="color:{theme.colour("danger").name()}">*</span> ' if self._required else ""
        self._label.setText(f"{star}{text}")
        self.input.setAccessibleName(text + ("（必填）" if self._required else ""))

    label = Property(str, label_text, _set_label)

    def _get_required(self) -> bool:
        return self._required

    def _set_required(self, required: bool) -> None:
        self._required = required
        self._set_label(self._label_text)

    required = Property(bool, _get_required, _set_required)

    def _get_hint(self) -> str:
        return self.input.placeholderText() if isinstance(self.input, TextInput | LongInput) else ""

    def set_hint(self, text: str) -> None:
        """What stands in an empty field."""
        if isinstance(self.input, TextInput | LongInput):
            self.input.setPlaceholderText(text)

    hint = Property(str, _get_hint, set_hint)

    def value(self) -> str:
        """What was typed or chosen."""
        return str(self.input.value())

    def set_value(self, value: str) -> None:
        """Show `value`."""
        self.input.set_value(value)

    def set_problem(self, text: str, *, fix: str | None = None, warning: bool = False, offer: str = "") -> None:
        """Say what is wrong; `fix` offers the right value by a button, on which `offer` stands."""
        if self._below is None:
            self._below = _ProblemLine()
            self._below.button.clicked.connect(self._on_fix)
            self._grid.addWidget(self._below, 1, 1)
        self._fix = fix or ""
        button = offer or (f"改为 {fix}" if fix else "")
        self._below.say(text, button, warning=warning)
        self._below.button.setAccessibleName(f"{self._label_text}{button}" if fix else "")
        self.input.setAccessibleDescription(text)
        self._mark(not warning)

    def problem(self) -> str:
        """What is said to be wrong, empty if nothing."""
        return self._below.text() if self._below is not None else ""

    def fix(self) -> str:
        """The value offered instead, empty if none."""
        return self._fix

    def clear_problem(self) -> None:
        """Nothing is wrong any more."""
        if self._below is None or not self.problem():
            return
        self._below.clear()
        self._fix = ""
        self.input.setAccessibleDescription("")
        self._mark(False)

    def _mark(self, wrong: bool) -> None:
        self.input.setProperty("problem", "true" if wrong else "false")
        theme.repolish(self.input)

    def _on_edited(self) -> None:
        self.clear_problem()
        self.edited.emit()

    def _on_fix(self) -> None:
        taken = self._fix
        self.set_value(taken)
        self.clear_problem()
        self.input.setFocus()
        self.fix_taken.emit(taken)
        self.edited.emit()


class TextField(FieldRow):
    """One line of text."""


class CodeField(FieldRow):
    """A code, phone or number; no input method."""

    input_class = CodeInput


class PasswordField(FieldRow):
    """A password."""

    input_class = PasswordInput


class DayField(FieldRow):
    """A day."""

    input_class = DayInput


class LongField(FieldRow):
    """Several lines."""

    input_class = LongInput


class ChoiceField(FieldRow):
    """One of a list."""

    input_class = ChoiceInput

    def set_choices(self, choices: Sequence[tuple[str, str]], *, empty: str | None = None) -> None:
        """The (code, label) pairs offered."""
        self.input.set_choices(choices, empty=empty)


class FlagField(FieldRow):
    """Yes or no; the label stands behind the box."""

    input_class = FlagInput

    def _set_label(self, text: str) -> None:
        self._label_text = text
        self._label.setText("")
        self.input.setText(text)
        self.input.setAccessibleName(text)

    label = Property(str, FieldRow.label_text, _set_label)

    def checked(self) -> bool:
        """Whether it is ticked."""
        return bool(self.input.value())

    def set_checked(self, checked: bool) -> None:
        """Tick or not."""
        self.input.set_value(checked)
