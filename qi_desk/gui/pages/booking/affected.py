"""停用影响名单: whom to call when a device is down, one by one, each with what to offer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from qi_desk.domain.booking.when import text_of
from qi_desk.gui import theme
from qi_desk.gui.dialog_foot import foot_of
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services.booking import bookings, equipment, use
from qi_desk.services.booking.equipment import Affected

if TYPE_CHECKING:
    from qi_desk.gui.pages.booking.editing import BookingEditing

_LINES = (
    Column[Affected]("时间", lambda one: f"{one.begins:%m-%d} {text_of((one.begins, one.ends))}", width=22),
    Column[Affected]("单位", lambda one: one.client_name),
    Column[Affected]("使用人", lambda one: one.user_name, width=10, rank=2),
    Column[Affected]("电话", lambda one: one.phone, width=14),
    Column[Affected](
        "可改到",
        lambda one: "；".join(f"{name} {span[0]:%m-%d %H:%M}" for _, name, span in one.instead[:1]) or "暂无",
        width=30,
        rank=1,
    ),
    Column[Affected](
        "告知",
        lambda one: "已告知" if one.called else "待打电话",
        width=12,
        tone=lambda one: "success" if one.called else "warning",
        icon=lambda one: "circle-check" if one.called else "phone",
    ),
)


class AffectedDialog(QDialog):
    """Enter offers what to do with a line: told, moved, cancelled."""

    def __init__(self, work: Workplace, parent: QWidget, resource: str, editing: BookingEditing) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("受停用影响的预约")
        self._work, self._resource, self._editing = work, resource, editing
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        said = QLabel("逐个打电话：先致歉，再给出可改的时间或别的设备。打完的按 Enter 记下。", self)
        said.setWordWrap(True)
        theme.mark(said, theme.Tone.MUTED)
        layout.addWidget(said)
        self.model: RowsModel[Affected] = RowsModel(_LINES, self)
        self.table = RowsTable(self.model, "停用没有影响到任何预约。", "受影响的预约", self)
        self.table.opened.connect(self.choose)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot_of(self, "处理这一条", self.choose)[0])
        open_at(self, parent, 120, 28)

    def begin(self) -> None:
        """Show the list."""
        self.open()
        self.table.setFocus()
        self._read()

    def _read(self, _value: object = None) -> None:
        self._work.ask(equipment.affected, self._resource, owner=self, done=self.model.set_rows, exclusive="affected")

    def choose(self, _line: object = None) -> None:
        """Enter, F9: what was agreed on the phone."""
        line = self.table.current()
        if not isinstance(line, Affected):
            return
        choices = [("called", "已告知，稍后再定")]
        choices += [
            (str(place), f"改到 {name} {span[0]:%m-%d} {text_of(span)}")
            for place, (_, name, span) in enumerate(line.instead)
        ]
        choices.append(("cancel", "取消这条预约（设备故障）"))
        self._work.dialogs.choose(self, "电话结果", line.client_name, choices, partial(self._answered, line))

    def _answered(self, line: Affected, answer: str) -> None:
        act = partial(self._editing.act, done=self._read)
        if answer == "called":
            act(use.called, line.eid)
        elif answer == "cancel":
            act(bookings.cancel, line.eid, "fault")
        else:
            resource, _, span = line.instead[int(answer)]
            act(bookings.move, line.eid, *span, resource)
