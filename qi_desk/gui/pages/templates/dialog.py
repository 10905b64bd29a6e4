"""模板: papers left, what can be changed on one in the middle, the paper itself right, following what is typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from qi_desk import wording
from qi_desk.domain.errors import Expected, Invalid
from qi_desk.domain.paper_templates import LETTERHEAD
from qi_desk.gui import theme, words
from qi_desk.gui.keys import SAVE
from qi_desk.gui.pages.templates.fields import TemplateFields
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.pages_view import PagesView
from qi_desk.gui.workplace import Workplace
from qi_desk.services import paper_samples, paper_templates, rights
from qi_desk.services.document_words import shipped
from qi_desk.services.paper_templates import Draft, TemplateRow, TemplateView
from qi_desk.services.papers import Paper
from qi_desk.services.paperwork import Order

SOON_MS = 350
"""How long typing rests before the sample is made anew."""

_SHEET_INCHES = 8.27
"""Width of A4, and of A5 on its side."""
_SHARES = (18, 42, 40)
"""How list, fields and sample share the width, in hundredths."""

_FORMS = (("receipt_a4", "A4 两联"), ("receipt_a5", "A5"), ("receipt_80mm", "80 毫米小票"))


def _title(key: str) -> str:
    return "抬头、页脚和标识" if key == LETTERHEAD else str(shipped(key)["title"])


class TemplatesDialog(QDialog):
    """F9 keeps the paper shown; what is typed on others stays until the dialog closes."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("模板")
        self._work = work
        self._may = rights.may(work.actor, "templates.save")
        self._view: TemplateView | None = None
        self.form: TemplateFields | None = None
        self._drafts: dict[str, Draft] = {}
        self._turn = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.show_sample)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        split = self._body()
        layout.addWidget(split, 1)
        layout.addLayout(self._foot())
        keys = ((SAVE, self.save), ("Ctrl+D", self.ask_reset), ("Ctrl+O", self._ask_mark))
        for key, slot in (*keys, ("Ctrl+PgUp", partial(self.step, -1)), ("Ctrl+PgDown", partial(self.step, 1))):
            QShortcut(QKeySequence(key), self, slot)
        size = parent.window().size()
        self.resize(size.width() - 24, size.height() - 40)
        split.setSizes([self.width() * share // 100 for share in _SHARES])

    def _body(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        self.list = QListWidget(split)
        self.list.setAccessibleName("单据")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._on_chosen)
        split.addWidget(self.list)
        middle = QWidget(split)
        column = QVBoxLayout(middle)
        column.setContentsMargins(6, 0, 6, 0)
        self.who = QLabel(middle)
        self.who.setWordWrap(True)
        theme.mark(self.who, theme.Tone.MUTED)
        column.addWidget(self.who)
        self._area = QScrollArea(middle)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 40)
        column.addWidget(self._area, 1)
        split.addWidget(middle)
        right = QWidget(split)
        side = QVBoxLayout(right)
        side.setContentsMargins(0, 0, 0, 0)
        self.drawing = ChoiceInput(right)
        self.drawing.setAccessibleName("样式")
        self.drawing.set_choices(_FORMS)
        self.drawing.edited.connect(self.show_sample)
        side.addWidget(self.drawing)
        self.sample = PagesView(self._work, "样张", right)
        side.addWidget(self.sample, 1)
        split.addWidget(right)
        split.setStretchFactor(2, 1)
        return split

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        row.addWidget(self.said, 1)
        self.reset = QPushButton("恢复出厂文字… (Ctrl+D)", self)
        self.reset.clicked.connect(self.ask_reset)
        back = QPushButton("返回 (Esc)", self)
        back.clicked.connect(self.reject)
        self.keep = QPushButton(f"保存 ({SAVE})", self)
        theme.mark(self.keep, theme.Tone.PRIMARY)
        self.keep.clicked.connect(self.save)
        for button in (self.reset, back, self.keep):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.keep.setEnabled(self._may)
        self.reset.setEnabled(self._may)
        return row

    def begin(self) -> None:
        """Read the papers."""
        self._work.ask(paper_templates.templates, owner=self, done=self._show_list, exclusive="templates")

    def _show_list(self, rows: tuple[TemplateRow, ...]) -> None:
        chosen = self.key() or LETTERHEAD
        self.list.blockSignals(True)
        self.list.clear()
        for row in rows:
            typed = "（没存）" if row.key in self._drafts else ""
            item = QListWidgetItem(f"{_title(row.key)}{' ●' if row.own else ''}{typed}", self.list)
            item.setData(Qt.ItemDataRole.UserRole, row.key)
            item.setToolTip("本站改过" if row.own else "出厂文字")
        places = {row.key: place for place, row in enumerate(rows)}
        self.list.setCurrentRow(places.get(chosen, 0))
        self.list.blockSignals(False)
        if self._view is None:
            self.list.setFocus()
            self._on_chosen()

    def key(self) -> str:
        """The paper chosen."""
        place = self.list.currentRow()
        return str(self.list.item(place).data(Qt.ItemDataRole.UserRole)) if place >= 0 else ""

    def step(self, by: int) -> None:
        """Ctrl+PgUp, Ctrl+PgDown: the paper before or after."""
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())

    def _on_chosen(self, *_items: object) -> None:
        key = self.key()
        if key:
            self._work.ask(paper_templates.show, key, owner=self, done=self._show, exclusive="template")

    def _show(self, view: TemplateView) -> None:
        self._view = view
        draft = self._drafts.get(view.row.key, view.draft)
        self.form = TemplateFields(self._work, self._area, view, draft, may=self._may)
        self.form.edited.connect(self._on_edited)
        self._area.setWidget(self.form)
        row = view.row
        by = f"{row.changed_by} {words.moment(row.changed_at)} 改过" if row.changed_at else "还是出厂文字"
        self.who.setText(f"{_title(row.key)}：{by}。{'' if self._may else '只有站长能改。'}")
        self.drawing.setVisible(row.key == LETTERHEAD or row.key.startswith("receipt."))
        self.said.clear()
        self.show_sample()

    def _on_edited(self) -> None:
        assert self._view is not None
        assert self.form is not None
        draft = self.form.draft()
        if draft == self._view.draft:
            self._drafts.pop(self._view.row.key, None)
        else:
            self._drafts[self._view.row.key] = draft
        self._soon.start()

    def show_sample(self) -> None:
        """Make the sample of what is typed: off the GUI thread, and only the newest is shown."""
        if self._view is None or self.form is None:
            return
        self._turn += 1
        self._work.ask(
            paper_samples.sample,
            self._view.row.key,
            self.form.draft(),
            owner=self,
            done=partial(self._on_sample, self._turn),
            failed=self._refuse,
            exclusive="template sample",
            form=self.drawing.value(),
        )

    def _on_sample(self, turn: int, order: Order) -> None:
        if self.form is not None:
            self.form.show_problems([])
        self._work.jobs.run(
            self._work.papers.make,
            order.form,
            order.view,
            owner=self,
            done=partial(self._on_made, turn),
            failed=self._refuse,
            lane="outside",
        )

    def _on_made(self, turn: int, paper: Paper) -> None:
        if turn == self._turn:
            room = self.sample.viewport().width() - 24
            self.sample.show_pdf(paper.pdf, paper.pages, dpi=max(50.0, min(96.0, room / _SHEET_INCHES)))
            missing = "".join(paper.missing)
            self._say(f"▲ 这些字没有字形，纸上印成〓：{missing}" if missing else "", theme.Tone.WARNING)

    def _refuse(self, error: Expected) -> None:
        """What is wrong stands at its line; the text stays as typed, the sample as it was."""
        if isinstance(error, Invalid) and self.form is not None:
            self.form.show_problems(error.problems)
            self._say("有写错的地方，改好才能保存；写的字都还在。", theme.Tone.DANGER)
        else:
            self._say(str(wording.sentence(error)), theme.Tone.DANGER)

    def _say(self, text: str, tone: theme.Tone) -> None:
        self.said.setText(text)
        theme.set_tone(self.said, tone)

    def save(self) -> None:
        """F9: keep the paper shown, in force at once."""
        if self._view is not None and self.form is not None and self._may:
            key, draft = self._view.row.key, self.form.draft()
            done = partial(self._on_saved, key)
            self._work.act(paper_templates.save, key, draft, owner=self, done=done, failed=self._refuse)

    def _on_saved(self, key: str, _eid: str) -> None:
        self._drafts.pop(key, None)
        self.begin()
        self._on_chosen()
        self._work.told.emit("success", f"{_title(key)}：已保存，从下一张起就这样印", "", "")

    def ask_reset(self) -> None:
        """Ctrl+D: back to what the program brings?"""
        if self._view is not None and self._may:
            key = self._view.row.key
            text = f"{_title(key)}：本站改过的字和开关都恢复成出厂的。改过什么仍在操作记录里。"
            self._work.dialogs.confirm(self, "恢复出厂文字", text, "恢复", partial(self._reset, key))

    def _reset(self, key: str) -> None:
        done = partial(self._on_saved, key)
        self._work.act(paper_templates.reset, key, owner=self, done=done, failed=self._refuse)

    def _ask_mark(self) -> None:
        if self.form is not None:
            self.form.ask_mark()

    def reject(self) -> None:
        """Esc: asks first if something is not kept."""
        if not self._drafts:
            super().reject()
            return
        names = "、".join(_title(key) for key in self._drafts)
        self._work.dialogs.confirm(self, "放弃修改", f"还没有保存：{names}。", "放弃", self._give_up)

    def _give_up(self) -> None:
        super().reject()
