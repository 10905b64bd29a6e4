"""Choosing service items of the catalogue: typed, pasted as rows of a spreadsheet, or taken from what the description
says; added as chips, the first one is the primary item."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Property, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from qi_desk.gui import theme
from qi_desk.gui.widgets.fields import FieldRow
from qi_desk.gui.widgets.suggest import SuggestInput, Suggestion

_OFFERED = 30
_MANY = re.compile(r"(\d{1,4})\s*[件台只个份套批次]?")
_TIMES = re.compile(r"[*×xX]\d{1,4}")


class ItemsInput(QWidget):
    """Chips and a line. Enter adds the marked (or first) suggestion, Backspace in an empty line takes the last away,
    Down in an empty line offers what was proposed, `*12` and Enter says how many of the last."""

    edited = Signal()
    # Rows of a spreadsheet were pasted that name no item.
    unread = Signal(list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[tuple[str, str, str], ...] = ()
        self._codes: list[str] = []
        self._quantities: dict[str, int] = {}
        self._proposed: tuple[str, ...] = ()
        self._initials: Callable[[str], Sequence[str]] = tuple
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)
        self.line = _Line()
        self.line.setPlaceholderText("输入事项、首字母或代码，如 校准 / jz / ME02")
        self.line.asked.connect(self._on_asked)
        self.line.chosen.connect(self.add)
        self.line.emptied_back.connect(self._drop_last)
        self.line.proposals_wanted.connect(self._offer_proposed)
        self.line.rows_pasted.connect(self.take_rows)
        self._layout.addWidget(self.line, 1)
        self.setFocusProxy(self.line)

    def set_catalogue(self, rows: Sequence[tuple[str, str, str]], initials: Callable[[str], Sequence[str]]) -> None:
        """The items as (code, label, category) and how to spell a label's initials."""
        self._rows = tuple(rows)
        self._initials = initials

    def propose(self, codes: Sequence[str]) -> None:
        """What the description speaks of, best first."""
        self._proposed = tuple(codes)
        self._say_what_to_type()

    def _offer_proposed(self) -> None:
        rows = {row[0]: row for row in self._rows}
        left = [code for code in self._proposed if code not in self._codes]
        self.line.offer([Suggestion(rows[code][1], f"{code} · 描述里说到", code) for code in left])

    def take_rows(self, text: str) -> None:
        """Rows as a spreadsheet gives them: an item by code or name in one cell, how many in another."""
        unread = []
        for line in filter(str.strip, text.splitlines()):
            cells = [cell.strip() for cell in re.split(r"[\t,，;；]", line) if cell.strip()]
            code = next((found for cell in cells if (found := self._named(cell))), "")
            if not code:
                unread.append(" ".join(cells))
                continue
            many = next((int(count[1]) for cell in cells if (count := _MANY.fullmatch(cell))), 1)
            if code in self._codes:
                many += self._quantities.get(code, 1)
            else:
                self._codes.append(code)
            self._quantities[code] = many
        self._redraw()
        self.edited.emit()
        if unread:
            self.unread.emit(unread)

    def _named(self, cell: str) -> str:
        said = cell.casefold()
        return next((code for code, label, _ in self._rows if said in (code.casefold(), label.casefold())), "")

    def _on_asked(self, text: str) -> None:
        if _TIMES.fullmatch(text):
            self.line.offer([Suggestion(f"{text[1:]} 件", "上一项的数量", text)] if self._codes else [])
            return
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
        """Add an item, or say how many of the last (`*12`), and make room for the next."""
        if _TIMES.fullmatch(code):
            self._quantities[self._codes[-1]] = int(code[1:])
        elif code not in self._codes:
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
            many = self._quantities.get(code, 1)
            times = f" ×{many}" if many > 1 else ""
            chip = QPushButton(f"{'★ ' if place == 0 else ''}{labels.get(code, code)}{times}  ✕")
            chip.setProperty("code", code)
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setToolTip(f"{code} {'主办事项' if place == 0 else ''}，点按移除")
            chip.setAccessibleName(f"{'主办事项 ' if place == 0 else ''}{labels.get(code, code)}")
            chip.clicked.connect(self._drop)
            self._layout.insertWidget(place, chip)
        self._say_what_to_type()

    def _say_what_to_type(self) -> None:
        labels = {row[0]: row[1] for row in self._rows}
        left = [labels[code] for code in self._proposed if code not in self._codes and code in labels]
        if left:
            said = f"描述里说到 {'、'.join(left[:2])}（按 ↓ 选）"
        else:
            said = "再加一项…，*12 是上一项 12 件" if self._codes else "输入事项、首字母或代码，如 校准 / jz / ME02"
        self.line.setPlaceholderText(said)

    def quantities(self) -> dict[str, int]:
        """How many of each item, where it is more than one."""
        return {code: many for code, many in self._quantities.items() if code in self._codes and many > 1}

    def set_quantities(self, quantities: Mapping[str, int]) -> None:
        """Show these numbers."""
        self._quantities = dict(quantities)
        self._redraw()

    def value(self) -> tuple[str, ...]:
        """The codes chosen, the primary one first."""
        return tuple(self._codes)

    def set_value(self, codes: Sequence[str]) -> None:
        """Show these items."""
        self._codes = list(dict.fromkeys(codes))
        self._quantities = {code: many for code, many in self._quantities.items() if code in self._codes}
        self._redraw()


class _Line(SuggestInput):
    emptied_back = Signal()
    proposals_wanted = Signal()
    rows_pasted = Signal(str)

    def paste(self) -> None:
        """Ctrl+V: several lines or cells are rows, not text for one line."""
        text = QGuiApplication.clipboard().text()
        if "\n" in text.strip() or "\t" in text:
            self.rows_pasted.emit(text)
        else:
            super().paste()

    def takes_enter(self) -> bool:
        return self.list.isVisible() and self.list.count() > 0

    def _key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
            return True
        if event.key() == Qt.Key.Key_Down and not self.text() and not self.list.isVisible():
            self.proposals_wanted.emit()
            return True
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
