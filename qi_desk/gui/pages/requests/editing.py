"""Doing what a request asks for next: a form, a choice, a line or a question, each from the table of deeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qi_desk.domain import moments
from qi_desk.domain.samples import SETTLED
from qi_desk.gui import words
from qi_desk.gui.pages.requests.deeds import DEEDS, Deed
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.workplace import Workplace
from qi_desk.services import request_linking, request_papers, request_steps, request_views, sample_papers, samples
from qi_desk.services.request_work_views import WorkView

if TYPE_CHECKING:
    from qi_desk.gui.pages.requests.page import RequestsPage


class RequestEditing(RecordEditing):
    """The deeds of the request that the page shows."""

    def __init__(self, work: Workplace, page: RequestsPage) -> None:
        super().__init__(work, page)
        self._page = page

    def reopen(self, how: Mapping[str, Any]) -> None:
        self._open_form(DEEDS[str(how["deed"])], str(how["eid"]), how.get("values", {}), str(how.get("subject", "")))

    def choose(self, view: WorkView) -> None:
        """Ctrl+M: pick one of the deeds open now."""
        choices = [(name, DEEDS[name].label) for name in view.deeds]
        if choices:
            self._work.dialogs.choose(self._page, "办理", "接下来做什么", choices, partial(self.do, view))

    def do(self, view: WorkView, name: str) -> None:
        """Begin a deed."""
        deed, dialogs, page = DEEDS[name], self._work.dialogs, self._page
        if name == "move_sample":
            self._choose_sample(deed, view)
        elif deed.fields:
            self._open_form(deed, view.eid, dict(view.records.get(deed.carries, {})))
        elif deed.codes:
            choices = words.choices(deed.codes)
            self._work.dialogs.choose(
                self._page, deed.label, deed.asked, choices, partial(self._done_with, deed, view.eid)
            )
        elif deed.asked:
            dialogs.ask_text(page, deed.label, deed.asked, partial(self._done_with, deed, view.eid))
        elif deed.sure:
            self._work.dialogs.confirm(
                self._page, deed.label, deed.sure, deed.label, partial(self._at_once, deed, view.eid)
            )
        elif name in ("match", "hand_over"):
            self.with_people(partial(self._choose_person, deed, view.eid))
        elif name == "split":
            self._choose_item(view)
        elif name in ("merge", "relate"):
            self._choose_other(deed, view.eid)
        else:
            self._at_once(deed, view.eid)

    def _open_form(self, deed: Deed, eid: str, values: Mapping[str, Any], subject: str = "") -> None:
        """The form of a deed that is done to the request `eid`, or to its part `subject`."""
        how = {"deed": deed.name, "eid": eid, "subject": subject}
        self.open_dialog(deed.label, partial(self._form, deed), partial(self._save, deed, eid, subject or eid), how)
        self.begin(
            {**self._beginning(deed), **{name: values.get(name) for name in deed.fields if values.get(name)}}, new=True
        )

    def _beginning(self, deed: Deed) -> dict[str, Any]:
        today = moments.china_date(self._work.house.clock.now())
        return {**deed.begins, **({deed.day: today + timedelta(days=deed.ahead)} if deed.day else {})}

    def _form(self, deed: Deed, parent: QWidget) -> RecordForm:
        assert deed.entity is not None
        return RecordForm(deed.entity, deed.fields, parent)

    def _save(self, deed: Deed, eid: str, subject: str, values: dict[str, Any]) -> None:
        dialog = self.present

        def saved(value: str) -> None:
            dialog.saved(value)
            self._print(deed, eid)
            if deed.verb in (samples.take_in, samples.move):
                self._page.wanted.emit("paper", {"order": sample_papers.sheet, "args": (value,)})

        self.act(deed.verb, subject, values, done=saved, failed=dialog.refuse)

    def _done_with(self, deed: Deed, eid: str, answer: str) -> None:
        def done(value: Any) -> None:
            self._told(deed, value)
            self._print(deed, eid)

        self.act(deed.verb, eid, answer, done=done, failed=self._page.refuse)

    def _print(self, deed: Deed, eid: str) -> None:
        if deed.paper:
            self._page.wanted.emit("paper", {"order": request_papers.sheet, "args": (eid, deed.paper)})

    def _at_once(self, deed: Deed, eid: str) -> None:
        self.act(deed.verb, eid, done=partial(self._told, deed), failed=self._page.refuse)

    def _told(self, deed: Deed, value: Any) -> None:
        number = getattr(value, "number", "")
        self._page.say(f"{deed.label}：已办 {number}".strip())

    def _choose_person(self, deed: Deed, eid: str) -> None:
        chosen = self._with_note if deed.name == "hand_over" else self._responsible
        self._work.dialogs.choose(self._page, deed.label, "交给谁", self.people, partial(chosen, eid))

    def _responsible(self, eid: str, person: str) -> None:
        self.act(request_steps.match, eid, person, failed=self._page.refuse)

    def _with_note(self, eid: str, person: str) -> None:
        self._work.dialogs.ask_text(
            self._page, "移交同事", "交代一句（记入跟进）", partial(self._handed, [eid], person)
        )

    def _handed(self, eids: Sequence[str], person: str, note: str) -> None:
        self.act(request_linking.hand_over, eids, person, note, failed=self._page.refuse)

    def _choose_sample(self, deed: Deed, view: WorkView) -> None:
        held = [one for one in view.samples if one.state not in SETTLED]
        choices = [(one.eid, f"{one.number} {one.name}（在{one.holder}处）") for one in held]

        def chosen(sample: str) -> None:
            self._open_form(deed, view.eid, {}, sample)

        if len(choices) == 1:
            chosen(choices[0][0])
        else:
            self._work.dialogs.choose(self._page, deed.label, "哪一件样品", choices, chosen)

    def _choose_other(self, deed: Deed, eid: str) -> None:
        client = self._page.client_shown()

        def known(page: request_views.RequestPage) -> None:
            running = deed.name == "merge"
            others = [
                row for row in page.rows if row.eid != eid and (not running or row.state in request_views.RUNNING)
            ]
            if not others:
                self._page.say("这家没有别的需求可选。", "warning")
                return
            choices = [(row.eid, f"{row.number} {words.label('catalogue', row.items[0])}") for row in others]
            self._work.dialogs.choose(self._page, deed.label, "哪一件", choices, partial(self._done_with, deed, eid))

        self._work.ask(request_views.page, client=client, owner=self, done=known, failed=self.refused)

    def hand_all(self, eids: Sequence[str]) -> None:
        """Give several requests to a colleague in one act."""
        title = f"移交 {len(eids)} 件"

        def with_note(person: str) -> None:
            self._work.dialogs.ask_text(
                self._page, title, "交代一句（记入每件的跟进）", partial(self._handed, eids, person)
            )

        self.with_people(lambda: self._work.dialogs.choose(self._page, title, "交给谁", self.people, with_note))

    def _choose_item(self, view: WorkView) -> None:
        items = self._page.items_shown()
        choices = [(item, words.label("catalogue", item)) for item in items]
        self._work.dialogs.choose(self._page, "拆出一件", "拆出哪一项", choices, partial(self._split_item, view.eid))

    def _split_item(self, eid: str, item: str) -> None:
        self._work.dialogs.ask_text(self._page, "拆出一件", "这一项要办什么", partial(self._split, eid, item))

    def _split(self, eid: str, item: str, description: str) -> None:
        self.act(request_linking.split, eid, (item,), description, failed=self._page.refuse)
