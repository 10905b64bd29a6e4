"""需求办理: the list of requests and one request whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from qi_desk.gui import icons, words
from qi_desk.gui.attachments_dialog import AttachmentsDialog
from qi_desk.gui.keys import FOLLOW_UP, PRINT, SAVE, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Moment, Page
from qi_desk.gui.pages.requests import saying
from qi_desk.gui.pages.requests.deeds import DEEDS
from qi_desk.gui.pages.requests.editing import RequestEditing
from qi_desk.gui.pages.requests.facts import CONTACTS, sections_of, work_sections
from qi_desk.gui.pages.requests.filters import RequestFilters
from qi_desk.gui.pages.requests.matching import MatchDialog
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.facts import FactsPane
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.widgets.tool_buttons import next_step
from qi_desk.gui.workplace import Workplace
from qi_desk.services import (
    paperwork,
    request_moves,
    request_papers,
    request_views,
    request_work_views,
    sample_papers,
    saved_views,
)
from qi_desk.services.assignments import MAY_BE_GIVEN
from qi_desk.services.request_views import RequestPage as Rows
from qi_desk.services.request_views import RequestRow, RequestView
from qi_desk.services.request_work_views import ContactLine, WorkView
from qi_desk.services.saved_views import SavedView

_LIGHTS = {"green": "success", "yellow": "warning", "orange": "warning", "red": "danger"}
_LIGHT_ICONS = {"green": "circle-check", "yellow": "clock", "orange": "triangle-alert", "red": "circle-alert"}

_SAMPLE = "sample:"

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


class RequestsPage(Page):
    """List left, the chosen request right."""

    name = "request"
    title = "需求办理"
    icon = "clipboard-check"
    kinds = request_moves.KINDS | {"request_item", "print"}
    keys = (
        Key(SAVE, "办下一步（按钮上写着是哪一步）"),
        Key("Ctrl+M", "从能办的里选一步"),
        Key(FOLLOW_UP, "记一次跟进"),
        Key("Ctrl+O", "对接机构、专家、设备"),
        Key(PRINT, "打印：回执、告知单、方案、办结单……"),
        Key("Ctrl+E", "这件需求的附件：扫描件、照片、依据"),
        Key("Ctrl+W", "客户撤回"),
        Key("Ctrl+F", "换显示范围"),
        Key("Ctrl+D", "把现在的范围存为常用列表，或删掉选中的常用列表"),
        Key("Shift+↓", "多选几条，一起移交（Ctrl+M）"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._eid = ""
        self._kept_read = False
        self._after: tuple[Any, str] | None = None
        self._shown: RequestView | None = None
        self._work_view: WorkView | None = None
        self.editing = RequestEditing(work, self)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        self.model = RowsModel(_COLUMNS, self)
        self.model.page_wanted.connect(self._next_page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._tools())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.table = RowsTable(self.model, "还没有需求。按 F2 登记来访，或直接打开“需求登记”。", "需求列表")
        self.table.let_choose_many()
        self.table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.facts = FactsPane("选中一条需求，这里显示全部内容")
        self._revealing = Revealing(work, self.facts)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filters)
        column.addWidget(self.table, 1)
        split.addWidget(left)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setChildrenCollapsible(False)
        self.contacts: RowsModel[ContactLine] = RowsModel(CONTACTS, self)
        self.contact_table = RowsTable(self.contacts, f"还没有跟进。按 {FOLLOW_UP} 记一次。", "跟进记录")
        right.addWidget(self.facts)
        right.addWidget(self.contact_table)
        right.setSizes([620, 180])
        split.addWidget(right)
        split.setSizes([640, 360])
        layout.addWidget(split, 1)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.filters = RequestFilters(self)
        self.filters.edited.connect(self.reload)
        row.addStretch(1)
        self.follow = QPushButton(f"记跟进 ({FOLLOW_UP})")
        self.follow.setIcon(icons.icon("phone"))
        self.follow.clicked.connect(partial(self.do, "follow_up"))
        self.print = QPushButton(f"打印 ({PRINT})")
        self.print.setIcon(icons.icon("printer"))
        self.print.clicked.connect(self.print_paper)
        self.party = QPushButton("对接 (Ctrl+O)")
        self.party.setIcon(icons.icon("users"))
        self.party.clicked.connect(self.match)
        self.more = QPushButton("办理… (Ctrl+M)")
        self.more.setIcon(icons.icon("list"))
        self.more.clicked.connect(self.choose_deed)
        self.next = next_step(self, self.do_next)
        for button in (self.follow, self.party, self.print, self.more, self.next):
            button.setEnabled(False)
            row.addWidget(button)
        return row

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("eid"):
            self.table.choose(str(params["eid"]))
            self._open(str(params["eid"]))
        self.table.setFocus()
        if params.get("deed"):
            begin = partial(self._begin, str(params["deed"]), params.get("begins", {}))
            self.work.ask(request_work_views.show, self._eid, owner=self, done=begin, failed=self.refuse)

    def _begin(self, name: str, begins: Mapping[str, Any], view: WorkView) -> None:
        if name in view.deeds:
            self.editing.take(DEEDS[name], view.eid, {**begins, **view.records.get(DEEDS[name].carries, {})})
        else:
            self.say(f"这件需求现在不能{DEEDS[name].label}。", "warning")

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            SAVE: self.do_next,
            "Ctrl+M": self.choose_deed,
            FOLLOW_UP: partial(self.do, "follow_up"),
            "Ctrl+O": self.match,
            PRINT: self.print_paper,
            "Ctrl+W": partial(self.do, "withdraw"),
            "Ctrl+E": self.show_files,
            "Ctrl+F": self.filters.shown.setFocus,
            "Ctrl+D": self.keep_view,
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self.editing.draft()

    def restore(self, content: Mapping[str, Any]) -> None:
        self._open(str(content["eid"]))
        self.editing.resume(content)

    def reload(self) -> None:
        if not self._kept_read:
            self._kept_read = True
            self._read_kept()
        self.work.ask(request_views.page, owner=self, done=self._show_first, exclusive="requests", **self._filtered())

    def _filtered(self) -> dict[str, Any]:
        return self.filters.query(self.work.actor.account, self.work.house.clock.now())

    def keep_view(self) -> None:
        """Ctrl+D: keep what the list is narrowed to under a name; on a kept list, drop it."""
        kept, dialogs = self.filters.kept(), self.work.dialogs
        if kept is None:
            dialogs.ask_text(self, "存为常用列表", "列表名称", self._keep_view)
        else:
            text = f"不再保留“{kept.name}”？需求本身不受影响。"
            drop = partial(self.work.act, saved_views.drop, kept.eid, owner=self, done=self._read_kept, said="已删除")
            dialogs.confirm(self, "删掉常用列表", text, "删掉", drop)

    def _keep_view(self, name: str) -> None:
        self.work.act(
            saved_views.keep,
            self.name,
            name,
            self.filters.wanted(),
            owner=self,
            done=self._on_kept,
            failed=self.refuse,
            said="已存为常用列表",
        )

    def _on_kept(self, eid: str) -> None:
        def known(views: tuple[SavedView, ...]) -> None:
            self.filters.set_kept(views)
            self.filters.choose_kept(eid)

        self.work.ask(saved_views.of_page, self.name, owner=self, done=known)

    def _read_kept(self, _value: object = None) -> None:
        self.work.ask(saved_views.of_page, self.name, owner=self, done=self.filters.set_kept)

    def _show_first(self, page: Rows) -> None:
        self._after = page.after
        self.model.set_rows(page.rows, more=page.after is not None)
        if self._eid and self.table.current() is None:
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
        self.work.ask(request_work_views.show, eid, owner=self, done=self._show_work, exclusive="request-work")

    def _show(self, view: RequestView) -> None:
        self._shown = view
        self._fill()
        self.moment_changed.emit()

    def _show_work(self, view: WorkView) -> None:
        self._work_view = view
        label = DEEDS[view.next_step].label if view.next_step else "没有下一步"
        self.next.setText(f"{label} ({SAVE})")
        self.next.setEnabled(bool(view.next_step))
        self.more.setEnabled(bool(view.deeds))
        self.follow.setEnabled("follow_up" in view.deeds)
        self.party.setEnabled(view.state in MAY_BE_GIVEN)
        self.contacts.set_rows(view.contacts)
        self._fill()

    def _fill(self) -> None:
        if self._shown is None:
            return
        self.print.setEnabled(bool(self._printable()))
        sections = sections_of(self._shown)
        if self._work_view is not None and self._work_view.eid == self._shown.row.eid:
            sections = [*work_sections(self._work_view), *sections]
        self.facts.show_sections(self._shown.row.number, sections)

    def items_shown(self) -> tuple[str, ...]:
        """The service items of the request that is shown."""
        return tuple(item.item for item in self._shown.items) if self._shown is not None else ()

    def number_shown(self) -> str:
        """The number of the request that is shown."""
        return self._shown.row.number if self._shown is not None else ""

    def client_shown(self) -> str:
        """Whose request is shown."""
        return self._shown.row.client if self._shown is not None else ""

    def do(self, name: str) -> None:
        """Begin a deed, if it is open now."""
        view = self._work_view
        if view is not None and view.eid == self._eid and name in view.deeds:
            self.editing.do(view, name)

    def do_next(self) -> None:
        """F9: what is most likely wanted."""
        if self._work_view is not None and self._work_view.next_step:
            self.do(self._work_view.next_step)

    def match(self) -> None:
        """Ctrl+O: whom the library offers."""
        if self._work_view is not None and self._work_view.state in MAY_BE_GIVEN and self.items_shown():
            dialog = MatchDialog(self.work, self, self._work_view.eid)
            dialog.open()
            dialog.begin()

    def show_files(self) -> None:
        """Ctrl+E: what belongs to the request on the disk."""
        if self._shown is not None:
            row = self._shown.row
            AttachmentsDialog(self.work, self, "request", row.eid, f"{row.number} {row.client_name}").begin()

    def choose_deed(self) -> None:
        """Ctrl+M: one of the deeds of the request shown; for several chosen requests, what is done to all."""
        chosen = [row for row in self.table.chosen() if row.state in request_views.RUNNING]
        if len(chosen) > 1:
            self.editing.hand_all(tuple(row.eid for row in chosen))
        elif self._work_view is not None and self._work_view.eid == self._eid:
            self.editing.choose(self._work_view)

    def _printable(self) -> list[tuple[str, str]]:
        receipts = [paper.kind for paper in self._shown.papers] if self._shown is not None else []
        sheets = self._work_view.papers if self._work_view is not None else ()
        kinds = sorted(dict.fromkeys(receipts), key=lambda kind: kind != "receipt.acceptance")
        samples = self._work_view.samples if self._work_view is not None else ()
        label = words.label("paper_kinds", "sample")
        return [
            *((kind, words.label("paper_kinds", kind)) for kind in (*kinds, *sheets)),
            *((f"{_SAMPLE}{one.eid}", f"{label} {one.number} {one.name}") for one in samples),
        ]

    def print_paper(self) -> None:
        """F10: the only paper there is, or one of them."""
        choices = self._printable()
        if len(choices) == 1:
            self._print(choices[0][0])
        elif choices:
            self.work.dialogs.choose(self, "打印", "哪一份", choices, self._print)

    def _print(self, kind: str) -> None:
        if kind.startswith("receipt."):
            self.wanted.emit("paper", {"order": paperwork.receipt, "args": (self._eid,), "options": {"kind": kind}})
        elif kind.startswith(_SAMPLE):
            self.wanted.emit("paper", {"order": sample_papers.sheet, "args": (kind.removeprefix(_SAMPLE),)})
        else:
            self.wanted.emit("paper", {"order": request_papers.sheet, "args": (self._eid, kind)})

    def moment(self) -> Moment:
        following = self._work_view.next_step if self._work_view is not None else ""
        return saying.moment(self._shown, self._work_view, DEEDS[following].label if following else "")
