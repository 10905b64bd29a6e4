"""Choosing service items: rows of a spreadsheet, quantities, and what the description speaks of."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qi_desk.gui import words
from qi_desk.gui.widgets.items_field import ItemsInput


@pytest.fixture
def items(qtbot: Any) -> ItemsInput:
    made = ItemsInput()
    made.set_catalogue(words.catalogue_rows(), words.initials)
    qtbot.addWidget(made)
    made.show()
    made.line.setFocus()
    return made


def test_rows_of_a_spreadsheet_become_items_with_numbers(items: ItemsInput, qtbot: Any) -> None:
    unread: list[list[str]] = []
    items.unread.connect(unread.append)
    QGuiApplication.clipboard().setText("校准\t压力表\t12 只\nME01\t3\n校准\t游标卡尺\t2\n不认识的\t5\n\n")
    qtbot.keyClick(items.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert items.value() == ("ME02", "ME01")
    assert items.quantities() == {"ME02": 14, "ME01": 3}
    assert unread == [["不认识的 5"]]
    assert items.line.text() == ""


def test_one_line_is_pasted_as_text(items: ItemsInput, qtbot: Any) -> None:
    QGuiApplication.clipboard().setText("校准")
    qtbot.keyClick(items.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (items.line.text(), items.value()) == ("校准", ())


def test_how_many_of_the_last(items: ItemsInput) -> None:
    items.add("ME02")
    items.add("*12")
    items.add("ME01")
    assert items.quantities() == {"ME02": 12}
    items.set_value(("ME01",))
    assert items.quantities() == {}


def test_down_in_an_empty_line_offers_what_was_said(items: ItemsInput, qtbot: Any) -> None:
    items.add("ME01")
    items.propose(("ME02", "ME01"))
    assert "校准" in items.line.placeholderText()
    qtbot.keyClick(items.line, Qt.Key.Key_Down)
    assert [one.payload for one in items.line.offered()] == ["ME02"]
    qtbot.keyClick(items.line, Qt.Key.Key_Return)
    assert items.value() == ("ME01", "ME02")
