"""What the customer's screen can show, one panel each: welcome and queue, reading back, signing, rating, thanks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QScroller, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.feedback.scores import ASKED, BAD_UP_TO, BEST
from qi_desk.gui import theme, words
from qi_desk.gui.customer.touch import SignaturePad, Tile

CALL, HEAD, BODY, NOTE, SMALL = 3.6, 2.4, 1.8, 1.5, 1.2
"""How much larger than at the desk the customer's screen is written."""

_REASONS_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Hall:
    """What everybody in the hall may see: tickets and windows, no names."""

    called: tuple[tuple[str, str], ...] = ()
    waiting: tuple[str, ...] = ()


def scaled(widget: QWidget, factor: float, *, bold: bool = False) -> None:
    """Write a widget `factor` times as large as the desk."""
    font = QFont(widget.font())
    font.setPointSizeF(font.pointSizeF() * factor)
    font.setBold(bold)
    widget.setFont(font)


def label(text: str, factor: float, *, bold: bool = False, tone: theme.Tone = theme.Tone.NORMAL) -> QLabel:
    """A line of the customer's screen."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    scaled(made, factor, bold=bold)
    theme.mark(made, tone)
    return made


class Panel(QWidget):
    """One panel; it takes no keys."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(48, 36, 48, 36)
        self.column.setSpacing(18)


class WelcomePanel(Panel):
    """Welcome, who is called to which window, who waits."""

    def __init__(self, station: str, hall: Hall) -> None:
        super().__init__()
        self.column.addWidget(label(f"欢迎来到{station}" if station else "欢迎", HEAD, bold=True))
        promise = "咨询、登记、打印不收费。您的资料只用于办理您的事项。"
        self.column.addWidget(label(promise, NOTE, tone=theme.Tone.MUTED))
        self.column.addStretch(1)
        for ticket, window in hall.called[:4]:
            self.column.addWidget(label(f"请 {ticket} 到 {window or '窗口'}", CALL, bold=True, tone=theme.Tone.ACCENT))
        if hall.waiting:
            shown = "　".join(hall.waiting[:8])
            more = f"　等 {len(hall.waiting)} 位" if len(hall.waiting) > 8 else ""
            self.column.addWidget(label(f"等候：{shown}{more}", BODY))
        elif not hall.called:
            self.column.addWidget(label("现在不用排队，请直接到窗口。", BODY))
        self.column.addStretch(2)


class ReadBackPanel(Panel):
    """What was typed, line by line; the customer touches a line that is wrong, or says that all is right."""

    doubted = Signal(str)
    confirmed = Signal()

    def __init__(self, lines: Sequence[tuple[str, str]], doubted: Sequence[str]) -> None:
        super().__init__()
        self.column.addWidget(label("请核对，哪一行不对就点哪一行", BODY, bold=True))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        grid = QGridLayout(body)
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(12)
        for row, (name, value) in enumerate(lines):
            grid.addWidget(label(name, NOTE, tone=theme.Tone.MUTED), row, 0, Qt.AlignmentFlag.AlignVCenter)
            wrong = name in doubted
            told = label(value, BODY, bold=wrong, tone=theme.Tone.DANGER if wrong else theme.Tone.NORMAL)
            grid.addWidget(told, row, 1)
            mark = Tile("已标出" if wrong else "不对")
            scaled(mark, SMALL)
            mark.choose(wrong)
            mark.setSizePolicy(mark.sizePolicy().horizontalPolicy().Fixed, mark.sizePolicy().verticalPolicy())
            mark.pressed.connect(partial(self.doubted.emit, name))
            grid.addWidget(mark, row, 2, Qt.AlignmentFlag.AlignVCenter)
        grid.setRowStretch(len(lines), 1)
        area.setWidget(body)
        QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.column.addWidget(area, 1)
        self.right = Tile("都对", primary=True)
        scaled(self.right, BODY, bold=True)
        self.right.pressed.connect(self.confirmed)
        self.column.addWidget(self.right)


class SignPanel(Panel):
    """What is signed for, and where."""

    signed = Signal(QImage)

    def __init__(self, what: str) -> None:
        super().__init__()
        self.column.addWidget(label("请签名", HEAD, bold=True))
        self.column.addWidget(label(what, BODY))
        self.pad = SignaturePad()
        scaled(self.pad, NOTE)
        self.column.addWidget(self.pad, 1)
        row = QHBoxLayout()
        self.again, self.done = Tile("重签"), Tile("签好了", primary=True)
        for tile in (self.again, self.done):
            scaled(tile, BODY)
            row.addWidget(tile)
        self.done.setEnabled(False)
        self.again.pressed.connect(self._clear)
        self.done.pressed.connect(self._finish)
        self.pad.drawn.connect(self._offer)
        self.column.addLayout(row)

    def _clear(self) -> None:
        self.pad.clear()
        self._offer()

    def _offer(self) -> None:
        self.done.setEnabled(not self.pad.empty)
        self.done.update()

    def _finish(self) -> None:
        if not self.pad.empty:
            self.signed.emit(self.pad.image())


