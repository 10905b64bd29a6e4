"""Half-written work and what was opened lately, as the use cases see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Draft:
    """Half-written work of one person on one page, journaled while typed."""

    key: str
    account: str
    page: str
    title: str
    content: Mapping[str, Any]
    saved_at: datetime


class Drafts(Protocol):
    """Where half-written work survives a power cut."""

    def keep(self, draft: Draft) -> None:
        """Write or replace the draft `draft.key`; it is on the disk when this returns."""
        ...

    def drop(self, key: str) -> None:
        """Forget a draft that was handed in or thrown away."""
        ...

    def of(self, account: str) -> tuple[Draft, ...]:
        """The drafts of one person, newest first."""
        ...

    def others(self, account: str, eid: str) -> tuple[Draft, ...]:
        """The drafts of other people that are about the record `eid`, newest first."""
        ...

    def purge(self, phones: Collection[str], names: Collection[str], eids: Collection[str]) -> int:
        """Forget everybody's drafts that hold one of `phones`, or one of `names` beside one of `eids`; how many."""
        ...

    def forgotten(self, before: datetime) -> int:
        """How many drafts were last written before this moment and belong to no record."""
        ...

    def forget(self, before: datetime) -> int:
        """Let those go; how many."""
        ...


class Recents(Protocol):
    """What a person opened lately at this desk."""

    def note(self, account: str, kind: str, eid: str, at: datetime) -> None:
        """Put a record on top of the person's list."""
        ...

    def of(self, account: str, limit: int) -> tuple[tuple[str, str], ...]:
        """(kind, id), the latest first."""
        ...
