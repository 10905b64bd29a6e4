"""What is not said to a customer, found in what is written for one; never used on what a customer said.

An expression is plain text in which `…` stands for up to six characters and `（甲/乙）` for one of several wordings,
an empty one among them. Blanks, punctuation and full or half width make no difference. A find is harmless where an
expression of `harmless` lies over it, where the sentence tells what somebody else said, where it stands in quotation
marks, or, for entries that say so, where it is denied.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from qi_desk.domain.errors import Problem

_GAP = r".{0,6}?"
_GROUP = re.compile(r"[（(]([^（）()]*)[）)]")
_ENDS = frozenset("。！？；!?;\n")
_OPENING, _CLOSING = '“‘「『《"', '”’」』》"'


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing not said: its kind, the expressions it is met in, those that are harmless, and what to say instead.
    With `deniable` a denial in front makes it harmless ("不承诺包过")."""

    id: str
    kind: str
    said: tuple[str, ...]
    instead: str
    harmless: tuple[str, ...] = ()
    deniable: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a sentence tells what somebody else said: `tellers` are who, `telling` the verbs; `denying` the words that
    turn what follows into its opposite."""

    tellers: tuple[str, ...]
    telling: tuple[str, ...]
    denying: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Find:
    """Characters `start` to `end` of the text say what `entry` has against it."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Folded:
    text: str
    places: tuple[int, ...] = field(repr=False)


class Watch:
    """Looks texts through for a list of entries, put together once."""

    def __init__(self, entries: Iterable[Entry], grammar: Grammar) -> None:
        self._told = re.compile(f"(?:{_any(grammar.tellers)})[^。！？；]{{0,8}}?(?:{_any(grammar.telling)})")
        self._denied = re.compile(f"(?:{_any(grammar.denying)})[^，。！？；]{{0,8}}$")
        self._entries = tuple(
            (entry, _compiled(entry.said), _compiled(entry.harmless) if entry.harmless else None) for entry in entries
        )

    def look(self, text: str) -> tuple[Find, ...]:
        """What is found in `text`, in order; of finds that overlap the first and longest."""
        folded = _fold(text)
        finds = []
        for entry, said, harmless in self._entries:
            spared = [match.span() for match in harmless.finditer(folded.text)] if harmless else []
            for match in said.finditer(folded.text):
                if match.end() == match.start() or any(
                    low < match.end() and match.start() < high for low, high in spared
                ):
                    continue
                start, end = folded.places[match.start()], folded.places[match.end() - 1] + 1
                if not self._excused(text, start, end, deniable=entry.deniable):
                    finds.append(Find(start, end, entry))
        return tuple(_apart(finds))

    def _excused(self, text: str, start: int, end: int, *, deniable: bool) -> bool:
        begins = max((place for place in range(start) if text[place] in _ENDS), default=-1) + 1
        before = text[begins:start]
        if self._told.search(before):
            return True
        if deniable and self._denied.search(before):
            return True
        opened = sum(character in _OPENING[:-1] for character in before) - sum(one in _CLOSING[:-1] for one in before)
        return opened > 0 and any(character in _CLOSING for character in text[end:])


def problems_of(expressions: Sequence[str]) -> list[Problem]:
    """What is wrong with expressions: too short to mean anything, or a bracket without its partner."""
    problems = []
    for one in expressions:
        left = _GROUP.sub(lambda match: max(match[1].split("/"), key=len), one)
        if any(mark in left for mark in "（）()"):
            problems.append(Problem("", "forbidden.bracket", {"expression": one}))
        elif len(_fold(left.replace("…", "")).text) < 2:
            problems.append(Problem("", "forbidden.short", {"expression": one}))
    return problems


def _any(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _compiled(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(_pattern, expressions), key=len, reverse=True)) or r"(?!)")


def _pattern(expression: str) -> str:
    made, place = [], 0
    for match in _GROUP.finditer(expression):
        made.append(_literal(expression[place : match.start()]))
        made.append(f"(?:{'|'.join(_literal(one) for one in match[1].split('/'))})")
        place = match.end()
    made.append(_literal(expression[place:]))
    return "".join(made)


def _literal(text: str) -> str:
    return _GAP.join(re.escape(_fold(part).text) for part in text.split("…"))


def _fold(text: str) -> _Folded:
    kept, places = [], []
    for place, character in enumerate(text):
        for one in unicodedata.normalize("NFKC", character).casefold():
            if unicodedata.category(one)[0] in "LN":
                kept.append(one)
                places.append(place)
    return _Folded("".join(kept), tuple(places))


def _apart(finds: list[Find]) -> list[Find]:
    kept: list[Find] = []
    for find in sorted(finds, key=lambda one: (one.start, -one.end)):
        if not kept or find.start >= kept[-1].end:
            kept.append(find)
    return kept
