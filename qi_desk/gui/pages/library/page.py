"""资源库: institutions, experts and equipment, what of theirs runs out, and the work given out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel

from qi_desk.domain import moments
from qi_desk.gui import theme, words
from qi_desk.gui.keys import PRINT, Key
from qi_desk.gui.page import Page
from qi_desk.gui.pages.library.editing import LibraryEditing
from qi_desk.gui.pages.library.forms import EXPIRING, LEDGER, ROWS, WORK, state_of
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.beside import lay_beside
from qi_desk.gui.widgets.facts import FactsPane, Masked, Section
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services import assignments, ledger_paper
from qi_desk.services.assignments import AssignmentView, LedgerRow
from qi_desk.services.library import papers, views
from qi_desk.services.library.views import ExpiringLine, LibraryRow, LibraryView, PaperLine, WorkLine
from qi_desk.services.match_words import document_said, level_said, until
from qi_desk.services.rights import may

_TABS: tuple[tuple[str, str, tuple[Any, ...], str], ...] = (
    ("institution", "机构", ROWS, "还没有机构。按 Ctrl+N 推荐一家。"),
    ("expert", "专家", ROWS, "还没有专家。按 Ctrl+N 推荐一位。"),
    ("equipment", "设备", ROWS, "还没有共享设备。站负责人按 Ctrl+N 登记。"),
    ("expiring", "快到期", EXPIRING, "没有快到期的。"),
    ("work", "派单", WORK, "没有等着办的派单。在“需求办理”里为需求对接机构或专家。"),
    ("ledger", "台账", LEDGER, "今年还没有派过单。"),
)
_LEDGER = "ledger"
_ORDERS: dict[str, Callable[..., Any]] = {
    "expert": papers.expert_form,
    "application": papers.application,
    "agreement": papers.agreement,
    "blank_expert": papers.blank_expert_form,
    "blank_application": papers.blank_application,
    _LEDGER: ledger_paper.referral_ledger,
}
_PAPERS = (
    ("expert", "expert", papers.EXPERT, ""),
    ("institution", "application", papers.APPLICATION, ""),
    ("institution", "agreement", papers.MOVE_IN, ""),
)
"""Of which kind of record, which paper, its name, what is said besides."""

_BLANKS = (
    ("expert", "blank_expert", papers.EXPERT, "（空白）"),
    ("institution", "blank_application", papers.APPLICATION, "（空白）"),
)
_OF_ONE = frozenset(one[1] for one in _PAPERS)
_SHELVES = frozenset({"institution", "expert", "equipment"})


class LibraryPage(Page):
    """Six lists; what is chosen stands right with everything that speaks for or against it."""

    name = "library"
    title = "资源库"
    icon = "database"
    kinds = frozenset({"institution", "expert", "equipment", "assignment", "evaluation"})
    keys = (
        Key("Ctrl+PgUp / PgDown", "换页签"),
        Key("Ctrl+N", "推荐机构或专家；设备页签：登记设备、场地"),
        Key("Ctrl+E", "改资料"),
        Key("Ctrl+M", "办理入驻、聘任、暂停、退出……"),
        Key(PRINT, "打印：专家信息表，入驻申请表、协议，空白表，今年的派单台账"),
        Key("Enter", "派单：填怎么样了；快到期：打开那一位"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._shown: LibraryView | None = None
        self.editing = LibraryEditing(work, self)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        tools = self._tools()
        self.tabs = TableTabs("资源库", self)
        self.tables = self.tabs.tables
        for name, title, columns, empty in _TABS:
            table = self.tabs.add(name, title, columns, empty, self._on_opened)
            table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.tabs.currentChanged.connect(self._on_tab)
        self.facts = FactsPane("选中一个，这里显示资质、评价和在办的事", self)
        self._revealing = Revealing(work, self.facts)
        lay_beside(self, tools, self.tabs, self.facts, (640, 360))

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._count = QLabel(self)
        theme.mark(self._count, theme.Tone.MUTED)
        row.addWidget(self._count, 1)
        tools = (
            ("new", "推荐 (Ctrl+N)", "plus", self.new),
            ("edit", "改资料 (Ctrl+E)", "pencil", self.edit),
            ("move", "办理… (Ctrl+M)", "list", self.choose_move),
            ("print", f"打印 ({PRINT})", "printer", self.choose_paper),
        )
        self._buttons = add_tools(row, self, tools)
        return row

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("kind"):
            self.tabs.bring(str(params["kind"]))
            if params.get("eid"):
                self.tables[str(params["kind"])].choose(str(params["eid"]))
                self._open(str(params["kind"]), str(params["eid"]))
        self.tabs.focus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            "Ctrl+N": self.new,
            "Ctrl+E": self.edit,
            "Ctrl+M": self.choose_move,
            PRINT: self.choose_paper,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self.editing.draft()

    def restore(self, content: Mapping[str, Any]) -> None:
        self.editing.resume(content)

    @property
    def _tab(self) -> str:
        return self.tabs.shown

    def reload(self) -> None:
        for kind in _SHELVES:
            self.work.ask(
                views.page, kind, owner=self, done=partial(self._show_rows, kind), exclusive=f"library-{kind}"
            )
        self.work.ask(
            views.expiring, owner=self, done=partial(self._show_rows, "expiring"), exclusive="library-expiring"
        )
        self.work.ask(assignments.waiting, owner=self, done=partial(self._show_rows, "work"), exclusive="library-work")
        today = moments.china_date(self.work.house.clock.now())
        self._ask("ledger", assignments.ledger, today.replace(month=1, day=1), today)
        self.work.ask(views.counts, owner=self, done=self._show_counts, exclusive="library-counts")

    def _ask(self, tab: str, verb: Callable[..., Any], *args: Any) -> None:
        self.work.ask(verb, *args, owner=self, done=partial(self._show_rows, tab), exclusive=f"library-{tab}")

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        # The other three of the four databases stand in the tabs with their numbers.
        self._count.setText(f"{words.kind('enterprise')} {counts.get('enterprise', 0)}")

    def _show_rows(self, name: str, rows: tuple[Any, ...]) -> None:
        self.tabs.set_rows(name, rows)
        self._offer()

    def _on_tab(self, _place: int) -> None:
        self._on_row()
        self._offer()

    def _on_row(self) -> None:
        row = self.tables[self._tab].current()
        if isinstance(row, LibraryRow | ExpiringLine):
            self._open(row.kind, row.eid)
        elif isinstance(row, AssignmentView | LedgerRow):
            self._open(row.kind, row.party)

    def _open(self, kind: str, eid: str) -> None:
        self.work.ask(views.show, kind, eid, owner=self, done=self._show, failed=self.refuse, exclusive="library-one")

    def _show(self, view: LibraryView) -> None:
        self._shown = view
        self.facts.show_sections(view.row.name, sections_of(view))
        self._offer()

    def _offer(self) -> None:
        kind = self._shown.row.kind if self._shown is not None else ""
        party = kind in ("institution", "expert")
        self._buttons["new"].setEnabled(self._may_enter(self._tab))
        self._buttons["edit"].setEnabled(self._may_enter(kind))
        self._buttons["move"].setEnabled(party and self._shown is not None and bool(self._shown.offered))

    def _on_opened(self, row: Any) -> None:
        if isinstance(row, AssignmentView):
            self.editing.work_step(row)
        elif isinstance(row, ExpiringLine):
            self.activate({"kind": row.kind, "eid": row.eid})
        elif isinstance(row, LedgerRow):
            self.activate({"kind": row.kind, "eid": row.party})
        else:
            self.edit()

    def new(self) -> None:
        """Ctrl+N."""
        if self._may_enter(self._tab):
            self.editing.new(self._tab)

    def _may_enter(self, kind: str) -> bool:
        return kind in ("institution", "expert") or (kind == "equipment" and may(self.work.actor, "equipment.enter"))

    def edit(self) -> None:
        """Ctrl+E."""
        if self._shown is not None and self._may_enter(self._shown.row.kind):
            self.editing.edit(self._shown.row.kind, self._shown.row.eid)

    def choose_paper(self) -> None:
        """F10: the papers of the one shown, the form of the list's kind to be filled in, the ledger of this year."""
        shown = self._shown.row if self._shown is not None else None
        offered = [one for one in _PAPERS if one[0] == (shown.kind if shown is not None else "")]
        offered += [one for one in _BLANKS if one[0] == self._tab]
        choices = [(kind, f"{words.label('paper_kinds', paper)}{note}") for _, kind, paper, note in offered]
        ledger = (_LEDGER, words.label("paper_kinds", ledger_paper.KIND))
        self.work.dialogs.choose(self, "打印", "哪一份", [*choices, ledger], self._print)

    def _print(self, which: str) -> None:
        args = (self._shown.row.eid,) if which in _OF_ONE and self._shown is not None else ()
        self.wanted.emit("paper", {"order": _ORDERS[which], "args": args})

    def choose_move(self) -> None:
        """Ctrl+M."""
        if self._shown is not None:
            self.editing.choose_move(self._shown)


