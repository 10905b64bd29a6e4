"""One record as operations have made it, and what is still disputed in it (sync.md 2.2, 2.3, 2.7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

APPLIED = "applied"
MERGED = "merged"
NOOP = "noop"
CONFLICT = "conflict"
HELD = "held"

STATE = "state"
"""The field that transitions move."""
VOID = "void"
"""Record-level field: True once a tombstone took effect; its writer is the tombstone."""
MERGED_INTO = "merged_into"
"""Record-level field: the id of the record this one was found to be the same as."""
ATTACHMENTS = "attachments"
"""Record-level field: the content names (`sha256:...`) attached, in order of arrival."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A value and the operation that wrote it; `base` is the uid of what its author saw in its place."""

    uid: str | None
    value: Any
    base: str | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote something at another desk: the station's name with the desk's letter, the person's, and when by that
    desk's clock (text)."""

    station: str
    person: str
    at: str


@dataclass(frozen=True, slots=True)
class Contest:
    """An open disagreement about one field, or about one element of a list. The incumbent is what stands,
    as it stood when the disagreement began; challengers did not see it. Nothing leaves but by an author who
    saw it.

    `reason`: "concurrent" (both wrote), "immutable" (a second value), "server" (a value only the district
    gives), "late" (a transition from a state long left), "voided" (a tombstone against an edit).
    """

    field: str
    element: str
    reason: str
    incumbent: Claim
    challengers: tuple[Claim, ...]

    def uids(self) -> tuple[str, ...]:
        """The operations that stand against each other."""
        return tuple(claim.uid for claim in (self.incumbent, *self.challengers) if claim.uid)

    def without(self, seen: Collection[str | None]) -> Contest:
        """The contest without the challengers in `seen`, nor those they were themselves based on."""
        gone = set(seen)
        for claim in reversed(self.challengers):
            if claim.uid in gone:
                gone.add(claim.base)
        return replace(self, challengers=tuple(claim for claim in self.challengers if claim.uid not in gone))


@dataclass(frozen=True, slots=True)
class State:
    """A record. `values` by field name, `fmeta` the uid of each value's writer, `agreed` the uids of others
    who wrote that very value without seeing it; `late` the transitions that came too late; `extra` fields
    this version of the program does not know. `version` counts changes and is for display: it is compared
    with nothing."""

    et: str
    eid: str
    values: Mapping[str, Any] = field(default_factory=dict)
    fmeta: Mapping[str, str] = field(default_factory=dict)
    agreed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 0
    contests: tuple[Contest, ...] = ()
    late: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def void(self) -> bool:
        """Whether the record is voided. It keeps its values."""
        return bool(self.values.get(VOID))

    def seen(self) -> tuple[str, ...]:
        """The uids of all that a reader of this record has seen: what a tombstone carries as `refs`."""
        challengers = {claim.uid for contest in self.contests for claim in contest.challengers}
        return tuple(sorted({*self.fmeta.values(), *(uid for uid in challengers if uid)}))

    def contested(self, name: str) -> tuple[Contest, ...]:
        """Open disagreements about the field."""
        return tuple(contest for contest in self.contests if contest.field == name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one operation: the record after it (None: still unknown), the result code, the
    contests it opened or joined, and (field, value) pairs it took the place of under "lww" without its
    author having seen them.

    Results: "applied"; "merged" (took effect beside or over what its author had not seen); "noop" (nothing
    to change); "conflict" (at least one value went to a contest); "held" (waits: its record or one of its
    fields is unknown here).
    """

    state: State | None
    result: str
    conflicts: tuple[Contest, ...] = ()
    superseded: tuple[tuple[str, Claim], ...] = ()
