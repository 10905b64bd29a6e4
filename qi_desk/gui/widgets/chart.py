"""A chart in the window: the same drawing as on paper in the theme's colours, its values reachable by keyboard and
read aloud, and the same values as a table."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from qi_desk.domain.charts import chart as charts
from qi_desk.domain.charts.chart import Chart, Mark, aloud
from qi_desk.domain.charts.drawing import Drawing, Spot
from qi_desk.domain.charts.layout import lay
from qi_desk.gui import theme
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.chart_painter import inks, paint
from qi_desk.gui.widgets.table import RowsTable

_MOVES = {
    Qt.Key.Key_Left: charts.LEFT,
    Qt.Key.Key_Right: charts.RIGHT,
    Qt.Key.Key_Up: charts.UP,
    Qt.Key.Key_Down: charts.DOWN,
    Qt.Key.Key_Home: charts.FIRST,
    Qt.Key.Key_End: charts.LAST,
}
_LEAST = 320
"""Pixels across, for who asks before there is any room."""

_TABLE_ROWS = 9


class ChartView(QWidget):
    """The drawing. Arrows walk the values, Home and End go to the first and last, Enter opens what is behind one."""

    # A value was come to, by key or pointer.
    come_to = Signal(object)
    # What is behind a value is wanted.
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._drawing: Drawing | None = None
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)

    def show_chart(self, chart: Chart) -> None:
        """Show another chart, no value come to yet. Raises ValueError for what `chart.check` refuses."""
        charts.check(chart)
        self._chart, self._at = chart, -1
        said = "；".join(aloud(mark, chart.unit) for mark in chart.marks) or chart.none
        self.setAccessibleName(f"图：{chart.title}。用方向键逐个读数")
        self.setAccessibleDescription(said)
        self._lay()

    @property
    def drawing(self) -> Drawing | None:
        """What is shown, as it was laid out for the room there is."""
        return self._drawing

    def current(self) -> Mark | None:
        """The value come to."""
        return self._chart.marks[self._at] if self._chart is not None and self._at >= 0 else None

    def _laid(self, wide: float) -> Drawing | None:
        if self._chart is None:
            return None
        usual, bold = self.font(), QFont(self.font())
        bold.setBold(True)
        size = float(QFontMetricsF(usual).ascent() + QFontMetricsF(usual).descent()) / 1.45
        measures: dict[tuple[float, bool], QFontMetricsF] = {}

        def measure(text: str, points: float, heavy: bool) -> float:
            key = (points, heavy)
            if key not in measures:
                font = QFont(bold if heavy else usual)
                font.setPixelSize(round(points))
                measures[key] = QFontMetricsF(font)
            return measures[key].horizontalAdvance(text)

        return lay(self._chart, wide, size, measure)

    def _lay(self) -> None:
        self._drawing = self._laid(float(max(self.width(), _LEAST)))
        if self._drawing is not None:
            self.setFixedHeight(int(self._drawing.high) + 2)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay()

    def sizeHint(self) -> QSize:
        return QSize(_LEAST * 2, int(self._drawing.high) + 2 if self._drawing is not None else 60)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self.sizeHint().height())

    def _spot(self) -> Spot | None:
        spots = self._drawing.spots if self._drawing is not None else ()
        return next((one for one in spots if one.mark == self._at), None)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawing is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint(painter, self._drawing, self.font(), inks(theme.tokens(theme.current())))
        spot = self._spot()
        if spot is not None and self.hasFocus():
            pen = painter.pen()
            pen.setColor(theme.colour("focus"))
            pen.setWidthF(2.0)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(spot.x, spot.y, spot.wide, spot.high).adjusted(1, 1, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self._chart is None or not self._chart.marks:
            super().keyPressEvent(event)
        elif key in _MOVES:
            self._come(charts.walk(self._chart, self._at, _MOVES[key]) if self._at >= 0 else 0)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4) and self._at >= 0:
            self.opened.emit(self._chart.marks[self._at])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        place = self._under(event.position())
        if place is not None:
            self._come(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._under(event.position())
        if place is not None and self._chart is not None:
            self.opened.emit(self._chart.marks[place])

    def _under(self, point: QPointF) -> int | None:
        spots = self._drawing.spots if self._drawing is not None else ()
        return next((one.mark for one in spots if QRectF(one.x, one.y, one.wide, one.high).contains(point)), None)

    def _come(self, at: int) -> None:
        if self._chart is None:
            return
        self._at = at
        said = aloud(self._chart.marks[at], self._chart.unit)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        self.come_to.emit(self._chart.marks[at])
        self._bring_into_sight()
        self.update()

    def _bring_into_sight(self) -> None:
        """Where the chart is higher than the room it is scrolled in."""
        spot, area = self._spot(), self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if spot is not None and isinstance(area, QScrollArea):
            middle = self.mapTo(area.widget(), QPointF(spot.x, spot.y + spot.high / 2).toPoint())
            area.ensureVisible(middle.x(), middle.y(), 0, int(spot.high))


class ChartCard(QFrame):
    """A chart with its title, the value come to in words, and one key to the same values as a table."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._chart: Chart | None = None
        self.title = QLabel()
        self.title.setWordWrap(True)
        theme.set_tone(self.title, theme.Tone.ACCENT)
        self.turn = QPushButton("看数值表")
        self.turn.setCheckable(True)
        theme.set_tone(self.turn, theme.Tone.LINK)
        self.turn.toggled.connect(self._on_turned)
        self.view = ChartView()
        self.view.come_to.connect(self._on_come)
        self.view.opened.connect(self.opened)
        self.model: RowsModel[Mark] = RowsModel(_columns())
        self.table = RowsTable(self.model, "没有数值", "图中的数值")
        self.table.opened.connect(self.opened)
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.note = QLabel()
        self.note.setWordWrap(True)
        theme.set_tone(self.note, theme.Tone.MUTED)
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addLayout(head)
        layout.addWidget(self.view)
        layout.addWidget(self.table)
        layout.addWidget(self.said)
        layout.addWidget(self.note)
        layout.addStretch(1)
        self.table.hide()

    def show_chart(self, chart: Chart) -> None:
        """Show another chart. Raises ValueError for what `chart.check` refuses."""
        self._chart = chart
        self.title.setText(f"{chart.title}（{chart.unit}）" if chart.unit else chart.title)
        self.turn.setAccessibleName(f"{chart.title}：图与数值表互换")
        self.view.show_chart(chart)
        self.model.set_rows(chart.marks)
        self.note.setText(chart.note)
        self.note.setVisible(bool(chart.note))
        self.said.setText(
            "方向键逐个读数，回车看背后的记录" if any(mark.key for mark in chart.marks) else "方向键逐个读数"
        )
        theme.set_tone(self.said, theme.Tone.MUTED)

    def _on_come(self, mark: Mark) -> None:
        self.said.setText(aloud(mark, self._chart.unit if self._chart is not None else ""))
        theme.set_tone(self.said, theme.Tone.NORMAL)

    def _on_turned(self, as_table: bool) -> None:
        self.turn.setText("看图" if as_table else "看数值表")
        line = self.table.view.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(line * (min(self.model.rowCount(), _TABLE_ROWS) + 2))
        self.view.setVisible(not as_table)
        self.table.setVisible(as_table)
        self.said.setVisible(not as_table)


def _columns() -> tuple[Column[Any], ...]:
    return (
        Column[Any]("组", lambda mark: mark.row, width=16, rank=2),
        Column[Any]("名称", lambda mark: mark.name),
        Column[Any]("数值", lambda mark: mark.said, width=14, right=True),
        Column[Any]("说明", lambda mark: mark.note, width=22, rank=1),
    )
