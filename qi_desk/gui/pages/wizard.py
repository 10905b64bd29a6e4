"""Making a station: one sheet, the recovery code shown once, or a practice station to look around first."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from qi_desk.domain.errors import Expected, Invalid, Problem
from qi_desk.domain.opening_hours import USUAL, hours_of
from qi_desk.gui import theme, words
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.forms.ui_wizard import Ui_WizardForm
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.message_bar import MessageBar
from qi_desk.gui.workplace import Workplace
from qi_desk.services.gate import Arrival, NewStation

_NAMES = {"manager_staff_no": "manager_no"}


class WizardPage(QWidget):
    """The sheet of a new station."""

    # The station was made: who arrived, and the recovery code.
    founded = Signal(object, str)
    # The practice station was made.
    practice_founded = Signal(object)
    # The station is to come from a copy instead.
    restore_wanted = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self.ui = Ui_WizardForm()
        self._bar = MessageBar()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(48, 24, 48, 24)
        head = QLabel("欢迎。填好这一页就可以开窗口办事，全部资料只存在这台电脑上，并且加密。")
        head.setWordWrap(True)
        theme.set_tone(head, theme.Tone.MUTED)
        outer.addWidget(head)
        outer.addWidget(self._bar)
        card = QWidget()
        card.setObjectName("card")
        self.ui.setupUi(card)  # type: ignore[no-untyped-call]
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(card)
        outer.addWidget(area, 1)
        self._fields = FormFields(self.ui)
        self.ui.district.set_choices(words.choices("districts"), empty="（不填）")
        self.ui.street.set_choices(words.choices("streets"), empty="（不填）")
        self.ui.opening.set_value(USUAL)
        self.ui.letter.set_value("A")
        self.ui.manager_no.set_value("001")
        self.ui.create.clicked.connect(self.create_station)
        self.ui.practice.clicked.connect(self.create_practice)
        self.ui.join.clicked.connect(self.join_station)
        self.ui.restore.clicked.connect(self.restore_wanted)
        self._moves = EnterMoves(self, self.create_station)

    def station(self) -> NewStation:
        """The entries as typed. Raises Invalid for opening hours that are none, or passwords that differ."""
        value: dict[str, Any] = {name: self._fields[name].value() for name in _PLAIN}
        if self.ui.password.value() != self.ui.again.value():
            raise Invalid([Problem("again", "password.differs")])
        return NewStation(
            **value,
            password=self.ui.password.value(),
            opening=hours_of(self.ui.opening.value()),
        )

    def create_station(self) -> None:
        """Check, then make."""
        try:
            station = self.station()
        except Invalid as error:
            self._fields.show_problems(error.problems)
            return
        problems = self._work.gate.problems(station)
        homeless = self._fields.show_problems(problems, _NAMES)
        if homeless:
            self._bar.tell("danger", homeless_text(homeless))
        if any(not problem.warning for problem in problems):
            return
        self._busy(True)
        self._work.jobs.run(self._work.gate.found, station, owner=self, done=self._on_founded, failed=self._on_refused)

    def join_station(self) -> None:
        """This PC is to be one more desk of a station that is there already."""
        from qi_desk.gui.pages.joining import JoinDialog

        dialog = JoinDialog(self._work, self)
        dialog.joined.connect(self.founded)
        dialog.open()

    def create_practice(self) -> None:
        """Make the practice station instead."""
        self._busy(True)
        self._bar.tell("accent", "正在准备练习站：300 家虚构企业、几周的来访和需求，几秒钟就好。")
        self._work.gate = self._work.gates.practice()
        begin = self._work.gate.entered_practice
        self._work.jobs.run(begin, owner=self, done=self._on_practice, failed=self._on_refused)

    def _busy(self, busy: bool) -> None:
        self.ui.create.setEnabled(not busy)
        self.ui.practice.setEnabled(not busy)

    def _on_founded(self, made: tuple[Arrival, str]) -> None:
        self._busy(False)
        self.founded.emit(*made)

    def _on_practice(self, arrival: Arrival) -> None:
        self._busy(False)
        self.practice_founded.emit(arrival)

    def _on_refused(self, error: Expected) -> None:
        from qi_desk import wording

        self._busy(False)
        if isinstance(error, Invalid):
            self._fields.show_problems(error.problems, _NAMES)
        said = wording.sentence(error)
        self._bar.tell("danger", said.what, said.safe, said.next)


_PLAIN = (
    "code",
    "name",
    "park",
    "address",
    "district",
    "street",
    "phone",
    "supervision_phone",
    "letter",
    "window",
    "manager_name",
    "manager_no",
)


class RecoveryDialog(QDialog):
    """The recovery code, this once: read it, print it, seal it."""

    print_wanted = Signal(str)

    def __init__(self, code: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("恢复码（只显示这一次）")
        self._code = code
        layout = QVBoxLayout(self)
        layout.setContentsMargins(28, 24, 28, 20)
        layout.setSpacing(14)
        said = QLabel(
            "忘记密码或换电脑时，只有这组恢复码能打开资料。请打印出来，装入信封密封，由站长保管；不要拍照，不要存在电脑里。"
        )
        said.setWordWrap(True)
        layout.addWidget(said)
        groups = code.split("-")
        shown = QLabel("\n".join(" - ".join(groups[row : row + 4]) for row in (0, 4)))
        font = shown.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        shown.setFont(font)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        shown.setAccessibleName(f"恢复码 {code}")
        layout.addWidget(shown)
        row = QHBoxLayout()
        print_button = QPushButton("打印密封页 (F10)")
        print_button.setShortcut("F10")
        print_button.clicked.connect(self._on_print)
        row.addWidget(print_button)
        row.addStretch(1)
        buttons = QDialogButtonBox()
        kept = buttons.addButton("已打印或抄好，开始使用", QDialogButtonBox.ButtonRole.AcceptRole)
        theme.set_tone(kept, theme.Tone.PRIMARY)
        buttons.accepted.connect(self.accept)
        row.addWidget(buttons)
        layout.addLayout(row)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 92)

    def _on_print(self) -> None:
        self.print_wanted.emit(self._code)
