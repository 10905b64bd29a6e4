"""What desk and district say to each other, free of transport: answers to a push, pages of changes.

Facts and order of every exchange are those of DLS/1; the merging itself is `domain.ledger`'s.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from qi_desk.domain.ledger.state import Author, State
from qi_desk.domain.ledger.watermarks import Position

VERSION = 1
"""What this program speaks. A district takes in what any released one sends; what it hands out may need a newer one."""

OK, GAP, FORK = "ok", "gap", "fork"

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Where desk and district may speak without TLS: nothing leaves the computer."""

ENTERPRISES = "d:ent"
"""The stream of enterprise files: one file for a district, whoever serves it."""

SHARED = "d:shared"
"""The stream of what all stations share: equipment and who may decide over it."""

_SHARED_KINDS = frozenset({"equipment", "closure", "lease", "expert", "institution", "publication", "sister_key"})
_ENTERPRISE_KINDS = frozenset({"enterprise", "contact", "certificate", "instrument", "cited_standard", "relation"})


def stream_of(kind: str, station: str) -> str:
    """The stream a record travels in: what a station does stays its own."""
    if kind in _ENTERPRISE_KINDS:
        return ENTERPRISES
    return SHARED if kind in _SHARED_KINDS else f"s:{station}"


def streams_of(station: str) -> tuple[str, ...]:
    """The streams a station's desks read, in the order they are read: what others refer to comes first."""
    return (SHARED, ENTERPRISES, f"s:{station}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a push is answered: OK, GAP (go back to `position`) or FORK (this file was copied from the one the district
    knows); how far the district's log of the incarnation goes, how far it is in a backup; `results` by number."""

    kind: str
    epoch: str
    position: Position
    durable: int
    results: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of changes with what else stood in its snapshot: `held` are the numbers of own operations that wait
    there. `reset`: the cursor asked from is of another past, and `cursor` begins anew. `authors` says by uid who wrote
    the values that stand against each other in `rows`."""

    asked_from: str
    cursor: str
    rows: tuple[State, ...]
    more: bool
    position: Position
    held: frozenset[int]
    reset: bool = False
    authors: Mapping[str, Author] = field(default_factory=dict)
