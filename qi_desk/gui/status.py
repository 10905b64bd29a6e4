"""The status bar: which desk, who, which printer, how many records wait for the district, what time it is."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLabel, QStatusBar

from qi_desk.gui import words
from qi_desk.gui.workplace import Workplace
from qi_desk.services import oversight
from qi_desk.services.oversight import Pulse
from qi_desk.services.ports import Actor

_WEEKDAYS = "一二三四五六日"


class StatusLine(QStatusBar):
    """One line of facts that is always true."""

    station_known = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self.station = ""
        self.setSizeGripEnabled(False)
        self._desk, self._person, self._printer, self._waiting, self._clock = (QLabel() for _ in range(5))
        for label in (self._desk, self._person):
            label.setContentsMargins(12, 0, 12, 0)
            self.addWidget(label)
        for label in (self._printer, self._waiting, self._clock):
            label.setContentsMargins(12, 0, 12, 0)
            self.addPermanentWidget(label)
        self._ticking = QTimer(self)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start(20_000)
        work.changed.connect(self._ask)
        self._tick()

    def show_person(self, actor: Actor) -> None:
        """Who is at the desk."""
        self._desk.setText(f"{actor.window or actor.desk}（{actor.desk}）")
        self._person.setText(f"{actor.name}　{words.label('roles', actor.role)}")
        self._ask()

    def _ask(self) -> None:
        if self._work.signed_in:
            self._work.ask(oversight.pulse, owner=self, done=self._on_pulse, exclusive="pulse")

    def _on_pulse(self, pulse: Pulse) -> None:
        self.station = pulse.station
        self._printer.setText(f"回执打印机：{pulse.printer or '未选，存成文件'}")
        self._waiting.setText(f"待送区里 {pulse.waiting} 条" if pulse.waiting else "已全部送达区里")
        if pulse.journal_behind:
            self._waiting.setText(f"▲ 磁盘空间不足，{pulse.journal_behind} 条未写入日志副本")
        self.station_known.emit()

    def _tick(self) -> None:
        now = self._work.house.clock.now()
        self._clock.setText(f"{now:%Y-%m-%d} 星期{_WEEKDAYS[now.weekday()]} {now:%H:%M}")
