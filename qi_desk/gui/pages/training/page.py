"""演练台: choose a simulated visitor, answer with 1 to 3, do what they ask for in the program, and see how it went."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from random import Random
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk import resource_files
from qi_desk.domain.drills import Script, Step
from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.models.rows_model import Column
from qi_desk.gui.page import Page
from qi_desk.gui.widgets.beside import lay_beside
from qi_desk.gui.widgets.table_tabs import TableTabs
from qi_desk.gui.widgets.tool_buttons import add_tools
from qi_desk.gui.widgets.wrapped_button import WrappedButton
from qi_desk.gui.workplace import Workplace
from qi_desk.services import drills
from qi_desk.services.drills import DrillRow, Outcome

_SCRIPTS = (
    Column[Script]("来访人", lambda one: one.title),
    Column[Script]("难点", lambda one: one.trait, width=12),
    Column[Script]("用时", lambda one: f"{one.minutes} 分钟", width=10),
)
_RUNS = (
    Column[DrillRow]("时间", lambda one: words.near_moment(one.began_at), width=12),
    Column[DrillRow]("练习人", lambda one: one.person, width=10),
    Column[DrillRow]("来访人", lambda one: drills.script_of(one.script).title),
    Column[DrillRow]("流程 / 话术 / 用时", lambda one: f"{one.flow} / {one.words} / {one.time}", width=20, rank=1),
    Column[DrillRow]("总分", lambda one: str(one.total), width=8),
    Column[DrillRow](
        "结论",
        lambda one: "合格" if one.passed else "再练一次",
        width=12,
        tone=lambda one: "success" if one.passed else "warning",
        icon=lambda one: "circle-check" if one.passed else "repeat",
    ),
)


class TrainingPage(Page):
    """Scripts and results left, the conversation right. Its run goes on while the trainee works on other pages."""

    name = "training"
    title = "演练台"
    icon = "user-check"
    group = "本站"
    practice_only = True
    kinds = frozenset({"drill"})
    keys = (
        Key("Enter", "请这位来访人进来"),
        Key("1 2 3", "选一句话回答"),
        Key(SAVE, "核对刚才让办的事办好没有；没有办也接着往下"),
        Key("Ctrl+W", "不练了"),
        Key(PRINT, "打印成绩单，站长据此记岗前培训"),
        Key("Ctrl+S", "成绩页签：把选中的人记为岗前培训合格（站长）"),
        Key("Ctrl+PgUp / PgDown", "换页签：来访人、成绩"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._script: Script | None = None
        self._place = 0
        self._began: datetime | None = None
        self._replied: list[int | None] = []
        self._done: list[int] = []
        self.order: list[int] = []
        tools = self._tools()
        self.tabs = TableTabs("演练台", self)
        self.tabs.add("script", "来访人", _SCRIPTS, "没有剧本。", self.begin)
        self.tabs.add("run", "成绩", _RUNS, "还没有练过。选一位来访人，按回车。", self._on_run)
        lay_beside(self, tools, self.tabs, self._talk(self), (480, 520))
        self._ticking = QTimer(self)
        self._ticking.timeout.connect(self._tick)
        self._ticking.setInterval(1000)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._clock = QLabel(self)
        theme.mark(self._clock, theme.Tone.MUTED)
        row.addWidget(self._clock, 1)
        tools = (
            ("stop", "不练了 (Ctrl+W)", "x", self.stop),
            ("print", f"打印成绩单 ({PRINT})", "printer", self.print_result),
        )
        self._buttons = add_tools(row, self, tools)
        self.check = QPushButton(f"办好了，核对 ({SAVE})", self)
        self.check.setIcon(icons.icon("check", "on_accent"))
        theme.mark(self.check, theme.Tone.PRIMARY)
        self.check.clicked.connect(self.check_task)
        row.addWidget(self.check)
        return row

    def _talk(self, parent: QWidget) -> QWidget:
        card = QFrame(parent)
        card.setObjectName("card")
        column = QVBoxLayout(card)
        self._area = QScrollArea(card)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName("和来访人的对话")
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lines = QWidget()
        self._column = QVBoxLayout(self._lines)
        self._column.setSpacing(12)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area.setWidget(self._lines)
        column.addWidget(self._area, 1)
        self._choices = QVBoxLayout()
        column.addLayout(self._choices)
        self._say("选一位来访人，按回车请进来。练习用的是演练站的资料，和正式站分开。", theme.Tone.MUTED)
        return card

    def activate(self, params: Mapping[str, Any]) -> None:
        if self._script is None:
            self.tabs.focus()
        else:
            self._area.setFocus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            SAVE: self.check_task,
            "Ctrl+W": self.stop,
            PRINT: self.print_result,
            "Ctrl+S": self.record,
            "Ctrl+PgUp": partial(self.tabs.turn, -1),
            "Ctrl+PgDown": partial(self.tabs.turn, 1),
        }

    def reload(self) -> None:
        self.tabs.set_rows("script", resource_files.drill_scripts())
        self.work.ask(drills.history, owner=self, done=self._show_runs, exclusive="drills")
        self._offer()

    def _show_runs(self, rows: tuple[DrillRow, ...]) -> None:
        self.tabs.set_rows("run", rows)

    def begin(self, script: Script) -> None:
        """Enter: let a visitor come in."""
        self._script, self._place, self._began = script, 0, self.work.house.clock.now()
        self._replied, self._done = [], []
        self._clear()
        self._say(script.visitor, theme.Tone.MUTED)
        self._ticking.start()
        self._next()
        self._area.setFocus()

    def _on_run(self, _row: DrillRow) -> None:
        self.print_result()

    @property
    def step(self) -> Step | None:
        """What is asked of the trainee now."""
        if self._script is None or self._place >= len(self._script.steps):
            return None
        return self._script.steps[self._place]

    def _next(self) -> None:
        step = self.step
        self._offer()
        if step is None:
            self._finish()
            return
        if step.happens:
            self._say(step.happens, theme.Tone.WARNING)
        if step.says:
            self._say(f"来访人：{step.says}", theme.Tone.NORMAL, 1.15)
        if step.task:
            self._say(f"请办：{step.task}办好回到这里按 {SAVE} 核对。", theme.Tone.ACCENT)
        # Mixed anew each time: the right one must not be known by its place.
        self.order = list(range(len(step.replies)))
        Random(f"{self._began}{self._place}").shuffle(self.order)  # no secret hangs on it
        for place, which in enumerate(self.order):
            button = WrappedButton(f"{place + 1}　{step.replies[which].text}", self)
            button.clicked.connect(partial(self.reply, place))
            self._choices.addWidget(button)

    def reply(self, place: int) -> None:
        """1, 2, 3: say what stands there."""
        step = self.step
        if step is None or place >= len(step.replies):
            return
        which = self.order[place]
        self._say(f"您：{step.replies[which].text}", theme.Tone.ACCENT)
        self._replied.append(which)
        self._advance()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if typed.isdecimal() and self.step is not None and 0 < int(typed) <= len(self.step.replies):
            self.reply(int(typed) - 1)
        else:
            super().keyPressEvent(event)

    def check_task(self) -> None:
        """F9: look whether the task was carried out; the visitor waits no longer either way."""
        step = self.step
        if step is None or not step.kind or self._script is None or self._began is None:
            return
        self.work.ask(drills.done, self._script.id, self._place, self._began, owner=self, done=self._on_checked)

    def _on_checked(self, carried_out: bool) -> None:
        if carried_out:
            self._done.append(self._place)
            self._say("✓ 办好了", theme.Tone.SUCCESS)
        else:
            self._say("✖ 没有找到照这样办的记录，算没有办。", theme.Tone.DANGER)
        self._advance()

    def _advance(self) -> None:
        while self._choices.count():
            item = self._choices.takeAt(0)
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._place += 1
        self._next()
        self._area.setFocus()

    def _finish(self) -> None:
        assert self._script is not None
        assert self._began is not None
        self._ticking.stop()
        script, began = self._script.id, self._began
        self.work.act(drills.finish, script, began, self._replied, self._done, owner=self, done=self._on_marks)

    def _on_marks(self, outcome: Outcome) -> None:
        marks = outcome.marks
        told = f"总分 {marks.total}：流程 {marks.flow}，话术 {marks.words}，用时 {marks.time}。"
        passed = "合格。" if marks.passed else "还没有合格：80 分以上，并且没有说过忌语。"
        self._say(told + passed, theme.Tone.SUCCESS if marks.passed else theme.Tone.WARNING, 1.2)
        for mistake in outcome.mistakes:
            self._say(f"· {mistake}", theme.Tone.NORMAL)
        if self._script is not None:
            for lesson in self._script.lessons:
                self._say(f"记住：{lesson}", theme.Tone.MUTED)
        self._script = None
        self._offer()
        self.tabs.focus()

    def stop(self) -> None:
        """Ctrl+W: the run is given up and leaves no result."""
        if self._script is not None:
            self._ticking.stop()
            self._script = None
            self._clear()
            self._say("这次不算。选一位来访人，按回车再来。", theme.Tone.MUTED)
            self._offer()
            self.tabs.focus()

    def print_result(self) -> None:
        """F10."""
        self.wanted.emit("paper", {"order": drills.sheet, "args": ()})

    def record(self) -> None:
        """Ctrl+S: who passed with every visitor is trained before the post, says the manager."""
        row = self.tabs.tables["run"].current()
        if self.tabs.shown == "run" and isinstance(row, DrillRow):
            done = partial(self._on_recorded, row.person)
            self.work.act(drills.record, row.account, owner=self, done=done, failed=self.refuse)

    def _on_recorded(self, person: str, _training: str) -> None:
        self.say(f"已把 {person} 记为岗前培训合格。正式站里请站长照成绩单在“设置—人员”登记。")

    def _offer(self) -> None:
        step = self.step
        self.check.setEnabled(step is not None and bool(step.kind))
        self._buttons["stop"].setEnabled(self._script is not None)
        if self._script is None:
            self._clock.clear()

    def _tick(self) -> None:
        if self._script is not None and self._began is not None:
            spent = int((self.work.house.clock.now() - self._began).total_seconds())
            self._clock.setText(
                f"{self._script.title}　{spent // 60}:{spent % 60:02}　熟手 {self._script.minutes} 分钟"
            )

    def _clear(self) -> None:
        for layout in (self._column, self._choices):
            while layout.count():
                item = layout.takeAt(0)
                widget = item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()

    def _say(self, text: str, tone: theme.Tone, factor: float = 1.0) -> None:
        line = QLabel(text)
        line.setWordWrap(True)
        line.setTextFormat(Qt.TextFormat.PlainText)
        font = line.font()
        font.setPointSizeF(font.pointSizeF() * factor)
        line.setFont(font)
        theme.mark(line, tone)
        self._column.addWidget(line)
        QTimer.singleShot(0, self, self._to_end)

    def _to_end(self) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.maximum())

    def said(self) -> str:
        """Everything said so far, for tests and screen readers."""
        return "\n".join(label.text() for label in self._lines.findChildren(QLabel) if not label.isHidden())
