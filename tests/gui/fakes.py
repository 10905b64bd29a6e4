"""Answers to the window's questions, and a printer that remembers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from qi_desk.gui.dialogs import Dialogs
from qi_desk.services.papers import PrinterInfo, PrintOptions


class AnsweringDialogs(Dialogs):
    """Says yes, picks `picks` in turn (the first option when they run out), types `texts`, chooses `files`; remembers
    what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.picks: list[str] = []
        self.texts: list[str] = []
        self.files: list[str] = []
        self.agree = True

    def confirm(self, parent: QWidget, title: str, text: str, yes: str, then: Callable[[], None]) -> None:
        self.asked.append(f"{title}: {text}")
        if self.agree:
            then()

    def choose(
        self,
        parent: QWidget,
        title: str,
        text: str,
        options: Sequence[tuple[str, str]],
        then: Callable[[str], None],
    ) -> None:
        self.asked.append(f"{title}: {text}")
        then(self.picks.pop(0) if self.picks else options[0][0])

    def ask_text(self, parent: QWidget, title: str, label: str, then: Callable[[str], None], begin: str = "") -> None:
        self.asked.append(f"{title}: {label}")
        if self.texts or begin:
            then(self.texts.pop(0) if self.texts else begin)

    def open_file(self, parent: QWidget, title: str, kinds: str, then: Callable[[str], None]) -> None:
        self._file(title, then)

    def choose_folder(self, parent: QWidget, title: str, then: Callable[[str], None]) -> None:
        self._file(title, then)

    def save_file(self, parent: QWidget, title: str, name: str, kinds: str, then: Callable[[str], None]) -> None:
        self._file(f"{title}: {name}", then)

    def _file(self, asked: str, then: Callable[[str], None]) -> None:
        self.asked.append(asked)
        if self.files:
            then(self.files.pop(0))

    def tell(self, parent: QWidget, title: str, text: str) -> None:
        self.asked.append(f"{title}: {text}")


class RememberingPrinter:
    """A printer of the house that keeps what it was sent; `others` are further ones."""

    NAME = "示范打印机"

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes]] = []
        self.to: list[str] = []
        self.cancelled: list[str] = []
        self.here = True
        self.others: tuple[str, ...] = ()

    def printers(self) -> tuple[PrinterInfo, ...]:
        names = (*((self.NAME,) if self.here else ()), *self.others)
        return tuple(PrinterInfo(name, name, "ready", name == self.NAME) for name in names)

    def send(self, pdf: bytes, printer: str, options: PrintOptions) -> str:
        self.sent.append((options.title, pdf))
        self.to.append(printer)
        return f"job-{len(self.sent)}"

    def trays(self, printer: str) -> tuple[tuple[str, str], ...]:
        return (("Upper", "Upper"), ("Lower", "Lower"))

    def state(self, job: str) -> str:
        return "printed"

    def cancel(self, job: str) -> None:
        self.cancelled.append(job)
