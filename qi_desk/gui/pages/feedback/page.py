"""评价投诉: how clients were served in their own words, what was done about it, and the figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout

from qi_desk.domain import moments
from qi_desk.gui import words
from qi_desk.gui.attachments_dialog import AttachmentsDialog
from qi_desk.gui.deeds import Deed
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.page import Moment, Page
from qi_desk.gui.pages.feedback.columns import CANDIDATES, COMPLAINTS, IMPROVEMENTS, SURVEYS
from qi_desk.gui.pages.feedback.deeds import COMPLAINT_DEEDS, IMPROVEMENT_DEEDS, SURVEY_DEEDS
from qi_desk.gui.pages.feedback.editing import FeedbackEditing
from qi_desk.gui.pages.feedback.facts import (
    complaint_sections,
    figure_sections,
    improvement_sections,
    survey_sections,
)
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.beside import lay_beside
from qi_desk.gui.widgets.facts import FactsPane
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools, next_step
from qi_desk.gui.workplace import Workplace
from qi_desk.services.feedback import (
    complaint_views,
    complaints,
    improvement_views,
    improvements,
    papers,
    statistics,
    survey_views,
    surveys,
)
from qi_desk.services.feedback.complaint_views import ComplaintRow, ComplaintView
from qi_desk.services.feedback.improvement_views import Candidate, ImprovementRow, ImprovementView
from qi_desk.services.feedback.statistics import Figures
from qi_desk.services.feedback.survey_views import SurveyRow, SurveyView

_TABS: tuple[tuple[str, str, Any, str], ...] = (
    ("survey", "评价", SURVEYS, "这个范围里没有评价。在“需求办理”里请客户评价，或按 Ctrl+N 录入纸质评价单。"),
    ("complaint", "投诉", COMPLAINTS, "没有投诉。按 Ctrl+N 登记一件，匿名也收。"),
    ("improvement", "改进计划", IMPROVEMENTS, "没有改进计划。按 Ctrl+N 立一项。"),
    ("candidate", "待立项", CANDIDATES, "没有需要立项改进的。"),
)
_SCOPES = {
    "survey": (("waiting", "待评价"), ("bad", "差评待办"), ("rated", "已评价"), ("unrated", "未评价")),
    "complaint": (("open", "未关闭"), ("ended", "已结束")),
    "improvement": (("open", "进行中"), ("closed", "已关闭")),
    "candidate": (("", "近 90 天"),),
    "figures": (("month", "本月"), ("quarter", "本季度"), ("year", "今年"), ("last_year", "近 12 个月")),
}
_PAGES: dict[str, Callable[..., Any]] = {
    "survey": survey_views.page,
    "complaint": complaint_views.page,
    "improvement": improvement_views.page,
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_COMPLAINT_MOMENTS = {
    "received": "complaint.receive",
    "acknowledged": "complaint.acknowledged",
    "assessed": "complaint.acknowledged",
    "investigating": "complaint.investigating",
    "responding": "complaint.investigating",
    "decided": "complaint.decided",
    "escalated": "complaint.objected",
    "reviewed": "complaint.decided",
    "external": "complaint.objected",
    "correcting": "complaint.closed",
    "closed": "complaint.closed",
    "referred": "complaint.referred",
    "withdrawn": "complaint.closed",
}
"""What is said by where a complaint stands."""

View = SurveyView | ComplaintView | ImprovementView


class FeedbackPage(Page):
    """Five lists; what is chosen stands right, its next step on F9."""

    name = "feedback"
    title = "评价投诉"
    icon = "star"
    kinds = complaints.KINDS | improvements.KINDS | {"survey", "evaluation"}
    keys = (
        Key("Ctrl+PgUp / PgDown", "换页签：评价、投诉、改进计划、待立项、统计"),
        Key(SAVE, "办下一步（按钮上写着是哪一步）；待立项：立项"),
        Key("Ctrl+M", "从能办的里选一步"),
        Key("Ctrl+N", "登记投诉；评价页签：按编号录入纸质评价单；改进页签：立项"),
        Key(PRINT, "打印：评价单、告知书、答复书、改进计划"),
        Key("Ctrl+E", "附件：证据、依据"),
        Key("Ctrl+O", "按期征询：上一季度办过事、没有征询过的服务对象"),
        Key("Ctrl+F", "换范围"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._view: View | None = None
        self._wanted_scope: dict[str, str] = {}
        self.editing = FeedbackEditing(work, self)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        tools = self._tools()
        self.tabs = TableTabs("评价投诉", self)
        for name, title, columns, empty in _TABS:
            table = self.tabs.add(name, title, columns, empty, self._on_opened)
            table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.figures = FactsPane("正在统计", self)
        self.tabs.addTab(self.figures, "统计")
        self.tabs.currentChanged.connect(self._on_tab)
        self.facts = FactsPane("选中一条，这里显示全部内容和下一步", self)
        self._revealing = Revealing(work, self.facts)
        lay_beside(self, tools, self.tabs, self.facts, (600, 400))
        self._on_tab()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.scope = ChoiceInput(self)
        self.scope.setAccessibleName("看哪些")
        self.scope.edited.connect(self._on_scope)
        row.addWidget(self.scope)
        row.addStretch(1)
        tools = (
            ("new", "登记 (Ctrl+N)", "plus", self.new),
            ("period", "按期征询 (Ctrl+O)", "users", self.ask_period),
            ("files", "附件 (Ctrl+E)", "paperclip", self.show_files),
            ("print", f"打印 ({PRINT})", "printer", self.print_paper),
            ("more", "办理… (Ctrl+M)", "list", self.choose_deed),
        )
        self._buttons = add_tools(row, self, tools)
        self.next = next_step(self, self.do_next)
        row.addWidget(self.next)
        return row

    @property
    def tab(self) -> str:
        """Which list is in front; "figures" where none is."""
        return self.tabs.shown or "figures"

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("receive"):
            self.tabs.bring("complaint")
            self.editing.receive(params["receive"])
            return
        kind, eid = str(params.get("kind", "")), str(params.get("eid", ""))
        if kind in self.tabs.tables:
            self.tabs.bring(kind)
            if eid:
                self.tabs.tables[kind].choose(eid)
                self._open(kind, eid)
        self.tabs.focus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            SAVE: self.do_next,
            "Ctrl+M": self.choose_deed,
            "Ctrl+N": self.new,
            PRINT: self.print_paper,
            "Ctrl+E": self.show_files,
            "Ctrl+O": self.ask_period,
            "Ctrl+F": self.scope.setFocus,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self.editing.draft()

    def restore(self, content: Mapping[str, Any]) -> None:
        self.editing.resume(content)

    def reload(self) -> None:
        for kind, verb in _PAGES.items():
            scope = self._wanted_scope.get(kind, _SCOPES[kind][0][0])
            self.work.ask(verb, scope, owner=self, done=partial(self._show_rows, kind), exclusive=f"feedback-{kind}")
        self.work.ask(
            improvement_views.candidates,
            owner=self,
            done=partial(self._show_rows, "candidate"),
            exclusive="feedback-candidate",
        )
        if self.tab == "figures":
            self._count()
        if self._view is not None:
            self._open(_kind_of(self._view), self._view.row.eid)

    def _show_rows(self, kind: str, rows: tuple[Any, ...]) -> None:
        self.tabs.set_rows(kind, rows)
        self._offer()

    def _count(self) -> None:
        today = moments.china_date(self.work.house.clock.now())
        since = begins(self.scope.value(), today)
        self.work.ask(statistics.figures, since, today, owner=self, done=self._show_figures, exclusive="figures")

    def _show_figures(self, found: Figures) -> None:
        self.figures.show_sections("满意度与投诉", figure_sections(found))

    def _on_tab(self, _place: int = 0) -> None:
        tab = self.tab
        self.scope.set_choices(_SCOPES[tab])
        self.scope.set_value(self._wanted_scope.get(tab, _SCOPES[tab][0][0]))
        self.facts.setVisible(tab != "figures")
        if tab == "figures" and self.work.signed_in:
            self._count()
        self._view = None
        self._on_row()
        self._offer()

    def _on_scope(self) -> None:
        self._wanted_scope[self.tab] = self.scope.value()
        self.reload()

    def _on_row(self, *_places: object) -> None:
        table = self.tabs.tables.get(self.tab)
        row = table.current() if table is not None else None
        if isinstance(row, SurveyRow | ComplaintRow | ImprovementRow):
            self._open(self.tab, row.eid)

    def _open(self, kind: str, eid: str) -> None:
        verbs: dict[str, Callable[..., Any]] = {
            "survey": survey_views.show,
            "complaint": complaint_views.show,
            "improvement": improvement_views.show,
        }
        self.work.ask(verbs[kind], eid, owner=self, done=self._show, failed=self.refuse, exclusive="feedback-one")

    def _show(self, view: View) -> None:
        self._view = view
        if isinstance(view, SurveyView):
            title, sections = view.row.number, survey_sections(view)
        elif isinstance(view, ComplaintView):
            title, sections = view.row.number, complaint_sections(view)
        else:
            title, sections = view.row.problem, improvement_sections(view)
        self.facts.show_sections(title, sections)
        self._offer()
        self.moment_changed.emit()

    def _deeds(self) -> tuple[Mapping[str, Deed], tuple[str, ...]]:
        if isinstance(self._view, SurveyView):
            return SURVEY_DEEDS, self._view.deeds
        if isinstance(self._view, ComplaintView):
            return COMPLAINT_DEEDS, self._view.deeds
        if isinstance(self._view, ImprovementView):
            return IMPROVEMENT_DEEDS, self._view.deeds
        return {}, ()

    def _offer(self) -> None:
        table, names = self._deeds()
        following = "立项" if self.tab == "candidate" else table[names[0]].label if names else "没有下一步"
        self.next.setText(f"{following} ({SAVE})")
        self.next.setEnabled(bool(names) or (self.tab == "candidate" and self._candidate() is not None))
        self._buttons["more"].setEnabled(bool(names))
        self._buttons["print"].setEnabled(self._view is not None)
        self._buttons["period"].setVisible(self.tab == "survey")
        self._buttons["files"].setVisible(self.tab != "survey")
        self._buttons["files"].setEnabled(isinstance(self._view, ComplaintView | ImprovementView))
        self._buttons["new"].setEnabled(self.tab in ("survey", "complaint", "improvement"))

    def _candidate(self) -> Candidate | None:
        row = self.tabs.tables["candidate"].current()
        return row if isinstance(row, Candidate) else None

    def _on_opened(self, _row: object) -> None:
        self.do_next()

    def do_next(self) -> None:
        """F9: what is most likely wanted."""
        chosen = self._candidate()
        if self.tab == "candidate" and chosen is not None:
            self.editing.candidate(chosen)
            return
        _, names = self._deeds()
        if names:
            self.do(names[0])

    def choose_deed(self) -> None:
        """Ctrl+M."""
        table, names = self._deeds()
        self.editing.pick(table, names, self.do)

    def do(self, name: str) -> None:
        """Begin a deed of what is shown."""
        if isinstance(self._view, SurveyView):
            self.editing.on_survey(self._view, name)
        elif isinstance(self._view, ComplaintView):
            self.editing.on_complaint(self._view, name)
        elif isinstance(self._view, ImprovementView):
            self.editing.on_improvement(self._view, name)

    def new(self) -> None:
        """Ctrl+N."""
        if self.tab == "complaint":
            self.editing.receive()
        elif self.tab == "improvement":
            self.editing.found({"source": "self"}, "", {})
        elif self.tab == "survey":
            asked = "评价单上的编号（可以扫）"
            self.work.dialogs.ask_text(self, "录入纸质评价单", asked, self._on_slip_number)

    def ask_period(self) -> None:
        """Ctrl+O: ask those who were served last quarter and never asked."""
        since, until = last_quarter(moments.china_date(self.work.house.clock.now()))
        text = f"向 {since.isoformat()} 至 {until.isoformat()} 办结过事项、还没有征询过的服务对象各发一张评价单？"
        ask = partial(self.work.act, surveys.ask_period, since, until, owner=self, done=self._on_period_asked)
        self.work.dialogs.confirm(self, "按期征询", text, "征询", ask)

    def _on_period_asked(self, count: int) -> None:
        told = f"已征询 {count} 家。" if count else "都征询过了，没有要补的。"
        self.say(told, following="按 F10 打印评价单，或电话询问。")

    def _on_slip_number(self, number: str) -> None:
        def known(view: SurveyView) -> None:
            self._show(view)
            self.editing.on_survey(view, "rate_from_slip")

        self.work.ask(survey_views.show, number.strip(), owner=self, done=known, failed=self.refuse)

    def show_made(self, deed: Deed, eid: str) -> None:
        """A deed was done: its record is the one to look at."""
        made: dict[Any, str] = {complaints.receive: "complaint", improvements.found: "improvement"}
        kind = made.get(deed.verb)
        if kind is not None:
            self.tabs.bring(kind)
            self._open(kind, eid)

    def show_files(self) -> None:
        """Ctrl+E: evidence of a complaint or a plan."""
        view = self._view
        if isinstance(view, ComplaintView | ImprovementView):
            AttachmentsDialog(self.work, self, _kind_of(view), view.row.eid, view.row.number).begin()

    def print_paper(self) -> None:
        """F10: the slip, the plan, or one of the papers of a complaint."""
        view = self._view
        if isinstance(view, SurveyView):
            self.wanted.emit("paper", {"order": papers.slip, "args": (view.row.eid,)})
        elif isinstance(view, ImprovementView):
            self.wanted.emit("paper", {"order": papers.improvement, "args": (view.row.eid,)})
        elif isinstance(view, ComplaintView):
            choices = [(kind, words.label("paper_kinds", kind)) for kind in view.papers]
            if len(choices) == 1:
                self._print_complaint(choices[0][0])
            elif choices:
                self.work.dialogs.choose(self, "打印", "哪一份", choices, self._print_complaint)

    def _print_complaint(self, kind: str) -> None:
        if self._view is not None:
            self.wanted.emit("paper", {"order": papers.complaint, "args": (self._view.row.eid, kind)})

    def moment(self) -> Moment:
        view = self._view
        if isinstance(view, ComplaintView):
            row = view.row
            due = f"{row.due.month}月{row.due.day}日" if row.due is not None else ""
            slots = {
                "编号": row.number,
                "日期": due,
                "进展": words.label("complaint_states", row.state),
                "结论": words.label("complaint_decisions", str(view.values["decision"])),
                "去向": words.label("referral_places", str(view.values["referred_to"])),
            }
            integrity = ("complaint.integrity",) if row.escalated else ()
            return Moment(_COMPLAINT_MOMENTS[row.state], slots, integrity)
        if isinstance(view, SurveyView):
            low = bool(view.correction)
            silent = () if view.row.overall else ("rating.silent",)
            code = "rating.call_back" if low else "rating.thanks" if view.row.overall else "rating.invite"
            return Moment(code, {"编号": view.row.number}, (*silent, *(("rating.low",) if low else ())))
        return Moment("complaint.receive" if self.tab == "complaint" else "")


def _kind_of(view: View) -> str:
    if isinstance(view, SurveyView):
        return "survey"
    return "complaint" if isinstance(view, ComplaintView) else "improvement"


def last_quarter(today: date) -> tuple[date, date]:
    """The first and last day of the quarter before the one of `today`."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return moments.months_later(first, -3), first - timedelta(days=1)


def begins(span: str, today: date) -> date:
    """The first day of a span of the figures that ends today."""
    if span == "last_year":
        return today - timedelta(days=365)
    months = _MONTHS[span or "month"]
    return date(today.year, (today.month - 1) // months * months + 1, 1)
