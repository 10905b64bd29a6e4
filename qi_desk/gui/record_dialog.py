"""One record to be filled in or changed: the form of its declaration, F9 saves, Esc goes back without losing words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain import moments
from qi_desk.domain.errors import Expected, Invalid
from qi_desk.gui import theme
from qi_desk.gui.form_tools import focus_first, homeless_text
from qi_desk.gui.keys import SAVE
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.speech_check import SpeechCheck, outgoing_fields
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.workplace import Workplace

Save = Callable[[dict[str, Any]], None]


class RecordDialog(QDialog):
    """Shows `make_form(parent)` under a title; `save` gets the values a person changed and answers through
    `saved` or `refuse`."""

    def __init__(
        self, work: Workplace, parent: QWidget, title: str, make_form: Callable[[QWidget], RecordForm], save: Save
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self._work = work
        self._save = save
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        body = QWidget()
        area.setWidget(body)
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 8, 0)
        self.form = make_form(body)
        inner.addWidget(self.form)
        inner.addStretch(1)
        layout.addWidget(area, 1)
        self._message = QLabel(self)
        self._message.setWordWrap(True)
        self._message.hide()
        theme.mark(self._message, theme.Tone.DANGER)
        layout.addWidget(self._message)
        layout.addLayout(self._foot())
        QShortcut(QKeySequence(SAVE), self, self.submit)
        self._moves = EnterMoves(self, self.submit)
        self.speech = SpeechCheck(work.speaking.watch, outgoing_fields(self.form), self)
        unit, line = self.fontMetrics().horizontalAdvance("0"), self.fontMetrics().lineSpacing()
        wanted = self.form.sizeHint().height() + 6 * line
        self.resize(unit * 104, min(wanted, max(parent.window().height() - 2 * line, 20 * line)))

    def put_below(self, widget: QWidget) -> None:
        """Let something stand between the form and the buttons."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, widget)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        back = QPushButton("返回 (Esc)", self)
        back.clicked.connect(self.reject)
        self.save = QPushButton(f"保存 ({SAVE})", self)
        theme.mark(self.save, theme.Tone.PRIMARY)
        self.save.clicked.connect(self.submit)
        row.addWidget(back)
        row.addWidget(self.save)
        return row

    def begin(
        self,
        values: Mapping[str, Any],
        masked: Mapping[str, str] | None = None,
        names: Mapping[str, str] | None = None,
        *,
        new: bool = False,
    ) -> None:
        """Show the record and open."""
        self.form.show_record(values, masked or {}, names or {}, new=new)
        self.open()
        focus_first(self.form)

    def submit(self) -> None:
        """F9: hand the changed values over."""
        values, problems = self.form.changed(moments.china_date(self._work.house.clock.now()))
        self._message.hide()
        if problems:
            self.form.fields.show_problems(problems)
            return
        self._save(values)

    def saved(self, _value: object) -> None:
        """It is kept."""
        self.accept()

    def refuse(self, error: Expected) -> None:
        """Say what is wrong beside the fields, the rest below them."""
        if isinstance(error, Invalid):
            homeless = self.form.fields.show_problems(error.problems)
            self._say(homeless_text(homeless))
        else:
            self._say(str(wording.sentence(error)))

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._message.setVisible(bool(text))

    def reject(self) -> None:
        """Esc: asks first if something was typed."""
        if not self.form.dirty:
            super().reject()
            return
        text = "这里写的还没有保存。"
        self._work.dialogs.confirm(self, "放弃修改", text, "放弃", self._give_up)

    def _give_up(self) -> None:
        super().reject()
