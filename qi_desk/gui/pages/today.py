"""今日工作: what waits for the specialist today, the most urgent first; Enter leads to where it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import PRINT, Key
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.page import Moment, Page
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.widgets.flow_rows import FlowRows
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import request_linking, today, today_paper
from qi_desk.services.booking.bookings import KINDS as BOOKING_KINDS
from qi_desk.services.client_parts import PARTS
from qi_desk.services.meetings.access import KINDS as MEETING_KINDS
from qi_desk.services.registers.catalogue import KINDS as REGISTER_KINDS
from qi_desk.services.registers.catalogue import REGISTERS
from qi_desk.services.today import Day, DayLine

_WHOSE = (("mine", "我的"), ("all", "全站"))
_ALL = ""
_TONE_ICONS = {"danger": "circle-alert", "warning": "clock", "success": "circle-check", "accent": "users"}
_PAGES = {"visit": "reception", "request": "request", "outreach": "outreach", "booking": "booking", "print": "print"}
_PAGES["blank_form"] = "blanks"
_PAGES["figure_report"] = "figures"
_PAGES |= dict.fromkeys(("meeting", "minutes", "meeting_decision"), "meeting")
_PAGES["self_evaluation"] = "evaluation"
_PAGES |= dict.fromkeys(("survey", "complaint", "improvement"), "feedback")


def _tone(line: DayLine) -> str:
    return "danger" if line.late else _section_tone(line)


def _section_tone(line: DayLine) -> str:
    return str(words.row("day_sections", line.section)["tone"])


def _due(line: DayLine) -> str:
    if line.kind == "visit":
        return f"{words.clock(line.at)} 起等"
    if line.at is not None:
        return words.near_moment(line.at)
    return f"{line.due.month}月{line.due.day}日" if line.due is not None else ""


_COLUMNS = (
    Column[DayLine](
        "为什么",
        lambda line: words.label("day_sections", line.section),
        width=14,
        tone=_section_tone,
        icon=lambda line: _TONE_ICONS.get(_section_tone(line), "circle-dot"),
    ),
    Column[DayLine]("服务对象", lambda line: line.client_name, width=34),
    Column[DayLine]("事情", lambda line: line.what),
    Column[DayLine]("期限", _due, width=14, tone=_tone, icon=lambda line: "triangle-alert" if line.late else ""),
    Column[DayLine]("经办", lambda line: line.owner, width=10, rank=2),
    Column[DayLine]("编号", lambda line: line.number, width=26, rank=1),
)


class TodayPage(Page):
    """Sections as buttons with counts, one list below."""

    name = "today"
    title = "今日工作"
    icon = "sun"
    kinds = frozenset(
        {
            "figure_report",
            "blank_form",
            "print",
            "visit",
            "request",
            "follow_up",
            "refusal",
            "assignment",
            "outreach",
            "look_back",
            "delivery",
            "self_evaluation",
            *PARTS,
        }
        | BOOKING_KINDS
        | REGISTER_KINDS
        | MEETING_KINDS
    )
    keys = (
        Key("Enter", "去办这一件"),
        Key("Ctrl+PgUp / PgDown", "换栏目"),
        Key("Ctrl+F", "看我的还是全站的"),
        Key("Ctrl+M", "把列出的需求移交给同事（可撤销）"),
        Key(PRINT, "打印今日工作单、交接单"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._day: Day | None = None
        self._section = _ALL
        self.editing = RecordEditing(work, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._tools())
        self._bar = QWidget(self)
        self._chips = FlowRows(self._bar)
        self._group = QButtonGroup(self)
        layout.addWidget(self._bar)
        self.model = RowsModel(_COLUMNS, self)
        self.table = RowsTable(self.model, "今天没有等着办的事。", "今日工作", self)
        self.table.opened.connect(self._on_opened)
        self.table.view.selectionModel().currentRowChanged.connect(self.moment_changed)
        layout.addWidget(self.table, 1)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.whose = ChoiceInput(self)
        self.whose.setAccessibleName("看谁的")
        self.whose.set_choices(_WHOSE)
        self.whose.set_value("mine")
        self.whose.edited.connect(self.reload)
        self._said = QLabel(self)
        theme.mark(self._said, theme.Tone.MUTED)
        self.give = QPushButton("移交… (Ctrl+M)", self)
        self.give.setIcon(icons.icon("users"))
        self.give.clicked.connect(self.hand_over)
        self.print = QPushButton(f"打印工作单 ({PRINT})", self)
        self.print.setIcon(icons.icon("printer"))
        self.print.clicked.connect(self.print_list)
        row.addWidget(self.whose)
        row.addSpacing(12)
        row.addWidget(self._said, 1)
        row.addWidget(self.give)
        row.addWidget(self.print)
        return row

    def activate(self, params: Mapping[str, Any]) -> None:
        self.table.setFocus()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            "Ctrl+PgUp": partial(self._turn, -1),
            "Ctrl+PgDown": partial(self._turn, 1),
            "Ctrl+F": self.whose.setFocus,
            "Ctrl+M": self.hand_over,
            PRINT: self.print_list,
        }

    def reload(self) -> None:
        self.work.ask(today.day, owner=self, done=self._show, exclusive="today", mine=self.whose.value() == "mine")

    def _show(self, day: Day) -> None:
        self._day = day
        if not dict(day.counts).get(self._section):
            self._section = _ALL
        late = sum(line.late for line in day.lines)
        told = f"{day.at.month}月{day.at.day}日　{len(day.lines)} 件"
        self._said.setText(told + (f"，其中已过期 {late} 件" if late else ""))
        self._draw_chips(day)
        self._fill()

    def _draw_chips(self, day: Day) -> None:
        while self._chips.count():
            taken = self._chips.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.deleteLater()
        for section, count in ((_ALL, len(day.lines)), *day.counts):
            if section == _ALL or count:
                label = words.label("day_sections", section) if section else "全部"
                chip = QPushButton(f"{label} {count}", self._bar)
                chip.setCheckable(True)
                chip.setChecked(section == self._section)
                chip.setProperty("section", section)
                theme.set_tone(chip, theme.Tone.CHIP)
                chip.clicked.connect(partial(self._choose, section))
                self._group.addButton(chip)
                self._chips.addWidget(chip)

    def _choose(self, section: str) -> None:
        self._section = section
        for chip in self._group.buttons():
            chip.setChecked(chip.property("section") == section)
        self._fill()
        self.table.setFocus()

    def _turn(self, by: int) -> None:
        if self._day is not None:
            names = [_ALL, *(name for name, count in self._day.counts if count)]
            self._choose(names[(names.index(self._section) + by) % len(names)])

    def _fill(self) -> None:
        lines = self.lines()
        self.model.set_rows(lines)
        self.give.setEnabled(any(line.request for line in lines))

    def lines(self) -> tuple[DayLine, ...]:
        """The lines of the section chosen."""
        if self._day is None:
            return ()
        return tuple(line for line in self._day.lines if self._section in (_ALL, line.section))

    def _on_opened(self, line: DayLine) -> None:
        if line.kind in PARTS:
            self.wanted.emit("enterprise", {"eid": line.client, "open": True, "tab": line.kind})
        elif line.kind in REGISTERS:
            begin = line.section == "opening" and not line.eid
            self.wanted.emit("registers", {"register": line.kind, "eid": line.eid, "begin": begin})
        else:
            params = {"kind": line.kind, "eid": line.eid, "number": line.number}
            self.wanted.emit(_PAGES[line.kind], params)

    def hand_over(self) -> None:
        """Ctrl+M: give the requests of the list to a colleague."""
        requests = list(dict.fromkeys(line.request for line in self.lines() if line.request))
        if requests:
            self.editing.with_people(partial(self._choose_colleague, requests))

    def _choose_colleague(self, requests: list[str]) -> None:
        title = f"移交 {len(requests)} 件需求"
        self.work.dialogs.choose(self, title, "交给谁", self.editing.people, partial(self._ask_note, requests))

    def _ask_note(self, requests: list[str], person: str) -> None:
        title = f"移交 {len(requests)} 件需求"
        self.work.dialogs.ask_text(self, title, "交代一句（每件都记入跟进）", partial(self._give, requests, person))

    def _give(self, requests: list[str], person: str, note: str) -> None:
        self.editing.act(request_linking.hand_over, requests, person, note, done=self._given, failed=self.refuse)

    def _given(self, count: int) -> None:
        self.say(f"已移交 {count} 件。", following="交错了按 Ctrl+Z 撤销。")

    def print_list(self) -> None:
        """F10."""
        self.wanted.emit(
            "paper", {"order": today_paper.day_list, "args": (), "options": {"mine": self.whose.value() == "mine"}}
        )

    def moment(self) -> Moment:
        line = self.table.current()
        if not isinstance(line, DayLine):
            return Moment("reception.empty", {})
        code = str(words.row("day_sections", line.section)["moment"])
        return Moment(code, {"事项": line.what, "日期": _due(line), "编号": line.number})
