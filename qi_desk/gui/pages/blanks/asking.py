"""Small forms of the blank forms: how many to set aside, and when and why what is entered late happened."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain import moments, numbers
from qi_desk.domain.errors import Expected, Invalid, Problem
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_foot import foot_of
from qi_desk.gui.form_tools import FormFields, focus_first, homeless_text
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.fields import ChoiceField, CodeField, DayField, FieldRow, TextField
from qi_desk.gui.workplace import Workplace
from qi_desk.services.blank_forms import entering, reserving
from qi_desk.services.blank_forms.late import LateEntry
from qi_desk.services.blank_forms.reserving import BlankRow

_RECEIPT_KIND = "HZ"
_TIME = re.compile(r"(\d{1,2})[:：.]?(\d{2})")


def moment_of(typed: str, day: date) -> datetime:
    """A moment as people write it: 9:15 or 0915 of `day`, 03-10 9:15, 2026-03-10 09:15. Raises ValueError."""
    parts = typed.replace("年", "-").replace("月", "-").replace("日", " ").replace("/", "-").split()
    if not parts:
        raise ValueError(typed)
    clock = _TIME.fullmatch(parts[-1])
    if clock is None or len(parts) > 2:
        raise ValueError(typed)
    if len(parts) == 2:
        written = [int(part) for part in parts[0].split("-")]
        year, month, on = written if len(written) == 3 else (day.year, *written)
        day = date(year, month, on)
    return datetime.combine(day, time(int(clock[1]), int(clock[2])), moments.CHINA)


class _Asking(QDialog):
    """A few fields below each other; F9 hands them in."""

    def __init__(self, work: Workplace, parent: QWidget, title: str, told: str, deed: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._work = work
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        said = QLabel(told, self)
        said.setWordWrap(True)
        theme.mark(said, theme.Tone.MUTED)
        layout.addWidget(said)
        self._column = QVBoxLayout()
        layout.addLayout(self._column)
        self._message = QLabel(self)
        self._message.setWordWrap(True)
        theme.mark(self._message, theme.Tone.DANGER)
        layout.addWidget(self._message)
        row, self.deal = foot_of(self, deed, self.hand_in)
        layout.addLayout(row)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 74)

    def put(self, fields: Sequence[tuple[FieldRow, str, str]]) -> None:
        """Put the fields down: each with its name and label."""
        for field, name, label in fields:
            field.setObjectName(name)
            field.setProperty("label", label)
            setattr(self, name, field)
            self._column.addWidget(field)
        self.fields = FormFields(self)
        self._moves = EnterMoves(self, self.hand_in)
        focus_first(self)

    def hand_in(self) -> None:
        """F9."""
        raise NotImplementedError

    def refuse(self, error: Expected) -> None:
        """What is wrong, beside the field it is about."""
        if isinstance(error, Invalid):
            self.show_problems(error.problems)
        else:
            self._message.setText(str(wording.sentence(error)))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Each at its field, the others below."""
        self._message.setText(homeless_text(self.fields.show_problems(problems)))


class ReserveDialog(_Asking):
    """留号出表: which form, how many, for which day."""

    def __init__(self, work: Workplace, parent: QWidget, then: Callable[[tuple[str, ...]], None]) -> None:
        told = "给停电时用的空白表留好编号，一次出成一份文件打印。编号按日期排，明后天用的也可以先留。"
        super().__init__(work, parent, "留号出表", told, "留号并出表")
        self._then = then
        form, count, day = ChoiceField(self), CodeField(self), DayField(self)
        form.set_choices(words.choices("blank_forms"))
        count.set_value("10")
        self._today = moments.china_date(work.house.clock.now())
        day.set_value(self._today.isoformat())
        day.set_hint("如 2026-11-30，或 +1 为明天")
        self.put(((form, "form", "哪种表"), (count, "count", "几张"), (day, "day", "哪天用")))

    def hand_in(self) -> None:
        """F9: set the numbers aside."""
        form, count, day = self.fields["form"], self.fields["count"], self.fields["day"]
        try:
            chosen = day.input.day(self._today)
        except ValueError:
            self.show_problems([Problem("day", "date.unreadable")])
            return
        many = int(count.value()) if count.value().isdecimal() else 0
        verb: Any = reserving.reserve
        self._work.act(verb, form.value(), many, chosen, owner=self, done=self._on_reserved, failed=self.refuse)

    def _on_reserved(self, made: tuple[str, ...]) -> None:
        self.accept()
        self._then(made)


class LateDialog(_Asking):
    """补录: the number of the form, when it happened, why only now."""

    def __init__(
        self, work: Workplace, parent: QWidget, row: BlankRow | None, then: Callable[[str, LateEntry], None]
    ) -> None:
        told = "照着手工填的表补录：编号就用表上的，时间写当时的。下一步打开对应的登记页，其余照常填写。"
        super().__init__(work, parent, "补录空白表", told, "下一步")
        self._then = then
        today = moments.china_date(work.house.clock.now())
        self._day = row.day if row is not None else today
        number, at, receipt = CodeField(self), CodeField(self), CodeField(self)
        reason, note = ChoiceField(self), TextField(self)
        number.set_hint("扫表上的条码，或连校验字符一起抄")
        number.set_value(row.number if row is not None else "")
        at.set_hint(f"如 9:15（{self._day:%m-%d}），或 2026-03-10 09:15")
        receipt.set_hint("当时给了客户空白回执的，写回执编号；没有就空着")
        reason.set_choices(words.choices("late_entry_reasons"))
        fields: list[tuple[FieldRow, str, str]] = [(number, "number", "表上的编号"), (at, "happened_at", "发生时间")]
        fields += [(reason, "late_reason", "补录原因"), (note, "late_note", "说明")]
        self._asks_receipt = row is None or row.form == "intake"
        if self._asks_receipt:
            fields.append((receipt, "receipt", "回执编号"))
        self.put(fields)
        if row is not None:
            at.input.setFocus()

    takes_scans = True

    def take(self, code: str) -> None:
        """A bar code was read: of the form, or of the receipt handed out with it."""
        number = code.split(maxsplit=1)[0]
        is_receipt = numbers.parse(number).kind == _RECEIPT_KIND and self._asks_receipt
        self.fields["receipt" if is_receipt else "number"].set_value(number)
        self.fields["happened_at"].input.setFocus()

    def hand_in(self) -> None:
        """F9: check, then go on where it is entered."""
        try:
            at = moment_of(self.fields["happened_at"].value(), self._day)
        except ValueError:
            self.show_problems([Problem("happened_at", "date.unreadable")])
            return
        values = self.fields.values()
        typed = (values.get(name, "") for name in ("late_reason", "late_note", "receipt"))
        late = LateEntry(values.get("number", ""), at, *typed)
        self._work.ask(entering.check, late, owner=self, done=self._on_checked, failed=self.refuse, exclusive="late")

    def _on_checked(self, found: tuple[str, LateEntry]) -> None:
        self.accept()
        self._then(*found)
