from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.fields import Merge
from qi_desk.domain.ledger.merge import apply, bases
from qi_desk.domain.ledger.operations import Operation
from qi_desk.domain.ledger.state import Claim, Outcome, State
from tests.domain.ledger.making import make

RULES = {
    "x": Merge.GUARD,
    "y": Merge.GUARD,
    "note": Merge.LWW,
    "tags": Merge.SET,
    "count": Merge.COUNTER,
    "number": Merge.IMMUTABLE,
    "promised": Merge.SERVER,
    "state": Merge.GUARD,
}


def after(*ops: Operation, state: State | None = None) -> Outcome:
    """The outcome of the last of `ops`, applied one after the other."""
    outcome = Outcome(state, "")
    for op in ops:
        outcome = apply(outcome.state, op, RULES)
    return outcome


def state_of(outcome: Outcome) -> State:
    assert outcome.state is not None
    return outcome.state


def born(**values: Any) -> State:
    return state_of(after(make("create", "c", values)))


def test_a_create_makes_the_record() -> None:
    outcome = after(make("create", "c", {"x": 1}))
    assert outcome.result == "applied"
    assert outcome.state == State("thing", "e1", {"x": 1}, {"x": "c"}, version=1)


def test_a_second_create_of_the_same_natural_key_merges_field_by_field() -> None:
    outcome = after(make("create", "b", {"x": 1, "y": 2, "tags": ["n"]}), state=born(x=1, tags=["m"]))
    assert outcome.result == "merged"
    assert state_of(outcome).values == {"x": 1, "y": 2, "tags": ["m", "n"]}
    clash = after(make("create", "b", {"x": 9}), state=born(x=1))
    assert clash.result == "conflict"
    assert clash.conflicts[0].incumbent == Claim("c", 1)
    assert clash.conflicts[0].challengers == (Claim("b", 9),)


def test_who_saw_the_value_replaces_it() -> None:
    outcome = after(make("set", "s", {"x": ("c", 1, 2)}), state=born(x=1))
    assert (outcome.result, outcome.conflicts) == ("applied", ())
    assert state_of(outcome).fmeta["x"] == "s"


def test_who_wrote_the_same_value_agrees_and_has_seen_it() -> None:
    first = make("set", "s", {"x": ("c", 1, 2)})
    same = make("set", "t", {"x": ("c", 1, 2)})
    assert after(first, same, state=born(x=1)).result == "noop"
    outcome = after(first, same, make("set", "v", {"x": ("t", 2, 3)}), state=born(x=1))
    assert outcome.result == "applied"
    assert state_of(outcome).values["x"] == 3


def test_a_value_that_came_back_is_not_taken_for_the_one_seen() -> None:
    there_and_back = (make("set", "s", {"x": ("c", 1, 2)}), make("set", "t", {"x": ("s", 2, 1)}))
    outcome = after(*there_and_back, make("set", "v", {"x": ("c", 1, 3)}), state=born(x=1))
    assert outcome.result == "conflict"
    assert state_of(outcome).values["x"] == 1


def test_a_disagreement_keeps_both_and_later_edits_join_it() -> None:
    mine = make("set", "m", {"x": ("c", 1, "mine")})
    theirs = make("set", "t", {"x": ("c", 1, "theirs")})
    more = make("set", "n", {"x": ("t", "theirs", "theirs too")})
    outcome = after(mine, theirs, more, state=born(x=1))
    assert outcome.result == "conflict"
    state = state_of(outcome)
    assert state.values["x"] == "mine"
    (contest,) = state.contests
    assert (contest.reason, contest.incumbent) == ("concurrent", Claim("m", "mine", None))
    assert contest.challengers == (Claim("t", "theirs", "c"), Claim("n", "theirs too", "t"))


def test_a_challenger_that_comes_round_ends_the_disagreement() -> None:
    mine = make("set", "m", {"x": ("c", 1, "mine")})
    theirs = make("set", "t", {"x": ("c", 1, "theirs")})
    round_again = make("set", "n", {"x": ("t", "theirs", "mine")})
    assert state_of(after(mine, theirs, round_again, state=born(x=1))).contests == ()


