"""操作记录: who did, saw, printed what and when, and whether the chain of it all still holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from qi_desk import wording
from qi_desk.domain.errors import Expected
from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import SAVE, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Page
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import oversight
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


class AuditPage(Page):
    """The chain's lines, newest first; what was written stays in the records."""

    name = "audit"
    title = "操作记录"
    icon = "shield"
    group = "本站"
    right = "audit.lines"
    kinds = frozenset({"audit"})
    keys = (Key(SAVE, "核对操作链"), Key("Enter", "看这条记录的全部经过"))

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
        return row

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {SAVE: self.check_chain}

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
