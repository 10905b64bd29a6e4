"""来访接待: the board of visitors and the keys that move them through the hall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from qi_desk.domain.errors import Conflict, Expected
from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import CALL_NEXT, MISSED, NEW_VISITOR, ON_SITE, PRINT, RECALL, Key
from qi_desk.gui.page import Moment, Page
from qi_desk.gui.pages.reception.cards import LANES, called_as, cards_of
from qi_desk.gui.pages.reception.steps import VisitSteps, settle_current
from qi_desk.gui.pages.reception.walk_in import WalkInDialog
from qi_desk.gui.widgets.board import BoardView
from qi_desk.gui.workplace import Workplace
from qi_desk.services import board as hall
from qi_desk.services import counter, paperwork
from qi_desk.services.board import Board
from qi_desk.services.visit_views import VisitView


class ReceptionPage(Page):
    """The hall at a glance."""

    name = "reception"
    title = "来访接待"
    icon = "users"
    kinds = frozenset({"visit", "matter"})
    keys = (
        Key(NEW_VISITOR, "新来访"),
        Key(CALL_NEXT, "叫下一位"),
        Key(RECALL, "重呼"),
        Key(MISSED, "过号"),
        Key("Enter", "做卡片上的事"),
        Key("空格", "卡片的其他操作"),
        Key("方向键", "在卡片间移动"),
        Key(ON_SITE, "打印在场人员名单"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self._board: Board | None = None
        self._last = ""
        self._walk_in: WalkInDialog | None = None
        self.steps = VisitSteps(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._tools())
        self.view = BoardView(LANES)
        self.view.stepped.connect(self._on_step)
        self.view.focused.connect(self._on_focused)
        layout.addWidget(self.view, 1)
        self._ticking = QTimer(self)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start(10_000)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.new = QPushButton(f"新来访 ({NEW_VISITOR})")
        self.new.setIcon(icons.icon("user-plus", "on_accent"))
        theme.set_tone(self.new, theme.Tone.PRIMARY)
        self.new.clicked.connect(self.new_visitor)
        self.call = QPushButton(f"叫下一位 ({CALL_NEXT})")
        self.call.setIcon(icons.icon("megaphone"))
        self.call.clicked.connect(self.call_next)
        self.sweep = QPushButton("下班清场…")
        self.sweep.setIcon(icons.icon("door-open"))
        self.sweep.clicked.connect(self.steps.sweep)
        self._count = QLabel()
        theme.set_tone(self._count, theme.Tone.MUTED)
        for widget in (self.new, self.call, self.sweep):
            row.addWidget(widget)
        row.addSpacing(12)
        row.addWidget(self._count, 1)
        return row

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            CALL_NEXT: self.call_next,
            RECALL: self.recall,
            MISSED: self.missed,
            PRINT: self.serve_focused,
        }

    def activate(self, params: Mapping[str, Any]) -> None:
        if params.get("late"):
            self.new_visitor({"late": params["late"]})
        elif not self.view.focus(self._last):
            self.new.setFocus()

    def reload(self) -> None:
        self.work.ask(hall.board, owner=self, done=self._show, exclusive="board")

    def _show(self, board: Board) -> None:
        self._board = board
        self.view.show_cards(dict(cards_of(board)), board.at)
        waiting = len(board.lanes["waiting"])
        texts = [f"等候 {waiting} 位", f"今日办完 {board.served_today} 位"]
        if board.left_today:
            texts.append(f"未办先走 {board.left_today} 位")
        if board.unfinished:
            texts.append(f"▲ 前几天还有 {board.unfinished} 位没有送别，请清场")
        self._count.setText("　".join(texts))
        self.moment_changed.emit()

    def _tick(self) -> None:
        if self.isVisible():
            self.view.tick(self.work.house.clock.now())

    def visits(self) -> tuple[VisitView, ...]:
        """Every visit on the board."""
        if self._board is None:
            return ()
        return tuple(view for lane in self._board.lanes.values() for view in lane)

    def visit(self, eid: str) -> VisitView | None:
        """One visit of the board."""
        return next((view for view in self.visits() if view.eid == eid), None)

    def new_visitor(self, content: Mapping[str, Any] | None = None) -> None:
        """Open the walk-in sheet (F2), with half-written work put back."""
        if self._walk_in is not None:
            return
        self._walk_in = WalkInDialog(self.work, self)
        if isinstance(content, Mapping):
            self._walk_in.restore(content)
        self._walk_in.entered.connect(self._on_entered)
        self._walk_in.draft_changed.connect(self.draft_changed)
        self._walk_in.finished.connect(self._on_closed)
        self._walk_in.open()
        self.moment_changed.emit()

    def _on_closed(self, _result: int) -> None:
        self._walk_in = None
        self.draft_changed.emit()
        self.moment_changed.emit()

    def _on_entered(self, view: VisitView, begun: bool) -> None:
        self._last = view.eid
        if not view.ticket:
            return
        if begun:
            self.steps.take_in(view)
        elif self.work.house.settings.get("queue.print_slip"):
            self.steps.print_slip(view.eid)

    def call_next(self) -> None:
        """F6: the next in line for this window."""
        self.work.act(counter.call_next, owner=self, done=self._on_called, failed=self._on_call_refused, said="已叫号")

    def _on_called(self, view: VisitView) -> None:
        self._last = view.eid
        self.say(f"请 {view.ticket} 号到 {view.window}", "accent")

    def _on_call_refused(self, error: Expected) -> None:
        if isinstance(error, Conflict) and error.code == "visit.serving_other":
            settle_current(self.work, self, error, self._call_settled)
        else:
            self.refuse(error)

    def _call_settled(self, current: str) -> None:
        self.work.act(
            counter.call_next, owner=self, done=self._on_called, failed=self.refuse, said="已叫号", current=current
        )

    def recall(self) -> None:
        """F7: call the visitor at this card, or the one called last, again."""
        self._on_called_card("recall")

    def missed(self) -> None:
        """F8: the one called did not come."""
        self._on_called_card("miss")

    def _on_called_card(self, event: str) -> None:
        called = [view for view in self.visits() if view.state == "called"]
        chosen = next((view for view in called if view.eid == self.view.current()), called[0] if called else None)
        if chosen is None:
            self.say("现在没有已叫号的来访", "warning")
            return
        self.steps.take(event, chosen)

    def serve_focused(self) -> None:
        """F10: take in the request of the visitor being served."""
        serving = [view for view in self.visits() if view.state == "serving"]
        chosen = next((view for view in serving if view.eid == self.view.current()), serving[0] if serving else None)
        if chosen is None:
            self.say("先叫号或接待一位来访，再登记需求", "warning")
            return
        self.steps.take_in(chosen)

    def print_on_site(self) -> None:
        """F11: the roll-call list."""
        self.wanted.emit("paper", {"order": paperwork.on_site})

    def _on_step(self, eid: str, event: str) -> None:
        view = self.visit(eid)
        if view is not None:
            self._last = eid
            self.steps.take(event, view)

    def _on_focused(self, eid: str) -> None:
        self._last = eid
        self.moment_changed.emit()

    def moment(self) -> Moment:
        if self._walk_in is not None:
            return Moment("reception.arrival", {})
        view = self.visit(self._last)
        if view is None or self._board is None:
            waiting = self._board.lanes["waiting"] if self._board else ()
            return Moment("reception.waiting" if waiting else "reception.empty", {"数": str(len(waiting))})
        waited = self._board.at - view.since
        code = {
            "waiting": "reception.waiting",
            "called": "reception.called",
            "serving": "intake.start",
            "held": "reception.hold",
            "missed": "reception.missed",
            "done": "farewell.done",
            "left": "reception.leaving",
        }[view.state]
        if view.state == "waiting" and waited.total_seconds() >= self._board.wait_amber_minutes * 60:
            code = "reception.waiting_long"
        ahead = [other.eid for other in self._board.lanes["waiting"]]
        place = ahead.index(view.eid) if view.eid in ahead else 0
        slots = {
            "号": view.ticket,
            "数": str(place),
            "分": str(max(5, place * 10)),
            "窗口": view.window or self.work.actor.window,
            "时间": words.clock(self.work.house.clock.now()),
            "称呼": _called(view),
        }
        return Moment(code, slots, tuple(_also(view)))

    def draft(self) -> Mapping[str, Any] | None:
        return self._walk_in.draft() if self._walk_in is not None else None

    def restore(self, content: Mapping[str, Any]) -> None:
        self.new_visitor(content)


_ALSO = {
    "elder": "reception.elder",
    "barrier_free": "reception.elder",
    "cantonese": "reception.language",
    "english": "reception.language",
    "urgent": "calm.hurry",
}
_PRIORITIES = {"booked": "reception.appointment", "elder_disabled": "reception.priority", "urgent": "calm.hurry"}


def _also(view: VisitView) -> Iterator[str]:
    """What holds of a visitor besides: what help they need, why they go first, whether they came in company."""
    for need in view.assist:
        if need in _ALSO:
            yield _ALSO[need]
    if view.priority in _PRIORITIES:
        yield _PRIORITIES[view.priority]
    if view.head_count > 1:
        yield "reception.group"


def _called(view: VisitView) -> str:
    """How to address the visitor: the surname with the salutation chosen, else 您."""
    title = called_as(view.salutation)
    return f"{view.who.rstrip('*')}{title}" if title and view.who else "您"
