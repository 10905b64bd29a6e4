"""What somebody may mean by the text typed into the search box: looks into the B-tree and into FTS5. Pure.

Every token that reaches an FTS5 expression is made of letters, digits and writing only and stands in quotes,
so that nothing typed can be an operator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from qi_desk.storage.search_terms import (
    CODE_TAIL,
    LONGEST_QUERY,
    NAME_KEY,
    PINYIN_KEY,
    Mark,
    compact,
    initial_pair,
    normalise,
    runs,
    serial_token,
    syllable_pair,
    writing,
)

_GROUPS = "epov"
_NUMBER = re.compile(r"([A-Z]{2,4}\d{2}|\d{8})([A-Z]{0,2})(\d{0,8})([A-Z]{0,2})(\d{0,8})([A-Z]?)")
_SERIAL = re.compile(r"(?:(?=\d{8}[a-z])(\d{8}))?([a-z]{0,2})(\d{1,8})")
_CODE = 18
_SEGMENTS = 3
_MOST_INITIALS = 12

_ONSET = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])"
_RIME = (
    "iang|iong|uang|ang|eng|ong|ing|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|vn"
    "|a|o|e|i|u|v"
)
_SYLLABLE = re.compile(f"{_ONSET}?(?:{_RIME})")
_LONGEST_SYLLABLE = 6
_UNFINISHED = frozenset(rime[:length] for rime in _RIME.split("|") for length in range(len(rime) + 1))
_BEGUN = re.compile(f"{_ONSET}?([a-z]*)")


@dataclass(frozen=True, slots=True)
class KeyLook:
    """Keys that start with `start`. `tier` is how good a hit is (0 is best)."""

    start: str
    tier: float


@dataclass(frozen=True, slots=True)
class TextLook:
    """An FTS5 expression. `prose` says it may find matters, not names alone; `number` that it finds numbers
    by their serial; `spare` that it is only worth its cost where the others found too little; `whole` that
    it costs the same whatever kinds are asked for."""

    expression: str
    tier: float
    prose: bool = True
    number: bool = False
    spare: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to look for. `written` is the query without gaps, for the final ranking; `numbers` are
    beginnings of business numbers and `code` that of a credit code, as they are stored."""

    written: str = ""
    numbers: tuple[str, ...] = ()
    code: str = ""
    keys: tuple[KeyLook, ...] = ()
    texts: tuple[TextLook, ...] = ()


def plan(text: str) -> Plan:
    """What `text` may mean; an empty plan for nothing that can be searched."""
    cut = normalise(text.strip()[:LONGEST_QUERY])[:LONGEST_QUERY]
    written = compact(cut)
    if not written:
        return Plan()
    has_digit = written.isascii() and any(char.isdigit() for char in written)
    return Plan(
        written,
        numbers=tuple(_numbers(written)),
        code=written.upper() if has_digit and 3 <= len(written) <= _CODE else "",
        keys=(*_codes(written, has_digit=has_digit), *_names(written)),
        texts=(*_serials(written), *_texts(cut, written)),
    )


def tail_look(text: str) -> KeyLook | None:
    """The look for a phone by its last digits, None if `text` is not three digits or more."""
    written = compact(text[:LONGEST_QUERY])
    if len(written) < 3 or not (written.isascii() and written.isdigit()):
        return None
    return KeyLook(Mark.PHONE_TAIL + written[::-1], 1)


def _codes(written: str, *, has_digit: bool) -> Iterator[KeyLook]:
    if has_digit:
        yield KeyLook(Mark.WORD + written, 1)
    if not written.isascii() or len(written) < 3:
        return
    if written.isdigit():
        yield KeyLook(Mark.PHONE_TAIL + written[::-1], 1.2)
        if len(written) >= 5:
            yield KeyLook(Mark.PHONE + written, 1.3)
    yield KeyLook(Mark.ORGANISATION + written, 1.5)
    if len(written) <= CODE_TAIL:
        yield KeyLook(Mark.CODE_TAIL + written[::-1], 1.4)


def _numbers(written: str) -> Iterator[str]:
    """The beginning of a business number, with its hyphens. The last digit may be the check character."""
    found = _NUMBER.fullmatch(written.upper())
    if found is None:
        return
    station, kind, day, desk, serial, check = found.groups()
    parts = [part for part in (station, kind, day, desk) if part]
    yield "-".join(part for part in (*parts, serial, check) if part)
    if len(serial) > 4 and not check:
        yield "-".join((*parts, serial[:-1], serial[-1]))


