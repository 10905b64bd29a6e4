"""空白表与编号台账: numbered forms for power cuts, what became of each, and where every number of a day went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.domain import moments
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.keys import PRINT, SAVE
from qi_desk.gui.models.rows_model import Column
from qi_desk.gui.pages.blanks.asking import LateDialog, ReserveDialog
from qi_desk.gui.widgets.inputs import DayInput
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services.blank_forms import accounts, paper, reserving
from qi_desk.services.blank_forms.accounts import NumberDay, NumberLine
from qi_desk.services.blank_forms.late import LateEntry, late_values
from qi_desk.services.blank_forms.reserving import BlankRow

_STATE_TONES = {"reserved": "warning", "printed": "accent", "used": "success", "voided": "muted"}
_ENTERED = {"intake": "intake", "visit": "reception", "complaint": "feedback"}
"""On which page a form is entered; a receipt goes with its intake."""


def _why(row: BlankRow) -> str:
    lists = {"used": "late_entry_reasons", "voided": "blank_void_reasons"}
    return " ".join(filter(None, (words.label(lists[row.state], row.why) if row.state in lists else "", row.note)))


def _state(row: BlankRow) -> str:
    return words.label("blank_form_states", row.state) + ("，已过日子" if row.late else "")


_FORMS = (
    Column[BlankRow]("编号", lambda row: row.number, width=28),
    Column[BlankRow]("表", lambda row: words.label("blank_forms", row.form), width=17),
    Column[BlankRow]("哪天", lambda row: f"{row.day:%Y-%m-%d}", width=11),
    Column[BlankRow]("留号人", lambda row: row.reserved_by, width=9, rank=1),
    Column[BlankRow]("情况", _state, tone=lambda row: "danger" if row.late else _STATE_TONES[row.state]),
    Column[BlankRow]("原因", _why, width=20, rank=2),
)


def _tone(line: NumberLine) -> str:
    return str(words.row("number_states", line.state)["tone"])


def _explained(line: NumberLine) -> str:
    if line.state == "skipped":
        return "取号后那一笔没有写成（断电、恢复过备份），这个号不再用"
    if line.state == "elsewhere":
        return "同步以后再看；一直没有，请问那个窗口"
    return " ".join(filter(None, (words.label(line.why_list, line.why) if line.why else "", line.note)))


_NUMBERS = (
    Column[NumberLine]("编号", lambda line: line.number, width=28),
    Column[NumberLine]("类别", lambda line: words.label("number_kinds", line.kind), width=12),
    Column[NumberLine]("去向", lambda line: words.label("number_states", line.state), width=20, tone=_tone),
    Column[NumberLine](
        "是什么", lambda line: words.kind(line.record_kind) if line.record_kind else "", width=14, rank=1
    ),
    Column[NumberLine]("说明", _explained),
)


class BlanksDialog(QDialog):
    """Three lists: sheets nobody has accounted for, all of them, and the numbers of a day."""

    # A page of the window is wanted: its name and what for.
    wanted = Signal(str, object)

    def __init__(self, work: Workplace, parent: QWidget, tab: str = "", number: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("空白表与编号台账")
        self._work = work
        self._number = number
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addLayout(self._tools())
        self.tabs = TableTabs("空白表与编号台账", self)
        self.tabs.add("open", "未了结的空白表", _FORMS, "没有在外的空白表。", self._on_opened)
        self.tabs.add("all", "全部空白表", _FORMS, "还没有留过号。", self._on_opened)
        self.tabs.add("numbers", "编号台账", _NUMBERS, "这一天没有用过编号。", self._on_number)
        self.tabs.tables["open"].let_choose_many()
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._foot())
        self.tabs.currentChanged.connect(self._on_tab)
        self._bind()
        open_at(self, parent, 132, 34)
        if tab in self.tabs.tables:
            self.tabs.bring(tab)
        self._on_tab()
        work.changed.connect(self._on_changed)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        theme.mark(self.told, theme.Tone.MUTED)
        row.addWidget(self.told, 1)
        self._day_label = QLabel("哪天(&T)", self)
        self.day = DayInput(self)
        self.day.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 16)
        self.day.set_value(moments.china_date(self._work.house.clock.now()).isoformat())
        self.day.returnPressed.connect(self.read_numbers)
        self._day_label.setBuddy(self.day)
        self.before = QPushButton("前一天 (Ctrl+PgUp)", self)
        self.before.clicked.connect(partial(self.step, -1))
        self.after = QPushButton("后一天 (Ctrl+PgDown)", self)
        self.after.clicked.connect(partial(self.step, 1))
        for widget in (self._day_label, self.day, self.before, self.after):
            row.addWidget(widget)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tools = (
            ("reserve", "留号出表… (Ctrl+N)", "plus", self.reserve),
            ("void", "作废… (Ctrl+D)", "x", self.void),
            ("print", f"出表打印 ({PRINT})", "printer", self.print_sheets),
        )
        self._buttons = add_tools(row, self, tools)
        row.addStretch(1)
        back = QPushButton("返回 (Esc)", self)
        back.clicked.connect(self.reject)
        row.addWidget(back)
        self.enter = QPushButton(f"补录… ({SAVE})", self)
        theme.mark(self.enter, theme.Tone.PRIMARY)
        self.enter.clicked.connect(self.enter_late)
        row.addWidget(self.enter)
        for button in (*self._buttons.values(), back, self.enter):
            button.setAutoDefault(False)
        return row

    def _bind(self) -> None:
        deeds: dict[str, Callable[[], None]] = {
            "Ctrl+N": self.reserve,
            "Ctrl+D": self.void,
            PRINT: self.print_sheets,
            SAVE: self.enter_late,
            "Ctrl+PgUp": partial(self.step, -1),
            "Ctrl+PgDown": partial(self.step, 1),
        }
        for key, slot in deeds.items():
            QShortcut(QKeySequence(key), self, slot)

    def _on_tab(self) -> None:
        ledger = self.tabs.shown == "numbers"
        for widget in (self._day_label, self.day, self.before, self.after):
            widget.setVisible(ledger)
        for name in ("void", "print"):
            self._buttons[name].setEnabled(self.tabs.shown == "open")
        self.told.setText("" if ledger else "停电时用：号先留好，事后照号补录或作废，一个号也不落下。")
        self.tabs.focus()

    def begin(self) -> None:
        """Read the lists."""
        self._work.ask(reserving.blanks, owner=self, done=self._show_open, exclusive="blanks")
        done = partial(self.tabs.set_rows, "all")
        self._work.ask(reserving.blanks, owner=self, done=done, exclusive="all blanks", everything=True)
        self.read_numbers()

    def _show_open(self, rows: tuple[BlankRow, ...]) -> None:
        self.tabs.set_rows("open", rows)
        if self._number:
            found = next((row for row in rows if row.number == self._number), None)
            self._number = ""
            if found is not None:
                self.tabs.tables["open"].choose(found.eid)

    def read_numbers(self) -> None:
        """The numbers of the day in the field."""
        today = moments.china_date(self._work.house.clock.now())
        try:
            chosen = self.day.day(today) or today
        except ValueError:
            self.told.setText("日期看不懂，请写如 2026-03-10。")
            return
        self.day.set_value(chosen.isoformat())
        self._work.ask(accounts.number_day, chosen, owner=self, done=self._show_numbers, exclusive="numbers")

    def _show_numbers(self, day: NumberDay) -> None:
        self.tabs.set_rows("numbers", day.lines)
        if self.tabs.shown == "numbers":
            parts = [f"{words.label('number_states', state)} {count}" for state, count in day.counts if count]
            self.told.setText("　".join(parts))

    def step(self, days: int) -> None:
        """Ctrl+PgUp, Ctrl+PgDown: the day before or after in the ledger; elsewhere the next list."""
        if self.tabs.shown != "numbers":
            self.tabs.turn(days)
            return
        today = moments.china_date(self._work.house.clock.now())
        try:
            chosen = self.day.day(today) or today
        except ValueError:
            chosen = today
        self.day.set_value((chosen + timedelta(days=days)).isoformat())
        self.read_numbers()

    def _chosen(self) -> list[BlankRow]:
        return self.tabs.tables["open"].chosen() if self.tabs.shown == "open" else []

    def reserve(self) -> None:
        """Ctrl+N: set numbers aside and put them on paper."""
        ReserveDialog(self._work, self, self._print).open()

    def print_sheets(self) -> None:
        """F10: the sheets chosen, in one file."""
        rows = self._chosen()
        if rows:
            self._print(tuple(row.eid for row in rows))

    def _print(self, eids: tuple[str, ...]) -> None:
        self.wanted.emit("paper", {"order": paper.sheets, "args": (eids,)})
        self.begin()

    def void(self) -> None:
        """Ctrl+D: the sheets chosen become no record; why?"""
        rows = self._chosen()
        if rows:
            said = f"{rows[0].number} 等 {len(rows)} 张" if len(rows) > 1 else rows[0].number
            eids = tuple(row.eid for row in rows)
            choices = words.choices("blank_void_reasons")
            self._work.dialogs.choose(
                self, "作废空白表", f"{said}：为什么作废", choices, partial(self._on_reason, eids)
            )

    def _on_reason(self, eids: tuple[str, ...], reason: str) -> None:
        if reason == "other":
            self._work.dialogs.ask_text(self, "作废空白表", "写明原因", partial(self._void, eids, reason))
        else:
            self._void(eids, reason, "")

    def _void(self, eids: tuple[str, ...], reason: str, note: str) -> None:
        act = partial(self._work.act, reserving.void, eids, reason, note, owner=self)
        act(done=self._on_voided, failed=self._work.tell, said="已作废空白表")

    def _on_voided(self, _count: int) -> None:
        self.begin()

    def enter_late(self) -> None:
        """F9: what was written on a sheet is entered now; without one chosen its number is asked for."""
        row = next((one for one in self._chosen() if one.form in _ENTERED), None)
        LateDialog(self._work, self, row, self._go_on).open()

    def _go_on(self, form: str, late: LateEntry) -> None:
        self.accept()
        values = late_values(late)
        if form == "complaint":
            self.wanted.emit("feedback", {"receive": {"late": values}})
        else:
            self.wanted.emit(_ENTERED.get(form, "intake"), {"late": values})

    def _on_opened(self, row: BlankRow) -> None:
        if row.state in ("reserved", "printed"):
            self.enter_late()
        elif row.record:
            self._leave_for(row.record_kind, row.record)

    def _on_number(self, line: NumberLine) -> None:
        if line.record_kind == "blank_form":
            self.tabs.bring("all")
            self.tabs.tables["all"].choose(line.eid)
        elif line.eid:
            self._leave_for(line.record_kind, line.eid)

    def _leave_for(self, kind: str, eid: str) -> None:
        self.accept()
        self.wanted.emit("record", {"kind": kind, "eid": eid})

    def changeEvent(self, event: QEvent) -> None:
        """What was put on paper in another dialog shows as soon as this one is in front again."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self._work.signed_in:
            self.begin()

    def _on_changed(self, changes: object, source: object) -> None:
        if source is not self and "blank_form" in getattr(changes, "kinds", ()):
            self.begin()
