"""Whether an original reached the hand it was printed for: asked above the page, answered with one key."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from qi_desk.gui import icons, theme, words
from qi_desk.services.print_port import PrintLine

_YES = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ANSWERS = (*_YES, Qt.Key.Key_N, Qt.Key.Key_Escape)


class HandBar(QFrame):
    """One question at a time; who does not answer is asked nothing twice, the paper stands among today's. It listens
    to its keys only while it has the keyboard, which it gives back to where it was."""

    # The paper is in hand: its line.
    confirmed = Signal(object)
    # It is not: its line.
    denied = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("单据拿到手了吗")
        self._line: PrintLine | None = None
        self._before: QWidget | None = None
        self._icon, self._text = QLabel(self), QLabel(self)
        self._text.setWordWrap(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        for text, slot in (("拿到了 (Enter)", self.yes), ("没有… (N)", self.no), ("稍后 (Esc)", self.later)):
            button = QPushButton(text, self)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
            layout.addWidget(button)
        self.hide()

    def ask(self, line: PrintLine) -> None:
        """Ask about a paper that went to the printer just now."""
        self._line = line
        self._before = self.window().focusWidget()
        name = " ".join(filter(None, (words.paper(line.kind, line.form), line.number)))
        self._text.setText(f"{name}：交到客户手里了吗？")
        soft, strong = theme.colour("accent_soft").name(), theme.colour("accent").name()
        self.setStyleSheet(f"HandBar {{ background: {soft}; border: 1px solid {strong}; border-radius: 6px; }}")
        self._icon.setPixmap(icons.pixmap("hand", "accent", 18, self.devicePixelRatioF()))
        self.show()
        QTimer.singleShot(0, self, self.setFocus)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _ANSWERS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() in _YES:
            self.yes()
        elif event.key() == Qt.Key.Key_N:
            self.no()
        elif event.key() == Qt.Key.Key_Escape:
            self.later()
        else:
            super().keyPressEvent(event)

    def yes(self) -> None:
        """Enter."""
        line = self._leave()
        if line is not None:
            self.confirmed.emit(line)

    def no(self) -> None:
        """N."""
        line = self._leave()
        if line is not None:
            self.denied.emit(line)

    def later(self) -> None:
        """Esc: it stays among the papers of the day."""
        self._leave()

    def _leave(self) -> PrintLine | None:
        line, self._line = self._line, None
        had = self.hasFocus()
        self.hide()
        if had and self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        return line

    def text(self) -> str:
        """What is asked, empty if nothing."""
        return self._text.text() if not self.isHidden() else ""
