"""The first window: who are you, and your password. Light, because a person waits for it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.domain.errors import Expected, NotAllowed, WrongKey
from qi_desk.gui import theme
from qi_desk.gui.forms.ui_sign_in import Ui_SignInForm
from qi_desk.gui.keys import HELP
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.workplace import Workplace
from qi_desk.services.gate import Arrival, Entrant


class SignInPage(QWidget):
    """Signing in at a station; after locking it asks for the same or another person."""

    arrived = Signal(object)
    recovery_wanted = Signal()
    station_wanted = Signal()
    restore_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self._waiting = QTimer(self)
        self._waiting.setInterval(1000)
        self._waiting.timeout.connect(self._count_down)
        self._seconds = 0
        self.ui = Ui_SignInForm()
        self._build()
        self.ui.enter.clicked.connect(self.enter)
        self.ui.recover.clicked.connect(self.recovery_wanted)
        self._moves: EnterMoves | None = None

    def settle(self) -> None:
        """What the page can do without until it has been painted: keys between its fields."""
        if self._moves is None:
            self._moves = EnterMoves(self, self.enter, last=self.ui.password.input)

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        card = QWidget()
        card.setObjectName("card")
        card.setFixedWidth(self.fontMetrics().horizontalAdvance("字" * 36))
        column = QVBoxLayout(card)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(14)
        title = QLabel("质量基础设施“一站式”服务工作站")
        theme.mark(title, theme.Tone.TITLE)
        column.addWidget(title)
        self._subtitle = QLabel("请登录本窗口")
        theme.mark(self._subtitle, theme.Tone.MUTED)
        column.addWidget(self._subtitle)
        form = QWidget()
        self.ui.setupUi(form)  # type: ignore[no-untyped-call]
        column.addWidget(form)
        self._message = QLabel()
        self._message.setWordWrap(True)
        theme.mark(self._message, theme.Tone.DANGER)
        column.addWidget(self._message)
        self._practice = QLabel()
        self._practice.setWordWrap(True)
        theme.mark(self._practice, theme.Tone.ACCENT)
        column.addWidget(self._practice)
        self.begin_real = QPushButton("建立正式服务站…")
        self.begin_real.clicked.connect(self.station_wanted)
        column.addWidget(self.begin_real)
        self.restore = QPushButton("从备份恢复…")
        theme.mark(self.restore, theme.Tone.FLAT)
        self.restore.clicked.connect(self.restore_wanted)
        column.addWidget(self.restore)
        self.help = QPushButton(f"怎么登录、忘了密码怎么办 ({HELP})")
        theme.mark(self.help, theme.Tone.FLAT)
        self.help.clicked.connect(self.help_wanted)
        column.addWidget(self.help)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)

    def show_people(self, subtitle: str = "", chosen: str = "") -> None:
        """Offer who can sign in. Raises what `Gate.entrants` raises."""
        people = self._work.gate.entrants()
        self.ui.person.set_choices([(one.account, f"{one.sign_in}  {one.name}") for one in people])
        if chosen:
            self.ui.person.set_value(chosen)
        self._subtitle.setText(subtitle or "请登录本窗口")
        self._show_practice(people)
        self.ui.password.set_value("")
        self._message.clear()

    def _show_practice(self, people: tuple[Entrant, ...]) -> None:
        shown = dict(self._work.gate.practice_sign_ins())
        self.begin_real.setVisible(bool(shown))
        self.restore.setVisible(not shown)
        self._practice.setVisible(bool(shown))
        if shown:
            password = next(iter(shown.values()))
            self._practice.setText(f"练习站：资料全为虚构，可以放心试用。任选一人，密码都是 {password}")

    def focus(self) -> None:
        """Where typing begins: the password, the person being chosen already."""
        self.ui.password.input.setFocus()

    def enter(self) -> None:
        """Try the password."""
        if self._seconds or not self.ui.enter.isEnabled():
            return
        self._message.clear()
        self._ready(False)
        account, password = self.ui.person.value(), self.ui.password.value()
        self._work.jobs.run(
            self._work.gate.enter, account, password, owner=self, done=self._on_entered, failed=self._on_refused
        )

    def _ready(self, ready: bool) -> None:
        self.ui.enter.setEnabled(ready)
        self.ui.enter.setText("登录 (Enter)" if ready else "正在打开…")

    def _on_entered(self, arrival: Arrival) -> None:
        self._ready(True)
        self.ui.password.set_value("")
        self.arrived.emit(arrival)

    def _on_refused(self, error: Expected) -> None:
        from qi_desk import wording

        self._ready(True)
        self._message.setText(str(wording.sentence(error)))
        self.ui.password.input.setFocus()
        self.ui.password.input.selectAll()
        if isinstance(error, NotAllowed) and "seconds" in error.values:
            self._wait(error.values["seconds"])
        elif isinstance(error, WrongKey):
            self._wait(int(self._work.gate.wait_seconds(self.ui.person.value())))

    def _wait(self, seconds: int) -> None:
        self._seconds = seconds
        if seconds:
            self.ui.enter.setEnabled(False)
            self._waiting.start()
            self._count_down()

    def _count_down(self) -> None:
        if self._seconds <= 0:
            self._waiting.stop()
            self._ready(True)
            return
        self.ui.enter.setText(f"{self._seconds} 秒后可再试")
        self._seconds -= 1

    def message(self) -> str:
        """What the person is being told."""
        return self._message.text()
