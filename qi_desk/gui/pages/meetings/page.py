"""会议: meetings, minutes and what was decided; what is chosen stands right, the editor opens over all of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from qi_desk.domain import moments
from qi_desk.gui import words
from qi_desk.gui.attachments_dialog import AttachmentsDialog
from qi_desk.gui.deeds import Deed
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.page import Moment, Page
from qi_desk.gui.pages.meetings.deeds import DECISION_DEEDS, MEETING_DEEDS, MINUTES_DEEDS
from qi_desk.gui.pages.meetings.editing import MeetingsEditing
from qi_desk.gui.pages.meetings.editor.editor import MeetingEditor
from qi_desk.gui.pages.meetings.facts import decision_sections, meeting_sections, minutes_sections
from qi_desk.gui.pages.meetings.lists import ASIDE, MOMENTS, PAGES, SCOPES, TABS, TAKEN_DOWN
from qi_desk.gui.pages.meetings.sign_in_dialog import SignInDialog
from qi_desk.gui.widgets.beside import lay_beside
from qi_desk.gui.widgets.facts import FactsPane
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools, next_step
from qi_desk.gui.workplace import Workplace
from qi_desk.services.meetings import minutes_views, papers, views
from qi_desk.services.meetings.access import KINDS
from qi_desk.services.meetings.decision_views import DecisionRow
from qi_desk.services.meetings.minutes_views import MinutesRow, MinutesView
from qi_desk.services.meetings.views import MeetingRow, MeetingView

View = MeetingView | MinutesView | DecisionRow


class MeetingsPage(Page):
    """Three lists; F9 does what comes next, Enter opens the editor where there is something to write."""

    name = "meeting"
    title = "会议"
    icon = "megaphone"
    kinds = KINDS
    keys = (
        Key("Ctrl+PgUp / PgDown", "换页签：会议、纪要、议定事项督办；编辑器里换议题"),
        Key(SAVE, "办下一步（按钮上写着是哪一步）；编辑器里保存"),
        Key("Enter", "打开记录或纪要来写；议定事项：办结"),
        Key("Ctrl+N", "拟开会议；编辑器里加议题"),
        Key("Ctrl+D", "签到；编辑器里记表决和决定"),
        Key("Ctrl+M", "从能办的里选一步"),
        Key(PRINT, "打印：会议记录、签到表、纪要"),
        Key("Ctrl+E", "附件"),
        Key("Ctrl+F", "换范围"),
        Key("Ctrl+S", "编辑器：保存，不关闭"),
        Key("Ctrl+O", "编辑器：版本对比与恢复"),
        Key("Ctrl+1 2 3", "编辑器：一、二、三级标题"),
        Key("Ctrl+G / Ctrl+J / Ctrl+T", "编辑器：发言人 / 决定 / 时刻"),
        Key("Alt+↑ / ↓", "编辑器：议题上移、下移"),
        Key("@", "编辑器：行首写 @ 选人，“@姓名 12-05前 任务”记成议定事项"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._view: View | None = None
        self._wanted_scope: dict[str, str] = {}
        self.editing = MeetingsEditing(work, self)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self._on_dialog_closed)
        self._stack = QStackedLayout(self)
        self._lists = QWidget(self)
        self.editor: MeetingEditor | None = None
        tools = self._tools()
        self.tabs = TableTabs("会议", self._lists)
        for name, title, columns, empty in TABS:
            table = self.tabs.add(name, title, columns, empty, self._on_opened)
            table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.scope = ChoiceInput(self.tabs)
        self.scope.setAccessibleName("看哪些")
        self.scope.edited.connect(self._on_scope)
        self.tabs.setCornerWidget(self.scope)
        self.tabs.currentChanged.connect(self._on_tab)
        self.facts = FactsPane("选中一条，这里显示全部内容和下一步", self._lists)
        lay_beside(self._lists, tools, self.tabs, self.facts, (600, 400))
        self._stack.addWidget(self._lists)
        self._on_tab()

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        tools = (
            ("new", "拟开 (Ctrl+N)", "plus", self.new),
            ("sign_in", "签到 (Ctrl+D)", "user-check", self.sign_in),
            ("print", f"打印 ({PRINT})", "printer", self.print_paper),
            ("more", "办理 (Ctrl+M)", "list", self.choose_deed),
            ("write", "写 (Enter)", "pencil", self.write),
        )
        self._buttons = add_tools(row, self._lists, tools)
        self.next = next_step(self._lists, self.do_next)
        row.addWidget(self.next)
        return row

    def today(self) -> date:
        """The day of the counter's clock."""
        return moments.china_date(self.work.house.clock.now())

    @property
    def writing(self) -> bool:
        """Whether the editor stands over the lists."""
        return self.editor is not None and self._stack.currentWidget() is self.editor

    def activate(self, params: Mapping[str, Any]) -> None:
        kind, eid = str(params.get("kind") or ("meeting" if params.get("eid") else "")), str(params.get("eid", ""))
        if eid and self.writing:
            self.close_editor()
        if kind in self.tabs.tables:
            self.tabs.bring(kind)
        if eid and kind in self.tabs.tables:
            self.tabs.tables[kind].choose(eid)
            if kind != "meeting_decision":
                self._open(kind, eid)
        if self.writing and self.editor is not None:
            self.editor.focus()
        else:
            self.tabs.focus()
        if params.get("plan"):
            self.close_editor()
            self.editing.plan(params["plan"])

    def slots(self) -> Mapping[str, Callable[[], None]]:
        if self.writing and self.editor is not None:
            return self.editor.slots()
        return {
            SAVE: self.do_next,
            "Ctrl+M": self.choose_deed,
            "Ctrl+N": self.new,
            "Ctrl+D": self.sign_in,
            PRINT: self.print_paper,
            "Ctrl+E": self.show_files,
            "Ctrl+F": self.scope.setFocus,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def draft(self) -> Mapping[str, Any] | None:
        if self.editor is not None and (written := self.editor.draft()) is not None:
            return {"editor": written, "eid": written["eid"]}
        return self.editing.draft()

    def draft_key(self) -> str:
        return f"{self.name}:{self.editor.key}" if self.editor is not None and self.editor.key else self.name

    def restore(self, content: Mapping[str, Any]) -> None:
        if "editor" in content:
            self._editor().restore(content["editor"])
            self._stack.setCurrentWidget(self._editor())
        else:
            self.editing.resume(content)

    def back(self) -> bool:
        if self.writing and self.editor is not None:
            self.editor.leave()
            return True
        return False

    def _on_dialog_closed(self) -> None:
        """The keyboard goes on where it was."""
        self.draft_changed.emit()
        if self.writing and self.editor is not None:
            self.editor.focus()
        else:
            self.tabs.focus()

    def reload(self) -> None:
        for kind, verb in PAGES.items():
            scope = self._wanted_scope.get(kind, SCOPES[kind][0][0])
            self.work.ask(verb, scope, owner=self, done=partial(self._show_rows, kind), exclusive=f"meetings-{kind}")
        if isinstance(self._view, MeetingView):
            self._open("meeting", self._view.row.eid)
        elif isinstance(self._view, MinutesView):
            self._open("minutes", self._view.row.eid)
        if self.writing and self.editor is not None:
            self.editor.reload()

    def _show_rows(self, kind: str, rows: tuple[Any, ...]) -> None:
        self.tabs.set_rows(kind, rows)
        if kind == self.tabs.shown == "meeting_decision":
            self._on_row()
        self._offer()

    def _on_tab(self, _place: int = 0) -> None:
        tab = self.tabs.shown
        self.scope.set_choices(SCOPES[tab])
        self.scope.set_value(self._wanted_scope.get(tab, SCOPES[tab][0][0]))
        self._view = None
        self._on_row()
        self._offer()

    def _on_scope(self) -> None:
        self._wanted_scope[self.tabs.shown] = self.scope.value()
        self.reload()

    def _on_row(self, *_places: object) -> None:
        row = self.tabs.tables[self.tabs.shown].current()
        if isinstance(row, MeetingRow | MinutesRow):
            self._open(self.tabs.shown, row.eid)
        elif isinstance(row, DecisionRow):
            self._show(row)

    def _open(self, kind: str, eid: str) -> None:
        verb: Callable[..., Any] = views.show if kind == "meeting" else minutes_views.show_minutes
        self.work.ask(verb, eid, owner=self, done=self._show, failed=self.refuse, exclusive="meetings-one")

    def _show(self, view: View) -> None:
        self._view = view
        if isinstance(view, MeetingView):
            self.facts.show_sections(view.row.title, meeting_sections(view))
        elif isinstance(view, MinutesView):
            self.facts.show_sections(view.row.title, minutes_sections(view))
        else:
            self.facts.show_sections(view.what, decision_sections(view))
        self._offer()
        self.moment_changed.emit()

    def _deeds(self) -> tuple[Mapping[str, Deed], tuple[str, ...]]:
        if isinstance(self._view, MeetingView):
            return MEETING_DEEDS, self._view.deeds
        if isinstance(self._view, MinutesView):
            return MINUTES_DEEDS, self._view.deeds
        if isinstance(self._view, DecisionRow) and self._view.mine:
            ends = ("finish_decision", "drop_decision")
            return DECISION_DEEDS, ends if self._view.state == "open" else ("reopen_decision",)
        return {}, ()

    @property
    def following(self) -> str:
        """The deed that comes next; nobody is nudged into a correction."""
        return next((name for name in self._deeds()[1] if name not in ASIDE), "")

    def _offer(self) -> None:
        table, names = self._deeds()
        view, following = self._view, self.following
        self.next.setText(f"{table[following].label if following else '没有下一步'} ({SAVE})")
        self.next.setEnabled(bool(following))
        self._buttons["more"].setEnabled(bool(names))
        self._buttons["print"].setEnabled(isinstance(view, MeetingView | MinutesView))
        self._buttons["sign_in"].setVisible(isinstance(view, MeetingView) and view.writable)
        self._buttons["write"].setEnabled(isinstance(view, MeetingView | MinutesView))

    def _on_opened(self, row: object) -> None:
        if isinstance(row, DecisionRow):
            self.do_next()
        else:
            self.write()

    def do_next(self) -> None:
        """F9: what comes next."""
        if self.following:
            self.do(self.following)

    def choose_deed(self) -> None:
        """Ctrl+M."""
        table, names = self._deeds()
        self.editing.pick(table, names, self.do)

    def do(self, name: str) -> None:
        """Begin a deed of what is shown."""
        view = self._view
        if name == "write_minutes":
            self.write()
        elif isinstance(view, MeetingView):
            self.editing.on_meeting(view, name)
        elif isinstance(view, MinutesView):
            self.editing.on_minutes(view, name)
        elif isinstance(view, DecisionRow):
            self.editing.on_decision(view, name)

    def new(self) -> None:
        """Ctrl+N."""
        self.editing.plan()

    def show_meeting(self, eid: str) -> None:
        """A meeting is the one to look at."""
        self._look_at("meeting", eid)

    def show_minutes(self, eid: str) -> None:
        """Minutes are what to look at."""
        self._look_at("minutes", eid)

    def _look_at(self, kind: str, eid: str) -> None:
        self.tabs.bring(kind)
        self.tabs.tables[kind].choose(eid)
        self.tabs.focus()
        self._open(kind, eid)

    def sign_in(self) -> None:
        """Ctrl+D: who is there."""
        if isinstance(self._view, MeetingView) and self._view.writable:
            SignInDialog(self.work, self, self._view, self._ask_signature).begin()

    def _ask_signature(self, what: str, done: Callable[[bytes], None]) -> None:
        self.wanted.emit("signature", {"what": what, "done": done})

    def _editor(self) -> MeetingEditor:
        """The editor, made when first needed."""
        if self.editor is None:
            self.editor = MeetingEditor(self.work, self)
            self.editor.typed.connect(self.typed)
            self.editor.kept.connect(self.draft_changed)
            self.editor.left.connect(self.close_editor)
            self.editor.results_wanted.connect(self.editing.result_of)
            self._stack.addWidget(self.editor)
        return self.editor

    def write(self) -> None:
        """Enter: open what is chosen in the editor; what is locked opens to be read."""
        if isinstance(self._view, MeetingView | MinutesView):
            editor = self._editor()
            kind = "meeting" if isinstance(self._view, MeetingView) else "minutes"
            editor.open(kind, self._view.row.eid)
            self._stack.setCurrentWidget(editor)
            editor.focus()

    def close_editor(self) -> None:
        """Back to the lists."""
        self._stack.setCurrentWidget(self._lists)
        self.reload()
        self.tabs.focus()

    def show_files(self) -> None:
        """Ctrl+E."""
        view = self._view
        if isinstance(view, MeetingView):
            AttachmentsDialog(self.work, self, "meeting", view.row.eid, view.row.number).begin()
        elif isinstance(view, MinutesView):
            AttachmentsDialog(self.work, self, "meeting", view.row.meeting, view.row.meeting_title).begin()

    def print_paper(self) -> None:
        """F10: the minutes, or of a meeting its record or the sign-in sheet."""
        view = self._view
        if isinstance(view, MinutesView):
            self.wanted.emit("paper", {"order": papers.issued, "args": (view.row.eid,)})
        elif isinstance(view, MeetingView):
            kinds = (papers.SIGN_IN_PAPER, papers.RECORD_PAPER)
            choices = [(kind, words.label("paper_kinds", kind)) for kind in kinds]
            if view.row.state in TAKEN_DOWN or view.intact is not None:
                choices.reverse()
            self.work.dialogs.choose(self, "打印", "哪一份", choices, partial(self._print, view.row.eid))

    def _print(self, eid: str, kind: str) -> None:
        order = papers.sign_in_sheet if kind == papers.SIGN_IN_PAPER else papers.record
        self.wanted.emit("paper", {"order": order, "args": (eid,)})

    def moment(self) -> Moment:
        if not isinstance(self._view, MeetingView):
            return Moment()
        view = self._view
        slots = {"时间": view.values["starts"], "数": str(len(view.topics))}
        return Moment(MOMENTS.get(view.row.state, ""), slots)
