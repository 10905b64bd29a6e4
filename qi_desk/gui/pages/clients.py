"""服务对象: who the station serves, with contacts, requests and visits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import PRINT, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Page
from qi_desk.gui.pages.client_file.view import FileView
from qi_desk.gui.pages.merging.twins_dialog import TwinsDialog
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.facts import FactsPane, Masked, Section
from qi_desk.gui.widgets.suggest import SuggestInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import client_views
from qi_desk.services.client_parts import PARTS
from qi_desk.services.client_views import ClientPage, ClientRow, ClientView
from qi_desk.services.request_views import RequestRow
from qi_desk.services.rights import may

_COLUMNS = (
    Column[ClientRow]("名称", lambda row: row.name),
    Column[ClientRow]("类型", lambda row: words.label("client_kinds", row.kind), width=14, rank=2),
    Column[ClientRow]("信用代码", lambda row: row.credit_code, width=20),
    Column[ClientRow]("街镇", lambda row: words.label("streets", row.street), width=9, rank=1),
)


class ClientsPage(Page):
    """List left, the file right."""

    name = "enterprise"
    title = "服务对象"
    icon = "building-2"
    group = "档案"
    kinds = frozenset({"enterprise", "request", "visit", *PARTS})
    keys = (
        Key("Enter", "打开档案"),
        Key("Ctrl+F", "在名单里找"),
        Key("Ctrl+M", "查重与合并"),
        Key("Ctrl+N", "名单里：新建档案；档案里：新增一条"),
        Key("Ctrl+E", "改基本信息"),
        Key("Ctrl+D", "撤下选中的一条"),
        Key("Ctrl+PgUp / PgDown", "换页签"),
        Key("Ctrl+O", "打印整卷档案"),
        Key(PRINT, "为它登记需求"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._eid = ""
        self._view: ClientView | None = None
        self._after: tuple[Any, str] | None = None
        self.model = RowsModel(_COLUMNS, self)
        self.model.page_wanted.connect(self._next_page)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        listing = QWidget(self)
        self._stack.addWidget(listing)
        self._file: FileView | None = None
        layout = QVBoxLayout(listing)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._tools())
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.table = RowsTable(self.model, "还没有服务对象。登记第一件需求时会自动建档。", "服务对象列表")
        self.table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(self._on_opened)
        self.facts = FactsPane("选中一个服务对象，这里显示它的档案")
        self._revealing = Revealing(work, self.facts)
        split.addWidget(self.table)
        split.addWidget(self.facts)
        split.setSizes([640, 360])
        layout.addWidget(split, 1)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel("找")
        self.finder = SuggestInput()
        self.finder.setPlaceholderText("名称、曾用名、首字母、信用代码（Ctrl+F）")
        self.finder.setAccessibleName("在服务对象里找")
        label.setBuddy(self.finder)
        self.finder.asked.connect(self._on_asked)
        self.finder.textChanged.connect(self._on_cleared)
        row.addWidget(label)
        row.addWidget(self.finder, 1)
        self.twins = QPushButton("查重 (Ctrl+M)")
        self.twins.setIcon(icons.icon("copy"))
        self.twins.clicked.connect(self.show_twins)
        row.addWidget(self.twins)
        self.new = QPushButton("新建档案 (Ctrl+N)")
        self.new.setIcon(icons.icon("plus"))
        self.new.clicked.connect(self.new_client)
        row.addWidget(self.new)
        self.register = QPushButton("为它登记需求 (F10)")
        self.register.setIcon(icons.icon("clipboard-list", "on_accent"))
        theme.set_tone(self.register, theme.Tone.PRIMARY)
        self.register.clicked.connect(self.begin_intake)
        row.addWidget(self.register)
        return row

    @property
    def file(self) -> FileView:
        """The view of one file, made when the first one is opened: the list should not wait for it."""
        if self._file is None:
            self._file = FileView(self.work, self)
            self._file.closed.connect(self.show_list)
            self._file.wanted.connect(self._on_wanted)
            self._file.opened.connect(self.open_file)
            self._file.editing.edited.connect(self.typed)
            self._file.editing.closed.connect(self.draft_changed)
            self._stack.addWidget(self._file)
        return self._file

    @property
    def _reading(self) -> bool:
        """Whether a file is open rather than the list."""
        return self._file is not None and self._stack.currentWidget() is self._file

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("open"):
            self.open_file(str(params["eid"]), str(params.get("tab", "")))
            return
        self._eid = str(params.get("eid") or self._eid)
        if params.get("eid"):
            self.show_list()
            self.table.choose(self._eid)
        if self._eid:
            self._open(self._eid)
        if not self._reading:
            self.table.setFocus()

    def open_file(self, eid: str, tab: str = "") -> None:
        """The whole file of one client, at the tab of this kind of part if one is named."""
        self._eid = eid
        self._stack.setCurrentWidget(self.file)
        self.file.show_file(eid, tab)
        self.file.focus()

    def show_list(self) -> None:
        """Back to everybody."""
        self._stack.setCurrentIndex(0)
        self.table.setFocus()

    def back(self) -> bool:
        if not self._reading:
            return False
        self.show_list()
        return True

    def slots(self) -> Mapping[str, Callable[[], None]]:
        if self._reading:
            return self.file.slots()
        return {
            "Ctrl+F": self.finder.setFocus,
            "Ctrl+M": self.show_twins,
            "Ctrl+N": self.new_client,
            PRINT: self.begin_intake,
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self._file.editing.draft() if self._file is not None else None

    def restore(self, content: Mapping[str, Any]) -> None:
        if content.get("client"):
            self.open_file(str(content["client"]))
        self.file.editing.resume(content)

    def show_twins(self) -> None:
        """Ctrl+M: files that may be one, for who leads the station."""
        if not may(self.work.actor, "merging.merge"):
            self.say("合并档案由站长办理", "warning")
            return
        dialog = TwinsDialog(self.work, self, self._on_kept)
        dialog.open()
        dialog.begin()

    def _on_kept(self, _eid: str) -> None:
        self.say("已合并，30 天内可以在“查重”里撤销")

    def new_client(self) -> None:
        """Ctrl+N: a file without a request."""
        self.file.editing.new_client(self.open_file)

    def _on_wanted(self, name: str, params: Mapping[str, Any]) -> None:
        self.wanted.emit(name, params)

    def _on_opened(self, row: ClientRow) -> None:
        self.open_file(row.eid)

    def reload(self) -> None:
        if self._file is not None:
            self._file.reload()
        if self.finder.value():
            self._on_asked(self.finder.value())
        else:
            self.work.ask(client_views.page, owner=self, done=self._show_first, exclusive="clients")

    def _on_asked(self, text: str) -> None:
        self.work.ask(client_views.suggest, text, 60, owner=self, done=self._show_found, exclusive="clients")

    def _on_cleared(self, text: str) -> None:
        if not text:
            self.reload()

    def _show_found(self, rows: tuple[ClientRow, ...]) -> None:
        self._after = None
        self.model.set_rows(rows)

    def _show_first(self, page: ClientPage) -> None:
        self._after = page.after
        self.model.set_rows(page.rows, more=page.after is not None)

    def _next_page(self) -> None:
        self.work.ask(client_views.page, owner=self, done=self._show_next, after=self._after)

    def _show_next(self, page: ClientPage) -> None:
        self._after = page.after
        self.model.append_page(page.rows, more=page.after is not None)

    def _on_row(self) -> None:
        row = self.table.current()
        if isinstance(row, ClientRow):
            self._open(row.eid)

    def _open(self, eid: str) -> None:
        self._eid = eid
        self.work.ask(client_views.show, eid, owner=self, done=self._show, failed=self.refuse, exclusive="client")

    def _show(self, view: ClientView) -> None:
        self._view = view
        self.facts.show_sections(view.row.name, sections_of(view))

    def begin_intake(self) -> None:
        """A request for the client chosen."""
        if self._view is not None:
            self.wanted.emit("intake", {"client": self._view.row.eid, "organisation": self._view.row.name})


def sections_of(view: ClientView) -> list[Section]:
    """A client as sections of facts."""
    row = view.row
    place = " ".join(part for part in (view.address, view.building, view.room) if part)
    return [
        Section(
            "基本信息",
            [
                ("类型", words.label("client_kinds", row.kind)),
                Masked("信用代码", row.credit_code, "enterprise", row.eid, "credit_code"),
                ("曾用名", "；".join(view.former_names)),
                ("园区", row.park),
                ("街镇", words.label("streets", row.street)),
                ("地址", place),
                ("行业", words.label("industry_sections", view.section)),
                ("主要产品", "；".join(view.products.split("\n"))),
                ("从业人员", f"{view.staff_count} 人" if view.staff_count else ""),
                ("标签", "；".join(words.label("enterprise_tags", tag) for tag in view.tags)),
                ("服务专员", row.specialist),
            ],
        ),
        Section(
            "联系人",
            [
                Masked(f"{one.name} {one.post}".strip(), one.phone or "没有留电话", "contact", one.eid, "phone")
                for one in view.contacts
            ],
        ),
        Section(
            "最近的需求",
            [
                (
                    words.moment(one.registered_at)[:10],
                    _request_line(one),
                )
                for one in view.requests[:12]
            ],
        ),
        Section(
            "最近的来访",
            [(words.moment(one.arrived_at)[:10], f"{one.who}　{one.subject}") for one in view.visits[:8]],
        ),
    ]


def _request_line(row: RequestRow) -> str:
    item = words.label("catalogue", row.items[0]) if row.items else ""
    return f"{row.number}　{item}　{words.label('request_states', row.state)}"
