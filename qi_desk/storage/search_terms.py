"""What of a record can be searched, and the fragments it is found by. Pure: no database here.

Two kinds of fragment leave this module. Tokens go into FTS5: pairs of neighbouring characters for Chinese (so
that two-character words are found), single characters of names, words and digit groups, for names the pairs
of initials (`_cl`) and of syllables (`=chang=long`) in every reading, for numbers serial and day (`=0007`).
Keys go into a B-tree and are looked up from their start: a `Mark`, for names the letter of the kind's group,
and the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, pairwise, product
from typing import Any

from qi_desk.domain import phones
from qi_desk.domain.pinyin import Readings
from qi_desk.domain.twins import Names
from qi_desk.storage.search_words import NameWords, name_variants

_LETTER = r"(?:[^\x00-\x7f\W]|[\ue000-\uf8ff\U00020000-\U000323af\U000f0000-\U0010fffd])"
_RUN = re.compile(rf"[a-z]+|[0-9]+|{_LETTER}+")
_ACCENTED = re.compile(r"([a-z])[\u0300-\u036f]+")
_NUMBER = re.compile(r"[a-z0-9]+?([a-z]{2})(\d{8})([a-z]{1,2})(\d{4,8})[a-z0-9]")

LONGEST_QUERY = 64
"""Characters of a query that are looked at: nobody types more, and a pasted page must cost nothing."""

_LIVING = 1
"""The cost up to which a reading of a character is one people use today; the others fill dictionaries."""

_VARIED = 3
_INITIAL_KEYS = 8
_PINYIN_KEYS = 4
NAME_KEY = 6
PINYIN_KEY = 8
CODE_TAIL = 9
_LONGEST_PHONE = 20
_PHRASES = (2, 3, 4)
_LONGEST_CORE = 40
_MOST_PAIRS = 200_000
_WITH_TWINS = "enterprise"
"""The kind whose names are compared whole, to find files of one company under two names."""

_REGION = 8
"""Where the organisation code begins in a credit code (GB 32100-2015: 2 + 6 characters before it)."""


class Mark(StrEnum):
    """What a key of the B-tree is made from: its first character."""

    NAME = "n"
    INITIALS = "i"
    PINYIN = "y"
    WORD = "w"
    ORGANISATION = "o"
    CODE_TAIL = "t"
    PHONE = "p"
    PHONE_TAIL = "r"
    CORE = "c"
    CORE_END = "e"
    SOUND = "s"


class Role(StrEnum):
    """What a field is to the search."""

    FIRM = "firm"
    PERSON = "person"
    PROSE = "prose"
    NUMBER = "number"
    WORD = "word"
    CODE = "code"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Searched:
    """How one kind is searched. `rank` orders kinds and their ids in the index, `group` is the letter that
    keeps its names apart in the B-tree, `fields` go from the most to the least telling, `order` is the
    column whose rising order is the order of entry."""

    rank: int
    group: str
    fields: tuple[tuple[str, Role], ...]
    order: str = "eid"

    @property
    def names(self) -> frozenset[str]:
        """The fields whose change makes a new entry necessary."""
        return frozenset(name for name, _ in self.fields)


TERMS = "2"
"""The edition of the terms below and of what is made of names; a store with another has its index made anew."""

SEARCHED: dict[str, Searched] = {
    "enterprise": Searched(
        0,
        "e",
        (
            ("name", Role.FIRM),
            ("credit_code", Role.CODE),
            ("former_names", Role.FIRM),
            ("products", Role.PROSE),
        ),
    ),
    "request": Searched(
        1,
        "q",
        (
            ("number", Role.NUMBER),
            ("product", Role.PROSE),
            ("model", Role.PROSE),
            ("standards", Role.PROSE),
            ("description", Role.PROSE),
        ),
        order="registered_at",
    ),
    "visit": Searched(
        2,
        "v",
        (
            ("number", Role.NUMBER),
            ("ticket", Role.WORD),
            ("name", Role.PERSON),
            ("phone", Role.PHONE),
            ("organisation", Role.FIRM),
        ),
        order="arrived_at",
    ),
    "contact": Searched(3, "p", (("name", Role.PERSON), ("phone", Role.PHONE))),
    "person": Searched(4, "p", (("name", Role.PERSON), ("staff_no", Role.WORD), ("phone", Role.PHONE))),
    "expert": Searched(
        5,
        "p",
        (
            ("number", Role.NUMBER),
            ("name", Role.PERSON),
            ("phone", Role.PHONE),
            ("organisation", Role.FIRM),
            ("title", Role.PROSE),
        ),
    ),
    "institution": Searched(
        6,
        "o",
        (
            ("number", Role.NUMBER),
            ("name", Role.FIRM),
            ("credit_code", Role.CODE),
            ("contact_name", Role.PERSON),
            ("contact_phone", Role.PHONE),
        ),
    ),
    "equipment": Searched(
        7,
        "o",
        (
            ("number", Role.NUMBER),
            ("name", Role.FIRM),
            ("model", Role.PROSE),
            ("owner", Role.PROSE),
            ("tests", Role.PROSE),
        ),
    ),
    "meeting": Searched(8, "m", (("number", Role.NUMBER), ("title", Role.PROSE), ("place", Role.PROSE))),
    "minutes": Searched(9, "m", (("number", Role.NUMBER), ("title", Role.PROSE))),
}
"""Every kind that the search box finds. Index ids of the first eight ranks keep within four bytes: the kinds with many
records are among them."""

PER_KIND = 1 << 28
"""Index ids of one kind: `rank * PER_KIND` up to the next kind's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of one record: `text` is the tokens for FTS5, `keys` the B-tree's keys as far as
    they don't follow from one another (`expanded`)."""

    text: str
    keys: tuple[str, ...]


