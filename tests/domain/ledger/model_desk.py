"""A desk in memory over the production core: its log, its base, and what it does with answers and pages."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import Any

from qi_desk.domain.ledger import cursors
from qi_desk.domain.ledger.cursors import Cursor
from qi_desk.domain.ledger.operations import GENESIS, Operation, Sealed, Write, seal
from qi_desk.domain.ledger.overlay import view
from qi_desk.domain.ledger.state import Contest, State
from qi_desk.domain.ledger.watermarks import (
    KEEP,
    Position,
    Watermarks,
    needs_new_incarnation,
    on_page,
    on_push_answer,
)
from tests.domain.ledger.reference_server import RULES, Answer, Page, Server

_ENOUGH = 200


class Desk:
    """One file on one disk; `copied` is what a backup or a cloned disk holds."""

    def __init__(self, inc: str) -> None:
        self.inc = inc
        self.marks = Watermarks()
        self.outbox: list[Sealed] = []
        self.digests: dict[int, bytes] = {0: GENESIS}
        self.base: dict[str, State] = {}
        self.cursor = cursors.encode(Cursor("e1"))
        self.epoch = "e1"
        self.sent_since_reset: set[str] | None = None
        self.salvage: list[State] = []
        self.overwritten: dict[tuple[str, str], set[str | None]] = {}
        self.tagged: dict[str, set[str]] = {}

    def copied(self) -> Desk:
        twin = copy.copy(self)
        twin.outbox, twin.salvage = list(self.outbox), list(self.salvage)
        twin.digests, twin.base = dict(self.digests), dict(self.base)
        twin.sent_since_reset = None if self.sent_since_reset is None else set(self.sent_since_reset)
        twin.overwritten = {place: set(uids) for place, uids in self.overwritten.items()}
        twin.tagged = {eid: set(tags) for eid, tags in self.tagged.items()}
        return twin

    def view(self, eid: str) -> State | None:
        return view(self.base.get(eid), [op for op in self.active() if op.eid == eid], RULES)

    def active(self) -> list[Operation]:
        return self.marks.active(entry.operation for entry in self.outbox)

    def write(self, uid: str, eid: str, name: str, new: Any) -> Operation:
        shown = self.view(eid)
        if shown is None:
            return self._append(uid, "create", eid, {name: Write(None, None, new)})
        old = shown.values.get(name)
        if old != new:
            self.overwritten.setdefault((eid, name), set()).add(shown.fmeta.get(name))
        return self._append(uid, "set", eid, {name: Write(shown.fmeta.get(name), old, new)})

    def add_tag(self, uid: str, eid: str) -> Operation:
        shown = self.view(eid)
        self.tagged.setdefault(eid, set()).add(uid)
        return self.write(uid, eid, "tags", [*((shown and shown.values.get("tags")) or []), uid])

    def bump(self, uid: str, eid: str, by: int) -> Operation:
        shown = self.view(eid)
        return self.write(uid, eid, "count", ((shown and shown.values.get("count")) or 0) + by)

    def resolve(self, uid: str, contest: Contest, eid: str, *, theirs: bool) -> Operation:
        shown = self.view(eid)
        assert shown is not None
        name, old = contest.field, shown.values.get(contest.field)
        new = old if theirs else contest.challengers[-1].value
        if new != old:
            self.overwritten.setdefault((eid, name), set()).add(shown.fmeta.get(name))
        refs = tuple(claim.uid for claim in contest.challengers if claim.uid)
        return self._append(uid, "resolve", eid, {name: Write(shown.fmeta.get(name), old, new)}, refs)

    def _append(self, uid: str, kind: str, eid: str, fields: dict[str, Write], refs: tuple[str, ...] = ()) -> Operation:
        draft = Operation(
            uid=uid,
            inc=self.inc,
            seq=1,
            prev=GENESIS,
            kind=kind,
            et="thing",
            eid=eid,
            actor="",
            act=uid,
            wall="-",
            fields=fields,
            refs=refs,
        )
        return self._seal(draft).operation

    def _seal(self, draft: Operation) -> Sealed:
        entry = seal(draft, inc=self.inc, seq=self.marks.n + 1, prev=self.digests[self.marks.n])
        self.marks = self.marks.appended(entry.operation.seq)
        self.outbox.append(entry)
        self.digests[entry.operation.seq] = entry.digest
        return entry

    def position(self, seq: int) -> Position:
        return Position(seq, self.digests[seq])

    def request(self, size: int) -> tuple[str, Position, Position, list[bytes]]:
        """A push: incarnation, where it began, what went before, and the next lines."""
        lines = [entry.raw for entry in self.outbox if entry.operation.seq > self.marks.hwm]
        return self.inc, self.position(self.marks.origin), self.position(self.marks.hwm), lines[:size]

    def drained(self) -> bool:
        return self.marks.hwm == self.marks.n

    def take_answer(self, answer: Answer) -> bool:
        """Whether the desk may go on as it is; False if it must begin anew."""
        if answer.kind == "fork" or needs_new_incarnation(self.marks, answer.position, self.digests.get):
            return False
        if answer.epoch != self.epoch:
            self._reset(answer.epoch, cursors.encode(Cursor(answer.epoch)))
        self.marks = self.advanced(answer)
        self.outbox = [entry for entry in self.outbox if not self.forgets(entry.operation.seq)]
        return True

    def advanced(self, answer: Answer) -> Watermarks:
        return on_push_answer(self.marks, answer.position, answer.durable, self.digests.get)

    def forgets(self, seq: int) -> bool:
        return self.marks.prunable(seq, KEEP + timedelta(1))

    def take_page(self, page: Page) -> bool:
        """Whether there is more to fetch."""
        if page.asked_from != self.cursor:
            return True
        last = not page.more
        self.marks = on_page(self.marks, page.position, page.held, self.digests.get, last=self.includes(last=last))
        if page.reset:
            self._reset(cursors.decode(page.cursor).epoch, page.cursor)
            return True
        for state in page.rows:
            self.base[state.eid] = state
        if self.sent_since_reset is not None:
            self.sent_since_reset |= {state.eid for state in page.rows}
        self.cursor = page.cursor
        if last and self.sent_since_reset is not None:
            self.salvage += [self.base.pop(eid) for eid in sorted(self.base.keys() - self.sent_since_reset)]
            self.sent_since_reset = None
        return page.more

    def includes(self, *, last: bool) -> bool:
        return last

    def _reset(self, epoch: str, cursor: str) -> None:
        self.epoch, self.cursor, self.sent_since_reset = epoch, cursor, set()

    def pull_all(self, server: Server) -> None:
        for _ in range(_ENOUGH):
            if not self.take_page(server.pull(self.cursor, self.inc)):
                return
        raise AssertionError("the feed has no end")

    def begin_anew(self, server: Server, inc: str) -> None:
        """Become a new incarnation: what is not durable under the old name goes on under the new one."""
        self.pull_all(server)
        again = [entry.operation for entry in self.outbox if entry.operation.seq > self.marks.durable]
        self.inc, self.outbox = inc, []
        self.marks = Watermarks.begin(self.marks.n)
        for op in again:
            self._seal(op)
