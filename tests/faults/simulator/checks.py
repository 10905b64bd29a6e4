"""What must hold after every history, whatever happened in it (sync.md 2.17): each check names its invariant."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from qi_desk.domain.ledger import merge
from qi_desk.domain.ledger.operations import GENESIS, Operation, decode, digest
from qi_desk.domain.ledger.state import VOID, State
from qi_desk.domain.ledger.state_lines import read_state, state_line
from qi_desk.domain.records import rules_of
from qi_desk.services import disputes
from qi_desk.services.ports import Query
from qi_desk.sync.protocol import streams_of
from tests.faults.simulator.world import FIELDS, World, effects
from tests.support.stations import Bench


class Broken(AssertionError):
    """An invariant does not hold."""


def expect(holds: object, name: str, *seen: object) -> None:
    """Raise Broken under the invariant's name."""
    if not holds:
        raise Broken(f"{name}: {seen}")


def everything(world: World) -> None:
    """All checks."""
    states = _states(world)
    _nothing_waits(world)
    _nothing_lost_nothing_doubled(world)
    _logs_are_chains(world)
    _the_fold_is_the_state(world, states)
    _nobody_overwritten_unseen(world, states)
    _places_apart(world)
    _desks_agree(world, states)
    _numbers_are_unique(world)
    _disputes_are_listed(world, states)
    _files_are_sound(world)


def _sql(world: World, sql: str) -> list[Any]:
    with world.office.engine.connect().execution_options(looking=True) as connection:
        return list(connection.exec_driver_sql(sql).fetchall())


def _states(world: World) -> dict[str, State]:
    return {str(eid): read_state(str(line)) for eid, line in _sql(world, "SELECT eid, line FROM row_state")}


def _nothing_waits(world: World) -> None:
    for bench in world.benches:
        marks = bench.house.store.exchange.marks()
        expect(marks.hwm == marks.n, "I7 all is sent", marks)
        expect(not marks.held, "I3 nothing waits", marks.held)


def _nothing_lost_nothing_doubled(world: World) -> None:
    lost = world.written - effects(world.office) - world.gone
    expect(not lost, "I1 nothing is lost", len(lost), sorted(lost)[:3])
    doubled = [
        uid for uid, count in Counter(row[0] for row in _sql(world, "SELECT uid FROM effect")).items() if count > 1
    ]
    expect(not doubled, "I3 effects happen once", doubled)


def _logs_are_chains(world: World) -> None:
    logs: dict[str, list[tuple[int, bytes]]] = defaultdict(list)
    for inc, seq, raw in _sql(world, "SELECT inc, seq, raw FROM op_log ORDER BY inc, seq"):
        logs[str(inc)].append((int(seq), bytes(raw)))
    origins = {
        str(inc): (int(seq), bytes(d))
        for inc, seq, d in _sql(world, "SELECT inc, origin, origin_digest FROM incarnation")
    }
    for inc, lines in logs.items():
        before, last = origins.get(inc, (0, GENESIS))
        for seq, raw in lines:
            expect(seq == before + 1 and decode(raw).prev == last, "I2 a log is a chain without gaps", inc, seq)
            before, last = seq, digest(raw)


def _operations(world: World) -> list[Operation]:
    sql = "SELECT (SELECT raw FROM op_log o WHERE o.uid = e.uid LIMIT 1) FROM effect e WHERE waits = 0 ORDER BY place"
    return [decode(bytes(raw)) for (raw,) in _sql(world, sql)]


def _the_fold_is_the_state(world: World, states: dict[str, State]) -> None:
    folded: dict[str, State] = {}
    for op in _operations(world):
        state = folded.get(op.eid) or (
            State(op.et, op.eid) if op.kind not in merge.CREATING and op.kind != "audit" else None
        )
        outcome = merge.apply(state, op, rules_of(op.et), authority=op.inc.startswith("district-"))
        if outcome.state is not None:
            folded[op.eid] = outcome.state
    for eid, state in states.items():
        expect(state_line(folded[eid]) == state_line(state), "I20 the fold of the log is the state", state.et, eid)


