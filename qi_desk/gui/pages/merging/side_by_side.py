"""Two files in two columns, label by label: what is typed or kept left, the other right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from qi_desk import wording
from qi_desk.gui import theme, words
from qi_desk.services.twins import TwinView

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
    """A grid of labels; where both say the same the right one is quiet."""

    def __init__(
        self, heads: tuple[str, str], rows: Sequence[tuple[str, str, str]], parent: QWidget, marks: Sequence[bool] = ()
    ) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, head in enumerate(heads, 1):
            label = QLabel(head, self)
            theme.mark(label, theme.Tone.ACCENT)
            grid.addWidget(label, 0, column)
        for row, (name, left, right) in enumerate(rows, 1):
            title = QLabel(name, self)
            theme.mark(title, theme.Tone.MUTED)
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            for column, text in ((1, left), (2, right)):
                shown = QLabel(text or "—", self)
                shown.setTextFormat(Qt.TextFormat.PlainText)
                shown.setWordWrap(True)
                shown.setMinimumWidth(1)
                if not text or (column == 2 and left == right):
                    theme.mark(shown, theme.Tone.MUTED)
                grid.addWidget(shown, row, column)
        grid.setRowStretch(len(rows) + 1, 1)
