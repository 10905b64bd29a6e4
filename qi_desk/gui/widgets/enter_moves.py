"""Enter goes to the next field, Ctrl+Enter hands the form in; an input method's Enter never arrives here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6 import QtCore
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QPushButton, QScrollArea, QWidget

_MOST_STEPS = 400


class EnterMoves(QObject):
    """Installed on a form's inputs. Several lines keep their Enter; buttons keep theirs; in the field `last` Enter
    hands the form in."""

    def __init__(self, form: QWidget, submit: Callable[[], None], last: QWidget | None = None) -> None:
        super().__init__(form)
        self._last = last
        self._form = form
        self._submit = submit
        for widget in form.findChildren(QWidget):
            if widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus:
                widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QtCore.QEvent) -> bool:
        if event.type() is not QtCore.QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            return False
        if event.modifiers() & QtCore.Qt.KeyboardModifier.ControlModifier or watched is self._last:
            self._submit()
            return True
        if isinstance(watched, QPlainTextEdit | QPushButton):
            return False
        takes_enter = getattr(watched, "takes_enter", None)
        if takes_enter is not None and takes_enter():
            return False
        if isinstance(watched, QComboBox) and watched.view().isVisible():
            return False
        if isinstance(watched, QWidget):
            back = bool(event.modifiers() & QtCore.Qt.KeyboardModifier.ShiftModifier)
            _step(watched, forward=not back)
        return True


def _step(widget: QWidget, *, forward: bool) -> None:
    """Move the focus to the neighbour in the window's order that a person can type into."""
    start = widget
    for _ in range(_MOST_STEPS):
        following = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
        if following is None or following is start:
            return
        widget = following
        takes = widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus
        if takes and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            reason = QtCore.Qt.FocusReason.TabFocusReason if forward else QtCore.Qt.FocusReason.BacktabFocusReason
            widget.setFocus(reason)
            _reveal(widget)
            return


def _reveal(widget: QWidget) -> None:
    """Scroll the field into sight where the form is longer than the window."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, 80)
        parent = parent.parentWidget()
