"""档案管理: what waits to be filed, the catalogue, what is lent, what has run out, whose identity may go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout

from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.page import Page
from qi_desk.gui.pages.archive.columns import DISPOSALS, ITEMS, LOANS, RUN_OUT, WAITING
from qi_desk.gui.pages.archive.editing import ArchiveEditing
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services import archive_papers, archive_views, archives, disposals, sweeping
from qi_desk.services.archive_sources import Proposal
from qi_desk.services.archive_views import ItemRow
from qi_desk.services.disposals import DisposalView
from qi_desk.services.rights import may
from qi_desk.services.sweeping import Sweep

_TABS = (
    ("waiting", "待归档", WAITING, "办结的都归档了。"),
    ("items", "归档目录", ITEMS, "还没有归档文件。"),
    ("loans", "借阅", LOANS, "没有借出的档案。"),
    ("run_out", "期满待鉴定", RUN_OUT, "没有保管期满的档案。档案至少保管三年。"),
    ("disposals", "销毁清册", DISPOSALS, "没有销毁清册。"),
)

_YEARS_BACK = 12


class ArchivePage(Page):
    """Five lists on tabs; one set of keys that does what the list shown is for."""

    name = "archive"
    title = "档案管理"
    icon = "archive"
    group = "档案"
    kinds = frozenset({"archive_item", "archive_loan", "disposal", "request", "outreach", "outreach_problem", "visit"})
    keys = (
        Key("Ctrl+PgUp / PgDown", "换页签"),
        Key("Enter", "待归档：看过再归；目录：改；借阅：归还；清册：下一步"),
        Key(SAVE, "归档选中的一件"),
        Key("Ctrl+S", "不缺件的全部归档"),
        Key("Ctrl+O", "借出、归还"),
        Key("Ctrl+M", "冻结、解除冻结（站长）"),
        Key("Ctrl+N", "期满的列成销毁清册"),
        Key(PRINT, "打印归档目录或销毁清册"),
        Key("Ctrl+F", "在目录里找"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self.editing = ArchiveEditing(work, self)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._tools())
        self.tabs = TableTabs("档案", self)
        self.tables = self.tabs.tables
        for name, title, columns, empty in _TABS:
            self.tabs.add(name, title, columns, empty, self._on_opened)
        self.tabs.currentChanged.connect(self._offer)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._foot())
        self._offer()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.finder = QLineEdit(self)
        self.finder.setPlaceholderText("题名、档号、文号（Ctrl+F）")
        self.finder.setAccessibleName("在归档目录里找")
        self.finder.textEdited.connect(self._read_items)
        self.category, self.year = ChoiceInput(self), ChoiceInput(self)
        self.category.setAccessibleName("归档类别")
        self.category.set_choices(words.choices("retention_classes"), empty="全部类别")
        self.year.setAccessibleName("年度")
        for choice in (self.category, self.year):
            choice.edited.connect(self._read_items)
        self.finder.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 26)
        row.addWidget(self.finder, 2)
        row.addWidget(self.category)
        row.addWidget(self.year)
        row.addStretch(1)
        tools = (
            ("file", f"归档 ({SAVE})", "archive", self.file_chosen),
            ("all", "全部归档 (Ctrl+S)", "check", self.file_all),
            ("lend", "借出 (Ctrl+O)", "external-link", self.lend_or_return),
            ("hold", "冻结 (Ctrl+M)", "lock", self.hold),
            ("list", "列销毁清册 (Ctrl+N)", "trash-2", self.propose),
            ("step", "办下一步 (Enter)", "arrow-right", self._open_current),
            ("print", f"打印 ({PRINT})", "printer", self.print_paper),
        )
        self._buttons = add_tools(row, self, tools)
        return row

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._sweeping = QLabel(self)
        theme.mark(self._sweeping, theme.Tone.MUTED)
        row.addWidget(self._sweeping, 1)
        self.sweep = QPushButton("清理到期信息", self)
        self.sweep.setIcon(icons.icon("eye-off"))
        self.sweep.clicked.connect(self._ask_sweep)
        self.sweep.hide()
        row.addWidget(self.sweep)
        return row

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("tab"):
            self.tabs.bring(str(params["tab"]))
        self.tabs.focus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            SAVE: self.file_chosen,
            "Ctrl+S": self.file_all,
            "Ctrl+O": self.lend_or_return,
            "Ctrl+M": self.hold,
            "Ctrl+N": self.propose,
            PRINT: self.print_paper,
            "Ctrl+F": self._find,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def draft(self) -> Mapping[str, Any] | None:
        found = self.editing.draft()
        return None if found is None or found["what"] == "none" else found

    def restore(self, content: Mapping[str, Any]) -> None:
        self.editing.resume(content)

    def _find(self) -> None:
        self.tabs.bring("items")
        self.finder.setFocus()

    @property
    def _tab(self) -> str:
        return self.tabs.shown

    def _offer(self, _place: int = 0) -> None:
        shown = {
            "waiting": {"file", "all"},
            "items": {"lend", "hold", "print"},
            "loans": {"lend"},
            "run_out": {"list", "hold"},
            "disposals": {"step", "print"},
        }[self._tab]
        for name, button in self._buttons.items():
            button.setVisible(name in shown)
        self._buttons["lend"].setText("归还 (Ctrl+O)" if self._tab == "loans" else "借出 (Ctrl+O)")
        for widget in (self.finder, self.category, self.year):
            widget.setVisible(self._tab == "items")

    def reload(self) -> None:
        for name, verb in (
            ("waiting", archives.waiting),
            ("loans", archive_views.loans),
            ("run_out", archive_views.due),
            ("disposals", disposals.page),
        ):
            self.work.ask(verb, owner=self, done=partial(self._show, name), exclusive=f"archive-{name}")
        self._read_items()
        self.work.ask(sweeping.to_sweep, owner=self, done=self._show_sweeping, exclusive="archive-sweep")

    def _read_items(self) -> None:
        if not self.year.count():
            this_year = self.work.house.clock.now().year
            self.year.set_choices(
                [(str(year), f"{year} 年度") for year in range(this_year, 2019, -1)], empty="全部年度"
            )
        self.work.ask(
            archive_views.items,
            owner=self,
            done=partial(self._show, "items"),
            exclusive="archive-items",
            **self._scope(),
        )

    def _scope(self) -> dict[str, Any]:
        year = self.year.value()
        return {
            "year": int(year) if year else None,
            "category": self.category.value(),
            "text_in": self.finder.text(),
        }

    def _show(self, name: str, rows: tuple[Any, ...]) -> None:
        self.tabs.set_rows(name, rows, counted=name != "items")

    def _show_sweeping(self, due: Sweep) -> None:
        days = self.work.house.settings.get("deadline.visitor_identity")
        self._sweeping.setText(
            f"到期应当清除：{_swept_said(due)}。事由、统计和打印记录保留。"
            if due.total
            else f"来访人的身份信息保留 {days} 天；现在没有要清除的。"
        )
        self.sweep.setVisible(due.total > 0 and may(self.work.actor, "visits.sweep"))

    def _ask_sweep(self) -> None:
        text = (
            "清除后不能再看到这些来访人的姓名、电话和证件，也不能再看到期的打印留底和作废附件；"
            "时间、事由、统计和打印记录不变。"
        )
        self.work.dialogs.confirm(self, "清理到期的个人信息", text, "清除", self._sweep)

    def _sweep(self) -> None:
        self.work.act(sweeping.sweep, owner=self, done=self._swept, failed=self.refuse)

    def _swept(self, gone: Sweep) -> None:
        self.say(f"已清除：{_swept_said(gone) or '没有到期的'}")

    def _current(self) -> Any:
        return self.tables[self._tab].current()

    def _open_current(self) -> None:
        current = self._current()
        if current is not None:
            self._on_opened(current)

    def _on_opened(self, row: Any) -> None:
        if isinstance(row, Proposal):
            self.editing.file_one(row)
        elif isinstance(row, DisposalView):
            self.editing.next_step(row)
        elif self._tab == "loans":
            self.editing.give_back(row)
        elif isinstance(row, ItemRow) and not row.destroyed_on:
            self.editing.edit_item(row.eid)

    def file_chosen(self) -> None:
        """F9: as proposed; what lacks something is asked about."""
        one = self._current()
        if not isinstance(one, Proposal):
            return
        if one.lacks:
            self.editing.file_one(one)
        else:
            self._file([one])

    def file_all(self) -> None:
        """Ctrl+S: everything that lacks nothing."""
        model = self.tabs.models["waiting"]
        ready = [one for one in map(model.row_at, range(model.rowCount())) if one is not None and not one.lacks]
        if self._tab == "waiting" and ready:
            text = f"{len(ready)} 件不缺材料，按建议的题名和保管期限归档。归档后档号不再改变。"
            self.work.dialogs.confirm(self, "全部归档", text, "归档", partial(self._file, ready))

    def _file(self, ready: list[Proposal]) -> None:
        chosen = [(one.kind, one.eid) for one in ready]
        self.work.act(archives.file_matters, chosen, owner=self, done=self._filed, failed=self.refuse)

    def _filed(self, codes: tuple[str, ...]) -> None:
        self.say(f"已归档：{codes[0]}" if len(codes) == 1 else f"已归档 {len(codes)} 件")

    def lend_or_return(self) -> None:
        """Ctrl+O."""
        row = self._current()
        if not isinstance(row, ItemRow) or self._tab not in ("items", "loans") or row.destroyed_on:
            return
        if row.loan:
            self.editing.give_back(row)
        else:
            self.editing.lend(row.eid)

    def hold(self) -> None:
        """Ctrl+M."""
        row = self._current()
        if not isinstance(row, ItemRow):
            return
        if may(self.work.actor, "archive.hold"):
            self.editing.hold(row)
        else:
            self.say("冻结和解除冻结由站长办理", "warning")

    def propose(self) -> None:
        """Ctrl+N: everything that ran out and is not held."""
        model = self.tabs.models["run_out"]
        rows = [row for row in map(model.row_at, range(model.rowCount())) if row is not None]
        ready = [row.eid for row in rows if not row.held and not row.loan]
        if self._tab == "run_out" and ready:
            self.editing.propose(ready)

    def print_paper(self) -> None:
        """F10: the catalogue as it is shown, or the list chosen."""
        if self._tab == "items":
            self.wanted.emit("paper", {"order": archive_papers.catalogue, "options": self._scope()})
        elif self._tab == "disposals" and isinstance(one := self._current(), DisposalView):
            self.wanted.emit("paper", {"order": archive_papers.disposal_list, "args": (one.eid,)})


def _swept_said(found: Sweep) -> str:
    told = (
        (found.visits, "次来访的身份信息"),
        (found.prints, "份打印留底"),
        (found.files, "个作废附件的内容"),
        (found.drafts, "份没有写完、没有档案的草稿"),
    )
    return "、".join(f"{count} {what}" for count, what in told if count)
