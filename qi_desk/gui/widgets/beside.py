"""The layout of a page that lists things: tools above, the list left, what is chosen right or below."""

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
    layout.addWidget(_split(Qt.Orientation.Horizontal, page, left, right, widths), 1)


def one_below_other(parent: QWidget, above: QWidget, below: QWidget, heights: tuple[int, int]) -> QSplitter:
    """Two that share their height as `heights` says at first; neither can be pushed away altogether."""
    return _split(Qt.Orientation.Vertical, parent, above, below, heights)


def _split(way: Qt.Orientation, parent: QWidget, first: QWidget, second: QWidget, sizes: tuple[int, int]) -> QSplitter:
    split = QSplitter(way, parent)
    split.setChildrenCollapsible(False)
    split.addWidget(first)
    split.addWidget(second)
    split.setSizes(list(sizes))
    return split
