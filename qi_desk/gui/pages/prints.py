"""打印记录: every paper that left the desk, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import REFRESH, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Page
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import paperwork, request_papers
from qi_desk.services.print_port import PrintLine

_TONES = {"printed": "success", "sent": "accent", "saved": "accent", "failed": "danger", "cancelled": "muted"}
_ICONS = {"printed": "circle-check", "sent": "printer", "saved": "save", "failed": "circle-alert"}
_FORMS = {
    "receipt_a4": "回执 A4",
    "receipt_a5": "回执 A5",
    "receipt_80mm": "回执小票",
    "on_site_list": "在场名单",
    "recovery_sheet": "恢复码",
    "queue_slip": "号票",
    "outreach_record": "走访记录",
    "archive_catalogue": "归档目录",
    "disposal_list": "销毁清册",
    "dossier": "企业档案",
    "form_sheet": "业务文书",
    "equipment_label": "设备标识",
}

_COLUMNS = (
    Column[PrintLine]("时间", lambda line: words.moment(line.created_at), width=20),
    Column[PrintLine]("单据", lambda line: _FORMS.get(line.paper_kind, line.paper_kind), width=14),
    Column[PrintLine]("编号", lambda line: line.number),
    Column[PrintLine]("补打", lambda line: f"第 {line.reprint} 次" if line.reprint else "", width=10),
    Column[PrintLine]("打印机", lambda line: line.printer, width=18),
    Column[PrintLine](
        "状态",
        lambda line: words.label("print_states", line.state),
        width=16,
        tone=lambda line: _TONES.get(line.state, ""),
        icon=lambda line: _ICONS.get(line.state, ""),
    ),
)


class PrintsPage(Page):
    """The print journal. Sent is not printed: F5 asks the printing system."""

    name = "print"
    title = "打印记录"
    icon = "printer"
    group = "本站"
    kinds = frozenset({"print"})
    keys = (Key("Enter", "看打出的那一份"), Key(REFRESH, "问打印机结果"), Key("Ctrl+O", "打印服务流程指引（上墙）"))

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self.model = RowsModel(_COLUMNS, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        said = QLabel("“已送打印机”表示交给了系统，拿到纸才算打出。")
        theme.set_tone(said, theme.Tone.MUTED)
        row.addWidget(said, 1)
        self.settle = QPushButton(f"问打印机结果 ({REFRESH})")
        self.settle.setIcon(icons.icon("refresh-cw"))
        self.settle.clicked.connect(self.refresh_states)
        row.addWidget(self.settle)
        self.guide = QPushButton("打印流程指引 (Ctrl+O)")
        self.guide.setIcon(icons.icon("printer"))
        self.guide.clicked.connect(self.print_guide)
        row.addWidget(self.guide)
        layout.addLayout(row)
        self.table = RowsTable(self.model, "还没有打印过单据。", "打印记录")
        self.table.opened.connect(self._open)
        layout.addWidget(self.table, 1)

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {REFRESH: self.refresh_states, "Ctrl+O": self.print_guide}

    def print_guide(self) -> None:
        """Ctrl+O: the flow of the service with its limits, for the wall."""
        self.wanted.emit("paper", {"order": request_papers.flow_guide, "args": ()})

    def reload(self) -> None:
        self.work.ask(paperwork.journal, owner=self, done=self._show, exclusive="prints")

    def _show(self, lines: tuple[PrintLine, ...]) -> None:
        self.model.set_rows(lines)

    def refresh_states(self) -> None:
        """Ask the printing system what became of sent papers."""
        self.work.act(paperwork.settle, self.work.printer, owner=self, done=self._on_settled, lane="outside")

    def _on_settled(self, changed: int) -> None:
        if not changed:
            self.reload()

    def _open(self, line: PrintLine) -> None:
        if line.paper_kind.startswith("receipt"):
            self.wanted.emit("request", {"eid": line.subject})
