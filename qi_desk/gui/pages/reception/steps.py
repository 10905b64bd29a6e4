"""What a card can do: each step of a visit, with the questions it needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from qi_desk.domain.errors import Conflict, Expected
from qi_desk.gui import words
from qi_desk.services import board as hall
from qi_desk.services import counter, paperwork, reception
from qi_desk.services.feedback import surveys
from qi_desk.services.outcomes import Done
from qi_desk.services.visit_views import VisitView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from qi_desk.gui.pages.reception.page import ReceptionPage
    from qi_desk.gui.workplace import Workplace

_SETTLE = (("hold", "先暂挂手上这位，再办下一位"), ("finish", "手上这位已办完，送别后办下一位"))


def settle_current(work: Workplace, parent: QWidget, error: Conflict, then: Callable[[str], None]) -> None:
    """Ask what becomes of the visitor being served; `then` takes it as `counter.call_next` does."""
    text = f"您正在接待 {error.values.get('ticket', '')}，要先怎么处理？"
    work.dialogs.choose(parent, "手上还有一位", text, _SETTLE, then)


class VisitSteps(QObject):
    """The steps of the board's cards."""

    def __init__(self, page: ReceptionPage) -> None:
        super().__init__(page)
        self._page = page
        self._work = page.work
        self._visit: VisitView | None = None
        self._steps: dict[str, Callable[[VisitView], None]] = {
            "call": self._call,
            "serve": self._serve,
            "resume": self._resume,
            "recall": partial(self._plain, counter.recall, "已重呼"),
            "miss": partial(self._plain, counter.miss, "已过号"),
            "requeue": partial(self._plain, counter.requeue, "已重新排队"),
            "leave": partial(self._plain, reception.leave, "已记为未办先走"),
            "finish": self._finish,
            "hold": self._hold,
            "transfer": self._transfer,
            "add_matter": self._add_matter,
            "doubt": self._doubt,
            "intake": self.take_in,
            "quick": self._quick,
            "slip": self._slip,
            "open": self._open,
            "rate": self._rate,
        }

    def take(self, event: str, visit: VisitView) -> None:
        """Do one step with a visit."""
        self._visit = visit
        self._steps[event](visit)

    def _plain(self, verb: Callable[..., Done[Any]], said: str, visit: VisitView) -> None:
        self._work.act(verb, visit.eid, owner=self, failed=self._page.refuse, said=f"{visit.ticket} {said}")

    def _call(self, visit: VisitView) -> None:
        self._guarded(counter.call, "已叫号", visit)

    def _serve(self, visit: VisitView) -> None:
        self._guarded(counter.serve, "开始接待", visit)

    def _resume(self, visit: VisitView) -> None:
        self._guarded(counter.resume, "接着办", visit)

    def _guarded(self, verb: Callable[..., Done[Any]], said: str, visit: VisitView, current: str = "") -> None:
        """A step that needs free hands: asks what becomes of the visitor being served."""

        def settled(answer: str) -> None:
            self._guarded(verb, said, visit, answer)

        def refused(error: Expected) -> None:
            if isinstance(error, Conflict) and error.code == "visit.serving_other":
                settle_current(self._work, self._page, error, settled)
            else:
                self._page.refuse(error)

        self._work.act(verb, visit.eid, owner=self, failed=refused, said=f"{visit.ticket} {said}", current=current)

    def take_in(self, visit: VisitView) -> None:
        """Go on to the intake page for the visit's first open matter."""
        matter = next((matter for matter in visit.matters if matter.state != "done"), None)
        self._page.wanted.emit(
            "intake",
            {
                "visit": visit.eid,
                "matter": matter.eid if matter else "",
                "subject": matter.subject if matter else visit.subject,
                "client": visit.client,
                "organisation": visit.organisation,
            },
        )

    def _quick(self, visit: VisitView) -> None:
        matter = next((matter for matter in visit.matters if matter.state != "done"), None)
        self._page.wanted.emit(
            "quick",
            {
                "visit": visit.eid,
                "matter": matter.eid if matter else "",
                "question": matter.subject if matter else visit.subject,
                "client": visit.client,
                "organisation": visit.organisation,
            },
        )

    def _finish(self, visit: VisitView) -> None:
        options = words.choices("visit_outcomes")
        self._work.dialogs.choose(self._page, "送别", "这次来访的结果", options, partial(self._finished, visit))

    def _finished(self, visit: VisitView, outcome: str) -> None:
        def done(_view: VisitView) -> None:
            # Where the customer has a screen of their own they are asked before they go.
            self._page.wanted.emit("rating_offer", {"kind": "visit", "eid": visit.eid, "what": visit.ticket})

        self._work.act(
            counter.finish,
            visit.eid,
            outcome,
            owner=self,
            done=done,
            failed=self._page.refuse,
            said=f"{visit.ticket} 已办完",
        )

    def _rate(self, visit: VisitView) -> None:
        def asked(survey: str) -> None:
            self._page.wanted.emit("rating", {"survey": survey, "what": visit.ticket})

        self._work.act(surveys.ask, "visit", visit.eid, owner=self, done=asked, failed=self._page.refuse)

    def _hold(self, visit: VisitView) -> None:
        options = words.choices("hold_reasons")
        self._work.dialogs.choose(self._page, "暂挂", "为什么先放一放", options, partial(self._held, visit))

    def _held(self, visit: VisitView, reason: str) -> None:
        self._work.act(
            counter.hold, visit.eid, reason, owner=self, failed=self._page.refuse, said=f"{visit.ticket} 已暂挂"
        )

    def _transfer(self, visit: VisitView) -> None:
        self._work.dialogs.ask_text(
            self._page, "转到别的窗口", "哪个窗口（如 2号窗口），号和等候时间不变", partial(self._transferred, visit)
        )

    def _transferred(self, visit: VisitView, window: str) -> None:
        if window.strip():
            self._work.act(
                counter.transfer,
                visit.eid,
                window.strip(),
                owner=self,
                failed=self._page.refuse,
                said=f"{visit.ticket} 已转 {window.strip()}",
            )

    def _add_matter(self, visit: VisitView) -> None:
        self._work.dialogs.ask_text(self._page, "再加一件事", "还要办什么", partial(self._added, visit))

    def _added(self, visit: VisitView, subject: str) -> None:
        if subject.strip():
            self._work.act(
                hall.add_matter, visit.eid, subject.strip(), owner=self, failed=self._page.refuse, said="已加一件事"
            )

    def _doubt(self, visit: VisitView) -> None:
        self._work.act(
            hall.doubt_times, visit.eid, not visit.times_doubtful, owner=self, failed=self._page.refuse, said="已标记"
        )

    def _slip(self, visit: VisitView) -> None:
        self.print_slip(visit.eid)

    def print_slip(self, eid: str) -> None:
        """The slip with the visitor's number."""
        self._page.wanted.emit("paper", {"order": paperwork.queue_slip, "args": (eid,), "at_once": True})

    def _open(self, visit: VisitView) -> None:
        self._page.wanted.emit("visit", {"eid": visit.eid})

    def sweep(self) -> None:
        """The end of the day: everybody still on the list."""
        self._work.ask(hall.on_site, owner=self, done=self._on_sweep, failed=self._page.refuse)

    def _on_sweep(self, visits: tuple[VisitView, ...]) -> None:
        if not visits:
            self._page.say("大厅里没有未送别的来访")
            return
        names = "\n".join(f"{view.ticket}  {view.who}  {words.moment(view.arrived_at)}" for view in visits[:12])
        more = f"\n…共 {len(visits)} 位" if len(visits) > 12 else ""
        text = f"下面 {len(visits)} 位还没有送别，将统一记为已离开，并注明是系统清场：\n\n{names}{more}"
        eids = [view.eid for view in visits]
        self._work.dialogs.confirm(self._page, "下班清场", text, "全部清场", partial(self._swept, eids))

    def _swept(self, eids: list[str]) -> None:
        self._work.act(reception.sweep, eids, owner=self, failed=self._page.refuse, said=f"已清场 {len(eids)} 位")