def test_lww_takes_the_later_and_tells_what_it_replaced() -> None:
    outcome = after(
        make("set", "s", {"note": ("c", "a", "b")}),
        make("set", "t", {"note": ("c", "a", "d")}),
        state=born(note="a"),
    )
    assert outcome.result == "merged"
    assert outcome.superseded == (("note", Claim("s", "b")),)
    assert state_of(outcome).values["note"] == "d"


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 9)), max_size=6), st.randoms())
def test_counters_add_up_in_any_order(changes: list[tuple[int, int]], random: Any) -> None:
    ops = [make("set", f"s{at}", {"count": ("c", old, old + by)}) for at, (by, old) in enumerate(changes)]
    random.shuffle(ops)
    outcome = after(*ops, state=born(count=5))
    assert state_of(Outcome(outcome.state, "")).values["count"] == 5 + sum(by for by, _ in changes)


def test_the_second_value_of_an_immutable_field_is_contested() -> None:
    outcome = after(make("set", "s", {"number": ("c", "N1", "N2")}), state=born(number="N1"))
    assert (outcome.result, outcome.conflicts[0].reason) == ("conflict", "immutable")
    assert state_of(outcome).values["number"] == "N1"
    assert after(make("set", "s", {"number": "N1"}), state=born(x=1)).result == "applied"


def test_only_the_district_writes_a_server_field() -> None:
    op = make("set", "s", {"promised": "12"})
    assert apply(born(x=1), op, RULES).conflicts[0].reason == "server"
    given_there = apply(born(x=1), op, RULES, authority=True)
    assert (given_there.result, state_of(given_there).values["promised"]) == ("applied", "12")


@pytest.mark.parametrize(
    ("now", "result", "stands"),
    [("open", "applied", "closed"), ("closed", "noop", "closed"), ("void", "conflict", "void")],
)
def test_transitions_move_agree_or_come_late(now: str, result: str, stands: str) -> None:
    op = make("transition", "t", {"state": ("c", "open", "closed")}, event="close", source="open")
    outcome = after(op, state=born(state=now))
    assert (outcome.result, state_of(outcome).values["state"]) == (result, stands)


def test_a_late_transition_is_told_and_writes_nothing() -> None:
    fields = {"state": ("c", "open", "closed"), "x": ("c", 1, 2)}
    op = make("transition", "t", fields, event="close", source="open")
    outcome = after(op, state=born(state="withdrawn", x=1))
    state = state_of(outcome)
    assert (state.values, state.late) == ({"state": "withdrawn", "x": 1}, ("t",))
    assert {(contest.field, contest.reason) for contest in outcome.conflicts} == {
        ("state", "late"),
        ("x", "late"),
    }


def test_a_late_event_that_moves_nothing_is_told_without_a_contest() -> None:
    outcome = after(make("transition", "t", event="recalled", source="waiting"), state=born(state="served"))
    assert (outcome.result, outcome.conflicts, state_of(outcome).late) == ("merged", (), ("t",))


def test_a_tombstone_that_saw_everything_voids_and_keeps_the_values() -> None:
    state = born(x=1)
    outcome = after(make("tombstone", "t", refs=state.seen()), state=state)
    assert outcome.result == "applied"
    assert state_of(outcome).void
    assert state_of(outcome).values["x"] == 1
    assert after(make("tombstone", "v", refs=state.seen()), state=outcome.state).result == "noop"


@pytest.mark.parametrize("first", ["tombstone", "set"])
def test_a_tombstone_against_an_edit_leaves_the_record_and_a_contest(first: str) -> None:
    state = born(x=1)
    ops = [make("tombstone", "t", refs=state.seen()), make("set", "s", {"x": ("c", 1, 2)})]
    outcome = after(*(ops if first == "tombstone" else reversed(ops)), state=state)
    assert outcome.result == "conflict"
    assert not state_of(outcome).void
    assert state_of(outcome).values["x"] == 2
    (contest,) = state_of(outcome).contests
    assert (contest.field, contest.reason) == ("void", "voided")
    assert {contest.incumbent.uid, contest.challengers[0].uid} == {"t", "s"}


def contested() -> State:
    ops = (make("set", "m", {"x": ("c", 1, "mine")}), make("set", "t", {"x": ("c", 1, "theirs")}))
    return state_of(after(*ops, state=born(x=1)))


@pytest.mark.parametrize("chosen", ["mine", "theirs", "third"])
def test_resolving_closes_what_its_author_saw(chosen: str) -> None:
    outcome = after(make("resolve", "r", {"x": ("m", "mine", chosen)}, refs=("t",)), state=contested())
    assert outcome.result == "applied"
    assert state_of(outcome).contests == ()
    assert state_of(outcome).values["x"] == chosen


