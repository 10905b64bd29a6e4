"""A printing system in memory that can lose a printer, refuse, and keep jobs waiting; and slips to print on it."""

from __future__ import annotations

from qi_desk.domain.errors import PaperError
from qi_desk.services import intake
from qi_desk.services.papers import PrinterInfo, PrintOptions
from qi_desk.services.prints import outlets
from qi_desk.services.prints.outlets import Outlet
from tests.support.stations import Bench, intake_of

FRONT, BACK = "front", "back"


class Press:
    """Two printers. `gone` are those nobody finds any more; after `lasts` jobs the front one is gone too; jobs in
    `waiting` have not come out."""

    def __init__(self, lasts: int = 1000) -> None:
        self.jobs: list[tuple[str, bytes, PrintOptions]] = []
        self.gone: set[str] = set()
        self.waiting: set[str] = set()
        self.refuses = False
        self._lasts = lasts

    def printers(self) -> tuple[PrinterInfo, ...]:
        names = [name for name in (FRONT, BACK) if name not in self.gone]
        return tuple(PrinterInfo(name, name, "ready", name == FRONT) for name in names)

    def send(self, pdf: bytes, printer: str, options: PrintOptions) -> str:
        if self.refuses:
            raise PaperError("printer.refused", printer=printer, reason="no paper")
        self.jobs.append((printer, pdf, options))
        if len(self.jobs) >= self._lasts:
            self.gone.add(FRONT)
        job = f"{printer}-{len(self.jobs)}"
        self.waiting.add(job)
        return job

    def trays(self, printer: str) -> tuple[tuple[str, str], ...]:
        return (("Upper", "Upper"),)

    def state(self, job: str) -> str:
        return "sent" if job in self.waiting else "printed"

    def cancel(self, job: str) -> None:
        if job not in self.waiting:
            raise PaperError("printer.refused", printer=job, reason="")
        self.waiting.discard(job)

    def finish(self) -> None:
        """Everything comes out."""
        self.waiting.clear()


def on(bench: Bench, printer: str = FRONT) -> None:
    """Everything on A4 goes to one printer."""
    for key in ("printer.receipt_a4", "printer.a4"):
        bench.house.settings.set(key, printer)


def slips(bench: Bench, count: int) -> list[str]:
    """That many accepted requests; their ids."""
    return [
        intake.register_and_accept(
            bench.house, bench.actor, intake_of(description=f"第 {place} 件，压力表校准。")
        ).value.eid
        for place in range(count)
    ]


def tune(bench: Bench, key: str, **values: object) -> None:
    """Set how a kind of paper is printed."""
    outlets.set_outlet(bench.house, bench.actor, key, Outlet(**values))  # type: ignore[arg-type]
