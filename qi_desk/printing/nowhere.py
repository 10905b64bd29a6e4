"""A desk without any printer."""

from __future__ import annotations

from qi_desk.domain.errors import PaperError
from qi_desk.services.papers import PrinterInfo, PrintOptions


class NoPrinter:
    """Has no printers and says so when asked to print."""

    def printers(self) -> tuple[PrinterInfo, ...]:
        """None."""
        return ()

    def send(self, pdf: bytes, printer: str, options: PrintOptions) -> str:
        """Raises PaperError("printer.none")."""
        raise PaperError("printer.none")

    def trays(self, printer: str) -> tuple[tuple[str, str], ...]:
        """None."""
        return ()

    def state(self, job: str) -> str:
        """A job nobody took has failed."""
        return "failed"

    def cancel(self, job: str) -> None:
        """Nothing to take back."""
