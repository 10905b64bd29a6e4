"""From the words of a need to catalogue items: a lexicon of weighted words first, likeness of character pairs second.

Everything is counted here and can be told: which words spoke for an item. Nothing learns and nothing leaves the desk.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

_LIKENESS = 2.0
"""What complete likeness to an item's own description weighs, against 3 for one telling word."""

_REST = 0.15
"""Share of an item's companions that counts for their category."""

_LEAST = 0.25
"""Below this score an item is not worth proposing."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item (or category) a need speaks of; `words` are those of the need that say so, the weightiest first."""

    code: str
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word to weight by code, where a code is an item (ME02) or a whole category (ME); and what items say of
    themselves, for likeness. Made by `lexicon`."""

    weights: Mapping[str, Mapping[str, float]]
    items: tuple[str, ...]
    _vectors: Mapping[str, Mapping[str, float]]
    _rarity: Mapping[str, float]
    _longest: int
    _bearers: Mapping[str, frozenset[str]] = field(repr=False)

    def propose(self, text: str, limit: int = 6) -> tuple[Proposal, ...]:
        """The items `text` speaks of, best first; none for a text that says nothing known."""
        found, likeness = self._weigh(text)
        scored = [self._item(code, found, likeness) for code in self.items]
        worth = [one for one in scored if one.score >= _LEAST and (one.words or one.score >= 2 * _LEAST)]
        return tuple(sorted(worth, key=lambda one: (-one.score, one.code))[:limit])

    def categories(self, text: str) -> tuple[Proposal, ...]:
        """Every category by what `text` says of it, best first."""
        found, likeness = self._weigh(text)
        by_category: dict[str, list[Proposal]] = {}
        for code in self.items:
            by_category.setdefault(code[:2], []).append(self._item(code, found, likeness))
        ranked = []
        for code, members in by_category.items():
            members.sort(key=lambda one: -one.score)
            score = members[0].score + _REST * sum(one.score for one in members[1:4])
            words = dict.fromkeys(word for one in members[:2] for word in one.words)
            ranked.append(Proposal(code, score, tuple(words)))
        return tuple(sorted(ranked, key=lambda one: (-one.score, one.code)))

    def _weigh(self, text: str) -> tuple[Counter[str], Mapping[str, float]]:
        written = plain(text)
        return self._words(written), self._likeness(written)

    def _item(self, code: str, found: Mapping[str, int], likeness: Mapping[str, float]) -> Proposal:
        spoken = []
        for word, times in found.items():
            weights = self.weights[word]
            weight = weights.get(code, 0.0) + weights.get(code[:2], 0.0)
            if weight:
                spoken.append((weight * min(times, 2) ** 0.5, word))
        spoken.sort(key=lambda one: (-one[0], one[1]))
        score = sum(weight for weight, _ in spoken) + _LIKENESS * likeness.get(code, 0.0)
        return Proposal(code, score, tuple(word for weight, word in spoken if weight > 0))

    def _words(self, written: str) -> Counter[str]:
        """The known words in order, the longest at every place: 标准物质 is no 标准."""
        found: Counter[str] = Counter()
        place = 0
        while place < len(written):
            for length in range(min(self._longest, len(written) - place), 0, -1):
                word = written[place : place + length]
                if word in self.weights and _whole(written, place, word):
                    found[word] += 1
                    place += length
                    break
            else:
                place += 1
        return found

    def _likeness(self, written: str) -> dict[str, float]:
        asked = {
            pair: count * self._rarity[pair] for pair, count in Counter(_pairs(written)).items() if pair in self._rarity
        }
        norm = math.sqrt(sum(weight * weight for weight in asked.values()))
        products: dict[str, float] = {}
        for pair, weight in asked.items():
            for code in self._bearers[pair]:
                products[code] = products.get(code, 0.0) + weight * self._vectors[code][pair]
        return {code: product / norm for code, product in products.items()}


def lexicon(words: Mapping[str, Mapping[str, float]], said: Mapping[str, Sequence[str]]) -> Lexicon:
    """A lexicon of `words` (word to weight by code); `said` holds for every item the texts that describe it."""
    weights = {plain(word): dict(codes) for word, codes in words.items()}
    profiles = {code: Counter(pair for text in texts for pair in _pairs(plain(text))) for code, texts in said.items()}
    bearers: dict[str, set[str]] = {}
    for code, pairs in profiles.items():
        for pair in pairs:
            bearers.setdefault(pair, set()).add(code)
    rarity = {pair: math.log(1 + len(profiles) / len(codes)) for pair, codes in bearers.items()}
    return Lexicon(
        weights=weights,
        items=tuple(said),
        _vectors={
            code: _unit({pair: count * rarity[pair] for pair, count in pairs.items()})
            for code, pairs in profiles.items()
        },
        _rarity=rarity,
        _longest=max(map(len, weights), default=0),
        _bearers={pair: frozenset(codes) for pair, codes in bearers.items()},
    )


def plain(text: str) -> str:
    """Full-width forms narrow, letters small: how words are compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def _whole(written: str, place: int, word: str) -> bool:
    """Whether Latin letters found are a word of their own: `iso` in iso9001, but not `pt` in option."""
    if not word.isascii() or not word.isalpha():
        return True
    before = written[place - 1 : place]
    after = written[place + len(word) : place + len(word) + 1]
    return not (before.isascii() and before.isalpha()) and not (after.isascii() and after.isalpha())


def _pairs(written: str) -> Iterable[str]:
    return (written[place : place + 2] for place in range(len(written) - 1) if _telling(written[place : place + 2]))


def _telling(pair: str) -> bool:
    return all(char.isalnum() for char in pair)


def _unit(vector: Mapping[str, float]) -> dict[str, float]:
    norm = math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
    return {pair: weight / norm for pair, weight in vector.items()}