def _nobody_overwritten_unseen(world: World, states: dict[str, State]) -> None:
    """Every value of a guarded field stands, was replaced by somebody who had seen it, or is disputed or decided."""
    operations = [op for op in _operations(world) if op.eid == world.client]
    seen = {write.base for op in operations for name, write in op.fields.items() if name in FIELDS}
    seen |= {uid for op in operations if op.kind == "resolve" for uid in op.refs}
    state = states[world.client]
    standing = {state.fmeta.get(name) for name in FIELDS} | {
        uid for name in FIELDS for uid in state.agreed.get(name, ())
    }
    standing |= {uid for contest in state.contests for uid in contest.uids()}
    standing |= {claim.base for contest in state.contests for claim in contest.challengers}
    for op in operations:
        written = [name for name in op.fields if name in FIELDS]
        if written and op.uid not in seen | standing:
            expect(_agreed(op, operations), "I10 no silent overwrite", op.uid, written)


def _agreed(op: Operation, others: list[Operation]) -> bool:
    """Whether another wrote the very same value: to agree is not to be overwritten."""
    return any(
        other.uid != op.uid and name in other.fields and other.fields[name].new == write.new
        for other in others
        for name, write in op.fields.items()
    )


def _places_apart(world: World) -> None:
    slots: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for resource, begins, ends in _sql(world, "SELECT resource, begins, ends FROM slot ORDER BY resource, begins"):
        slots[str(resource)].append((int(begins), int(ends)))
    for spans in slots.values():
        expect(all(one[1] <= two[0] for one, two in pairwise(spans)), "I14 confirmed places do not overlap", spans)
    confirmed = []
    for bench in world.benches:
        with bench.house.store.read() as look:
            confirmed += [
                (one["blocks_from"], one["blocks_until"], one.eid)
                for one in look.select(Query("booking", limit=500))
                if one["judged"] == "confirmed" and one["state"] == "booked" and one["resource"] == world.shared
            ]
    spans = sorted(set(confirmed))
    expect(all(one[1] <= two[0] for one, two in pairwise(spans)), "I14 nobody is promised the same time", spans)


def _desks_agree(world: World, states: dict[str, State]) -> None:
    members = {(str(stream), str(eid)) for stream, eid in _sql(world, "SELECT stream, eid FROM member")}
    for bench in world.benches:
        streams = streams_of(bench.house.station_code)
        for eid, state in states.items():
            if any((stream, eid) in members for stream in streams):
                base = _base(bench, eid)
                expect(base == state_line(state), "I21 equal cursors, equal records", bench.house.desk, state.et, eid)
                _row_is_shown(bench, state)


def _base(bench: Bench, eid: str) -> str:
    with bench.house.store.engine.connect() as connection:  # type: ignore[attr-defined]
        row = connection.exec_driver_sql("SELECT data FROM base WHERE eid = ?", (eid,)).fetchone()
    return str(row[0]) if row else ""


def _row_is_shown(bench: Bench, state: State) -> None:
    with bench.house.store.engine.connect() as connection:  # type: ignore[attr-defined]
        found = connection.exec_driver_sql(
            f'SELECT fmeta, void FROM "{state.et}" WHERE eid = ?', (state.eid,)
        ).fetchone()
    expect(found is not None, "I6 what is in the base is on the screen", state.et, state.eid)
    writers = {name: uid for name, uid in json.loads(found[0]).items() if name != VOID}
    told = {name: uid for name, uid in state.fmeta.items() if name != VOID}
    expect(writers == told, "I6 the screen shows the base", state.et, state.eid)
    expect(bool(found[1]) == state.void, "I6 what is void is void here", state.et, state.eid)


def _numbers_are_unique(world: World) -> None:
    """A desk put back with its whole disk cannot know what it printed since, until it meets the district: its numbers
    are then told apart by the records, not by themselves."""
    if world.whole_disks:
        return
    numbers = Counter(
        value
        for (line,) in _sql(world, "SELECT line FROM row_state WHERE et IN ('request', 'visit', 'booking')")
        if (value := read_state(str(line)).values.get("number"))
    )
    expect(all(count == 1 for count in numbers.values()), "numbers are unique", numbers.most_common(2))


def _disputes_are_listed(world: World, states: dict[str, State]) -> None:
    for bench in world.benches:
        every = (
            *disputes.disputes(bench.house, bench.actor),
            *disputes.disputes(bench.house, bench.actor, settled=True),
        )
        listed = {(one.eid, one.field, one.element) for one in every}
        for state in states.values():
            places = {(state.eid, contest.field, contest.element) for contest in state.contests}
            if _base(bench, state.eid):
                expect(places <= listed, "every dispute is listed", bench.house.desk, places - listed)


def _files_are_sound(world: World) -> None:
    for bench in world.benches:
        expect(bench.house.store.chain_break() is None, "a desk's own chain holds", bench.house.desk)
