"""Lists as sets of elements: what one author added, changed and took away, put into a list that has moved on.

An element is a mapping with a "key", or a plain value that is its own id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Merged:
    """The list after the merge, and the elements where the author's wish met another's: (key, found,
    wished)."""

    elements: list[Any]
    clashes: list[tuple[str, Any, Any]] = field(default_factory=list)


def merge(current: Sequence[Any], old: Sequence[Any], new: Sequence[Any], *, wish_wins: bool = False) -> Merged:
    """`current` with the difference between `old` (what the author saw) and `new` (what the author left)
    applied.

    Where another changed the same element, what stands is left (with `wish_wins`: gives way) and a clash
    reported; but an element changed on one side and removed on the other stays, whichever came first.
    """
    if list(current) == list(old):
        return Merged(list(new))
    have, seen, left = _keyed(current), _keyed(old), _keyed(new)
    clashes: list[tuple[str, Any, Any]] = []
    for key, wished in left.items():
        if key in seen and seen[key] == wished:
            continue
        found = have.get(key)
        free = found == seen.get(key)
        if found is None or free or wish_wins:
            have[key] = wished
        if not free and found != wished:
            clashes.append((key, found, wished))
    for key in [key for key in seen if key in have and key not in left]:
        if have[key] != seen[key]:
            clashes.append((key, have[key], None))
        if have[key] == seen[key] or wish_wins:
            del have[key]
    return Merged(list(have.values()), clashes)


def _keyed(elements: Sequence[Any]) -> dict[str, Any]:
    return {_key(element): element for element in elements}


def _key(element: Any) -> str:
    if isinstance(element, Mapping) and "key" in element:
        return str(element["key"])
    return json.dumps(element, ensure_ascii=False, sort_keys=True)
