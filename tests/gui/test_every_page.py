"""What every page must do: open empty and full, in every theme and size, with a name on everything focusable."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from qi_desk import resource_files
from qi_desk.gui import keys, theme
from qi_desk.gui.pages.registry import PAGES
from tests.gui.pageobjects.desk import Desk

NAMES = [page.name for page in PAGES if not page.practice_only]


@pytest.mark.parametrize("name", NAMES)
def test_it_opens_on_an_empty_station(desk: Desk, name: str) -> None:
    desk.window.desk.go(name, {})
    desk.settle()
    assert desk.page.name == name
    assert desk.message() == "" or "钥匙串" in desk.message()


@pytest.mark.parametrize("name", NAMES)
def test_it_fits_the_smallest_desk_at_the_largest_text(desk: Desk, themed: QApplication, name: str) -> None:
    theme.apply(themed, "light", "largest")
    try:
        desk.window.desk.go(name, {})
        desk.window.resize(1280, 680)
        desk.settle()
        assert desk.window.width() <= 1280
        assert desk.window.height() <= 680
    finally:
        theme.apply(themed, "light", "standard")


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_takes_the_focus_has_a_name(desk: Desk, name: str) -> None:
    desk.window.desk.go(name, {})
    desk.settle()
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in desk.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and not _named(widget)
    ]
    assert nameless == []


def _named(widget: QWidget) -> bool:
    if isinstance(widget, QAbstractScrollArea) and widget.focusPolicy() == Qt.FocusPolicy.StrongFocus:
        return bool(widget.accessibleName()) or type(widget).__name__ == "QScrollArea"
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface is not None and bool(interface.text(QAccessible.Text.Name))


def test_no_key_of_the_house_belongs_to_an_input_method() -> None:
    used = {key.key for key in keys.EVERYWHERE} | {key.key for page in PAGES for key in page.keys}
    assert not used & keys.PRIVATE_TO_INPUT_METHODS


def test_every_key_told_is_one_qt_knows() -> None:
    told = [key.key for page in PAGES for key in page.keys if key.key[0] in "FC"]
    assert all(not QKeySequence(key).isEmpty() for key in told)


def test_every_moment_a_page_names_has_phrases(desk: Desk) -> None:
    for name in NAMES:
        desk.window.desk.go(name, {})
        moment = desk.page.moment()
        known = resource_files.code_list(resource_files.MOMENTS).ids
        assert {code for code in (moment.code, *moment.also) if code} <= set(known), name


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _ratio(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    (text, ground)
    for text in ("text", "muted", "accent", "success", "warning", "danger")
    for ground in ("surface", "window")
] + [
    ("on_accent", "accent"),
    ("text", "selection"),
    ("accent_strong", "accent_soft"),
    ("success", "success_soft"),
    ("warning", "warning_soft"),
    ("danger", "danger_soft"),
    ("text", "danger_soft"),
]


@pytest.mark.parametrize(("name", "least"), [("light", 4.5), ("dark", 4.5), ("contrast", 7.0)])
def test_text_can_be_read_in_every_theme(name: str, least: float) -> None:
    tokens = theme.tokens(name)
    faint = {pair: _ratio(tokens[pair[0]], tokens[pair[1]]) for pair in PAIRS}
    assert {pair: round(ratio, 2) for pair, ratio in faint.items() if ratio < least} == {}


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
def test_borders_of_inputs_are_seen(name: str) -> None:
    tokens = theme.tokens(name)
    assert _ratio(tokens["border"], tokens["surface"]) >= 3.0