@lru_cache(maxsize=64)
def normalise(text: str) -> str:
    """`text` as it is compared: compatibility forms and widths unified, lower case, Latin without accents."""
    if text.isascii():
        return text.lower()
    unified = unicodedata.normalize("NFKC", text.encode("utf-8", "ignore").decode()).lower()
    if unified.isascii():
        return unified
    return unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", unified)))


def runs(text: str) -> list[str]:
    """The runs of letters, of digits and of other writing in a normalised text. Marks between characters of
    the same other writing are passed over, so that a bracketed place doesn't part a name."""
    found: list[str] = []
    for run in _RUN.findall(text):
        if found and not run.isascii() and not found[-1].isascii():
            found[-1] += run
        else:
            found.append(run)
    return found


@lru_cache(maxsize=64)
def compact(text: str) -> str:
    """Letters, digits and characters of `text` with nothing between them."""
    return "".join(_RUN.findall(normalise(text)))


def writing(run: str) -> list[str]:
    """The tokens of one run: itself for letters and digits, else pairs of neighbours (a lone one alone)."""
    if run.isascii() or len(run) == 1:
        return [run]
    return [run[place : place + 2] for place in range(len(run) - 1)]


def number_tokens(number: str) -> list[str]:
    """The tokens of a business number (H1, compact): its serial, its serial after the desk, and its day."""
    found = _NUMBER.fullmatch(number)
    return [serial_token(found[4]), serial_token(found[4], found[3]), f"={found[2]}"] if found else []


def serial_token(serial: str, desk: str = "") -> str:
    """The token for a serial, typed with or without its leading zeros, perhaps after its desk's letters."""
    return f"={desk}{serial.lstrip('0').rjust(4, '0')}"


def initial_pair(first: str, second: str) -> str:
    """The token for two neighbouring initials."""
    return f"_{first}{second}"


def syllable_pair(first: str, second: str) -> str:
    """The token for two neighbouring syllables; its beginnings stand for an unfinished second one."""
    return f"={first}={second}"


