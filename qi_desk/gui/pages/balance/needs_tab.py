"""共性需求: what several enterprises raised above, the records behind one below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qi_desk.gui import words
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.beside import one_below_other
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.services.balance.common_needs import CommonNeed, NeedLine


def _left_out(row: CommonNeed) -> str:
    """What is counted and not shown below."""
    told = (("件您不能查看", row.withheld), ("件较早的未列", row.older))
    return "，".join(f"另有 {count} {what}" for what, count in told if count)


_NEEDS = (
    Column[CommonNeed]("共同提出的", lambda row: row.title),
    Column[CommonNeed]("企业", lambda row: f"{row.clients} 家", width=10),
    Column[CommonNeed]("未办结", lambda row: f"{row.open} 件" if row.open else "", width=12),
    Column[CommonNeed]("最早", lambda row: row.first.isoformat(), width=13, rank=2),
    Column[CommonNeed]("最近", lambda row: row.last.isoformat(), width=13, rank=1),
    Column[CommonNeed]("", _left_out, width=32, rank=3),
)
_LINES = (
    Column[NeedLine]("企业", lambda row: row.client_name, width=44),
    Column[NeedLine]("来自", lambda row: words.kind(row.kind), width=16, rank=1),
    Column[NeedLine]("日期", lambda row: row.on.isoformat(), width=13, rank=2),
    Column[NeedLine]("说的是", lambda row: row.what),
    Column[NeedLine]("", lambda row: "" if row.open else "已办结", width=10),
)


class NeedsTab(QWidget):
    """What is raised by at least three enterprises."""

    # A record behind a need is wanted.
    line_wanted = Signal(object)
    # Another need is in front, or none.
    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.needs: RowsModel[CommonNeed] = RowsModel(_NEEDS, self)
        empty = "这段时间没有三家以上企业提出同一件事。"
        self.table = RowsTable(self.needs, empty, "共性需求", self)
        self.table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(self._on_opened)
        self.lines: RowsModel[NeedLine] = RowsModel(_LINES, self)
        self.behind = RowsTable(self.lines, "选中一行，这里是提出的各家", "提出的各家", self)
        self.behind.opened.connect(self.line_wanted)
        split = one_below_other(self, self.table, self.behind, (300, 260))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(split)
        self.setFocusProxy(self.table)

    def show_found(self, found: tuple[CommonNeed, ...]) -> None:
        """Show the needs of some weeks."""
        self.needs.set_rows(found)
        self._on_row()

    def need(self) -> CommonNeed | None:
        """The one in front."""
        row = self.table.current()
        return row if isinstance(row, CommonNeed) else None

    def _on_row(self, *_places: object) -> None:
        need = self.need()
        self.lines.set_rows(need.lines if need is not None else ())
        self.chosen.emit()

    def _on_opened(self, _row: object) -> None:
        self.behind.setFocus()