def sections_of(view: LibraryView) -> list[Section]:
    """One of the library as sections of facts."""
    row, values = view.row, view.values
    return [
        Section(
            "情况",
            [
                ("状态", state_of(row) + ("，两次低分，待复核" if view.review_due else "")),
                ("编号", row.number),
                ("单位", str(values.get("organisation") or values.get("owner") or "")),
                ("职务职称", " ".join(filter(None, (values.get("post"), values.get("title"))))),
                ("地址", str(values.get("address") or values.get("place") or "")),
                ("响应承诺", f"{values['response_hours']} 小时" if values.get("response_hours") else ""),
                ("优惠", str(values.get("offer") or "")),
                ("处罚", str(values.get("penalty_note") or "") if values.get("penalised") else ""),
                ("准用范围", str(values.get("limit_text") or "")),
                *_reach(view),
            ],
        ),
        Section("证照", [(document_said(one.document), _paper(one)) for one in view.papers]),
        Section(
            "评价",
            [
                (words.moment(one.made_at)[:10], f"{one.score} 分　{one.comment}".strip())
                for one in view.evaluations[:6]
            ],
        ),
        Section(
            "办过的事",
            [
                (one.planned_on.isoformat(), f"{one.client}　{words.label('catalogue', one.item)}　{_standing(one)}")
                for one in view.work[:8]
            ],
        ),
    ]


def _standing(one: WorkLine) -> str:
    return words.label("assignment_states", one.state)


def _reach(view: LibraryView) -> list[Any]:
    name = {"expert": "phone", "institution": "contact_phone"}.get(view.row.kind, "")
    if not name or not view.values.get(name):
        return []
    return [Masked("电话", str(view.values[name]), view.row.kind, view.row.eid, name)]


def _paper(one: PaperLine) -> str:
    kind = words.label("qualification_kinds", one.kind) if one.kind else ""
    told = " ".join(filter(None, (kind, one.name, one.number, one.scope)))
    items = "、".join(words.label("catalogue", item) for item in one.items)
    return "　".join(filter(None, (told, items, until(one.valid_to), level_said(one.level))))
