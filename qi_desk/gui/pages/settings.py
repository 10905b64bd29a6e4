"""设置: this desk's look and printers, the people, the station's limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.errors import Expected, Invalid, Problem
from qi_desk.gui import theme, words
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.forms.ui_desk_settings import Ui_DeskSettingsForm
from qi_desk.gui.forms.ui_password import Ui_PasswordForm
from qi_desk.gui.forms.ui_person import Ui_PersonForm
from qi_desk.gui.keys import SAVE, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Page
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.inputs import DayInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import staff
from qi_desk.services.papers import PrinterInfo
from qi_desk.services.staff import PersonInput, PersonView

_DESK = {
    "theme": "look.theme",
    "text": "look.text",
    "receipt": "paper.receipt",
    "printer_a4": "printer.receipt_a4",
    "printer_a5": "printer.receipt_a5",
    "printer_80mm": "printer.receipt_80mm",
    "printer_list": "printer.on_site_list",
}
_THEMES = (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色"), ("contrast", "高对比"))
_TEXTS = (("standard", "标准"), ("large", "大"), ("largest", "特大"))
_RECEIPTS = (("receipt_a4", "A4 两联"), ("receipt_a5", "A5"), ("receipt_80mm", "80 毫米小票"))

_COLUMNS = (
    Column[PersonView]("工号", lambda one: one.staff_no, width=10),
    Column[PersonView]("姓名", lambda one: one.name),
    Column[PersonView]("岗位", lambda one: words.label("roles", one.role), width=18),
    Column[PersonView]("岗前培训", lambda one: one.trained.isoformat() if one.trained else "未登记", width=14),
    Column[PersonView](
        "账号",
        lambda one: "可登录" if one.may_sign_in else "暂不能登录" if one.active else "已停用",
        width=14,
        tone=lambda one: "success" if one.may_sign_in else "warning" if one.active else "muted",
        icon=lambda one: "circle-check" if one.may_sign_in else "circle-alert" if one.active else "x",
    ),
)


class SettingsPage(Page):
    """What may be changed, by whom it may be changed."""

    name = "settings"
    title = "设置"
    icon = "settings"
    group = "本站"
    kinds = frozenset({"person", "training", "station", "setting"})
    keys = (Key("Ctrl+N", "新增人员"), Key(SAVE, "保存"))

    # The look of this desk changed: theme and text size.
    look_changed = Signal(str, str)

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self.ui = Ui_DeskSettingsForm()
        self.model = RowsModel(_COLUMNS, self)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(12)
        column.addWidget(self._desk_card())
        column.addWidget(self._people_card(), 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def _desk_card(self) -> QFrame:
        card, column = _card("本机", "外观、字号和打印机只影响这台电脑，改了马上生效。")
        form = QWidget()
        self.ui.setupUi(form)  # type: ignore[no-untyped-call]
        self.fields = FormFields(self.ui)
        self.ui.theme.set_choices(_THEMES)
        self.ui.text.set_choices(_TEXTS)
        self.ui.receipt.set_choices(_RECEIPTS)
        self.fields.connect_edited(self._on_desk_edited)
        self._moves = EnterMoves(form, self._on_desk_edited)
        column.addWidget(form)
        return card

    def _people_card(self) -> QFrame:
        card, column = _card("人员", "服务专员要先有考核合格的岗前培训记录才能登录；本站至少保留一名在岗专员。")
        row = QHBoxLayout()
        self.add = QPushButton("新增人员 (Ctrl+N)")
        self.train = QPushButton("登记岗前培训")
        self.reset = QPushButton("重设密码")
        self.retire = QPushButton("停用账号…")
        self.own = QPushButton("修改我的密码")
        for button, slot in (
            (self.add, self.add_person),
            (self.train, self.record_training),
            (self.reset, self.reset_password),
            (self.retire, self.retire_person),
            (self.own, self.change_password),
        ):
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        self.table = RowsTable(self.model, "还没有人员", "人员名单")
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * 12)
        column.addWidget(self.table, 1)
        return card

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {"Ctrl+N": self.add_person}

    def reload(self) -> None:
        self.work.ask(staff.people, owner=self, done=self.model.set_rows, exclusive="people")
        self.work.jobs.run(self.work.printer.printers, owner=self, done=self._on_printers, lane="outside")
        self._show_desk()

    def _on_printers(self, found: tuple[PrinterInfo, ...]) -> None:
        for name in ("printer_a4", "printer_a5", "printer_80mm", "printer_list"):
            chosen = self.work.house.settings.get(_DESK[name])
            known = [(one.name, one.description or one.name) for one in found]
            if chosen and chosen not in dict(known):
                known.append((chosen, f"{chosen}（现在找不到）"))
            self.fields[name].set_choices(known, empty="不打印，存成文件")  # type: ignore[attr-defined]
        self._show_desk()

    def _show_desk(self) -> None:
        settings = self.work.house.settings
        for name, key in _DESK.items():
            self.fields[name].set_value(settings.get(key))
        self.ui.slip.set_checked(settings.get("queue.print_slip"))

    def _on_desk_edited(self) -> None:
        settings = self.work.house.settings
        for name, key in _DESK.items():
            value = self.fields[name].value()
            if value != settings.get(key):
                settings.set(key, value)
        settings.set("queue.print_slip", self.ui.slip.checked())
        self.look_changed.emit(settings.get("look.theme"), settings.get("look.text"))

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
            self.say("没有看懂这个日期，请写成 2026-03-09", "warning")
            return
        self.work.act(
            staff.record_training, chosen.eid, "岗前培训", day, owner=self, done=self._say_done, failed=self.refuse
        )

    def _say_done(self, _value: object) -> None:
        self.say("已保存")

    def reset_password(self) -> None:
        """A new password for the person chosen."""
        if self._chosen() is not None:
            self.work.dialogs.ask_text(self, "重设密码", "新密码（至少 10 位，请当面告知本人）", self._reset)

    def _reset(self, typed: str) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.work.act(
                staff.reset_password, chosen.eid, typed, owner=self, done=self._say_done, failed=self._on_refused
            )

    def _on_refused(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self.work.told.emit("danger", homeless_text(error.problems), "", "")
        else:
            self.refuse(error)

    def retire_person(self) -> None:
        """Close the account of the person chosen."""
        chosen = self._chosen()
        if chosen is not None:
            text = f"{chosen.name} 将不能再登录，经手的记录全部保留。"
            self.work.dialogs.confirm(self, "停用账号", text, "停用", self._retired)

    def _retired(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self.work.act(staff.retire, chosen.eid, owner=self, done=self._say_done, failed=self.refuse)

    def change_password(self) -> None:
        """One's own password."""
        PasswordDialog(self.work, self).open()


