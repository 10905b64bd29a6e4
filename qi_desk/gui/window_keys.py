"""Which key does what: those of the house everywhere, those of a page where it is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut

from qi_desk.gui import keys
from qi_desk.gui.pages.registry import PAGES

if TYPE_CHECKING:
    from qi_desk.gui.main_window import MainWindow

PAGE_KEYS = (
    keys.CALL_NEXT,
    keys.RECALL,
    keys.MISSED,
    keys.SAVE,
    keys.PRINT,
    keys.SUBMIT,
    "Ctrl+S",
    "Ctrl+N",
    "Ctrl+F",
    "Ctrl+W",
    "Ctrl+E",
    "Ctrl+M",
    "Ctrl+O",
    "Ctrl+D",
    keys.FOLLOW_UP,
    "Ctrl+PgUp",
    "Ctrl+PgDown",
)
"""Keys a page may answer to by its `slots`."""


def bind_keys(window: MainWindow) -> None:
    """Bind every key to the desk of the window."""
    house: dict[str, Callable[[], None]] = {
        keys.NEW_VISITOR: window.new_visitor,
        keys.SEARCH: window.focus_search,
        keys.REFRESH: window.refresh,
        keys.ON_SITE: window.deeds.print_on_site,
        keys.SHUTTER: window.deeds.cover,
        keys.PALETTE: window.deeds.show_palette,
        keys.STRIP: window.desk.toggle_strip,
        keys.CUSTOMER: window.customer.turn,
        keys.LOCK: window.lock,
        keys.UNDO: window.undoing.undo,
        keys.BACK: window.back,
        "Ctrl+1": partial(window.desk.strip.copy, 0),
        "Ctrl+2": partial(window.desk.strip.copy, 1),
    }
    for place, page in enumerate(PAGES):
        if key := keys.page_key(place):
            house[key] = partial(window.desk.go, page.name, {})
    for key, slot in house.items():
        QShortcut(QKeySequence(key), window.desk, slot)
    for key in PAGE_KEYS:
        QShortcut(QKeySequence(key), window.desk, partial(_page_key, window, key))


def _page_key(window: MainWindow, key: str) -> None:
    slot = window.desk.page.slots().get(key)
    if slot is not None:
        slot()
