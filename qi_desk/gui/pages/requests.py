"""需求办理: the list of requests and one request whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout

from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Page
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.facts import FactsPane, Masked, Section
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import intake, paperwork, request_views
from qi_desk.services.request_views import RequestPage as Rows
from qi_desk.services.request_views import RequestRow, RequestView

_LIGHTS = {"green": "success", "yellow": "warning", "orange": "warning", "red": "danger"}
_LIGHT_ICONS = {"green": "circle-check", "yellow": "clock", "orange": "triangle-alert", "red": "circle-alert"}

_COLUMNS = (
    Column[RequestRow]("编号", lambda row: row.number, width=26, rank=2),
    Column[RequestRow]("服务对象", lambda row: row.client_name),
    Column[RequestRow](
        "事项", lambda row: words.label("catalogue", row.items[0]) if row.items else "", width=17, rank=1
    ),
    Column[RequestRow](
        "状态",
        lambda row: words.label("request_states", row.state),
        width=11,
        tone=lambda row: _LIGHTS.get(row.light, ""),
        icon=lambda row: _LIGHT_ICONS.get(row.light, ""),
    ),
    Column[RequestRow]("承诺答复", lambda row: words.near_moment(row.reply_due), width=12),
)

_FILTERS = (
    ("all", "全部"),
    ("mine", "我首问的"),
    ("registered", "待受理"),
    ("running", "办理中"),
    ("closed", "已办结"),
)


class RequestsPage(Page):
    """List left, the chosen request right."""

    name = "request"
    title = "需求办理"
    icon = "clipboard-check"
    kinds = frozenset({"request", "request_item", "paper", "print"})
    keys = (Key("Enter", "看需求"), Key(SAVE, "受理选中的需求"), Key(PRINT, "打印受理回执"), Key("Ctrl+W", "客户撤回"))

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._eid = ""
        self._after: tuple[Any, str] | None = None
        self._shown: RequestView | None = None
        self.model = RowsModel(_COLUMNS, self)
        self.model.page_wanted.connect(self._next_page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._tools())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.table = RowsTable(self.model, "还没有需求。按 F2 登记来访，或直接打开“需求登记”。", "需求列表")
        self.table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.facts = FactsPane("选中一条需求，这里显示全部内容")
        self._revealing = Revealing(work, self.facts)
        split.addWidget(self.table)
        split.addWidget(self.facts)
        split.setSizes([640, 360])
        layout.addWidget(split, 1)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel("显示")
        self.filter = ChoiceInput()
        self.filter.set_choices(_FILTERS)
        self.filter.setAccessibleName("显示哪些需求")
        label.setBuddy(self.filter)
        self.filter.edited.connect(self.reload)
        row.addWidget(label)
        row.addWidget(self.filter)
        row.addStretch(1)
        self.accept = QPushButton(f"受理 ({SAVE})")
        self.accept.setIcon(icons.icon("check"))
        self.accept.clicked.connect(self.accept_request)
        self.withdraw = QPushButton("客户撤回…")
        self.withdraw.clicked.connect(self.withdraw_request)
        self.papers = QPushButton("收件回执")
        self.papers.setIcon(icons.icon("file-text"))
        self.papers.clicked.connect(partial(self._print, "receipt.document"))
        self.print = QPushButton(f"受理回执 ({PRINT})")
        self.print.setIcon(icons.icon("printer", "on_accent"))
        theme.set_tone(self.print, theme.Tone.PRIMARY)
        self.print.clicked.connect(self.print_receipt)
        for button in (self.accept, self.withdraw, self.papers, self.print):
            button.setEnabled(False)
            row.addWidget(button)
        return row

    def activate(self, params: Mapping[str, Any]) -> None:
        self._eid = str(params.get("eid") or self._eid)
        self.table.setFocus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {SAVE: self.accept_request, PRINT: self.print_receipt, "Ctrl+W": self.withdraw_request}

    def reload(self) -> None:
        self.work.ask(request_views.page, owner=self, done=self._show_first, exclusive="requests", **self._filtered())

    def _filtered(self) -> dict[str, Any]:
        chosen = self.filter.value()
        states = {
            "registered": ("registered",),
            "running": request_views.RUNNING[1:],
            "closed": ("closed", "archived", "terminated", "refused"),
        }.get(chosen, ())
        return {"states": states, "mine": chosen == "mine"}

    def _show_first(self, page: Rows) -> None:
        self._after = page.after
        self.model.set_rows(page.rows, more=page.after is not None)
        place = next((place for place, row in enumerate(page.rows) if row.eid == self._eid), 0)
        if page.rows:
            self.table.view.selectRow(place)
        if self._eid:
            self._open(self._eid)

    def _next_page(self) -> None:
        self.work.ask(request_views.page, owner=self, done=self._show_next, after=self._after, **self._filtered())

    def _show_next(self, page: Rows) -> None:
        self._after = page.after
        self.model.append_page(page.rows, more=page.after is not None)

    def _on_row(self) -> None:
        row = self.table.current()
        if isinstance(row, RequestRow):
            self._open(row.eid)

    def _open(self, eid: str) -> None:
        self._eid = eid
        self.work.ask(request_views.show, eid, owner=self, done=self._show, failed=self.refuse, exclusive="request")

    def _show(self, view: RequestView) -> None:
        self._shown = view
        kinds = {paper.kind for paper in view.papers}
        self.accept.setEnabled("accept" in view.offered)
        self.withdraw.setEnabled("withdraw" in view.offered)
        self.papers.setEnabled("receipt.document" in kinds)
        self.print.setEnabled("receipt.acceptance" in kinds)
        self.facts.show_sections(view.row.number, sections_of(view))
        self.moment_changed.emit()

    def accept_request(self) -> None:
        """F9: accept with the client's confirmation."""
        if self._shown is None or "accept" not in self._shown.offered:
            return
        self.work.dialogs.choose(self, "受理", "客户怎么确认的", words.choices("confirm_modes"), self._accepted)

    def _accepted(self, mode: str) -> None:
        self.work.act(intake.accept, self._eid, mode, owner=self, done=self._say_accepted, failed=self.refuse)

    def _say_accepted(self, value: intake.Registered) -> None:
        self.say(f"已受理 {value.number}")

    def withdraw_request(self) -> None:
        """The client withdraws."""
        if self._shown is None or "withdraw" not in self._shown.offered:
            return
        self.work.dialogs.choose(self, "客户撤回", "原因", words.choices("end_reasons"), self._withdrawn)

    def _withdrawn(self, reason: str) -> None:
        self.work.act(intake.withdraw, self._eid, reason, owner=self, failed=self.refuse, said="已终止，记录保留")

    def print_receipt(self) -> None:
        """F10: the acceptance receipt."""
        self._print("receipt.acceptance")

    def _print(self, kind: str) -> None:
        if self._shown is not None:
            self.wanted.emit("paper", {"order": paperwork.receipt, "args": (self._eid,), "options": {"kind": kind}})

    def moment(self) -> tuple[str, Mapping[str, str]]:
        if self._shown is None:
            return "", {}
        row = self._shown.row
        return "receipt.due", {"编号": row.number, "日期": words.long_day(row.reply_due)}


