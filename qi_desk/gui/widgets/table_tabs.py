"""Tabs of lists: each tab a table of its own, its title telling how many rows there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.table import RowsTable


class TableTabs(QTabWidget):
    """Lists by name; other widgets may have tabs among them."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setAccessibleName(name)
        self.tables: dict[str, RowsTable] = {}
        self.models: dict[str, RowsModel[Any]] = {}
        self._titles: dict[str, str] = {}

    def add(
        self, name: str, title: str, columns: Sequence[Column[Any]], empty: str, opened: Callable[[Any], None]
    ) -> RowsTable:
        """A tab with a list; `opened` is called with the row a person opens."""
        model: RowsModel[Any] = RowsModel(columns, self)
        table = RowsTable(model, empty, title, self)
        table.opened.connect(opened)
        self.tables[name], self.models[name], self._titles[name] = table, model, title
        self.addTab(table, title)
        return table

    def set_rows(self, name: str, rows: Sequence[Any], *, counted: bool = True) -> None:
        """Show rows in the list `name`; `counted` tells their number in its title."""
        self.models[name].set_rows(rows)
        title = self._titles[name]
        place = self.indexOf(self.tables[name])
        self.setTabText(place, f"{title} {len(rows)}" if rows and counted else title)

    @property
    def shown(self) -> str:
        """The name of the list in front, empty where something else is."""
        return next((name for name, table in self.tables.items() if table is self.currentWidget()), "")

    def bring(self, name: str) -> None:
        """Bring the list `name` to the front. Raises KeyError."""
        self.setCurrentWidget(self.tables[name])

    def turn(self, step: int) -> None:
        """The next tab, or the one before, round about; the keyboard goes there."""
        self.setCurrentIndex((self.currentIndex() + step) % self.count())
        self.focus()

    def focus(self) -> None:
        """Give the keyboard to what the tab in front shows."""
        self.currentWidget().setFocus()