class Terms:
    """Makes entries; keeps the readings of characters it has met."""

    def __init__(self, readings: Readings, words: NameWords | None = None) -> None:
        self.words = words or NameWords.installed()
        self._readings = readings
        self._names = Names(name_variants(), readings)
        self._known: dict[str, tuple[str, ...]] = {}
        self._pairs: dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]] = {}
        self._phrase_heads = frozenset(phrase[0] for phrase in readings.phrases)

    def entry(self, kind: str, values: Mapping[str, Any]) -> Entry:
        """The entry of a record of `kind`; `values` may be Python or column values of its searched fields.

        Raises KeyError for a kind that is not searched.
        """
        searched = SEARCHED[kind]
        tokens: list[str] = []
        extra: dict[str, None] = {}
        keys: dict[str, None] = {}
        for name, role in searched.fields:
            for text in _texts(values.get(name)):
                if role in (Role.FIRM, Role.PERSON, Role.PROSE):
                    tokens += [token for run in runs(normalise(text)) for token in writing(run)]
                if role in (Role.FIRM, Role.PERSON):
                    extra.update(dict.fromkeys(self._name_tokens(text)))
                    keys.update(dict.fromkeys(self._name_keys(text, searched.group)))
                    if kind == _WITH_TWINS and role is Role.FIRM:
                        keys.update(dict.fromkeys(self._twin_keys(text)))
                elif role is Role.NUMBER:
                    tokens += number_tokens(compact(text))
                else:
                    keys.update(dict.fromkeys(_code_keys(text, role)))
        return Entry(" ".join((*tokens, *extra)), tuple(keys))

    def read(self, name: str) -> list[tuple[str, ...]]:
        """The syllables each character of a name (compact) is read with, the likeliest first: those in use,
        and what a phrase or a surname adds. An ASCII character is its own; the legal form, which nobody
        misreads, keeps one each."""
        ways = [self._syllables(char) for char in name]
        for start in [place for place, char in enumerate(name) if char in self._phrase_heads]:
            for length in _PHRASES:
                for spoken in self._readings.phrases.get(name[start : start + length], ()):
                    for place, syllable in enumerate(spoken, start):
                        ways[place] = tuple(dict.fromkeys((syllable, *ways[place])))
        trade = len(name) - len(self.words.trade(name))
        for place in {0, trade} & set(range(len(name))):
            if surname := self._readings.surnames.get(name[place]):
                ways[place] = tuple(dict.fromkeys((*ways[place], surname)))
        core = len(self.words.core(name))
        return ways[:core] + [syllables[:1] for syllables in ways[core:]]

    def _syllables(self, char: str) -> tuple[str, ...]:
        known = self._known.get(char)
        if known is None:
            options = self._readings.table.get(char, ())
            living = tuple(parts[0] for cost, parts in options if cost <= _LIVING)
            known = self._known[char] = (char,) if char.isascii() else living
        return known

    def _name_tokens(self, name: str) -> Iterator[str]:
        written = compact(name)
        yield from (char for char in self.words.core(self.words.trade(written)) if not char.isascii())
        ways = self.read(written)
        for pair in pairwise(ways):
            tokens = self._pairs.get(pair)
            if tokens is None:
                tokens = self._remember(pair)
            yield from tokens
        if ways:
            yield from (syllable_pair(last, "") for last in ways[-1] if len(last) > 1)

    def _remember(self, pair: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[str, ...]:
        """The tokens of two neighbours; the same ones meet again in every other name."""
        first, second = pair
        if len(self._pairs) > _MOST_PAIRS:
            self._pairs.clear()
        self._pairs[pair] = (
            *(initial_pair(a, b) for a, b in product(initials(first), initials(second))),
            *(syllable_pair(a, b) for a, b in product(first, second) if len(a) > 1 or len(b) > 1),
        )
        return self._pairs[pair]

    def _twin_keys(self, name: str) -> Iterator[str]:
        core = self._names.core(name)[:_LONGEST_CORE]
        if core:
            yield Mark.CORE + core
            yield Mark.SOUND + self._names.sound(core)

    def _name_keys(self, name: str, group: str) -> Iterator[str]:
        trade = self.words.trade(compact(name))[:NAME_KEY]
        if not trade:
            return
        yield f"{Mark.NAME}{group}{trade}"
        ways = self.read(trade)
        if all(ways):
            for letters in _variants([initials(syllables) for syllables in ways], _INITIAL_KEYS):
                yield f"{Mark.INITIALS}{group}{letters}"
            for spelled in _variants(ways, _PINYIN_KEYS):
                yield f"{Mark.PINYIN}{group}{spelled[:PINYIN_KEY]}"


def initials(syllables: Iterable[str]) -> tuple[str, ...]:
    """The different first letters of a character's readings."""
    return tuple(dict.fromkeys(syllable[0] for syllable in syllables))


def expanded(keys: Iterable[str]) -> Iterator[str]:
    """The keys of the B-tree behind an entry's keys: a code and a phone are found from their ends too."""
    for key in keys:
        yield key
        if key[0] == Mark.ORGANISATION:
            yield Mark.CODE_TAIL + key[:0:-1][:CODE_TAIL]
        elif key[0] == Mark.CORE:
            yield Mark.CORE_END + key[:0:-1]
        elif key[0] == Mark.PHONE:
            yield Mark.PHONE_TAIL + key[:0:-1]


def _variants(places: list[tuple[str, ...]], most: int) -> Iterator[str]:
    """Up to `most` ways to take one part per place. The first places vary first, as names are typed from
    there, and those beyond keep to their first part: inside a name the pairs of FTS5 know every reading."""
    ways = places[:_VARIED] + [parts[:1] for parts in places[_VARIED:]]
    for parts in islice(product(*reversed(ways)), most):
        yield "".join(reversed(parts))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, Iterable):
        for part in value:
            yield from _texts(part)


def _code_keys(text: str, role: Role) -> Iterator[str]:
    written = compact(text)
    if role is Role.WORD and written:
        yield Mark.WORD + written
    elif role is Role.CODE and len(written) > _REGION:
        yield Mark.ORGANISATION + written[_REGION:]
    elif role is Role.PHONE:
        for number in phones.normalise(text).split("/"):
            digits = phones.tail(number, _LONGEST_PHONE)
            if digits:
                yield Mark.PHONE + digits
