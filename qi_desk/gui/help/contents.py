"""The left side of the manual: its contents, or what a search found."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qi_desk.gui import theme
from qi_desk.gui.help.hits import HIT, HitDelegate
from qi_desk.manual.book import Book
from qi_desk.manual.find import Hit

_TARGET = Qt.ItemDataRole.UserRole


class Contents(QStackedWidget):
    """Says which place of the manual is wanted."""

    # A chapter was chosen: its name.
    chosen = Signal(str)
    # Something found was chosen: the Hit.
    hit = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("目录")
        self.tree.setIndentation(14)
        self.tree.currentItemChanged.connect(self._on_item)
        self.addWidget(self.tree)
        self._side = QWidget(self)
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        self._count = QLabel(self._side)
        self._count.setWordWrap(True)
        theme.mark(self._count, theme.Tone.MUTED)
        column.addWidget(self._count)
        self.list = QListWidget(self._side)
        self.list.setAccessibleName("查到的内容")
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.currentItemChanged.connect(self._on_hit)
        self.list.itemClicked.connect(self._on_hit)
        column.addWidget(self.list)
        self.addWidget(self._side)

    def fill(self, book: Book) -> None:
        """Show the contents of the manual."""
        self.tree.clear()
        for part in book.parts():
            top = QTreeWidgetItem(self.tree, [part])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for chapter in book.chapters:
                if chapter.part == part:
                    item = QTreeWidgetItem(top, [chapter.title])
                    item.setData(0, _TARGET, chapter.name)
        self.tree.expandAll()

    def mark(self, chapter: str) -> None:
        """The chapter being read."""
        for place in range(self.tree.topLevelItemCount()):
            self._mark_in(self.tree.topLevelItem(place), chapter)

    def _mark_in(self, part: QTreeWidgetItem | None, chapter: str) -> None:
        for row in range(part.childCount() if part is not None else 0):
            item = part.child(row) if part is not None else None
            if item is not None and item.data(0, _TARGET) == chapter:
                self.tree.blockSignals(True)
                self.tree.setCurrentItem(item)
                self.tree.blockSignals(False)

    def show_contents(self) -> None:
        """The contents again, instead of what was found."""
        self.setCurrentWidget(self.tree)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """What a search found, the first of it chosen but not opened yet."""
        self.list.blockSignals(True)
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem(self.list)
            item.setData(HIT, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.title} {hit.heading}")
        self.list.setCurrentRow(0)
        self.list.scrollToTop()
        self.list.blockSignals(False)
        self._count.setText(f"查到 {len(hits)} 处" if hits else "没有查到。换个说法试试，比如只写两三个字。")
        self.setCurrentWidget(self._side)

    def hits(self) -> tuple[Hit, ...]:
        """What is offered."""
        return tuple(self.list.item(row).data(HIT) for row in range(self.list.count()))

    def step(self, by: int) -> None:
        """Choose the hit before or after."""
        place = min(max(self.list.currentRow() + by, 0), self.list.count() - 1)
        self.list.setCurrentRow(place)

    def open_current(self) -> None:
        """Open the chosen hit."""
        self._on_hit(self.list.currentItem())

    def _on_item(self, item: QTreeWidgetItem | None) -> None:
        if item is not None and item.data(0, _TARGET):
            self.chosen.emit(item.data(0, _TARGET))

    def _on_hit(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hit.emit(item.data(HIT))
