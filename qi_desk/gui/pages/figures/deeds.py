"""What is done with reports: begun for the period in front, written, submitted, approved, sent back, ended."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from qi_desk.domain.figures.periods import Span
from qi_desk.domain.figures.reports import FIGURE_REPORT, SPECIAL
from qi_desk.gui import words
from qi_desk.gui.record_dialog import RecordDialog
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.workplace import Workplace
from qi_desk.services.figures import report_views, reports, tables
from qi_desk.services.figures.report_views import ReportRow, ReportView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qi_desk.gui.pages.figures.page import FiguresPage

TABLES = "表格 (*.xlsx *.csv)"
_DEEDS = {
    "draft": (("submit", "提交，数字从此定格"), ("write", "写分析与说明"), ("drop", "丢弃草稿")),
    "submitted": (("approve", "审定"), ("back", "退回，写明理由")),
    "approved": (("supersede", "停用，写明理由"),),
}


class ReportDeeds(QObject):
    """The deeds of the page's reports."""

    def __init__(self, work: Workplace, page: FiguresPage) -> None:
        super().__init__(page)
        self._work, self._page = work, page

    def begin(self) -> None:
        """Ctrl+N: a report of the period in front; of any two days it is a special one with a topic."""
        period = self._page.bar.period
        if period.span is Span.FREE:
            self._work.dialogs.ask_text(self._page, "专报", "专题", partial(self._draft, SPECIAL))
            return
        usual = words.label("figure_report_kinds", period.span.value)
        choices = [(period.span.value, usual), (SPECIAL, words.label("figure_report_kinds", SPECIAL))]
        self._work.dialogs.choose(self._page, "起草报表", f"{period.code} 的哪种报表", choices, self._on_kind)

    def _on_kind(self, kind: str) -> None:
        if kind == SPECIAL:
            self._work.dialogs.ask_text(self._page, "专报", "专题", partial(self._draft, SPECIAL))
        else:
            self._draft(kind, "")

    def _draft(self, kind: str, topic: str) -> None:
        period = self._page.bar.period.code
        self._act(reports.draft, kind, period, topic, done=self._begun, said="已起草")

    def _begun(self, eid: str) -> None:
        self._page.bring_report(eid)
        self._page.say("已起草。F9 提交时按当时的记录定格数字；Ctrl+M 写分析与说明。")

    def next(self, row: ReportRow) -> None:
        """F9: the likeliest next step."""
        if row.state == "draft":
            self._submit(row)
        elif row.state == "submitted":
            self._approve(row)
        else:
            self._page.say("这份报表已经办完。Ctrl+M 还有别的可办。", "accent")

    def more(self, row: ReportRow) -> None:
        """Ctrl+M: everything that can be done with it."""
        choices = _DEEDS.get(row.state, ())
        if choices:
            title = f"办理 {row.number or row.period}"
            self._work.dialogs.choose(self._page, title, "要做什么", choices, partial(self._take, row))

    def _take(self, row: ReportRow, deed: str) -> None:
        deeds: dict[str, Callable[[ReportRow], None]] = {
            "submit": self._submit,
            "write": self._write,
            "drop": self._drop,
            "approve": self._approve,
            "back": partial(self._with_reason, "退回理由", reports.send_back, "已退回，数字重新统计。"),
            "supersede": partial(self._with_reason, "停用理由", reports.supersede, "已停用，仍可查阅。"),
        }
        deeds[deed](row)

    def _submit(self, row: ReportRow) -> None:
        text = f"按现在的记录定格 {row.period} 的全部数字。提交以后数字不再变，补录的只进入以后的统计。"
        self._work.dialogs.confirm(self._page, "提交报表", text, "提交", partial(self._submit_now, row.eid))

    def _submit_now(self, eid: str) -> None:
        count = self._page.watch("正在定格数字")
        done = partial(self._page.say, "已提交，数字已定格。请另一位同事审定。")
        self._act(reports.submit, eid, done=lambda _eid: done(), lane="outside", told=count.told, ended=True)

    def _approve(self, row: ReportRow) -> None:
        self._act(reports.approve, row.eid, done=lambda _eid: self._page.say("已审定。"))

    def _drop(self, row: ReportRow) -> None:
        self._act(reports.drop, row.eid, done=lambda _eid: self._page.say("已丢弃草稿。"), said="丢弃草稿")

    def _with_reason(self, label: str, deed: Any, said: str, row: ReportRow) -> None:
        title = f"{label[:2]} {row.number}"
        act = partial(self._act, deed, row.eid)
        done = self._page.say
        self._work.dialogs.ask_text(self._page, title, label, lambda why: act(why, done=lambda _eid: done(said)))

    def _write(self, row: ReportRow) -> None:
        self._work.ask(report_views.show, row.eid, owner=self, done=self._write_shown, failed=self._page.refuse)

    def _write_shown(self, view: ReportView) -> None:
        names = reports.WRITTEN_FIELDS if view.row.kind == SPECIAL else ("remark",)

        def form(parent: QWidget) -> RecordForm:
            return RecordForm(FIGURE_REPORT, names, parent)

        def save(values: dict[str, Any]) -> None:
            self._work.act(
                reports.write,
                view.row.eid,
                values,
                view.writers,
                owner=self,
                done=dialog.saved,
                failed=dialog.refuse,
                said="写分析与说明",
            )

        dialog = RecordDialog(self._work, self._page, f"分析与说明 {view.row.period}", form, save)
        dialog.begin({"topic": view.row.topic, "remark": view.remark})

    def _act(self, deed: Any, *args: Any, done: Any, said: str = "", ended: bool = False, **options: Any) -> None:
        page = self._page

        def finished(value: Any) -> None:
            if ended:
                page.unwatch()
            done(value)

        def failed(error: Any) -> None:
            if ended:
                page.unwatch()
            page.refuse(error)

        self._work.act(deed, *args, owner=self, done=finished, failed=failed, said=said, **options)

    def save_table(self, row: ReportRow | None) -> None:
        """Ctrl+S: what stands in front as a table: figures, ledger, or the report chosen."""
        tab, period = self._page.tab, self._page.bar.period.code.replace("..", "至")
        if tab == "reports":
            if row is None or row.state == "draft":
                self._page.say("草稿还没有定格的数字，提交以后再存。", "accent")
                return
            self._ask_file(f"报表-{row.number}.xlsx", tables.export_report, row.eid)
        elif tab == "ledger":
            person = self._page.person.value()
            self._ask_file(f"服务台账-{period}.xlsx", tables.export_ledger, self._page.bar.period, person)
        else:
            self._ask_file(f"统计-{period}.xlsx", tables.export, self._page.bar.period)

    def _ask_file(self, name: str, deed: Any, *args: Any) -> None:
        then = partial(self._write_table, deed, args)
        self._work.dialogs.save_file(self._page, "存为表格", name, TABLES, then)

    def _write_table(self, deed: Any, args: tuple[Any, ...], file: str) -> None:
        page = self._page

        def done(rows: int) -> None:
            page.say(f"已存为 {Path(file).name}，{rows:,} 行。导出已记入操作记录。")

        self._work.ask(deed, Path(file), *args, owner=self, done=done, failed=page.refuse, lane="outside")
