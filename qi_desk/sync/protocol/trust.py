"""What is typed to enrol a desk: a one-time code, and behind it, where a district signs its own certificates, letters
by which the desk knows the right authority before it sends anything."""

from __future__ import annotations

import hashlib
import secrets

LETTERS = "23456789ABCDEFGHJKLMNPQRTUWXY"
"""Characters nobody takes for another when a code is read out."""

CODE_LENGTH = 12
MARK_LENGTH = 16
"""77 bits: nobody makes a second authority with the same letters."""

_GROUP = 4


def new_code() -> str:
    """A code nobody can guess."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def mark_of(authority: bytes) -> str:
    """The letters of an authority's certificate (DER)."""
    number, letters = int.from_bytes(hashlib.sha256(authority).digest(), "big"), ""
    for _ in range(MARK_LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return letters


def written(code: str) -> str:
    """A code as people write it, in groups of four."""
    return "-".join(code[place : place + _GROUP] for place in range(0, len(code), _GROUP))


def read(typed: str) -> tuple[str, str]:
    """The code and the authority's letters in what was typed; without letters the second is empty."""
    plain = "".join(character for character in typed.upper() if character in LETTERS)
    if len(plain) == CODE_LENGTH + MARK_LENGTH:
        return plain[:CODE_LENGTH], plain[CODE_LENGTH:]
    return plain, ""
