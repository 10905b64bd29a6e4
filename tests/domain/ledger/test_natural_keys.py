from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qi_desk.domain.ledger.natural_keys import NAMESPACE, enterprise_id, keyed_id, uuid7

moments = st.integers(0, (1 << 48) - 1)
ten_bytes = st.binary(min_size=10, max_size=10)


def test_ids_of_natural_keys_are_fixed_for_ever() -> None:
    assert str(NAMESPACE) == "6f1d3c52-9a57-5b0e-8c1e-2f7b1a90d4c3"
    assert enterprise_id("91440101MA5CXXXX0K") == str(uuid.uuid5(NAMESPACE, "enterprise:91440101MA5CXXXX0K"))
    assert uuid.UUID(enterprise_id("91440101MA5CXXXX0K")).version == 5
    assert enterprise_id("A") == keyed_id("enterprise", "A") != keyed_id("setting", "A")


@given(moments, ten_bytes)
def test_a_uuid7_says_when_and_what_it_is(unix_ms: int, random: bytes) -> None:
    text = uuid7(unix_ms, random)
    read = uuid.UUID(text)
    assert (str(read), read.version, read.variant, read.int >> 80) == (text, 7, uuid.RFC_4122, unix_ms)


@given(moments, moments, ten_bytes, ten_bytes)
def test_later_ids_sort_later(one: int, other: int, here: bytes, there: bytes) -> None:
    if one < other:
        assert uuid7(one, here) < uuid7(other, there)


@given(moments, ten_bytes, st.integers(0, 73))
def test_all_free_bits_count(unix_ms: int, random: bytes, bit: int) -> None:
    place = bit if bit < 62 else bit + 2
    flipped = (int.from_bytes(random, "big") ^ 1 << place).to_bytes(10, "big")
    assert uuid7(unix_ms, flipped) != uuid7(unix_ms, random)


@pytest.mark.parametrize(("unix_ms", "random"), [(0, bytes(9)), (0, bytes(11)), (-1, bytes(10)), (1 << 48, bytes(10))])
def test_what_makes_no_uuid7_is_refused(unix_ms: int, random: bytes) -> None:
    with pytest.raises(ValueError, match=str(unix_ms)):
        uuid7(unix_ms, random)
