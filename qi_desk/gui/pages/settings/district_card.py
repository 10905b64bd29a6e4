"""How this desk stands with its district, and joining one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from qi_desk.domain.errors import Expected, Invalid, Problem
from qi_desk.gui.form_tools import FormFields, homeless_text
from qi_desk.gui.forms.ui_enrol import Ui_EnrolForm
from qi_desk.gui.pages.settings.card import Card
from qi_desk.gui.status import district_words
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.workplace import Workplace
from qi_desk.services import oversight, rights, syncing
from qi_desk.services.oversight import Pulse

_NAMES = {"district": "url"}


class DistrictCard(Card):
    """Where the desk belongs, what waits, and the form that enrols it while it does not belong anywhere."""

    # Somebody wants to see what waits and what is disputed.
    exchange_wanted = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__("区里", "接入后在后台同步，断网照常办理；本站的事只有本站和区里看得到。")
        self.work = work
        self.standing = QLabel()
        self.standing.setWordWrap(True)
        self.column.addWidget(self.standing)
        self.ui = Ui_EnrolForm()
        self.form = QWidget()
        self.ui.setupUi(self.form)  # type: ignore[no-untyped-call]
        self.fields = FormFields(self.ui)
        self.ui.enrol.clicked.connect(self.enrol)
        self._moves = EnterMoves(self.form, self.enrol, last=self.ui.code.input)
        self.column.addWidget(self.form)
        row = QHBoxLayout()
        self.look = QPushButton("与区里往来…")
        self.look.clicked.connect(self.exchange_wanted)
        row.addWidget(self.look)
        row.addStretch(1)
        self.column.addLayout(row)

    def reload(self) -> None:
        """Ask how it stands."""
        self.work.ask(oversight.pulse, owner=self, done=self._on_pulse, exclusive="district card")

    def _on_pulse(self, pulse: Pulse) -> None:
        enrolled = pulse.contact is not None
        now = self.work.house.clock.now()
        where = pulse.contact.district if pulse.contact is not None else ""
        self.standing.setText(f"{district_words(pulse, now)}　{where}".strip())
        may = rights.may(self.work.actor, "sync.enrol") and not self.work.house.practice
        self.form.setVisible(not enrolled and may)
        self.look.setVisible(enrolled)
        if not enrolled and self.work.house.practice:
            self.standing.setText("练习站的人和企业都是虚构的，不接入区里。")

    def enrol(self) -> None:
        """Enrol with what was typed."""
        missing = [Problem(name, "required") for name in ("url", "code") if not self.fields[name].value()]
        if missing:
            self.fields.show_problems(missing)
            return
        self.ui.enrol.setEnabled(False)
        self.work.act(
            syncing.enrol,
            self.ui.url.value(),
            self.ui.code.value(),
            owner=self,
            done=self._on_enrolled,
            failed=self._on_refused,
            lane="district",
        )

    def _on_enrolled(self, _device: str) -> None:
        self.ui.enrol.setEnabled(True)
        self.fields.put({})
        self.work.told.emit("success", "已接入区里，马上开始第一次同步", "", "")
        self.reload()

    def _on_refused(self, error: Expected) -> None:
        self.ui.enrol.setEnabled(True)
        if isinstance(error, Invalid):
            homeless = self.fields.show_problems(error.problems, _NAMES)
            if homeless:
                self.work.told.emit("danger", homeless_text(homeless), "", "")
            return
        self.work.tell(error)
