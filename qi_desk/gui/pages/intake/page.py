"""需求登记: F03 on one page, from who it is to the promised reply; F9 accepts, F10 accepts and prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk.domain import moments
from qi_desk.domain.errors import Expected, Invalid
from qi_desk.domain.matching.needs import Proposal
from qi_desk.gui import icons, theme, words
from qi_desk.gui.form_tools import FormFields, focus_first, homeless_text
from qi_desk.gui.forms.ui_intake_client import Ui_IntakeClientForm
from qi_desk.gui.forms.ui_intake_contact import Ui_IntakeContactForm
from qi_desk.gui.forms.ui_intake_need import Ui_IntakeNeedForm
from qi_desk.gui.keys import PRINT, SAVE, SUBMIT, Key
from qi_desk.gui.page import Moment, Page
from qi_desk.gui.pages.intake import saying
from qi_desk.gui.pages.intake.reading import NAMES, ORIGINS, REFS, intake_of, remembered
from qi_desk.gui.pages.intake.twin_check import TwinCheck
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.inputs import DayInput
from qi_desk.gui.widgets.late_banner import LateBanner
from qi_desk.gui.widgets.suggest import Suggestion
from qi_desk.gui.workplace import Workplace
from qi_desk.services import client_views, intake, intake_check, needs, paperwork, promises
from qi_desk.services.client_views import ClientRow, ContactView
from qi_desk.services.intake import Registered
from qi_desk.services.intake_input import Intake
from qi_desk.services.promises import Promise

_DEFAULTS = {
    "kind": "enterprise",
    "channel": "P01",
    "urgency": "1",
    "secrecy": "ordinary",
    "confirmation": "oral",
    "delivery": "pick_up",
}
_LISTS = {
    "kind": ("client_kinds", None),
    "channel": ("channels", None),
    "source": ("sources", "（不填）"),
    "stage": ("stages", "（不填）"),
    "urgency": ("urgencies", None),
    "secrecy": ("secrecies", None),
    "delivery": ("deliveries", "（不填）"),
    "confirmation": ("confirm_modes", None),
}


class IntakePage(Page):
    """Registering what the enterprise needs."""

    name = "intake"
    title = "需求登记"
    icon = "clipboard-list"
    keys = (
        Key(SAVE, "受理"),
        Key(PRINT, "受理并打印回执"),
        Key(SUBMIT, "受理并打印回执"),
        Key("Ctrl+S", "只登记，暂不受理"),
        Key("Ctrl+N", "清空，另登一件"),
    )

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self.client_form, self.contact_form, self.need_form = (
            Ui_IntakeClientForm(),
            Ui_IntakeContactForm(),
            Ui_IntakeNeedForm(),
        )
        self._refs = dict.fromkeys(REFS, "")
        self._known: tuple[ContactView, ...] = ()
        self._print = False
        self._after = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        self.banner = LateBanner(self)
        layout.addWidget(self.banner)
        layout.addWidget(self._scroll(), 1)
        layout.addWidget(self._foot())
        self.fields = FormFields(self.client_form, self.contact_form, self.need_form)
        self._fill_lists()
        self._connect()
        self._twins = TwinCheck(self)
        self._moves = EnterMoves(self, self.accept_and_print)
        self.clear()

    def _scroll(self) -> QScrollArea:
        # From the outside in: a widget that changes its parent is looked at by the style sheet once more.
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        body = QWidget()
        area.setWidget(body)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        for title, form in (
            ("服务对象", self.client_form),
            ("联系人", self.contact_form),
            ("需求", self.need_form),
        ):
            column.addWidget(_card(title, form, body))
        column.addStretch(1)
        return area

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("card")
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 8, 12, 8)
        self._promise = QLabel()
        self._promise.setWordWrap(True)
        row.addWidget(self._promise, 1)
        self.register_only = QPushButton("只登记 (Ctrl+S)")
        self.accept = QPushButton(f"受理 ({SAVE})")
        self.accept.setIcon(icons.icon("check"))
        self.print = QPushButton(f"受理并打印回执 ({PRINT})")
        self.print.setIcon(icons.icon("printer", "on_accent"))
        theme.set_tone(self.print, theme.Tone.PRIMARY)
        for button, slot in (
            (self.register_only, self.register),
            (self.accept, self.accept_request),
            (self.print, self.accept_and_print),
        ):
            button.clicked.connect(slot)
            row.addWidget(button)
        return foot

    @staticmethod
    def prepare() -> None:
        for codes, _ in _LISTS.values():
            words.choices(codes)
        words.catalogue_rows()

    def _fill_lists(self) -> None:
        for name, (codes, empty) in _LISTS.items():
            field = self.fields[name]
            field.set_choices(words.choices(codes), empty=empty)  # type: ignore[attr-defined]
        self.need_form.items.input.set_catalogue(words.catalogue_rows(), words.initials)

    def _connect(self) -> None:
        self.fields.connect_edited(self.typed)
        self.client_form.client.line.asked.connect(self._on_client_asked)
        self.client_form.client.line.chosen.connect(self._on_client_chosen)
        self.client_form.client.line.edited.connect(self._on_client_typed)
        self.client_form.credit_code.input.editingFinished.connect(self.check_client)
        self.contact_form.contact.line.chosen.connect(self._on_contact_chosen)
        self.contact_form.contact.line.edited.connect(self._on_contact_typed)
        self.contact_form.contact.line.asked.connect(self._offer_contacts)
        self.contact_form.phone.input.editingFinished.connect(self.check_client)
        self.need_form.urgency.edited.connect(self.reload)
        self.need_form.description.edited.connect(self._propose)
        self.need_form.items.input.unread.connect(self._on_unread)

    def activate(self, params: Mapping[str, Any]) -> None:
        if not params:
            focus_first(self)
            return
        given = dict(params)
        self.clear()
        self.banner.put(given.get("late"))
        self._refs |= {name: remembered(given, name) for name in ORIGINS}
        for name in ("channel", "source"):
            if given.get(name):
                self.fields[name].set_value(remembered(given, name))
        self.need_form.description.set_value(remembered(given, "subject"))
        self._propose()
        self.client_form.client.set_value(remembered(given, "organisation"))
        if given.get("client"):
            self.work.ask(client_views.show, given["client"], owner=self, done=self._on_known_client)
        focus_first(self)

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {
            SAVE: self.accept_request,
            PRINT: self.accept_and_print,
            SUBMIT: self.accept_and_print,
            "Ctrl+S": self.register,
            "Ctrl+N": self.start_anew,
        }

    def start_anew(self) -> None:
        """Ctrl+N: an empty sheet, the focus at its beginning."""
        self.clear()
        focus_first(self)

    def reload(self) -> None:
        self.work.ask(
            promises.promise, self.need_form.urgency.value() or "1", owner=self, done=self._on_promise, exclusive="due"
        )

    def _on_promise(self, promise: Promise) -> None:
        left_out = [step for step in promise.reply.steps if not step.counted]
        why = f"，跳过 {len(left_out)} 个不办公的日子" if left_out else ""
        note = "（节假日表未到，暂定）" if promise.provisional else ""
        self._promise.setText(
            f"承诺 {words.long_day(promise.reply.moment)} 前首次答复{why}；"
            f"预计 {words.long_day(promise.finish.moment)} 前办结{note}"
        )

    def _propose(self) -> None:
        """Look for items in what the description says."""
        text = self.need_form.description.value()
        self.work.ask(needs.propose, text, 4, owner=self, done=self._on_proposed, exclusive="proposals")

    def _on_proposed(self, found: tuple[Proposal, ...]) -> None:
        self.need_form.items.input.propose([one.code for one in found])

    def _on_unread(self, rows: list[str]) -> None:
        """Rows that name no item are not lost: they are part of what is wanted."""
        field = self.need_form.description
        field.set_value("\n".join(filter(None, (field.value(), *rows))))
        self.say(f"有 {len(rows)} 行没写服务事项，已放进需求描述。", "warning")
        self.typed()
        self._propose()

    def _on_client_asked(self, text: str) -> None:
        self.work.ask(client_views.suggest, text, owner=self, done=self._on_clients, exclusive="clients")

    def _on_clients(self, rows: tuple[ClientRow, ...]) -> None:
        self.client_form.client.line.offer(
            [
                Suggestion(row.name, row.credit_code or words.label("client_kinds", row.kind), row, "building-2")
                for row in rows
            ]
        )

    def _on_client_typed(self) -> None:
        self._refs["client"] = ""

    def _on_client_chosen(self, row: ClientRow) -> None:
        self._refs["client"] = row.eid
        self.client_form.client.set_value(row.name)
        self.client_form.credit_code.set_value(row.credit_code)
        self.client_form.kind.set_value(row.kind)
        for name in ("client", "credit_code", "kind"):
            self.fields[name].clear_problem()
        self.work.ask(client_views.contacts, row.eid, owner=self, done=self._on_contacts)
        self.contact_form.contact.input.setFocus()
        self.typed()

    def _on_known_client(self, view: client_views.ClientView) -> None:
        self._on_client_chosen(view.row)

    def _on_contacts(self, contacts: tuple[ContactView, ...]) -> None:
        self._known = contacts
        if contacts and not self.contact_form.contact.value():
            self._on_contact_chosen(contacts[0])

    def _offer_contacts(self, text: str) -> None:
        self.contact_form.contact.line.offer(
            [
                Suggestion(one.name, f"{one.post} {one.phone}", one, "phone")
                for one in self._known
                if text[:1] in one.name
            ]
        )

    def _on_contact_typed(self) -> None:
        if self._refs["contact"]:
            self.contact_form.phone.set_value("")
        self._refs["contact"] = ""

    def _on_contact_chosen(self, one: ContactView) -> None:
        """A contact on file: shown masked, handed in by id, so that nothing masked is ever stored."""
        self._refs["contact"] = one.eid
        self.contact_form.contact.set_value(one.name)
        self.contact_form.phone.set_value(one.phone)
        self.contact_form.post.set_value(one.post)
        self.contact_form.email.set_value(one.email)
        self.typed()

    def check_client(self) -> None:
        """Check code and phone as soon as they are left, not only at the end."""
        try:
            typed = self.intake()
        except Invalid:
            return
        self.work.ask(intake_check.check_intake, typed, owner=self, done=self._on_early, exclusive="early")

    def _on_early(self, problems: tuple[Any, ...]) -> None:
        for problem in problems:
            name = NAMES.get(problem.field, problem.field)
            if name not in ("credit_code", "phone", "client") or problem.code == "required":
                continue
            field = self.fields[name]
            if field.value():
                field.set_problem(words.problem(problem), fix=problem.fix, warning=problem.warning)

    def intake(self) -> Intake:
        """The intake as typed. Raises Invalid for a day that is none."""
        day = self.need_form.want_by.input
        assert isinstance(day, DayInput)
        today = moments.china_date(self.work.house.clock.now())
        typed = intake_of(
            lambda name: self.fields[name].value(),
            self.need_form.items.codes(),
            self.need_form.items.input.quantities(),
            agency=self.need_form.agency.checked(),
            want_by=lambda: day.day(today),
            refs=self._refs,
        )
        return replace(typed, late=self.banner.late)

    def register(self) -> None:
        """Ctrl+S: register, accept later."""
        self._hand_in(intake.register, "已登记")

    def accept_request(self) -> None:
        """F9: register and accept."""
        self._hand_in(intake.register_and_accept, "已受理")

    def accept_and_print(self) -> None:
        """F10: register, accept and print the receipt."""
        self._hand_in(intake.register_and_accept, "已受理", to_print=True)

    def _hand_in(self, verb: Any, said: str, *, to_print: bool = False) -> None:
        if not self.print.isEnabled():
            return
        try:
            typed = self.intake()
        except Invalid as error:
            self.fields.show_problems(error.problems, NAMES)
            return
        self._print, self._after = to_print, said
        self._twins.ask(typed, partial(self._send, verb))

    def _send(self, verb: Any) -> None:
        self._ready(False)
        self.work.act(verb, self.intake(), owner=self, done=self._on_registered, failed=self._on_refused)

    def take_client(self, eid: str, then: Callable[[], None]) -> None:
        """It is the client of this file after all."""

        def known(view: client_views.ClientView) -> None:
            self._on_known_client(view)
            then()

        self.work.ask(client_views.show, eid, owner=self, done=known)

    def note_client(self, text: str) -> None:
        """A word beside the client that stops nobody."""
        self.client_form.client.set_problem(text, warning=True)

    def _ready(self, ready: bool) -> None:
        for button in (self.register_only, self.accept, self.print):
            button.setEnabled(ready)

    def _on_registered(self, value: Registered) -> None:
        self._ready(True)
        self.say(f"{self._after} {value.number}，承诺 {words.long_day(value.reply_due)} 前答复")
        self.clear()
        if self._print:
            self.wanted.emit("paper", {"order": paperwork.receipt, "args": (value.eid,), "at_once": True})
        else:
            self.wanted.emit("request", {"eid": value.eid})

    def _on_refused(self, error: Expected) -> None:
        self._ready(True)
        if not isinstance(error, Invalid):
            self.refuse(error)
            return
        homeless = self.fields.show_problems(error.problems, NAMES)
        if homeless:
            self.work.told.emit("danger", homeless_text(homeless), "", "")

    def clear(self) -> None:
        """An empty sheet."""
        self._refs = dict.fromkeys(REFS, "")
        self._known = ()
        self.banner.put(None)
        self.fields.put(_DEFAULTS)
        self.need_form.items.input.propose(())
        self.draft_changed.emit()

    def moment(self) -> Moment:
        return saying.moment(self)

    def read_back(self) -> Sequence[tuple[str, str]]:
        return saying.read_back(self)

    def typed(self) -> None:
        super().typed()
        self.moment_changed.emit()

    def draft(self) -> Mapping[str, Any] | None:
        values = self.fields.values()
        if not {name for name, value in values.items() if value != _DEFAULTS.get(name)}:
            return None
        many = self.need_form.items.input.quantities()
        late = {"late": self.banner.values()} if self.banner.late is not None else {}
        refs = {f"{name}_id": value for name, value in self._refs.items() if value}
        return {**values, "quantities": many, **late, **refs}

    def restore(self, content: Mapping[str, Any]) -> None:
        self.fields.put(content)
        self.banner.put(content.get("late"))
        self.need_form.items.input.set_quantities(content.get("quantities", {}))
        self._propose()
        self._refs = {name: remembered(content, f"{name}_id") for name in REFS}
        self.moment_changed.emit()


def _card(title: str, form: Any, parent: QWidget) -> QFrame:
    card = QFrame(parent)
    card.setObjectName("card")
    column = QVBoxLayout(card)
    column.setContentsMargins(16, 10, 16, 12)
    column.setSpacing(6)
    head = QLabel(title, card)
    theme.set_tone(head, theme.Tone.ACCENT)
    column.addWidget(head)
    inner = QWidget(card)
    form.setupUi(inner)
    column.addWidget(inner)
    return card
