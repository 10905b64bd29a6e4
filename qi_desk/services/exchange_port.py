"""What the use cases of the exchange ask of the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from qi_desk.domain.ledger.state import Author, Contest
from qi_desk.domain.ledger.watermarks import Position, Watermarks
from qi_desk.services.district_line import Changed, Push

ASK_AGAIN = "ask_again"
"""Kept while the district has another past than this desk thought: its words on bookings are asked for once more."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One field of a record that two desks wrote without knowing of each other; values as operations hold them."""

    et: str
    eid: str
    contest: Contest
    authors: Mapping[str, Author]


class Exchange(Protocol):
    """The store's side: how far the own operations have got, and the records as the district has them."""

    def marks(self) -> Watermarks:
        """How far the own operations have got."""
        ...

    def cursor(self) -> str:
        """Where this desk has read to."""
        ...

    def names(self) -> str:
        """The logs of this desk by name, comma between them, the one under way last."""
        ...

    def request(self, limit: int) -> Push:
        """The next push: up to `limit` operations of one log."""
        ...

    def requests(self, limit: int) -> Iterator[Push]:
        """Everything without a receipt, as pushes of up to `limit` operations, one behind the other."""
        ...

    def take_answer(self, kind: str, through: int, epoch: str, position: Position, durable: int) -> None:
        """After a push whose last operation was `through`. Raises Conflict("sync.forked"), "sync.no_progress"."""
        ...

    def take_page(self, page: Changed) -> tuple[set[tuple[str, str]], bool]:
        """Take a page; what it touched as (kind, id), and whether there is more to fetch."""
        ...

    def begin_filling(self) -> None:
        """A new desk's file is filled: the search index is made once, when the file is opened."""
        ...

    def unsent_files(self, limit: int) -> tuple[str, ...]:
        """Contents of attachments the district is not known to have, by digest, the oldest first."""
        ...

    def file_sent(self, digest: str) -> None:
        """The district has a content whole."""
        ...

    def disputed(self) -> int:
        """How many `disputes` wait for a decision."""
        ...

    def disputes(self, *, settled: bool = False) -> tuple[Dispute, ...]:
        """What people have to decide, the oldest first; with `settled` what they decided lately, the latest first."""
        ...

    def recall(self, name: str) -> str:
        """What the desk keeps of its line under a name, empty for nothing."""
        ...

    def remember(self, values: Mapping[str, str]) -> None:
        """Keep something of the line."""
        ...