def _serials(written: str) -> Iterator[TextLook]:
    """Ways to read the end of a number: serial, before it desk and day, after it perhaps the check."""
    for tail, tier in ((written, 1.0), (written[:-1], 1.1)):
        found = _SERIAL.fullmatch(tail)
        if found is None or (tail is not written and len(found[3]) < 4):
            continue
        day, desk, serial = found.groups()
        expression = f'"{serial_token(serial, desk)}"' + (f' AND "={day}"' if day else "")
        yield TextLook(expression, tier, number=True)


def _names(written: str) -> Iterator[KeyLook]:
    if len(written) <= NAME_KEY:
        for group in _GROUPS:
            yield KeyLook(f"{Mark.NAME}{group}{written}", 2)
    if not (written.isascii() and written.isalpha()):
        return
    for group in _GROUPS:
        if len(written) <= NAME_KEY:
            yield KeyLook(f"{Mark.INITIALS}{group}{written}", 3)
        if len(written) > 1:
            yield KeyLook(f"{Mark.PINYIN}{group}{written[:PINYIN_KEY]}", 3.1)


def _texts(cut: str, written: str) -> Iterator[TextLook]:
    if len(written) == 1:
        yield TextLook(f'"{written}"', 4, prose=written.isascii())
        return
    if written.isascii() and written.isalpha():
        yield from _letters(written)
        if len(runs(cut)) == 1:
            return
    typed, begun = (
        " AND ".join(dict.fromkeys(clause for part in cut.split() for clause in _clauses(part, finished=finished)))
        for finished in (True, False)
    )
    if typed:
        yield TextLook(typed, 4)
    if begun != typed:
        yield TextLook(begun, 4.4, spare=True, whole=True)


def _letters(written: str) -> Iterator[TextLook]:
    yield TextLook(f'"{written}"', 4)
    if initials := _initials(written):
        yield TextLook(initials, 4.2, prose=False)
    if syllables := _syllables(written):
        yield TextLook(syllables, 4.1, prose=False, whole=True)
    if len(written) > 1 and _SYLLABLE.fullmatch(written):
        yield TextLook(f'"{syllable_pair(written, "")}" *', 4.3, prose=False, spare=True, whole=True)
    if len(written) >= 3:
        yield TextLook(f'"{written}" *', 4.4, spare=True, whole=True)


def _clauses(part: str, *, finished: bool) -> Iterator[str]:
    found = runs(part)
    for run in found:
        if run.isalpha() and run.isascii():
            yield _either_reading(run, finished=finished)
        elif run.isascii():
            yield f'"{run}"' if finished or len(run) < 3 else f'"{run}" *'
        elif len(run) > 1 or len(found) == 1:
            yield '"' + " ".join(writing(run)) + '"'


def _either_reading(run: str, *, finished: bool) -> str:
    ways = [f'"{run}"' if finished or len(run) < 3 else f'"{run}" *']
    ways += [f"({way})" for way in (_initials(run), _syllables(run)) if way]
    if not finished and len(run) > 1 and _SYLLABLE.fullmatch(run):
        ways.append(f'"{syllable_pair(run, "")}" *')
    return f"({' OR '.join(ways)})"


def _initials(letters: str) -> str:
    if not 2 <= len(letters) <= _MOST_INITIALS or set(letters) & set("iuv"):
        return ""
    pairs = dict.fromkeys(initial_pair(first, second) for first, second in pairwise(letters))
    return " AND ".join(f'"{pair}"' for pair in pairs)


def _syllables(letters: str) -> str:
    ways = [
        " AND ".join(
            f'"{syllable_pair(first, second)}"' + (" *" if place == len(parts) - 2 else "")
            for place, (first, second) in enumerate(pairwise(parts))
        )
        for parts in segment(letters)
        if len(parts) > 1
    ]
    return " OR ".join(f"({way})" for way in ways)


def segment(letters: str) -> list[tuple[str, ...]]:
    """Ways to read `letters` as syllables, the last perhaps unfinished; the shortest first, at most three."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for start in range(len(letters)):
        if not ways[start]:
            continue
        for end in range(start + 1, min(start + _LONGEST_SYLLABLE, len(letters)) + 1):
            part = letters[start:end]
            if _SYLLABLE.fullmatch(part) or (end == len(letters) and _begun(part)):
                known = ways[end] + [(*way, part) for way in ways[start]]
                ways[end] = sorted(known, key=len)[:_SEGMENTS]
    return ways[-1]


def _begun(part: str) -> bool:
    found = _BEGUN.fullmatch(part)
    return found is not None and found[1] in _UNFINISHED
