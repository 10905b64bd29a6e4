"""从备份恢复: which copy, what opens it, whether to go back to its moment; one guided act."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected, Invalid, Problem
from qi_desk.gui import copies, icons, theme
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.fields import ChoiceField, CodeField, FlagField, PasswordField
from qi_desk.gui.widgets.message_bar import MessageBar
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services.gate import Copy, Opening

_COLUMNS = (
    Column[Copy]("备份时间和来由", lambda one: copies.made_when(one.backup), width=34),
    Column[Copy]("内有", lambda one: copies.held_by(one.backup)),
    Column[Copy](
        "服务站",
        lambda one: one.backup.station if one.ours else f"{one.backup.station}（别的站）",
        width=16,
        tone=lambda one: "" if one.ours else "muted",
    ),
)


class RestoreDialog(QDialog):
    """Shows the copies there are; restores the chosen one. Nobody is signed in meanwhile."""

    # A copy stands in place: who may sign in with which account.
    restored = Signal(str)

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("从备份恢复")
        self._work = work
        self._copies: tuple[Copy, ...] = ()
        self.model = RowsModel(_COLUMNS, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        self.bar = MessageBar()
        layout.addWidget(self.bar)
        layout.addLayout(self._head())
        self.table = RowsTable(self.model, "这里没有备份。请插上放备份的U盘，再按“换个位置…”。", "备份清单", self)
        self.table.setMinimumHeight(self.fontMetrics().lineSpacing() * 8)
        self.table.view.selectionModel().currentRowChanged.connect(self._on_chosen)
        layout.addWidget(self.table, 1)
        self._add_fields(layout)
        layout.addLayout(self._foot())
        QShortcut(QKeySequence("Ctrl+O"), self, self.choose_place)
        self._moves = EnterMoves(self, self.submit, last=self.again.input)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 104)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        said = QLabel("现在的资料不会删除：恢复前整份留底在资料文件夹里。先选一份备份，再核对身份。", self)
        said.setWordWrap(True)
        theme.set_tone(said, theme.Tone.MUTED)
        row.addWidget(said, 1)
        self.elsewhere = QPushButton("换个位置… (Ctrl+O)", self)
        self.elsewhere.setIcon(icons.icon("folder-open"))
        self.elsewhere.setAutoDefault(False)
        self.elsewhere.clicked.connect(self.choose_place)
        row.addWidget(self.elsewhere)
        return row

    def _add_fields(self, layout: QVBoxLayout) -> None:
        self.person, self.secret, self.code = ChoiceField(self), PasswordField(self), CodeField(self)
        self.password, self.again, self.back = PasswordField(self), PasswordField(self), FlagField(self)
        for field, label in (
            (self.person, "我是"),
            (self.secret, "我的密码"),
            (self.code, "恢复码"),
            (self.password, "新密码"),
            (self.again, "再输一次"),
            (self.back, "回到备份时的样子（之后写的放到一边，不带过来）"),
        ):
            field.setProperty("label", label)
            layout.addWidget(field)
        self.code.set_hint("密封信封里那一张，8 组，每组 5 个字符")
        self._fields = FormFields(SimpleNamespace(password=self.password, again=self.again))

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = QPushButton("返回 (Esc)", self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        row.addWidget(cancel)
        self.restore = QPushButton("恢复这一份 (Ctrl+Enter)", self)
        self.restore.setAutoDefault(False)
        theme.set_tone(self.restore, theme.Tone.PRIMARY)
        self.restore.clicked.connect(self.submit)
        row.addWidget(self.restore)
        return row

    def begin(self) -> None:
        """Look for copies where those of this station lie."""
        self._look(None)

    def choose_place(self) -> None:
        """Ctrl+O: look elsewhere, on a stick."""
        self._work.dialogs.choose_folder(self, "备份在哪个文件夹", self._on_place)

    def _on_place(self, folder: str) -> None:
        self._look(Path(folder))

    def _look(self, place: Path | None) -> None:
        gate = self._work.gate
        self._work.jobs.run(gate.copies_in, place, owner=self, done=self._show, failed=self._on_none)

    def _show(self, found: tuple[Copy, ...]) -> None:
        self.bar.hide()
        self._copies = found
        self.model.set_rows(found)
        self.table.setFocus()
        self._on_chosen()

    def _on_none(self, error: Expected) -> None:
        self._show(())
        self._tell(error)

    @property
    def chosen(self) -> Copy | None:
        """The copy a person points at."""
        row = self.table.current()
        return row if isinstance(row, Copy) else None

    def _on_chosen(self, *_: object) -> None:
        copy = self.chosen
        fresh = copy is not None and copy.fresh
        people = () if copy is None else copy.people if copy.fresh else self._work.gate.entrants()
        self.person.set_choices([(one.account, f"{one.sign_in}  {one.name}") for one in people])
        shown = {
            self.code: fresh,
            self.password: fresh,
            self.again: fresh,
            self.secret: not fresh,
            self.back: not fresh,
        }
        for field, visible in shown.items():
            field.setVisible(visible)
        self.restore.setEnabled(copy is not None and copy.ours)

    def submit(self) -> None:
        """Ctrl+Enter: check the copy, put it in place."""
        copy = self.chosen
        if copy is None or not copy.ours or not self.restore.isEnabled():
            return
        if copy.fresh and self.password.value() != self.again.value():
            self._fields.show_problems([Problem("again", "password.differs")])
            return
        secret = (self.code if copy.fresh else self.secret).value()
        opening = Opening(self.person.value(), secret, self.password.value(), back=self.back.checked())
        self.restore.setEnabled(False)
        self.restore.setText("正在核对并恢复……")
        self._work.jobs.run(
            self._work.gate.restore, copy, opening, owner=self, done=self._on_restored, failed=self._on_refused
        )

    def _on_restored(self, _nothing: object) -> None:
        self.restored.emit(self.person.value())
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        self.restore.setEnabled(True)
        self.restore.setText("恢复这一份 (Ctrl+Enter)")
        if isinstance(error, Invalid):
            homeless = self._fields.show_problems(error.problems)
            if homeless:
                self.bar.tell("danger", homeless_text(homeless))
            return
        self._tell(error)

    def _tell(self, error: Expected) -> None:
        said = wording.sentence(error)
        self.bar.tell("danger", said.what, said.safe, said.next)
