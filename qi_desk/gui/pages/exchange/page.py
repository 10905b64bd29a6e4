"""导入导出: a table judged before anything is written, and tables that leave with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from qi_desk import wording
from qi_desk.domain.errors import Expected
from qi_desk.gui import icons, theme
from qi_desk.gui.keys import SAVE, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Page
from qi_desk.gui.pages.exchange.giving import TABLES, Giving
from qi_desk.gui.pages.exchange.mapping import MappingDialog
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.widgets.watching import Watching
from qi_desk.gui.workplace import Workplace
from qi_desk.services import imports
from qi_desk.services.import_columns import Loaded
from qi_desk.services.import_preview import Options, Preview, PreviewRow, Verdict
from qi_desk.services.imports import Imported

_TONES = {"new": "success", "update": "accent", "doubtful": "warning", "wrong": "danger"}
_ICONS = {"new": "plus", "update": "pencil", "doubtful": "circle-question-mark", "wrong": "circle-alert"}


def verdict(row: PreviewRow) -> str:
    """What becomes of a row, in words."""
    return wording.texts()[f"exchange.verdict.{row.verdict.value}"]


def reasons(row: PreviewRow) -> str:
    """Why, in words."""
    return " ".join(wording.problem(one) for one in row.reasons)


class ExchangePage(Page):
    """Choose, look, confirm; nothing is written before."""

    name = "exchange"
    title = "导入导出"
    icon = "upload"
    group = "档案"
    right = "imports.write"
    keys = (
        Key("Ctrl+O", "选要导入的表格"),
        Key("Ctrl+M", "改列的对应"),
        Key("Enter", "存疑的行：确认导入；代码看错的行：采用改正"),
        Key(SAVE, "确认写入"),
        Key("Ctrl+E", "导出"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._loaded: Loaded | None = None
        self._shown: Preview | None = None
        self._accepted: set[int] = set()
        self._fixes: set[int] = set()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._tools())
        self._told = QLabel("选一个 xlsx 或 CSV 表格，先看每一行会怎样，确认之前什么都不会写。", self)
        self._told.setWordWrap(True)
        theme.mark(self._told, theme.Tone.MUTED)
        layout.addWidget(self._told)
        layout.addLayout(self._choices())
        self.model = RowsModel(self._columns(), self)
        self.table = RowsTable(self.model, "还没有选表格。按 Ctrl+O 选一个，或先下载模板。", "导入预览", self)
        self.table.opened.connect(self._on_row)
        self.table.view.selectionModel().currentRowChanged.connect(self._on_current)
        layout.addWidget(self.table, 1)
        self._why = QLabel(self)
        self._why.setWordWrap(True)
        layout.addWidget(self._why)
        self.watching = Watching(self)
        layout.addWidget(self.watching)
        self._offer()

    def _columns(self) -> tuple[Column[PreviewRow], ...]:
        return (
            Column[PreviewRow]("行", lambda row: str(row.number), width=7, right=True),
            Column[PreviewRow](
                "判断",
                self._verdict,
                width=16,
                tone=lambda row: _TONES[row.verdict.value],
                icon=lambda row: _ICONS[row.verdict.value],
            ),
            Column[PreviewRow]("名称", lambda row: row.name, width=34),
            Column[PreviewRow]("信用代码", lambda row: row.credit_code, width=22, rank=1),
            Column[PreviewRow]("原因", reasons),
        )

    def _verdict(self, row: PreviewRow) -> str:
        return verdict(row) + ("，已确认" if row.number in self._accepted else "")

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.choose = QPushButton("选表格 (Ctrl+O)", self)
        self.choose.setIcon(icons.icon("folder-open"))
        self.choose.clicked.connect(self.choose_file)
        self.template = QPushButton("下载模板", self)
        self.template.setIcon(icons.icon("download"))
        self.template.clicked.connect(self.save_template)
        self.give = QPushButton("导出 (Ctrl+E)", self)
        self.give.setIcon(icons.icon("external-link"))
        self.giving = Giving(self)
        self.give.clicked.connect(self.giving.begin)
        self.write = QPushButton(f"确认写入 ({SAVE})", self)
        self.write.setIcon(icons.icon("check", "on_accent"))
        theme.mark(self.write, theme.Tone.PRIMARY)
        self.write.clicked.connect(self.confirm)
        for button in (self.choose, self.template, self.give):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.write)
        return row

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.filter = ChoiceInput(self)
        self.filter.setAccessibleName("只看哪些行")
        self.filter.edited.connect(self._show_rows)
        self.overwrite = QCheckBox("以表格为准（不勾选时只补空白）", self)
        self.overwrite.clicked.connect(self._preview)
        self.map = QPushButton("列的对应 (Ctrl+M)", self)
        self.map.clicked.connect(self.change_mapping)
        row.addWidget(self.filter)
        row.addWidget(self.overwrite)
        row.addWidget(self.map)
        row.addStretch(1)
        return row

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            "Ctrl+O": self.choose_file,
            "Ctrl+M": self.change_mapping,
            "Ctrl+E": self.giving.begin,
            SAVE: self.confirm,
        }

    def activate(self, params: Mapping[str, Any]) -> None:
        (self.table if self._shown else self.choose).setFocus()

    def back(self) -> bool:
        if not self.watching.isVisible():
            return False
        self.watching.stop()
        return True

    def choose_file(self) -> None:
        """Ctrl+O: which table."""
        self.work.dialogs.open_file(self, "选要导入的表格", TABLES, self.load)

    def load(self, file: str) -> None:
        """Read a table and judge it."""
        self.watching.begin("正在读取")
        self.work.ask(imports.read, Path(file), owner=self, done=self._on_loaded, failed=self.fail)

    def _on_loaded(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self._accepted.clear()
        self._fixes.clear()
        self._preview()

    def _preview(self) -> None:
        if self._loaded is None:
            return
        self.watching.begin("正在检查")
        self.work.ask(
            imports.preview,
            self._loaded,
            Options(overwrite=self.overwrite.isChecked(), fixes=frozenset(self._fixes)),
            owner=self,
            done=self._on_preview,
            failed=self._on_unmapped,
            progress=self.watching.progress,
            cancelled=self.watching.cancelled,
        )

    def _on_preview(self, shown: Preview) -> None:
        self.watching.end()
        self._shown = shown
        counts = shown.counts
        every = [("", f"全部 {sum(counts.values())} 行")]
        self.filter.set_choices(
            [
                *every,
                *((name, f"{wording.texts()[f'exchange.verdict.{name}']} {count}") for name, count in counts.items()),
            ]
        )
        told = "；".join(f"{wording.texts()[f'exchange.verdict.{name}']} {count} 行" for name, count in counts.items())
        self._told.setText(f"《{shown.loaded.sheet.title or '表格'}》　{told}。写入的是新建、更新和已确认的存疑行。")
        self._show_rows()
        self._offer()
        self.table.setFocus()

    def _show_rows(self) -> None:
        wanted = self.filter.value()
        rows = self._shown.rows if self._shown else ()
        self.model.set_rows([row for row in rows if not wanted or row.verdict.value == wanted])

    def _on_unmapped(self, error: Expected) -> None:
        self.fail(error)
        if error.code == "import.mapping":
            self.change_mapping()

    def fail(self, error: Expected) -> None:
        """Long work was refused or stopped."""
        self.watching.end()
        self.refuse(error)
        self._offer()

    def change_mapping(self) -> None:
        """Ctrl+M: which column means what."""
        if self._loaded is not None:
            MappingDialog(self._loaded, self, self._on_mapped).open()

    def _on_mapped(self, mapping: tuple[str, ...]) -> None:
        if self._loaded is not None:
            self._loaded = imports.remapped(self._loaded, mapping)
            self._preview()

    def _on_current(self) -> None:
        row = self.table.current()
        told = reasons(row) if isinstance(row, PreviewRow) else ""
        if isinstance(row, PreviewRow) and row.verdict is Verdict.DOUBTFUL:
            told += "　按 Enter 确认导入这一行。"
        elif isinstance(row, PreviewRow) and any(one.fix for one in row.reasons):
            told += "　按 Enter 采用改正。"
        self._why.setText(told)

    def _on_row(self, row: PreviewRow) -> None:
        if row.verdict is Verdict.DOUBTFUL:
            self._accepted ^= {row.number}
            self._show_rows()
            self._offer()
            self._choose_row(row.number)
        elif any(one.fix for one in row.reasons):
            self._fixes.add(row.number)
            self._preview()

    def _choose_row(self, number: int) -> None:
        for place in range(self.model.rowCount()):
            row = self.model.row_at(place)
            if row is not None and row.number == number:
                self.table.view.selectRow(place)

    def _writable(self) -> int:
        if self._shown is None:
            return 0
        counts = self._shown.counts
        return counts["new"] + counts["update"] + len(self._accepted)

    def _offer(self) -> None:
        many = self._writable()
        self.write.setEnabled(many > 0)
        self.write.setText(f"确认写入 {many} 行 ({SAVE})" if many else f"确认写入 ({SAVE})")
        for widget in (self.filter, self.overwrite, self.map):
            widget.setVisible(self._loaded is not None)

    def confirm(self) -> None:
        """F9: write it, as one batch."""
        if self._shown is None or not self._writable():
            return
        text = f"写入 {self._writable()} 行。不合并、不删除；整批可以撤销。"
        self.work.dialogs.confirm(self, "确认导入", text, "写入", self._write)

    def _write(self) -> None:
        self.watching.begin("正在写入")
        self.work.act(
            imports.write,
            self._shown,
            owner=self,
            done=self._on_written,
            failed=self.fail,
            said="已导入一批",
            accepted=frozenset(self._accepted),
            progress=self.watching.progress,
            cancelled=self.watching.cancelled,
        )

    def _on_written(self, done: Imported) -> None:
        self.watching.end()
        self._loaded = self._shown = None
        self._show_rows()
        self._offer()
        written = f"新建 {done.created} 家，更新 {done.changed} 家，联系人 {done.contacts} 位"
        said = f"已写入：{written}；未写入 {done.left} 行。"
        self._told.setText(said)
        self.say(said)

    def save_template(self) -> None:
        """The table to fill in."""
        self.work.dialogs.save_file(self, "保存模板", "服务对象导入模板.xlsx", TABLES, self._save_template)

    def _save_template(self, file: str) -> None:
        done = partial(self._saved, file)
        self.work.ask(imports.template, Path(file), owner=self, done=done, failed=self.refuse)

    def _saved(self, file: str, _size: int) -> None:
        self.say(f"已保存 {Path(file).name}")
