"""What stands behind a figure: its definition, and every record that counts; Enter opens one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.figures.measures import MEASURES, How
from qi_desk.domain.figures.periods import Period
from qi_desk.gui import theme
from qi_desk.gui.dialog_foot import foot_with_keys
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.models.rows_model import RowsModel
from qi_desk.gui.pages.figures.columns import BEHIND
from qi_desk.gui.pages.figures.going import way_to
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services.figures.behind_views import BehindList, BehindRow, behind_list
from qi_desk.services.figures.counting import Part

_SHARES = (How.SHARE, How.DISTINCT_SHARE)


class BehindDialog(QDialog):
    """The records behind one figure of a period, or of one part of it."""

    # A record is wanted: the page and what it should show.
    wanted = Signal(str, object)

    def __init__(self, work: Workplace, parent: QWidget, period: Period, code: str, part: Part | None, of: str) -> None:
        super().__init__(parent)
        texts = wording.texts()
        self.setWindowTitle("　".join(filter(None, (texts[f"measure.{code}"], period.code, of))))
        layout = QVBoxLayout(self)
        self.how = QLabel(texts[f"measure_how.{code}"], self)
        self.how.setWordWrap(True)
        layout.addWidget(self.how)
        shares = MEASURES[code].how in _SHARES
        columns = BEHIND if shares else BEHIND[:-1]
        self.model: RowsModel[BehindRow] = RowsModel(columns, self)
        self.table = RowsTable(self.model, "正在查找……", "依据的记录", self)
        self.table.opened.connect(self._open)
        layout.addWidget(self.table, 1)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        theme.mark(self.note, theme.Tone.MUTED)
        layout.addWidget(self.note)
        layout.addLayout(
            foot_with_keys(self, (("返回 (Esc)", "", self.reject), ("打开 (Enter)", "", self.open_current)))
        )
        open_at(self, parent, 130, 34)
        ask = partial(work.ask, behind_list, period, code, part, owner=self, lane="outside")
        ask(done=self._show, failed=work.tell)

    def _show(self, found: BehindList) -> None:
        self.table.set_empty("没有记录。")
        self.model.set_rows(found.rows)
        told = [f"共 {len(found.rows) + found.withheld + found.rest:,} 条"]
        if found.withheld:
            told.append(f"其中 {found.withheld} 条只有指定人员能看，计数在内，这里不列")
        if found.rest:
            told.append(f"只列前 {len(found.rows):,} 条")
        self.note.setText("；".join(told) + "。")
        self.table.setFocus()

    def open_current(self) -> None:
        """Enter: the record chosen, on its page."""
        row = self.table.current()
        if row is not None:
            self._open(row)

    def _open(self, row: BehindRow) -> None:
        self.accept()
        self.wanted.emit(*way_to(*row.opens))
