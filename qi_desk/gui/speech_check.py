"""Text that customers read, looked through as it is typed: what is not said is underlined, with what to say instead. It
warns and stops nobody."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from qi_desk.domain.speech.forbidden import Find, Watch
from qi_desk.gui import theme, words
from qi_desk.gui.record_form import RecordForm
from qi_desk.gui.widgets.fields import FieldRow

_BREATH_MS = 250


class SpeechCheck(QObject):
    """Looks at `fields` a breath after somebody typed in one."""

    def __init__(self, watch: Watch, fields: Iterable[FieldRow], parent: QObject) -> None:
        super().__init__(parent)
        self._watch = watch
        self._fields = tuple(fields)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_BREATH_MS)
        self._soon.timeout.connect(self.look)
        for field in self._fields:
            field.edited.connect(self._soon.start)

    def look(self) -> None:
        """Look now."""
        for field in self._fields:
            finds = self._watch.look(_text(field))
            _underline(field, finds)
            if finds:
                first = finds[0]
                said = _text(field)[first.start : first.end]
                kind = words.label("forbidden_kinds", first.entry.kind)
                instead = _text(field)[: first.start] + first.entry.instead + _text(field)[first.end :]
                told = f"“{said}”客户会看到（{kind}）。可以说：{first.entry.instead}"
                field.set_problem(told, fix=instead, warning=True, offer="换成这句")


def outgoing_fields(form: RecordForm) -> tuple[FieldRow, ...]:
    """The fields of a form that customers read."""
    return tuple(form.fields[name] for name in form.names if form.entity.field(name).outgoing)


def _text(field: FieldRow) -> str:
    if isinstance(field.input, QPlainTextEdit):
        return field.input.toPlainText()
    return str(field.input.text())


def _underline(field: FieldRow, finds: Iterable[Find]) -> None:
    if not isinstance(field.input, QPlainTextEdit):
        return
    marks = []
    for find in finds:
        mark = QTextEdit.ExtraSelection()
        shape = QTextCharFormat()
        shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        shape.setUnderlineColor(QColor(theme.colour("warning")))
        cursor = QTextCursor(field.input.document())
        cursor.setPosition(find.start)
        cursor.setPosition(find.end, QTextCursor.MoveMode.KeepAnchor)
        mark.format, mark.cursor = shape, cursor  # type: ignore[attr-defined]
        marks.append(mark)
    field.input.setExtraSelections(marks)
