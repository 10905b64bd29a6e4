"""Doing what a request asks for next: a form, a choice, a line or a question, each from the table of deeds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from qi_desk.domain.samples import SETTLED
from qi_desk.gui import words
from qi_desk.gui.deeds import Deed, DeedEditing
from qi_desk.gui.pages.requests.deeds import DEEDS
from qi_desk.gui.workplace import Workplace
from qi_desk.services import request_linking, request_papers, request_steps, request_views, sample_papers, samples
from qi_desk.services.request_work_views import WorkView

if TYPE_CHECKING:
    from qi_desk.gui.pages.requests.page import RequestsPage


class RequestEditing(DeedEditing):
    """The deeds of the request that the page shows."""

    def __init__(self, work: Workplace, page: RequestsPage) -> None:
        super().__init__(work, page, DEEDS)
        self._requests = page

    def choose(self, view: WorkView) -> None:
        """Ctrl+M: pick one of the deeds open now."""
        self.pick(DEEDS, view.deeds, partial(self.do, view))

    def do(self, view: WorkView, name: str) -> None:
        """Begin a deed."""
        deed = DEEDS[name]
        if name == "move_sample":
            self._choose_sample(deed, view)
        elif name in ("match", "hand_over"):
            self.with_people(partial(self._choose_person, deed, view.eid))
        elif name == "split":
            self._choose_item(view)
        elif name == "complain":
            about = {"about_kind": "request", "about": view.eid, "client": self._requests.client_shown()}
            self._page.wanted.emit("feedback", {"receive": about})
        elif name == "sign":
            self._choose_paper(deed, view)
        elif name in ("merge", "relate"):
            self._choose_other(deed, view.eid)
        else:
            self.take(deed, view.eid, view.records.get(deed.carries, {}))

    def finished(self, deed: Deed, eid: str, value: Any) -> None:
        """Print what the deed gives; a survey is handed to the customer's screen."""
        if deed.paper:
            self._page.wanted.emit("paper", {"order": request_papers.sheet, "args": (eid, deed.paper)})
        elif deed.verb in (samples.take_in, samples.move):
            self._page.wanted.emit("paper", {"order": sample_papers.sheet, "args": (value,)})
        elif deed.name == "ask_rating":
            self._page.wanted.emit("rating", {"survey": value})

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
            self._begin_form(deed, view.eid, {}, sample)

        if len(choices) == 1:
            chosen(choices[0][0])
        else:
            self._work.dialogs.choose(self._page, deed.label, "哪一件样品", choices, chosen)

    def _choose_paper(self, deed: Deed, view: WorkView) -> None:
        kinds = [kind for kind in view.papers if kind in request_papers.SIGNED_BY_CLIENT]
        choices = [(kind, words.label("paper_kinds", kind)) for kind in kinds]
        if len(choices) == 1:
            self._sign(deed, view.eid, choices[0][0])
        else:
            self._work.dialogs.choose(self._page, deed.label, "签哪一份", choices, partial(self._sign, deed, view.eid))

    def _sign(self, deed: Deed, eid: str, kind: str) -> None:
        def signed(png: bytes) -> None:
            done = partial(self._on_signed, eid, kind)
            self.act(deed.verb, eid, kind, png, done=done, failed=self._page.refuse)

        what = f"{self._requests.number_shown()}　{words.label('paper_kinds', kind)}"
        self._page.wanted.emit("signature", {"what": what, "done": signed})

    def _on_signed(self, eid: str, kind: str, _attachment: str) -> None:
        self._page.wanted.emit("paper", {"order": request_papers.sheet, "args": (eid, kind)})

    def _choose_other(self, deed: Deed, eid: str) -> None:
        client = self._requests.client_shown()

        def known(page: request_views.RequestPage) -> None:
            running = deed.name == "merge"
            others = [
                row for row in page.rows if row.eid != eid and (not running or row.state in request_views.RUNNING)
            ]
            if not others:
                self._page.say("这家没有别的需求可选。", "warning")
                return
            choices = [(row.eid, f"{row.number} {words.label('catalogue', row.items[0])}") for row in others]
            self._work.dialogs.choose(self._page, deed.label, "哪一件", choices, partial(self._carry_out, deed, eid))

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
        items = self._requests.items_shown()
        choices = [(item, words.label("catalogue", item)) for item in items]
        self._work.dialogs.choose(self._page, "拆出一件", "拆出哪一项", choices, partial(self._split_item, view.eid))

    def _split_item(self, eid: str, item: str) -> None:
        self._work.dialogs.ask_text(self._page, "拆出一件", "这一项要办什么", partial(self._split, eid, item))

    def _split(self, eid: str, item: str, description: str) -> None:
        self.act(request_linking.split, eid, (item,), description, failed=self._page.refuse)
