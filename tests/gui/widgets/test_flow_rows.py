"""What no longer fits beside the rest goes on the next row, whole."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from qi_desk.gui.widgets.flow_rows import FlowRows


@pytest.mark.parametrize(("width", "rows"), [(2000, 1), (320, 3)])
def test_nothing_is_squeezed(themed: Any, qtbot: Any, width: int, rows: int) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    bar = QWidget(window)
    layout = FlowRows(bar)
    buttons = [QPushButton("议定事项 12", bar) for _ in range(6)]
    for button in buttons:
        layout.addWidget(button)
    column.addWidget(bar)
    column.addStretch(1)
    window.resize(width, 400)
    window.show()
    qtbot.waitExposed(window)
    assert len({button.y() for button in buttons}) == rows
    assert all(button.width() == button.sizeHint().width() for button in buttons)
    assert all(button.geometry().bottom() < bar.height() for button in buttons)
    assert layout.itemAt(99) is None
