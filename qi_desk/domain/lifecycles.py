"""Lifecycles as data: states, the moves between them, who may make them and what paper they give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qi_desk.domain.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step: `event` takes a record from any of `sources` to `target`. `paper` is the document it gives,
    `reasons` the code list a reason must come from."""

    event: str
    sources: frozenset[str]
    target: str
    paper: str | None = None
    reasons: str | None = None


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The moves of one entity. `first` is the state of a new record, `final` the states nothing leads out of."""

    name: str
    states: tuple[str, ...]
    first: str
    final: frozenset[str]
    moves: tuple[Move, ...]

    def offered(self, state: str) -> tuple[Move, ...]:
        """The moves out of `state`, in declared order: what is not here is not shown to anyone."""
        return tuple(move for move in self.moves if state in move.sources)

    def take(self, state: str, event: str) -> Move:
        """The move `event` from `state`. Raises NotAllowed("move.not_offered") where the data has none."""
        for move in self.moves:
            if move.event == event and state in move.sources:
                return move
        raise NotAllowed("move.not_offered", lifecycle=self.name, state=state, event=event)


def move(
    event: str, sources: Iterable[str], target: str, *, paper: str | None = None, reasons: str | None = None
) -> Move:
    """A Move; reads like the table it comes from."""
    return Move(event, frozenset(sources), target, paper, reasons)