def test_resolving_twice_differently_is_a_disagreement_again() -> None:
    ops = [make("resolve", uid, {"x": ("m", "mine", uid)}, refs=("t",)) for uid in ("r", "s")]
    outcome = after(*ops, state=contested())
    assert outcome.result == "conflict"
    assert state_of(outcome).values["x"] == "r"
    assert [claim.uid for claim in state_of(outcome).contests[0].challengers] == ["s"]


def test_resolving_leaves_challengers_its_author_did_not_see() -> None:
    later = make("set", "l", {"x": ("c", 1, "later")})
    outcome = after(later, make("resolve", "r", {"x": ("m", "mine", "mine")}, refs=("t",)), state=contested())
    assert [claim.uid for claim in state_of(outcome).contests[0].challengers] == ["l"]


def test_merging_records_and_taking_it_back_leaves_the_values() -> None:
    state = born(x=1)
    merged = after(make("merge", "m", {"merged_into": "e2"}), state=state)
    assert (merged.result, state_of(merged).values["merged_into"]) == ("applied", "e2")
    other = after(make("merge", "n", {"merged_into": "e3"}), state=merged.state)
    assert other.result == "conflict"
    apart = after(make("unmerge", "u", {"merged_into": ("m", "e2", None)}), state=merged.state)
    assert {k: v for k, v in state_of(apart).values.items() if v is not None} == dict(state.values)


def test_attachments_come_and_go_by_content() -> None:
    one, two = make("attach", "a", refs=("sha256:1",)), make("attach", "b", refs=("sha256:2",))
    assert state_of(after(one, two, state=born(x=1))).values["attachments"] == ["sha256:1", "sha256:2"]
    assert after(one, make("attach", "d", refs=("sha256:1",)), state=born(x=1)).result == "noop"
    gone = after(one, two, make("detach", "d", refs=("sha256:1",)), state=born(x=1))
    assert state_of(gone).values["attachments"] == ["sha256:2"]


def test_appended_records_never_change() -> None:
    once = make("append", "a", {"x": 1})
    assert after(once, make("append", "b", {"x": 1})).result == "noop"
    assert after(once, make("append", "b", {"x": 2})).conflicts[0].reason == "immutable"


def test_what_cannot_be_judged_yet_is_held_and_changes_nothing() -> None:
    assert after(make("set", "s", {"x": 1})) == Outcome(None, "held")
    state = born(x=1)
    assert after(make("set", "s", {"x": ("c", 1, 2), "new_in_v9": 3}), state=state) == Outcome(state, "held")
    assert after(make("audit", "s", {"anything": 3}, event="seen"), state=state) == Outcome(state, "noop")


def test_bases_are_what_the_author_saw() -> None:
    assert bases(make("set", "s", {"x": ("c", 1, 2), "y": 5})) == {"c"}
    assert bases(make("resolve", "s", {"x": ("c", 1, 2)}, refs=("t",))) == {"c", "t"}
    assert bases(make("attach", "s", refs=("sha256:1",))) == frozenset()


NAMES = ["x", "y", "note", "count"]


@given(st.permutations(NAMES), st.permutations(NAMES))
def test_operations_on_different_fields_commute(one: list[str], other: list[str]) -> None:
    state = born(**dict.fromkeys(NAMES, 0))
    ops = {name: make("set", f"s-{name}", {name: ("c", 0, at)}) for at, name in enumerate(NAMES, 1)}
    assert (
        after(*map(ops.__getitem__, one), state=state).state == after(*map(ops.__getitem__, other), state=state).state
    )


steps = st.tuples(
    st.sampled_from(["x", "y", "note"]), st.sampled_from(["c", "s0", "s1", "s2", None]), st.integers(0, 3)
)


@given(st.lists(steps, max_size=6))
def test_every_guarded_value_stands_was_seen_or_is_contested(made: list[tuple[str, str | None, int]]) -> None:
    ops = [make("set", f"s{at}", {name: (base, 0, new)}) for at, (name, base, new) in enumerate(made)]
    state = state_of(after(*ops, state=born(x=0, y=0))) if ops else born(x=0, y=0)
    claims = {claim.uid for contest in state.contests for claim in contest.challengers}
    for op in ops:
        for name in op.fields.keys() & {"x", "y"}:
            new = op.fields[name].new
            same = {other.uid for other in ops if name in other.fields and other.fields[name].new == new}
            same |= {"c"} if new == 0 else set()
            seen = {other.fields[name].base for other in ops if name in other.fields}
            assert state.values[name] == new or same & seen or op.uid in claims
