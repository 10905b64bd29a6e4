"""How Chinese text may be typed in pinyin: every reading counts, the likely one first.

Names are typed by people who say them as they are said at home, so a search can't settle on one reading
(长隆 is chang long and, to a table, zhang long). Variants are ranked by what they cost: nothing for the usual
reading of a character, a phrase (厦门) or a surname (单), more for each other reading.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qi_desk.domain.people import is_han

MOST_INITIALS = 16
MOST_SYLLABLES = 8

_OTHER = 1
_ODD = 3
_AGAINST_PHRASE = 2
_LONGEST_NAME = 4
_AFTER_SURNAME = frozenset("氏记")

Costly = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Readings:
    """Each character's readings with their cost, and the phrases and surnames that overrule them."""

    table: Mapping[str, tuple[Costly, ...]]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    surnames: Mapping[str, str]

    @classmethod
    def parse(cls, table: str, overrides: Mapping[str, Any]) -> Readings:
        """The readings from the text of `resources/pinyin/readings.txt` and the parsed `phrases.toml`.

        Raises ValueError for a malformed line or a phrase whose reading has not one syllable per character.
        """
        readings: dict[str, tuple[Costly, ...]] = {}
        for line in table.splitlines():
            if not line.startswith("#"):
                syllables, _, chars = line.partition("\t")
                usual, _, odd = syllables.partition("|")
                if not usual or not chars:
                    raise ValueError(f"malformed line in the table of readings: {line[:40]}")
                first, *others = usual.split()
                costs = [
                    (0, first),
                    *((_OTHER, other) for other in others),
                    *((_ODD, rare) for rare in odd.split()),
                ]
                readings.update(dict.fromkeys(chars, tuple((cost, (syllable,)) for cost, syllable in costs)))
        phrases = {
            phrase: tuple(tuple(reading.split()) for reading in spoken)
            for phrase, spoken in overrides["phrases"].items()
        }
        for phrase, spoken in phrases.items():
            if any(len(reading) != len(phrase) for reading in spoken):
                raise ValueError(f"a reading of {phrase} has not one syllable per character")
        return cls(readings, phrases, dict(overrides["surnames"]))

    def initials(self, text: str) -> tuple[str, ...]:
        """Up to 16 ways to type the first letters of `text`, the likeliest first; () for nothing to type.

        番禺 gives `py` first. Digits and Latin letters stand whole and in lower case (`3D打印` gives `3ddy`),
        punctuation and characters without a reading are dropped.
        """
        pieces = [
            _cheapest((cost, tuple(part[:1] if han else part for part in parts)) for cost, parts in options)
            for han, options in self._pieces(text)
        ]
        return tuple("".join(parts) for _, parts in _best(pieces, MOST_INITIALS) if parts)

    def syllables(self, text: str) -> tuple[tuple[str, ...], ...]:
        """Up to 8 ways to type `text` in full, as sequences of syllables, the likeliest first.

        A run of digits and Latin letters is one syllable: `TCL王牌` gives (tcl, wang, pai).
        """
        pieces = [options for _, options in self._pieces(text)]
        return tuple(parts for _, parts in _best(pieces, MOST_SYLLABLES) if parts)

    def letters(self, text: str) -> str:
        """`text` with every character as the first letter of its likeliest reading, the others in lower case as they
        are: as many characters as it has, so that a place found in one is the place in the other."""
        found: list[str] = []
        begins = {phrase[0] for phrase in self.phrases}
        while len(found) < len(text):
            phrase = self._phrase_at(text, len(found)) if text[len(found)] in begins else ""
            if phrase:
                found += [syllable[0] for syllable in self.phrases[phrase][0]]
            else:
                char = text[len(found)]
                options = self.table.get(char)
                # What has no letter of its own, or more than one in lower case, stands for itself.
                found.append(options[0][1][0][0] if options else char.lower() if len(char.lower()) == 1 else char)
        return "".join(found)

    def _pieces(self, text: str) -> list[tuple[bool, Sequence[Costly]]]:
        plain = unicodedata.normalize("NFKC", text).lower()
        surname = self._surname(plain)
        pieces: list[tuple[bool, Sequence[Costly]]] = []
        at = 0
        while at < len(plain):
            phrase = self._phrase_at(plain, at) if at or not surname else ""
            if phrase:
                pieces.append((True, self._of_phrase(phrase)))
                at += len(phrase)
            elif plain[at] in self.table:
                options = self.table[plain[at]]
                pieces.append((True, _led_by(surname, options) if not at and surname else options))
                at += 1
            else:
                end = at
                while end < len(plain) and plain[end] not in self.table:
                    end += 1
                pieces += [(False, [(0, (run,))]) for run in _typed_runs(plain[at:end])]
                at = end
        return pieces

    def _surname(self, plain: str) -> str:
        is_name = 2 <= len(plain) <= _LONGEST_NAME and all(char in self.table for char in plain)
        has_one = is_name and plain not in self.phrases and not self._phrase_at(plain, 0)
        before = len(plain) > 1 and plain[1] in _AFTER_SURNAME
        return self.surnames.get(plain[:1], "") if has_one or before else ""

    def _phrase_at(self, plain: str, at: int) -> str:
        longest = (plain[at : at + length] for length in range(4, 1, -1))
        return next((phrase for phrase in longest if phrase in self.phrases), "")

    def _of_phrase(self, phrase: str) -> Sequence[Costly]:
        spoken = [(min(rank, 1), reading) for rank, reading in enumerate(self.phrases[phrase])]
        spelled = _best([self.table.get(char, ()) for char in phrase], MOST_SYLLABLES)
        return _cheapest([*spoken, *((cost + _AGAINST_PHRASE, reading) for cost, reading in spelled)])


def _typed_runs(text: str) -> list[str]:
    bare = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")
    return "".join(char if char.isalnum() and not is_han(char) else " " for char in bare).split()


def _led_by(first: str, options: Iterable[Costly]) -> Sequence[Costly]:
    return _cheapest([(0, (first,)), *((max(cost, _OTHER), reading) for cost, reading in options)])


def _cheapest(options: Iterable[Costly]) -> Sequence[Costly]:
    cheapest: dict[tuple[str, ...], int] = {}
    for cost, reading in sorted(options, key=lambda option: option[0]):
        cheapest.setdefault(reading, cost)
    return [(cost, reading) for reading, cost in cheapest.items()]


def _best(pieces: Iterable[Sequence[Costly]], most: int) -> Sequence[Costly]:
    best: Sequence[Costly] = [(0, ())]
    for options in pieces:
        if options:
            longer = ((cost + more, (*parts, *next_)) for cost, parts in best for more, next_ in options)
            best = _cheapest(longer)[:most]
    return best
