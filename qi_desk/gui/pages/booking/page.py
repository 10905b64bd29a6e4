"""设备预约: the diary of shared equipment and rooms; what is under the cursor stands below with what can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout

from qi_desk.domain import moments
from qi_desk.domain.booking.terms import monday_of
from qi_desk.domain.errors import Expected
from qi_desk.gui import icons, theme, words
from qi_desk.gui.attachments_dialog import AttachmentsDialog
from qi_desk.gui.keys import PRINT, SAVE, Key
from qi_desk.gui.page import Moment, Page
from qi_desk.gui.pages.booking import board
from qi_desk.gui.pages.booking.affected import AffectedDialog
from qi_desk.gui.pages.booking.deeds import DEEDS, NEXT
from qi_desk.gui.pages.booking.editing import BookingEditing
from qi_desk.gui.pages.booking.facts import booking_sections, lane_sections
from qi_desk.gui.pages.booking.free_dialog import FreeDialog
from qi_desk.gui.pages.booking.timeline import Timeline
from qi_desk.gui.revealing import Revealing
from qi_desk.gui.saving import save
from qi_desk.gui.widgets.facts import FactsPane
from qi_desk.gui.widgets.inputs import ChoiceInput, TextInput
from qi_desk.gui.widgets.tool_buttons import add_tools, next_step
from qi_desk.gui.workplace import Workplace
from qi_desk.services.booking import bookings, equipment, labels, papers, reports, views
from qi_desk.services.booking.bookings import Booked
from qi_desk.services.booking.views import BookingView, Diary, Lane

_VIEWS = ((board.DAY, "一天"), (board.RESOURCES, "一周"), (board.WEEK, "一台一周"))
_WEEKDAYS = ("一", "二", "三", "四", "五", "六", "日")


_MOMENTS = {
    "overrun": "booking.late",
    "waiting": "booking.conflict",
    "in_use": "booking.checked_in",
    "returned": "booking.returned",
    "no_show": "booking.no_show",
    "lapsed": "booking.no_show",
}
"""What is said by the phase of the booking chosen; a call or the day's words otherwise."""


