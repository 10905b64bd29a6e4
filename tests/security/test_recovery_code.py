"""The recovery code reads back however it was typed, and names the group that was mistyped."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from qi_desk.domain.errors import WrongKey
from qi_desk.security import recovery_code

SECRETS = st.binary(min_size=20, max_size=20)
PLACES = st.integers(0, 39)


def test_known_code() -> None:
    # A printed code must open its station for years: this one may never change.
    assert recovery_code.write(bytes(range(20))) == "000GD-40R4X-0M300-E209K-185G3-R38ED-1W811-24GKZ"


@given(SECRETS)
def test_reads_back(secret: bytes) -> None:
    assert recovery_code.read(recovery_code.write(secret)) == secret


@given(SECRETS, st.sampled_from(["", " ", "-", " - ", "\n", "\uff0d"]))
def test_reads_back_however_typed(secret: bytes, between: str) -> None:
    code = recovery_code.write(secret).lower().replace("0", "o").replace("1", "l")
    assert recovery_code.read(code.replace("-", between)) == secret


def test_reads_full_width_characters() -> None:
    code = recovery_code.write(bytes(range(20)))
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else c for c in code)
    assert recovery_code.read(wide) == bytes(range(20))


@given(SECRETS, PLACES, st.sampled_from(recovery_code.ALPHABET))
def test_names_the_group_of_any_wrong_character(secret: bytes, place: int, typed: str) -> None:
    characters = list(recovery_code.write(secret).replace("-", ""))
    assume(characters[place] != typed)
    characters[place] = typed
    with pytest.raises(WrongKey) as caught:
        recovery_code.read("".join(characters))
    assert (caught.value.code, caught.value.values["group"]) == ("key.recovery.group", place // 5 + 1)
    assert caught.value.values["groups"] == (place // 5 + 1,)


@given(SECRETS, st.integers(0, 7), st.integers(0, 4), st.integers(0, 4))
def test_names_the_group_of_swapped_characters(secret: bytes, group: int, left: int, right: int) -> None:
    characters = list(recovery_code.write(secret).replace("-", ""))
    left, right = group * 5 + left, group * 5 + right
    assume(characters[left] != characters[right])
    characters[left], characters[right] = characters[right], characters[left]
    with pytest.raises(WrongKey) as caught:
        recovery_code.read("".join(characters))
    assert caught.value.values["group"] == group + 1


@given(SECRETS, st.integers(0, 7), st.integers(0, 7))
def test_notices_swapped_groups(secret: bytes, left: int, right: int) -> None:
    assume(left != right)
    groups = recovery_code.write(secret).split("-")
    groups[left], groups[right] = groups[right], groups[left]
    with pytest.raises(WrongKey) as caught:
        recovery_code.read("-".join(groups))
    assert set(caught.value.values["groups"]) == {left + 1, right + 1}


def test_names_a_group_with_a_character_too_few() -> None:
    groups = recovery_code.write(bytes(20)).split("-")
    groups[3] = groups[3][:-1]
    with pytest.raises(WrongKey) as caught:
        recovery_code.read(" ".join(groups))
    assert caught.value.values["group"] == 4


def test_tells_how_many_characters_are_missing() -> None:
    with pytest.raises(WrongKey) as caught:
        recovery_code.read("ABCDE-12345")
    assert caught.value.code == "key.recovery.length"
    assert caught.value.values == {"found": 10, "expected": 40}
