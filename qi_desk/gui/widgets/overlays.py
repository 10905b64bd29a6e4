"""What lies over the window for a moment: the command palette, the privacy shutter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from qi_desk.domain.moments import CHINA
from qi_desk.gui import theme


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the palette can do: its words, what finds it, its key if it has one."""

    label: str
    search: str
    key: str
    run: Callable[[], None]


class CommandPalette(QDialog):
    """Ctrl+K: type Chinese, initials or a code, press Enter."""

    def __init__(self, parent: QWidget, commands: Sequence[Command]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("命令面板")
        self._commands = tuple(commands)
        self._line = QLineEdit()
        self._line.setPlaceholderText("去哪里、做什么：输入汉字或首字母")
        self._line.setAccessibleName("命令")
        self._list = QListWidget()
        self._list.setAccessibleName("可用命令")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.addWidget(self._line)
        layout.addWidget(self._list)
        self._line.textChanged.connect(self._filter)
        self._line.installEventFilter(self)
        self._list.itemActivated.connect(self._run)
        self.resize(self.fontMetrics().horizontalAdvance("0") * 72, self.fontMetrics().lineSpacing() * 20)
        self._filter("")

    def _filter(self, typed: str) -> None:
        self._list.clear()
        wanted = typed.strip().casefold()
        for place, command in enumerate(self._commands):
            if not wanted or wanted in command.label.casefold() or wanted in command.search:
                item = QListWidgetItem(f"{command.label}    {command.key}".rstrip())
                item.setData(Qt.ItemDataRole.UserRole, place)
                self._list.addItem(item)
        self._list.setCurrentRow(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                place = min(max(self._list.currentRow() + step, 0), self._list.count() - 1)
                self._list.setCurrentRow(place)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self._list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _run(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        command = self._commands[item.data(Qt.ItemDataRole.UserRole)]
        self.accept()
        command.run()


class Shutter(QWidget):
    """Covers the window so that nobody across the counter reads it; any key opens it again."""

    opened = Signal()

    def __init__(self, parent: QWidget, station: str) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("遮屏，按任意键返回")
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        self._clock = QLabel()
        for label, scale in ((QLabel(station), 2.2), (self._clock, 4.0), (QLabel("请稍候，马上为您服务。"), 1.4)):
            font = label.font()
            font.setPointSizeF(font.pointSizeF() * scale)
            label.setFont(font)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(2)
        hint = QLabel("按任意键返回")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.set_tone(hint, theme.Tone.MUTED)
        layout.addWidget(hint)
        layout.addStretch(1)
        self._ticking = QTimer(self)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start(5000)
        self._tick()
        self.setGeometry(parent.rect())
        parent.installEventFilter(self)
        self.show()
        self.raise_()
        self.setFocus()

    def _tick(self) -> None:
        self._clock.setText(f"{datetime.now(CHINA):%H:%M}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
            self._open()

    def mousePressEvent(self, _event: QEvent) -> None:
        self._open()

    def _open(self) -> None:
        self.opened.emit()
        self.deleteLater()
