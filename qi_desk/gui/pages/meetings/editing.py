"""The dialogs of the page: planning, and what is done to a meeting, to minutes, to a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from qi_desk.gui.deeds import Deed, DeedEditing
from qi_desk.gui.pages.meetings.deeds import DECISION_DEEDS, MEETING_DEEDS, MINUTES_DEEDS
from qi_desk.gui.workplace import Workplace
from qi_desk.services.meetings import minutes, papers, planning, texts
from qi_desk.services.meetings.decision_views import DecisionRow
from qi_desk.services.meetings.minutes_views import MinutesView
from qi_desk.services.meetings.views import MeetingView

if TYPE_CHECKING:
    from qi_desk.gui.pages.meetings.page import MeetingsPage


class MeetingsEditing(DeedEditing):
    """One table of deeds for the three kinds."""

    def __init__(self, work: Workplace, page: MeetingsPage) -> None:
        tables = (MEETING_DEEDS, MINUTES_DEEDS, DECISION_DEEDS)
        super().__init__(work, page, {deed.name: deed for table in tables for deed in table.values()})
        self._meetings = page
        self._about: dict[str, str] = {}

    def reopen(self, how: Mapping[str, Any]) -> None:
        self._about = dict(how.get("about", {}))
        super().reopen(how)

    def context(self) -> Mapping[str, Any]:
        return {"about": self._about}

    def plan(self, begins: Mapping[str, Any] = MappingProxyType({})) -> None:
        """Ctrl+N: a new meeting, by default today, its scribe whoever plans it; `begins` is what is known of it."""
        actor = self._work.actor
        deed = MEETING_DEEDS["plan"]
        self.take(deed, "", {"scribe": actor.account, "planned_on": self._meetings.today(), **begins})

    def on_meeting(self, view: MeetingView, name: str) -> None:
        """Begin a deed of a meeting."""
        deed, eid = MEETING_DEEDS[name], view.row.eid
        if name == "change":
            self.take(deed, eid, view.values)
        elif name == "chair_signs":
            what = f"{view.row.title}　会议记录　主持人"
            self._page.wanted.emit("signature", {"what": what, "done": partial(self._carry_out, deed, eid)})
        elif name in ("topic", "correct", "drop_topic"):
            titles = [(one.eid, f"{place}. {one.title}") for place, one in enumerate(view.topics, start=1)]
            self.among(deed.label, "哪个议题", titles, partial(self._on_topic, view, deed))
        else:
            self.take(deed, eid, view.values if name == "close" else {})

    def among(self, title: str, asked: str, choices: Sequence[tuple[str, str]], then: Any) -> None:
        """Ask which one, unless there is only one."""
        if len(choices) == 1:
            then(choices[0][0])
        elif choices:
            self._work.dialogs.choose(self._page, title, asked, choices, then)

    def _on_topic(self, view: MeetingView, deed: Deed, topic: str) -> None:
        one = next(line for line in view.topics if line.eid == topic)
        if deed.name == "drop_topic":
            self._carry_out(deed, topic)
            return
        self._about = {"kind": "meeting_topic"}
        self.take(deed, topic, {"title": one.title, **one.values} if deed.name == "topic" else {})

    def result_of(self, view: MeetingView, topic: str) -> None:
        """Votes, decision, open matters of one topic."""
        self._on_topic(view, MEETING_DEEDS["topic"], topic)

    def on_minutes(self, view: MinutesView, name: str) -> None:
        """Begin a deed of minutes."""
        deed = MINUTES_DEEDS[name]
        self._about = {"kind": "minutes"}
        self.take(deed, view.row.eid, view.values if name == "head_minutes" else {})

    def on_decision(self, row: DecisionRow, name: str) -> None:
        """Begin a deed of a decision."""
        self.take(DECISION_DEEDS[name], row.eid, {})

    def _save(self, deed: Deed, eid: str, subject: str, values: dict[str, Any]) -> None:
        dialog = self.present

        def saved(value: Any) -> None:
            dialog.saved(value)
            self.finished(deed, eid, value)

        if deed.verb is planning.plan:
            self.act(deed.verb, values, done=saved, failed=dialog.refuse)
        elif deed.verb is texts.correct:
            kind = self._about.get("kind", "meeting_topic")
            self.act(deed.verb, kind, eid, values, done=saved, failed=dialog.refuse)
        else:
            super()._save(deed, eid, subject, values)

    def finished(self, deed: Deed, eid: str, value: Any) -> None:
        """Print what the deed gives, and show what it made."""
        if deed.verb is planning.plan:
            self._meetings.show_meeting(str(value))
        elif deed.verb is minutes.draw:
            self._meetings.show_minutes(str(value))
        if deed.paper == papers.RECORD_PAPER:
            self._page.wanted.emit("paper", {"order": papers.record, "args": (eid,)})
        elif deed.paper == papers.MINUTES_PAPER:
            self._page.wanted.emit("paper", {"order": papers.issued, "args": (eid,)})
