"""The recovery code on the manager's paper: 160 random bits in eight groups of five characters.

Four characters of a group carry 20 bits, the fifth checks them, so that a slip names its group. The check
is a weighted sum over GF(32) with a constant per place: it notices every single wrong character, every two
characters swapped inside a group and every two groups swapped.
"""

from __future__ import annotations

import secrets
import unicodedata

from qi_desk.domain.errors import WrongKey

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""

GROUPS = 8
GROUP_LENGTH = 5
SECRET_BYTES = 20

_READ_AS = str.maketrans("OIL", "011")
_WEIGHTS = (2, 4, 8, 16)
_BITS_PER_GROUP = 20


def fresh() -> bytes:
    """A new secret of 160 bits."""
    return secrets.token_bytes(SECRET_BYTES)


def write(secret: bytes) -> str:
    """The code as printed: `XXXXX-XXXXX-...`, eight groups. Raises ValueError unless 20 bytes are given."""
    if len(secret) != SECRET_BYTES:
        raise ValueError("a recovery secret has 20 bytes")
    number = int.from_bytes(secret, "big")
    groups = []
    for place in range(GROUPS):
        bits = number >> _BITS_PER_GROUP * (GROUPS - 1 - place) & 0xFFFFF
        values = [bits >> shift & 31 for shift in (15, 10, 5, 0)]
        groups.append("".join(ALPHABET[value] for value in (*values, _check(values, place))))
    return "-".join(groups)


def read(text: str) -> bytes:
    """The secret of a code as somebody typed it: any case, spaces or dashes, O for 0, I or L for 1, full
    width.

    Raises WrongKey("key.recovery.length", found, expected) or WrongKey("key.recovery.group", group,
    groups) with the number of the first wrong group, counted from 1, and all wrong ones.
    """
    groups = _split(unicodedata.normalize("NFKC", text).upper().translate(_READ_AS))
    wrong = [place + 1 for place, group in enumerate(groups) if not _is_sound(group, place)]
    if wrong:
        raise WrongKey("key.recovery.group", group=wrong[0], groups=tuple(wrong))
    number = 0
    for group in groups:
        for character in group[:-1]:
            number = number << 5 | ALPHABET.index(character)
    return number.to_bytes(SECRET_BYTES, "big")


def _split(text: str) -> list[str]:
    marked = "".join(character if character.isalnum() else " " for character in text).split()
    if len(marked) == GROUPS:
        return marked
    joined = "".join(marked)
    if len(joined) != GROUPS * GROUP_LENGTH:
        raise WrongKey("key.recovery.length", found=len(joined), expected=GROUPS * GROUP_LENGTH)
    return [joined[start : start + GROUP_LENGTH] for start in range(0, len(joined), GROUP_LENGTH)]


def _is_sound(group: str, place: int) -> bool:
    if len(group) != GROUP_LENGTH or any(character not in ALPHABET for character in group):
        return False
    *values, check = (ALPHABET.index(character) for character in group)
    return _check(values, place) == check


def _check(values: list[int], place: int) -> int:
    total = place
    for weight, value in zip(_WEIGHTS, values, strict=True):
        total ^= _times(weight, value)
    return total


def _times(left: int, right: int) -> int:
    """The product in GF(32) modulo x^5 + x^2 + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        right >>= 1
        left <<= 1
        if left & 32:
            left ^= 0b100101
    return product
