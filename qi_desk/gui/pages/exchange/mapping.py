"""Which column of the table means what: one choice for each header."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui import theme
from qi_desk.gui.keys import SAVE
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.services.import_columns import Loaded, columns

_SAMPLE_CHARACTERS = 18


class MappingDialog(QDialog):
    """Header, a value under it, and what it means; `then` gets the keys in the order of the headers."""

    def __init__(self, loaded: Loaded, parent: QWidget, then: Callable[[tuple[str, ...]], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("列的对应")
        self._then = then
        self.choices: list[ChoiceInput] = []
        layout = QVBoxLayout(self)
        layout.addWidget(
            QLabel("表格里的每一列对应档案的哪一项？不导入的列选“不导入”。记住以后，下次同样的表不用再选。", self)
        )
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        body = QWidget()
        area.setWidget(body)
        grid = QGridLayout(body)
        grid.setColumnStretch(2, 1)
        offered = tuple((one.key, one.title) for one in columns())
        first = loaded.sheet.rows[loaded.header + 1].cells if len(loaded.sheet.rows) > loaded.header + 1 else ()
        for place, header in enumerate(loaded.headers):
            label = QLabel(header or "（没有表头）", body)
            sample = QLabel(first[place][:_SAMPLE_CHARACTERS] if place < len(first) else "", body)
            theme.mark(sample, theme.Tone.MUTED)
            choice = ChoiceInput(body)
            choice.set_choices(offered, empty="不导入")
            choice.set_value(loaded.mapping[place])
            choice.setAccessibleName(f"{header}对应")
            label.setBuddy(choice)
            for column, widget in enumerate((label, sample, choice)):
                grid.addWidget(widget, place, column)
            self.choices.append(choice)
        grid.setRowStretch(len(loaded.headers), 1)
        layout.addWidget(area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        back, done = QPushButton("返回 (Esc)", self), QPushButton(f"确定 ({SAVE})", self)
        theme.mark(done, theme.Tone.PRIMARY)
        back.clicked.connect(self.reject)
        done.clicked.connect(self.submit)
        row.addWidget(back)
        row.addWidget(done)
        layout.addLayout(row)
        QShortcut(QKeySequence(SAVE), self, self.submit)
        unit, line = self.fontMetrics().horizontalAdvance("0"), self.fontMetrics().lineSpacing()
        self.resize(unit * 90, min(line * (2 * len(loaded.headers) + 10), parent.window().height() - 2 * line))
        if self.choices:
            self.choices[0].setFocus()

    def submit(self) -> None:
        """F9."""
        mapping = tuple(choice.value() for choice in self.choices)
        self.accept()
        self._then(mapping)
