"""Two files made one: which stays, field by field, what will move, then one confirmation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qi_desk import wording
from qi_desk.domain.errors import Expected
from qi_desk.gui import theme, words
from qi_desk.gui.dialog_size import open_at
from qi_desk.gui.keys import SAVE
from qi_desk.gui.pages.merging.side_by_side import SideBySide, rows_of
from qi_desk.gui.workplace import Workplace
from qi_desk.services import merging
from qi_desk.services.merging import Comparison, Pair

_REASON = "同一服务对象重复建档"


class MergeDialog(QDialog):
    """Shows `kept` left and `gone` right; Ctrl+T turns them round; F9 merges."""

    def __init__(self, work: Workplace, parent: QWidget, kept: str, gone: str, done: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("合并档案")
        self._work = work
        self._kept, self._gone = kept, gone
        self._done = done
        self._choices: dict[str, QRadioButton] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        layout.addWidget(self._area, 1)
        self._moved = QLabel(self)
        self._moved.setWordWrap(True)
        layout.addWidget(self._moved)
        row = QHBoxLayout()
        row.addStretch(1)
        self.merge = QPushButton(f"合并 ({SAVE})", self)
        theme.mark(self.merge, theme.Tone.PRIMARY)
        for button, text, slot in (
            (QPushButton(self), "返回 (Esc)", self.reject),
            (QPushButton(self), "左右对调 (Ctrl+T)", self.turn),
            (self.merge, self.merge.text(), self.confirm),
        ):
            button.setText(text)
            button.clicked.connect(slot)
            row.addWidget(button)
        layout.addLayout(row)
        QShortcut(QKeySequence("Ctrl+T"), self, self.turn)
        QShortcut(QKeySequence(SAVE), self, self.confirm)
        open_at(self, parent, 110, 34)

    def begin(self) -> None:
        """Read both files."""
        self.merge.setEnabled(False)
        self._work.ask(
            merging.compare, self._kept, self._gone, owner=self, done=self._show, failed=self._refuse, exclusive="merge"
        )

    def turn(self) -> None:
        """Ctrl+T: the other one stays."""
        self._kept, self._gone = self._gone, self._kept
        self.begin()

    def _show(self, shown: Comparison) -> None:
        body = QWidget()
        layout = QVBoxLayout(body)
        left, right = rows_of(shown.kept), rows_of(shown.gone)
        chosen = {wording.label(f"enterprise.{pair.name}") for pair in shown.pairs}
        rows = [(name, left[name], right[name]) for name in left if name not in chosen and (left[name] or right[name])]
        table = SideBySide(("保留这一份", "并入左边，不再单独列出"), rows, body)
        self._add_pairs(shown.pairs, table)
        layout.addWidget(table)
        layout.addStretch(1)
        self._area.setWidget(body)
        moved = "、".join(f"{words.kind(kind)} {count} 条" for kind, count in sorted(shown.moved.items()))
        self._moved.setText(
            f"改挂到保留的档案：{moved or '没有'}。名称留作曾用名，标签合在一起；30 天内站长可以撤销合并。"
        )
        self.merge.setEnabled(True)
        first = next(iter(self._choices.values()), None)
        (first or self.merge).setFocus()

    def _add_pairs(self, pairs: tuple[Pair, ...], table: SideBySide) -> None:
        self._choices = {}
        for pair in pairs:
            stay = QRadioButton(words.value("enterprise", pair.name, pair.kept) or "（空）", table)
            take = QRadioButton(words.value("enterprise", pair.name, pair.gone), table)
            (take if pair.take_gone else stay).setChecked(True)
            group = QButtonGroup(table)
            group.addButton(stay)
            group.addButton(take)
            table.add(wording.label(f"enterprise.{pair.name}"), stay, take)
            self._choices[pair.name] = take

    def confirm(self) -> None:
        """F9: asks once more."""
        if self.merge.isEnabled():
            text = "两份档案合成一份，所有事项改挂到保留的一份。30 天内可以撤销。"
            self._work.dialogs.confirm(self, "合并档案", text, "合并", self._merge)

    def _merge(self) -> None:
        take = [name for name, button in self._choices.items() if button.isChecked()]
        self._work.act(
            merging.merge,
            self._kept,
            self._gone,
            take,
            owner=self,
            done=self._merged,
            failed=self._refuse,
            why=_REASON,
        )

    def _merged(self, _merger: str) -> None:
        kept = self._kept
        self.accept()
        self._done(kept)

    def _refuse(self, error: Expected) -> None:
        said = wording.sentence(error)
        self._moved.setText(f"{said.what}{said.safe}{said.next}")
