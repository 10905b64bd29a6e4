"""What happened, what is safe, what to do next: told above the page, without taking the focus."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from qi_desk.gui import icons, theme
from qi_desk.gui.keys import HELP

_ICONS = {"success": "circle-check", "warning": "triangle-alert", "danger": "circle-alert", "accent": "info"}
_SUCCESS_MS = 8000


class MessageBar(QFrame):
    """One message at a time; good news leaves by itself, the rest stays until closed or replaced."""

    help_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._code = ""
        self.help = QPushButton(f"怎么办 ({HELP})", self)
        theme.mark(self.help, theme.Tone.FLAT)
        self.help.setFocusPolicy(self.focusPolicy())
        self.help.clicked.connect(self.help_wanted)
        self.help.hide()
        self._close = QPushButton("知道了")
        theme.set_tone(self._close, theme.Tone.FLAT)
        self._close.setFocusPolicy(self.focusPolicy())
        self._close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self.help)
        layout.addWidget(self._close)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.timeout.connect(self.hide)
        self.hide()

    def tell(self, tone: str, what: str, safe: str = "", following: str = "") -> None:
        """Show a message: `tone` is success, warning, danger or accent."""
        self._code = ""
        self.help.hide()
        soft, strong = theme.colour(f"{tone}_soft").name(), theme.colour(tone).name()
        self.setStyleSheet(f"MessageBar {{ background: {soft}; border: 1px solid {strong}; border-radius: 6px; }}")
        self._icon.setPixmap(icons.pixmap(_ICONS[tone], tone, 18, self.devicePixelRatioF()))
        self._text.setText(" ".join(part for part in (what, safe, following) if part))
        self._text.setAccessibleName(self._text.text())
        self.show()
        if tone == "success":
            self._leaving.start(_SUCCESS_MS)
        else:
            self._leaving.stop()

    def explain(self, code: str) -> None:
        """What is being told is the error `code`: offer the manual's entry for it."""
        from qi_desk import wording

        if f"error.{code}.next" in wording.texts():
            self._code = code
            self.help.show()

    @property
    def code(self) -> str:
        """The error that is being told, empty if none is."""
        return "" if self.isHidden() else self._code

    def text(self) -> str:
        """What is being told, empty if nothing."""
        return self._text.text() if not self.isHidden() else ""


class Toast(QFrame):
    """An act that can be taken back for a while."""

    SECONDS = 30

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._text = QLabel()
        self.undo = QPushButton("撤销 (Ctrl+Z)")
        self.undo.setFocusPolicy(self.focusPolicy())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.addWidget(self._text)
        layout.addWidget(self.undo)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self.hide)
        self.hide()

    def offer(self, said: str) -> None:
        """Show what was done, at the foot of the window."""
        self.setStyleSheet(
            f"Toast {{ background: {theme.colour('text').name()}; border-radius: 8px; }}"
            f"Toast QLabel {{ color: {theme.colour('surface').name()}; }}"
        )
        self._text.setText(said)
        self.adjustSize()
        parent = self._window
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 48)
        self.show()
        self.raise_()
        self._clock.start(self.SECONDS * 1000)
