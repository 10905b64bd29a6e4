"""Tables for people who work by keyboard: one row chosen, Enter opens it, widths that stay."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QStackedLayout, QTableView, QVBoxLayout, QWidget

from qi_desk.gui import theme
from qi_desk.gui.models.rows_model import Column, RowsModel

STRETCHED_LEAST = 24
"""Average characters that a stretching column keeps before others are left out: a dozen Chinese ones."""


class RowsTable(QWidget):
    """A table over a RowsModel, with a quiet word where there is nothing."""

    # The person opened a row.
    opened = Signal(object)

    def __init__(self, model: RowsModel[Any], empty: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.view = _View()
        self.view.setModel(model)
        self.view.setAccessibleName(name)
        self.view.entered_row.connect(self._on_entered)
        self.view.doubleClicked.connect(self._on_entered)
        # Its own: when this widget is told, the view inside is as narrow as before.
        self.view.resized.connect(self._leave_out)
        self._empty = QLabel(empty)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        theme.set_tone(self._empty, theme.Tone.MUTED)
        holder = QWidget()
        holder.setObjectName("card")
        inner = QVBoxLayout(holder)
        inner.addWidget(self._empty)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.view)
        self._stack.addWidget(holder)
        self._sought = self._before = ""
        model.modelAboutToBeReset.connect(self._on_about_to_reset)
        model.modelReset.connect(self._on_reset)
        self.setFocusProxy(self.view)
        self._fit_columns()
        self._on_reset()

    def set_empty(self, text: str) -> None:
        """What stands there where there is nothing."""
        self._empty.setText(text)

    def _fit_columns(self) -> None:
        header = self.view.horizontalHeader()
        for place, column in enumerate(self._model.columns):
            if column.width:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                self.view.setColumnWidth(place, self._wanted(column))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def _wanted(self, column: Column[Any]) -> int:
        unit = self.view.fontMetrics().horizontalAdvance("0")
        return (column.width or STRETCHED_LEAST) * unit + 16

    def _leave_out(self) -> None:
        columns = self._model.columns
        # The view itself is brought to its new size only after this widget was.
        room = self.width() - self.view.verticalScrollBar().sizeHint().width()
        shown = set(range(len(columns)))
        for place in sorted(shown, key=lambda place: -columns[place].rank):
            if not columns[place].rank or sum(self._wanted(columns[one]) for one in shown) <= room:
                break
            shown.remove(place)
        for place in range(len(columns)):
            self.view.setColumnHidden(place, place not in shown)

    def choose(self, eid: str) -> None:
        """Mark the row of this record, now or as soon as it is among the rows; until then none is marked."""
        self._sought = eid
        self._before = ""
        self._mark()

    def _on_about_to_reset(self) -> None:
        self._before = str(getattr(self.current(), "eid", ""))

    def _on_reset(self) -> None:
        self._stack.setCurrentIndex(0 if self._model.rowCount() else 1)
        self._mark()

    def _mark(self) -> None:
        """The row wanted, else the one marked before the rows were read again, else the first."""
        eid = self._sought or self._before
        rows = range(self._model.rowCount())
        place = next((at for at in rows if getattr(self._model.row_at(at), "eid", None) == eid), None)
        if place is not None:
            self._sought = ""
            self.view.selectRow(place)
        elif not self._sought and rows:
            self.view.selectRow(0)

    def _on_entered(self, index: QModelIndex) -> None:
        row = self._model.row_at(index.row())
        if row is not None:
            self.opened.emit(row)

    def let_choose_many(self) -> None:
        """Let several rows be chosen (Shift with the arrows, Ctrl with the mouse)."""
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def chosen(self) -> list[Any]:
        """The rows chosen, from above."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [row for row in map(self._model.row_at, rows) if row is not None]

    def current(self) -> Any | None:
        """The row chosen, None if none is."""
        return self._model.row_at(self.view.currentIndex().row())


class _View(QTableView):
    entered_row = Signal(QModelIndex)
    # There is more or less room than before.
    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 14)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()
