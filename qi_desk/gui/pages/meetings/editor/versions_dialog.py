"""版本: what was written when, compared with what stands now, and brought back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected
from qi_desk.domain.meetings.versions import ADDED, REMOVED, SAME, Change
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.keys import SAVE
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services.meetings import texts
from qi_desk.services.meetings.texts import VersionLine

if TYPE_CHECKING:
    from qi_desk.gui.pages.meetings.editor.sheets import Sheet

_LINES = (
    Column[VersionLine]("时间", lambda one: words.near_moment(one.at), width=13),
    Column[VersionLine]("谁", lambda one: one.by, width=9),
    Column[VersionLine]("缘由", lambda one: one.note or words.label("version_causes", one.cause)),
    Column[VersionLine]("字数", lambda one: str(one.length), width=8, right=True, rank=1),
)
_AROUND = 2
"""Lines shown before and behind a change; longer stretches without one are told by their number."""

_SIGNS = {ADDED: "＋", REMOVED: "－", SAME: "　"}
_MOST = 3000


def compared_html(changes: Sequence[Change]) -> str:
    """A comparison for reading: a sign before each line, what is new underlined, what is gone struck through."""
    return "".join(_rows(changes[:_MOST])) or "<p>和现在写的一样。</p>"


def _rows(changes: Sequence[Change]) -> Iterator[str]:
    if all(one.mark == SAME for one in changes):
        return
    near = _near(changes)
    skipped = 0
    for place, one in enumerate(changes):
        if place not in near:
            skipped += 1
            continue
        if skipped:
            yield f"<p>⋯ {skipped} 行没有变化 ⋯</p>"
            skipped = 0
        yield f"<p style='margin:0'>{_SIGNS[one.mark]} {_spanned(one)}</p>"
    if skipped:
        yield f"<p>⋯ {skipped} 行没有变化 ⋯</p>"


def _near(changes: Sequence[Change]) -> set[int]:
    changed = [place for place, one in enumerate(changes) if one.mark != SAME]
    return {at for place in changed for at in range(place - _AROUND, place + _AROUND + 1)}


def _spanned(one: Change) -> str:
    if one.mark == SAME:
        return escape(one.text)
    tone = theme.colour("success" if one.mark == ADDED else "danger").name()
    line = "underline" if one.mark == ADDED else "line-through"
    spans = one.spans or ((0, len(one.text)),)
    parts, end = [], 0
    for start, stop in spans:
        marked = f"<span style='text-decoration:{line};color:{tone}'>{escape(one.text[start:stop])}</span>"
        parts += [escape(one.text[end:start]), marked]
        end = stop
    return "".join((*parts, escape(one.text[end:])))


class VersionsDialog(QDialog):
    """The versions of one text, the newest first."""

    # A version is to stand as what is written now: its text.
    restored = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget, kind: str, sheet: Sheet, writable: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"版本　{sheet.title}")
        self._work, self._kind, self._sheet, self._writable = work, kind, sheet, writable
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        said = QLabel("“－”是那时有、现在没有的，“＋”是现在新写的。", self)
        said.setWordWrap(True)
        theme.mark(said, theme.Tone.MUTED)
        layout.addWidget(said)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        self.model: RowsModel[VersionLine] = RowsModel(_LINES, self)
        self.table = RowsTable(self.model, "还没有版本。保存以后就有了。", "版本", split)
        self.table.opened.connect(self.restore)
        self.table.view.selectionModel().currentRowChanged.connect(self._on_row)
        self.comparison = QTextBrowser(split)
        self.comparison.setAccessibleName("和现在写的比较")
        split.addWidget(self.table)
        split.addWidget(self.comparison)
        split.setSizes([380, 620])
        layout.addWidget(split, 1)
        layout.addLayout(self._foot())
        open_at(self, parent, 150, 32)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        keep = QPushButton("留存这一版 (Ctrl+T)", self)
        keep.clicked.connect(self.keep)
        back = QPushButton("返回 (Esc)", self)
        back.clicked.connect(self.reject)
        restore = QPushButton(f"换成这一版 ({SAVE})", self)
        theme.mark(restore, theme.Tone.PRIMARY)
        restore.clicked.connect(self.restore)
        for button in (keep, back, restore):
            button.setAutoDefault(False)
            row.addWidget(button)
        keep.setEnabled(self._writable)
        restore.setEnabled(self._writable)
        QShortcut(QKeySequence("Ctrl+T"), self, self.keep)
        QShortcut(QKeySequence(SAVE), self, self.restore)
        return row

    def begin(self) -> None:
        """Show them."""
        self.open()
        self.table.setFocus()
        self._read()

    def _read(self, _value: Any = None) -> None:
        self._work.ask(
            texts.versions, self._kind, self._sheet.eid, owner=self, done=self.model.set_rows, exclusive="versions"
        )

    def _line(self) -> VersionLine | None:
        line = self.table.current()
        return line if isinstance(line, VersionLine) else None

    def _on_row(self, *_places: object) -> None:
        line = self._line()
        if line is not None:
            now = self._sheet.field.text()
            self._work.ask(texts.compared, line.eid, now, owner=self, done=self._compare, exclusive="compare")

    def _compare(self, changes: Sequence[Change]) -> None:
        self.comparison.setHtml(compared_html(changes))

    def restore(self, _line: object = None) -> None:
        """F9: the version chosen stands as what is written now."""
        line = self._line()
        if line is not None and self._writable:
            self._work.ask(texts.version, line.eid, owner=self, done=self._take)

    def _take(self, text: str) -> None:
        self.restored.emit(text)
        self.accept()

    def keep(self) -> None:
        """Ctrl+T: keep what was saved last under a name."""
        if self._writable:
            self._work.dialogs.ask_text(self, "留存版本", "这一版叫什么", self._on_note)

    def _on_note(self, note: str) -> None:
        kept = partial(self._work.act, texts.keep_version, self._kind, self._sheet.eid, note, owner=self)
        kept(done=self._read, failed=self._refuse)

    def _refuse(self, error: Expected) -> None:
        self.comparison.setPlainText(str(wording.sentence(error)))
