"""签到: who is there, by Enter, by hand on the customer's screen, or later from the paper sheet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected, Invalid
from qi_desk.domain.meetings.records import PRESENT
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_foot import foot_with_keys
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services.meetings import attendance, views
from qi_desk.services.meetings.views import MeetingView, PersonLine


def _signed(one: PersonLine) -> str:
    if one.signed_in_at is None:
        return "未签到" if one.role in PRESENT else ""
    return f"✓ {one.signed_in_at:%H:%M} {words.label('sign_in_ways', one.sign_way)}"


_PEOPLE = (
    Column[PersonLine]("姓名", lambda one: one.name, width=14),
    Column[PersonLine]("单位、职务", lambda one: " ".join(filter(None, (one.organisation, one.post)))),
    Column[PersonLine]("方式", lambda one: words.label("attendance_roles", one.role), width=8),
    Column[PersonLine]("原因", lambda one: one.reason, width=16, rank=1),
    Column[PersonLine](
        "签到",
        _signed,
        width=26,
        tone=lambda one: "success" if one.signed_in_at else "warning",
        icon=lambda one: "circle-check" if one.signed_in_at else "",
    ),
)

Ask = Callable[[str, Callable[[bytes], None]], None]
"""Lets somebody sign on the customer's screen: what they sign, and who takes the picture."""


class SignInDialog(QDialog):
    """Enter signs in whoever is chosen and goes on to the next; Ctrl+R lets them sign by hand."""

    def __init__(self, work: Workplace, parent: QWidget, view: MeetingView, ask_signature: Ask) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._work, self._eid, self._ask = work, view.row.eid, ask_signature
        self.setWindowTitle(f"签到　{view.row.title}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        self.model: RowsModel[PersonLine] = RowsModel(_PEOPLE, self)
        self.table = RowsTable(self.model, "名单还是空的，按 Ctrl+N 加人。", "参会名单", self)
        self.table.opened.connect(self.sign)
        layout.addWidget(self.table, 1)
        self._told = QLabel(self)
        self._told.setWordWrap(True)
        theme.mark(self._told, theme.Tone.MUTED)
        layout.addWidget(self._told)
        layout.addLayout(foot_with_keys(self, self._deeds()))
        open_at(self, parent, 110, 26)
        self._show(view)

    def _deeds(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        return (
            ("加人 (Ctrl+N)", "Ctrl+N", self.add),
            ("请假、缺席 (Ctrl+E)", "Ctrl+E", self.excuse),
            ("纸面签到 (Ctrl+P)", "Ctrl+P", partial(self.sign, way="paper")),
            ("手写签名 (Ctrl+R)", "Ctrl+R", self.sign_by_hand),
            ("返回 (Esc)", "", self.reject),
            ("签到 (Enter)", "", self.sign),
        )

    def begin(self) -> None:
        """Show it."""
        self.open()
        self.table.setFocus()

    def _show(self, view: MeetingView) -> None:
        self.model.set_rows(view.attendees)
        here = sum(one.signed_in_at is not None for one in view.attendees)
        self._told.setText(f"已签到 {here} 人，名单 {len(view.attendees)} 人。回车签到后自动到下一位。")

    def _read(self, _value: Any = None) -> None:
        self._work.ask(views.show, self._eid, owner=self, done=self._show, exclusive="sign-in")

    def person(self) -> PersonLine | None:
        """Who is chosen."""
        one = self.table.current()
        return one if isinstance(one, PersonLine) else None

    def sign(self, _row: object = None, *, way: str = "desk") -> None:
        """Enter: the one who is chosen is there."""
        one = self.person()
        if one is not None:
            self._work.act(attendance.sign_in, one.eid, way, owner=self, done=self._next, failed=self._refuse)

    def _next(self, _value: Any) -> None:
        row = self.table.view.currentIndex().row()
        self._read()
        model = self.table.view.model()
        self.table.view.setCurrentIndex(model.index(min(row + 1, model.rowCount() - 1), 0))

    def sign_by_hand(self) -> None:
        """Ctrl+R: they sign on their own screen."""
        one = self.person()
        if one is not None:
            self._ask(f"会议签到：{one.name}", partial(self._on_signature, one.eid))

    def _on_signature(self, eid: str, png: bytes) -> None:
        keep = partial(self._work.act, attendance.sign_by_hand, eid, png, owner=self)
        keep(done=self._next, failed=self._refuse)

    def add(self) -> None:
        """Ctrl+N: somebody who is not on the list; name, then organisation, apart by a space."""
        asked = "姓名　单位（中间空一格）"
        self._work.dialogs.ask_text(self, "加参会人", asked, self._on_added)

    def _on_added(self, typed: str) -> None:
        name, _, organisation = typed.strip().replace("\u3000", " ").partition(" ")
        values = {"name": name, "organisation": organisation.strip(), "role": "present"}
        self._work.act(attendance.invite, self._eid, values, owner=self, done=self._read, failed=self._refuse)

    def excuse(self) -> None:
        """Ctrl+E: how somebody takes part."""
        one = self.person()
        if one is not None:
            choices = words.choices("attendance_roles")
            self._work.dialogs.choose(self, "参会方式", one.name, choices, partial(self._on_role, one))

    def _on_role(self, one: PersonLine, role: str) -> None:
        if role in PRESENT:
            self._change(one.eid, {"role": role, "reason": None})
        else:
            change = partial(self._on_reason, one.eid, role)
            self._work.dialogs.ask_text(self, words.label("attendance_roles", role), "原因", change)

    def _on_reason(self, eid: str, role: str, reason: str) -> None:
        self._change(eid, {"role": role, "reason": reason})

    def _change(self, eid: str, values: dict[str, Any]) -> None:
        self._work.act(attendance.change_attendee, eid, values, owner=self, done=self._read, failed=self._refuse)

    def _refuse(self, error: Expected) -> None:
        if isinstance(error, Invalid):
            self._told.setText(" ".join(words.problem(one) for one in error.problems))
        else:
            self._told.setText(str(wording.sentence(error)))
