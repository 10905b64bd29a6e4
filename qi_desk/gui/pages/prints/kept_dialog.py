"""The exact paper that was printed, as it was kept."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.gui import icons, theme, words
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.keys import PRINT
from qi_desk.gui.pages.prints.columns import state_of
from qi_desk.gui.widgets.pages_view import PagesView
from qi_desk.gui.workplace import Workplace
from qi_desk.services.prints import handing
from qi_desk.services.prints.views import JournalRow


class KeptDialog(QDialog):
    """Shows one line of the journal with its pages; `again` prints it once more, `export` saves its PDF."""

    def __init__(
        self,
        work: Workplace,
        parent: QWidget,
        row: JournalRow,
        again: Callable[[str], None],
        export: Callable[[JournalRow], None],
    ) -> None:
        super().__init__(parent)
        self._work, self._row, self._again, self._export = work, row, again, export
        self._pdf = b""
        line = row.line
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"打出的那一份：{words.paper(line.kind, line.form)}")
        layout = QHBoxLayout(self)
        self.pages = PagesView(work, "打出的那一份", self)
        layout.addWidget(self.pages, 1)
        side = QVBoxLayout()
        title = QLabel(words.paper(line.kind, line.form), self)
        title.setWordWrap(True)
        theme.mark(title, theme.Tone.TITLE)
        side.addWidget(title)
        for said in self._facts():
            label = QLabel(said, self)
            label.setWordWrap(True)
            side.addWidget(label)
        side.addStretch(1)
        tools = (
            (f"补打 ({PRINT})", "printer", self.print_again),
            ("存出 PDF (Ctrl+S)", "save", self.export),
            ("关闭 (Esc)", "x", self.reject),
        )
        for text, icon, slot in tools:
            button = QPushButton(icons.icon(icon), text, self)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            side.addWidget(button)
        holder = QWidget(self)
        holder.setLayout(side)
        holder.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 36)
        layout.addWidget(holder)
        QShortcut(QKeySequence(PRINT), self, self.print_again)
        QShortcut(QKeySequence("Ctrl+S"), self, self.export)
        open_at(self, parent, 150, 40)

    def _facts(self) -> list[str]:
        line = self._row.line
        facts = [
            line.number,
            f"{words.moment(line.created_at)}　{self._row.operator}",
            f"打印机：{line.printer or '没有，存成文件'}",
            f"状态：{state_of(line.state)}　{words.label('print_faults', line.fault)}".rstrip(),
            f"补打第 {line.reprint} 次：{words.label('reprint_reasons', line.reason)}" if line.reprint else "",
            f"存在：{line.job}" if line.state == "saved" else "",
            f"指纹（SHA-256）：{line.sha256[:16]}…",
        ]
        return [fact for fact in facts if fact]

    def begin(self) -> None:
        """Read the pages; call it once the dialog is shown."""
        self._work.ask(handing.kept, self._row.eid, owner=self, done=self._on_pdf, failed=self._work.tell)

    def _on_pdf(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._work.jobs.run(self._work.papers.page_count, pdf, owner=self, done=self._on_count, lane="outside")

    def _on_count(self, pages: int) -> None:
        self.pages.show_pdf(self._pdf, pages)

    def print_again(self) -> None:
        """F10."""
        self.accept()
        self._again(self._row.eid)

    def export(self) -> None:
        """Ctrl+S."""
        self._export(self._row)
