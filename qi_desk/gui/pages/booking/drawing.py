"""How the diary looks: rows with their open hours, bookings told by tone, sign and line, the cursor and the ghost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from qi_desk.domain.booking.terms import overlaps
from qi_desk.gui import theme, words
from qi_desk.gui.pages.booking.board import Board
from qi_desk.services.booking.views import Bar

_TONES = {
    "asked": "warning",
    "offered": "warning",
    "ahead": "accent",
    "check_in": "accent",
    "in_use": "success",
    "overrun": "danger",
    "no_show": "danger",
    "missed": "danger",
    "returned": "muted",
    "done": "muted",
    "lapsed": "muted",
    "waiting": "warning",
}
_SIGNS = {
    "asked": "审",
    "waiting": "候",
    "check_in": "到",
    "in_use": "用",
    "overrun": "超",
    "no_show": "缺",
    "missed": "缺",
    "returned": "还",
    "done": "完",
    "lapsed": "废",
}
"""One character for each phase, so that no state is told by colour alone."""

_MARKS = {"green": ("success", "绿"), "yellow": ("warning", "黄"), "red": ("danger", "红")}
_FREE = frozenset({"done", "missed", "lapsed", "waiting", "returned"})
_NOBODY = frozenset({"waiting", "done", "missed", "lapsed"})
"""Phases that keep nobody out."""

_QUIET = _NOBODY | {"no_show"}
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_ELIDE = Qt.TextElideMode.ElideRight


@dataclass(frozen=True, slots=True)
class Ghost:
    """Where a booking (or, without one, a new use) would go: `row` of the board, from when until when."""

    row: int
    begins: datetime
    ends: datetime
    bar: Bar | None = None
    stretch: bool = False


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where things lie on the widget. Sizes follow the text, so that large text has large rows."""

    board: Board
    line: int
    left: int
    width: int
    height: int
    scrolled: int

    @classmethod
    def of(cls, widget: QWidget, board: Board, scrolled: int) -> Geometry:
        """The geometry of a board on a widget."""
        metrics = widget.fontMetrics()
        left = min(metrics.horizontalAdvance("国") * 11, widget.width() // 3)
        return cls(board, metrics.lineSpacing(), left, widget.width(), widget.height(), scrolled)

    @property
    def row_height(self) -> int:
        """Two lines of text and some air."""
        return self.line * 2 + 6

    @property
    def head(self) -> int:
        """The line of hours or days."""
        return self.line + 12

    @property
    def across(self) -> int:
        """How wide the time is."""
        return max(self.width - self.left, 1)

    def top(self, row: int) -> int:
        """Where a row begins."""
        return self.head + row * self.row_height - self.scrolled

    def x(self, row: int, moment: datetime) -> float:
        """Where a moment lies."""
        return self.left + self.board.place(self.board.rows[row], moment) * self.across

    def box(self, row: int, begins: datetime, ends: datetime, inset: float = 0.0) -> QRectF:
        """The box of a time on a row."""
        left, right = self.x(row, begins), self.x(row, ends)
        return QRectF(left, self.top(row) + inset, max(right - left, 4), self.row_height - 2 * inset)

    def hit(self, at: QPointF) -> tuple[int, datetime] | None:
        """The row and moment under a point."""
        if at.y() < self.head or at.x() < self.left:
            return None
        row = int(at.y() - self.head + self.scrolled) // self.row_height
        if row >= len(self.board.rows):
            return None
        step = self.board.rows[row].lane.step_minutes or 30
        return row, self.board.moment(self.board.rows[row], (at.x() - self.left) / self.across, step)

    def rows_seen(self) -> range:
        """The rows that can be seen: only they are drawn."""
        first = self.scrolled // self.row_height
        return range(first, min(first + self.height // self.row_height + 2, len(self.board.rows)))


class Drawing:
    """Draws one picture of the board."""

    def __init__(self, painter: QPainter, geometry: Geometry) -> None:
        self._painter, self._at, self._board = painter, geometry, geometry.board
        self._metrics = QFontMetricsF(painter.font())

    def row(self, row: int, *, current: bool) -> None:
        """A row with its label, open hours, closures and bookings."""
        at, painter, shown = self._at, self._painter, self._board.rows[row]
        top, height = at.top(row), at.row_height
        painter.fillRect(QRectF(at.left, top, at.across, height), theme.colour("disabled"))
        until = shown.origin + timedelta(days=self._board.days)
        for opens, closes in shown.lane.open:
            if opens < until and closes > shown.origin:
                painter.fillRect(at.box(row, opens, closes), theme.colour("surface"))
        for (begins, ends), reason in shown.lane.shut:
            if begins < until and ends > shown.origin:
                self._shut(at.box(row, begins, ends), reason)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(0, top + height), QPointF(at.width, top + height))
        self._label(row, current=current)
        for bar in self._board.bars_of(row):
            self._bar(row, bar)

    def _shut(self, area: QRectF, reason: str) -> None:
        painter = self._painter
        painter.fillRect(area, theme.colour("danger_soft"))
        painter.fillRect(area, QBrush(soft(theme.colour("danger"), 90), Qt.BrushStyle.BDiagPattern))
        told = self._metrics.elidedText(words.label("closure_reasons", reason), _ELIDE, area.width() - 10)
        box = QRectF(area.left() + 4, area.top() + 3, self._metrics.horizontalAdvance(told) + 6, self._at.line)
        painter.fillRect(box, theme.colour("surface"))
        painter.setPen(theme.colour("danger"))
        painter.drawText(box, _CENTRE, told)

    def _label(self, row: int, *, current: bool) -> None:
        at, painter, shown = self._at, self._painter, self._board.rows[row]
        top = at.top(row)
        painter.fillRect(QRectF(0, top, at.left, at.row_height), theme.colour("accent_soft" if current else "surface"))
        tone, sign = _MARKS.get(shown.lane.mark, ("", ""))
        right = at.left - 6.0
        if tone:
            wide = self._metrics.horizontalAdvance("国") + 6
            box = QRectF(right - wide, top + 4, wide, at.line)
            painter.setPen(QPen(theme.colour(tone), 1))
            painter.drawRoundedRect(box, 3, 3)
            painter.drawText(box, _CENTRE, sign)
            right = box.left() - 4
        self._text(QRectF(8, top + 3, right - 8, at.line), shown.label, "text")
        self._text(QRectF(8, top + 3 + at.line, at.left - 14, at.line), shown.note, "muted")

    def _text(self, area: QRectF, text: str, tone: str) -> None:
        self._painter.setPen(theme.colour(tone))
        self._painter.drawText(area, _MIDDLE, self._metrics.elidedText(text, _ELIDE, area.width()))

    def _bar(self, row: int, bar: Bar) -> None:
        at, painter = self._at, self._painter
        tone = theme.colour(_TONES.get(bar.phase, "muted"))
        if bar.phase not in _NOBODY:
            painter.fillRect(at.box(row, *bar.block, 5), soft(tone, 40))
        box = at.box(row, bar.begins, bar.ends, 3).adjusted(1, 0, -1, 0)
        painter.fillRect(box, theme.colour("surface"))
        if bar.phase not in _QUIET:
            painter.fillRect(box, soft(tone, 70))
        loose = bar.judged == "pending" or bar.phase in ("asked", "waiting")
        painter.setPen(QPen(tone, 1.4, Qt.PenStyle.DashLine if loose else Qt.PenStyle.SolidLine))
        painter.drawRect(box)
        painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), tone)
        inner = box.adjusted(7, 0, -2, 0)
        if inner.width() < at.line * 0.7:
            return
        sign = "待" if bar.judged == "pending" else _SIGNS.get(bar.phase, "")
        head = f"{sign} {bar.begins:%H:%M}".strip()
        half = inner.height() / 2
        roomy = inner.width() > self._metrics.horizontalAdvance(head)
        self._text(QRectF(inner.left(), inner.top(), inner.width(), half), head if roomy else sign, "text")
        self._text(QRectF(inner.left(), inner.top() + half, inner.width(), half), bar.title, "text")

    def cursor(self, row: int, begins: datetime, ends: datetime, *, filled: bool, focused: bool) -> None:
        """Where the keyboard is."""
        box = self._at.box(row, begins, ends, 1)
        if filled:
            self._painter.fillRect(box, soft(theme.colour("accent"), 50))
        self._painter.setPen(QPen(theme.colour("focus" if focused else "border"), 3 if focused else 2))
        self._painter.drawRect(box.adjusted(1, 1, -1, -1))

    def ghost(self, ghost: Ghost) -> None:
        """Where a booking would go, and whether somebody is in the way."""
        box = self._at.box(ghost.row, ghost.begins, ghost.ends, 2)
        bad = in_the_way(self._board, ghost)
        tone = theme.colour("danger" if bad else "success")
        self._painter.fillRect(box, soft(tone, 60))
        self._painter.setPen(QPen(tone, 2, Qt.PenStyle.DashLine))
        self._painter.drawRect(box)
        self._painter.setPen(theme.colour("text"))
        said = f"{'✖ ' if bad else ''}{ghost.begins:%H:%M}-{ghost.ends:%H:%M}"
        self._painter.drawText(box.adjusted(6, 0, 200, 0), _MIDDLE, said)

    def now(self, now: datetime) -> None:
        """The line of this moment."""
        self._painter.setPen(QPen(theme.colour("danger"), 1.5))
        for row in self._at.rows_seen():
            shown = self._board.rows[row]
            if shown.origin <= now < shown.origin + timedelta(days=self._board.days):
                x, top = self._at.x(row, now), self._at.top(row)
                self._painter.drawLine(QPointF(x, max(top, self._at.head)), QPointF(x, top + self._at.row_height))

    def head(self, weekdays: str) -> None:
        """Hours, or days where there are several."""
        at, painter, board = self._at, self._painter, self._board
        painter.fillRect(QRectF(0, 0, at.width, at.head), theme.colour("window"))
        hours = (board.high - board.low) // 60
        room = at.across / (board.days * hours)
        for day in range(board.days):
            left = at.left + day * hours * room
            if board.days > 1:
                origin = board.rows[0].origin + timedelta(days=day)
                said = f"{weekdays[origin.weekday()]} {origin.month}-{origin.day}"
                self._text(QRectF(left + 4, 0, hours * room - 6, at.head), said, "muted")
                painter.setPen(QPen(theme.colour("border"), 1))
                painter.drawLine(QPointF(left, 0), QPointF(left, at.height))
            else:
                self._hours(left, room, hours)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(0, at.head), QPointF(at.width, at.head))
        painter.drawLine(QPointF(at.left, 0), QPointF(at.left, at.height))

    def _hours(self, left: float, room: float, hours: int) -> None:
        wide = self._metrics.horizontalAdvance("00:00") + 10
        each = next((step for step in (1, 2, 3, 4) if room * step > wide), hours)
        for hour in range(0, hours, each):
            x = left + hour * room
            self._text(QRectF(x + 3, 0, each * room, self._at.head), f"{self._board.low // 60 + hour}:00", "muted")
            self._painter.setPen(QPen(theme.colour("line"), 1, Qt.PenStyle.DotLine))
            self._painter.drawLine(QPointF(x, self._at.head), QPointF(x, self._at.height))


def in_the_way(board: Board, ghost: Ghost) -> bool:
    """Whether a ghost lies on a booking or a closure of its row; the rules have the last word when it is dropped."""
    mine = ghost.bar.eid if ghost.bar is not None else ""
    lane, span = board.rows[ghost.row].lane, (ghost.begins, ghost.ends)
    taken = any(bar.eid != mine and bar.phase not in _FREE and overlaps(bar.block, span) for bar in lane.bars)
    return taken or any(overlaps(one, span) for one, _ in lane.shut)


def soft(tone: QColor, alpha: int) -> QColor:
    """A tone that lets through what lies under it."""
    made = QColor(tone)
    made.setAlpha(alpha)
    return made
