"""The print journal as the use cases see it: what was handed to which printer, and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

QUEUED, SENT, PRINTED, FAILED, CANCELLED, SAVED = "queued", "sent", "printed", "failed", "cancelled", "saved"
IN_HAND, SPOILED, VOID, UNCOLLECTED = "in_hand", "spoiled", "void", "uncollected"

LEFT = frozenset({SENT, PRINTED, SAVED, IN_HAND, SPOILED, VOID, UNCOLLECTED})
"""States of a line whose paper left the desk, or at least its printer: the next one is a reprint."""

WITH_PRINTER = frozenset({SENT, PRINTED})
"""States of a line whose paper may be on its way to the client's hand."""


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One line of the print journal: what was sent where, and what became of it. `form` is the drawing, `kind` the
    code of `paper_kinds`; `batch` and `place` tie the lines of one job together; a reprint names the line it is `of`;
    the first `body` bytes of the kept PDF are the paper without marks and offset; `fault` is a code of
    `print_faults`."""

    id: str
    paper: str
    form: str
    kind: str
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
    batch: str = ""
    place: int = 0
    of: str = ""
    body: int = 0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class PrintQuery:
    """Which lines: all conditions hold, an empty one holds for every line. `number` is a part of it; the newest come
    first, those of one batch in their order."""

    since: datetime | None = None
    until: datetime | None = None
    kinds: Collection[str] = ()
    states: Collection[str] = ()
    number: str = ""
    subject: str = ""
    batch: str = ""
    limit: int = 200


class PrintJournal(Protocol):
    """The local journal of papers handed to printers (it knows sent from printed)."""

    def add(self, lines: Sequence[tuple[PrintLine, bytes]]) -> None:
        """Enter lines with the exact PDF of each, all or none, so that a reprint can be compared. Raises ValueError if
        a digest is not that of its PDF."""
        ...

    def settle(
        self,
        line_id: str,
        state: str,
        *,
        job: str = "",
        error: str = "",
        printer: str = "",
        fault: str = "",
        at: datetime | None = None,
    ) -> None:
        """What became of a line: state is a code of the list `print_states`. An empty `job`, `printer` or `fault`
        leaves the one it has."""
        ...

    def recent(self, limit: int = 100) -> tuple[PrintLine, ...]:
        """The newest lines first."""
        ...

    def select(self, query: PrintQuery) -> tuple[PrintLine, ...]:
        """The lines that match."""
        ...

    def get(self, line_id: str) -> PrintLine:
        """One line. Raises Missing."""
        ...

    def of(self, paper: str) -> tuple[PrintLine, ...]:
        """The lines of one paper on this desk, the newest first."""
        ...

    def times(self, paper: str, kind: str = "") -> int:
        """How often this paper left the desk already; of records with several papers, as this `kind`."""
        ...

    def pdf(self, line_id: str) -> bytes:
        """The exact bytes of a line. Raises Missing, Missing("print.forgotten") where they went in time."""
        ...

    def keeping(self, before: datetime, kinds: Collection[str] = ()) -> int:
        """How many lines older than `before` still keep their PDF; of these `kinds` of paper, if any are named."""
        ...

    def forget(self, before: datetime, kinds: Collection[str] = ()) -> int:
        """Let the PDFs of the lines of `keeping` go, the lines stay; how many went."""
        ...

    def forget_of(self, subjects: Collection[str]) -> int:
        """Let the PDFs of all papers about these records go, the lines stay; how many went."""
        ...
