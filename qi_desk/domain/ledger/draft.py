"""A record while one operation is being merged into it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from qi_desk.domain.ledger.operations import Operation, Write
from qi_desk.domain.ledger.state import (
    APPLIED,
    CONFLICT,
    MERGED,
    NOOP,
    VOID,
    Claim,
    Contest,
    Outcome,
    State,
)


class Draft:
    """Collects what `op` does to `state`; `outcome` tells. One use."""

    def __init__(self, state: State, op: Operation, *, fresh: bool, authority: bool = False) -> None:
        self.state = state
        self.op = op
        self.values = dict(state.values)
        self.fmeta = dict(state.fmeta)
        self.agreed = dict(state.agreed)
        self.contests = list(state.contests)
        self.authority = authority
        self.late = list(state.late)
        self.merged = False
        self._changed = fresh
        self._fresh = fresh
        self._disputed: list[tuple[str, str]] = []
        self._superseded: list[tuple[str, Claim]] = []

    def knows(self, name: str, base: str | None) -> bool:
        """Whether an author who saw the value `base` wrote has seen the value that stands."""
        return base == self.fmeta.get(name) or base in self.agreed.get(name, ())

    def unseen(self, refs: Collection[str]) -> str | None:
        """The writer of some value that none of `refs` wrote or agreed to; None if all were seen."""
        for name, writer in self.fmeta.items():
            if name != VOID and {writer, *self.agreed.get(name, ())}.isdisjoint(refs):
                return writer
        return None

    def put(self, name: str, write: Write) -> None:
        """Let the new value stand. Writing the value that stands leaves its writer and notes the
        agreement."""
        if name in self.fmeta and self.values.get(name) == write.new:
            self.agreed[name] = (*self.agreed.get(name, ()), self.op.uid)
            self.settle(name, (write.base,))
            return
        self.values[name] = write.new
        self.fmeta[name] = self.op.uid
        self.agreed.pop(name, None)
        self._changed = True

    def write_if_equal(self, name: str, write: Write, reason: str) -> bool:
        """Agree to the value that stands, or contest it for `reason`."""
        if name in self.fmeta and self.values.get(name) == write.new:
            self.put(name, write)
            return True
        self.contest(name, write, reason)
        return False

    def supersede(self, name: str) -> None:
        """Note that a value nobody told the author of is about to lose its place."""
        if name in self.fmeta:
            self._superseded.append((name, Claim(self.fmeta[name], self.values.get(name))))
            self.merged = True

    def contest(
        self, name: str, write: Write, reason: str, *, element: str = "", incumbent: Claim | None = None
    ) -> None:
        """Keep the new value as a challenger: in the contest of that place if one is open, else in a new
        one."""
        claim = Claim(self.op.uid, write.new, write.base)
        self._disputed.append((name, element))
        for at, open_one in enumerate(self.contests):
            if (open_one.field, open_one.element) == (name, element):
                self.contests[at] = replace(open_one, challengers=(*open_one.challengers, claim))
                return
        standing = incumbent or Claim(self.fmeta.get(name), self.values.get(name))
        self.contests.append(Contest(name, element, reason, standing, (claim,)))

    def settle(self, name: str, seen: Collection[str | None]) -> None:
        """Close what `seen` challenged about the field: its author knew those challengers."""
        kept = [contest.without(seen) if contest.field == name else contest for contest in self.contests]
        self._changed |= kept != self.contests
        self.contests = [contest for contest in kept if contest.challengers]

    def revive(self) -> None:
        """An edit that meets a tombstone: the record stays, and people decide."""
        if self.values.get(VOID) and (self._changed or self._disputed) and VOID not in self.op.fields:
            incumbent = Claim(self.fmeta[VOID], value=True)
            self.contest(VOID, Write(None, None, None), "voided", incumbent=incumbent)
            self.values[VOID] = None
            self.fmeta[VOID] = self.op.uid

    def note_late(self) -> None:
        """Put the operation among the transitions that came too late."""
        self.late.append(self.op.uid)
        self._changed = self.merged = True

    def outcome(self) -> Outcome:
        """The record after the operation, and what became of it."""
        disputed = tuple(c for c in self.contests if (c.field, c.element) in self._disputed)
        self._changed |= bool(disputed)
        return Outcome(self._after(), self._result(disputed), disputed, tuple(self._superseded))

    def _after(self) -> State:
        return State(
            self.state.et,
            self.state.eid,
            self.values,
            self.fmeta,
            self.agreed,
            self.state.version + self._changed,
            tuple(self.contests),
            tuple(self.late),
            self.state.extra,
        )

    def _result(self, disputed: tuple[Contest, ...]) -> str:
        if disputed:
            return CONFLICT
        if not self._changed:
            return NOOP
        beside = self.op.kind == "create" and not self._fresh
        return MERGED if self.merged or beside else APPLIED
