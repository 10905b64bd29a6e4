"""The strip of courteous words: one or two sentences for this moment, the rest below; nothing pops up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui import icons, theme

_NOW = 2


@dataclass(frozen=True, slots=True)
class Words:
    """One phrase, its slots filled, in three ways of speaking."""

    situation: str
    mandarin: str
    cantonese: str
    english: str


class PhraseStrip(QFrame):
    """Reads from top to bottom: what to say now. Ctrl+1 and Ctrl+2 copy the first two."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._words: tuple[Words, ...] = ()
        self._speech = "mandarin"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        head = QHBoxLayout()
        title = QLabel("此刻可以说")
        theme.set_tone(title, theme.Tone.ACCENT)
        head.addWidget(title, 1)
        group = QButtonGroup(self)
        for code, label, name in (("mandarin", "普", "普通话"), ("cantonese", "粤", "粤语"), ("english", "EN", "英语")):
            button = QPushButton(label)
            button.setCheckable(True)
            button.setChecked(code == "mandarin")
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setProperty("speech", code)
            button.setFixedWidth(button.fontMetrics().horizontalAdvance("普普") + 14)
            theme.set_tone(button, theme.Tone.FLAT)
            button.clicked.connect(self._on_speech)
            group.addButton(button)
            head.addWidget(button)
        layout.addLayout(head)
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self._body)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(area, 1)
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("字" * 19))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def show_words(self, words: Sequence[Words]) -> None:
        """Show the phrases of the moment; the same ones again change nothing."""
        if tuple(words) != self._words:
            self._words = tuple(words)
            self._redraw()

    def _on_speech(self) -> None:
        self._speech = self.sender().property("speech")
        self._redraw()

    def _spoken(self, words: Words) -> str:
        return str(getattr(words, self._speech)) or words.mandarin

    def _redraw(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for place, words in enumerate(self._words):
            self._column.addWidget(self._line(place, words))
        self._column.addStretch(1)

    def _line(self, place: int, words: Words) -> QWidget:
        line = QWidget()
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        situation = QLabel(words.situation)
        theme.set_tone(situation, theme.Tone.MUTED)
        head.addWidget(situation, 1)
        if place < _NOW:
            copy = QPushButton(f"Ctrl+{place + 1}")
            copy.setIcon(icons.icon("copy"))
            copy.setAccessibleName(f"复制：{words.situation}")
            copy.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            copy.setProperty("place", place)
            theme.set_tone(copy, theme.Tone.FLAT)
            copy.clicked.connect(self._on_copy)
            head.addWidget(copy)
        column.addLayout(head)
        text = QLabel(self._spoken(words))
        text.setWordWrap(True)
        font = text.font()
        font.setPointSizeF(font.pointSizeF() * (1.2 if place < _NOW else 1.0))
        text.setFont(font)
        column.addWidget(text)
        return line

    def _on_copy(self) -> None:
        self.copy(int(self.sender().property("place")))

    def copy(self, place: int) -> None:
        """Copy one of the sentences shown first."""
        if place < len(self._words):
            spoken = self._spoken(self._words[place])
            QGuiApplication.clipboard().setText(spoken)
            self.copied.emit(spoken)

    def said(self) -> tuple[str, ...]:
        """The sentences shown, top to bottom."""
        return tuple(self._spoken(words) for words in self._words)
