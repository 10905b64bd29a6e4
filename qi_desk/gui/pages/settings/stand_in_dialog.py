"""Arranging who stands in for whom, and ending it early."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from qi_desk.domain import moments
from qi_desk.domain.standing_in import STAND_IN, STAND_IN_FIELDS
from qi_desk.gui.record_editing import RecordEditing
from qi_desk.gui.record_form import RecordForm
from qi_desk.services import standing_in
from qi_desk.services.standing_in import StandIn


def said_of(one: StandIn) -> str:
    """One arrangement in a line."""
    state = "代班中" if one.now else "将代班"
    return f"{one.deputy} 代 {one.person}　{one.since} 至 {one.until}　{state}"


class StandInEditing(RecordEditing):
    """The form of an arrangement, and the choice of one to end."""

    def reopen(self, how: Mapping[str, Any]) -> None:
        self.arrange()

    def arrange(self) -> None:
        """A new one, from today for a week."""
        self.with_people(self._open)

    def _open(self) -> None:
        self.open_dialog("安排代班", self._form, self._save, {})
        today = moments.china_date(self._work.house.clock.now())
        self.begin({"since": today, "until": today + timedelta(days=6)}, new=True)

    def _form(self, parent: QWidget) -> RecordForm:
        return RecordForm(STAND_IN, STAND_IN_FIELDS, parent, people=self.people)

    def _save(self, values: dict[str, Any]) -> None:
        self.save_with(standing_in.arrange, values)

    def end(self, running: tuple[StandIn, ...]) -> None:
        """Choose one to end before its day."""
        choices = [(one.eid, said_of(one)) for one in running]
        if choices:
            end = partial(self.act, standing_in.end)
            self._work.dialogs.choose(self._parent, "结束代班", "哪一个提前结束", choices, end)
