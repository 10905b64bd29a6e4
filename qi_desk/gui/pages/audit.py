"""操作记录: who did, saw, printed what and when, and whether the chain of it all still holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.errors import Expected
from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import SAVE, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Page
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services import audit_export, oversight
from qi_desk.services.audit_export import Checked, Exported, Verdict
from qi_desk.services.oversight import Walked
from qi_desk.services.ports import AuditLine

_PAGE = 200

_REASONS = {
    name: frozenset(code for code, _ in words.choices(name))
    for name in ("unmask_reasons", "end_reasons", "hold_reasons", "reprint_reasons", "void_reasons", "desk_reasons")
}


def _fields(line: AuditLine) -> str:
    return "、".join(
        wording.label(f"{line.kind}.{name}") for name in line.fields if wording.known(f"{line.kind}.{name}")
    )


_COLUMNS = (
    Column[AuditLine]("序号", lambda line: str(line.seq), width=9, right=True, rank=2),
    Column[AuditLine]("时间", lambda line: f"{line.at:%Y-%m-%d %H:%M:%S}", width=21),
    Column[AuditLine]("谁", lambda line: line.actor or "程序", width=12),
    Column[AuditLine]("做了什么", lambda line: wording.event_label(line.kind, line.event), width=16),
    Column[AuditLine]("对什么", lambda line: words.label("entity", line.kind), width=14),
    Column[AuditLine]("哪几项", _fields),
    Column[AuditLine](
        "理由", lambda line: words.label("unmask_reasons", line.why) if line.why else "", width=18, rank=1
    ),
)


_VERDICTS = {
    Verdict.GENUINE: ("success", "✓ 与签名一致，没有改动。"),
    Verdict.CHANGED: ("danger", "✖ 表格被改过，与签名不符。"),
    Verdict.FORGED: ("danger", "✖ 签名不对，不是所称的站签的。"),
    Verdict.UNKNOWN_KEY: ("warning", "▲ 本机不认识签名的钥匙，请先与区里同步再核对。"),
}


class AuditPage(Page):
    """The chain's lines, newest first; what was written stays in the records."""

    name = "audit"
    title = "操作记录"
    icon = "shield"
    group = "本站"
    right = "audit.lines"
    kinds = frozenset({"audit"})
    keys = (
        Key(SAVE, "核对操作链"),
        Key("Enter", "看这条记录的全部经过"),
        Key("Ctrl+E", "导出一段时间的操作记录，带签名"),
        Key("Ctrl+O", "核对一份导出的操作记录"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._eid: str | None = None
        self.model = RowsModel(_COLUMNS, self)
        self.model.page_wanted.connect(self._next_page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._tools())
        self.table = RowsTable(self.model, "还没有操作记录。", "操作记录")
        self.table.opened.connect(self._on_opened)
        layout.addWidget(self.table, 1)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        label = QLabel("显示")
        self.scope = ChoiceInput()
        self.scope.set_choices((("all", "全部操作"), ("one", "选中记录的经过")))
        self.scope.setAccessibleName("显示哪些操作")
        label.setBuddy(self.scope)
        self.scope.edited.connect(self._on_scope)
        row.addWidget(label)
        row.addWidget(self.scope)
        self.verdict = QLabel("每一条都封在前一条上，改动、删去、调换任何一条都能查出。")
        self.verdict.setWordWrap(True)
        theme.set_tone(self.verdict, theme.Tone.MUTED)
        row.addWidget(self.verdict, 1)
        self.check = QPushButton(f"核对操作链 ({SAVE})")
        self.check.setIcon(icons.icon("shield"))
        self.check.clicked.connect(self.check_chain)
        row.addWidget(self.check)
        tools = (
            ("export", "导出… (Ctrl+E)", "download", self.export),
            ("verify", "核对导出件… (Ctrl+O)", "file-text", self.check_file),
        )
        add_tools(row, self, tools)
        return row

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {SAVE: self.check_chain, "Ctrl+E": self.export, "Ctrl+O": self.check_file}

    def back(self) -> bool:
        if self._eid is None:
            return False
        self._eid = None
        self.scope.set_value("all")
        self.reload()
        return True

    def reload(self) -> None:
        self._ask(None, self._show_first)

    def _ask(self, before: int | None, done: Callable[[Any], None]) -> None:
        self.work.ask(
            oversight.audit_lines,
            owner=self,
            done=done,
            failed=self.refuse,
            exclusive="audit",
            eid=self._eid,
            before=before,
            limit=_PAGE,
        )

    def _show_first(self, lines: tuple[AuditLine, ...]) -> None:
        self.model.set_rows(lines, more=len(lines) == _PAGE)

    def _next_page(self) -> None:
        last = self.model.row_at(self.model.rowCount() - 1)
        if last is not None:
            self._ask(last.seq, self._show_next)

    def _show_next(self, lines: tuple[AuditLine, ...]) -> None:
        self.model.append_page(lines, more=len(lines) == _PAGE)

    def _on_opened(self, line: AuditLine) -> None:
        if line.eid:
            self._eid = line.eid
            self.scope.set_value("one")
            self.reload()

    def _on_scope(self) -> None:
        chosen = self.table.current()
        wanted = self.scope.value() == "one" and isinstance(chosen, AuditLine) and bool(chosen.eid)
        self._eid = chosen.eid if wanted and isinstance(chosen, AuditLine) else None
        self.reload()

    def check_chain(self) -> None:
        """F9: walk the whole chain, in steps."""
        self.check.setEnabled(False)
        self._walk(Walked())

    def export(self) -> None:
        """Ctrl+E: the operations of the days given, as a signed table."""
        today = moments.china_date(self.work.house.clock.now())
        self.work.dialogs.ask_text(
            self, "导出操作记录", "从哪天到哪天（两个日期，中间空一格）", self._on_days, f"{today:%Y-01-01} {today}"
        )

    def _on_days(self, typed: str) -> None:
        try:
            since, until = (date.fromisoformat(one) for one in typed.split())
        except ValueError:
            self.say("没有看懂日期，请写成 2026-01-01 2026-12-31", "warning")
            return
        name = f"{self.title} {since} {until}.xlsx"
        save = partial(self._export_to, since, until)
        self.work.dialogs.save_file(self, "导出操作记录", name, "Excel (*.xlsx);;CSV (*.csv)", save)

    def _export_to(self, since: date, until: date, file: str) -> None:
        self.work.act(
            audit_export.export, Path(file), since, until, owner=self, done=self._on_exported, failed=self.refuse
        )

    def _on_exported(self, made: Exported) -> None:
        self.say(f"已导出 {made.lines} 条到 {made.file}，签名在同名的 .sig.json 里，请一起交出。")

    def check_file(self) -> None:
        """Ctrl+O: whether an exported record is as it was signed."""
        self.work.dialogs.open_file(self, "核对导出件", "表格 (*.xlsx *.csv)", self._on_file)

    def _on_file(self, file: str) -> None:
        self.work.ask(audit_export.check_export, Path(file), owner=self, done=self._on_checked, failed=self.refuse)

    def _on_checked(self, found: Checked) -> None:
        tone, said = _VERDICTS[found.verdict]
        self.say(f"{said}　{found.station} 站 {words.moment(found.signed_at)} 签，共 {found.lines} 条", tone)

    def _walk(self, walked: Walked) -> None:
        self.verdict.setText(f"正在核对，已到第 {walked.seq} 条……")
        self.work.ask(oversight.walk_chain, walked, owner=self, done=self._on_walked, failed=self._on_broken)

    def _on_walked(self, walked: Walked) -> None:
        if not walked.finished:
            self._walk(walked)
            return
        self.check.setEnabled(True)
        self.verdict.setText(f"操作链完整，共 {walked.seq} 条，与写入时一致。")

    def _on_broken(self, error: Expected) -> None:
        self.check.setEnabled(True)
        self.verdict.setText(str(wording.sentence(error)))
        self.refuse(error)
