"""Booking by dialog: asked for, refused in words with the nearest times, waited for, or let pass by the manager."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from qi_desk.domain import moments
from qi_desk.domain.booking.terms import Span
from qi_desk.domain.booking.when import span_of, text_of
from qi_desk.domain.bookings import BOOKING_FORM
from qi_desk.domain.equipment import AUTHORISATION
from qi_desk.domain.errors import Expected, Invalid
from qi_desk.domain.fields import Entity, Field, Type
from qi_desk.gui import words
from qi_desk.gui.pages.booking.deeds import DEEDS, Deed
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.workplace import Workplace
from qi_desk.services.booking import bookings, equipment, finding, papers
from qi_desk.services.booking.bookings import Ask, Booked, SeriesBooked
from qi_desk.services.booking.views import BookingView
from qi_desk.services.rights import may

if TYPE_CHECKING:
    from qi_desk.gui.pages.booking.page import BookingPage

_BEGINS = {"mode": "time_share", "hazard": "none", "affiliated": "no", "fee_kind": "0", "data_out": "none"}
_CLOSURE_FORM = Entity(
    "closure",
    (
        Field("begins_on", Type.DAY, required=True),
        Field("ends_on", Type.DAY, required=True),
        Field("reason", Type.CODE, required=True, codes="closure_reasons"),
        Field("note", limit=200),
    ),
)
_AUTHORISED = ("client", "user_name", "trained_on", "valid_to")
_YEAR = 365


class BookingEditing(RecordEditing):
    """The dialogs of the page."""

    def __init__(self, work: Workplace, page: BookingPage) -> None:
        super().__init__(work, page)
        self._page = page
        self._asks: tuple[Ask, ...] = ()

    def reopen(self, how: Mapping[str, Any]) -> None:
        if how["what"] == "book":
            span = tuple(moments.from_text(one) for one in how["span"])
            self.book([(str(kind), str(eid)) for kind, eid in how["resources"]], str(how["title"]), (span[0], span[1]))

    def book(self, resources: Sequence[tuple[str, str]], title: str, span: Span, series: str = "") -> None:
        """Ask for a use of one resource, or of several together, which are had all or none."""
        how = {
            "what": "book",
            "resources": [list(one) for one in resources],
            "title": title,
            "span": [moments.to_text(one) for one in span],
        }
        save = partial(self._book, tuple(resources), series)
        self.open_dialog(f"预约 {title}", self._book_form, save, how)
        day = moments.china_date(span[0])
        self.begin({**_BEGINS, "day": day, "time": text_of(span)}, new=True)

    def _book_form(self, parent: QWidget) -> RecordForm:
        names = tuple(one.name for one in BOOKING_FORM.fields)
        return RecordForm(BOOKING_FORM, names, parent, finders={"client": self.client_finder()})

    def _book(self, resources: tuple[tuple[str, str], ...], series: str, values: dict[str, Any]) -> None:
        try:
            begins, ends = span_of(values.get("day"), values.get("time") or "", values.get("last_day"))
        except Invalid as error:
            self.present.refuse(error)
            return
        told = {name: value for name, value in values.items() if name not in ("day", "time", "last_day")}
        self._asks = tuple(Ask(kind, eid, begins, ends, told, series=series) for kind, eid in resources)
        if told.get("repeat") and len(self._asks) == 1:
            self._series(told)
        elif len(self._asks) > 1:
            self.act(bookings.book_together, self._asks, done=self._had_together, failed=self._refused)
        else:
            self.act(bookings.book, self._asks[0], done=self._had, failed=self._refused)

    def _series(self, told: Mapping[str, Any]) -> None:
        until: date | None = told.get("repeat_until")
        if until is None:
            self.present.form.fields["repeat_until"].set_problem("请填重复到哪一天")
            return
        repeat = str(told["repeat"])
        self.act(bookings.book_series, self._asks[0], repeat, until, done=self._had_series, failed=self.present.refuse)

    def _had(self, value: Booked) -> None:
        self.present.saved(value)
        self._page.booked(value)

    def _had_together(self, values: tuple[Booked, ...]) -> None:
        self.present.saved(values)
        self._page.say(f"一起约上 {len(values)} 项")
        self._page.booked(values[0])

    def _had_series(self, value: SeriesBooked) -> None:
        self.present.saved(value)
        left = "、".join(f"{day.month}-{day.day}（{words.problem(why[0])}）" for day, why in value.left_out)
        following = f"没约上：{left} 在那天按 Enter 可单独补约。" if left else ""
        self._page.say(f"约上 {len(value.booked)} 次", "warning" if left else "success", following)
        self._page.booked(value.booked[0], quiet=True)

    def _refused(self, error: Expected) -> None:
        """Why not, and what else there is: the nearest times, the waiting list, the manager's word."""
        self.present.refuse(error)
        if not isinstance(error, Invalid):
            return
        codes = {problem.code for problem in error.problems}
        if all(code.startswith("booking.") for code in codes) and "booking.safety" not in codes:
            if len(self._asks) > 1:
                self._work.ask(finding.time_for_all, self._asks, owner=self, done=partial(self._offer, error))
            else:
                self._work.ask(finding.nearest, self._asks[0], owner=self, done=partial(self._offer, error))

    def _offer(self, error: Invalid, spans: tuple[Span, ...]) -> None:
        if self.dialog is None:
            return
        codes = {problem.code for problem in error.problems}
        choices = [(str(place), f"改到 {words.long_day(span[0])}-{span[1]:%H:%M}") for place, span in enumerate(spans)]
        single = len(self._asks) == 1
        if single and codes <= {"booking.taken", "booking.closed"}:
            choices.append(("wait", "排候补，空出来先给这位"))
        if single and may(self._work.actor, "bookings.override") and not codes & _HARD:
            choices.append(("override", "特批（写明理由）"))
        if not choices:
            return
        text = "\n".join(words.problem(problem) for problem in error.problems)
        self._work.dialogs.choose(self.dialog, "这个时间约不上", text, choices, partial(self._other, spans))

    def _other(self, spans: tuple[Span, ...], answer: str) -> None:
        ask = self._asks[0]
        if answer == "wait":
            self.act(bookings.book, replace(ask, wait=True), done=self._had, failed=self.present.refuse)
        elif answer == "override":
            self._work.dialogs.ask_text(self.present, "特批", "为什么破例（记在预约上）", self._override)
        else:
            begins, ends = spans[int(answer)]
            fields = self.present.form.fields
            fields["day"].set_value(f"{begins:%Y-%m-%d}")
            fields["time"].set_value(text_of((begins, ends)))
            self.present.submit()

    def _override(self, reason: str) -> None:
        ask = replace(self._asks[0], override=reason)
        self.act(bookings.override, ask, done=self._had, failed=self.present.refuse)

    def choose(self, view: BookingView) -> None:
        """Ctrl+M: pick one of the deeds open now."""
        choices = [(name, DEEDS[name].label) for name in view.deeds]
        if choices:
            title = f"{view.resource_name} {view.bar.begins:%m-%d %H:%M}"
            self._work.dialogs.choose(self._page, "办理", title, choices, partial(self.do, view))

    def do(self, view: BookingView, name: str) -> None:
        """Begin a deed."""
        deed, dialogs = DEEDS[name], self._work.dialogs
        eid = (
            next(iter(one for one, _, pardoned in view.breaches if not pardoned), "")
            if name == "pardon"
            else view.bar.eid
        )
        if name == "move":
            self._move(view)
        elif deed.fields:
            self._form(deed, view)
        elif deed.codes:
            choices = [one for one in words.choices(deed.codes) if one[0] in deed.only]
            dialogs.choose(self._page, deed.label, "原因", choices, partial(self._with, deed, eid))
        elif deed.asked:
            dialogs.ask_text(self._page, deed.label, deed.asked, partial(self._with, deed, eid))
        else:
            self.act(deed.verb, eid, done=partial(self._after, deed, eid), failed=self._page.refuse)

    def _with(self, deed: Deed, eid: str, answer: str) -> None:
        self.act(deed.verb, eid, answer, done=partial(self._after, deed, eid), failed=self._page.refuse)

    def _form(self, deed: Deed, view: BookingView) -> None:
        def make(parent: QWidget) -> RecordForm:
            assert deed.entity is not None
            return RecordForm(deed.entity, deed.fields, parent)

        def save(values: dict[str, Any]) -> None:
            dialog = self.present

            def saved(value: Any) -> None:
                dialog.saved(value)
                self._after(deed, view.bar.eid, value)

            self.act(deed.verb, view.bar.eid, values, done=saved, failed=dialog.refuse)

        self.open_dialog(f"{deed.label} {view.resource_name}", make, save, {"what": deed.name})
        known = {name: view.usage[name] for name in deed.fields if view.usage.get(name)}
        if deed.name == "check_in":
            known["accessories_out"] = view.accessories
        if deed.name == "hand_back" and view.usage.get("accessories_out"):
            known["accessories_back"] = view.usage["accessories_out"]
        self.begin({**deed.begins, **known}, new=True)

    def _move(self, view: BookingView) -> None:
        def make(parent: QWidget) -> RecordForm:
            return RecordForm(BOOKING_FORM, ("day", "time"), parent)

        def save(values: dict[str, Any]) -> None:
            try:
                begins, ends = span_of(values.get("day"), values.get("time") or "")
            except Invalid as error:
                self.present.refuse(error)
                return
            dialog = self.present
            self.act(bookings.move, view.bar.eid, begins, ends, done=dialog.saved, failed=dialog.refuse)

        span = (view.bar.begins, view.bar.ends)
        self.open_dialog(f"改期 {view.resource_name}", make, save, {"what": "move"})
        self.begin({"day": moments.china_date(span[0]), "time": text_of(span)}, new=True)

    def move_to(self, eid: str, resource: str, begins: datetime, ends: datetime) -> None:
        """A booking was dragged, or moved by keys."""
        failed = self._page.not_moved
        self.act(bookings.move, eid, begins, ends, resource, done=self._page.was_moved, failed=failed)

    def _after(self, deed: Deed, eid: str, _value: Any = None) -> None:
        self._page.say(f"{deed.label}：已办")
        if deed.paper is not None:
            self._page.wanted.emit("paper", {"order": deed.paper, "args": (eid,)})

    def shut(self, eid: str, name: str) -> None:
        """Shut a device; whom to call comes up at once."""

        def make(parent: QWidget) -> RecordForm:
            return RecordForm(_CLOSURE_FORM, _CLOSURE_FORM.names(), parent)

        def save(values: dict[str, Any]) -> None:
            dialog = self.present

            def saved(value: str) -> None:
                dialog.saved(value)
                self._page.show_affected(eid)

            self.act(equipment.shut, eid, values, done=saved, failed=dialog.refuse)

        today = moments.china_date(self._work.house.clock.now())
        self.open_dialog(f"停用 {name}", make, save, {"what": "shut"})
        self.begin({"begins_on": today, "ends_on": today, "reason": "fault"}, new=True)

    def authorise(self, eid: str, name: str) -> None:
        """Enter that a user was trained on a device."""

        def make(parent: QWidget) -> RecordForm:
            return RecordForm(AUTHORISATION, _AUTHORISED, parent, finders={"client": self.client_finder()})

        def save(values: dict[str, Any]) -> None:
            self.save_with(equipment.authorise, {**values, "equipment": eid})

        today = moments.china_date(self._work.house.clock.now())
        self.open_dialog(f"使用授权 {name}", make, save, {"what": "authorise"})
        self.begin({"trained_on": today, "valid_to": date.fromordinal(today.toordinal() + _YEAR)}, new=True)

    def print_slip(self, value: Booked) -> None:
        """The slip of what was just booked."""
        self._page.wanted.emit("paper", {"order": papers.slip, "args": (value.eid,)})


_HARD = frozenset(
    f"booking.{rule}"
    for rule in (
        "order",
        "not_open",
        "red",
        "calibration",
        "yellow",
        "mode",
        "hazard",
        "taken",
        "closed",
        "past",
        "training",
    )
)
"""Rules nobody sets aside."""
