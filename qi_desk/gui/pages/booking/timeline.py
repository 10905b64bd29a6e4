"""The diary drawn: resources downwards, time to the right. All of it by keyboard, all of it by mouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from qi_desk.gui import theme, words
from qi_desk.gui.pages.booking.board import Board, Row
from qi_desk.gui.pages.booking.drawing import Drawing, Geometry, Ghost
from qi_desk.services.booking.views import Bar

_MOVABLE = frozenset({"asked", "ahead", "check_in", "waiting"})
_EDGE = 7
_NUDGES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Timeline(QAbstractScrollArea):
    """Arrows move the cursor, with Shift they mark a time, Ctrl leaps to the next booking; Alt moves the booking under
    the cursor, Alt+Shift stretches it, Enter does what stands there, Esc lets it be."""

    # A booking was opened (Enter, double click).
    opened = Signal(str)
    # A new use is wanted: resource, from, until.
    wanted = Signal(str, object, object)
    # A booking is to be put elsewhere: booking, resource, from, until.
    moved = Signal(str, str, object, object)
    # Another booking (or none: "") lies under the cursor, on this resource.
    pointed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("预约时间轴")
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self._board: Board | None = None
        self._now: datetime | None = None
        self._row = 0
        self._at: datetime | None = None
        self._marked: datetime | None = None
        self._ghost: Ghost | None = None
        self._grip: timedelta | None = None

    def show_board(self, board: Board, now: datetime) -> None:
        """Show a board; the cursor stays where it is as far as that exists."""
        self._board, self._now = board, now
        self._ghost = self._marked = None
        self._row = min(self._row, max(len(board.rows) - 1, 0))
        if board.rows:
            row = board.rows[self._row]
            last = row.origin + timedelta(days=board.days)
            if self._at is None or not row.origin <= self._at < last:
                self._at = self._beginning(row, last, now)
        self._fit()
        self._tell()
        self.viewport().update()

    def _beginning(self, row: Row, last: datetime, now: datetime) -> datetime:
        """This half hour, or the first one that is open."""
        assert self._board is not None
        if row.origin <= now < last:
            return now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
        return next((opens for opens, _ in row.lane.open), row.origin + timedelta(minutes=self._board.low))

    def select(self, eid: str) -> bool:
        """Put the cursor on a booking; False if it is not on the board."""
        if self._board is None:
            return False
        for place in range(len(self._board.rows)):
            for bar in self._board.bars_of(place):
                if bar.eid == eid:
                    self._row, self._at = place, bar.begins
                    self._show_row()
                    self._tell()
                    self.viewport().update()
                    return True
        return False

    def select_resource(self, eid: str) -> None:
        """Put the cursor on a resource."""
        rows = self._board.rows if self._board is not None else ()
        place = next((at for at, row in enumerate(rows) if row.lane.eid == eid), None)
        if place is not None:
            self._row = place
            self._show_row()
            self._tell()
            self.viewport().update()

    def bar(self) -> Bar | None:
        """The booking under the cursor."""
        if self._board is None or self._at is None or not self._board.rows:
            return None
        return self._board.bar_at(self._row, self._at)

    def resource(self) -> str:
        """The resource under the cursor."""
        return self._board.rows[self._row].lane.eid if self._board is not None and self._board.rows else ""

    def span(self) -> tuple[datetime, datetime] | None:
        """The time marked, or the step under the cursor."""
        if self._at is None or self._board is None or not self._board.rows:
            return None
        step = timedelta(minutes=self._step)
        if self._marked is None:
            return self._at, self._at + max(step, timedelta(hours=1))
        return min(self._at, self._marked), max(self._at, self._marked) + step

    @property
    def _step(self) -> int:
        assert self._board is not None
        return self._board.rows[self._row].lane.step_minutes or 30

    @property
    def _geometry(self) -> Geometry:
        assert self._board is not None
        return Geometry.of(self.viewport(), self._board, self.verticalScrollBar().value())

    def _fit(self) -> None:
        bar = self.verticalScrollBar()
        if self._board is None:
            bar.setRange(0, 0)
            return
        at = self._geometry
        room = max(at.height - at.head, 1)
        bar.setRange(0, max(len(self._board.rows) * at.row_height - room, 0))
        bar.setPageStep(room)
        bar.setSingleStep(at.row_height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_row(self) -> None:
        bar, height = self.verticalScrollBar(), self._geometry.row_height
        top = self._row * height
        if top < bar.value():
            bar.setValue(top)
        elif top + height > bar.value() + bar.pageStep():
            bar.setValue(top + height - bar.pageStep())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("surface"))
        if self._board is None or not self._board.rows:
            painter.setPen(theme.colour("muted"))
            said = "没有符合的设备。换个词找，或在“资源库”里登记设备。"
            painter.drawText(self.viewport().rect(), int(Qt.AlignmentFlag.AlignCenter), said)
            return
        drawing = Drawing(painter, self._geometry)
        for row in self._geometry.rows_seen():
            drawing.row(row, current=row == self._row)
        self._draw_cursor(drawing)
        if self._ghost is not None:
            drawing.ghost(self._ghost)
        if self._now is not None:
            drawing.now(self._now)
        drawing.head("一二三四五六日")

    def _draw_cursor(self, drawing: Drawing) -> None:
        span, bar = self.span(), self.bar()
        if bar is not None:
            drawing.cursor(self._row, bar.begins, bar.ends, filled=False, focused=self.hasFocus())
        elif span is not None and self._at is not None:
            begins, ends = span if self._marked is not None else (self._at, self._at + timedelta(minutes=self._step))
            drawing.cursor(self._row, begins, ends, filled=True, focused=self.hasFocus())

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._board is None or not self._board.rows or self._at is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape and (self._ghost is not None or self._marked is not None):
            self._ghost = self._marked = None
            self.viewport().update()
        elif key in _NUDGES:
            self._arrow(_NUDGES[key], event.modifiers())
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._to_edge(key == Qt.Key.Key_Home)
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        ghost, bar, span = self._ghost, self.bar(), self.span()
        if ghost is not None and ghost.bar is not None:
            self._ghost = None
            self._drop(ghost)
        elif bar is not None and self._marked is None:
            self.opened.emit(bar.eid)
        elif span is not None:
            self.wanted.emit(self.resource(), *span)

    def _arrow(self, way: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        if held & Qt.KeyboardModifier.AltModifier:
            self._nudge(way, stretch=bool(held & Qt.KeyboardModifier.ShiftModifier))
            return
        assert self._board is not None
        assert self._at is not None
        marking = bool(held & Qt.KeyboardModifier.ShiftModifier)
        self._marked = (self._marked or self._at) if marking else None
        self._ghost = None
        if way[1]:
            before = self._board.rows[self._row]
            self._row = min(max(self._row + way[1], 0), len(self._board.rows) - 1)
            # The same hour: in the week of one resource rows are days.
            self._at += self._board.rows[self._row].origin - before.origin
        elif held & Qt.KeyboardModifier.ControlModifier:
            self._leap(way[0])
        else:
            self._at = self._within(self._at + way[0] * timedelta(minutes=self._step), way[0])
        self._show_row()
        self._tell()
        self.viewport().update()

    def _within(self, moment: datetime, way: int) -> datetime:
        """The moment, or the nearest that is shown: nights are skipped."""
        board = self._board
        assert board is not None
        row = board.rows[self._row]
        first = row.origin + timedelta(minutes=board.low)
        last = row.origin + timedelta(days=board.days - 1, minutes=board.high - self._step)
        minute = moment.hour * 60 + moment.minute
        if minute >= board.high and way > 0:
            moment = moment.replace(hour=0, minute=0) + timedelta(days=1, minutes=board.low)
        elif (minute < board.low or minute >= board.high) and way < 0:
            back = timedelta(days=0 if minute >= board.high else 1)
            moment = moment.replace(hour=0, minute=0) - back + timedelta(minutes=board.high - self._step)
        return min(max(moment, first), last)

    def _leap(self, way: int) -> None:
        assert self._board is not None
        assert self._at is not None
        here = self.bar()
        begins = sorted(bar.begins for bar in self._board.bars_of(self._row))
        at = here.begins if here is not None else self._at
        if way > 0:
            self._at = next((one for one in begins if one > at), self._at)
        else:
            self._at = next((one for one in reversed(begins) if one < at), self._at)

    def _to_edge(self, home: bool) -> None:
        assert self._board is not None
        assert self._at is not None
        minute = self._board.low if home else self._board.high - self._step
        self._at = self._at.replace(hour=minute // 60, minute=minute % 60)
        self._tell()
        self.viewport().update()

    def _nudge(self, way: tuple[int, int], *, stretch: bool) -> None:
        bar = self._ghost.bar if self._ghost is not None else self.bar()
        if bar is None or bar.phase not in _MOVABLE or self._board is None:
            return
        ghost = self._ghost or Ghost(self._row, bar.begins, bar.ends, bar)
        step = way[0] * timedelta(minutes=self._step)
        if stretch:
            ends = max(ghost.ends + step, ghost.begins + timedelta(minutes=self._step))
            self._ghost = replace(ghost, ends=ends)
        else:
            row = min(max(ghost.row + way[1], 0), len(self._board.rows) - 1)
            shift = self._board.rows[row].origin - self._board.rows[ghost.row].origin + step
            self._ghost = replace(ghost, row=row, begins=ghost.begins + shift, ends=ghost.ends + shift)
        self.viewport().update()

    def _drop(self, ghost: Ghost) -> None:
        assert self._board is not None
        assert ghost.bar is not None
        self.moved.emit(ghost.bar.eid, self._board.rows[ghost.row].lane.eid, ghost.begins, ghost.ends)
        self.viewport().update()

    def _tell(self) -> None:
        bar = self.bar()
        self.pointed.emit(bar.eid if bar is not None else "", self.resource())

    # Mouse.

    def _hit(self, at: QPointF) -> tuple[int, datetime] | None:
        return self._geometry.hit(at) if self._board is not None else None

    def _x(self, row: int, moment: datetime) -> float:
        return self._geometry.x(row, moment)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
        if hit is None or event.button() is not Qt.MouseButton.LeftButton or self._board is None:
            return
        self.setFocus()
        self._row, self._at = hit
        self._marked = self._ghost = None
        bar = self.bar()
        if bar is not None and bar.phase in _MOVABLE:
            near = abs(event.position().x() - self._x(self._row, bar.ends)) < _EDGE
            self._grip = self._at - bar.begins
            self._ghost = Ghost(self._row, bar.begins, bar.ends, bar, stretch=near)
        self._tell()
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hit = self._hit(event.position())
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._point_at(event.position(), hit)
            return
        if hit is None or self._at is None:
            return
        row, moment = hit
        ghost = self._ghost
        if ghost is None:
            if row == self._row:
                self._marked = self._marked or self._at
                self._at = moment
        elif ghost.stretch:
            ends = moment + timedelta(minutes=self._step)
            self._ghost = replace(ghost, ends=max(ends, ghost.begins + timedelta(minutes=self._step)))
        else:
            begins = moment - (self._grip or timedelta())
            self._ghost = replace(ghost, row=row, begins=begins, ends=begins + (ghost.ends - ghost.begins))
        self.viewport().update()

    def _point_at(self, at: QPointF, hit: tuple[int, datetime] | None) -> None:
        bar = self._board.bar_at(*hit) if hit is not None and self._board is not None else None
        near = bar is not None and hit is not None and abs(at.x() - self._x(hit[0], bar.ends)) < _EDGE
        self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)
        self.viewport().setToolTip(_said(bar) if bar is not None else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        ghost, self._ghost, self._grip = self._ghost, None, None
        if ghost is None or ghost.bar is None:
            self.viewport().update()
            return
        unmoved = (ghost.begins, ghost.ends) == (ghost.bar.begins, ghost.bar.ends) and ghost.row == self._row
        if not unmoved:
            self._drop(ghost)
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._ghost = None
        if self._hit(event.position()) is not None:
            self._enter()


def _said(bar: Bar) -> str:
    return f"{bar.title} {bar.user}\n{bar.begins:%H:%M}-{bar.ends:%H:%M} {words.label('booking_phases', bar.phase)}"
