"""派单均衡: a chart for each kind of party, and everybody in a table below."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from qi_desk.domain.charts.chart import Mark
from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.chart import ChartCard
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.services.balance import referrals
from qi_desk.services.balance.referrals import PartyShare, Referrals

_KINDS = ("institution", "expert")
_LINES = 9

_COLUMNS = (
    Column[PartyShare]("名称", lambda row: row.name),
    Column[PartyShare]("类别", lambda row: words.kind(row.kind), width=20, rank=2),
    Column[PartyShare]("可选", lambda row: str(row.share.able), width=8, right=True),
    Column[PartyShare]("派到", lambda row: str(row.share.chosen), width=8, right=True),
    Column[PartyShare]("轮流应有", lambda row: f"{row.share.expected:.1f}", width=12, right=True),
    Column[PartyShare]("常见范围", referrals.said, width=46),
    Column[PartyShare]("仅此一家", lambda row: str(row.share.alone), width=12, right=True, rank=3),
    Column[PartyShare]("不按次序", lambda row: str(row.out_of_order), width=12, right=True, rank=1),
    Column[PartyShare]("谢绝", lambda row: str(row.declined), width=8, right=True, rank=1),
    Column[PartyShare]("上次派到后又过", lambda row: f"{row.share.waited} 次", width=18, right=True, rank=2),
)


class ReferralsTab(QScrollArea):
    """Whom work went to against an even turn."""

    # The file of a party is wanted: its kind and id.
    party_wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setAccessibleName("派单均衡")
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 8, 8, 8)
        self.cards = {kind: ChartCard(body) for kind in _KINDS}
        for kind, card in self.cards.items():
            card.opened.connect(partial(self._on_mark, kind))
            layout.addWidget(card)
        self.model: RowsModel[PartyShare] = RowsModel(_COLUMNS, self)
        self.table = RowsTable(self.model, "这段时间没有派单。", "每一家的派单", body)
        self.table.opened.connect(self._on_row)
        layout.addWidget(self.table)
        layout.addStretch(1)
        self.setWidget(body)
        self.setFocusProxy(self.cards[_KINDS[0]].view)

    def show_found(self, found: Referrals) -> None:
        """Show the shares of a period."""
        for kind, card in self.cards.items():
            card.show_chart(referrals.chart(found, kind))
        self.model.set_rows(found.rows)
        line = self.table.view.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(line * (min(len(found.rows), _LINES) + 2))

    def _on_mark(self, kind: str, mark: Mark) -> None:
        self.party_wanted.emit(kind, mark.key)

    def _on_row(self, row: PartyShare) -> None:
        self.party_wanted.emit(row.kind, row.party)
