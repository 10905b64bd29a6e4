"""Several of a short list: boxes in a row, as a form field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from qi_desk.gui.widgets.fields import FieldRow

_IN_A_ROW = 3


class CodesInput(QWidget):
    """Boxes to tick, a few in a row."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: dict[str, QCheckBox] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 0)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """The (code, label) pairs offered; to be called once."""
        for place, (code, label) in enumerate(choices):
            box = QCheckBox(label, self)
            box.clicked.connect(self.edited)
            self._grid.addWidget(box, place // _IN_A_ROW, place % _IN_A_ROW)
            self._boxes[code] = box
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def value(self) -> tuple[str, ...]:
        """The codes ticked, in the order shown."""
        return tuple(code for code, box in self._boxes.items() if box.isChecked())

    def set_value(self, codes: Sequence[str]) -> None:
        """Tick these and no others."""
        for code, box in self._boxes.items():
            box.setChecked(code in codes)


class CodesField(FieldRow):
    """Several of a list."""

    input_class = CodesInput

    def codes(self) -> tuple[str, ...]:
        """The codes ticked."""
        return tuple(self.input.value())

    def set_codes(self, codes: Sequence[str]) -> None:
        """Tick these and no others."""
        self.input.set_value(codes)
