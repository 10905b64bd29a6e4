"""A district in memory, as small as the protocol allows (sync.md 2.5-2.7): the judge of the core, not a
product."""

from __future__ import annotations

import copy
import itertools
from dataclasses import dataclass, field

from qi_desk.domain.fields import Merge
from qi_desk.domain.ledger import cursors, merge
from qi_desk.domain.ledger.cursors import Cursor
from qi_desk.domain.ledger.operations import GENESIS, Operation, decode, digest
from qi_desk.domain.ledger.state import HELD, Outcome, State
from qi_desk.domain.ledger.watermarks import Position

STREAM = "d:ent"
RULES = {"x": Merge.GUARD, "y": Merge.GUARD, "z": Merge.LWW, "count": Merge.COUNTER, "tags": Merge.SET}
_TAGS = itertools.count(1)


@dataclass(frozen=True)
class Answer:
    """What a push is answered: "ok", "gap" or "fork", and how far the district's log of the incarnation
    goes."""

    kind: str
    epoch: str
    position: Position
    durable: int


@dataclass(frozen=True)
class Page:
    """A page of changes with what else stood in its snapshot. `reset`: the cursor asked from is of another
    past."""

    asked_from: str
    cursor: str
    rows: tuple[State, ...]
    more: bool
    position: Position
    held: frozenset[int]
    reset: bool = False


@dataclass
class Log:
    """What arrived from one incarnation, behind `origin`."""

    origin: Position
    ops: list[Operation] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)

    def head(self) -> Position:
        return Position(self.origin.seq + len(self.ops), self.digests[-1] if self.digests else self.origin.digest)

    def digest_of(self, seq: int) -> bytes:
        return self.origin.digest if seq == self.origin.seq else self.digests[seq - self.origin.seq - 1]


class Server:
    """One district. `backup` gives what `restored` goes back to."""

    def __init__(self) -> None:
        self.epoch = "e1"
        self.logs: dict[str, Log] = {}
        self.states: dict[str, State] = {}
        self.applied: dict[str, Operation] = {}
        self.waiting: list[Operation] = []
        self.tags: list[bytes] = [b""]
        self.numbers: dict[str, int] = {}
        self.durable: dict[str, int] = {}

    def backup(self) -> Server:
        self.durable = {inc: log.head().seq for inc, log in self.logs.items()}
        return copy.deepcopy(self)

    def known(self) -> dict[str, Operation]:
        """Every operation ever admitted, by uid."""
        return {op.uid: op for log in self.logs.values() for op in log.ops}

    def push(self, inc: str, origin: Position, before: Position, lines: list[bytes]) -> Answer:
        log = self.logs.get(inc) or Log(origin)
        if before.seq > log.head().seq:
            return self.answer("gap", log, inc)
        if not self.same(log.digest_of(before.seq), before.digest):
            return self.answer("fork", log, inc)
        for raw in lines:
            op = decode(raw)
            if op.seq <= log.head().seq:
                if not self.same(log.digest_of(op.seq), digest(raw)):
                    return self.answer("fork", log, inc)
                self.arrived_again(op)
                continue
            assert op.seq == log.head().seq + 1
            assert op.inc == inc
            self.logs[inc] = log
            self.admit(op)
            log.ops.append(op)
            log.digests.append(digest(raw))
        return self.answer("ok", log, inc)

    def same(self, here: bytes, there: bytes) -> bool:
        return here == there

    def answer(self, kind: str, log: Log, inc: str) -> Answer:
        return Answer(kind, self.epoch, log.head(), self.durable.get(inc, 0))

    def arrived_again(self, op: Operation) -> None:
        """An operation already in this log: its effect is there."""

    def admit(self, op: Operation) -> None:
        if op.uid in self.applied or any(waiting.uid == op.uid for waiting in self.waiting):
            return
        self.waiting.append(op)
        while self.work_off():
            pass

    def work_off(self, *, force: bool = False) -> bool:
        """Apply the first waiting operation that can be; with `force` also one whose bases will never
        come."""
        for op in self.waiting:
            if (force or self.ready(op)) and self.take_effect(op, force=force):
                self.waiting = [other for other in self.waiting if other is not op]
                self.applied[op.uid] = op
                return True
        return False

    def ready(self, op: Operation) -> bool:
        return merge.bases(op) <= self.applied.keys()

    def take_effect(self, op: Operation, *, force: bool = False) -> bool:
        state = self.states.get(op.eid)
        if state is None and force:
            state = State(op.et, op.eid)
        outcome = self.merge(state, op)
        if outcome.result == HELD or outcome.state is None:
            return False
        self.states[op.eid] = outcome.state
        self.numbers[op.eid] = len(self.tags)
        self.tags.append(b"%d" % next(_TAGS))
        return True

    def merge(self, state: State | None, op: Operation) -> Outcome:
        return merge.apply(state, op, RULES)

    def pull(self, token: str, inc: str, limit: int = 1) -> Page:
        cursor = cursors.decode(token)
        log = self.logs.get(inc) or Log(Position(0, GENESIS))
        waiting = {op.uid for op in self.waiting}
        held = frozenset(op.seq for op in log.ops if op.uid in waiting)
        seq, tag = cursor.streams.get(STREAM, (0, b""))
        if cursor.epoch != self.epoch or not self.remembers(seq, tag):
            return Page(token, self.token(0), (), True, log.head(), held, reset=True)
        later = sorted((number, eid) for eid, number in self.numbers.items() if number > seq)
        rows = later[:limit]
        more = len(later) > limit
        number = rows[-1][0] if more else len(self.tags) - 1
        states = tuple(self.states[eid] for _, eid in rows)
        return Page(token, self.token(number), states, more, log.head(), held)

    def remembers(self, seq: int, tag: bytes) -> bool:
        return seq < len(self.tags) and self.tags[seq] == tag

    def token(self, seq: int) -> str:
        return cursors.encode(Cursor(self.epoch, {STREAM: (seq, self.tags[seq])}))
