"""How work was shared out, against an even turn among those who could have taken it (8.2.2, F06; trap of the one
favourite laboratory). Numbers only: why somebody was chosen stands in the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist

LEAST = 10
"""Choices among several in which somebody could have been taken; with fewer nothing is said about them."""

TAIL = 0.025
"""What may lie beyond each end of the usual range: nineteen of twenty even turns end within it."""


EXACT = 400
"""Tries up to which the exact distribution is worked out; its cost grows with their square."""


class Standing(StrEnum):
    """Where a number of choices lies against an even turn."""

    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: who was chosen, of whom all (the chosen one among them, or added here)."""

    chosen: str
    able: frozenset[str]


@dataclass(frozen=True, slots=True)
class Share:
    """One party: in how many choices among several it could have been taken and was (`able`, `chosen`), how many an
    even turn gives it, the usual range of that, how often it was the only one who could, and how many choices went by
    since it was last taken."""

    party: str
    able: int
    chosen: int
    expected: float
    low: int
    high: int
    alone: int
    waited: int

    @property
    def standing(self) -> Standing:
        """Where the number lies; with few choices that is not said."""
        if self.able < LEAST:
            return Standing.FEW
        if self.chosen > self.high:
            return Standing.ABOVE
        return Standing.BELOW if self.chosen < self.low else Standing.WITHIN


def shares(choices: Iterable[Choice]) -> tuple[Share, ...]:
    """Every party that could have been chosen, those chosen most first. Choices in the order they were made."""
    chances: dict[str, list[float]] = {}
    chosen: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    waited: Counter[str] = Counter()
    for choice in choices:
        able = choice.able | {choice.chosen}
        for party in able:
            chances.setdefault(party, [])
        if len(able) == 1:
            alone[choice.chosen] += 1
            continue
        chosen[choice.chosen] += 1
        for party in able:
            chances[party].append(1 / len(able))
            waited[party] += 1
        waited[choice.chosen] = 0
    found = [
        Share(party, len(given), chosen[party], sum(given), *usual_range(given), alone[party], waited[party])
        for party, given in chances.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.chosen, -one.expected, one.party)))


def usual_range(chances: Sequence[float], tail: float = TAIL) -> tuple[int, int]:
    """Between which numbers of successes independent tries with these chances end, but for `tail` on each side: by the
    exact distribution (Poisson binomial), and by the normal one where there are so many that both are the same."""
    if len(chances) > EXACT:
        spread = NormalDist(sum(chances), sqrt(sum(chance * (1 - chance) for chance in chances)))
        return round(spread.inv_cdf(tail)), round(spread.inv_cdf(1 - tail))
    likely = [1.0]
    for chance in chances:
        missed, made = [*(one * (1 - chance) for one in likely), 0.0], [0.0, *(one * chance for one in likely)]
        likely = [one + other for one, other in zip(missed, made, strict=True)]
    low, below = 0, likely[0]
    while below <= tail:
        low += 1
        below += likely[low]
    high, above = len(likely) - 1, likely[-1]
    while above <= tail and high > low:
        high -= 1
        above += likely[high]
    return low, high
