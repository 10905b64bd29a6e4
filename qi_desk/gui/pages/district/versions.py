"""The values two desks wrote, one card each, with the buttons that decide between them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui import theme, words
from qi_desk.services.disputes import DisputeView, Version

_WHY = {
    "concurrent": "两边各写了一个，谁也没有看到对方写的。现在用的是先到区里的一个。",
    "immutable": "这一项写定后不再改，另一边写了不同的。",
    "server": "这一项由区里给，本机写的没有采用。",
    "late": "这一步是从早已过去的状态做的，到得太晚，没有采用。",
    "voided": "一边作废了这条记录，另一边还在写。记录先保留着。",
}
_KEYS = 9


class Versions(QScrollArea):
    """Alt+1 keeps what stands, Alt+2 and on takes the others."""

    # A person decided: the operation whose value is to stand, empty for what stands already.
    decided = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("字" * 24))
        self._choices: list[str] = []
        for place in range(_KEYS):
            QShortcut(QKeySequence(f"Alt+{place + 1}"), self.window(), partial(self._choose, place))

    def show_dispute(self, one: DisputeView | None, *, may: bool) -> None:
        """The versions of one field; with `may` they can be chosen."""
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 4, 6, 4)
        column.setSpacing(10)
        self._choices = []
        if one is None:
            said = QLabel("别的窗口和本机对同一项写了不同的内容时，会列在这里，由人来定；两边写的都不会丢。", body)
            said.setWordWrap(True)
            theme.mark(said, theme.Tone.MUTED)
            column.addWidget(said)
        else:
            why = QLabel(_WHY.get(one.reason, ""), body)
            why.setWordWrap(True)
            theme.mark(why, theme.Tone.MUTED)
            column.addWidget(why)
            keep = "保留现在的" if one.takeable else "知道了，保留现在的"
            column.addWidget(self._card(body, one, one.standing, "现在用的", keep if may else "", ""))
            for other in one.others:
                take = "改用这个" if one.takeable and may else ""
                column.addWidget(self._card(body, one, other, "另一边写的", take, other.uid))
        column.addStretch(1)
        self.setWidget(body)

    def _card(self, body: QWidget, one: DisputeView, version: Version, head: str, deed: str, take: str) -> QFrame:
        card = QFrame(body)
        card.setObjectName("card")
        column = QVBoxLayout(card)
        title = QLabel(f"{head}　{_who(version)}", card)
        title.setWordWrap(True)
        theme.mark(title, theme.Tone.MUTED)
        column.addWidget(title)
        value = QLabel(_value(one, version), card)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        column.addWidget(value)
        if deed:
            self._choices.append(take)
            row = QHBoxLayout()
            button = QPushButton(f"{deed} (Alt+{len(self._choices)})", card)
            button.clicked.connect(partial(self._choose, len(self._choices) - 1))
            row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)
        return card

    def _choose(self, place: int) -> None:
        if place < len(self._choices):
            self.decided.emit(self._choices[place])


def _who(version: Version) -> str:
    parts = (version.station, version.person, words.moment(version.at))
    return "　".join(part for part in parts if part)


def _value(one: DisputeView, version: Version) -> str:
    if one.field == "void":
        return "作废这条记录" if version.value else "保留这条记录"
    return words.value(one.kind, one.field, version.value) or "（空）"
