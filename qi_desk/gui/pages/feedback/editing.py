"""The dialogs of the page: deeds done to a rating, a complaint or a plan, and what is begun anew."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from qi_desk.gui.deeds import Deed, DeedEditing
from qi_desk.gui.pages.feedback.deeds import COMPLAINT_DEEDS, IMPROVEMENT_DEEDS, SURVEY_DEEDS
from qi_desk.gui.workplace import Workplace
from qi_desk.services.blank_forms.late import late_from
from qi_desk.services.feedback import complaints, improvements, papers
from qi_desk.services.feedback.complaint_views import ComplaintView
from qi_desk.services.feedback.improvement_views import Candidate, ImprovementView
from qi_desk.services.feedback.survey_views import SurveyView

if TYPE_CHECKING:
    from qi_desk.gui.pages.feedback.page import FeedbackPage

_ON_SURVEY = frozenset({"rate_by_phone"})


class FeedbackEditing(DeedEditing):
    """One table of deeds for the three kinds; what a deed is done to differs."""

    def __init__(self, work: Workplace, page: FeedbackPage) -> None:
        tables = (SURVEY_DEEDS, COMPLAINT_DEEDS, IMPROVEMENT_DEEDS)
        super().__init__(work, page, {deed.name: deed for table in tables for deed in table.values()})
        self._feedback = page
        self._options: dict[str, Any] = {}

    def reopen(self, how: Mapping[str, Any]) -> None:
        self._options = dict(how.get("options", {}))
        super().reopen(how)

    def context(self) -> Mapping[str, Any]:
        return {"options": self._options}

    def on_survey(self, view: SurveyView, name: str) -> None:
        """Begin a deed of a rating."""
        deed, row = SURVEY_DEEDS[name], view.row
        if name == "rate_here":
            self._page.wanted.emit("rating", {"survey": row.eid, "what": f"{row.client_name} {row.subject}".strip()})
        elif name == "rate_from_slip":
            self.take(deed, row.number, {})
        elif name in _ON_SURVEY or name == "ask_again":
            self.take(deed, row.eid, {})
        elif name == "complain":
            known = {"medium": "rating", "target": "staff", "against_person": view.values["served_by"]}
            known |= {"facts": view.values["words"], "kind": "03", "client": view.values["client"]}
            self._begin_with(deed, known, {"correction": view.correction_eid})
        elif name == "plan":
            facts = view.correction.get("facts") or view.values["words"]
            known = {"source": "rating", "problem": facts, "cause_kind": view.correction.get("cause")}
            self.found(known, f"survey:{row.eid}", {"about_kind": "survey", "about": row.eid})
        else:
            self.take(deed, view.correction_eid, view.correction)

    def on_complaint(self, view: ComplaintView, name: str) -> None:
        """Begin a deed of a complaint."""
        deed, row = COMPLAINT_DEEDS[name], view.row
        if name == "plan":
            known = {"source": "complaint", "cause_kind": view.values["cause"], "problem": view.values["investigation"]}
            self.found(known, f"complaint:{row.eid}", {"about_kind": "complaint", "about": row.eid})
        else:
            self.take(deed, row.eid, view.values if name in ("find", "decide", "review") else {})

    def on_improvement(self, view: ImprovementView, name: str) -> None:
        """Begin a deed of a plan."""
        deed = IMPROVEMENT_DEEDS[name]
        if name != "action_done":
            self.take(deed, view.row.eid, view.values if name == "analyse" else {})
            return
        open_ones = [(one.eid, f"{one.what}（{one.owner}）") for one in view.actions if one.done_on is None]
        if len(open_ones) == 1:
            self.take(deed, open_ones[0][0], {})
        else:
            chosen = partial(self._on_action, deed)
            self._work.dialogs.choose(self._page, deed.label, "哪一条措施", open_ones, chosen)

    def _on_action(self, deed: Deed, action: str) -> None:
        self.take(deed, action, {})

    def receive(self, about: Mapping[str, Any] | None = None) -> None:
        """Ctrl+N: a complaint comes in, `about` a matter if it is known; `late` in it is one that was written on a
        numbered form first."""
        known = dict(about or {})
        options = {"late": known.pop("late", {}), "about": known}
        self._begin_with(COMPLAINT_DEEDS["receive"], {"medium": "person", "target": "station"}, options)

    def found(self, known: Mapping[str, Any], key: str, about: Mapping[str, Any]) -> None:
        """A plan, for a finding (`key`) or of one's own accord."""
        deed = IMPROVEMENT_DEEDS["found"]
        self._begin_with(deed, {**known, "owner": self._work.actor.account}, {"key": key, "about": dict(about)})

    def candidate(self, chosen: Candidate) -> None:
        """A plan for what calls for one."""
        values = dict(chosen.values)
        about: dict[str, Any] = {name: values.pop(name) for name in ("about_kind", "about") if name in values}
        self.found({"source": chosen.source, "problem": chosen.said, **values}, chosen.key, about)

    def _begin_with(self, deed: Deed, known: Mapping[str, Any], options: Mapping[str, Any]) -> None:
        """A form for a new record; `options` say what it belongs to."""
        self._options = dict(options)
        self.take(deed, "", known)

    def _save(self, deed: Deed, eid: str, subject: str, values: dict[str, Any]) -> None:
        dialog = self.present

        def saved(value: str) -> None:
            dialog.saved(value)
            self.finished(deed, value, value)

        if deed.verb is complaints.receive:
            correction = self._options.get("correction", "")
            values = {**self._options.get("about", {}), **values}
            late = late_from(self._options.get("late", {}))
            self.act(deed.verb, values, done=saved, failed=dialog.refuse, correction=correction, late=late)
        elif deed.verb is improvements.found:
            given = {**self._options.get("about", {}), **values}
            self.act(deed.verb, given, done=saved, failed=dialog.refuse, key=self._options.get("key", ""))
        else:
            super()._save(deed, eid, subject, values)

    def finished(self, deed: Deed, eid: str, value: Any) -> None:
        """Print what the deed gives, and show what it made."""
        if deed.paper == papers.IMPROVEMENT:
            self._page.wanted.emit("paper", {"order": papers.improvement, "args": (str(value),)})
        elif deed.paper:
            self._page.wanted.emit("paper", {"order": papers.complaint, "args": (str(value), deed.paper)})
        self._feedback.show_made(deed, str(value))
