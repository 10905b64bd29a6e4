"""What a use case hands back: the value asked for, what changed, and how to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Changes:
    """Which kinds and ids of records are no longer as they were; visible pages re-read what they show of them."""

    kinds: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()

    def __or__(self, other: Changes) -> Changes:
        return Changes(self.kinds | other.kinds, self.ids | other.ids)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """An act that was committed. `undo` is the act's id if it can be taken back, else None."""

    value: T
    changes: Changes
    undo: str | None = None
