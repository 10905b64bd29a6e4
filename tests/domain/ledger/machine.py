"""The exchange under faults: random schedules over several desks, copies of desks, and a district that goes
back."""

from __future__ import annotations

import itertools
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from qi_desk.domain.ledger import merge
from qi_desk.domain.ledger.operations import Operation
from qi_desk.domain.ledger.state import State
from tests.domain.ledger.model_desk import Desk
from tests.domain.ledger.reference_server import RULES, Page, Server

DESKS, MOST = 3, 4
GUARDED = ("x", "y")
which = st.integers(0, MOST - 1)
entity = st.sampled_from("AB")
fate = st.sampled_from(["ok", "ok", "ok", "request lost", "answer lost", "twice", "late"])


class Exchange(RuleBasedStateMachine):
    """Subclasses may swap `make_desk` and `make_server` to see a rule missed."""

    make_desk: ClassVar[type[Desk]] = Desk
    make_server: ClassVar[type[Server]] = Server

    def __init__(self) -> None:
        super().__init__()
        self.uids = (f"u{number:04}" for number in itertools.count(1))
        self.incs = (f"i{number}" for number in itertools.count(1))
        self.epochs = (f"e{number}" for number in itertools.count(2))
        self.server = self.make_server()
        self.saved_server = self.server.backup()
        self.desks = [self.make_desk(next(self.incs)) for _ in range(DESKS)]
        self.saved_desks: dict[int, Desk] = {}
        self.late_requests: list[tuple[Any, ...]] = []
        self.late_pages: list[tuple[Desk, Page]] = []
        self.written: dict[str, Operation] = {}
        self.only_there: set[str] = set()
        self.gone: set[str] = set()

    def _keep(self, op: Operation) -> None:
        self.written[op.uid] = op

    @rule(at=which, eid=entity, name=st.sampled_from(["x", "x", "y", "z"]), common=st.booleans())
    def edit(self, at: int, eid: str, name: str, common: bool) -> None:
        if at < len(self.desks):
            uid = next(self.uids)
            value = "common" if common and name == "y" else f"v{uid}"
            self._keep(self.desks[at].write(uid, eid, name, value))

    @rule(at=which, eid=entity)
    def tag(self, at: int, eid: str) -> None:
        if at < len(self.desks):
            self._keep(self.desks[at].add_tag(next(self.uids), eid))

    @rule(at=which, eid=entity, by=st.integers(1, 3))
    def bump(self, at: int, eid: str, by: int) -> None:
        if at < len(self.desks):
            self._keep(self.desks[at].bump(next(self.uids), eid, by))

    @rule(at=which, eid=entity, theirs=st.booleans())
    def resolve(self, at: int, eid: str, theirs: bool) -> None:
        shown = self.desks[at].view(eid) if at < len(self.desks) else None
        if shown and shown.contests:
            op = self.desks[at].resolve(next(self.uids), shown.contests[0], eid, theirs=theirs)
            self._keep(op)

    @rule(at=which, size=st.integers(1, 3), happens=fate)
    def push(self, at: int, size: int, happens: str) -> None:
        if at >= len(self.desks) or happens == "request lost":
            return
        request = self.desks[at].request(size)
        if happens == "late":
            self.late_requests.append(request)
            return
        answer = self.server.push(*request)
        if happens == "twice":
            self.server.push(*request)
        if happens != "answer lost" and not self.desks[at].take_answer(answer):
            self.desks[at].begin_anew(self.server, next(self.incs))

    @rule()
    def late_request_arrives(self) -> None:
        if self.late_requests:
            self.server.push(*self.late_requests.pop(0))

    @rule(at=which, happens=fate)
    def pull(self, at: int, happens: str) -> None:
        if at >= len(self.desks):
            return
        page = self.server.pull(self.desks[at].cursor, self.desks[at].inc)
        if happens == "late":
            self.late_pages.append((self.desks[at], page))
        elif happens in ("ok", "twice"):
            self.desks[at].take_page(page)

    @rule(at=which)
    def exchange(self, at: int) -> None:
        if at < len(self.desks):
            self._send_all(self.desks[at])
            self.desks[at].pull_all(self.server)

    @rule()
    def late_page_arrives(self) -> None:
        if self.late_pages:
            desk, page = self.late_pages.pop(0)
            desk.take_page(page)

    @rule()
    def back_up_server(self) -> None:
        self.saved_server = self.server.backup()

    @rule(declared=st.booleans())
    def restore_server(self, declared: bool) -> None:
        self.server = self.saved_server.backup()
        self.late_requests.clear()
        if declared:
            self.server.epoch = next(self.epochs)
        # Two losses at once, a desk's file and the district's: nobody has these any more.
        self.gone |= {uid for uid in self.only_there if not self._exists(uid)}

    @rule(at=which)
    def back_up_desk(self, at: int) -> None:
        if at < len(self.desks):
            self.saved_desks[at] = self.desks[at].copied()

    @rule(at=which)
    def restore_desk(self, at: int) -> None:
        if at not in self.saved_desks:
            return
        old, self.desks[at] = self.desks[at], self.saved_desks[at].copied()
        self.late_requests.clear()
        self.late_pages = [(desk, page) for desk, page in self.late_pages if desk is not old]
        thrown_away = {entry.operation.uid for entry in old.outbox} - self._held_by_desks()
        on_server = self.server.known().keys()
        self.gone |= thrown_away - on_server
        self.only_there |= thrown_away & on_server

    @rule(at=which)
    def clone_desk(self, at: int) -> None:
        if at < len(self.desks) < MOST:
            self.desks.append(self.desks[at].copied())

    def _held_by_desks(self) -> set[str]:
        return {entry.operation.uid for desk in self.desks for entry in desk.outbox}

    def _exists(self, uid: str) -> bool:
        return uid in self.server.known() or uid in self._held_by_desks()

    @invariant()
    def own_writes_stay_read(self) -> None:
        for desk in self.desks:
            shown = {eid: desk.view(eid) for eid in "AB"}
            for (eid, name), past in desk.overwritten.items():
                state = shown[eid]
                if name == "x" and state is not None:
                    assert state.fmeta.get(name) not in past, f"{desk.inc} sees what it overwrote in {eid}"
            for eid, tags in desk.tagged.items():
                state = shown[eid]
                assert state is not None, "own record vanished"
                assert tags <= set(state.values.get("tags", [])), f"{desk.inc} misses its own tag on {eid}"

    def teardown(self) -> None:
        self.settle()
        self.check_nothing_lost()
        self.check_all_agree()
        self.check_nothing_overwritten_unseen()
        self.check_effects_once()
        self.check_the_log_explains_all()

    def settle(self) -> None:
        for _ in range(60):
            for desk in self.desks:
                self._send_all(desk)
                desk.pull_all(self.server)
            if all(desk.drained() for desk in self.desks) and not self.server.waiting:
                break
            if all(desk.drained() for desk in self.desks):
                assert self._waits_for_what_is_gone(), "waits for what is there"
                self.server.work_off(force=True)
                while self.server.work_off():
                    pass
        for desk in self.desks:
            desk.pull_all(self.server)
        assert all(desk.drained() for desk in self.desks), "outbox never drained"
        assert not self.server.waiting, "operations held for ever"

    def _send_all(self, desk: Desk) -> None:
        for _ in range(60):
            if not desk.take_answer(self.server.push(*desk.request(3))):
                desk.begin_anew(self.server, next(self.incs))
            elif desk.drained():
                return

    def _waits_for_what_is_gone(self) -> bool:
        present = self.server.known().keys()
        created = {op.eid for op in self.server.applied.values()}
        first = [op for op in self.server.waiting if op.eid not in created or not merge.bases(op) <= present]
        return bool(first) and bool(self.gone)

    def check_nothing_lost(self) -> None:
        lost = self.written.keys() - self.server.applied.keys() - self.gone
        assert not lost, f"lost: {sorted(lost)}"

    def check_all_agree(self) -> None:
        for eid, state in self.server.states.items():
            for desk in self.desks:
                assert desk.view(eid) == state, f"{desk.inc} differs on {eid}"
        for desk in self.desks:
            assert desk.base.keys() == self.server.states.keys(), f"{desk.inc} has other records"

    def check_nothing_overwritten_unseen(self) -> None:
        ops = list(self.server.applied.values())
        for op in ops:
            state = self.server.states[op.eid]
            open_claims = {claim.uid for contest in state.contests for claim in contest.challengers}
            for name in op.fields.keys() & set(GUARDED):
                value = op.fields[name].new
                same = {o.uid for o in ops if o.eid == op.eid and name in o.fields and o.fields[name].new == value}
                seen = {o.fields[name].base for o in ops if o.eid == op.eid and name in o.fields}
                seen |= {uid for o in ops if o.kind == "resolve" for uid in o.refs}
                stands = state.values.get(name) == value
                assert stands or same & seen or op.uid in open_claims, f"silently overwritten: {op.uid}.{name}"

    def check_effects_once(self) -> None:
        ops = self.server.applied.values()
        for eid, state in self.server.states.items():
            deltas = [op.fields["count"] for op in ops if op.eid == eid and "count" in op.fields]
            total = sum(write.new - (write.old or 0) for write in deltas)
            assert state.values.get("count", 0) == total, f"counted wrongly on {eid}"
            tags = state.values.get("tags", [])
            assert sorted(tags) == sorted(op.uid for op in ops if op.eid == eid and "tags" in op.fields)

    def check_the_log_explains_all(self) -> None:
        """Unless an operation was forced for want of what is gone, applying the log again gives the same."""
        folded: dict[str, State | None] = {}
        for op in self.server.applied.values():
            folded[op.eid] = merge.apply(folded.get(op.eid), op, RULES).state
        assert self.gone or folded == self.server.states, "the log does not explain what stands"
