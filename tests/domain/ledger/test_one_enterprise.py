"""Two desks that opened a file for the same enterprise while offline have one file afterwards, with every value."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.enterprises import ENTERPRISE
from qi_desk.domain.fields import Merge, Type
from qi_desk.domain.ledger.merge import apply
from qi_desk.domain.ledger.natural_keys import enterprise_id
from qi_desk.domain.ledger.operations import Operation
from qi_desk.domain.ledger.state import State
from tests.domain.ledger.making import make

CODE = "91440113MADEMQ012X"
RULES = ENTERPRISE.merge_rules()
TAGS = st.lists(st.sampled_from(["regulated", "high_tech", "specialised"]), unique=True, max_size=3)
NAMES = st.lists(st.sampled_from(["旧名甲", "旧名乙", "旧名丙"]), unique=True, max_size=3)


def value_of(name: str) -> st.SearchStrategy[Any]:
    if name == "tags":
        return TAGS
    if name == "former_names":
        return NAMES.map(lambda names: [{"key": one, "name": one} for one in names])
    number = ENTERPRISE.field(name).type in (Type.INTEGER, Type.MONEY)
    return st.integers(0, 3) if number else st.sampled_from(["甲", "乙", "丙"])


files = st.fixed_dictionaries({}, optional={name: value_of(name) for name in ENTERPRISE.names()})


def opened(desk: str, values: dict[str, Any]) -> Operation:
    """What a desk writes when it opens the file."""
    return make("create", desk, values, et="enterprise", eid=enterprise_id(CODE), inc=desk)


def met(*ops: Operation) -> State:
    state = None
    for op in ops:
        state = apply(state, op, RULES).state
    assert state is not None
    return state


def told(state: State, name: str) -> list[Any]:
    """Every value of the field that stands or is kept beside it."""
    return [state.values.get(name), *(claim.value for one in state.contested(name) for claim in one.challengers)]


@given(files, files)
def test_one_file_is_left_and_no_value_is_lost(here: dict[str, Any], there: dict[str, Any]) -> None:
    for state in (met(opened("A", here), opened("B", there)), met(opened("B", there), opened("A", here))):
        assert state.eid == enterprise_id(CODE)
        for file in (here, there):
            for name, value in file.items():
                if RULES[name] == Merge.SET:
                    assert [one for one in value if one not in state.values[name]] == []
                else:
                    assert value in told(state, name)


@given(files, files)
def test_whoever_comes_first_the_same_values_are_known(here: dict[str, Any], there: dict[str, Any]) -> None:
    one, other = met(opened("A", here), opened("B", there)), met(opened("B", there), opened("A", here))
    for name in ENTERPRISE.names():
        if RULES[name] == Merge.SET:
            assert sorted(map(str, one.values.get(name) or [])) == sorted(map(str, other.values.get(name) or []))
        else:
            assert set(map(str, told(one, name))) == set(map(str, told(other, name)))


@given(files, files)
def test_a_field_only_one_desk_knew_is_simply_there(here: dict[str, Any], there: dict[str, Any]) -> None:
    state = met(opened("A", here), opened("B", there))
    for name in there.keys() - here.keys():
        assert state.values[name] == there[name]
        assert state.contested(name) == ()