class BookingPage(Page):
    """The diary above, the booking or device under the cursor below."""

    name = "booking"
    title = "设备预约"
    icon = "calendar"
    kinds = bookings.KINDS
    keys = (
        Key("←↑↓→", "移动光标；Shift 选一段时间；Ctrl 跳到下一条预约"),
        Key("Enter", "空处：预约；预约上：办理"),
        Key("Alt+←→↑↓", "搬动预约，Alt+Shift 改长短；Enter 放下，Esc 放弃"),
        Key(SAVE, "办下一步（按钮上写着是哪一步）"),
        Key("Ctrl+N", "在光标处预约"),
        Key("Ctrl+F", "找空档：先定时间，再看哪台空着；几样一起约"),
        Key("Ctrl+M", "从能办的里选一步"),
        Key("Ctrl+O", "这台设备：停用、恢复、授权、受影响的预约"),
        Key("Ctrl+D", "换视图：一天、一周、一台一周"),
        Key("Ctrl+PgUp / PgDown", "前后一天或一周"),
        Key(PRINT, "打印：预约单、交接单、门口安排、可共享清单"),
        Key("Ctrl+E", "这条预约的照片、附件"),
        Key("Ctrl+S", "存成日历文件（.ics），或把可共享设备清单存成表格"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._day: date | None = None
        self._lanes: dict[str, Lane] = {}
        self._view: BookingView | None = None
        self._sought = ""
        self.editing = BookingEditing(work, self)
        self.editing.edited.connect(self.typed)
        self.editing.closed.connect(self.draft_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(self._tools())
        layout.addLayout(self._actions())
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        self.timeline = Timeline(split)
        self.timeline.setObjectName("card")
        self.timeline.opened.connect(self._on_opened)
        self.timeline.wanted.connect(self._on_wanted)
        self.timeline.moved.connect(self.editing.move_to)
        self.timeline.pointed.connect(self._on_pointed)
        self.facts = FactsPane("光标移到一条预约或一台设备上，这里显示全部内容", split)
        self._revealing = Revealing(work, self.facts)
        split.addWidget(self.timeline)
        split.addWidget(self.facts)
        split.setSizes([460, 130])
        split.setStretchFactor(0, 1)
        layout.addWidget(split, 1)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.view = ChoiceInput(self)
        self.view.set_choices(_VIEWS)
        self.view.setAccessibleName("视图")
        self.view.edited.connect(self.reload)
        row.addWidget(self.view)
        for icon, said, step in (("chevron-left", "前", -1), ("chevron-right", "后", 1)):
            button = QPushButton(icons.icon(icon), "", self)
            button.setAccessibleName(f"往{said}")
            button.setToolTip(f"往{said}（Ctrl+Pg{'Up' if step < 0 else 'Down'}）")
            button.clicked.connect(partial(self.turn, step))
            row.addWidget(button)
        self.shown = QLabel(self)
        theme.mark(self.shown, theme.Tone.ACCENT)
        row.addWidget(self.shown)
        row.addStretch(1)
        self.what = TextInput(self)
        self.what.setPlaceholderText("只看：名称、项目、地点")
        self.what.setAccessibleName("只看哪些设备")
        self.what.textEdited.connect(self.reload)
        row.addWidget(self.what, 1)
        return row

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        tools = (
            ("free", "找空档 (Ctrl+F)", "search", self.find_free),
            ("new", "预约 (Ctrl+N)", "plus", self.book_here),
            ("device", "设备… (Ctrl+O)", "wrench", self.choose_for_device),
            ("more", "办理… (Ctrl+M)", "list", self.choose_deed),
            ("print", f"打印… ({PRINT})", "printer", self.choose_paper),
        )
        self._buttons = add_tools(row, self, tools)
        self.next = next_step(self, self.do_next)
        row.addWidget(self.next)
        return row

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("eid"):
            self._sought = str(params["eid"])
            self.work.ask(views.show, self._sought, owner=self, done=self._go_to, failed=self.refuse)
        elif params.get("resource"):
            self.timeline.select_resource(str(params["resource"]))
        self.timeline.setFocus()

    def _go_to(self, view: BookingView) -> None:
        self._day, self._sought = moments.china_date(view.bar.begins), view.bar.eid
        if view.bar.resource not in self._lanes:
            self.what.set_value("")
            self.view.set_value(board.DAY)
        self.reload()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            SAVE: self.do_next,
            PRINT: self.choose_paper,
            "Ctrl+N": self.book_here,
            "Ctrl+F": self.find_free,
            "Ctrl+M": self.choose_deed,
            "Ctrl+O": self.choose_for_device,
            "Ctrl+D": self.change_view,
            "Ctrl+S": self.save_calendar,
            "Ctrl+E": self.show_files,
            "Ctrl+PgUp": partial(self.turn, -1),
            "Ctrl+PgDown": partial(self.turn, 1),
        }

    def draft(self) -> Mapping[str, Any] | None:
        return self.editing.draft()

    def restore(self, content: Mapping[str, Any]) -> None:
        self.editing.resume(content)

    def reload(self) -> None:
        view = self.view.value()
        if self._day is None:
            self._day = self._first_day()
        first = self._day if view == board.DAY else monday_of(self._day)
        resource = self.timeline.resource()
        only = (resource,) if view == board.WEEK and resource else ()
        self.work.ask(
            views.diary,
            first,
            1 if view == board.DAY else 7,
            what="" if only else self.what.value(),
            resources=only,
            owner=self,
            done=self._show,
            exclusive="diary",
        )

    def _first_day(self) -> date:
        """Today, or the next day on which the station is open."""
        calendar, day = self.work.house.calendar, moments.china_date(self.work.house.clock.now())
        return next((one for away in range(15) if calendar.is_working(one := day + timedelta(days=away))), day)

    def _show(self, diary: Diary) -> None:
        view = self.view.value()
        self._lanes = {lane.eid: lane for lane in diary.lanes}
        self.timeline.show_board(board.board_of(diary, view, [f"周{day}" for day in _WEEKDAYS]), diary.now)
        last = diary.until - timedelta(days=1)
        name = diary.lanes[0].name if view == board.WEEK and diary.lanes else ""
        span = f"{diary.since.month}月{diary.since.day}日 周{_WEEKDAYS[diary.since.weekday()]}"
        if view != board.DAY:
            span = f"{diary.since.month}月{diary.since.day}日 至 {last.month}月{last.day}日"
        self.shown.setText(f"{span}　{name}")
        if self._sought and self.timeline.select(self._sought):
            self._sought = ""

    def moment(self) -> Moment:
        phase = self._view.bar.phase if self._view is not None else ""
        calls = phase == "waiting" or (self._view is not None and self._view.bar.judged == "lost")
        slots = {}
        if self._view is not None:
            bar = self._view.bar
            slots = {"设备": self._view.resource_name, "时段": f"{bar.begins:%H:%M}–{bar.ends:%H:%M}"}
        code = _MOMENTS.get(phase, "booking.call" if calls else "booking.today")
        return Moment(code, slots, ("booking.hazard", "booking.training") if code == "booking.today" else ())

    def turn(self, way: int) -> None:
        """Ctrl+PgUp, Ctrl+PgDown: another day or week."""
        self._day = (self._day or self._first_day()) + timedelta(
            days=way if self.view.value() == board.DAY else 7 * way
        )
        self.reload()

    def change_view(self) -> None:
        """Ctrl+D."""
        names = [name for name, _ in _VIEWS]
        self.view.set_value(names[(names.index(self.view.value()) + 1) % len(names)])
        self.reload()

    def _on_pointed(self, eid: str, resource: str) -> None:
        if eid:
            self.work.ask(views.show, eid, owner=self, done=self._show_booking, exclusive="booking")
            return
        self._view = None
        lane = self._lanes.get(resource)
        if lane is not None:
            self.facts.show_sections(lane.name, lane_sections(lane))
        self._offer()

    def _show_booking(self, view: BookingView) -> None:
        self._view = view
        self.facts.show_sections(f"{view.resource_name} {view.number}", booking_sections(view))
        self._offer()
        self.moment_changed.emit()

    def _offer(self) -> None:
        deeds = self._view.deeds if self._view is not None else ()
        following = next((name for name in NEXT if name in deeds), "")
        self.next.setText(f"{DEEDS[following].label if following else '预约'} ({SAVE})")
        self._buttons["more"].setEnabled(bool(deeds))

    def do_next(self) -> None:
        """F9: what is most likely wanted of the booking under the cursor, else a new one."""
        deeds = self._view.deeds if self._view is not None else ()
        following = next((name for name in NEXT if name in deeds), "")
        if self._view is not None and following:
            self.editing.do(self._view, following)
        else:
            self.book_here()

    def book_here(self) -> None:
        """Ctrl+N: a use where the cursor is."""
        span, resource = self.timeline.span(), self.timeline.resource()
        if span is not None and resource:
            self._on_wanted(resource, *span)

    def _on_wanted(self, resource: str, begins: datetime, ends: datetime) -> None:
        lane = self._lanes.get(resource)
        if lane is not None:
            self.editing.book([(lane.kind, lane.eid)], lane.name, (begins, ends))

    def _on_opened(self, eid: str) -> None:
        if self._view is not None and self._view.bar.eid == eid:
            self.choose_deed()

    def choose_deed(self) -> None:
        """Ctrl+M."""
        if self._view is not None:
            self.editing.choose(self._view)

    def find_free(self) -> None:
        """Ctrl+F: from a time to what is free."""
        span = self.timeline.span()
        if span is None:
            now = self.work.house.clock.now().replace(minute=0, second=0, microsecond=0)
            span = (now + timedelta(hours=1), now + timedelta(hours=2))
        FreeDialog(self.work, self, span, self.editing.book).begin()

    def booked(self, value: Booked, *, quiet: bool = False) -> None:
        """Something was booked: show it, and print its slip."""
        self.work.ask(views.show, value.eid, owner=self, done=self._go_to, failed=self.refuse)
        if quiet:
            return
        if value.state == "waiting":
            self.say(f"已排候补 {value.number}")
        else:
            self.wanted.emit("paper", {"order": papers.slip, "args": (value.eid,)})

    def was_moved(self, value: Booked) -> None:
        """It lies elsewhere now."""
        self._sought = value.eid
        self.say(f"已改期 {value.number}")

    def not_moved(self, error: Expected) -> None:
        """It stays where it was."""
        from qi_desk.domain.errors import Invalid

        if isinstance(error, Invalid):
            self.say("没有搬动：" + "".join(words.problem(one) for one in error.problems), "danger")
        else:
            self.refuse(error)
        self.reload()

    def _listed(self, path: str, count: int) -> None:
        self.say(f"已存到 {path}（{count} 台）")

    def choose_for_device(self) -> None:
        """Ctrl+O: what can be done with the device under the cursor."""
        lane = self._lanes.get(self.timeline.resource())
        if lane is None:
            return
        choices = (
            ("affected", "受停用影响的预约（电话名单）"),
            ("shut", "停用（故障、维护、送检）"),
            ("authorise", "登记使用授权"),
            ("tie", "成套：以后和另一台（间）一起约"),
            ("open_again", "恢复使用"),
            ("files", "照片、证书等附件"),
            ("open", "看设备档案"),
        )
        self.work.dialogs.choose(self, "设备", lane.name, choices, partial(self._for_device, lane))

    def _for_device(self, lane: Lane, answer: str) -> None:
        if answer == "shut":
            self.editing.shut(lane.eid, lane.name)
        elif answer == "authorise":
            self.editing.authorise(lane.eid, lane.name)
        elif answer == "tie":
            others = [
                (one.eid, f"{one.name} {one.model} {one.place}") for one in self._lanes.values() if one is not lane
            ]
            tie = partial(self.editing.act, equipment.tie, lane.eid)
            self.work.dialogs.choose(self, "成套", "和哪一台一起约（再选一次就解除）", others, tie)
        elif answer == "files":
            AttachmentsDialog(self.work, self, "equipment", lane.eid, lane.name).begin()
        elif answer == "open_again":
            self.editing.act(equipment.open_again, lane.eid, failed=self.refuse)
        elif answer == "open":
            self.wanted.emit("library", {"kind": "equipment", "eid": lane.eid})
        else:
            self.show_affected(lane.eid)

    def show_affected(self, eid: str) -> None:
        """Whom a closure concerns: called one by one, moved to another device or time."""
        AffectedDialog(self.work, self, eid, self.editing).begin()

    def choose_paper(self) -> None:
        """F10."""
        choices = [
            ("day", "门口安排（当天，全部）"),
            ("door", "门口安排（当天，这一台）"),
            ("label", "设备标识（这一台）"),
            ("list", "可共享设备清单"),
            ("report", "使用情况表（本月）"),
            ("report_year", "使用情况表（今年）"),
        ]
        if self._view is not None:
            choices = [("slip", "预约单"), ("handover", "使用与交接记录"), *choices]
        self.work.dialogs.choose(self, "打印", "哪一份", choices, self._print)

    def _print(self, answer: str) -> None:
        eid = self._view.bar.eid if self._view is not None else ""
        day = self._shown_day()
        orders: dict[str, tuple[Callable[..., Any], tuple[Any, ...]]] = {
            "slip": (papers.slip, (eid,)),
            "handover": (papers.handover, (eid,)),
            "day": (papers.day_sheet, (day,)),
            "door": (papers.day_sheet, (day, self.timeline.resource())),
            "label": (labels.label, (self.timeline.resource(),)),
            "list": (papers.public_list, ()),
            "report": (reports.paper, (day.replace(day=1), day)),
            "report_year": (reports.paper, (day.replace(month=1, day=1), day)),
        }
        order, args = orders[answer]
        self.wanted.emit("paper", {"order": order, "args": args})

    def _shown_day(self) -> date:
        span = self.timeline.span()
        return moments.china_date(span[0]) if span is not None else self._day or self._first_day()

    def show_files(self) -> None:
        """Ctrl+E: photos of what was handed over, of damage."""
        if self._view is not None:
            view = self._view
            AttachmentsDialog(self.work, self, "booking", view.bar.eid, f"{view.resource_name} {view.number}").begin()

    def save_calendar(self) -> None:
        """Ctrl+S: the bookings of the month ahead as a file for calendars, or the public list as a table."""
        kinds = "日历 (*.ics);;可共享设备清单 (*.xlsx *.csv)"
        self.work.dialogs.save_file(self, "存成文件", "设备预约.ics", kinds, self._save_calendar)

    def _save_calendar(self, path: str) -> None:
        if not path.endswith(".ics"):
            said = partial(self._listed, path)
            self.work.ask(papers.list_file, Path(path), owner=self, done=said, failed=self.refuse)
            return

        def write(text: str) -> None:
            try:
                save(Path(path), text.encode())
            except Expected as error:
                self.refuse(error)
            else:
                self.say(f"已存到 {path}")

        self.work.ask(papers.calendar_file, self._shown_day(), owner=self, done=write, failed=self.refuse)
