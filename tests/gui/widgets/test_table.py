"""Tables in little room: what matters least is left out, the name keeps its dozen characters."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.table import RowsTable

COLUMNS = (
    Column[str]("编号", lambda row: row, width=26, rank=2),
    Column[str]("名称", lambda row: row),
    Column[str]("事项", lambda row: row, width=16, rank=1),
    Column[str]("状态", lambda row: row, width=10),
)


def _shown(table: RowsTable, width: int) -> list[str]:
    table.resize(width, 200)
    QApplication.processEvents()
    return [column.title for place, column in enumerate(COLUMNS) if not table.view.isColumnHidden(place)]


def test_columns_leave_by_rank_and_come_back(themed: QApplication) -> None:
    model = RowsModel(COLUMNS)
    model.set_rows(["甲", "乙"])
    table = RowsTable(model, "", "名单")
    table.show()
    unit = table.view.fontMetrics().horizontalAdvance("0")
    assert _shown(table, unit * 110) == ["编号", "名称", "事项", "状态"]
    assert _shown(table, unit * 70) == ["名称", "事项", "状态"]
    assert _shown(table, unit * 46) == ["名称", "状态"]
    assert _shown(table, unit * 10) == ["名称", "状态"]
    assert _shown(table, unit * 110) == ["编号", "名称", "事项", "状态"]
    table.deleteLater()


def test_a_table_first_shown_inside_something_wider_uses_the_room_it_gets(themed: QApplication) -> None:
    outer = QWidget()
    table = RowsTable(RowsModel(COLUMNS), "", "名单", outer)
    QVBoxLayout(outer).addWidget(table)
    unit = table.view.fontMetrics().horizontalAdvance("0")
    outer.resize(unit * 120, 200)
    outer.show()
    QApplication.processEvents()
    assert not any(table.view.isColumnHidden(place) for place in range(len(COLUMNS)))
    outer.deleteLater()
