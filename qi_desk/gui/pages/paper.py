"""Paper: the preview is the PDF itself; printing, saving, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qi_desk.domain.errors import Expected
from qi_desk.gui import icons, theme, words
from qi_desk.gui.keys import PRINT
from qi_desk.gui.saving import Writer, to_file
from qi_desk.gui.widgets.inputs import ChoiceInput
from qi_desk.gui.widgets.pages_view import PagesView
from qi_desk.gui.workplace import Workplace
from qi_desk.services.papers import PrinterInfo
from qi_desk.services.paperwork import Order
from qi_desk.services.print_port import FAILED, SAVED, PrintLine
from qi_desk.services.prints import handing, making, outlets
from qi_desk.services.prints.kinds import paper_kind
from qi_desk.services.prints.making import Made

_BODIES = (("kept", "与原件一样，加补打标记"), ("anew", "按现在的记录重新生成"))


class PaperDialog(QDialog):
    """Shows one paper; F10 prints it. With `at_once` it prints when it is ready and only stays if that failed."""

    # What happened to the paper: tone and words for the message bar.
    settled = Signal(str, str)
    # The printer did not take it.
    failed = Signal()
    # It went to the printer: the line of the journal.
    sent = Signal(object)

    def __init__(self, work: Workplace, parent: QWidget, params: Mapping[str, Any]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("打印预览")
        self._work = work
        self._verb = params["order"]
        self._args = tuple(params.get("args", ()))
        self._options = dict(params.get("options", {}))
        self._at_once = bool(params.get("at_once"))
        self._made: Made | None = None
        self._fresh: Order | None = None
        self._found: tuple[PrinterInfo, ...] | None = None
        self._build()
        QShortcut(QKeySequence(PRINT), self, self.print_paper)
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)

    @property
    def _order(self) -> Order | None:
        """What is shown, as it will be printed; before that, what was asked for."""
        return self._made.order if self._made is not None else self._fresh

    def begin(self) -> None:
        """Look for printers and make the paper; call it once the dialog is shown and listened to."""
        self._work.jobs.run(self._work.printer.printers, owner=self, done=self._on_printers, lane="outside")
        self.make()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        self._pages = PagesView(self._work, "单据预览", self)
        row.addWidget(self._pages, 1)
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
        self.form.edited.connect(self._on_form)
        self.printers = ChoiceInput()
        self.printers.setAccessibleName("打印机")
        self.printers.edited.connect(self._on_printer)
        self._form_label = QLabel("样式")
        self.body = ChoiceInput()
        self.body.setAccessibleName("补打的内容")
        self.body.set_choices(_BODIES)
        self.body.edited.connect(self._on_body)
        self._body_label = QLabel("补打的内容")
        choices = (
            (self._form_label, self.form),
            (self._body_label, self.body),
            (QLabel("打印机"), self.printers),
        )
        for name, widget in choices:
            name.setBuddy(widget)
            side.addWidget(name)
            side.addWidget(widget)
        for hidden in (self._body_label, self.body):
            hidden.hide()
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
        self._found = found
        self._choose_printer()

    def _choose_printer(self) -> None:
        """Offer the printers there are, and the one that was set even where it is gone: nothing takes its place by
        itself."""
        if self._order is None or self._found is None:
            return
        chosen = outlets.outlet_of(self._work.house, self._order.paper_kind, self._order.form).printer
        choices = [(one.name, one.description or one.name) for one in self._found]
        if chosen and chosen not in dict(choices):
            choices.append((chosen, f"{chosen}（现在找不到）"))
        self.printers.set_choices(choices, empty="（请选打印机）" if self._found else "没有打印机，存成文件")
        self.printers.set_value(chosen)

    def make(self) -> None:
        """Ask what stands on the paper, then make it."""
        self._work.ask(
            self._verb, *self._args, owner=self, done=self._on_order, failed=self._on_refused, **self._options
        )

    def _on_order(self, order: Order) -> None:
        self._made, self._fresh = None, order
        kind = paper_kind(self._work.house.codes, order.paper_kind)
        forms = kind.forms if kind is not None and not order.of else ()
        for widget in (self.form, self._form_label):
            widget.setVisible(len(forms) > 1)
        self.form.set_choices([(one, words.label("paper_forms", one)) for one in forms])
        self.form.set_value(order.form)
        self._title.setText(words.paper(order.paper_kind, order.form))
        self._number.setText(order.number)
        self._number.setVisible(bool(order.number))
        self._choose_printer()
        self._make()

    def _make(self) -> None:
        self.print.setEnabled(False)
        self._work.ask(
            making.make,
            self._fresh,
            self._work.papers,
            owner=self,
            done=self._on_made,
            failed=self._on_refused,
            lane="outside",
            anew=self.body.value() == "anew",
        )

    def _on_made(self, made: Made) -> None:
        self._made = made
        order, paper = made.order, made.paper
        self.print.setEnabled(True)
        may_choose = bool(order.reprint) and self._fresh is not None and self._fresh.view is not None
        self.body.setVisible(may_choose)
        self._body_label.setVisible(may_choose)
        self._note.setText(self._said(made))
        if self._at_once and not order.reprint:
            self.print_paper()
        self._pages.show_pdf(paper.pdf, paper.pages)

    def _said(self, made: Made) -> str:
        said = []
        if made.order.reprint:
            times = made.order.reprint
            said.append(f"已经出过 {times} 次，这次会印上“补打第 {times} 次”，并请说明原因。")
        if made.paper.missing:
            said.append(f"▲ 这些字没有字形，纸上印成〓：{''.join(made.paper.missing)}")
        if made.outlet.values:
            said.append("套打：只打填写的内容，请放已印好的纸。")
        return "\n".join(said)

    def _on_form(self) -> None:
        self._at_once = False
        if self._fresh is not None:
            # The same words stand on each of them: nothing has to be asked again.
            self._fresh = replace(self._fresh, form=self.form.value())
            self._make()

    def _on_body(self) -> None:
        self._at_once = False
        self._make()

    def _on_printer(self) -> None:
        if self._order is not None:
            order, printer = self._order, self.printers.value()
            choose = outlets.choose_printer
            self._work.ask(choose, order.paper_kind, order.form, printer, owner=self, done=self._on_changed)

    def _on_changed(self, _nothing: object) -> None:
        self._at_once = False
        self._make()

    def print_paper(self) -> None:
        """F10: print; a reprint asks for the reason first."""
        if self._made is None:
            return
        if self._made.order.reprint:
            reasons = words.choices("reprint_reasons")
            self._work.dialogs.choose(self, "补打", "为什么再打一次", reasons, self._hand_out)
        else:
            self._hand_out("")

    def _hand_out(self, reason: str) -> None:
        if self._made is None:
            return
        self.print.setEnabled(False)
        folder = Path(self._work.house.settings.get("printer.save_folder") or Path.home())
        self._work.act(
            handing.hand_out,
            self._made.order,
            self._made.paper,
            self._work.printer,
            owner=self,
            done=self._on_out,
            failed=self._on_refused,
            lane="outside",
            reason=reason,
            save=Writer(folder),
        )

    def _on_out(self, line: PrintLine) -> None:
        if line.state == FAILED:
            from qi_desk import wording
            from qi_desk.domain.errors import PaperError

            self._note.setText(str(wording.sentence(PaperError(line.error, printer=line.printer))))
            self.print.setEnabled(True)
            self.failed.emit()
            return
        name = line.number or words.paper(line.kind, line.form)
        if line.state == SAVED:
            self.settled.emit("warning", f"这台电脑没有选打印机，{name} 已存为 {line.job}")
        else:
            self.settled.emit("success", f"{name} 已送 {line.printer}，请到打印机取纸并请客户签收")
        self.accept()
        if line.state != SAVED:
            self.sent.emit(line)

    def save(self) -> None:
        """Ctrl+S: write the PDF where the person says."""
        if self._made is not None:
            name = f"{self._made.order.number or self._made.order.form}.pdf"
            self._work.dialogs.save_file(self, "存成文件", name, "PDF (*.pdf)", self._save_to)

    def _save_to(self, file: str) -> None:
        assert self._made is not None
        self._work.act(
            handing.save_to_file,
            self._made.order,
            self._made.paper,
            to_file(file),
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

        self.print.setEnabled(self._made is not None)
        self._note.setText(str(wording.sentence(error)))

    def note(self) -> str:
        """What the side panel says."""
        return self._note.text()
