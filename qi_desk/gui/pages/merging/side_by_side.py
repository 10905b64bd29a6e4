"""Two files in two columns, label by label: what is typed or kept left, the other right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from qi_desk import wording
from qi_desk.gui import theme, words
from qi_desk.services.twins import TwinView

_WHOLE, _MIDDLE = Qt.AlignmentFlag(0), Qt.AlignmentFlag.AlignVCenter
_LIKENESS = {"code": "信用代码相同", "name": "名称核心相同", "similar": "名称相近"}


def likeness(one: TwinView) -> str:
    """Why a file is taken for a twin."""
    told = _LIKENESS[one.likeness.value]
    return f"{told}（曾用名：{one.met}）" if one.met else told


def rows_of(one: TwinView) -> dict[str, str]:
    """What tells one client from another, by label."""
    return {
        wording.label("enterprise.name"): one.name,
        wording.label("enterprise.kind"): words.label("client_kinds", one.kind),
        wording.label("enterprise.credit_code"): one.credit_code,
        wording.label("enterprise.address"): one.address,
        wording.label("entity.contact"): f"{one.contact} {one.phone}".strip(),
        "办过的需求": f"{one.requests} 件" if one.requests else "",
        "最近来访": words.moment(one.last_seen)[:10],
    }


class SideBySide(QWidget):
    """A grid of labels; where both say the same the right one is quiet. `add` puts other widgets below them."""

    def __init__(self, heads: tuple[str, str], rows: Sequence[tuple[str, str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = grid = QGridLayout(self)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, head in enumerate(heads, 1):
            label = QLabel(head, self)
            theme.mark(label, theme.Tone.ACCENT)
            grid.addWidget(label, 0, column)
        for name, left, right in rows:
            self.add(name, self._told(left, quiet=not left), self._told(right, quiet=not right or left == right))

    def add(self, name: str, left: QWidget, right: QWidget) -> None:
        """One more row."""
        row = self._grid.rowCount()
        title = QLabel(name, self)
        theme.mark(title, theme.Tone.MUTED)
        for column, widget in enumerate((title, left, right)):
            self._grid.addWidget(widget, row, column, _MIDDLE if column == 0 else _WHOLE)

    def _told(self, text: str, *, quiet: bool) -> QLabel:
        label = QLabel(text or "—", self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setMinimumWidth(1)
        if quiet:
            theme.mark(label, theme.Tone.MUTED)
        return label
