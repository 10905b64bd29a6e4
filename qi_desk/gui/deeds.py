"""What can be done with a record, as a table: how each deed is asked for, which use case does it, and the dialogs that
ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from qi_desk.domain import moments
from qi_desk.domain.fields import Entity, Type
from qi_desk.gui import words
from qi_desk.gui.page import Page
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed. With `fields` of `entity` a form is filled in; with `codes` one of a list is chosen; with `asked` a
    line is written; with `whom` a colleague is named; with `sure` a question answered; else it is done at once. `paper`
    is printed afterwards, `carries` the kind of record whose newest values a form begins with, `begins` other values it
    begins with; `day` is a field that begins with the day `ahead` days from today."""

    name: str
    label: str
    verb: Callable[..., Any]
    entity: Entity | None = None
    fields: tuple[str, ...] = ()
    codes: str = ""
    asked: str = ""
    whom: str = ""
    sure: str = ""
    paper: str = ""
    carries: str = ""
    begins: Mapping[str, Any] = field(default_factory=dict)
    day: str = ""
    ahead: int = 0


class DeedEditing(RecordEditing):
    """The dialogs of a table of deeds on a page."""

    def __init__(self, work: Workplace, page: Page, deeds: Mapping[str, Deed]) -> None:
        super().__init__(work, page)
        self._page = page
        self._deeds = deeds

    def reopen(self, how: Mapping[str, Any]) -> None:
        deed = self._deeds[str(how["deed"])]
        self._begin_form(deed, str(how["eid"]), how.get("values", {}), str(how.get("subject", "")))

    def context(self) -> Mapping[str, Any]:
        """What else a draft has to know to be opened again, as JSON values."""
        return {}

    def pick(self, deeds: Mapping[str, Deed], names: Sequence[str], then: Callable[[str], None]) -> None:
        """Ctrl+M: one of the deeds open now."""
        choices = [(name, deeds[name].label) for name in names]
        if choices:
            self._work.dialogs.choose(self._page, "办理", "接下来做什么", choices, then)

    def take(self, deed: Deed, eid: str, values: Mapping[str, Any]) -> None:
        """Begin a deed; a form begins with `values`."""
        dialogs, page = self._work.dialogs, self._page
        if deed.fields:
            self._begin_form(deed, eid, values)
        elif deed.codes:
            choices = words.choices(deed.codes)
            dialogs.choose(page, deed.label, deed.asked, choices, partial(self._carry_out, deed, eid))
        elif deed.asked:
            dialogs.ask_text(page, deed.label, deed.asked, partial(self._carry_out, deed, eid))
        elif deed.whom:
            self.with_people(partial(self._choose_person, deed, eid))
        elif deed.sure:
            dialogs.confirm(page, deed.label, deed.sure, deed.label, partial(self._carry_out, deed, eid))
        else:
            self._carry_out(deed, eid)

    def _choose_person(self, deed: Deed, eid: str) -> None:
        done = partial(self._carry_out, deed, eid)
        self._work.dialogs.choose(self._page, deed.label, deed.whom, self.people, done)

    def _begin_form(self, deed: Deed, eid: str, values: Mapping[str, Any], subject: str = "") -> None:
        """The form of a deed that is done to the record `eid`, or to its part `subject`."""
        assert deed.entity is not None
        names_people = any(deed.entity.field(name).type is Type.REF for name in deed.fields)
        begin = partial(self._open_form, deed, eid, values, subject)
        if names_people:
            self.with_people(begin)
        else:
            begin()

    def _open_form(self, deed: Deed, eid: str, values: Mapping[str, Any], subject: str) -> None:
        how = {"deed": deed.name, "eid": eid, "subject": subject, **self.context()}
        self.open_dialog(deed.label, partial(self._form, deed), partial(self._save, deed, eid, subject or eid), how)
        known = {name: values.get(name) for name in deed.fields if values.get(name)}
        self.begin({**self._beginning(deed), **known}, new=True)

    def _beginning(self, deed: Deed) -> dict[str, Any]:
        today = moments.china_date(self._work.house.clock.now())
        return {**deed.begins, **({deed.day: today + timedelta(days=deed.ahead)} if deed.day else {})}

    def _form(self, deed: Deed, parent: QWidget) -> RecordForm:
        assert deed.entity is not None
        return RecordForm(deed.entity, deed.fields, parent, people=self.people)

    def _save(self, deed: Deed, eid: str, subject: str, values: dict[str, Any]) -> None:
        dialog = self.present

        def saved(value: str) -> None:
            dialog.saved(value)
            self.finished(deed, eid, value)

        self.act(deed.verb, subject, values, done=saved, failed=dialog.refuse)

    def _carry_out(self, deed: Deed, eid: str, *answer: str) -> None:
        def done(value: Any) -> None:
            number = getattr(value, "number", "")
            self._page.say(f"{deed.label}：已办 {number}".strip())
            self.finished(deed, eid, value)

        self.act(deed.verb, eid, *answer, done=done, failed=self._page.refuse)

    def finished(self, deed: Deed, eid: str, value: Any) -> None:
        """A deed was done to the record `eid`; what the use case answered."""