def sections_of(view: RequestView) -> list[Section]:
    """A request as sections of facts."""
    row = view.row
    steps = [f"{int(day[5:7])}-{int(day[8:])} {words.step(code)}" for day, code in view.steps]
    return [
        Section(
            "办理",
            [
                ("状态", words.label("request_states", row.state)),
                ("首问责任人", row.first_contact),
                ("登记时间", words.moment(row.registered_at)),
                ("受理时间", words.moment(view.accepted_at)),
                ("承诺答复", words.moment(row.reply_due) + ("（暂定）" if view.provisional else "")),
                ("为什么是这天", "，".join(steps)),
                ("预计办结", words.moment(view.finish_due)),
                ("客户确认", words.label("confirm_modes", view.confirmation)),
                ("答复", view.answer),
                ("依据", view.answer_basis),
                ("终止原因", words.label("end_reasons", view.end_reason)),
            ],
        ),
        Section(
            "服务对象",
            [
                ("名称", row.client_name),
                ("信用代码", view.credit_code),
                Masked("联系人", row.contact, "request", row.eid, "contact_name"),
                ("职务", view.contact_post),
                Masked("电话", view.contact_phone, "request", row.eid, "contact_phone"),
                Masked("邮箱", view.contact_email, "request", row.eid, "contact_email"),
            ],
        ),
        Section(
            "需求",
            [
                ("事项", "；".join(_item(item) for item in view.items)),
                ("描述", view.description),
                ("产品型号", f"{view.product} {view.model}"),
                ("标准号", "，".join(view.standards)),
                ("已有报告", "；".join(one["name"] for one in view.existing) or "已问，无"),
                ("材料", "；".join(_material(one) for one in view.materials)),
                ("提出方式", words.label("channels", view.channel)),
                ("紧急程度", f"{words.label('urgencies', row.urgency)} {view.urgency_reason}"),
                ("保密要求", words.label("secrecies", view.secrecy)),
                ("期望完成", view.want_by.isoformat() if view.want_by else ""),
            ],
        ),
        Section(
            "单据",
            [
                (words.label("paper_kinds", paper.kind), f"{paper.number}　已出 {paper.times_printed} 次")
                for paper in view.papers
            ],
        ),
    ]


def _item(item: request_views.ItemView) -> str:
    many = f" ×{item.quantity}" if item.quantity > 1 else ""
    return f"{'★' if item.primary else ''}{words.label('catalogue', item.item)}{many}"


def _material(line: Mapping[str, Any]) -> str:
    kind = "原件" if line.get("original") else "复印件"
    return f"{line['name']} {line.get('copies', 1)} 份 {kind}"
