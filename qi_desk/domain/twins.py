"""Whether two service objects may be one: by credit code surely, by core name perhaps, by likeness worth a word.

Two companies may bear one name, so a name never decides: it asks. Former names count as much as the present one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, product

from qi_desk.domain.company_names import NameVariants, core, normalise
from qi_desk.domain.pinyin import Readings

MOST_SOUNDS = 8
"""Ways to read a name that are looked for."""

_LIVING = 1
_SHORTEST_LIKE = 4
_LETTERS_PER_SLIP = 4
_MOST_SLIPS = 2


class Likeness(StrEnum):
    """How much two service objects have in common, from the strongest down."""

    CODE = "code"
    NAME = "name"
    SIMILAR = "similar"


@dataclass(frozen=True, slots=True)
class Subject:
    """A service object as far as twins go: its credit code (normalised, may be empty), its name and former names."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What two subjects share: the pair of names that met (both empty where only the code did)."""

    likeness: Likeness
    mine: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What names are compared by: the words around a trade name, and how characters are read."""

    variants: NameVariants
    readings: Readings | None = None

    def core(self, name: str) -> str:
        """What tells the name apart; the whole name where a single character would be left."""
        found = core(name, self.variants)
        return found if len(found) > 1 else normalise(name, self.variants)

    def sound(self, text: str) -> str:
        """`text` as it is usually read, syllable by syllable."""
        return " ".join(readings[0] for readings in self._read(text))

    def sounds(self, text: str) -> tuple[str, ...]:
        """Up to `MOST_SOUNDS` ways to read `text`, the usual one first."""
        return tuple(" ".join(way) for way in islice(product(*self._read(text)), MOST_SOUNDS))

    def same_sound(self, one: str, other: str) -> bool:
        """Whether some reading of both is the same, character by character."""
        if len(one) != len(other):
            return False
        pairs = zip(self._read(one), self._read(other), strict=True)
        return all(not set(mine).isdisjoint(theirs) for mine, theirs in pairs)

    def _read(self, text: str) -> list[tuple[str, ...]]:
        table = self.readings.table if self.readings is not None else {}
        return [_living(char, table.get(char, ())) for char in text]


def _living(char: str, options: Iterable[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(parts[0] for cost, parts in options if cost <= _LIVING) or (char,)


def compare(one: Subject, other: Subject, names: Names) -> Finding | None:
    """The strongest thing the two share, None if nothing worth telling. Symmetric but for who is `mine`."""
    if one.code and one.code == other.code:
        return Finding(Likeness.CODE)
    mine = [(name, names.core(name)) for name in one.names if name.strip()]
    theirs = [(name, names.core(name)) for name in other.names if name.strip()]
    for likeness, meets in ((Likeness.NAME, _same), (Likeness.SIMILAR, similar_by(names))):
        for (my_name, my_core), (their_name, their_core) in product(mine, theirs):
            if my_core and their_core and meets(my_core, their_core):
                return Finding(likeness, my_name, their_name)
    return None


def _same(one: str, other: str) -> bool:
    return one == other


def similar_by(names: Names) -> Callable[[str, str], bool]:
    """The test whether two different cores are alike: read alike, or a slip or two apart."""

    def similar(one: str, other: str) -> bool:
        shorter = min(len(one), len(other))
        if one == other or shorter < 2:
            return False
        if names.same_sound(one, other):
            return True
        allowed = min(shorter // _LETTERS_PER_SLIP, _MOST_SLIPS)
        return shorter >= _SHORTEST_LIKE and slips(one, other, allowed) <= allowed

    return similar


def slips(one: str, other: str, most: int) -> int:
    """How many characters wrong, missing, added or swapped with their neighbour lie between two texts; `most` + 1
    for any more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, char in enumerate(one, start=1):
        current = [row]
        for column, wanted in enumerate(other, start=1):
            cost = min(last[column] + 1, current[-1] + 1, last[column - 1] + (char != wanted))
            if row > 1 and column > 1 and char == other[column - 2] and wanted == one[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most and min(last) > most:
            return most + 1
        before, last = last, current
    return min(last[-1], most + 1)


def halves(text: str) -> tuple[str, str]:
    """The beginning and the end of a core, one of which a single slip leaves whole: what an index is asked for."""
    middle = len(text) // 2
    return text[:middle], text[middle:]
