"""What can be changed on one paper: its texts, its switches, or the letterhead with the station's mark."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk import resource_files
from qi_desk.domain.errors import Problem
from qi_desk.gui import theme, words
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.pages.templates import mark as marks
from qi_desk.gui.widgets.fields import FieldRow, FlagField, LongField, TextField
from qi_desk.gui.workplace import Workplace
from qi_desk.services.paper_templates import Draft, TemplateText, TemplateView

_LETTER = {"name": "抬头第一行", "second": "抬头第二行", "footer": "页脚"}
_ONE_LINE = 26
_MARK_HIGH = 56


def _names() -> Mapping[str, str]:
    found: Mapping[str, str] = resource_files.read("documents/templates.toml")["names"]
    return found


def _slots() -> Mapping[str, str]:
    found: Mapping[str, str] = resource_files.read("documents/templates.toml")["slots"]
    return found


class TemplateFields(QWidget):
    """The fields of the template that is shown."""

    # A person changed something.
    edited = Signal()

    def __init__(self, work: Workplace, parent: QWidget, view: TemplateView, draft: Draft, *, may: bool) -> None:
        super().__init__(parent)
        self._work, self._view = work, view
        self.mark = draft.mark
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 8, 0)
        made: dict[str, FieldRow] = {}
        for one in view.texts:
            made[one.name] = self._text(one, draft.texts.get(one.name, one.text))
        for code in view.switches:
            made[f"show_{code}"] = self._switch(code, shown=code not in draft.hidden)
        self.fields = FormFields(SimpleNamespace(**made))
        self.fields.connect_edited(self.edited)
        self._low = QLabel(self)
        self._low.setWordWrap(True)
        theme.mark(self._low, theme.Tone.DANGER)
        if not view.switches and view.row.key == "letterhead":
            self._column.addLayout(self._mark_row())
        self._column.addWidget(self._low)
        self._column.addStretch(1)
        for field in self.fields.every():
            field.input.setEnabled(may)
        self._may = may

    def _text(self, one: TemplateText, typed: str) -> FieldRow:
        label = _LETTER.get(one.name) or _names()[one.name]
        short = self._view.row.key == "letterhead" or (len(one.shipped) <= _ONE_LINE and "\n" not in typed)
        field: FieldRow = TextField(self) if short else LongField(self)
        if isinstance(field, LongField):
            field.input.set_lines(5)
        field.setObjectName(one.name)
        field.setProperty("label", label)
        field.setProperty("required", one.required)
        field.input.set_value(typed)
        if isinstance(field, TextField):
            field.input.set_limit(400)
            field.set_hint(one.shipped)
        self._column.addWidget(field)
        self._column.addWidget(self._told(one))
        return field

    def _told(self, one: TemplateText) -> QLabel:
        """Which names may stand in braces, and whether the shipped wording is another by now."""
        named = "　".join(f"{{{slot}}} {_slots().get(slot, '')}" for slot in one.slots)
        newer = f"▲ 程序带来的这段字有了新写法：{one.shipped}" if one.newer else ""
        label = QLabel("\n".join(filter(None, (f"可用：{named}" if named else "", newer))), self)
        label.setWordWrap(True)
        label.setVisible(bool(label.text()) and (bool(newer) or len(one.shipped) > _ONE_LINE or one.name == "notes"))
        theme.mark(label, theme.Tone.WARNING if newer else theme.Tone.MUTED)
        return label

    def _switch(self, code: str, *, shown: bool) -> FieldRow:
        field = FlagField(self)
        field.setObjectName(f"show_{code}")
        field.setProperty("label", f"印{words.label('paper_switches', code)}")
        field.set_checked(shown)
        self._column.addWidget(field)
        return field

    def _mark_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._picture = QLabel(self)
        self.choose = QPushButton("选本站标识图片… (Ctrl+O)", self)
        self.choose.clicked.connect(self.ask_mark)
        self.drop = QPushButton("不要标识", self)
        self.drop.clicked.connect(self.drop_mark)
        for widget in (self._picture, self.choose, self.drop):
            row.addWidget(widget)
        row.addStretch(1)
        self._show_mark()
        return row

    def _show_mark(self) -> None:
        image = QImage.fromData(self.mark) if self.mark else QImage()
        high = QPixmap.fromImage(image).scaledToHeight(_MARK_HIGH) if not image.isNull() else QPixmap()
        self._picture.setPixmap(high)
        self._picture.setAccessibleName("本站标识" if self.mark else "没有标识")
        if not self.mark:
            self._picture.setText("没有标识（PNG 或 SVG；只放本站自己的标识）")
        self.drop.setEnabled(bool(self.mark))

    def ask_mark(self) -> None:
        """Ctrl+O: which picture?"""
        if self._may and self._view.row.key == "letterhead":
            self._work.dialogs.open_file(self, "选本站标识图片", marks.KINDS, self._take_mark)

    def _take_mark(self, file: str) -> None:
        try:
            self.mark = marks.mark_of(Path(file))
        except (ValueError, OSError):
            self.show_problems([Problem("mark", "template.mark_kind")])
            return
        self._show_mark()
        self.edited.emit()

    def drop_mark(self) -> None:
        """No mark any more."""
        self.mark = b""
        self._show_mark()
        self.edited.emit()

    def draft(self) -> Draft:
        """What stands in the fields."""
        texts = {one.name: self.fields[one.name].value() for one in self._view.texts}
        hidden = tuple(code for code in self._view.switches if not self._is_shown(code))
        return Draft(texts, hidden, self.mark)

    def _is_shown(self, code: str) -> bool:
        field = self.fields[f"show_{code}"]
        return isinstance(field, FlagField) and field.checked()

    def show_problems(self, problems: list[Problem]) -> None:
        """Each at its field, without taking the keyboard from where somebody types."""
        self.fields.clear_problems()
        homes = {one.name for one in self._view.texts}
        for name in homes:
            told = "\n".join(words.problem(problem) for problem in problems if problem.field == name)
            if told:
                self.fields[name].set_problem(told)
        self._low.setText(homeless_text([problem for problem in problems if problem.field not in homes]))
