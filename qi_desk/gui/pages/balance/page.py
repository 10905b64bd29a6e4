"""均衡与共性: three looks at one stretch of time, each on its tab, with what can be begun from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout

from qi_desk.domain import moments
from qi_desk.domain.figures.periods import Period, free
from qi_desk.gui import theme
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.page import Page
from qi_desk.gui.pages.balance.arrivals_tab import ArrivalsTab
from qi_desk.gui.pages.balance.needs_tab import NeedsTab
from qi_desk.gui.pages.balance.referrals_tab import ReferralsTab
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services import ledger_paper
from qi_desk.services.balance import arrivals, common_needs, referrals
from qi_desk.services.balance.common_needs import CommonNeed, NeedLine

_SPANS = (("30", "近 30 天"), ("90", "近 90 天"), ("180", "近半年"), ("365", "近一年"))
_CLASS, _PAIN, _PROJECT = "class", "pain", "project"
_DEEDS = {_CLASS: "拟开集中培训", _PAIN: "登记为痛点难点", _PROJECT: "发起联合攻关"}
_PAGES = {"request": "request", "pain_point": "registers", "outreach_problem": "outreach"}


class BalancePage(Page):
    """Whom work goes to, what is needed alike, when people come."""

    name = "balance"
    title = "均衡与共性"
    icon = "scale"
    group = "统计评价"
    kinds = frozenset({"assignment", "request", "pain_point", "outreach", "outreach_problem", "visit"})
    keys = (
        Key("Ctrl+PgUp / PgDown", "换一页：派单均衡、共性需求、到访时段"),
        Key("Ctrl+F", "换时间范围"),
        Key("↑ ↓ ← →", "图上逐个读数"),
        Key("Enter", "打开图上或表中的这一条"),
        Key(SAVE, "共性需求：拟开集中培训"),
        Key("Ctrl+M", "共性需求：集中培训、痛点难点、联合攻关"),
        Key(PRINT, "打印本年派单台账"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._tools())
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("均衡与共性")
        self.referrals = ReferralsTab(self.tabs)
        self.referrals.party_wanted.connect(self._on_party)
        self.needs = NeedsTab(self.tabs)
        self.needs.line_wanted.connect(self._on_line)
        self.needs.chosen.connect(self._offer)
        self.arrivals = ArrivalsTab(self.tabs)
        self.tabs.addTab(self.referrals, "派单均衡")
        self.tabs.addTab(self.needs, "共性需求")
        self.tabs.addTab(self.arrivals, "到访时段")
        self.tabs.currentChanged.connect(self._on_tab)
        layout.addWidget(self.tabs, 1)
        self._offer()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.span = ChoiceInput(self)
        self.span.setAccessibleName("时间范围")
        self.span.set_choices(_SPANS)
        self.span.set_value("90")
        self.span.edited.connect(self.reload)
        row.addWidget(self.span)
        row.addStretch(1)
        tools = (
            ("more", "办理… (Ctrl+M)", "list", self.choose_deed),
            ("print", f"派单台账 ({PRINT})", "printer", self.print_paper),
            ("class", f"{_DEEDS[_CLASS]} ({SAVE})", "users", self.plan_class),
        )
        self._buttons = add_tools(row, self, tools)
        theme.mark(self._buttons["class"], theme.Tone.PRIMARY)
        self._buttons["class"].setIcon(QIcon())
        return row

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("tab") in ("referrals", "needs", "arrivals"):
            self.tabs.setCurrentWidget(getattr(self, str(params["tab"])))
        self.tabs.currentWidget().setFocus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            "Ctrl+PgUp": partial(self._turn, -1),
            "Ctrl+PgDown": partial(self._turn, 1),
            "Ctrl+F": self.span.setFocus,
            "Ctrl+M": self.choose_deed,
            SAVE: self.plan_class,
            PRINT: self.print_paper,
        }

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
        self.tabs.currentWidget().setFocus()

    def _period(self) -> Period:
        today = moments.china_date(self.work.house.clock.now())
        return free(today - timedelta(days=int(self.span.value())), today)

    def reload(self) -> None:
        shown, period = self.tabs.currentWidget(), self._period()
        if shown is self.referrals:
            self.work.ask(referrals.referrals, period, owner=self, done=self.referrals.show_found, exclusive="balance")
        elif shown is self.needs:
            days = int(self.span.value())
            self.work.ask(common_needs.common_needs, days, owner=self, done=self.needs.show_found, exclusive="balance")
        else:
            self.work.ask(arrivals.arrivals, period, owner=self, done=self.arrivals.show_found, exclusive="balance")

    def _on_tab(self, _place: int) -> None:
        self._offer()
        if self.work.signed_in:
            self.reload()

    def _need(self) -> CommonNeed | None:
        return self.needs.need() if self.tabs.currentWidget() is self.needs else None

    def _offer(self) -> None:
        need = self._need()
        self._buttons["class"].setEnabled(need is not None)
        self._buttons["more"].setEnabled(need is not None)

    def _on_party(self, kind: str, eid: str) -> None:
        self.wanted.emit("library", {"kind": kind, "eid": eid})

    def _on_line(self, line: NeedLine) -> None:
        self.wanted.emit(_PAGES[line.kind], {"kind": line.kind, "eid": line.opens})

    def plan_class(self) -> None:
        """F9: a class for the enterprises of the need in front, planned on the page of meetings."""
        need = self._need()
        if need is not None:
            self.wanted.emit("meeting", {"plan": common_needs.a_class(need)})

    def choose_deed(self) -> None:
        """Ctrl+M: what is begun for all of them."""
        need = self._need()
        if need is not None:
            names = [name for name in _DEEDS if name != _PROJECT or need.joint]
            choices = [(name, _DEEDS[name]) for name in names]
            text = "联合攻关要有一件已评估为复杂、还在办理的需求。" if not need.joint else "接下来做什么"
            self.work.dialogs.choose(self, need.title, text, choices, partial(self._begin, need))

    def _begin(self, need: CommonNeed, deed: str) -> None:
        if deed == _CLASS:
            self.wanted.emit("meeting", {"plan": common_needs.a_class(need)})
        elif deed == _PAIN:
            self.wanted.emit("registers", {"register": "pain_point", "begin": common_needs.a_pain_point(need)})
        else:
            begins = common_needs.a_project(need)
            self.wanted.emit("request", {"eid": need.joint, "deed": "project", "begins": begins})

    def print_paper(self) -> None:
        """F10: the ledger of the year, with its charts."""
        self.wanted.emit("paper", {"order": ledger_paper.referral_ledger})
