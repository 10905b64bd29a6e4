"""The print centre as the specialist handles it."""

from __future__ import annotations

from typing import Any

from qi_desk.services.paperwork import Order
from tests.gui.pageobjects.desk import Desk


class PrintCentre:
    """The page, its tabs and what it asks."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def page(self) -> Any:
        """The page."""
        return self.desk.page

    def open(self) -> None:
        """Go there."""
        self.desk.window.desk.go("print", {})
        self.desk.settle()

    def tab(self, name: str) -> None:
        """Bring a list to the front, by its key."""
        for _ in range(self.page.tabs.count()):
            if self.page.tab == name:
                return
            self.desk.press("Ctrl+PgDown")
        raise AssertionError(name)

    def _rows(self) -> list[list[str]]:
        return self.desk.rows(self.page.tabs.tables[self.page.tab])

    def choose(self, paper: str, state: str = "") -> None:
        """Mark the first row of a paper (in a state) in the list in front."""
        rows = self._rows()
        place = next(at for at, row in enumerate(rows) if paper in (cell.strip() for cell in row) and state in row[-1])
        table = self.page.tabs.tables[self.page.tab]
        table.view.selectRow(place)
        table.setFocus()
        self.desk.settle()

    def states(self) -> list[str]:
        """What became of each paper of the list in front."""
        return [row[-1] for row in self._rows()]

    def asked(self) -> str:
        """What is asked about a paper, empty if nothing."""
        return str(self.desk.window.desk.hand.text())

    def find(self) -> None:
        """Let the record chooser look for what was written, without waiting."""
        dialog: Any = self.desk.dialog()
        dialog.look()
        self.desk.settle()

    def paper(self) -> Order:
        """The paper being previewed."""
        dialog: Any = self.desk.dialog()
        order: Order = dialog._order
        return order
