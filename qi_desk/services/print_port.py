"""The print journal as the use cases see it: what was handed to which printer, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One line of the print journal: what was sent where, and what became of it."""

    id: str
    paper: str
    paper_kind: str
    subject: str
    number: str
    printer: str
    copies: int
    state: str
    job: str
    error: str
    reprint: int
    reason: str
    operator: str
    created_at: datetime
    finished_at: datetime | None
    sha256: str


class PrintJournal(Protocol):
    """The local journal of papers handed to printers (it knows sent from printed)."""

    def add(self, line: PrintLine, pdf: bytes) -> None:
        """Enter a line with the exact PDF, so that a reprint can be compared."""
        ...

    def settle(
        self,
        line_id: str,
        state: str,
        *,
        job: str = "",
        error: str = "",
        at: datetime | None = None,
    ) -> None:
        """What became of a line: state is a code of the list `print_states`."""
        ...

    def recent(self, limit: int = 100) -> tuple[PrintLine, ...]:
        """The newest lines first."""
        ...

    def of(self, paper: str) -> tuple[PrintLine, ...]:
        """The lines of one paper on this desk, the newest first."""
        ...

    def times(self, paper: str) -> int:
        """How often this paper left the desk already."""
        ...

    def pdf(self, line_id: str) -> bytes:
        """The exact bytes of a line. Raises Missing."""
        ...
