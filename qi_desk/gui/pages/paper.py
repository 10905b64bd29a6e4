"""Paper: the preview is the PDF itself; printing, saving, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from qi_desk.domain.errors import Expected
from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import PRINT
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.workplace import Workplace
from qi_desk.services import paperwork, station_settings
from qi_desk.services.papers import Paper, Picture, PrinterInfo
from qi_desk.services.paperwork import Order
from qi_desk.services.print_port import PrintLine
from qi_desk.settings.paper_forms import FORMS

_FORMS = (("receipt_a4", "A4 两联"), ("receipt_a5", "A5"), ("receipt_80mm", "80 毫米小票"))
_DPI = 100.0


class PaperDialog(QDialog):
    """Shows one paper; F10 prints it. With `at_once` it prints when it is ready and only stays if that failed."""

    # What happened to the paper: tone and words for the message bar.
    settled = Signal(str, str)
    # The printer did not take it.
    failed = Signal()

    def __init__(self, work: Workplace, parent: QWidget, params: Mapping[str, Any]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("打印预览")
        self._work = work
        self._verb = params["order"]
        self._args = tuple(params.get("args", ()))
        self._options = dict(params.get("options", {}))
        self._at_once = bool(params.get("at_once"))
        self._order: Order | None = None
        self._paper: Paper | None = None
        self._build()
        QShortcut(QKeySequence(PRINT), self, self.print_paper)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)

    def begin(self) -> None:
        """Look for printers and make the paper; call it once the dialog is shown and listened to."""
        self._work.jobs.run(self._work.printer.printers, owner=self, done=self._on_printers, lane="outside")
        self.make()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        self._pages = QWidget()
        self._column = QVBoxLayout(self._pages)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._pages)
        self._area.setAccessibleName("单据预览")
        row.addWidget(self._area, 1)
        side = QVBoxLayout()
        self._title = QLabel("正在生成…")
        self._title.setWordWrap(True)
        theme.set_tone(self._title, theme.Tone.TITLE)
        side.addWidget(self._title)
        self._number = QLabel()
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        side.addWidget(self._number)
        self.form = ChoiceInput()
        self.form.setAccessibleName("样式")
        self.form.set_choices(_FORMS)
        self.form.edited.connect(self._on_form)
        self.printers = ChoiceInput()
        self.printers.setAccessibleName("打印机")
        self.printers.edited.connect(self._on_printer)
        self._form_label = QLabel("样式")
        for name, widget in ((self._form_label, self.form), (QLabel("打印机"), self.printers)):
            name.setBuddy(widget)
            side.addWidget(name)
            side.addWidget(widget)
        self._note = QLabel()
        self._note.setWordWrap(True)
        side.addWidget(self._note)
        side.addStretch(1)
        self.print = QPushButton(f"打印 ({PRINT})")
        self.print.setIcon(icons.icon("printer", "on_accent"))
        theme.set_tone(self.print, theme.Tone.PRIMARY)
        self.print.clicked.connect(self.print_paper)
        self.save_button = QPushButton("存成文件 (Ctrl+S)")
        self.save_button.setIcon(icons.icon("save"))
        self.save_button.clicked.connect(self.save)
        close = QPushButton("关闭 (Esc)")
        close.clicked.connect(self.reject)
        for button in (self.print, self.save_button, close):
            button.setAutoDefault(False)
            side.addWidget(button)
        self.print.setEnabled(False)
        holder = QWidget()
        holder.setLayout(side)
        holder.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 36)
        row.addWidget(holder)
        self.resize(1180, 680)

    def _on_printers(self, found: tuple[PrinterInfo, ...]) -> None:
        choices = [(one.name, one.description or one.name) for one in found]
        self.printers.set_choices(choices, empty="没有打印机，存成文件" if not found else "（请选打印机）")
        self._choose_printer()

    def _choose_printer(self) -> None:
        if self._order is not None:
            self.printers.set_value(self._work.house.settings.get(FORMS[self._order.form].printer))

    def make(self) -> None:
        """Ask what stands on the paper, then make it."""
        self._work.ask(
            self._verb, *self._args, owner=self, done=self._on_order, failed=self._on_refused, **self._options
        )

    def _on_order(self, order: Order) -> None:
        self._order = order
        receipt = order.form.startswith("receipt")
        self.form.setVisible(receipt)
        self._form_label.setVisible(receipt)
        if receipt:
            self.form.set_value(order.form)
        self._title.setText(words.label("paper_kinds", order.paper_kind))
        self._number.setText(order.number)
        self._number.setVisible(bool(order.number))
        if order.reprint:
            self._note.setText(f"已经出过 {order.reprint} 次，这次会印上“补打第 {order.reprint} 次”，并请说明原因。")
        self._choose_printer()
        self._work.jobs.run(
            self._work.papers.make,
            order.form,
            order.view,
            owner=self,
            done=self._on_made,
            failed=self._on_refused,
            lane="outside",
        )

    def _on_made(self, paper: Paper) -> None:
        self._paper = paper
        self.print.setEnabled(True)
        if paper.missing:
            self._note.setText(f"▲ 这些字没有字形，纸上印成〓：{''.join(paper.missing)}")
        if self._at_once and self._order is not None and not self._order.reprint:
            self.print_paper()
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        for page in range(paper.pages):
            self._work.jobs.run(
                self._work.papers.render, paper.pdf, page, _DPI, owner=self, done=self._on_page, lane="outside"
            )

    def _on_page(self, picture: Picture) -> None:
        image = QImage(
            picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGBA8888
        ).copy()
        label = QLabel()
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setPixmap(QPixmap.fromImage(image))
        label.setAccessibleName(f"第 {self._column.count() + 1} 页")
        self._column.addWidget(label)

    def _on_form(self) -> None:
        self._options["form"] = self.form.value()
        self._at_once = False
        self.print.setEnabled(False)
        self.make()

    def _on_printer(self) -> None:
        if self._order is not None:
            key = FORMS[self._order.form].printer
            self._work.ask(station_settings.change_desk_setting, key, self.printers.value(), owner=self)

    def print_paper(self) -> None:
        """F10: print; a reprint asks for the reason first."""
        if self._paper is None or self._order is None:
            return
        if self._order.reprint:
            reasons = words.choices("reprint_reasons")
            self._work.dialogs.choose(self, "补打", "为什么再打一次", reasons, self._hand_out)
        else:
            self._hand_out("")

    def _hand_out(self, reason: str) -> None:
        self.print.setEnabled(False)
        self._work.act(
            paperwork.hand_out,
            self._order,
            self._paper,
            self._work.printer,
            owner=self,
            done=self._on_out,
            failed=self._on_refused,
            lane="outside",
            reason=reason,
            save=self._keep,
        )

    def _keep(self, pdf: bytes, number: str) -> str:
        folder = Path(self._work.house.settings.get("printer.save_folder") or Path.home())
        name = f"{number or (self._order.form if self._order else 'paper')}.pdf"
        file = folder / name
        file.write_bytes(pdf)
        return str(file)

    def _on_out(self, line: PrintLine) -> None:
        if line.state == paperwork.FAILED:
            from qi_desk import wording
            from qi_desk.domain.errors import PaperError

            self._note.setText(str(wording.sentence(PaperError(line.error, printer=line.printer))))
            self.print.setEnabled(True)
            self.failed.emit()
            return
        if line.state == paperwork.SAVED:
            self.settled.emit("warning", f"这台电脑没有选打印机，{line.number} 已存为 {line.job}")
        else:
            self.settled.emit("success", f"{line.number} 已送 {line.printer}，请到打印机取纸并请客户签收")
        self.accept()

    def save(self) -> None:
        """Ctrl+S: write the PDF where the person says."""
        if self._paper is not None and self._order is not None:
            name = f"{self._order.number or self._order.form}.pdf"
            self._work.dialogs.save_file(self, "存成文件", name, "PDF (*.pdf)", self._save_to)

    def _save_to(self, file: str) -> None:
        self._work.act(
            paperwork.save_to_file,
            self._order,
            self._paper,
            _Writer(Path(file)),
            owner=self,
            done=self._on_saved,
            failed=self._on_refused,
            lane="outside",
        )

    def _on_saved(self, line: PrintLine) -> None:
        self.settled.emit("success", f"已存为 {line.job}")
        self.accept()

    def _on_refused(self, error: Expected) -> None:
        from qi_desk import wording

        self.print.setEnabled(self._paper is not None)
        self._note.setText(str(wording.sentence(error)))

    def note(self) -> str:
        """What the side panel says."""
        return self._note.text()


class _Writer:
    """Writes the PDF to the file the person chose."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def __call__(self, pdf: bytes, _number: str) -> str:
        self._file.write_bytes(pdf)
        return str(self._file)
