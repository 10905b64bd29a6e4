"""How one thing found is drawn: where it stands, and the words around what was looked for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from qi_desk.gui import theme
from qi_desk.manual.find import Hit

HIT = Qt.ItemDataRole.UserRole
_LINES = 4
_EDGE = 7


class HitDelegate(QStyledItemDelegate):
    """Four lines at most: the place in bold, then the excerpt with the words that were meant; drawn when seen."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        style: Any = option
        return QSize(10, style.fontMetrics.lineSpacing() * _LINES + 2 * _EDGE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        style: Any = option
        if style.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(style.rect, theme.colour("selection"))
        layout = _laid(index.data(HIT), style.font, style.rect.width() - 2 * _EDGE)
        layout.draw(painter, QPointF(style.rect.left() + _EDGE, style.rect.top() + _EDGE))
        painter.setPen(theme.colour("line"))
        painter.drawLine(style.rect.bottomLeft(), style.rect.bottomRight())


def _laid(hit: Hit, font: QFont, width: float) -> QTextLayout:
    place = f"{hit.title} › {hit.heading}" if hit.heading else hit.title
    layout = QTextLayout(f"{place}\u2028{hit.excerpt}", font)
    wrapped = QTextOption()
    wrapped.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(wrapped)
    after = len(place) + 1
    layout.setFormats(
        [
            _range(0, len(place), "text", bold=True),
            _range(after, len(hit.excerpt), "muted"),
            *(_range(after + start, end - start, "warning", bold=True) for start, end in hit.marks),
        ]
    )
    layout.beginLayout()
    y = 0.0
    for _ in range(_LINES):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


def _range(start: int, length: int, meaning: str, *, bold: bool = False) -> QTextLayout.FormatRange:
    found: Any = QTextLayout.FormatRange()
    marked = QTextCharFormat()
    marked.setForeground(QColor(theme.colour(meaning)))
    if bold:
        marked.setFontWeight(QFont.Weight.Bold)
    found.start, found.length, found.format = start, length, marked
    return found  # type: ignore[no-any-return]
