"""What a customer does at their own screen: touching, never typing."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from qi_desk.gui.customer.touch import SignaturePad, Tile
from tests.gui.pageobjects.desk import Desk

_KEYS = (Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Right)


class Customer:
    """The customer of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.screen = desk.window.customer.screen

    @property
    def panel(self) -> Any:
        """What their screen shows."""
        return self.screen.panel

    def reads(self) -> str:
        """Every word on their screen."""
        found = [*self.panel.findChildren(QLabel), *self.panel.findChildren(Tile)]
        return "\n".join(one.text() if isinstance(one, QLabel) else one.accessibleName() for one in found)

    def touch(self, tile: QWidget) -> None:
        """Press and let go in the middle of something."""
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)
        self._desk.settle()

    def sign(self) -> None:
        """Write something like a name."""
        pad: SignaturePad = self.panel.pad
        pad.resize(600, 240)
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 60))
        for step in range(1, 20):
            QTest.mouseMove(pad, QPoint(40 + 20 * step, 60 + 40 * (step % 3)))
            pad.go_on(QPointF(40 + 20 * step, 60 + 40 * (step % 3)))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(440, 100))
        self._desk.settle()

    def every_key_everywhere(self) -> None:
        """Send synthetic keys to their screen and to everything on it."""
        for widget in (self.screen, self.panel, *self.panel.findChildren(QWidget)):
            for key in _KEYS:
                for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, " " if key == Qt.Key.Key_Space else "")
                    QApplication.sendEvent(widget, event)
        self._desk.settle()
