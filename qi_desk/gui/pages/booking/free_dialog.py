"""找空档: from a time and a test to what is free; several lines chosen are had together, all or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from qi_desk.domain import moments
from qi_desk.domain.booking.terms import Span
from qi_desk.domain.booking.when import span_of, text_of
from qi_desk.domain.errors import Invalid
from qi_desk.gui import words
from qi_desk.gui.dialog_foot import foot_of
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.keys import SAVE
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.inputs import ChoiceInput, DayInput, TextInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services.booking import finding
from qi_desk.services.booking.bookings import Ask
from qi_desk.services.booking.finding import FreeLine

Book = Callable[[Sequence[tuple[str, str]], str, Span], None]


def _when(span: Span) -> str:
    return f"{span[0]:%m-%d} {text_of(span)}"


_LINES = (
    Column[FreeLine](
        "这个时间",
        lambda line: "空" if line.free else "不行",
        width=10,
        tone=lambda line: "success" if line.free else "muted",
        icon=lambda line: "circle-check" if line.free else "circle-alert",
    ),
    Column[FreeLine]("名称", lambda line: line.name),
    Column[FreeLine]("能做什么", lambda line: "、".join(line.tests[:3]), width=22, rank=2),
    Column[FreeLine]("地点", lambda line: line.place, width=18, rank=3),
    Column[FreeLine](
        "为什么；最近的空档",
        lambda line: (
            "" if line.free else "；".join(filter(None, (words.problem(line.problems[0]), *map(_when, line.spans[:2]))))
        ),
        width=44,
        rank=1,
    ),
)


class FreeDialog(QDialog):
    """Enter books the line chosen at the time asked for, or at its nearest; Shift chooses several, had together."""

    def __init__(self, work: Workplace, parent: QWidget, span: Span, book: Book) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("找空档")
        self._work, self._book = work, book
        self._span = span
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.addLayout(self._head(span))
        self.model: RowsModel[FreeLine] = RowsModel(_LINES, self)
        self.table = RowsTable(self.model, "没有能做的设备。换个说法再找。", "空档", self)
        self.table.let_choose_many()
        self.table.opened.connect(self.take)
        layout.addWidget(self.table, 1)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        layout.addWidget(self._told)
        layout.addLayout(foot_of(self, "约选中的", self.take)[0])
        open_at(self, parent, 128, 32)

    def _head(self, span: Span) -> QHBoxLayout:
        row = QHBoxLayout()
        self.what, self.day, self.time, self.mode = TextInput(self), DayInput(self), TextInput(self), ChoiceInput(self)
        self.what.setPlaceholderText("做什么，如 洛氏硬度；也可写专家的领域")
        self.day.set_value(f"{span[0]:%Y-%m-%d}")
        self.time.set_value(text_of(span))
        self.mode.set_choices(words.choices("equipment_modes"))
        said = (("做什么", self.what, 3), ("日期", self.day, 1), ("时间", self.time, 1), ("方式", self.mode, 1))
        for label, widget, share in said:
            name = QLabel(label, self)
            name.setBuddy(widget)
            widget.setAccessibleName(label)
            row.addWidget(name)
            row.addWidget(widget, share)
        self.what.textEdited.connect(self.look)
        self.day.editingFinished.connect(self.look)
        self.time.editingFinished.connect(self.look)
        self.mode.edited.connect(self.look)
        return row

    def begin(self) -> None:
        """Show, and look at once."""
        self.open()
        self.what.setFocus()
        self.look()

    def look(self) -> None:
        """Ask what is free then."""
        try:
            day: date | None = self.day.day(moments.china_date(self._work.house.clock.now()))
            self._span = span_of(day, self.time.value())
        except (ValueError, Invalid):
            self._told.setText("时间写成 9:30-11:00，日期写成 2026-11-30 或 +3。")
            return
        self._told.clear()
        ask = Ask("equipment", "", *self._span, {"mode": self.mode.value(), "in_range": True})
        self._work.ask(finding.free_at, ask, self.what.value(), owner=self, done=self._show, exclusive="free")

    def _show(self, lines: tuple[FreeLine, ...]) -> None:
        self.model.set_rows(lines)
        free = sum(line.free for line in lines)
        self._told.setText(f"{len(lines)} 个能做，{free} 个那时空着。多选几行按 {SAVE}，一起约，要么都约上要么都不约。")

    def take(self, _line: object = None) -> None:
        """Enter, F9: book what is chosen."""
        lines = [line for line in self.table.chosen() if isinstance(line, FreeLine)]
        if not lines or (len(lines) == 1 and not lines[0].spans):
            return
        span = lines[0].spans[0] if len(lines) == 1 else self._span
        title = "、".join(line.name for line in lines)
        self.accept()
        self._book([(line.kind, line.eid) for line in lines], title, span)
