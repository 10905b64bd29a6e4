"""疑似重复: files of the whole station that may be one, and mergers that can be taken back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.pages.merging.dialog import MergeDialog
from qi_desk.gui.pages.merging.side_by_side import likeness
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import merging, twins
from qi_desk.services.merging import MergerView
from qi_desk.services.twins import TwinView

Couple = tuple[TwinView, TwinView]

_COUPLES = (
    Column[Couple]("保留", lambda couple: couple[0].name),
    Column[Couple]("疑似同一家", lambda couple: couple[1].name, width=36),
    Column[Couple]("为什么", lambda couple: likeness(couple[1]), width=22),
    Column[Couple]("需求", lambda couple: f"{couple[0].requests} / {couple[1].requests}", width=9),
)
_MERGERS = (
    Column[MergerView]("保留", lambda one: one.kept_name),
    Column[MergerView]("并入的", lambda one: one.gone_name, width=34),
    Column[MergerView]("合并时间", lambda one: words.moment(one.merged_at), width=18),
    Column[MergerView]("合并人", lambda one: one.merged_by, width=10),
    Column[MergerView]("撤销", lambda one: "按 Enter 撤销" if one.reversible else "已过 30 天", width=16),
)


class TwinsDialog(QDialog):
    """Enter on a couple opens the merger; Enter on a merger takes it back. `done` gets the file kept."""

    def __init__(self, work: Workplace, parent: QWidget, done: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("疑似重复与合并记录")
        self._work, self._done = work, done
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        self._told = QLabel("正在全站比对……", self)
        theme.mark(self._told, theme.Tone.MUTED)
        layout.addWidget(self._told)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.couples, self.mergers = RowsModel(_COUPLES, self), RowsModel(_MERGERS, self)
        self.table = RowsTable(self.couples, "没有发现重复的档案。", "疑似重复", self.tabs)
        self.table.opened.connect(self._on_couple)
        self.history = RowsTable(self.mergers, "还没有合并过。", "合并记录", self.tabs)
        self.history.opened.connect(self._on_merger)
        self.tabs.addTab(self.table, "疑似重复")
        self.tabs.addTab(self.history, "合并记录")
        layout.addWidget(self.tabs, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        back = QPushButton("返回 (Esc)", self)
        back.clicked.connect(self.reject)
        row.addWidget(back)
        layout.addLayout(row)
        open_at(self, parent, 120, 30)

    def begin(self) -> None:
        """Compare the whole station."""
        self._work.ask(twins.groups, owner=self, done=self._show, failed=self._refuse, exclusive="twins")
        self._work.ask(merging.mergers, owner=self, done=self.mergers.set_rows, failed=self._refuse)
        self.table.setFocus()

    def _show(self, groups: tuple[tuple[TwinView, ...], ...]) -> None:
        couples: list[Couple] = []
        for group in groups:
            # The one with most behind it is proposed to stay.
            first, *others = sorted(group, key=lambda one: (-one.requests, not one.credit_code, one.eid))
            couples += [(first, other) for other in others]
        self.couples.set_rows(couples)
        self._told.setText(f"{len(couples)} 对可能是同一家。按 Enter 并排看，再决定合不合。")

    def _on_couple(self, couple: Couple) -> None:
        dialog = MergeDialog(self._work, self, couple[0].eid, couple[1].eid, self._on_merged)
        dialog.open()
        dialog.begin()

    def _on_merged(self, kept: str) -> None:
        self.begin()
        self._done(kept)

    def _on_merger(self, one: MergerView) -> None:
        if one.reversible:
            text = f"把“{one.gone_name}”从“{one.kept_name}”里分出来？合并以后的新事项留在保留的档案。"
            self._work.dialogs.confirm(self, "撤销合并", text, "撤销合并", lambda: self._take_back(one))

    def _take_back(self, one: MergerView) -> None:
        self._work.act(merging.take_back, one.eid, owner=self, done=self._on_parted, failed=self._refuse)

    def _on_parted(self, _nothing: object) -> None:
        self.begin()

    def _refuse(self, error: Expected) -> None:
        said = wording.sentence(error)
        self._told.setText(f"{said.what}{said.safe}{said.next}")
