"""设置: this desk's look and printers, the people, the station's entry and limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qi_desk.gui.keys import SAVE, Key
from qi_desk.gui.page import Page
from qi_desk.gui.pages.settings.backup_card import BackupCard
from qi_desk.gui.pages.settings.desk_card import DeskCard
from qi_desk.gui.pages.settings.district_card import DistrictCard
from qi_desk.gui.pages.settings.people_card import PeopleCard
from qi_desk.gui.pages.settings.station_card import StationCard
from qi_desk.gui.pages.settings.update_card import UpdateCard
from qi_desk.gui.workplace import Workplace


class SettingsPage(Page):
    """What may be changed, by whom it may be changed."""

    name = "settings"
    title = "设置"
    icon = "settings"
    group = "本站"
    kinds = frozenset({"person", "training", "station", "setting", "desk", "backup"})
    keys = (Key("Ctrl+N", "新增人员"), Key("Enter", "改选中的时限"), Key(SAVE, "保存"))

    def __init__(self, work: Workplace) -> None:
        super().__init__(work)
        self.desk = DeskCard(work)
        self.desk.look_changed.connect(self._on_look)
        self.people = PeopleCard(work)
        self.district = DistrictCard(work)
        self.district.exchange_wanted.connect(self._on_exchange)
        self.backup = BackupCard(work)
        self.backup.restore_wanted.connect(self._on_restore)
        self.program = UpdateCard(work)
        self.program.exchange_wanted.connect(self._on_exchange_now)
        self.program.leave_wanted.connect(self._on_leave)
        self.station = StationCard(work)
        self.station.print_wanted.connect(self._on_print)
        self.station.key_wanted.connect(self._on_key)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(12)
        self._named = {
            "backup": self.backup,
            "station": self.station,
            "people": self.people,
            "program": self.program,
        }
        self.cards = (self.desk, self.people, self.district, self.backup, self.program, self.station)
        for card in self.cards:
            column.addWidget(card)
        self._area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def activate(self, params: Mapping[str, Any]) -> None:
        """Show the card named by `card`."""
        card = self._named.get(str(params.get("card", "")))
        if card is not None:
            self._area.ensureWidgetVisible(card, 0, self._area.viewport().height())
            card.setFocus()
            card.focusNextChild()

    def slots(self) -> Mapping[str, Callable[[], None]]:
        return {"Ctrl+N": self.people.add_person}

    def reload(self) -> None:
        for card in self.cards:
            card.reload()

    def _on_look(self, theme: str, text: str) -> None:
        self.wanted.emit("look", {"theme": theme, "text": text})

    def _on_restore(self) -> None:
        self.wanted.emit("restore", {})

    def _on_key(self) -> None:
        self.wanted.emit("key_change", {})

    def _on_exchange(self) -> None:
        self.wanted.emit("district", {})

    def _on_exchange_now(self) -> None:
        self.wanted.emit("exchange_now", {})

    def _on_leave(self) -> None:
        self.wanted.emit("leave", {})

    def _on_print(self, code: str) -> None:
        from qi_desk.services import paperwork

        self.wanted.emit("paper", {"order": paperwork.recovery_sheet, "args": (code,)})
