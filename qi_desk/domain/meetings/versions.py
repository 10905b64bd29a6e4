"""Versions: what was written when, by whom; what changed from one to the other; whether a locked text still stands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any

SAME, ADDED, REMOVED = "=", "+", "-"
_LONGEST = 600
"""Characters of a line that are compared one by one; a longer one is told whole."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a comparison: `mark` says whether it stayed, came or went; `spans` are the (start, end) in it that
    are new or gone where the line stood on both sides."""

    mark: str
    text: str
    spans: tuple[Span, ...] = ()


def digest(value: Any) -> str:
    """The SHA-256 (hex) of a text, or of JSON values in one order."""
    plain = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()


def compare(old: str, new: str) -> tuple[Change, ...]:
    """From `old` to `new`, line by line. The lines that stayed or came are `new`, those that stayed or went `old`."""
    before, after = old.split("\n"), new.split("\n")
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Change(SAME, line) for line in before[a:b]]
        else:
            found += _replaced(before[a:b], after[c:d])
    return tuple(found)


def _replaced(gone: Sequence[str], come: Sequence[str]) -> Iterator[Change]:
    for old, new in zip_longest(gone, come):
        if old is None:
            yield Change(ADDED, new)
        elif new is None:
            yield Change(REMOVED, old)
        else:
            parts = _parts(old, new)
            yield Change(REMOVED, old, tuple((a, b) for a, b, _, _ in parts if b > a))
            yield Change(ADDED, new, tuple((c, d) for _, _, c, d in parts if d > c))


def _parts(old: str, new: str) -> list[tuple[int, int, int, int]]:
    if max(len(old), len(new)) > _LONGEST:
        return []
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [(a, b, c, d) for kind, a, b, c, d in codes if kind != "equal"]


def both(mine: str, theirs: str) -> str:
    """Two texts of one topic put together: what both have once, where they differ the lines of one after those of the
    other, theirs first. No line of either is lost."""
    first, second = theirs.split("\n"), mine.split("\n")
    found: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        found += first[a:b]
        if kind != "equal":
            found += second[c:d]
    return "\n".join(found)
