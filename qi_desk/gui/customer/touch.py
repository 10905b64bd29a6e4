"""What a customer can touch: by finger, pen or mouse, and by nothing else. A key pressed anywhere, synthetic ones
included, reaches none of these."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from qi_desk.gui import theme

KEYS = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut})
"""The events by which a key arrives."""

_RADIUS = 14.0


class TouchOnly(QWidget):
    """A widget that takes points and refuses keys. Subclasses get `begin`, `go_on` and `end` with a place, whatever
    the customer points with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._down = False

    def begin(self, place: QPointF) -> None:
        """A finger, pen or button went down."""

    def go_on(self, place: QPointF) -> None:
        """It moved."""

    def end(self, place: QPointF) -> None:
        """It went up."""

    def event(self, event: QEvent) -> bool:
        if event.type() in KEYS:
            event.accept()
            return True
        if isinstance(event, QTouchEvent):
            points = event.points()
            if points:
                self._point(event.type(), points[0].position())
            event.accept()
            return True
        if isinstance(event, QTabletEvent):
            self._point(event.type(), event.position())
            event.accept()
            return True
        return super().event(event)

    def _point(self, kind: QEvent.Type, place: QPointF) -> None:
        if kind in (QEvent.Type.TouchBegin, QEvent.Type.TabletPress):
            self._down = True
            self.begin(place)
        elif kind in (QEvent.Type.TouchUpdate, QEvent.Type.TabletMove) and self._down:
            self.go_on(place)
        elif kind in (QEvent.Type.TouchEnd, QEvent.Type.TabletRelease) and self._down:
            self._down = False
            self.end(place)
        elif kind is QEvent.Type.TouchCancel:
            self._down = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._down = True
            self.begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._down:
            self.go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._down:
            self._down = False
            self.end(event.position())


class Tile(TouchOnly):
    """A large button. `chosen` ones stand out by colour, border and a mark, never by colour alone."""

    pressed = Signal()

    def __init__(self, title: str, note: str = "", *, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._note = title, note
        self._primary = primary
        self.chosen = False
        self.setAccessibleName(" ".join(filter(None, (title, note))))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        high = metrics.lineSpacing() * (2 if self._note else 1) + metrics.lineSpacing() * 3 // 2
        return QSize(metrics.horizontalAdvance(self._title) + metrics.horizontalAdvance("字字"), high)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def choose(self, chosen: bool) -> None:
        """Stand out, or not."""
        if chosen != self.chosen:
            self.chosen = chosen
            self.update()

    def end(self, place: QPointF) -> None:
        if QRectF(self.rect()).contains(place) and self.isEnabled():
            self.pressed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = self.chosen or (self._primary and self.isEnabled())
        surface = theme.colour("accent" if strong else "surface")
        text = theme.colour("on_accent" if strong else ("text" if self.isEnabled() else "muted"))
        painter.setBrush(surface)
        painter.setPen(QPen(theme.colour("accent" if strong else "border"), 2))
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.setPen(text)
        title = f"✓ {self._title}" if self.chosen else self._title
        if not self._note:
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, title)
            return
        painter.drawText(box.adjusted(0, 0, 0, -box.height() / 2.4), _CENTRE, title)
        small = QFont(self.font())
        small.setPointSizeF(self.font().pointSizeF() * 0.62)
        painter.setFont(small)
        painter.drawText(box.adjusted(0, box.height() / 2.2, 0, -4), _CENTRE, self._note)


_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class SignaturePad(TouchOnly):
    """Where the customer signs. What was drawn stays through resizing; `image` gives black strokes on white."""

    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[list[QPointF]] = []
        self.setAccessibleName("请在框内签名")
        self.setMinimumSize(400, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def begin(self, place: QPointF) -> None:
        self._strokes.append([self._share(place)])
        self.update()

    def go_on(self, place: QPointF) -> None:
        self._strokes[-1].append(self._share(place))
        self.update()

    def end(self, place: QPointF) -> None:
        self.go_on(place)
        self.drawn.emit()

    def _share(self, place: QPointF) -> QPointF:
        return QPointF(place.x() / max(self.width(), 1), place.y() / max(self.height(), 1))

    @property
    def empty(self) -> bool:
        """Whether nothing that could be a name was drawn: a tap is none."""
        return sum(len(stroke) for stroke in self._strokes) < _LEAST_POINTS

    def strokes(self) -> Sequence[Sequence[tuple[float, float]]]:
        """What was drawn, in shares of the pad."""
        return [[(place.x(), place.y()) for place in stroke] for stroke in self._strokes]

    def clear(self) -> None:
        """Begin anew."""
        self._strokes.clear()
        self.update()

    def image(self) -> QImage:
        """The signature as a picture, 900 by 360."""
        picture = QImage(900, 360, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        self._draw(painter, QRectF(picture.rect()), QColor(Qt.GlobalColor.black), 5.0)
        painter.end()
        return picture

    def _draw(self, painter: QPainter, box: QRectF, ink: QColor, width: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            path = QPainterPath(QPointF(stroke[0].x() * box.width(), stroke[0].y() * box.height()))
            for place in stroke[1:] or stroke:
                path.lineTo(place.x() * box.width(), place.y() * box.height())
            painter.drawPath(path)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.colour("surface"))
        painter.setPen(QPen(theme.colour("border"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), _RADIUS, _RADIUS)
        if not self._strokes:
            painter.setPen(theme.colour("muted"))
            painter.drawText(QRectF(self.rect()), _CENTRE, "请在框内签名")
        self._draw(painter, QRectF(self.rect()), theme.colour("text"), 3.0)


_LEAST_POINTS = 8
