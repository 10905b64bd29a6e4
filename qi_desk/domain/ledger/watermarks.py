"""How far this desk's operations have got: received, included, durable (sync.md 2.1, 2.16, 2.17 I5-I8, I11,
I13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from qi_desk.domain.ledger.operations import Operation

KEEP = timedelta(days=90)
"""How long a desk keeps operations that are safe elsewhere."""

HashOf = Callable[[int], bytes | None]
"""The digest of this incarnation's own operation with that number, also of the one it began behind; None if
it holds none."""


@dataclass(frozen=True, slots=True)
class Position:
    """How far the district's log of this incarnation goes: last number and its digest."""

    seq: int
    digest: bytes


@dataclass(frozen=True, slots=True)
class Watermarks:
    """Of one incarnation, which began behind `origin` (0 for a new desk's first).

    `n` last own number; `hwm` received by the district; `included`: the effect is inside the base here;
    `durable` in a backup or replica there; `held`: numbers received that wait there, so their effect is not
    inside the base.
    """

    origin: int = 0
    n: int = 0
    hwm: int = 0
    included: int = 0
    durable: int = 0
    held: frozenset[int] = frozenset()

    @staticmethod
    def begin(origin: int) -> Watermarks:
        """Those of an incarnation that goes on behind `origin`."""
        return Watermarks(origin, origin, origin, origin, origin)

    def appended(self, seq: int) -> Watermarks:
        """After the own operation `seq`, which is the next."""
        if seq != self.n + 1:
            raise ValueError(seq)
        return replace(self, n=seq)

    def is_active(self, seq: int) -> bool:
        """Whether the operation belongs on top of the base: not included, or included without effect so far
        (I6)."""
        return seq > self.included or seq in self.held

    def active(self, ops: Iterable[Operation]) -> list[Operation]:
        """Those of `ops` (of this incarnation, in order) that belong on top of the base."""
        return [op for op in ops if self.is_active(op.seq)]

    def prunable(self, seq: int, age: timedelta) -> bool:
        """Whether the desk may forget the operation: durable there, its effect here, and old (2.16)."""
        return seq <= min(self.durable, self.included) and seq not in self.held and age >= KEEP


def on_push_answer(marks: Watermarks, position: Position, durable: int, hash_of: HashOf) -> Watermarks:
    """After the district's answer to a push, which must answer the request under way and not an older one.

    What the answer says of single operations is for the screen only. `hwm` follows the district's,
    downwards too (I7): what a restored district has lost is pushed again. A position that is not this
    desk's own moves nothing.
    """
    if not is_mine(marks, position, hash_of):
        return marks
    hwm = max(position.seq, marks.origin)
    return replace(
        marks,
        hwm=hwm,
        included=min(marks.included, hwm),
        durable=min(durable if durable > marks.origin else min(marks.durable, marks.origin), hwm),
        held=frozenset(seq for seq in marks.held if seq <= hwm),
    )


def on_page(marks: Watermarks, position: Position, held: Iterable[int], hash_of: HashOf, *, last: bool) -> Watermarks:
    """With a page of changes, in its transaction. `position` and `held` are as of the snapshot the page was
    read from.

    Only the last page of a pull moves `included` up (I6), and only a position whose digest is this desk's
    own moves anything: another's log under the same name says nothing about the own operations (I11).
    """
    if not is_mine(marks, position, hash_of):
        return marks
    hwm = max(position.seq, marks.origin)
    return replace(
        marks,
        hwm=hwm,
        included=hwm if last else min(marks.included, hwm),
        durable=min(marks.durable, hwm),
        held=frozenset(held) if last else frozenset(seq for seq in marks.held if seq <= hwm),
    )


def is_mine(marks: Watermarks, position: Position, hash_of: HashOf) -> bool:
    """Whether the district's log of this incarnation is a beginning of the own one."""
    if position.seq <= marks.origin:
        return position.seq < marks.origin or not position.seq or hash_of(position.seq) == position.digest
    return position.seq <= marks.n and hash_of(position.seq) == position.digest


def needs_new_incarnation(marks: Watermarks, position: Position, hash_of: HashOf) -> bool:
    """Whether this file was forked from the one the district knows: it knows more of this incarnation than
    is here, or something else (a copy was restored, or a disk cloned, I13).

    Then: pull to the end, begin a new incarnation behind the last own number, and `seal` anew every
    operation that is not durable. They keep their uids, so the district knows those it has and nothing
    takes effect twice.
    """
    return not is_mine(marks, position, hash_of)
