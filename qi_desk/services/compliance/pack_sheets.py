"""What stands on the papers of a pack: the evidence of the clauses, or the application for a base."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.services.form_sheets import SheetTable
from qi_desk.services.papers import StationHead

PACK_SHEET = "pack_sheet"


@dataclass(frozen=True, slots=True)
class PackEntry:
    """A clause, or a topic: `key` finds its page from the index, `state` in words, `held` how much proves it; `facts`
    are (label, value), a table follows where there is one."""

    key: str
    number: str
    title: str
    state: str
    held: str
    facts: tuple[tuple[str, str], ...] = ()
    table: SheetTable | None = None


@dataclass(frozen=True, slots=True)
class PackPart:
    """Entries under a heading of their own; `cited` says of which text, and what that is worth."""

    heading: str
    cited: str
    entries: tuple[PackEntry, ...]


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack: facts of the cover, counts, index with page numbers, parts with their entries, files that lie beside it,
    what was left out and why. `columns` are the titles of the index."""

    station: StationHead
    title: str
    facts: tuple[tuple[str, str], ...]
    notes: str
    summary: SheetTable
    columns: tuple[str, str, str, str]
    parts: tuple[PackPart, ...]
    files: SheetTable
    left_out: str
    signatures: tuple[str, ...]
    printed_at: datetime
    printed_by: str
