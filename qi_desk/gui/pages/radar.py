"""到期提醒: what runs out at the clients' in the next weeks, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import PRINT, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Moment, Page
from qi_desk.gui.pages.client_file.tabs import left_icon, left_tone
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import expiry
from qi_desk.services.client_parts import PARTS
from qi_desk.services.expiry import ExpiryLine

_SPANS = (("30", "30 天内"), ("90", "90 天内"), ("180", "180 天内"), ("365", "一年内"))
_WHOSE = (("", "全部服务对象"), ("mine", "我负责的"))


def _planned(line: ExpiryLine) -> str:
    return f"{line.planned_on.month}月{line.planned_on.day}日联系" if line.planned_on else ""


_COLUMNS = (
    Column[ExpiryLine]("服务对象", lambda line: line.client_name),
    Column[ExpiryLine]("类别", lambda line: words.kind(line.kind), width=12, rank=1),
    Column[ExpiryLine]("到期的是", expiry.said, width=44),
    Column[ExpiryLine]("到期日", lambda line: line.ends_on.isoformat(), width=12),
    Column[ExpiryLine](
        "还有",
        lambda line: words.days_left(line.days_left),
        width=14,
        tone=lambda line: left_tone(line.days_left),
        icon=lambda line: left_icon(line.days_left),
    ),
    Column[ExpiryLine]("安排", _planned, width=14),
)


class RadarPage(Page):
    """Lines to be called about before they run out."""

    name = "radar"
    title = "到期提醒"
    icon = "bell"
    group = "档案"
    kinds = frozenset({"enterprise", "outreach", *PARTS})
    keys = (
        Key("Enter", "打开档案里的这一条"),
        Key("Ctrl+N", "安排一次电话或走访"),
        Key(PRINT, "为它登记需求"),
        Key("Ctrl+F", "改范围"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        row = QHBoxLayout()
        self.span, self.whose = ChoiceInput(self), ChoiceInput(self)
        self.span.setAccessibleName("多久以内到期")
        self.whose.setAccessibleName("看谁的服务对象")
        self.span.set_choices(_SPANS)
        self.span.set_value("90")
        self.whose.set_choices(_WHOSE)
        self._count = QLabel(self)
        theme.mark(self._count, theme.Tone.MUTED)
        self.register = QPushButton(f"为它登记需求 ({PRINT})", self)
        self.register.setIcon(icons.icon("clipboard-list", "on_accent"))
        theme.mark(self.register, theme.Tone.PRIMARY)
        self.register.clicked.connect(self.begin_intake)
        for choice in (self.span, self.whose):
            choice.edited.connect(self.reload)
            row.addWidget(choice)
        row.addSpacing(12)
        row.addWidget(self._count, 1)
        self.plan = QPushButton("安排联系 (Ctrl+N)", self)
        self.plan.setIcon(icons.icon("phone"))
        self.plan.clicked.connect(self.plan_call)
        row.addWidget(self.plan)
        row.addWidget(self.register)
        layout.addLayout(row)
        self.model = RowsModel(_COLUMNS, self)
        self.table = RowsTable(self.model, "这段时间没有要到期的。", "到期提醒", self)
        self.table.opened.connect(self._on_opened)
        self.table.view.selectionModel().currentRowChanged.connect(self._on_row)
        layout.addWidget(self.table, 1)

    def moment(self) -> Moment:
        line = self.table.current()
        if not isinstance(line, ExpiryLine):
            return Moment("reception.empty", {})
        return Moment("radar.call", {"事项": expiry.said(line), "日期": f"{line.ends_on.month}月{line.ends_on.day}日"})

    def activate(self, params: Mapping[str, Any]) -> None:
        self.table.setFocus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {"Ctrl+N": self.plan_call, PRINT: self.begin_intake, "Ctrl+F": self.span.setFocus}

    def reload(self) -> None:
        self.work.ask(
            expiry.radar,
            owner=self,
            done=self._show,
            exclusive="radar",
            days=int(self.span.value()),
            mine=bool(self.whose.value()),
        )

    def _show(self, lines: tuple[ExpiryLine, ...]) -> None:
        self.model.set_rows(lines)
        gone = sum(line.days_left < 0 for line in lines)
        self._count.setText(f"{len(lines)} 项" + (f"，其中已过期 {gone} 项" if gone else ""))
        self.register.setEnabled(bool(lines))
        self.plan.setEnabled(bool(lines))

    def _on_row(self) -> None:
        self.moment_changed.emit()

    def _on_opened(self, line: ExpiryLine) -> None:
        self.wanted.emit("enterprise", {"eid": line.client, "open": True, "tab": line.kind})

    def plan_call(self) -> None:
        """Ctrl+N: a call about the line chosen, on the page of visits."""
        line = self.table.current()
        if isinstance(line, ExpiryLine):
            plan = {
                "client": line.client,
                "kind": "expiry",
                "mode": "phone",
                "purpose": f"{expiry.said(line)} {line.ends_on.isoformat()} 到期",
                "about_kind": line.kind,
                "about": line.eid,
            }
            self.wanted.emit("outreach", {"plan": plan, "names": {"client": line.client_name}})

    def begin_intake(self) -> None:
        """F10: a request about the line chosen."""
        line = self.table.current()
        if isinstance(line, ExpiryLine):
            subject = f"{expiry.said(line)} {line.ends_on.isoformat()} 到期，需要续办。"
            self.wanted.emit("intake", {"client": line.client, "organisation": line.client_name, "subject": subject})
