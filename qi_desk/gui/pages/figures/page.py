"""统计报表: the figures of a period, how they spread, the ledger behind them, and the reports made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from qi_desk.domain import moments
from qi_desk.domain.errors import Expected
from qi_desk.domain.figures.periods import parse
from qi_desk.gui import theme, words
from qi_desk.gui.keys import PRINT, REFRESH, SAVE, Key
from qi_desk.gui.page import Page
from qi_desk.gui.pages.figures.behind_dialog import BehindDialog
from qi_desk.gui.pages.figures.columns import FIGURES, LEDGER, REPORTS
from qi_desk.gui.pages.figures.counting import Count
from qi_desk.gui.pages.figures.deeds import ReportDeeds
from qi_desk.gui.pages.figures.going import way_to
from qi_desk.gui.pages.figures.period_bar import PeriodBar
from qi_desk.gui.pages.figures.report_dialog import ReportDialog
from qi_desk.gui.pages.figures.spread_tab import SpreadTab
from qi_desk.gui.widgets.beside import one_below_other
from qi_desk.gui.widgets.facts import FactsPane, Section
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services import staff
from qi_desk.services.figures import ledger, ledger_papers, report_views, statement
from qi_desk.services.figures.counting import Counted, Part
from qi_desk.services.figures.ledger import Ledger, LedgerRow
from qi_desk.services.figures.report_views import ReportRow
from qi_desk.services.figures.statement import FigureLine, Statement, first_lines
from qi_desk.services.prints import kinds
from qi_desk.services.prints.kinds import Asked

_FIGURES, _SPREAD, _LEDGER, _REPORTS = "figures", "spread", "ledger", "reports"
_NOTHING = "选一个指标，看它怎样统计。"


class FiguresPage(Page):
    """Four looks at one period; whatever is shown leads to the records behind it."""

    name = "figures"
    title = "统计报表"
    icon = "chart-column"
    group = "统计评价"
    right = "figures.count"
    kinds = frozenset({"figure_report"})
    keys = (
        Key("Enter", "数字、分布：看依据的记录；台账：打开这一件；报告：打开"),
        Key("F6", "换期间长短：日、周、月、季、年"),
        Key("F7 / F8", "上一期 / 下一期"),
        Key("Ctrl+F", "键入期间，如 2026-03、2026-W11、2026-Q1、2026-03-01..2026-03-15"),
        Key("Ctrl+PgUp / PgDown", "换页签：数字、分布、台账、报告"),
        Key("Ctrl+N", "为这一期起草报表"),
        Key(SAVE, "报告：提交、审定"),
        Key("Ctrl+M", "报告：写说明、退回、停用、丢弃"),
        Key("Ctrl+S", "存为表格（xlsx）"),
        Key("Ctrl+E", "打开的报表里：重算比对"),
        Key(PRINT, "报告、台账：打印"),
        Key(REFRESH, "重新统计"),
        Key("Esc", "停止统计"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._count: Count | None = None
        self.deeds = ReportDeeds(work, self)
        self.bar = PeriodBar(self)
        self.bar.chosen.connect(self._on_period)
        self.bar.refused.connect(self._on_refused)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        self.tabs = TableTabs("统计报表", self)
        self._add_tabs()
        self.tabs.currentChanged.connect(self._on_tab)
        layout.addWidget(self.tabs, 1)
        self._on_tab()

    def _head(self) -> QVBoxLayout:
        head, row, below = QVBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._cut = QLabel(self)
        self._cut.setWordWrap(True)
        row.addWidget(self.bar)
        row.addStretch(1)
        tools = (
            ("new", "起草报表 (Ctrl+N)", "plus", self.deeds.begin),
            ("table", "存为表格 (Ctrl+S)", "save", self.save_table),
        )
        self._buttons = add_tools(row, self, tools)
        deeds = (
            ("print", f"打印 ({PRINT})", "printer", self.print_report),
            ("more", "办理… (Ctrl+M)", "list", self.choose_deed),
            ("next", f"提交 ({SAVE})", "check", self.take_next),
        )
        self._buttons |= add_tools(below, self, deeds)
        theme.mark(self._buttons["next"], theme.Tone.PRIMARY)
        self._buttons["next"].setIcon(QIcon())
        theme.mark(self._cut, theme.Tone.MUTED)
        self.progress = QProgressBar(self)
        self.progress.setAccessibleName("统计进度，Esc 停止")
        self.progress.setTextVisible(False)
        self.progress.setMaximumWidth(240)
        self.progress.hide()
        below.insertWidget(0, self._cut, 1)
        below.insertWidget(1, self.progress)
        head.addLayout(row)
        head.addLayout(below)
        return head

    def _add_tabs(self) -> None:
        self.tabs.add(_FIGURES, "数字", FIGURES, "正在统计……", self.open_figure)
        table = self.tabs.tables[_FIGURES]
        table.view.selectionModel().currentRowChanged.connect(self._show_how)
        self.facts = FactsPane(_NOTHING, self)
        # The list goes into a splitter with its definition; the tab keeps its place and name.
        self.tabs.removeTab(0)
        split = one_below_other(self, table, self.facts, (420, 170))
        table.show()
        split.setFocusProxy(table)
        self._figures_tab = split
        self.tabs.addTab(split, "数字")
        self.spread = SpreadTab(self)
        self.spread.way_wanted.connect(self._read_spread)
        self.spread.part_wanted.connect(self._on_part)
        self.tabs.addTab(self.spread, "分布")
        self._add_ledger()
        self.tabs.add(_REPORTS, "报告", REPORTS, "还没有报表。Ctrl+N 为上面的期间起草一份。", self.open_report)
        self.tabs.tables[_REPORTS].view.selectionModel().currentRowChanged.connect(self._offer)

    def _add_ledger(self) -> None:
        table = self.tabs.add(_LEDGER, "台账", LEDGER, "这一期没有记录。", self._on_ledger)
        self.tabs.removeTab(self.tabs.indexOf(table))
        self._ledger_tab = QWidget(self)
        column = QVBoxLayout(self._ledger_tab)
        column.setContentsMargins(0, 6, 0, 0)
        row = QHBoxLayout()
        self.person = ChoiceInput(self._ledger_tab)
        self.person.setAccessibleName("谁的台账")
        self.person.set_choices((), empty="全站")
        self.person.edited.connect(self._read_ledger)
        self._ledger_note = QLabel(self._ledger_tab)
        theme.mark(self._ledger_note, theme.Tone.MUTED)
        row.addWidget(self.person)
        row.addWidget(self._ledger_note, 1)
        column.addLayout(row)
        column.addWidget(table, 1)
        table.show()
        self._ledger_tab.setFocusProxy(table)
        self.tabs.addTab(self._ledger_tab, "台账")

    @property
    def tab(self) -> str:
        """Which of the four is in front."""
        shown = self.tabs.currentWidget()
        names = {self._figures_tab: _FIGURES, self.spread: _SPREAD, self._ledger_tab: _LEDGER}
        return names.get(shown, _REPORTS)

    def bring(self, name: str) -> None:
        """Bring one of the four to the front. Raises KeyError."""
        tabs = {_FIGURES: self._figures_tab, _SPREAD: self.spread, _LEDGER: self._ledger_tab}
        self.tabs.setCurrentWidget(tabs[name] if name in tabs else self.tabs.tables[name])

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("period"):
            self.bar.show_period(parse(str(params["period"])))
            if self.isVisible():
                self._read()
        if params.get("kind") == "figure_report" and params.get("eid"):
            self.bring_report(str(params["eid"]))
        elif params.get("tab"):
            self.bring(str(params["tab"]))
        self.tabs.focus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            "F6": self.bar.turn_span,
            "F7": self.bar.go_back,
            "F8": self.bar.go_on,
            SAVE: self.take_next,
            PRINT: self.print_report,
            "Ctrl+F": self._to_period,
            "Ctrl+N": self.deeds.begin,
            "Ctrl+M": self.choose_deed,
            "Ctrl+S": self.save_table,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def _to_period(self) -> None:
        self.bar.typed.setFocus()
        self.bar.typed.selectAll()

    def back(self) -> bool:
        if self._count is None:
            return False
        self._count.stop()
        return True

    def reload(self) -> None:
        if self.bar.period.first.year == _NEVER:
            self.bar.begin(moments.china_date(self.work.house.clock.now()))
        self.work.ask(staff.people, owner=self, done=self._show_people, exclusive="figures-people")
        self._read()

    def _show_people(self, people: tuple[staff.PersonView, ...]) -> None:
        chosen = self.person.value()
        self.person.set_choices([(one.eid, one.name) for one in people], empty="全站")
        self.person.set_value(chosen)

    def _read(self) -> None:
        {_FIGURES: self._read_figures, _SPREAD: self._read_spread, _LEDGER: self._read_ledger}.get(
            self.tab, self._read_reports
        )()

    def _on_period(self, _period: object) -> None:
        self._read()
        self.tabs.focus()

    def _on_refused(self, sentence: str) -> None:
        self.say(sentence, "danger")

    def watch(self, doing: str) -> Count:
        """A count begins; the one before is not waited for any more."""
        if self._count is not None:
            self._count.stop()
        self._count = Count(self)
        self._count.come.connect(self.progress.setValue)
        self.progress.setValue(0)
        self.progress.show()
        self._cut.setText(f"{doing}……（Esc 停止）")
        return self._count

    def unwatch(self) -> None:
        """The count is over."""
        self._count = None
        self.progress.hide()
        self._cut.setText("")

    def _read_figures(self) -> None:
        count = self.watch("正在统计")
        count.more.connect(self._show_first)
        ask = partial(self.work.ask, statement.statement, self.bar.period, owner=self, lane="outside", told=count.told)
        ask(done=self._show_figures, failed=self._on_failed, exclusive="figures")

    def _show_first(self, so_far: Counted) -> None:
        if so_far.period == self.bar.period and self._count is self.sender():
            self.tabs.models[_FIGURES].set_rows(first_lines(so_far).lines)

    def _show_figures(self, found: Statement) -> None:
        self.unwatch()
        self.tabs.models[_FIGURES].set_rows(found.lines)
        running = "；这一期还没有结束，不与上期比" if found.period.last >= moments.china_date(found.cut) else ""
        stopped = "" if found.whole else "；统计已停下，数字不全，F5 重新统计"
        days = f"{found.period.first:%Y-%m-%d} 至 {found.period.last:%Y-%m-%d}　" if found.period.days > 1 else ""
        self._cut.setText(f"{days}数据截止 {words.moment(found.cut)}　口径 {found.rules}{running}{stopped}")

    def _on_failed(self, error: Expected) -> None:
        self.unwatch()
        self.refuse(error)

    def _read_spread(self) -> None:
        count = self.watch("正在划分")
        way = self.spread.way.value()
        ask = partial(self.work.ask, statement.spread, self.bar.period, way, owner=self, lane="outside")
        ask(done=self._show_spread, failed=self._on_failed, exclusive="figures", told=count.told)

    def _show_spread(self, rows: tuple[statement.PartLine, ...]) -> None:
        self.unwatch()
        self.spread.show_parts(rows)

    def _read_ledger(self) -> None:
        ask = partial(self.work.ask, ledger.ledger, self.bar.period, self.person.value(), owner=self, lane="outside")
        ask(done=self._show_ledger, failed=self.refuse, exclusive="figures-ledger")

    def _show_ledger(self, found: Ledger) -> None:
        self.tabs.models[_LEDGER].set_rows(found.rows)
        short = f"，每类只列最近 {ledger.MOST:,} 条" if found.cut_short else ""
        self._ledger_note.setText(f"{len(found.rows):,} 条{short}")

    def _read_reports(self) -> None:
        done = partial(self.tabs.set_rows, _REPORTS, counted=False)
        self.work.ask(report_views.page, owner=self, done=done, failed=self.refuse, exclusive="figures-reports")

    def bring_report(self, eid: str) -> None:
        """Bring the reports to the front, this one chosen."""
        self.bring(_REPORTS)
        self.tabs.tables[_REPORTS].choose(eid)
        self._read_reports()

    def _on_tab(self, _place: int = 0) -> None:
        self._offer()
        if self._count is None:
            self._cut.setText("")
        if self.isVisible():
            self._read()

    def _offer(self, *_places: object) -> None:
        row, here = self.report, self.tab == _REPORTS
        for name in ("more", "next"):
            self._buttons[name].setVisible(here)
        self._buttons["print"].setVisible(here or self.tab == _LEDGER)
        state = row.state if row is not None else ""
        self._buttons["next"].setText(f"{'审定' if state == 'submitted' else '提交'} ({SAVE})")
        self._buttons["next"].setEnabled(state in ("draft", "submitted"))
        self._buttons["more"].setEnabled(state in ("draft", "submitted", "approved"))
        self._buttons["print"].setEnabled(self.tab == _LEDGER or state not in ("", "draft"))

    @property
    def report(self) -> ReportRow | None:
        """The report chosen, where reports are in front."""
        row = self.tabs.tables[_REPORTS].current() if self.tab == _REPORTS else None
        return row if isinstance(row, ReportRow) else None

    def _show_how(self, *_places: object) -> None:
        line = self.tabs.tables[_FIGURES].current()
        if not isinstance(line, FigureLine):
            self.facts.say(_NOTHING)
            return
        figure = line.figure
        made = [("依据", f"{figure.n:,} 条记录")]
        if figure.bottom and line.said.endswith("%"):
            made.append(("算式", f"{figure.top:,} ÷ {figure.bottom:,}"))
        compared = [("上期", line.before), ("比上期", line.change), ("去年同期", line.year)]
        sections = [Section("统计口径", [("", line.how)]), Section(f"本期 {line.said}", [*made, *compared])]
        self.facts.show_sections(line.name, sections)

    def open_figure(self, line: FigureLine) -> None:
        """Enter on a figure: the records behind it."""
        self._open_behind(line.eid, None, "")

    def _on_part(self, key: str, label: str) -> None:
        self._open_behind(self.spread.code.value(), Part(self.spread.way.value(), key), label)

    def _open_behind(self, code: str, part: Part | None, of: str) -> None:
        dialog = BehindDialog(self.work, self, self.bar.period, code, part, of)
        dialog.wanted.connect(self.wanted)
        dialog.open()

    def _on_ledger(self, row: LedgerRow) -> None:
        self.wanted.emit(*way_to(*row.opens))

    def open_report(self, row: ReportRow) -> None:
        """Enter on a report: its figures as they were frozen."""
        ReportDialog(self.work, self, row.eid).open()

    def take_next(self) -> None:
        """F9: the next step of the report chosen."""
        if self.report is not None:
            self.deeds.next(self.report)

    def choose_deed(self) -> None:
        """Ctrl+M: what can be done with the report chosen."""
        if self.report is not None:
            self.deeds.more(self.report)

    def save_table(self) -> None:
        """Ctrl+S: what stands in front as a table."""
        self.deeds.save_table(self.report)

    def print_report(self) -> None:
        """F10: the report chosen on paper; with the ledger in front, the ledger."""
        period = self.bar.period
        if self.tab == _LEDGER:
            order = partial(ledger_papers.sheet, specialist=self.person.value())
            self.wanted.emit("paper", {"order": order, "args": (period.first, period.last)})
        elif self.report is not None and self.report.state != "draft":
            self.wanted.emit("paper", {"order": kinds.order_for, "args": (Asked("figure_report", self.report.eid),)})


_NEVER = 2000
"""The year the bar shows before it was told any."""
