"""The station: its entry on papers, the limits it promises, its recovery code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected, Invalid
from qi_desk.domain.opening_hours import hours_of, text_of
from qi_desk.gui import words
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.forms.ui_station_entry import Ui_StationEntryForm
from qi_desk.gui.keys import SAVE
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.pages.settings.card import Card
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import staff, station_settings
from qi_desk.services.ports import Record
from qi_desk.services.station_settings import Shared

_COLUMNS = (
    Column[Shared]("时限与规则", lambda one: wording.setting_label(one.key)),
    Column[Shared]("现在", lambda one: str(one.value), width=8, right=True),
    Column[Shared]("原定", lambda one: str(one.default), width=8, right=True, rank=2),
    Column[Shared]("来由", lambda one: words.origin(one.origin), width=26, rank=1),
)

_ENTRY = ("name", "park", "address", "district", "street", "phone", "supervision_phone")


class StationCard(Card):
    """What all desks of the station share; the manager changes it."""

    # The sheet with a new recovery code is to be printed.
    print_wanted = Signal(str)
    # The file is to be sealed under a new key: the window signs out for it.
    key_wanted = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__(
            "本站", "站名、电话和开放时间印在各种单据上；上位文件没有规定时限，下列数值是本站承诺，站长可改。"
        )
        self.work = work
        self._station: Record | None = None
        self._entry = QLabel()
        self._entry.setWordWrap(True)
        self.column.addWidget(self._entry)
        row = QHBoxLayout()
        self.change = QPushButton("修改本站登记…")
        self.limit = QPushButton("修改选中的时限 (Enter)")
        self.recovery = QPushButton("更换恢复码…")
        self.new_key = QPushButton("更换资料密钥…")
        for button, slot in (
            (self.change, self.change_entry),
            (self.limit, self.change_limit),
            (self.recovery, self.renew_recovery),
            (self.new_key, self.change_key),
        ):
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.model = RowsModel(_COLUMNS, self)
        self.table = RowsTable(self.model, "没有可改的时限", "时限与规则")
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * 14)
        self.table.opened.connect(self._on_opened)
        self.column.addWidget(self.table)

    def reload(self) -> None:
        """Read the station's entry and settings again."""
        self.work.ask(station_settings.station, owner=self, done=self._show_station, exclusive="station")
        self.work.ask(station_settings.shared_settings, owner=self, done=self.model.set_rows, exclusive="shared")

    def _show_station(self, station: Record) -> None:
        self._station = station
        facts = (
            f"{station['name']}（{station['code']}）",
            station["address"] or "",
            f"服务电话 {station['phone']}" if station["phone"] else "",
            f"监督电话 {station['supervision_phone']}" if station["supervision_phone"] else "",
            f"工作日 {text_of(station['opening'] or ())}",
        )
        self._entry.setText("　".join(fact for fact in facts if fact))

    def _chosen(self) -> Shared | None:
        row = self.table.current()
        return row if isinstance(row, Shared) else None

    def _on_opened(self, _row: object) -> None:
        self.change_limit()

    def change_limit(self) -> None:
        """Enter: another number for the limit chosen."""
        chosen = self._chosen()
        if chosen is not None:
            label = f"{wording.setting_label(chosen.key)}：现在是 {chosen.value}"
            self.work.dialogs.ask_text(self, "修改时限", label, self._on_number)

    def _on_number(self, typed: str) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        if not typed.strip().isdecimal():
            self.work.told.emit("warning", "请填一个整数", "没有改动。", "")
            return
        self.work.act(
            station_settings.change_setting,
            chosen.key,
            int(typed),
            owner=self,
            done=self._on_changed,
            failed=self._refuse,
        )

    def _on_changed(self, _value: object) -> None:
        self.work.told.emit("success", "已保存，从现在起按新的算；已经承诺的不变", "", "")
        self.reload()

    def change_entry(self) -> None:
        """The station's entry as it stands on papers."""
        if self._station is not None:
            StationDialog(self.work, self, self._station, self.reload).open()

    def change_key(self) -> None:
        """Seal the file anew, after somebody left or a copy of it went astray."""
        text = (
            "有人离岗，或者资料文件的副本可能流出时用。换过以后，离岗的人留着旧文件、旧密码也打不开新的资料。"
            "大家的密码和恢复码都不变。要先退出登录，几秒到几分钟。"
        )
        self.work.dialogs.confirm(self, "更换资料密钥", text, "退出并更换", self._on_change_key)

    def _on_change_key(self) -> None:
        self.work.act(staff.begin_key_change, owner=self, done=self._emit_key_wanted, failed=self._refuse)

    def _emit_key_wanted(self, _nothing: object) -> None:
        self.key_wanted.emit()

    def renew_recovery(self) -> None:
        """A new recovery code; the old one is worthless from then on."""
        text = "旧的恢复码从此打不开资料。新的恢复码只显示一次，请准备好打印机和信封。"
        self.work.dialogs.confirm(self, "更换恢复码", text, "更换", self._on_renew)

    def _on_renew(self) -> None:
        self.work.act(staff.new_recovery, owner=self, done=self._show_recovery, failed=self._refuse)

    def _show_recovery(self, code: str) -> None:
        from qi_desk.gui.pages.wizard import RecoveryDialog

        dialog = RecoveryDialog(code, self)
        dialog.print_wanted.connect(self.print_wanted)
        dialog.open()

    def _refuse(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self.work.told.emit("danger", homeless_text(error.problems), "", "")
            return
        self.work.tell(error)


class StationDialog(QDialog):
    """The station's entry."""

    def __init__(self, work: Workplace, parent: QWidget, station: Record, then: Callable[[], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self._then = then
        self.ui = Ui_StationEntryForm()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._fields = FormFields(self.ui)
        self.ui.district.set_choices(words.choices("districts"), empty="")
        self.ui.street.set_choices(words.choices("streets"), empty="")
        self._fields.put({name: station[name] for name in _ENTRY} | {"opening": text_of(station["opening"] or ())})
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.save.clicked.connect(self.submit)
        QShortcut(QKeySequence(SAVE), self, self.submit)
        self._moves = EnterMoves(self, self.submit)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 96)

    def submit(self) -> None:
        """F9: save the entry."""
        try:
            opening = hours_of(self.ui.opening.value())
        except Invalid as error:
            self._fields.show_problems(error.problems)
            return
        typed: dict[str, Any] = {name: self._fields[name].value() or None for name in _ENTRY}
        self._work.act(
            station_settings.change_station,
            typed | {"opening": opening},
            owner=self,
            done=self._on_saved,
            failed=self._on_refused,
        )

    def _on_saved(self, _value: object) -> None:
        self._then()
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self._fields.show_problems(error.problems)
        else:
            self.ui.name.set_problem(str(wording.sentence(error)))
