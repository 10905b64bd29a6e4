"""The status bar: which desk, who, which printer, how it stands with the district, what time it is."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QStatusBar

from qi_desk.gui import theme, words
from qi_desk.gui.workplace import Workplace
from qi_desk.services import oversight
from qi_desk.services.oversight import Pulse
from qi_desk.services.ports import Actor
from qi_desk.services.syncing import NO_LINE

_WEEKDAYS = "一二三四五六日"


def district_words(pulse: Pulse, now: datetime) -> str:
    """How it stands between this desk and the district, in one line that is true at `now`."""
    if pulse.contact is None:
        return "未接入区里，资料只在本机"
    last, waits = pulse.contact.last, f"{pulse.waiting} 条待送区里" if pulse.waiting else ""
    if pulse.contact.trouble not in ("", NO_LINE):
        return f"▲ 区里没有收下{f'，{waits}' if waits else ''}"
    if pulse.contact.held:
        return f"▲ 区里有 {pulse.contact.held} 条待核对"
    if pulse.contact.disputes:
        return f"▲ {pulse.contact.disputes} 处与别的窗口说法不同"
    if last is None:
        return f"还没有联系上区里{f'，{waits}' if waits else ''}"
    if pulse.contact.trouble:
        return f"○ {_ago(now, last)}前联系过区里{f'，{waits}' if waits else '，没有待送的'}"
    clock = f"{last:%H:%M}" if last.date() == now.date() else f"{last:%m-%d %H:%M}"
    return f"{waits}（{clock} 送过）" if waits else f"● 已全部送达区里（{clock}）"


def _ago(now: datetime, last: datetime) -> str:
    minutes = max(int((now - last).total_seconds() // 60), 1)
    return f"{minutes} 分钟" if minutes < 60 else f"{minutes // 60} 小时" if minutes < 1440 else f"{minutes // 1440} 天"


class StatusLine(QStatusBar):
    """One line of facts that is always true."""

    station_known = Signal()
    # Somebody wants to see what waits, what is disputed, and what is in the way.
    exchange_wanted = Signal()

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        self.station = ""
        self.phones: dict[str, str] = {}
        self.setSizeGripEnabled(False)
        self._desk, self._person, self._printer, self._clock = (QLabel() for _ in range(4))
        self.district = QPushButton()
        self.district.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.set_tone(self.district, theme.Tone.LINK)
        self.district.setToolTip("看看与区里的往来：待送的、说法不同的，也可以马上同步")
        self.district.clicked.connect(self.exchange_wanted)
        self._pulse: Pulse | None = None
        for label in (self._desk, self._person):
            label.setContentsMargins(12, 0, 12, 0)
            self.addWidget(label)
        for label in (self._printer, self._clock):
            label.setContentsMargins(12, 0, 12, 0)
        for part in (self._printer, self.district, self._clock):
            self.addPermanentWidget(part)
        self._ticking = QTimer(self)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start(20_000)
        work.changed.connect(self.refresh)
        self._tick()

    def show_person(self, actor: Actor) -> None:
        """Who is at the desk."""
        self._desk.setText(f"{actor.window or actor.desk}（{actor.desk}）")
        self._person.setText(f"{actor.name}　{words.label('roles', actor.role)}")
        self.refresh()

    def refresh(self) -> None:
        """Ask how the desk stands."""
        if self._work.signed_in:
            self._work.ask(oversight.pulse, owner=self, done=self._on_pulse, exclusive="pulse")

    def _on_pulse(self, pulse: Pulse) -> None:
        self.station = pulse.station
        self.phones = {"电话": pulse.phone, "监督电话": pulse.supervision_phone}
        waits = f"，{pulse.printing} 份还在排队" if pulse.printing else ""
        self._printer.setText(f"回执打印机：{pulse.printer or '未选，存成文件'}{waits}")
        self._pulse = pulse
        self._show_district(self._work.house.clock.now())
        self.station_known.emit()

    def _show_district(self, now: datetime) -> None:
        if self._pulse is None:
            return
        behind = self._pulse.journal_behind
        full = f"▲ 磁盘空间不足，{behind} 条未写入日志副本"
        self.district.setText(full if behind else district_words(self._pulse, now))

    def _tick(self) -> None:
        now = self._work.house.clock.now()
        self._show_district(now)
        self._clock.setText(f"{now:%Y-%m-%d} 星期{_WEEKDAYS[now.weekday()]} {now:%H:%M}")
