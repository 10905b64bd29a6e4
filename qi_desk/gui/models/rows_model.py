"""One table model for every list: frozen rows, described columns, more rows asked for by signal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from qi_desk.gui import icons, theme

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: its title, the text of a row, and if wanted a tone and an icon (name) that says the same.

    `width` counts average characters; 0 stretches. Where the table is too narrow for all, the columns of the
    highest `rank` are left out first; those of rank 0 always stay.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 0
    tone: Callable[[Row], str] | None = None
    icon: Callable[[Row], str] | None = None
    right: bool = False
    rank: int = 0


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows as they were built; answering never reads, computes or fails."""

    # More rows are wanted behind the last one.
    page_wanted = Signal()

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: list[Row] = []
        self._texts: list[tuple[str, ...]] = []
        self._more = False
        self._asked = False

    @property
    def columns(self) -> tuple[Column[Row], ...]:
        """The columns, in order."""
        return self._columns

    def set_rows(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Show these rows; `more` says that others follow."""
        self.beginResetModel()
        self._rows = list(rows)
        self._texts = [self._row_texts(row) for row in rows]
        self._more, self._asked = more, False
        self.endResetModel()

    def append_page(self, rows: Sequence[Row], *, more: bool = False) -> None:
        """Add the rows asked for."""
        self._more, self._asked = more, False
        if not rows:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
        self._rows += rows
        self._texts += [self._row_texts(row) for row in rows]
        self.endInsertRows()

    def row_at(self, place: int) -> Row | None:
        """The row at `place`, None beyond the end."""
        return self._rows[place] if 0 <= place < len(self._rows) else None

    def _row_texts(self, row: Row) -> tuple[str, ...]:
        return tuple(column.text(row) for column in self._columns)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._asked = True
            self.page_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        column = self._columns[index.column()]
        row = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._texts[index.row()][index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            meaning = column.tone(row)
            return theme.colour(meaning) if meaning else None
        if role == Qt.ItemDataRole.DecorationRole and column.icon is not None:
            name = column.icon(row)
            meaning = (column.tone(row) if column.tone is not None else "") or "muted"
            return icons.icon(name, meaning) if name else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._texts[index.row()][index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole and column.right:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None
