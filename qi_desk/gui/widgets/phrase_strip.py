"""The strip of courteous words: one or two sentences for this moment, the rest below; nothing pops up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk.domain.speech.phrases import Gap, Rendered
from qi_desk.gui import icons, theme

_NOW = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """One phrase, its slots filled, in three ways of speaking."""

    situation: str
    mandarin: Rendered
    cantonese: Rendered
    english: Rendered


class PhraseStrip(QFrame):
    """Reads from top to bottom: what to say now. Ctrl+1 and Ctrl+2 copy the first two."""

    copied = Signal(str)
    # The person wants to say what is going on.
    situation_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._words: tuple[Spoken, ...] = ()
        self._speech = "mandarin"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.addLayout(self._head())
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

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        title = QLabel("此刻说")
        theme.set_tone(title, theme.Tone.ACCENT)
        head.addWidget(title, 1)
        group = QButtonGroup(self)
        for code, label, name in (("mandarin", "普", "普通话"), ("cantonese", "粤", "粤语"), ("english", "EN", "英语")):
            button = self._flat(label, name)
            button.setCheckable(True)
            button.setChecked(code == "mandarin")
            button.setProperty("speech", code)
            button.clicked.connect(self._on_speech)
            group.addButton(button)
            head.addWidget(button)
        other = self._flat("…", "换个场合：雨天、客户着急、停电……")
        other.clicked.connect(self.situation_wanted)
        head.addWidget(other)
        return head

    def _flat(self, label: str, name: str) -> QPushButton:
        button = QPushButton(label)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setFixedWidth(button.fontMetrics().horizontalAdvance("普普") + 8)
        theme.set_tone(button, theme.Tone.FLAT)
        return button

    def _fit(self) -> None:
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("字" * 19))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def show_words(self, words: Sequence[Spoken]) -> None:
        """Show the phrases of the moment; the same ones again change nothing."""
        if tuple(words) != self._words:
            self._words = tuple(words)
            self._redraw()

    def _on_speech(self) -> None:
        self._speech = self.sender().property("speech")
        self._redraw()

    def spoken(self, words: Spoken) -> Rendered:
        """A phrase in the way of speaking that is chosen."""
        chosen: Rendered = getattr(words, self._speech)
        return chosen if chosen.shown else words.mandarin

    def words(self) -> tuple[Spoken, ...]:
        """The phrases shown, top to bottom."""
        return self._words

    def _redraw(self) -> None:
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for place, words in enumerate(self._words):
            self._column.addWidget(self._line(place, words))
        self._column.addStretch(1)

    def _line(self, place: int, words: Spoken) -> QWidget:
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
        text = QLabel(marked_up(self.spoken(words)))
        text.setTextFormat(Qt.TextFormat.RichText)
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
            spoken = self.spoken(self._words[place]).shown
            QGuiApplication.clipboard().setText(spoken)
            self.copied.emit(spoken)

    def said(self) -> tuple[str, ...]:
        """The sentences shown, top to bottom."""
        return tuple(self.spoken(words).shown for words in self._words)


def marked_up(rendered: Rendered) -> str:
    """A phrase as rich text, its gaps as chips that cannot be overlooked."""
    chip = theme.colour("warning").name()
    return "".join(
        f'<b style="color:{chip}">{escape(part.chip)}</b>' if isinstance(part, Gap) else escape(part)
        for part in rendered.parts
    )
