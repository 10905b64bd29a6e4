"""分布: the key figures of every part of a way, one of them as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.charts.chart import BARS, COLUMNS, Chart, Mark
from qi_desk.domain.figures.slices import TAXONOMIES
from qi_desk.gui.models.rows_model import RowsModel
from qi_desk.gui.pages.figures.columns import PARTS
from qi_desk.gui.widgets.chart import ChartCard
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.services import charts
from qi_desk.services.figures.snapshots import KEY_CODES
from qi_desk.services.figures.statement import MORE_WAYS, PartLine, number_said

_IN_ORDER = frozenset({"weekday", "hour"})
_LINES = 12
_MANY = "一件事涉及几类时，每一类都算一件，各部分之和可以大于合计。"


class SpreadTab(QScrollArea):
    """The parts of the way chosen."""

    # Another way is wanted.
    way_wanted = Signal()
    # What is behind one part of the measure shown: the part's key, and what it is called.
    part_wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("分布")
        self._rows: Sequence[PartLine] = ()
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 8, 8, 8)
        layout.addLayout(self._choices(body))
        self.card = ChartCard(body)
        self.card.opened.connect(self._on_mark)
        layout.addWidget(self.card)
        self.model: RowsModel[PartLine] = RowsModel(PARTS, self)
        self.table = RowsTable(self.model, "这一期没有可划分的记录。", "各部分的主要数字", body)
        self.table.opened.connect(self._on_row)
        layout.addWidget(self.table)
        layout.addStretch(1)
        self.setWidget(body)
        self.setFocusProxy(self.table)

    def _choices(self, body: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        texts = wording.texts()
        self.way = ChoiceInput(body)
        self.way.setAccessibleName("按什么划分")
        self.way.set_choices([(way, f"按{texts[f'measure_way.{way}']}") for way in MORE_WAYS])
        self.way.edited.connect(self.way_wanted)
        self.code = ChoiceInput(body)
        self.code.setAccessibleName("图上画哪个指标")
        self.code.set_choices([(code, texts[f"measure.{code}"]) for code in KEY_CODES])
        self.code.edited.connect(self._draw)
        row.addWidget(self.way)
        row.addWidget(self.code)
        row.addStretch(1)
        return row

    def show_parts(self, rows: Sequence[PartLine]) -> None:
        """Show the parts of the way chosen."""
        self._rows = rows
        self.model.set_rows(rows)
        line = self.table.view.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(line * (max(min(len(rows), _LINES), 2) + 2))
        self._draw()

    def _draw(self) -> None:
        texts, code, way = wording.texts(), self.code.value(), self.way.value()
        marks = [self._mark(code, row) for row in self._rows]
        ordered = way in _IN_ORDER
        note = texts[f"measure_how.{code}"] + (f"。{_MANY}" if way in TAXONOMIES else "。")
        self.card.show_chart(
            Chart(
                COLUMNS if ordered else BARS,
                f"{texts[f'measure.{code}']}　{self.way.currentText()}",
                tuple(marks) if ordered else charts.ranked(marks),
                texts[f"measure_word.{code}"],
                note=note,
                none="这一期没有数据",
            )
        )

    def _mark(self, code: str, row: PartLine) -> Mark:
        figure = row.figures.get(code)
        if figure is None or figure.value is None:
            return Mark(row.label, None, "无数据", key=row.eid or "?")
        return Mark(row.label, float(figure.value), number_said(code, figure.value), key=row.eid or "?")

    def _on_mark(self, mark: Mark) -> None:
        if mark.key:
            self.part_wanted.emit("" if mark.key == "?" else mark.key, mark.name)

    def _on_row(self, row: PartLine) -> None:
        self.part_wanted.emit(row.eid, row.label)
