"""Finding in the manual: Chinese words, letters of keys, pinyin initials, or a sentence as the program said it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qi_desk.domain import text
from qi_desk.domain.pinyin import Readings
from qi_desk.manual import blocks
from qi_desk.manual.book import Book, Chapter

MOST = 40
_EXCERPT = 36
_BEFORE = 8
_LEAST_ALIKE = 0.3
_SHORTEST_INITIALS = 2

TITLE, KEYWORD, HEADING, BODY = 100, 80, 60, 20
"""What a word found there is worth."""


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter's piece under one heading; `target` is where it stands."""

    target: str
    chapter: str
    title: str
    heading: str
    keywords: str
    body: str
    first: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: where, under which words, a piece of its text with the places (start, end) that were meant,
    and the words to mark in the chapter."""

    target: str
    title: str
    heading: str
    excerpt: str
    marks: tuple[tuple[int, int], ...]
    words: tuple[str, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class _Field:
    """A text as it is looked through: plain and small, and with every character as the letter it begins with."""

    shown: str
    plain: str
    letters: str


_Row = tuple[Section, _Field, _Field, _Field, _Field]


class Finder:
    """Looks through sections. Making one takes some 100 ms for a whole manual, asking it a few."""

    def __init__(self, sections: Iterable[Section], readings: Readings) -> None:
        self._readings = readings
        self._sections = [self._row(one) for one in sections]

    def _row(self, one: Section) -> _Row:
        title, keywords, heading, body = map(self._field, (one.title, one.keywords, one.heading, one.body))
        return one, title, keywords, heading, body

    def _field(self, shown: str) -> _Field:
        return _Field(shown, _plain(shown), self._readings.letters(shown))

    def find(self, asked: str) -> tuple[Hit, ...]:
        """What answers to `asked`, best first: sections that hold every word of it; where there are none, those that
        share most of its pairs of characters."""
        words = _plain(asked).split()
        if not words:
            return ()
        hits = [hit for row in self._sections if (hit := _hit(row, words))]
        if not hits and len(_plain(asked)) > _SHORTEST_INITIALS:
            hits = [hit for row in self._sections if (hit := _alike(row, _pairs(_plain(asked))))]
        return tuple(sorted(hits, key=lambda hit: -hit.worth)[:MOST])


def _plain(shown: str) -> str:
    return text.fold(shown).casefold()


def _places(field: _Field, word: str) -> tuple[int, str]:
    """Where a word begins in a text and what stands there; -1 if it is not in it."""
    place = field.plain.find(word)
    if place < 0 and len(word) >= _SHORTEST_INITIALS and word.isascii() and word.isalpha():
        place = field.letters.find(word)
    return place, field.shown[place : place + len(word)] if place >= 0 else ""


def _hit(row: _Row, words: Sequence[str]) -> Hit | None:
    section, *fields = row
    worth = 0.0
    meant: list[str] = []
    for word in words:
        best = 0.0
        for field, value in zip(fields, (TITLE, KEYWORD, HEADING, BODY), strict=True):
            # The title belongs to the chapter: its first section answers for it.
            if (value in (TITLE, KEYWORD)) and not section.first:
                continue
            place, found = _places(field, word)
            if place >= 0:
                best = max(best, _worth(field, word, place, value))
                meant.append(found)
        if not best:
            return None
        worth += best
    return _shown(section, fields[-1], tuple(dict.fromkeys(meant)), worth)


def _worth(field: _Field, word: str, place: int, value: int) -> float:
    """More where the word is the whole of it or its beginning, and where it is said often."""
    whole = len(word) / max(len(field.plain), 1)
    often = min(field.plain.count(word), 5) if value == BODY else 0
    literal = 10 if field.plain[place : place + len(word)] == word else 0
    return value * (1 + whole) + (8 if place == 0 else 0) + often + literal


def _pairs(asked: str) -> frozenset[str]:
    letters = "".join(char for char in asked if char.isalnum())
    return frozenset(letters[place : place + 2] for place in range(len(letters) - 1))


def _alike(row: _Row, pairs: frozenset[str]) -> Hit | None:
    section, title, keywords, heading, body = row
    whole = title.plain + keywords.plain + heading.plain + body.plain if section.first else heading.plain + body.plain
    shared = [pair for pair in pairs if pair in whole]
    if len(shared) < _LEAST_ALIKE * len(pairs) or not shared:
        return None
    in_heading = sum(pair in heading.plain for pair in shared)
    return _shown(section, body, tuple(shared), (len(shared) + in_heading) / len(pairs))


def _shown(section: Section, body: _Field, words: tuple[str, ...], worth: float) -> Hit:
    places = [place for word in words if (place := body.shown.find(word)) >= 0]
    start = max(0, min(places, default=0) - _BEFORE)
    excerpt = body.shown[start : start + _EXCERPT]
    marks = tuple(sorted((at, at + len(word)) for word in words if word and (at := excerpt.find(word)) >= 0))
    return Hit(section.target, section.title, section.heading, excerpt, marks, words, worth)


def sections(book: Book) -> tuple[Section, ...]:
    """The manual cut at its headings."""
    return tuple(section for chapter in book.chapters for section in _cut(chapter))


def _cut(chapter: Chapter) -> Iterable[Section]:
    heading, anchor, body = "", "", []
    first = True
    for block in (*chapter.blocks, blocks.Block(blocks.HEADING)):
        if block.kind != blocks.HEADING:
            body += _words(block)
            continue
        if body or heading or first:
            target = f"{chapter.name}#{anchor}" if anchor else chapter.name
            keywords = " ".join(chapter.keywords) if first else ""
            yield Section(target, chapter.name, chapter.title, heading, keywords, " ".join(body), first)
            first = False
        heading, anchor, body = block.text, block.anchor, []


def _words(block: blocks.Block) -> list[str]:
    texts = [block.text] if block.kind in (blocks.TEXT, blocks.NOTE, blocks.PICTURE) else []
    return [blocks.bare(one) for one in (*texts, *(" ".join(row) for row in block.rows)) if one]
