"""Where and how one kind of paper is printed on this PC, with a test sheet to tune the offset."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk import wording
from qi_desk.domain.errors import Expected
from qi_desk.gui import icons, theme
from qi_desk.gui.dialog_foot import foot_of
from qi_desk.gui.pages.prints.columns import SHEETS, SIDES, outlet_name
from qi_desk.gui.widgets.enter_moves import EnterMoves
from qi_desk.gui.widgets.inputs import ChoiceInput, CodeInput, FlagInput
from qi_desk.gui.workplace import Workplace
from qi_desk.services.papers import Paper, PrinterInfo, PrintOptions
from qi_desk.services.prints import outlets, sheets
from qi_desk.services.prints.outlets import Outlet, OutletRow

_PLAIN = "（打印机自己选）"


class OutletDialog(QDialog):
    """F9 keeps it, F8 prints a test sheet with what is filled in now, Ctrl+D goes back to the common setting."""

    def __init__(self, work: Workplace, parent: QWidget, row: OutletRow, kept: Callable[[], None]) -> None:
        super().__init__(parent)
        self._work, self._row, self._kept = work, row, kept
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"打印机：{outlet_name(row)}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        layout.addLayout(grid)
        self._build(grid)
        self._message = QLabel(self)
        self._message.setWordWrap(True)
        layout.addWidget(self._message)
        layout.addLayout(self._tools())
        foot, _ = foot_of(self, "保存", self.save)
        layout.addLayout(foot)
        self._fill(row.outlet)
        QShortcut(QKeySequence("F8"), self, self.test)
        QShortcut(QKeySequence("Ctrl+D"), self, self.forget)
        self._moves = EnterMoves(self, self.save)
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0") * 84)

    def _build(self, grid: QGridLayout) -> None:
        self.printer, self.tray, self.sides = ChoiceInput(self), ChoiceInput(self), ChoiceInput(self)
        self.copies, self.right, self.up = CodeInput(self), CodeInput(self), CodeInput(self)
        self.values = FlagInput(self)
        self.values.setText("只打填写的内容（纸上已印好框线和栏目）")
        self.sides.set_choices(SIDES)
        self.printer.edited.connect(self._ask_trays)
        fields: tuple[tuple[str, QWidget, str], ...] = (
            ("打印机", self.printer, ""),
            ("纸盒", self.tray, ""),
            ("份数", self.copies, ""),
            ("单双面", self.sides, ""),
            ("右移（毫米）", self.right, "印得偏左就填正数，偏右填负数"),
            ("上移（毫米）", self.up, "印得偏下就填正数，偏上填负数"),
            ("套打", self.values, ""),
        )
        for place, (name, widget, hint) in enumerate(fields):
            label = QLabel(name, self)
            label.setBuddy(widget)
            widget.setAccessibleName(name)
            grid.addWidget(label, place, 0)
            grid.addWidget(widget, place, 1)
            if hint:
                said = QLabel(hint, self)
                theme.mark(said, theme.Tone.MUTED)
                grid.addWidget(said, place, 2)
        self.values.setEnabled(self._row.may_overprint)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        tools = (
            ("打印校准页 (F8)", "printer", self.test),
            ("恢复随通用 (Ctrl+D)" if self._row.level == "kind" else "恢复默认 (Ctrl+D)", "undo-2", self.forget),
        )
        for text, icon, slot in tools:
            button = QPushButton(icons.icon(icon), text, self)
            button.setAutoDefault(False)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def begin(self) -> None:
        """Ask which printers there are; call it once the dialog is shown."""
        self._work.jobs.run(self._work.printer.printers, owner=self, done=self._on_printers, lane="outside")

    def _on_printers(self, found: tuple[PrinterInfo, ...]) -> None:
        chosen = self._row.outlet.printer
        known = [(one.name, one.description or one.name) for one in found]
        if chosen and chosen not in dict(known):
            known.append((chosen, f"{chosen}（现在找不到）"))
        self.printer.set_choices(known, empty="不打印，存成文件")
        self.printer.set_value(chosen)
        self._ask_trays()

    def _ask_trays(self) -> None:
        printer = self.printer.value()
        if printer:
            self._work.jobs.run(self._work.printer.trays, printer, owner=self, done=self._on_trays, lane="outside")
        else:
            self._on_trays(())

    def _on_trays(self, found: tuple[tuple[str, str], ...]) -> None:
        chosen = self.tray.value() or self._row.outlet.tray
        known = list(found)
        if chosen and chosen not in dict(known):
            known.append((chosen, chosen))
        self.tray.set_choices(known, empty=_PLAIN)
        self.tray.set_value(chosen)

    def _fill(self, outlet: Outlet) -> None:
        self.tray.set_choices([(outlet.tray, outlet.tray)] if outlet.tray else [], empty=_PLAIN)
        self.tray.set_value(outlet.tray)
        self.printer.set_choices([(outlet.printer, outlet.printer)] if outlet.printer else [], empty="不打印，存成文件")
        self.printer.set_value(outlet.printer)
        self.copies.set_value(str(outlet.copies))
        self.sides.set_value(outlet.sides)
        self.right.set_value(f"{outlet.x:g}")
        self.up.set_value(f"{outlet.y:g}")
        self.values.set_value(outlet.values)

    def _filled(self) -> Outlet | None:
        try:
            return Outlet(
                self.printer.value(),
                self.tray.value(),
                int(self.copies.value() or 1),
                self.sides.value(),
                float(self.right.value() or 0),
                float(self.up.value() or 0),
                self.values.value() and self._row.may_overprint,
            )
        except ValueError:
            self._say("份数、右移、上移都要填数字，例如 1.5 或 -2。", theme.Tone.DANGER)
            return None

    def save(self) -> None:
        """F9."""
        outlet = self._filled()
        if outlet is not None:
            self._set(outlet)

    def forget(self) -> None:
        """Ctrl+D: nothing is set for this line any more."""
        self._set(None)

    def _set(self, outlet: Outlet | None) -> None:
        key = self._row.eid
        self._work.act(outlets.set_outlet, key, outlet, owner=self, done=self._on_set, failed=self._on_refused)

    def _on_set(self, _key: str) -> None:
        self.accept()
        self._kept()

    def test(self) -> None:
        """F8: the ruler, moved as it is filled in now."""
        outlet = self._filled()
        if outlet is None:
            return
        if not outlet.printer:
            self._say("先选一台打印机。", theme.Tone.WARNING)
            return
        self._tested = outlet
        args = (self._row.sheet, outlet_name(self._row), outlet, self._work.papers)
        self._work.ask(
            sheets.test_sheet, *args, owner=self, done=self._on_test, failed=self._on_refused, lane="outside"
        )

    def _on_test(self, paper: Paper) -> None:
        outlet = self._tested
        options = PrintOptions(1, self._row.sheet, "qi-desk", outlet.tray)
        self._work.jobs.run(
            self._work.printer.send,
            paper.pdf,
            outlet.printer,
            options,
            owner=self,
            done=self._on_sent,
            failed=self._on_refused,
            lane="outside",
        )

    def _on_sent(self, _job: str) -> None:
        said = "校准页已送打印机。量十字中心到纸左边和下边的距离，与纸上写的相差多少就填多少。"
        self._say(f"{said}纸张：{SHEETS[self._row.sheet]}。", theme.Tone.SUCCESS)

    def _on_refused(self, error: Expected) -> None:
        self._say(str(wording.sentence(error)), theme.Tone.DANGER)

    def _say(self, said: str, tone: theme.Tone) -> None:
        self._message.setText(said)
        theme.set_tone(self._message, tone)

    def message(self) -> str:
        """What the dialog says."""
        return self._message.text()