class RatingPanel(Panel):
    """The five grades, then why; one touch is enough. What was touched is the customer's: the desk sees nothing of it
    before it is handed in."""

    rated = Signal(object)

    def __init__(self, what: str) -> None:
        super().__init__()
        self._answers: dict[str, Any] = {}
        self._reasons: set[str] = set()
        self.column.addWidget(label("今天的服务您满意吗？", HEAD, bold=True))
        self.column.addWidget(label(what, SMALL, tone=theme.Tone.MUTED))
        row = QHBoxLayout()
        self.grades: dict[int, Tile] = {}
        for grade in range(BEST, 0, -1):
            tile = Tile(words.label("grades", str(grade)), "★" * grade)
            scaled(tile, BODY)
            tile.pressed.connect(partial(self._grade, grade))
            self.grades[grade] = tile
            row.addWidget(tile)
        self.column.addLayout(row)
        self._more = QWidget()
        self._grid = QGridLayout(self._more)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._more)
        self.reasons: dict[str, Tile] = {}
        self.items: dict[str, dict[int, Tile]] = {}
        self.column.addStretch(1)
        foot = QHBoxLayout()
        self.skip, self.hand_in = Tile("不评价"), Tile("提交", primary=True)
        for tile in (self.skip, self.hand_in):
            scaled(tile, BODY)
            foot.addWidget(tile)
        self.hand_in.setEnabled(False)
        self.skip.pressed.connect(partial(self.rated.emit, None))
        self.hand_in.pressed.connect(self._finish)
        self.column.addLayout(foot)

    def _grade(self, grade: int) -> None:
        self._answers["overall"] = grade
        self._reasons.clear()
        for other, tile in self.grades.items():
            tile.choose(other == grade)
        self.hand_in.setEnabled(True)
        self.hand_in.update()
        self._ask_more(grade)

    def _ask_more(self, grade: int) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        tone = "bad" if grade <= BAD_UP_TO else "good"
        every = [code for code, _ in words.choices("survey_reasons")]
        wanted = [code for code in every if words.row("survey_reasons", code)["tone"] == tone]
        self.reasons = {}
        head = label("是哪里不好？可以多选" if tone == "bad" else "哪里做得好？可以多选", SMALL)
        self._grid.addWidget(head, 0, 0, 1, _REASONS_A_ROW + 1)
        for place, code in enumerate(wanted):
            tile = Tile(words.label("survey_reasons", code))
            scaled(tile, SMALL)
            tile.pressed.connect(partial(self._reason, code))
            self.reasons[code] = tile
            self._grid.addWidget(tile, 1 + place // (_REASONS_A_ROW + 1), place % (_REASONS_A_ROW + 1))
        self._ask_items(4 + len(wanted) // (_REASONS_A_ROW + 1))

    def _ask_items(self, row: int) -> None:
        self.items = {}
        told = label("各项也可以分别评：5 最满意，1 最不满意，不评就空着", SMALL, tone=theme.Tone.MUTED)
        self._grid.addWidget(told, row - 1, 0, 1, _REASONS_A_ROW + 1)
        for place, name in enumerate(ASKED[1:]):
            line, asked = QHBoxLayout(), wording.label(f"survey.{name}")
            line.addWidget(label(asked, SMALL), 1)
            self.items[name] = {}
            for grade in range(BEST, 0, -1):
                tile = Tile(str(grade))
                tile.setAccessibleName(f"{wording.label(f'survey.{name}')}：{words.label('grades', str(grade))}")
                scaled(tile, SMALL)
                tile.setSizePolicy(tile.sizePolicy().horizontalPolicy().Fixed, tile.sizePolicy().verticalPolicy())
                tile.pressed.connect(partial(self._item, name, grade))
                self.items[name][grade] = tile
                line.addWidget(tile)
            holder = QWidget()
            line.setContentsMargins(0, 0, 24, 0)
            holder.setLayout(line)
            self._grid.addWidget(holder, row + place // 2, (place % 2) * 2, 1, 2)

    def _reason(self, code: str) -> None:
        self._reasons ^= {code}
        self.reasons[code].choose(code in self._reasons)

    def _item(self, name: str, grade: int) -> None:
        self._answers[name] = grade
        for other, tile in self.items[name].items():
            tile.choose(other == grade)

    def answers(self) -> Mapping[str, Any]:
        """What was touched so far."""
        return {**self._answers, "reasons": sorted(self._reasons)}

    def _finish(self) -> None:
        if self._answers.get("overall"):
            self.rated.emit(self.answers())


class ThanksPanel(Panel):
    """What stands there when something was handed in."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.column.addStretch(1)
        told = label(text, HEAD, bold=True)
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column.addWidget(told)
        self.column.addStretch(1)
