"""The visitor board: lanes of cards, one sensible next step on each, clocks that tick together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui import theme

_BUTTON_EDGES = 34
"""Pixels of a button that hold no words."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do with a card: the event, its words, its key if it has one."""

    event: str
    label: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows. `since` is counted up with `clock` before it; `amber` and `red` are minutes, 0 for never."""

    eid: str
    ticket: str
    title: str
    subtitle: str
    matter: str
    clock: str
    since: datetime
    badges: tuple[tuple[str, str], ...]
    primary: Step | None
    others: tuple[Step, ...]
    amber: int = 0
    red: int = 0


class VisitCard(QFrame):
    """One visit. Enter does the primary step, the menu key offers the others."""

    stepped = Signal(str, str)
    moved = Signal(int, int)
    focused = Signal(str)

    def __init__(self, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.card = card
        self._mark = self._span = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 10, 9)
        layout.setSpacing(3)
        head = QHBoxLayout()
        self._ticket = QLabel()
        font = self._ticket.font()
        font.setPointSizeF(font.pointSizeF() * 1.5)
        font.setBold(True)
        self._ticket.setFont(font)
        head.addWidget(self._ticket)
        self._clock = QLabel()
        self._clock.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._clock.setMinimumWidth(1)
        head.addWidget(self._clock, 1)
        layout.addLayout(head)
        self._badges = QLabel()
        self._badges.setMinimumWidth(1)
        layout.addWidget(self._badges)
        self._title = QLabel()
        self._subtitle = QLabel()
        theme.set_tone(self._subtitle, theme.Tone.MUTED)
        self._matter = QLabel()
        for label in (self._title, self._subtitle, self._matter):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(1)
            layout.addWidget(label)
        self._button = QPushButton()
        self._button.setMinimumWidth(1)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._do_primary)
        layout.addWidget(self._button)
        self.show_card(card)

    def show_card(self, card: Card) -> None:
        """Show new values in place."""
        self.card = card
        self._ticket.setText(card.ticket)
        if card.badges:
            theme.set_tone(self._badges, theme.Tone(card.badges[0][1]))
        self._button.setVisible(card.primary is not None)
        self._elide()
        spoken = (card.ticket, card.title, card.subtitle, card.matter, *(text for text, _ in card.badges))
        self.setAccessibleName("，".join(part for part in spoken if part))

    def _elide(self) -> None:
        width = max(self.width() - 30, 60)
        badges = "  ".join(text for text, _ in self.card.badges)
        for label, text in (
            (self._badges, badges),
            (self._title, self.card.title),
            (self._subtitle, self.card.subtitle),
            (self._matter, self.card.matter),
        ):
            label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width))
            label.setToolTip(text)
            label.setVisible(bool(text))
        self._show_clock()
        self._show_step(width)

    def _show_step(self, width: int) -> None:
        step = self.card.primary
        if step is None:
            return
        whole = f"{step.label} ({step.key})" if step.key else step.label
        room = width - _BUTTON_EDGES
        fits = self._button.fontMetrics().horizontalAdvance(whole) <= room
        self._button.setText(whole if fits else step.label)
        self._button.setToolTip(whole)

    def _show_clock(self) -> None:
        room = self.width() - 30 - self._ticket.sizeHint().width()
        whole = f"{self._mark}{self.card.clock} {self._span}".strip()
        fits = self._clock.fontMetrics().horizontalAdvance(whole) <= room
        self._clock.setText(whole if fits else f"{self._mark}{self._span}")
        self._clock.setToolTip(whole)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._elide()

    def tick(self, now: datetime) -> None:
        """Count the clock up; colour and symbol follow the thresholds."""
        if not self.card.clock:
            self._mark = self._span = ""
            self._show_clock()
            return
        minutes = max(0, int((now - self.card.since).total_seconds() // 60))
        red = self.card.red and minutes >= self.card.red
        amber = self.card.amber and minutes >= self.card.amber
        self._mark = "▲" if red else "●" if amber else ""
        theme.set_tone(self._clock, theme.Tone.DANGER if red else theme.Tone.WARNING if amber else theme.Tone.MUTED)
        self._span = f"{minutes} 分" if minutes < 60 else f"{minutes // 60} 时 {minutes % 60} 分"
        self._show_clock()

    def _do_primary(self) -> None:
        if self.card.primary is not None:
            self.stepped.emit(self.card.eid, self.card.primary.event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
        }
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._do_primary()
        elif event.key() in steps:
            self.moved.emit(*steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Menu, Qt.Key.Key_Space):
            self.menu().popup(self.mapToGlobal(self.rect().bottomLeft()))
        else:
            super().keyPressEvent(event)

    def menu(self) -> QMenu:
        """The other things to do."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for step in self.card.others:
            action = menu.addAction(step.label)
            action.setData(step.event)
            action.triggered.connect(self._on_menu)
        return menu

    def _on_menu(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.stepped.emit(self.card.eid, action.data())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu().popup(event.globalPos())

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.stepped.emit(self.card.eid, "open")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._frame(True)
        self.focused.emit(self.card.eid)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._frame(False)

    def _frame(self, on: bool) -> None:
        colour = theme.colour("focus").name()
        self.setStyleSheet(f"VisitCard {{ border: 2px solid {colour}; }}" if on else "")


class Lane(QWidget):
    """One state's column: its name, how many, the cards."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.cards: list[VisitCard] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._head = QLabel()
        font = self._head.font()
        font.setBold(True)
        self._head.setFont(font)
        layout.addWidget(self._head)
        body = QWidget()
        body.setMinimumWidth(1)
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(8)
        self._nobody = QLabel("没有人")
        theme.set_tone(self._nobody, theme.Tone.MUTED)
        self._column.addWidget(self._nobody)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        self._area = area
        self.setMinimumWidth(1)
        layout.addWidget(area, 1)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """The number beside the lane's name."""
        self._head.setText(f"{self._title}  {count}")

    def place(self, cards: Sequence[VisitCard]) -> None:
        """Show these cards in order."""
        for card in self.cards:
            if card not in cards:
                self._column.removeWidget(card)
        for place, card in enumerate(cards):
            self._column.insertWidget(place, card)
        self.cards = list(cards)
        self._nobody.setVisible(not cards)
        self.set_count(len(cards))

    def reveal(self, card: VisitCard) -> None:
        """Scroll so that the card is seen."""
        self._area.ensureWidgetVisible(card)


class BoardView(QWidget):
    """All lanes side by side; cards keep their identity, and the focus, across refreshes."""

    stepped = Signal(str, str)
    focused = Signal(str)

    def __init__(self, lanes: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lanes = {name: Lane(title) for name, title in lanes}
        self._cards: dict[str, VisitCard] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        for lane in self._lanes.values():
            layout.addWidget(lane, 1)

    def show_cards(self, lanes: dict[str, Sequence[Card]], now: datetime) -> None:
        """Show the cards of each lane; unchanged ones stay as they are."""
        kept: dict[str, VisitCard] = {}
        for name, lane in self._lanes.items():
            column = []
            for card in lanes.get(name, ()):
                widget = self._cards.pop(card.eid, None) or self._new(card)
                if widget.card != card:
                    widget.show_card(card)
                widget.tick(now)
                kept[card.eid] = widget
                column.append(widget)
            lane.place(column)
        for widget in self._cards.values():
            widget.deleteLater()
        self._cards = kept

    def _new(self, card: Card) -> VisitCard:
        widget = VisitCard(card)
        widget.stepped.connect(self.stepped)
        widget.moved.connect(self._on_moved)
        widget.focused.connect(self.focused)
        return widget

    def tick(self, now: datetime) -> None:
        """Count every clock up."""
        for widget in self._cards.values():
            widget.tick(now)

    def current(self) -> str:
        """The card with the focus, empty if none has it."""
        return next((eid for eid, widget in self._cards.items() if widget.hasFocus()), "")

    def focus(self, eid: str) -> bool:
        """Give the focus to a card, or to the first one; whether there was one."""
        widget = self._cards.get(eid) or next((lane.cards[0] for lane in self._lanes.values() if lane.cards), None)
        if widget is not None:
            widget.setFocus()
        return widget is not None

    def card(self, eid: str) -> VisitCard | None:
        """The card of one visit."""
        return self._cards.get(eid)

    def _on_moved(self, sideways: int, down: int) -> None:
        widget = self.sender()
        lanes = [lane for lane in self._lanes.values() if lane.cards]
        place = next((place for place, lane in enumerate(lanes) if widget in lane.cards), None)
        if place is None or not isinstance(widget, VisitCard):
            return
        row = lanes[place].cards.index(widget)
        lane = lanes[min(max(place + sideways, 0), len(lanes) - 1)]
        target = lane.cards[min(max(row + down, 0), len(lane.cards) - 1)]
        target.setFocus()
        lane.reveal(target)
