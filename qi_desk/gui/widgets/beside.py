"""The layout of a page that lists things: tools above, the list left, what is chosen right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget


def lay_beside(
    page: QWidget, tools: QHBoxLayout, left: QWidget, right: QWidget, widths: tuple[int, int], spacing: int = 8
) -> None:
    """Fill `page`. `widths` says how left and right share the room at first; neither can be pushed away altogether."""
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    layout.addLayout(tools)
    split = QSplitter(Qt.Orientation.Horizontal, page)
    split.setChildrenCollapsible(False)
    split.addWidget(left)
    split.addWidget(right)
    split.setSizes(list(widths))
    layout.addWidget(split, 1)
