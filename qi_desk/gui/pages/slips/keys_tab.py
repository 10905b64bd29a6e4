"""The keys this station's desks sign with; the manager takes one out of use."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.gui import icons, theme, words
from qi_desk.gui.models.rows_model import Column, RowsModel
from qi_desk.gui.widgets.table import RowsTable
from qi_desk.gui.workplace import Workplace
from qi_desk.services import rights
from qi_desk.services.slips import keys
from qi_desk.services.slips.keys import KeyLine

_TOLD = (
    "每个窗口用自己的钥匙给回执签名，私钥只在那台电脑的加密库里。电脑丢了、怀疑被冒用时停用它的钥匙："
    "以前签的仍然有效，以后再用它签的会被各站认出来。"
)


def _state(line: KeyLine) -> str:
    if line.revoked_at:
        return f"{words.moment(line.revoked_at)} 停用：{words.label('key_ends', line.ends)}"
    return "本窗口在用" if line.here else "在用"


_COLUMNS = (
    Column[KeyLine]("窗口", lambda line: line.desk, width=8),
    Column[KeyLine]("钥匙号", lambda line: line.key_id, width=14),
    Column[KeyLine]("启用", lambda line: words.moment(line.valid_from), width=20),
    Column[KeyLine]("用到", lambda line: f"{line.valid_until:%Y-%m-%d}", width=14),
    Column[KeyLine]("情况", _state, tone=lambda line: "danger" if line.revoked_at else ""),
)


class KeysTab(QWidget):
    """Ctrl+D takes the key chosen out of use."""

    def __init__(self, work: Workplace, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        told = QLabel(_TOLD, self)
        told.setWordWrap(True)
        theme.mark(told, theme.Tone.MUTED)
        layout.addWidget(told)
        self.model = RowsModel(_COLUMNS, self)
        self.table = RowsTable(self.model, "还没有签过单据，第一次打印回执时自动生成钥匙。", "签名钥匙", self)
        layout.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self.revoke = QPushButton("停用这把钥匙… (Ctrl+D)", self)
        self.revoke.setIcon(icons.icon("key-round"))
        QShortcut(QKeySequence("Ctrl+D"), self, self.ask_why)
        self.revoke.setAutoDefault(False)
        self.revoke.setEnabled(rights.may(work.actor, "slip_keys.revoke"))
        self.revoke.clicked.connect(self.ask_why)
        row.addWidget(self.revoke)
        layout.addLayout(row)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Read the keys."""
        self._work.ask(keys.keys, owner=self, done=self.model.set_rows, exclusive="slip keys")

    def ask_why(self) -> None:
        """Ctrl+D: why is it taken out of use?"""
        line = self.table.current()
        if isinstance(line, KeyLine) and line.revoked_at is None and self.revoke.isEnabled():
            reasons = [one for one in words.choices("key_ends") if one[0] != "district"]
            self._work.dialogs.choose(self, "停用签名钥匙", f"为什么停用钥匙 {line.key_id}", reasons, self._revoke)

    def _revoke(self, why: str) -> None:
        line = self.table.current()
        if isinstance(line, KeyLine):
            self._work.act(keys.revoke, line.eid, why, owner=self, done=self._on_revoked, failed=self._work.tell)

    def _on_revoked(self, _eid: str) -> None:
        self.reload()
