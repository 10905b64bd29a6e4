"""This PC: its look, its text size, its printers."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qi_desk.domain.errors import StoreError
from qi_desk.gui.form_tools import FormFields
from qi_desk.gui.forms.ui_desk_settings import Ui_DeskSettingsForm
from qi_desk.gui.pages.settings.card import Card
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.workplace import Workplace
from qi_desk.services.papers import PrinterInfo

_DESK = {
    "theme": "look.theme",
    "text": "look.text",
    "receipt": "paper.receipt",
    "printer_a4": "printer.receipt_a4",
    "printer_a5": "printer.receipt_a5",
    "printer_80mm": "printer.receipt_80mm",
    "printer_list": "printer.a4",
    "body_font": "paper.body_font",
}
_THEMES = (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色"), ("contrast", "高对比"))
_TEXTS = (("standard", "标准"), ("large", "大"), ("largest", "特大"))
_RECEIPTS = (("receipt_a4", "A4 两联"), ("receipt_a5", "A5"), ("receipt_80mm", "80 毫米小票"))


class DeskCard(Card):
    """What holds for this PC alone; a change is in force at once."""

    # The look of this desk changed: theme and text size.
    look_changed = Signal(str, str)

    def __init__(self, work: Workplace) -> None:
        super().__init__("本机", "外观、字号和打印机只影响这台电脑，改了马上生效。")
        self.work = work
        self.ui = Ui_DeskSettingsForm()
        form = QWidget()
        self.ui.setupUi(form)  # type: ignore[no-untyped-call]
        self.fields = FormFields(self.ui)
        self.ui.theme.set_choices(_THEMES)
        self.ui.text.set_choices(_TEXTS)
        self.ui.receipt.set_choices(_RECEIPTS)
        self.fields.connect_edited(self._on_desk_edited)
        self._moves = EnterMoves(form, self._on_desk_edited)
        self.column.addWidget(form)

    def reload(self) -> None:
        """Read the settings again and ask which printers there are."""
        self.work.jobs.run(self.work.printer.printers, owner=self, done=self._on_printers, lane="outside")
        self.work.jobs.run(self.work.papers.own_fonts, owner=self, done=self._on_fonts, lane="outside")
        self._show_desk()

    def _on_fonts(self, found: tuple[str, ...]) -> None:
        chosen = self.work.house.settings.get(_DESK["body_font"])
        known = [(file, f"仿宋（{Path(file).name}）") for file in found]
        if chosen and chosen not in found:
            known.append((chosen, f"{Path(chosen).name}（现在用不了，改用宋体）"))
        self.ui.body_font.set_choices(known, empty="宋体（自带）")
        self._show_desk()

    def _on_printers(self, found: tuple[PrinterInfo, ...]) -> None:
        for name in ("printer_a4", "printer_a5", "printer_80mm", "printer_list"):
            chosen = self.work.house.settings.get(_DESK[name])
            known = [(one.name, one.description or one.name) for one in found]
            if chosen and chosen not in dict(known):
                known.append((chosen, f"{chosen}（现在找不到）"))
            self.fields[name].set_choices(known, empty="不打印，存成文件")  # type: ignore[attr-defined]
        self._show_desk()

    def _show_desk(self) -> None:
        settings = self.work.house.settings
        for name, key in _DESK.items():
            self.fields[name].set_value(settings.get(key))
        self.ui.slip.set_checked(settings.get("queue.print_slip"))

    def _on_desk_edited(self) -> None:
        settings = self.work.house.settings
        chosen: dict[str, object] = {key: self.fields[name].value() for name, key in _DESK.items()}
        chosen["queue.print_slip"] = self.ui.slip.checked()
        try:
            for key, value in chosen.items():
                if value != settings.get(key):
                    settings.set(key, value)
        except StoreError as error:
            self.work.tell(error)
            self._show_desk()
        self.look_changed.emit(settings.get("look.theme"), settings.get("look.text"))
