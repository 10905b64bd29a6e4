"""The dialogs of a visit to an enterprise: its plan, its record, its problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qi_desk.domain import moments
from qi_desk.domain.outreach import OUTREACH, OUTREACH_PROBLEM, PLAN_FIELDS, PROBLEM_FIELDS, RECORD_FIELDS
from qi_desk.gui import words
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.workplace import Workplace
from qi_desk.services import outreach
from qi_desk.services.client_file import Editable
from qi_desk.services.outreach_views import OutreachView, ProblemView

if TYPE_CHECKING:
    from qi_desk.gui.pages.outreach.page import OutreachPage

Then = Callable[[str], None]


class OutreachEditing(RecordEditing):
    """The dialogs of the page."""

    def __init__(self, work: Workplace, page: OutreachPage) -> None:
        super().__init__(work, page)
        self._page = page

    def reopen(self, how: Mapping[str, Any]) -> None:
        what, eid, visit = str(how["what"]), str(how.get("eid", "")), str(how.get("visit", ""))
        if what == "plan" and not eid:
            self.new_plan(how.get("values", {}), how.get("names", {}))
        elif what == "plan":
            self._edit_plan(eid, how.get("names", {}))
        elif what == "record":
            self.write_record(eid)
        elif eid:
            self._edit_problem(visit, eid)
        else:
            self.new_problem(visit)

    def new_plan(self, values: Mapping[str, Any], names: Mapping[str, str], then: Then | None = None) -> None:
        """Ctrl+N: a visit or call to be made; `values` are known already."""
        self.with_people(partial(self._new_plan, dict(values), dict(names), then))

    def _new_plan(self, values: dict[str, Any], names: dict[str, str], then: Then | None) -> None:
        about: dict[str, Any] = {name: values.pop(name) for name in ("about_kind", "about") if name in values}
        how = {"what": "plan", "values": {**values, **about}, "names": names}
        self.open_dialog("安排走访", self._plan_form, partial(self._plan, about, then), how)
        today = moments.china_date(self._work.house.clock.now()).isoformat()
        entry = {"kind": "routine", "mode": "on_site", "owner": self._work.actor.account, "planned_on": today}
        self.begin({**entry, **values}, names=names, new=True)

    def _plan_form(self, parent: QWidget) -> RecordForm:
        return RecordForm(OUTREACH, PLAN_FIELDS, parent, people=self.people, finders={"client": self.client_finder()})

    def _plan(self, about: dict[str, Any], then: Then | None, values: dict[str, Any]) -> None:
        dialog = self.present

        def saved(eid: str) -> None:
            dialog.saved(eid)
            if then is not None:
                then(eid)

        self.act(outreach.plan, {**values, **about}, done=saved, failed=dialog.refuse)

    def edit_plan(self, view: OutreachView) -> None:
        """Change a plan that was not carried out yet."""
        self._edit_plan(view.row.eid, {"client": view.row.client_name})

    def _edit_plan(self, eid: str, names: Mapping[str, str]) -> None:
        self.with_people(partial(self.read, "outreach", eid, partial(self._plan_read, names)))

    def _plan_read(self, names: Mapping[str, str], edit: Editable) -> None:
        how = {"what": "plan", "eid": edit.eid, "names": dict(names)}
        self.open_dialog("改走访安排", self._plan_form, partial(self._change, edit), how)
        self.begin(edit.values, edit.masked, names)

    def _change(self, edit: Editable, values: dict[str, Any]) -> None:
        self.save_with(outreach.change, edit.eid, values, edit.seen)

    def write_record(self, eid: str) -> None:
        """F9: what was seen and heard."""
        self.read("outreach", eid, self._record_read)

    def _record_read(self, edit: Editable) -> None:
        how = {"what": "record", "eid": edit.eid}
        self.open_dialog("走访记录", self._record_form, partial(self._record, edit), how)
        values = dict(edit.values)
        first = values["state"] == "planned"
        if first and not values["went_on"]:
            values["went_on"] = moments.china_date(self._work.house.clock.now())
        self.begin(values, edit.masked, new=first)

    def _record_form(self, parent: QWidget) -> RecordForm:
        return RecordForm(OUTREACH, RECORD_FIELDS, parent)

    def _record(self, edit: Editable, values: dict[str, Any]) -> None:
        self.save_with(outreach.record_visit, edit.eid, values, edit.seen)

    def new_problem(self, visit: str) -> None:
        """Ctrl+N on an open visit: one more problem."""
        self.with_people(partial(self._new_problem, visit))

    def _new_problem(self, visit: str) -> None:
        how = {"what": "problem", "visit": visit}
        self.open_dialog("存在问题", self._problem_form, partial(self._add_problem, visit), how)
        self.begin({}, new=True)

    def _problem_form(self, parent: QWidget) -> RecordForm:
        return RecordForm(OUTREACH_PROBLEM, PROBLEM_FIELDS, parent, people=self.people)

    def _add_problem(self, visit: str, values: dict[str, Any]) -> None:
        self.save_with(outreach.add_problem, visit, values)

    def edit_problem(self, visit: str, problem: ProblemView) -> None:
        """Enter on a problem: its answer, most often."""
        self._edit_problem(visit, problem.eid)

    def _edit_problem(self, visit: str, eid: str) -> None:
        self.with_people(partial(self.read, "outreach_problem", eid, partial(self._problem_read, visit)))

    def _problem_read(self, visit: str, edit: Editable) -> None:
        how = {"what": "problem", "visit": visit, "eid": edit.eid}
        self.open_dialog("存在问题", self._problem_form, partial(self._change_problem, edit), how)
        self.begin(edit.values, edit.masked)

    def _change_problem(self, edit: Editable, values: dict[str, Any]) -> None:
        self.save_with(outreach.change_problem, edit.eid, values, edit.seen)

    def drop_problem(self, problem: ProblemView) -> None:
        """Ctrl+D: the problem was none."""
        text = "撤下这个问题？记录仍留在库里，注明原因。"
        choices = words.choices("void_reasons")
        self._work.dialogs.choose(self._page, "撤下问题", text, choices, partial(self._dropped, problem.eid))

    def _dropped(self, eid: str, why: str) -> None:
        self.act(outreach.drop_problem, eid, why)

    def cancel(self, eid: str) -> None:
        """Ctrl+D on a plan: it will not be made."""
        choices = words.choices("outreach_cancels")
        self._work.dialogs.choose(self._page, "取消走访", "为什么取消？", choices, partial(self._cancelled, eid))

    def _cancelled(self, eid: str, reason: str) -> None:
        self.act(outreach.cancel, eid, reason)
