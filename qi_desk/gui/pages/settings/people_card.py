"""Who works here: accounts, trainings, passwords."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from qi_desk.domain import moments
from qi_desk.domain.errors import Expected, Invalid
from qi_desk.gui import words
from qi_desk.gui.form_tools import homeless_text
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.pages.settings.card import Card
from qi_desk.gui.pages.settings.person_dialogs import PasswordDialog, PersonDialog
from qi_desk.gui.pages.settings.stand_in_dialog import StandInEditing, said_of
from qi_desk.gui.widgets.inputs import DayInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import rights, staff, standing_in
from qi_desk.services.staff import PersonView
from qi_desk.services.standing_in import StandIn

_ACCOUNTS = {
    "open": ("可登录", "success", "circle-check"),
    "elsewhere": ("本机未设密码", "warning", "circle-alert"),
    "waits": ("暂不能登录", "warning", "circle-alert"),
    "closed": ("已停用", "muted", "x"),
}


def _account(one: PersonView) -> str:
    if not one.active:
        return "closed"
    if not one.may_sign_in:
        return "waits"
    return "open" if one.here else "elsewhere"


_COLUMNS = (
    Column[PersonView]("工号", lambda one: one.staff_no, width=10),
    Column[PersonView]("姓名", lambda one: one.name),
    Column[PersonView]("岗位", lambda one: words.label("roles", one.role), width=18, rank=2),
    Column[PersonView]("岗前培训", lambda one: one.trained.isoformat() if one.trained else "未登记", width=14, rank=1),
    Column[PersonView](
        "账号",
        lambda one: _ACCOUNTS[_account(one)][0],
        width=14,
        tone=lambda one: _ACCOUNTS[_account(one)][1],
        icon=lambda one: _ACCOUNTS[_account(one)][2],
    ),
)


class PeopleCard(Card):
    """The people of the station and what may be done with their accounts."""

    def __init__(self, work: Workplace) -> None:
        super().__init__("人员", "服务专员要先有考核合格的岗前培训记录才能登录；本站至少保留一名在岗专员。")
        self.work = work
        self.model = RowsModel(_COLUMNS, self)
        row = QHBoxLayout()
        self.add = QPushButton("新增人员 (Ctrl+N)")
        self.train = QPushButton("登记岗前培训")
        self.reset = QPushButton("重设密码")
        self.retire = QPushButton("停用账号…")
        self.own = QPushButton("修改我的密码")
        self.stand_in = QPushButton("安排代班…")
        self.stand_in_end = QPushButton("结束代班…")
        for button, slot in (
            (self.add, self.add_person),
            (self.train, self.record_training),
            (self.reset, self.reset_password),
            (self.retire, self.retire_person),
            (self.own, self.change_password),
            (self.stand_in, self.arrange_stand_in),
            (self.stand_in_end, self.end_stand_in),
        ):
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self._running: tuple[StandIn, ...] = ()
        self.standing = QLabel(self)
        self.standing.setWordWrap(True)
        self.column.addWidget(self.standing)
        self.stand_ins = StandInEditing(work, self)
        self.table = RowsTable(self.model, "还没有人员", "人员名单")
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * 12)
        self.column.addWidget(self.table, 1)

    def reload(self) -> None:
        """Read the people again."""
        self.work.ask(staff.people, owner=self, done=self.model.set_rows, exclusive="people")
        if rights.may(self.work.actor, "stand_ins.list"):
            self.work.ask(standing_in.running, owner=self, done=self._show_stand_ins, exclusive="stand-ins")

    def _show_stand_ins(self, running: tuple[StandIn, ...]) -> None:
        self._running = running
        self.standing.setVisible(bool(running))
        self.standing.setText("\n".join(said_of(one) for one in running))
        self.stand_in_end.setEnabled(bool(running))

    def arrange_stand_in(self) -> None:
        """Somebody is away for some days."""
        self.stand_ins.arrange()

    def end_stand_in(self) -> None:
        """They are back earlier."""
        self.stand_ins.end(self._running)

    def _chosen(self) -> PersonView | None:
        row = self.table.current()
        return row if isinstance(row, PersonView) else None

    def add_person(self) -> None:
        """Ctrl+N: open an account."""
        PersonDialog(self.work, self).open()

    def record_training(self) -> None:
        """Enter a passed pre-post training for the person chosen."""
        if self._chosen() is not None:
            self.work.dialogs.ask_text(self, "岗前培训", "考核合格的日期，如 2026-03-09", self._trained)

    def _trained(self, typed: str) -> None:
        chosen = self._chosen()
        field = DayInput()
        field.set_value(typed)
        try:
            day = field.day(moments.china_date(self.work.house.clock.now()))
        except ValueError:
            day = None
        if day is None or chosen is None:
            self.work.told.emit("warning", "没有看懂这个日期，请写成 2026-03-09", "", "")
            return
        self.work.act(
            staff.record_training, chosen.eid, "岗前培训", day, owner=self, done=self._say_done, failed=self._refuse
        )

    def _say_done(self, _value: object) -> None:
        self.work.told.emit("success", "已保存", "", "")

    def reset_password(self) -> None:
        """A new password for the person chosen."""
        if self._chosen() is not None:
            self.work.dialogs.ask_text(self, "重设密码", "新密码（至少 10 位，请当面告知本人）", self._reset)

    def _reset(self, typed: str) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.work.act(staff.reset_password, chosen.eid, typed, owner=self, done=self._say_done, failed=self._refuse)

    def _refuse(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self.work.told.emit("danger", homeless_text(error.problems), "", "")
            return
        self.work.tell(error)

    def retire_person(self) -> None:
        """Close the account of the person chosen."""
        chosen = self._chosen()
        if chosen is not None:
            text = f"{chosen.name} 将不能再登录，经手的记录全部保留。"
            self.work.dialogs.confirm(self, "停用账号", text, "停用", self._retired)

    def _retired(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.work.act(staff.retire, chosen.eid, owner=self, done=self._say_done, failed=self._refuse)

    def change_password(self) -> None:
        """One's own password."""
        PasswordDialog(self.work, self).open()
