"""评价: the station by its indicators, the rules themselves, staff, institutions and experts by theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from qi_desk.gui.attachments_dialog import AttachmentsDialog
from qi_desk.gui.deeds import Deed
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.page import Page
from qi_desk.gui.pages.evaluation.columns import (
    EVALUATIONS,
    INDICATORS,
    PARTIES,
    SETS,
    STAFF,
    Line,
    lines_of,
)
from qi_desk.gui.pages.evaluation.deeds import EVALUATION_DEEDS, JUDGING_DEEDS, ROW_DEEDS, SET_DEEDS
from qi_desk.gui.pages.evaluation.editing import EvaluationEditing
from qi_desk.gui.pages.evaluation.facts import (
    evaluation_sections,
    judged_sections,
    line_sections,
    set_sections,
)
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.beside import lay_beside
from qi_desk.gui.widgets.facts import FactsPane
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools, next_step
from qi_desk.gui.workplace import Workplace
from qi_desk.services.indicators import evaluation_views, evaluations, judging, papers, rule_set_views, tables
from qi_desk.services.indicators.evaluation_views import EvaluationRow, EvaluationView
from qi_desk.services.indicators.judging import Judged
from qi_desk.services.indicators.rule_set_views import SetRow, SetView
from qi_desk.services.indicators.saying import period_said, today_at
from qi_desk.services.rights import may

_TABS: tuple[tuple[str, str, Any, str], ...] = (
    ("evaluation", "自我评价", EVALUATIONS, "没有评价。周期结束后按 Ctrl+N 开始一次自我评价。"),
    ("indicator", "得分明细", INDICATORS, "在“自我评价”里选一份，这里逐项看得分、证据和复核。"),
    ("set", "指标体系", SETS, "还没有指标体系。站长按 Ctrl+N 取起步的一套，改好后启用。"),
    ("staff", "人员评价", STAFF, "没有可看的人员评价。"),
    ("party", "机构专家评价", PARTIES, "资源库里还没有在库的机构和专家。"),
)
_SCOPES = {
    "evaluation": (("open", "进行中"), ("closed", "已定稿"), ("all", "全部")),
    "staff": (("0", "今年"), ("1", "去年")),
    "party": (("0", "今年"),),
}
_NOTHING = "选中一条，这里显示全部内容和下一步"
_FILES = "表格 (*.xlsx *.csv)"
_JUDGED = {"staff": "staff_evaluation", "party": "evaluation"}


class EvaluationPage(Page):
    """Five lists; what is chosen stands right, its next step on F9."""

    name = "evaluation"
    title = "效能评价"
    group = "统计评价"
    icon = "gauge"
    right = "evaluations.page"
    kinds = evaluations.KINDS | {
        "indicator_set",
        "improvement",
        "attachment",
        "staff_evaluation",
        "evaluation",
        "publication",
    }
    keys = (
        Key("Ctrl+PgUp / PgDown", "换页签：自我评价、得分明细、指标体系、人员评价、机构专家评价"),
        Key(SAVE, "办下一步（按钮上写着是哪一步）；得分明细：打分"),
        Key("Ctrl+M", "从能办的里选一步：提交、复核、退回、定稿、立改进计划……"),
        Key("Ctrl+N", "新的评价；指标体系页签：新的一套"),
        Key("Ctrl+E", "证据附件；指标体系页签：改草稿"),
        Key(PRINT, "打印自我评价表"),
        Key("Ctrl+S", "导出评价表格"),
        Key("Ctrl+F", "换范围、换年度"),
        Key("Enter", "自我评价：看明细；得分明细：打分；指标体系：改；人员、机构专家：写年度评价"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self.view: EvaluationView | None = None
        self._set: SetView | None = None
        self._sets: tuple[SetRow, ...] = ()
        self._scope: dict[str, str] = {}
        self.editing = EvaluationEditing(work, self)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        tools = self._tools()
        self.tabs = TableTabs("评价", self)
        for name, title, columns, empty in _TABS:
            table = self.tabs.add(name, title, columns, empty, self._on_opened)
            table.view.selectionModel().currentRowChanged.connect(partial(self._on_row_of, name))
        self.tabs.currentChanged.connect(self._on_tab)
        self.facts = FactsPane(_NOTHING, self)
        self._revealing = Revealing(work, self.facts)
        lay_beside(self, tools, self.tabs, self.facts, (640, 360))
        self._on_tab()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.scope = ChoiceInput(self)
        self.scope.setAccessibleName("看哪些")
        self.scope.edited.connect(self._on_scope)
        row.addWidget(self.scope)
        row.addStretch(1)
        tools = (
            ("new", "新建 (Ctrl+N)", "plus", self.new),
            ("files", "证据 (Ctrl+E)", "paperclip", self.edit),
            ("export", "导出 (Ctrl+S)", "upload", self.export),
            ("print", f"打印 ({PRINT})", "printer", self.print_paper),
            ("more", "办理… (Ctrl+M)", "list", self.choose_deed),
        )
        self._buttons = add_tools(row, self, tools)
        self.next = next_step(self, self.do_next)
        row.addWidget(self.next)
        return row

    @property
    def tab(self) -> str:
        """Which list is in front."""
        return self.tabs.shown

    def activate(self, params: Mapping[str, Any]) -> None:
        kind, eid = str(params.get("kind", "")), str(params.get("eid", ""))
        if kind == "self_evaluation" and eid:
            self.look_at(eid)
        elif kind == "indicator_set" and eid:
            self.look_at_set(eid)
        elif kind == "self_evaluation" or params.get("tab") in self.tabs.tables:
            self.tabs.bring(str(params.get("tab") or "evaluation"))
        self.tabs.focus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            SAVE: self.do_next,
            "Ctrl+M": self.choose_deed,
            "Ctrl+N": self.new,
            "Ctrl+E": self.edit,
            "Ctrl+S": self.export,
            "Ctrl+F": self.scope.setFocus,
            PRINT: self.print_paper,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self.editing.draft()

    def restore(self, content: Mapping[str, Any]) -> None:
        self.editing.resume(content)

    def reload(self) -> None:
        self._ask("evaluation", evaluation_views.page, self._scope.get("evaluation", "open"))
        self.work.ask(rule_set_views.page, owner=self, done=self._show_sets, exclusive="evaluation-sets")
        self._judge()
        if self.view is not None:
            self._open(self.view.row.eid)

    def _judge(self) -> None:
        """Count people and partners only for who looks at them: a whole year is read for it."""
        verb = {"staff": judging.staff, "party": judging.parties}.get(self.tab)
        if verb is not None:
            year = today_at(self.work.house).year
            self._ask(self.tab, verb, year - int(self._scope.get(self.tab, "0")))

    def _ask(self, tab: str, verb: Callable[..., Any], *args: Any) -> None:
        done = partial(self._show_rows, tab)
        self.work.ask(verb, *args, owner=self, done=done, failed=self.refuse, exclusive=f"evaluation-{tab}")

    def _show_rows(self, tab: str, rows: tuple[Any, ...]) -> None:
        self.tabs.set_rows(tab, rows, counted=tab != "indicator")
        if tab == "evaluation" and not rows:
            self.view = None
            self.tabs.set_rows("indicator", (), counted=False)
        self._offer()

    def _show_sets(self, rows: tuple[SetRow, ...]) -> None:
        self._sets = rows
        self._show_rows("set", rows)

    def _on_scope(self) -> None:
        self._scope[self.tab] = self.scope.value()
        self.reload()

    def _on_tab(self, _place: int = 0) -> None:
        choices = _SCOPES.get(self.tab, ())
        self.scope.setVisible(bool(choices))
        if choices:
            self.scope.set_choices(choices)
            self.scope.set_value(self._scope.get(self.tab, choices[0][0]))
        if self.work.signed_in:
            self._judge()
        self._on_row()
        self._offer()

    def look_at(self, eid: str) -> None:
        """Show the indicators of an evaluation."""
        self.tabs.tables["evaluation"].choose(eid)
        self.tabs.bring("indicator")
        self._open(eid)

    def look_at_set(self, eid: str) -> None:
        """Show a rule set."""
        self.tabs.bring("set")
        self.tabs.tables["set"].choose(eid)
        self._open_set(eid)

    def _on_row_of(self, tab: str, *_places: object) -> None:
        # A list that is filled behind another one has nothing to show.
        if tab == self.tab:
            self._on_row()

    def _on_row(self) -> None:
        row = self._current()
        if isinstance(row, EvaluationRow):
            self._open(row.eid)
        elif isinstance(row, SetRow):
            self._open_set(row.eid)
        elif isinstance(row, Line):
            name = row.row.name if row.row is not None else row.head.name
            self.facts.show_sections(name, line_sections(row))
        elif isinstance(row, Judged):
            self.facts.show_sections(row.name, judged_sections(row, _JUDGED[self.tab]))
        else:
            self.facts.say(_NOTHING)
        self._offer()

    def _current(self) -> Any:
        table = self.tabs.tables.get(self.tab)
        return table.current() if table is not None else None

    def _open(self, eid: str) -> None:
        self.work.ask(
            evaluation_views.show, eid, owner=self, done=self._show, failed=self._gone, exclusive="evaluation-one"
        )

    def _gone(self, _error: object) -> None:
        self.view = None
        self.tabs.set_rows("indicator", (), counted=False)
        self._offer()

    def _show(self, view: EvaluationView) -> None:
        self.view = view
        self.tabs.set_rows("indicator", lines_of(view), counted=False)
        if self.tab == "evaluation":
            self.facts.show_sections(period_said(view.row.period), evaluation_sections(view))
        self._offer()

    def _open_set(self, eid: str) -> None:
        self.work.ask(
            rule_set_views.show, eid, owner=self, done=self._show_set, failed=self.refuse, exclusive="evaluation-set"
        )

    def _show_set(self, view: SetView) -> None:
        self._set = view
        if self.tab == "set":
            self.facts.show_sections(f"{view.row.name}　第 {view.row.version} 版", set_sections(view))
        self._offer()

    def _deeds(self) -> tuple[Mapping[str, Deed], tuple[str, ...]]:
        row = self._current()
        if isinstance(row, EvaluationRow) and self.view is not None and self.view.row.eid == row.eid:
            return EVALUATION_DEEDS, self.view.deeds
        if isinstance(row, Line) and self.view is not None:
            return ROW_DEEDS, self._row_deeds(row)
        if isinstance(row, SetRow) and self._set is not None and self._set.row.eid == row.eid:
            return {**SET_DEEDS, "edit": _EDIT}, self._set.deeds
        if isinstance(row, Judged) and self._may_judge(row):
            return JUDGING_DEEDS, (self.tab,)
        return {}, ()

    def _row_deeds(self, line: Line) -> tuple[str, ...]:
        row = line.row
        if row is None or self.view is None:
            return ()
        deeds = [one for one in self.view.row_deeds if one != "open_plan" or (row.scored.missed and not row.plan)]
        if "score" in deeds:
            deeds.insert(1, "show_by")
        return tuple(deeds)

    def _may_judge(self, row: Judged) -> bool:
        return not row.mine and may(self.work.actor, f"judging.write_{self.tab}")

    def _offer(self) -> None:
        table, names = self._deeds()
        self.next.setText(f"{table[names[0]].label if names else '没有下一步'} ({SAVE})")
        self.next.setEnabled(bool(names))
        self._buttons["more"].setEnabled(len(names) > 1)
        has_view = self.view is not None and self.tab in ("evaluation", "indicator")
        signed = self.work.signed_in
        begins = {"evaluation": "evaluations.begin", "indicator": "evaluations.begin", "set": "rule_sets.begin"}
        right = begins.get(self.tab, "")
        self._buttons["new"].setEnabled(bool(right) and signed and may(self.work.actor, right))
        self._buttons["print"].setEnabled(has_view and signed and may(self.work.actor, "paper.self_evaluation"))
        self._buttons["export"].setEnabled(has_view and signed and may(self.work.actor, "evaluations.export"))
        self._buttons["files"].setText("改 (Ctrl+E)" if self.tab == "set" else "证据 (Ctrl+E)")
        self._buttons["files"].setEnabled("edit" in names or self._row() is not None)
        self._buttons["files"].setVisible(self.tab in ("indicator", "set"))
        for name in ("print", "export"):
            self._buttons[name].setVisible(self.tab in ("evaluation", "indicator"))
        self._buttons["new"].setVisible(bool(right))

    def _row(self) -> Line | None:
        line = self._current()
        return line if isinstance(line, Line) and line.row is not None else None

    def _on_opened(self, row: object) -> None:
        if isinstance(row, EvaluationRow):
            self.tabs.bring("indicator")
            self.tabs.focus()
        elif isinstance(row, SetRow) and self._set is not None and "edit" in self._set.deeds:
            self.edit()
        else:
            self.do_next()

    def do_next(self) -> None:
        """F9: what is most likely wanted."""
        _, names = self._deeds()
        if names:
            self.do(names[0])

    def choose_deed(self) -> None:
        """Ctrl+M."""
        table, names = self._deeds()
        self.editing.pick(table, names, self.do)

    def do(self, name: str) -> None:
        """Begin a deed of what is chosen."""
        row = self._current()
        if isinstance(row, EvaluationRow) and self.view is not None:
            self.editing.on_evaluation(self.view, name)
        elif isinstance(row, Line) and row.row is not None:
            self.editing.on_row(row.row, name)
        elif isinstance(row, SetRow) and self._set is not None:
            self.editing.on_set(self._set, name)
        elif isinstance(row, Judged):
            self.editing.on_judged(row, self.tab)

    def new(self) -> None:
        """Ctrl+N."""
        if not self._buttons["new"].isEnabled():
            return
        if self.tab == "set":
            self.editing.begin_set()
        else:
            self.editing.begin_evaluation(self._sets)

    def edit(self) -> None:
        """Ctrl+E: the draft of a rule set, or what shows the points of an indicator."""
        line = self._row()
        if line is not None and line.row is not None:
            AttachmentsDialog(self.work, self, "evaluation_row", line.row.eid, line.row.name).begin()
        elif self.tab == "set" and self._set is not None and "edit" in self._set.deeds:
            self.editing.edit_set(self._set.row.eid)

    def print_paper(self) -> None:
        """F10."""
        if self.view is not None and self._buttons["print"].isEnabled():
            self.wanted.emit("paper", {"order": papers.sheet, "args": (self.view.row.eid,)})

    def export(self) -> None:
        """Ctrl+S."""
        if self.view is not None and self._buttons["export"].isEnabled():
            self.work.ask(tables.suggest, self.view.row.eid, owner=self, done=self._on_name, failed=self.refuse)

    def _on_name(self, name: str) -> None:
        self.work.dialogs.save_file(self, "导出到", name, _FILES, self._export)

    def _export(self, file: str) -> None:
        if self.view is not None:
            done = partial(self._exported, file)
            eid = self.view.row.eid
            self.work.ask(tables.export, eid, Path(file), owner=self, done=done, failed=self.refuse)

    def _exported(self, file: str, count: int) -> None:
        self.say(f"已导出 {count} 项指标到 {Path(file).name}")


_EDIT = Deed("edit", "改草稿", evaluations.begin)
"""Stands for the editor in the list of deeds; it is opened, not called."""
