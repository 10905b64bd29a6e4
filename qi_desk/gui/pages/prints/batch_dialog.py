"""Many papers as one job: made while one looks on, looked at as a whole, printed in order, gone on with where it
stopped."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected, PaperError
from qi_desk.gui import icons, theme, words
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.keys import PRINT
from qi_desk.gui.models.rows_model import RowsModel
from qi_desk.gui.pages.prints.batch_rows import COLUMNS, BatchRow, rows_of, rows_of_lines
from qi_desk.gui.saving import Writer
from qi_desk.gui.widgets.inputs import ChoiceInput, FlagInput
from qi_desk.gui.widgets.pages_view import PagesView
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services.papers import PrinterInfo
from qi_desk.services.print_port import SAVED, PrintLine
from qi_desk.services.prints import batches, handing
from qi_desk.services.prints.batches import Batch, BatchOutcome
from qi_desk.services.prints.kinds import Asked

_INCHES = 8.27
"""The width of A4, which the preview is to hold."""
_OUT = ("sent", "printed", "saved", "in_hand", "spoiled", "void", "uncollected")


class BatchDialog(QDialog):
    """F10 prints all, or goes on; Esc stops the making, then closes. `params` name a set ("what", "eid"), papers
    ("asked") or a batch of the journal ("batch"), and a "title"."""

    # What happened: tone and words for the message bar.
    settled = Signal(str, str)
    # Something went to a printer.
    sent = Signal()
    # So many papers are made, of so many; from another thread.
    _made = Signal(int, int)

    def __init__(self, work: Workplace, parent: QWidget, params: Mapping[str, Any]) -> None:
        super().__init__(parent)
        self._work = work
        self._params = params
        self._batch: Batch | None = None
        self._name = str(params.get("batch", ""))
        self._stop = threading.Event()
        self._busy = False
        self._kept = b""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"批量打印：{params['title']}")
        layout = QHBoxLayout(self)
        self.pages = PagesView(work, "单据预览", self)
        layout.addWidget(self.pages, 1)
        side = QWidget(self)
        side.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 68)
        layout.addWidget(side)
        self._build(side)
        QShortcut(QKeySequence(PRINT), self, self.print_all)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        self._made.connect(self._on_progress)
        open_at(self, parent, 190, 46)
        self.resize(min(self.width(), parent.window().width() - 40), self.height())

    def _build(self, side: QWidget) -> None:
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        self.model = RowsModel(COLUMNS, self)
        self.table = RowsTable(self.model, "正在生成…", "这一批单据", side)
        self.table.view.selectionModel().currentRowChanged.connect(self._on_row)
        column.addWidget(self.table, 1)
        self.progress = QProgressBar(side)
        self.progress.setAccessibleName("生成进度")
        column.addWidget(self.progress)
        self._note = QLabel(side)
        self._note.setWordWrap(True)
        column.addWidget(self._note)
        self.separators = FlagInput(side)
        self.separators.setText("每份前面加一张分隔页")
        self.separators.setAccessibleName("分隔页")
        self.separators.edited.connect(self._on_separators)
        column.addWidget(self.separators)
        self.printers = ChoiceInput(side)
        self.printers.setAccessibleName("改用打印机")
        self.printers.hide()
        column.addWidget(self.printers)
        row = QHBoxLayout()
        self.print = QPushButton(icons.icon("printer", "on_accent"), f"全部打印 ({PRINT})", side)
        theme.mark(self.print, theme.Tone.PRIMARY)
        self.print.clicked.connect(self.print_all)
        self._save = QPushButton(icons.icon("save"), "存成一个文件 (Ctrl+S)", side)
        self._save.clicked.connect(self.save)
        self._close = QPushButton("停止 (Esc)", side)
        self._close.clicked.connect(self.reject)
        for button in (self._close, self._save, self.print):
            button.setAutoDefault(False)
            row.addWidget(button)
        column.addLayout(row)
        self.print.setEnabled(False)
        self._save.setEnabled(False)

    def begin(self) -> None:
        """Gather and make; call it once the dialog is shown and listened to."""
        if self._name:
            self.progress.hide()
            self.separators.hide()
            self._read_lines()
        elif "asked" in self._params:
            self._on_gathered(self._params["asked"])
        else:
            what, eid = self._params["what"], self._params.get("eid", "")
            done, failed = self._on_gathered, self._on_refused
            self._work.ask(batches.gather, what, eid, owner=self, done=done, failed=failed)

    def _on_gathered(self, asked: tuple[Asked, ...]) -> None:
        self._busy = True
        self.progress.setRange(0, len(asked))
        self._work.ask(
            batches.make_batch,
            asked,
            self._work.papers,
            owner=self,
            done=self._on_batch,
            failed=self._on_refused,
            lane="outside",
            told=self._made.emit,
            stopped=self._stop.is_set,
        )

    def _on_progress(self, made: int, of: int) -> None:
        self.progress.setValue(made)
        self._say(f"正在生成第 {made} 份，共 {of} 份。按 Esc 停下，已生成的可以先打。")

    def _on_batch(self, batch: Batch) -> None:
        self._busy = False
        self._batch = batch
        self.progress.hide()
        self._close.setText("关闭 (Esc)")
        self.table.set_empty("这一组里没有可以打印的单据。")
        self.model.set_rows(rows_of(batch))
        self.print.setEnabled(bool(batch.made))
        self._save.setEnabled(bool(batch.made))
        self._say(self._summary(batch))
        self.table.setFocus()

    def _summary(self, batch: Batch) -> str:
        pages = sum(sum(run.pages) for run in batch.runs)
        said = (
            [f"共 {len(batch.made)} 份 {pages} 页，分 {len(batch.runs)} 个打印任务，按顺序打出。"] if batch.made else []
        )
        if batch.reprints:
            said.append(f"其中 {batch.reprints} 份打过，会印上补打标记，并请说明原因。")
        if batch.left:
            said.append(f"▲ 停下时还有 {batch.left} 份没有生成。")
        said += [f"▲ {words.paper(one.asked.kind)}：{wording.sentence(one.error)}" for one in batch.refused[:3]]
        if any(not run.outlet.printer for run in batch.runs):
            said.append("没有选打印机的会存成文件。")
        return "\n".join(said)

    def _on_separators(self) -> None:
        if self._batch is not None:
            self.print.setEnabled(False)
            self._work.ask(
                batches.part,
                self._batch,
                self._work.papers,
                owner=self,
                done=self._on_batch,
                failed=self._on_refused,
                lane="outside",
                separators=self.separators.value(),
            )

    def _on_row(self, *_places: object) -> None:
        row = self.table.current()
        if not isinstance(row, BatchRow):
            self.pages.clear()
        elif row.line:
            self._work.ask(handing.kept, row.line, owner=self, done=self._on_kept, exclusive="batch-kept")
        elif self._batch is not None and row.pages:
            self.pages.show_pdf(self._batch.runs[row.run].pdf, row.pages, row.first, self._dpi())
        else:
            self.pages.clear()
            self._say(row.said)

    def _dpi(self) -> float:
        return max(50.0, min(100.0, (self.pages.viewport().width() - 40) / _INCHES))

    def _on_kept(self, pdf: bytes) -> None:
        self._kept = pdf
        self._work.jobs.run(self._work.papers.page_count, pdf, owner=self, done=self._on_count, lane="outside")

    def _on_count(self, pages: int) -> None:
        self.pages.show_pdf(self._kept, pages, 0, self._dpi())

    def print_all(self) -> None:
        """F10: print, or go on; reprints among them ask for the reason first."""
        if not self.print.isEnabled():
            return
        if self._name:
            self._go_on()
        elif self._batch is not None and self._batch.reprints:
            said = f"{self._batch.reprints} 份是补打，为什么再打一次"
            self._work.dialogs.choose(self, "补打", said, words.choices("reprint_reasons"), self._print)
        else:
            self._print("")

    def _print(self, reason: str) -> None:
        self.print.setEnabled(False)
        self._work.act(
            batches.print_batch,
            self._batch,
            self._work.printer,
            owner=self,
            done=self._on_out,
            failed=self._on_refused,
            lane="outside",
            reason=reason,
            save=self._writer(),
        )

    def _go_on(self) -> None:
        self.print.setEnabled(False)
        self._work.act(
            batches.go_on,
            self._name,
            self._work.papers,
            self._work.printer,
            owner=self,
            done=self._on_out,
            failed=self._on_refused,
            lane="outside",
            instead=self.printers.value(),
            save=self._writer(),
        )

    def _writer(self) -> Writer:
        return Writer(Path(self._work.house.settings.get("printer.save_folder") or Path.home()))

    def _on_out(self, outcome: BatchOutcome) -> None:
        self._name = outcome.id
        if outcome.out:
            self.sent.emit()
        if outcome.error:
            said = wording.sentence(PaperError(outcome.error, printer=outcome.printer))
            self._say(f"{said}\n{outcome.out} 份已打，{outcome.left} 份没有打。排除后按 {PRINT} 从断开的地方接着打。")
            self._read_lines()
            self._work.jobs.run(self._work.printer.printers, owner=self, done=self._on_printers, lane="outside")
            return
        if any(line.state == SAVED for line in outcome.lines):
            self.settled.emit("warning", f"没有选打印机，{outcome.out} 份已存为 {outcome.lines[0].job}")
        else:
            self.settled.emit(
                "success", f"{outcome.out} 份已送 {outcome.printer}，请按顺序取纸；正本交到手后在今日单据里按 F9。"
            )
        self.accept()

    def _on_printers(self, found: tuple[PrinterInfo, ...]) -> None:
        known = [(one.name, f"改用 {one.description or one.name}") for one in found]
        self.printers.set_choices(known, empty="还用原来的打印机")
        self.printers.show()

    def _read_lines(self) -> None:
        self._work.ask(batches.lines_of, self._name, owner=self, done=self._on_lines)

    def _on_lines(self, lines: tuple[PrintLine, ...]) -> None:
        self.model.set_rows(rows_of_lines(lines))
        left = [line for line in lines if line.state not in _OUT]
        self.print.setText(f"接着打 {len(left)} 份 ({PRINT})")
        self.print.setEnabled(bool(left))
        self._save.setEnabled(False)
        self._close.setText("关闭 (Esc)")
        self.separators.hide()
        if "batch" in self._params and not self._note.text():
            self._say(f"这一批共 {len(lines)} 份，{len(left)} 份没有打出。按 {PRINT} 从断开的地方接着打。")
            self._work.jobs.run(self._work.printer.printers, owner=self, done=self._on_printers, lane="outside")
        if left:
            self.table.choose(left[0].id)

    def save(self) -> None:
        """Ctrl+S: the whole batch as one PDF, for looking at it elsewhere; that is no printing."""
        if self._batch is not None and self._batch.runs and self._save.isEnabled():
            self._work.ask(
                batches.whole, self._batch, self._work.papers, owner=self, done=self._on_whole, lane="outside"
            )

    def _on_whole(self, pdf: bytes) -> None:
        def write(file: str) -> None:
            from qi_desk.gui.saving import to_file

            done, failed = self._on_saved, self._on_refused
            self._work.jobs.run(to_file(file), pdf, "", owner=self, done=done, failed=failed, lane="outside")

        self._work.dialogs.save_file(self, "存成一个文件", f"{self._params['title']}.pdf", "PDF (*.pdf)", write)

    def _on_saved(self, file: str) -> None:
        self._say(f"已存为 {file}。这不算打印，没有记入打印记录。")

    def _on_refused(self, error: Expected) -> None:
        self._busy = False
        self.progress.hide()
        self._close.setText("关闭 (Esc)")
        self.print.setEnabled(bool(self._name) or (self._batch is not None and bool(self._batch.made)))
        self._say(str(wording.sentence(error)))

    def reject(self) -> None:
        """Esc: stop the making; what is made stays and can be printed."""
        if self._busy:
            self._stop.set()
            return
        super().reject()

    def _say(self, said: str) -> None:
        self._note.setText(said)

    def note(self) -> str:
        """What the dialog says."""
        return self._note.text()
