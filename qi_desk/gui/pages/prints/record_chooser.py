"""Which record a paper is to be printed of: by its number, by a name, or from the newest."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from qi_desk.gui import theme, words
from qi_desk.gui.dialog_foot import foot_of
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.inputs import TextInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services.ports import Hit
from qi_desk.services.prints import views

_TYPING_MS = 150
_COLUMNS = (
    Column[Hit]("编号", lambda hit: hit.number, width=28),
    Column[Hit]("名称或内容", lambda hit: hit.title),
    Column[Hit]("服务对象", lambda hit: hit.note, width=30, rank=1),
)


class RecordChooser(QDialog):
    """A line to write in, a list below it; Down goes to the list, Enter or F9 chooses."""

    # The record chosen: its id.
    chosen = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget, kind: str, title: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._work = work
        self._kind = kind
        layout = QVBoxLayout(self)
        asked = QLabel(f"打哪一件{words.kind(kind)}的？写编号、名称或拼音首字母，不写就是最近的。", self)
        asked.setWordWrap(True)
        theme.mark(asked, theme.Tone.MUTED)
        layout.addWidget(asked)
        self.said = TextInput(self)
        self.said.setAccessibleName("编号或名称")
        self.said.edited.connect(self._on_typed)
        self.said.returnPressed.connect(self.take)
        self.said.installEventFilter(self)
        layout.addWidget(self.said)
        self.model = RowsModel(_COLUMNS, self)
        self.table = RowsTable(self.model, "没有找到。", f"{words.kind(kind)}", self)
        self.table.opened.connect(self._on_opened)
        layout.addWidget(self.table, 1)
        row, _ = foot_of(self, "选这一件", self.take)
        layout.addLayout(row)
        open_at(self, parent, 110, 28)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.look)
        self.said.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.table.setFocus()
            return True
        return super().eventFilter(watched, event)

    def _on_typed(self) -> None:
        self._typing.start()

    def look(self) -> None:
        """Show what is found by what was written."""
        self._typing.stop()
        said = self.said.value().strip()
        self._work.ask(views.records, self._kind, said, owner=self, done=self._show, exclusive="record-chooser")

    def _show(self, hits: tuple[Hit, ...]) -> None:
        self.model.set_rows(hits)

    def take(self) -> None:
        """F9, Enter: the row marked; what was written a moment ago is looked for first."""
        if self._typing.isActive():
            self.look()
            return
        hit = self.table.current()
        if isinstance(hit, Hit):
            self._on_opened(hit)

    def _on_opened(self, hit: Hit) -> None:
        self.accept()
        self.chosen.emit(hit.eid)
