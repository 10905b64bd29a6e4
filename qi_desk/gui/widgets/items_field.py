"""Choosing service items of the catalogue: typed, added as chips, the first one is the primary item."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Property, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from qi_desk.gui import theme
from qi_desk.gui.widgets.fields import FieldRow
from qi_desk.gui.widgets.suggest import SuggestInput, Suggestion

_OFFERED = 30


class ItemsInput(QWidget):
    """Chips and a line. Enter adds the marked (or first) suggestion, Backspace in an empty line takes the last away."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, str, str], ...] = ()
        self._codes: list[str] = []
        self._initials: Callable[[str], Sequence[str]] = tuple
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.line = _Line()
        self.line.setPlaceholderText("输入事项、首字母或代码，如 校准 / jz / ME02")
        self.line.asked.connect(self._on_asked)
        self.line.chosen.connect(self.add)
        self.line.emptied_back.connect(self._drop_last)
        self._layout.addWidget(self.line, 1)
        self.setFocusProxy(self.line)

    def set_catalogue(self, rows: Sequence[tuple[str, str, str]], initials: Callable[[str], Sequence[str]]) -> None:
        """The items as (code, label, category) and how to spell a label's initials."""
        self._rows = tuple(rows)
        self._initials = initials

    def _on_asked(self, text: str) -> None:
        wanted = text.casefold()
        found = [row for row in self._rows if row[0] not in self._codes and self._matches(row, wanted)]
        found.sort(key=lambda row: (not row[0].casefold().startswith(wanted), not row[1].startswith(text)))
        self.line.offer([Suggestion(row[1], f"{row[0]} · {row[2]}", row[0]) for row in found[:_OFFERED]])

    def _matches(self, row: tuple[str, str, str], wanted: str) -> bool:
        code, label, category = row
        if code.casefold().startswith(wanted) or wanted in label.casefold() or wanted in category:
            return True
        return any(wanted in spelled for spelled in self._initials(label))

    def add(self, code: str) -> None:
        """Add an item and make room for the next."""
        if code not in self._codes:
            self._codes.append(code)
        self.line.clear()
        self._redraw()
        self.edited.emit()

    def _drop_last(self) -> None:
        if self._codes:
            self._codes.pop()
            self._redraw()
            self.edited.emit()

    def _drop(self) -> None:
        code = self.sender().property("code")
        if code in self._codes:
            self._codes.remove(code)
            self._redraw()
            self.edited.emit()
            self.line.setFocus()

    def _redraw(self) -> None:
        while self._layout.count() > 1:
            widget = self._layout.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        labels = {row[0]: row[1] for row in self._rows}
        for place, code in enumerate(self._codes):
            chip = QPushButton(f"{'★ ' if place == 0 else ''}{labels.get(code, code)}  ✕")
            chip.setProperty("code", code)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setToolTip(f"{code} {'主办事项' if place == 0 else ''}，点按移除")
            chip.setAccessibleName(f"{'主办事项 ' if place == 0 else ''}{labels.get(code, code)}")
            chip.clicked.connect(self._drop)
            self._layout.insertWidget(place, chip)
        self.line.setPlaceholderText("再加一项…" if self._codes else "输入事项、首字母或代码，如 校准 / jz / ME02")

    def value(self) -> tuple[str, ...]:
        """The codes chosen, the primary one first."""
        return tuple(self._codes)

    def set_value(self, codes: Sequence[str]) -> None:
        """Show these items."""
        self._codes = list(dict.fromkeys(codes))
        self._redraw()


class _Line(SuggestInput):
    emptied_back = Signal()

    def takes_enter(self) -> bool:
        return self.list.isVisible() and self.list.count() > 0

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied_back.emit()
            return True
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if enter and self.takes_enter() and self.list.currentRow() < 0:
            self._take(self.list.item(0))
            return True
        return super()._key(event)


class ItemsField(FieldRow):
    """The items of a request as a form field."""

    input_class = ItemsInput

    def _set_label(self, text: str) -> None:
        super()._set_label(text)
        self.input.line.setAccessibleName(self.input.accessibleName())

    label = Property(str, FieldRow.label_text, _set_label)

    def codes(self) -> tuple[str, ...]:
        """The codes chosen, the primary one first."""
        return tuple(self.input.value())

    def set_codes(self, codes: Sequence[str]) -> None:
        """Show these items."""
        self.input.set_value(codes)

    def _mark(self, wrong: bool) -> None:
        self.input.line.setProperty("problem", "true" if wrong else "false")
        theme.repolish(self.input.line)


class SuggestField(FieldRow):
    """A line with suggestions as a form field."""

    input_class = SuggestInput

    @property
    def line(self) -> SuggestInput:
        """The line itself."""
        line: SuggestInput = self.input
        return line


def note_label(text: str) -> QLabel:
    """A quiet explanatory line."""
    label = QLabel(text)
    label.setWordWrap(True)
    theme.set_tone(label, theme.Tone.MUTED)
    return label
