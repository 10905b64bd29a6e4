"""The file of one client on the screen: who it is, warnings first, then its people, papers, ties and timeline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.domain.errors import Expected
from qi_desk.gui import icons, theme, words
from qi_desk.gui.models.rows_model import RowsModel
from qi_desk.gui.pages.client_file.editing import FileEditing
from qi_desk.gui.pages.client_file.facts import header_sections
from qi_desk.gui.pages.client_file.tabs import EVENTS, TABS, VOLUME, Tab
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.widgets.facts import FactsPane
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.workplace import Workplace
from qi_desk.services import archive_papers, archive_views, client_file, timeline
from qi_desk.services.archive_views import PartState
from qi_desk.services.client_file import ClientFile
from qi_desk.services.client_parts import PartView
from qi_desk.services.rights import may
from qi_desk.services.timeline import Event

_NOTE_TONES = {"info": theme.Tone.ACCENT, "caution": theme.Tone.WARNING, "stop": theme.Tone.DANGER}
_NOTE_SIGNS = {"info": "ⓘ", "caution": "▲", "stop": "■"}


class FileView(QWidget):
    """Shows the file `show_file` names; `closed` when the person goes back to the list."""

    closed = Signal()
    # Another page is wanted: its name and what it should show.
    wanted = Signal(str, object)
    # A file was made here and is to be shown.
    opened = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self.file: ClientFile | None = None
        self.eid = ""
        self.editing = FileEditing(work, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._head())
        self._notes = QVBoxLayout()
        layout.addLayout(self._notes)
        self.tabs = TableTabs("档案内容", self)
        self.facts = FactsPane("正在读取……", self.tabs)
        self._revealing = Revealing(work, self.facts)
        self.tabs.addTab(self.facts, "概况")
        self.tables = self.tabs.tables
        for tab in TABS:
            self.tabs.add(tab.kind, tab.title, tab.columns, tab.empty, partial(self._on_part, tab))
        self.events = RowsModel(EVENTS, self)
        self.timeline = RowsTable(self.events, "还没有办过事。", "时间线", self.tabs)
        self.timeline.opened.connect(self._on_event)
        self.tabs.addTab(self.timeline, "时间线")
        self.volume: RowsModel[PartState] = RowsModel(VOLUME, self)
        self.volume_table = RowsTable(self.volume, "正在清点……", "卷内目录", self.tabs)
        self.tabs.addTab(self.volume_table, "卷内目录")
        self.tabs.currentChanged.connect(self._offer)
        layout.addWidget(self.tabs, 1)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        theme.mark(self._title, theme.Tone.TITLE)
        row.addWidget(self._title, 1)
        tools = (
            ("back", "返回名单 (Esc)", "arrow-left", self.closed.emit),
            ("edit", "改基本信息 (Ctrl+E)", "pencil", self.edit_header),
            ("add", "新增 (Ctrl+N)", "plus", self.add_part),
            ("end", "撤下 (Ctrl+D)", "minus", self.end_part),
            ("print", "打印整卷 (Ctrl+O)", "printer", self.print_dossier),
        )
        self._buttons = add_tools(row, self, tools)
        self.register = QPushButton("登记需求 (F10)", self)
        self.register.setIcon(icons.icon("clipboard-list", "on_accent"))
        theme.mark(self.register, theme.Tone.PRIMARY)
        self.register.clicked.connect(self.begin_intake)
        row.addWidget(self.register)
        return row

    def show_file(self, eid: str, tab: str = "") -> None:
        """Read and show one file, at the tab of this kind of part if one is named."""
        if eid != self.eid or tab:
            place = next((place for place, one in enumerate(TABS, 1) if one.kind == tab), 0)
            self.tabs.setCurrentIndex(place)
        if eid != self.eid:
            self._work.note_opened("enterprise", eid)
        self.eid = eid
        self.reload()

    def reload(self) -> None:
        """Read the file again."""
        if not self.eid:
            return
        self._work.ask(
            client_file.show, self.eid, owner=self, done=self._show, failed=self._on_lost, exclusive="client_file"
        )
        self._work.ask(
            archive_views.completeness, self.eid, owner=self, done=self._show_volume, exclusive="completeness"
        )
        self._work.ask(timeline.timeline, self.eid, owner=self, done=self.events.set_rows, exclusive="timeline")

    def _show_volume(self, states: tuple[PartState, ...]) -> None:
        self.volume.set_rows(states)
        short = sum(not one.complete for one in states)
        self.tabs.setTabText(self.tabs.count() - 1, f"卷内目录 缺{short}" if short else "卷内目录")

    def _show(self, file: ClientFile) -> None:
        self.file = file
        self._title.setText(str(file.values["name"]))
        self.facts.show_sections("", header_sections(file))
        for tab in TABS:
            self.tabs.set_rows(tab.kind, file.parts[tab.kind])
        self._show_notes(file.parts["client_note"])
        self._offer()

    def _show_notes(self, notes: tuple[PartView, ...]) -> None:
        while self._notes.count():
            widget = self._notes.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        for note in sorted(notes, key=lambda note: list(_NOTE_SIGNS)[::-1].index(note.values["severity"])):
            severity = note.values["severity"]
            label = QLabel(
                f"{_NOTE_SIGNS[severity]} {words.label('note_severities', severity)}：{note.values['text']}", self
            )
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            theme.mark(label, _NOTE_TONES[severity])
            self._notes.addWidget(label)

    def _on_lost(self, error: Expected) -> None:
        self._work.tell(error)
        self.closed.emit()

    def _tab(self) -> Tab | None:
        place = self.tabs.currentIndex() - 1
        return TABS[place] if 0 <= place < len(TABS) else None

    def _offer(self, _place: int = 0) -> None:
        tab = self._tab()
        self._buttons["add"].setVisible(tab is not None)
        self._buttons["end"].setVisible(tab is not None)
        if tab is not None:
            self._buttons["add"].setText(f"新增{tab.one} (Ctrl+N)")
            self._buttons["end"].setEnabled(bool(self.tabs.models[tab.kind].rowCount()))
        self._buttons["edit"].setVisible(tab is None)

    def focus(self) -> None:
        """Give the focus to what the tab shows."""
        self.tabs.focus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        """What the page's keys do while the file is open."""
        return {
            "Ctrl+E": self.edit_header,
            "Ctrl+N": self.add_part,
            "Ctrl+D": self.end_part,
            "F10": self.begin_intake,
            "Ctrl+O": self.print_dossier,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def edit_header(self) -> None:
        """Ctrl+E."""
        if self.file is not None:
            self.editing.edit_header(self.eid)

    def add_part(self) -> None:
        """Ctrl+N: one more of what the tab shows."""
        tab = self._tab()
        if tab is not None and self.file is not None:
            self.editing.add_part(tab, self.eid)

    def end_part(self) -> None:
        """Ctrl+D: take the chosen one off the file."""
        tab = self._tab()
        part = self.tables[tab.kind].current() if tab is not None else None
        if tab is not None and isinstance(part, PartView):
            self.editing.end_part(tab, part)

    def _on_part(self, tab: Tab, part: PartView) -> None:
        self.editing.edit_part(tab, part)

    def _on_event(self, event: Event) -> None:
        if event.kind in ("survey", "complaint"):
            self.wanted.emit("feedback", {"kind": event.kind, "eid": event.eid})
        elif event.kind in ("request", "visit", "outreach", "meeting"):
            self.wanted.emit(event.kind, {"eid": event.eid})
        elif event.kind in {tab.kind for tab in TABS}:
            self.show_file(self.eid, event.kind)

    def print_dossier(self) -> None:
        """Ctrl+O: cover, spine, contents and every document."""
        if self.file is None:
            return
        if may(self._work.actor, "archive.hold"):
            choices = (("masked", "遮住联系人姓名和电话"), ("whole", "完整（站内存档用，计入操作记录）"))
            self._work.dialogs.choose(self, "打印整卷", "个人信息怎么印？", choices, self._print_dossier)
        else:
            self._print_dossier("masked")

    def _print_dossier(self, how: str) -> None:
        self.wanted.emit(
            "paper", {"order": archive_papers.dossier, "args": (self.eid,), "options": {"whole": how == "whole"}}
        )

    def begin_intake(self) -> None:
        """F10: a request for this client."""
        if self.file is not None:
            self.wanted.emit("intake", {"client": self.eid, "organisation": self.file.values["name"]})
