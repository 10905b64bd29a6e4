"""打印中心: every paper of the desk, today's, the journal, and the printers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from qi_desk.domain import moments
from qi_desk.gui import theme, words
from qi_desk.gui.keys import PRINT, REFRESH, SAVE, Key
from qi_desk.gui.page import Page
from qi_desk.gui.pages.prints import columns
from qi_desk.gui.pages.prints.asking import Asking
from qi_desk.gui.pages.prints.kept_dialog import KeptDialog
from qi_desk.gui.pages.prints.many import Many
from qi_desk.gui.pages.prints.outlet_dialog import OutletDialog
from qi_desk.gui.saving import to_file
from qi_desk.gui.widgets.inputs import ChoiceInput, TextInput
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services.print_port import PrintLine, PrintQuery
from qi_desk.services.prints import handing, kinds, outlets, views
from qi_desk.services.prints.kinds import Asked
from qi_desk.services.prints.outlets import OutletRow
from qi_desk.services.prints.views import CatalogueRow, DayPaper, JournalRow

_TABS: tuple[tuple[str, str, Any, str], ...] = (
    ("catalogue", "全部单据", columns.CATALOGUE, "没有单据。"),
    ("day", "今日单据", columns.DAY, "今天还没有出过单据。"),
    ("journal", "打印记录", columns.JOURNAL, "没有这样的打印记录。"),
    ("outlet", "打印机", columns.OUTLETS, "没有单据。"),
)
_DAYS = (("today", "今天"), ("week", "近 7 天"), ("month", "近 31 天"), ("all", "全部"))
_HINTS = {
    "day": "送了打印机不等于打出，打出不等于到手。",
    "outlet": "这台电脑上每种单据打到哪里。回车设定打印机、纸盒、份数、单双面、偏移和套打。",
}
_SPANS = {"today": 0, "week": 6, "month": 30}
_MORE = (
    ("verify", "核验回执的真伪"),
    ("blanks", "带编号的空白表（停电用）：留号出表、补录、作废"),
    ("blanks:numbers", "编号台账：每个号去了哪里"),
    ("templates", "模板：抬头、文字、开关"),
)
_TYPED = 2


class PrintsPage(Page):
    """Four lists. Sent is not printed, and printed is not in somebody's hand: F5 asks the printing system, F9 says
    that a paper reached its hand."""

    name = "print"
    title = "打印中心"
    icon = "printer"
    group = "本站"
    kinds = frozenset({"print", "paper"})
    keys = (
        Key("Enter", "全部单据：打这一张；今日、记录：看打出的那一份；打印机：设定"),
        Key(PRINT, "打印；已打过的是补打，要说原因"),
        Key(SAVE, "正本已交到客户手里"),
        Key("Ctrl+W", "没有交到手：说原因，需要时马上补打"),
        Key("Ctrl+D", "取消还在排队的打印"),
        Key("Ctrl+S", "存出打出的那一份（PDF）"),
        Key("Ctrl+M", "批量打印：今天的正本、设备标识、一件事的全部单据、选中的记录、接着打"),
        Key("Ctrl+N", "全部单据：打空白表"),
        Key("Ctrl+J", "更多：核验回执、带编号的空白表（停电用）、编号台账、模板"),
        Key("Ctrl+F", "找编号"),
        Key(REFRESH, "问打印机结果"),
        Key("Ctrl+PgUp / PgDown", "换页签：全部单据、今日单据、打印记录、打印机"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._asking = Asking(work, self)
        row, below = self._tools(), self._filters()
        self.tabs = TableTabs("打印中心", self)
        for name, title, shown, empty in _TABS:
            self.tabs.add(name, title, shown, empty, self._on_opened)
        self.tabs.tables["journal"].let_choose_many()
        self.tabs.currentChanged.connect(self._on_tab)
        self._lay(row, below)
        self._on_tab()

    def _lay(self, row: QHBoxLayout, below: QWidget) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(below)
        layout.addWidget(self.tabs, 1)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._hint = QLabel(self)
        self._hint.setWordWrap(True)
        theme.mark(self._hint, theme.Tone.MUTED)
        row.addWidget(self._hint, 1)
        tools = (
            ("more", "更多… (Ctrl+J)", "list", self.choose_more),
            ("blank", "空白表 (Ctrl+N)", "file-text", self.print_blank),
            ("many", "批量… (Ctrl+M)", "layout-grid", self.print_many),
            ("lost", "没到手 (Ctrl+W)", "circle-alert", self.not_in_hand),
            ("hand", f"已到手 ({SAVE})", "hand", self.in_hand),
            ("print", f"打印 ({PRINT})", "printer", self.print_chosen),
        )
        self._buttons = add_tools(row, self, tools)
        return row

    def _filters(self) -> QWidget:
        """What the journal shows, and what can be done with what was kept."""
        self._below = QWidget(self)
        row = QHBoxLayout(self._below)
        row.setContentsMargins(0, 0, 0, 0)
        self.span = ChoiceInput(self._below)
        self.span.setAccessibleName("哪些天")
        self.span.set_choices(_DAYS)
        self.span.edited.connect(self._read_journal)
        self.kind = ChoiceInput(self._below)
        self.kind.setAccessibleName("哪种单据")
        self.kind.edited.connect(self._read_journal)
        self.number = TextInput(self._below)
        self.number.setAccessibleName("编号")
        self.number.setPlaceholderText("编号 (Ctrl+F)")
        self.number.edited.connect(self._on_number)
        for field in (self.span, self.kind, self.number):
            row.addWidget(field, 1)
        tools = (
            ("export", "存出 PDF (Ctrl+S)", "save", self.export),
            ("cancel", "取消排队 (Ctrl+D)", "x", self.cancel),
        )
        add_tools(row, self._below, tools)
        return self._below

    @property
    def tab(self) -> str:
        """The list in front."""
        return self.tabs.shown

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("tab") in self.tabs.tables:
            self.tabs.bring(str(params["tab"]))
        if params.get("kind") == "print" and params.get("eid"):
            self.tabs.bring("day")
        if params.get("eid") and self.tab in self.tabs.tables:
            self.tabs.tables[self.tab].choose(str(params["eid"]))
        self.tabs.focus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            PRINT: self.print_chosen,
            SAVE: self.in_hand,
            "Ctrl+W": self.not_in_hand,
            "Ctrl+D": self.cancel,
            "Ctrl+S": self.export,
            "Ctrl+N": self.print_blank,
            "Ctrl+J": self.choose_more,
            "Ctrl+M": self.print_many,
            "Ctrl+F": self.number.setFocus,
            REFRESH: self.ask_printers,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def reload(self) -> None:
        self.work.ask(views.catalogue, owner=self, done=self._show_catalogue, exclusive="prints-catalogue")
        self.work.ask(views.papers_of_day, owner=self, done=partial(self.tabs.set_rows, "day"), exclusive="prints-day")
        self._read_outlets()
        self._read_journal()

    def _read_outlets(self) -> None:
        shown = partial(self.tabs.set_rows, "outlet", counted=False)
        self.work.ask(outlets.outlets, owner=self, done=shown, exclusive="prints-outlets")

    def _show_catalogue(self, rows: tuple[CatalogueRow, ...]) -> None:
        chosen = self.kind.value()
        self.kind.set_choices([(row.eid, words.paper(row.eid)) for row in rows], empty="全部种类")
        self.kind.set_value(chosen)
        self.tabs.set_rows("catalogue", rows, counted=False)

    def _read_journal(self) -> None:
        now = self.work.house.clock.now()
        span = self.span.value()
        first = moments.china_date(now) - timedelta(days=_SPANS.get(span, 0))
        since = moments.midnight(first) if span in _SPANS else None
        number = self.number.value().strip()
        among = (self.kind.value(),) if self.kind.value() else ()
        query = PrintQuery(since=since, kinds=among, number=number)
        done = partial(self.tabs.set_rows, "journal")
        self.work.ask(views.journal, query, owner=self, done=done, exclusive="prints-journal")

    def _on_number(self) -> None:
        if self.tab != "journal":
            self.tabs.bring("journal")
            self.number.setFocus()
        if self.number.value():
            self.span.set_value("all")
        if not self.number.value() or len(self.number.value()) >= _TYPED:
            self._read_journal()

    def _on_tab(self) -> None:
        tab = self.tab
        papers = tab in ("day", "journal")
        self._below.setVisible(tab == "journal")
        self._hint.setText(_HINTS.get(tab, ""))
        for name in ("lost", "hand"):
            self._buttons[name].setVisible(papers)
        for name in ("more", "blank"):
            self._buttons[name].setVisible(tab == "catalogue")
        for name in ("many", "print"):
            self._buttons[name].setVisible(tab in ("catalogue", "day", "journal"))
        self._buttons["print"].setText(f"{'补打' if tab == 'journal' else '打印'} ({PRINT})")

    def current(self) -> Any:
        """The row chosen in the list in front, None without one."""
        return self.tabs.tables[self.tab].current() if self.tab in self.tabs.tables else None

    def _line(self) -> PrintLine | None:
        row = self.current()
        return row.line if isinstance(row, DayPaper | JournalRow) else None

    def open_current(self) -> None:
        """Enter: open the row chosen."""
        row = self.current()
        if row is not None:
            self._on_opened(row)

    def _on_opened(self, row: Any) -> None:
        if isinstance(row, OutletRow):
            dialog = OutletDialog(self.work, self, row, self.reload)
            dialog.open()
            dialog.begin()
        elif isinstance(row, CatalogueRow):
            self._asking.begin(row, self.show_paper)
        elif row.line is None:
            self.print_chosen()
        else:
            done = partial(self._show_kept, row.line.id)
            query = PrintQuery(number=row.line.number, kinds=(row.line.kind,), limit=500)
            self.work.ask(views.journal, query, owner=self, done=done)

    def _show_kept(self, line: str, rows: tuple[JournalRow, ...]) -> None:
        row = next((one for one in rows if one.eid == line), None)
        if row is not None:
            dialog = KeptDialog(self.work, self, row, self._again, self._export)
            dialog.open()
            dialog.begin()

    def show_paper(self, asked: Asked) -> None:
        """Preview and print a paper asked for."""
        self.wanted.emit("paper", {"order": kinds.order_for, "args": (asked,)})

    def print_chosen(self) -> None:
        """F10: the paper chosen; one that was printed is printed again."""
        row = self.current()
        if isinstance(row, CatalogueRow):
            self._asking.begin(row, self.show_paper)
        elif isinstance(row, DayPaper | JournalRow) and row.line is not None:
            self._again(row.line.id)
        elif isinstance(row, DayPaper):
            self.show_paper(Asked(row.kind, row.record))

    def _again(self, line: str) -> None:
        self.show_paper(Asked("", line=line))

    def print_many(self) -> None:
        """Ctrl+M: many papers as one job."""
        chosen = self.tabs.tables["journal"].chosen() if self.tab == "journal" else []
        Many(self.work, self, self._asking, chosen).ask()

    def choose_more(self) -> None:
        """Ctrl+J: what else is done with papers."""
        self.work.dialogs.choose(self, "更多", "要做什么", _MORE, self._take_more)

    def _take_more(self, chosen: str) -> None:
        name, _, tab = chosen.partition(":")
        self.wanted.emit(name, {"tab": tab})

    def print_blank(self) -> None:
        """Ctrl+N: the form of the paper chosen, to be filled in by hand."""
        row = self.current()
        if not isinstance(row, CatalogueRow):
            return
        if row.kind.blank:
            self.show_paper(Asked(row.eid, blank=True))
        else:
            self.say("这种单据没有空白表。“怎么打”一栏写着“有空白表”的才有。", "accent")

    def in_hand(self) -> None:
        """F9: the original chosen reached its hand."""
        line = self._line()
        if line is not None:
            said = f"{line.number or words.paper(line.kind, line.form)} 已记为交到手。"
            done = partial(self._on_confirmed, said)
            self.work.act(handing.confirm, line.id, owner=self, done=done, failed=self.refuse)

    def _on_confirmed(self, said: str, _line: PrintLine) -> None:
        self.say(said)

    def not_in_hand(self) -> None:
        """Ctrl+W: it did not; why, and another copy where that helps."""
        line = self._line()
        if line is not None:
            self.wanted.emit("paper_fault", {"line": line})

    def cancel(self) -> None:
        """Ctrl+D: take a job that still waits back."""
        line = self._line()
        if line is not None:
            printer = self.work.printer
            act = partial(self.work.act, handing.cancel, line.id, printer, owner=self, lane="outside")
            act(done=self._on_cancelled, failed=self.refuse)

    def _on_cancelled(self, papers: int) -> None:
        self.say(f"已从打印队列取回 {papers} 份。")

    def export(self) -> None:
        """Ctrl+S: the exact PDF that was printed, as a file."""
        row = self.current()
        if isinstance(row, DayPaper | JournalRow) and row.line is not None:
            self._export(row)

    def _export(self, row: DayPaper | JournalRow) -> None:
        line = row.line
        if line is not None:
            name = f"{line.number or line.form}{f'-{line.reprint}' if line.reprint else ''}.pdf"
            kept = partial(self._export_to, line)
            self.work.dialogs.save_file(self, "存出打出的那一份", name, "PDF (*.pdf)", kept)

    def _export_to(self, line: PrintLine, file: str) -> None:
        done = partial(self._on_exported, line)
        self.work.act(handing.export, line.id, to_file(file), owner=self, done=done, failed=self.refuse, lane="outside")

    def _on_exported(self, line: PrintLine, file: str) -> None:
        self.say(f"已存为 {file}，与打出的那一份逐字节相同（SHA-256 {line.sha256[:16]}…）。")

    def ask_printers(self) -> None:
        """F5: what became of what was sent."""
        self.work.act(handing.settle, self.work.printer, owner=self, done=self._on_settled, lane="outside")

    def _on_settled(self, changed: int) -> None:
        if not changed:
            self.reload()
