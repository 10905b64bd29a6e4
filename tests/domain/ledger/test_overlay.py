from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.fields import Merge
from qi_desk.domain.ledger.merge import apply
from qi_desk.domain.ledger.operations import Operation
from qi_desk.domain.ledger.overlay import view
from qi_desk.domain.ledger.state import State
from tests.domain.ledger.making import make

RULES = {
    "x": Merge.GUARD,
    "tags": Merge.SET,
    "count": Merge.COUNTER,
    "number": Merge.IMMUTABLE,
    "state": Merge.GUARD,
}
BASE = State("thing", "e1", {"x": "theirs", "tags": ["p"], "count": 5}, dict.fromkeys(["x", "tags", "count"], "b"))


def shown(*ops: Operation, base: State | None = BASE) -> State:
    state = view(base, ops, RULES)
    assert state is not None
    return state


def test_nothing_own_shows_the_base() -> None:
    assert view(BASE, (), RULES) is BASE
    assert view(None, (), RULES) is None


def test_an_own_write_shows_even_where_the_base_has_moved_on() -> None:
    state = shown(make("set", "s", {"x": ("older", "was", "mine")}))
    assert (state.values["x"], state.fmeta["x"]) == ("mine", "s")
    assert apply(BASE, make("set", "s", {"x": ("older", "was", "mine")}), RULES).result == "conflict"


def test_own_additions_show_beside_what_others_added() -> None:
    state = shown(make("set", "s", {"tags": ("o", [], ["q"]), "count": ("o", 1, 3)}))
    assert state.values["tags"] == ["p", "q"]
    assert state.values["count"] == 7


def test_an_own_record_shows_before_anybody_knows_it() -> None:
    assert shown(make("create", "c", {"x": 1}), base=None).values == {"x": 1}
    assert shown(make("set", "s", {"x": ("c", 1, 2)}), base=None).values == {"x": 2}


def test_own_tombstones_transitions_and_papers_show() -> None:
    assert shown(make("tombstone", "t")).void
    assert not shown(make("tombstone", "t"), make("set", "s", {"x": "again"})).void
    moved = make("transition", "t", {"state": (None, "open", "closed")}, source="open")
    assert shown(moved).values["state"] == "closed"
    papers = (make("attach", "a", refs=("sha256:1", "sha256:2")), make("detach", "d", refs=("sha256:1",)))
    assert shown(*papers).values["attachments"] == ["sha256:2"]


def test_an_own_decision_closes_the_contest_at_once() -> None:
    base = apply(BASE, make("set", "t", {"x": ("old", "old", "other")}), RULES).state
    assert base is not None
    assert base.contests
    state = shown(make("resolve", "r", {"x": ("b", "theirs", "other")}, refs=("t",)), base=base)
    assert (state.values["x"], state.contests) == ("other", ())


def test_looking_changes_nothing() -> None:
    assert view(BASE, [make("audit", "s", {"x": 1}, event="revealed")], RULES) is BASE


writes = st.tuples(st.sampled_from(["x", "number", "count"]), st.integers(0, 4))


@given(st.lists(writes, max_size=6))
def test_alone_a_desk_sees_what_the_district_will_say(made: list[tuple[str, Any]]) -> None:
    rules = RULES | {"number": Merge.GUARD}
    base = apply(None, make("create", "c", {"x": 0, "number": 0, "count": 0}), rules).state
    ops: list[Operation] = []
    for at, (name, new) in enumerate(made):
        seen = view(base, ops, rules)
        assert seen is not None
        ops.append(make("set", f"s{at}", {name: (seen.fmeta[name], seen.values[name], new)}))
    merged = base
    for op in ops:
        merged = apply(merged, op, rules).state
    assert view(base, ops, rules) == merged
