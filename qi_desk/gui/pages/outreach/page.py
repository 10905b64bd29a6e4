"""企业走访: what is planned, what was heard, and which problems are still owed an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import PRINT, SAVE, SUBMIT, Key
from qi_desk.gui.models.rows_model import RowsModel
from qi_desk.gui.page import Moment, Page
from qi_desk.gui.pages.outreach.columns import PROBLEMS, VISITS, standing
from qi_desk.gui.pages.outreach.editing import OutreachEditing
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.beside import lay_beside
from qi_desk.gui.widgets.facts import FactsPane, Masked, Section
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services import outreach_papers, outreach_views
from qi_desk.services.outreach_views import OutreachPage as VisitPage
from qi_desk.services.outreach_views import OutreachRow, OutreachView, ProblemView

_SCOPES = (("planned", "已安排的"), ("owed", "问题待反馈的"), ("done", "已走访的"))
_WHOSE = (("", "全站"), ("mine", "我走访的"))
_EMPTY = {
    "planned": "没有安排走访。按 Ctrl+N 安排一次，或在“到期提醒”里为一项安排电话。",
    "owed": "没有待反馈的问题。",
    "done": "还没有走访记录。",
}


class OutreachPage(Page):
    """Visits left, the chosen one right: its facts above, its problems below."""

    name = "outreach"
    title = "企业走访"
    icon = "map-pin"
    group = "档案"
    kinds = frozenset({"outreach", "outreach_problem", "request", "enterprise"})
    keys = (
        Key("Ctrl+N", "安排走访"),
        Key(SAVE, "写走访记录"),
        Key("Ctrl+M", "记一个问题"),
        Key("Ctrl+E", "改安排"),
        Key("Enter", "到问题表；在问题上：填答复"),
        Key(SUBMIT, "把选中的问题转成需求"),
        Key(PRINT, "打印走访记录（没写的可手填）"),
        Key("Ctrl+D", "取消走访；在问题表里：撤下问题"),
        Key("Ctrl+F", "换范围"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._eid = ""
        self._view: OutreachView | None = None
        self._after: tuple[Any, str] | None = None
        self.editing = OutreachEditing(work, self)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        tools = self._tools()
        self.model = RowsModel(VISITS, self)
        self.model.page_wanted.connect(self._next_page)
        self.table = RowsTable(self.model, _EMPTY["planned"], "走访", self)
        self.table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.table.opened.connect(self._on_opened)
        lay_beside(self, tools, self.table, self._right(self), (560, 440), 10)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.scope, self.whose = ChoiceInput(self), ChoiceInput(self)
        self.scope.setAccessibleName("看哪些走访")
        self.whose.setAccessibleName("看谁的走访")
        self.scope.set_choices(_SCOPES)
        self.whose.set_choices(_WHOSE)
        for choice in (self.scope, self.whose):
            choice.edited.connect(self.reload)
            row.addWidget(choice)
        row.addStretch(1)
        tools = (
            ("blank", "空白表", "file-text", self.print_blank),
            ("print", f"打印 ({PRINT})", "printer", self.print_record),
            ("plan", "安排走访 (Ctrl+N)", "plus", self.plan),
        )
        self._buttons = add_tools(row, self, tools)
        self.record = QPushButton(f"写记录 ({SAVE})", self)
        self.record.setIcon(icons.icon("pencil", "on_accent"))
        theme.mark(self.record, theme.Tone.PRIMARY)
        self.record.clicked.connect(self.write_record)
        row.addWidget(self.record)
        return row

    def _right(self, parent: QWidget) -> QWidget:
        right = QWidget(parent)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        self.facts = FactsPane("选中一次走访，这里显示安排、记录和问题", right)
        self._revealing = Revealing(self.work, self.facts)
        column.addWidget(self.facts, 3)
        head = QHBoxLayout()
        title = QLabel("存在问题", right)
        theme.mark(title, theme.Tone.ACCENT)
        head.addWidget(title, 1)
        self.note = QPushButton("记问题 (Ctrl+M)", right)
        self.note.setIcon(icons.icon("plus"))
        self.note.clicked.connect(self.add_problem)
        head.addWidget(self.note)
        self.to_request = QPushButton("转成需求 (Ctrl+Enter)", right)
        self.to_request.setIcon(icons.icon("clipboard-list"))
        self.to_request.clicked.connect(self.begin_intake)
        head.addWidget(self.to_request)
        column.addLayout(head)
        self.problems: RowsModel[ProblemView] = RowsModel(PROBLEMS, self)
        self.problem_table = RowsTable(self.problems, "没有记问题。按 Ctrl+M 记一个。", "存在问题", right)
        self.problem_table.opened.connect(self._on_problem)
        column.addWidget(self.problem_table, 2)
        return right

    def moment(self) -> Moment:
        view = self._view
        if view is None:
            return Moment("reception.empty", {})
        row = view.row
        if row.state == "planned" and row.mode == "phone":
            return Moment("radar.call", {"事项": row.purpose, "日期": f"{row.day.month}月{row.day.day}日"})
        owed = next((one for one in view.problems if one.state.value in ("open", "overdue")), None)
        if owed is not None and owed.values["due"]:
            due = owed.values["due"]
            return Moment("outreach.owed", {"日期": f"{due.month}月{due.day}日"})
        return Moment("outreach.enter", {})

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("plan"):
            self.editing.new_plan(params["plan"], params.get("names", {}), self._planned)
            return
        if params.get("eid"):
            self.table.choose(str(params["eid"]))
            self._open(str(params["eid"]))
        self.table.setFocus()

    def _planned(self, eid: str) -> None:
        self.scope.set_value("planned")
        self.table.choose(eid)
        self._open(eid)
        self.reload()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            "Ctrl+N": self.plan,
            "Ctrl+M": self.add_problem,
            SAVE: self.write_record,
            "Ctrl+E": self.edit_plan,
            SUBMIT: self.begin_intake,
            PRINT: self.print_record,
            "Ctrl+D": self.take_off,
            "Ctrl+F": self.scope.setFocus,
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self.editing.draft()

    def restore(self, content: Mapping[str, Any]) -> None:
        visit = content.get("visit") or (content.get("eid") if content.get("what") != "problem" else "")
        if visit:
            self._open(str(visit))
        self.editing.resume(content)

    def reload(self) -> None:
        scope = self.scope.value()
        self.table.set_empty(_EMPTY[scope])
        self.work.ask(
            outreach_views.page,
            scope,
            owner=self,
            done=self._show_first,
            exclusive="outreach",
            mine=bool(self.whose.value()),
        )
        if self._eid and self.table.current() is None:
            self._open(self._eid)

    def _show_first(self, page: VisitPage) -> None:
        self._after = page.after
        self.model.set_rows(page.rows, more=page.after is not None)
        self._offer()

    def _next_page(self) -> None:
        self.work.ask(
            outreach_views.page,
            self.scope.value(),
            owner=self,
            done=self._show_next,
            mine=bool(self.whose.value()),
            after=self._after,
        )

    def _show_next(self, page: VisitPage) -> None:
        self._after = page.after
        self.model.append_page(page.rows, more=page.after is not None)

    def _on_row(self) -> None:
        row = self.table.current()
        if isinstance(row, OutreachRow):
            self._open(row.eid)

    def _open(self, eid: str) -> None:
        self._eid = eid
        self.work.ask(outreach_views.show, eid, owner=self, done=self._show, failed=self.refuse, exclusive="visit")

    def _show(self, view: OutreachView) -> None:
        self._view = view
        self.facts.show_sections(view.row.client_name, sections_of(view))
        self.problems.set_rows(view.problems)
        self._offer()
        self.moment_changed.emit()

    def _offer(self) -> None:
        state = self._view.row.state if self._view is not None else ""
        self.note.setEnabled(state in ("planned", "done"))
        self.record.setEnabled(state in ("planned", "done"))
        self.record.setText(f"改记录 ({SAVE})" if state == "done" else f"写记录 ({SAVE})")
        self._buttons["print"].setEnabled(bool(state))
        self.to_request.setEnabled(bool(self.problems.rowCount()))

    def _on_opened(self, _row: OutreachRow) -> None:
        if self.problems.rowCount():
            self.problem_table.setFocus()
        else:
            self.write_record()

    def _on_problem(self, problem: ProblemView) -> None:
        self.editing.edit_problem(self._eid, problem)

    def back(self) -> bool:
        if not self.problem_table.view.hasFocus():
            return False
        self.table.setFocus()
        return True

    def _at_problems(self) -> bool:
        return self.problem_table.view.hasFocus() and self._view is not None

    def plan(self) -> None:
        """Ctrl+N."""
        self.editing.new_plan({}, {}, self._planned)

    def add_problem(self) -> None:
        """Ctrl+M: one more problem of the visit chosen."""
        if self._view is not None and self._view.row.state != "cancelled":
            self.editing.new_problem(self._eid)

    def write_record(self) -> None:
        """F9."""
        if self._view is not None and self._view.row.state != "cancelled":
            self.editing.write_record(self._eid)

    def edit_plan(self) -> None:
        """Ctrl+E: other day, other person; what was carried out is changed by its record."""
        if self._view is None:
            return
        if self._view.row.state == "planned":
            self.editing.edit_plan(self._view)
        else:
            self.write_record()

    def take_off(self) -> None:
        """Ctrl+D."""
        problem = self.problem_table.current()
        if self._at_problems() and isinstance(problem, ProblemView):
            self.editing.drop_problem(problem)
        elif self._view is not None and self._view.row.state == "planned":
            self.editing.cancel(self._eid)

    def begin_intake(self) -> None:
        """Ctrl+Enter: the problem chosen becomes a request."""
        problem = self.problem_table.current() or self.problems.row_at(0)
        if self._view is None or not isinstance(problem, ProblemView):
            return
        if problem.request_eid:
            self.wanted.emit("request", {"eid": problem.request_eid})
            return
        row = self._view.row
        self.wanted.emit(
            "intake",
            {
                "client": row.client,
                "organisation": row.client_name,
                "subject": problem.values["text"],
                "problem": problem.eid,
                "channel": self.work.house.codes.row("outreach_kinds", row.kind)["channel"],
                "source": "field_visit",
            },
        )

    def print_record(self) -> None:
        """F10."""
        if self._view is not None:
            self.wanted.emit("paper", {"order": outreach_papers.sheet, "args": (self._eid,)})

    def print_blank(self) -> None:
        """A form to be filled in by hand."""
        self.wanted.emit("paper", {"order": outreach_papers.blank})


def sections_of(view: OutreachView) -> list[Section]:
    """A visit as sections of facts."""
    row, values = view.row, view.values
    return [
        Section(
            "安排",
            [
                ("情况", standing(row)),
                ("编号", row.number),
                ("类型", f"{words.label('outreach_kinds', row.kind)}（{words.label('outreach_modes', row.mode)}）"),
                ("安排日期", values["planned_on"].isoformat()),
                ("走访人", row.owner),
                ("事由", row.purpose),
                ("地址", view.address),
                ("取消原因", words.label("outreach_cancels", values["cancel_reason"])),
            ],
        ),
        Section(
            "可以找谁",
            [Masked(name, phone or "没有留电话", "contact", eid, "phone") for eid, name, phone in view.contacts[:4]],
        ),
        Section(
            "记录",
            [
                ("走访日期", values["went_on"].isoformat() if values["went_on"] else ""),
                Masked("受访人", f"{values['met']} {values['met_role']}".strip(), "outreach", row.eid, "met"),
                ("同行", values["companions"]),
                ("经营质量现状", values["quality_status"]),
                ("宣传内容", values["publicity"]),
                ("签字", "受访人已签字" if values["signed"] else ("未签字" if row.state == "done" else "")),
                ("记录人", view.recorded_by),
            ],
        ),
    ]