def _card(title: str, note: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(18, 12, 18, 16)
    column.setSpacing(8)
    head = QLabel(title)
    theme.set_tone(head, theme.Tone.ACCENT)
    column.addWidget(head)
    said = QLabel(note)
    said.setWordWrap(True)
    theme.set_tone(said, theme.Tone.MUTED)
    column.addWidget(said)
    return card, column


class PersonDialog(QDialog):
    """A new account; with the day of the training it may start at once."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self.ui = Ui_PersonForm()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._fields = FormFields(self.ui)
        self.ui.role.set_choices(words.choices("roles"))
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.save.clicked.connect(self.submit)
        QShortcut(QKeySequence(SAVE), self, self.submit)
        self._moves = EnterMoves(self, self.submit)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 76)

    def submit(self) -> None:
        """F9: open the account."""
        ui = self.ui
        person = PersonInput(
            ui.staff_no.value(), ui.name.value(), ui.role.value(), ui.password.value(), ui.phone.value()
        )
        day = ui.trained_on.input
        assert isinstance(day, DayInput)
        try:
            self._day = day.day(moments.china_date(self._work.house.clock.now()))
        except ValueError:
            self._fields.show_problems([Problem("trained_on", "date.unreadable")])
            return
        self._work.act(staff.add, person, owner=self, done=self._on_added, failed=self._on_refused)

    def _on_added(self, eid: str) -> None:
        if self._day is None:
            self.accept()
            return
        self._work.act(
            staff.record_training,
            eid,
            "岗前培训",
            self._day,
            owner=self,
            done=self._on_trained,
            failed=self._on_refused,
        )

    def _on_trained(self, _value: Any) -> None:
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self._fields.show_problems(error.problems, {"held_on": "trained_on"})
        else:
            self.ui.staff_no.set_problem(str(wording.sentence(error)))


class PasswordDialog(QDialog):
    """One's own password."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work = work
        self.ui = Ui_PasswordForm()
        self.ui.setupUi(self)  # type: ignore[no-untyped-call]
        self._fields = FormFields(self.ui)
        self.ui.cancel.clicked.connect(self.reject)
        self.ui.save.clicked.connect(self.submit)
        QShortcut(QKeySequence(SAVE), self, self.submit)
        self._moves = EnterMoves(self, self.submit)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 70)

    def submit(self) -> None:
        """F9: change it."""
        if self.ui.password.value() != self.ui.again.value():
            self._fields.show_problems([Problem("again", "password.differs")])
            return
        self._work.act(
            staff.change_password,
            self.ui.old.value(),
            self.ui.password.value(),
            owner=self,
            done=self._on_changed,
            failed=self._on_refused,
        )

    def _on_changed(self, _value: Any) -> None:
        self._work.told.emit("success", "密码已修改，下次登录用新密码", "", "")
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self._fields.show_problems(error.problems)
        else:
            self.ui.old.set_problem(str(wording.sentence(error)))
