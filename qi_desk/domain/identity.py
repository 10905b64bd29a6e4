"""Identity documents (D10, G5): checked by shape and check character, never by a table of areas.

Abolished areas live on in lawful documents, and 81, 82, 83 and 9 begin lawful numbers too (trap 25).
Sources: GB 11643 and ISO 7064 MOD 11-2 for the eighteen-digit numbers of citizens, of residents from Hong
Kong, Macao and Taiwan (areas 810000, 820000, 830000) and, since December 2023, of foreign permanent residents
(beginning with 9).
"""

from __future__ import annotations

import re
from datetime import date

from qi_desk.domain.errors import Problem
from qi_desk.domain.text import fold, is_blank

RESIDENT = "01"
HK_MACAO_PERMIT = "02"
TAIWAN_PERMIT = "03"
RESIDENCE_PERMIT = "04"
PASSPORT = "05"
PERMANENT_RESIDENT = "06"
_CARDS = (RESIDENT, RESIDENCE_PERMIT, PERMANENT_RESIDENT)
KINDS = frozenset((*_CARDS, HK_MACAO_PERMIT, TAIWAN_PERMIT, PASSPORT, "07", "08", "09", "99"))

_EIGHTEEN = re.compile(r"\d{17}[\dX]", re.ASCII)
_FIFTEEN = re.compile(r"\d{15}", re.ASCII)
_SHAPES = {
    HK_MACAO_PERMIT: re.compile(r"[HM]\d{8}(?:\d{2})?", re.ASCII),
    TAIWAN_PERMIT: re.compile(r"\d{8}(?:\d{2}[A-Z]?)?", re.ASCII),
    PASSPORT: re.compile(r"[A-Z0-9]{5,15}", re.ASCII),
}
_OLD_PERMANENT = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
_FREE = re.compile(r".{1,30}")
_GUESSES = (
    (RESIDENCE_PERMIT, re.compile(r"8[123]\d{15}[\dX]", re.ASCII)),
    (PERMANENT_RESIDENT, re.compile(r"9\d{16}[\dX]|[A-Z]{3}\d{12}", re.ASCII)),
    (RESIDENT, re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)),
    (HK_MACAO_PERMIT, _SHAPES[HK_MACAO_PERMIT]),
    (TAIWAN_PERMIT, re.compile(r"\d{8}", re.ASCII)),
    (PASSPORT, re.compile(r"[A-Z]{1,2}\d{7,8}", re.ASCII)),
)
_NOISE = re.compile(r"[\s\-·.\u2010-\u2015\u200b-\u200f\ufeff]+")
_CROSSES = str.maketrans({"×": "X", "✕": "X", "Х": "X", "Ⅹ": "X"})
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "S": "5", "Z": "2", "B": "8", "*": "X"})
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def normalise(text: str) -> str:
    """A document number as it is stored: narrow, upper case, without spaces, hyphens and brackets' dots."""
    return _NOISE.sub("", fold(text).upper().translate(_CROSSES))


def check_character(first17: str) -> str:
    """The eighteenth character for seventeen digits (GB 11643, ISO 7064 MOD 11-2)."""
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True)) % 11]


def check(kind: str, text: str) -> Problem | None:
    """What is wrong with a number of a document of `kind` (D10), or None; blank text passes.

    identity.shape (values: kind), identity.date and identity.check_character stop. identity.other_kind
    (values: kind, the likelier one) stops where the shape doesn't fit and warns where only the first digits
    don't; identity.fifteen (an old number, fix: its eighteen-digit form) warns.
    Raises ValueError for an unknown kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind of document: {kind}")
    if is_blank(text):
        return None
    number = normalise(text)
    if kind in _CARDS:
        return _check_card(kind, number)
    if not _SHAPES.get(kind, _FREE).fullmatch(number):
        return _misshapen(kind, number)
    return None


def guess(text: str) -> str | None:
    """The likeliest kind of document by the number's shape alone; None where nothing fits."""
    number = normalise(text)
    return next((kind for kind, shape in _GUESSES if shape.fullmatch(number)), None)


def age_on(kind: str, number: str, day: date) -> int | None:
    """Completed years on `day` by the birth date in the number; None where it holds none, or a later one."""
    born = _born(normalise(number)) if kind in _CARDS else None
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _check_card(kind: str, number: str) -> Problem | None:
    if kind == RESIDENT and _FIFTEEN.fullmatch(number):
        return _check_fifteen(number)
    if kind == PERMANENT_RESIDENT and _OLD_PERMANENT.fullmatch(number):
        return None
    if not _EIGHTEEN.fullmatch(number):
        return _misshapen(kind, number)
    if check_character(number[:17]) != number[17]:
        return Problem("", "identity.check_character", {"found": number[17]})
    if _born(number) is None:
        # Only the leading 9 of a new permanent resident card is known for sure (G5).
        return Problem("", "identity.date", {"found": number[6:14]}, warning=kind == PERMANENT_RESIDENT)
    likelier = guess(number)
    return None if likelier == kind else Problem("", "identity.other_kind", {"kind": likelier}, warning=True)


def _check_fifteen(number: str) -> Problem:
    if _born(number) is None:
        return Problem("", "identity.date", {"found": number[6:12]})
    longer = f"{number[:6]}19{number[6:]}"
    return Problem("", "identity.fifteen", fix=longer + check_character(longer), warning=True)


def _misshapen(kind: str, number: str) -> Problem:
    likelier = guess(number)
    if likelier not in (None, kind):
        return Problem("", "identity.other_kind", {"kind": likelier})
    return Problem("", "identity.shape", {"kind": kind}, fix=_reread(number) if kind in _CARDS else None)


def _reread(number: str) -> str | None:
    reread = number[:17].translate(_MISREAD) + number[17:].replace("O", "0").replace("*", "X")
    return reread if _EIGHTEEN.fullmatch(reread) and check_character(reread[:17]) == reread[17] else None


def _born(number: str) -> date | None:
    if _EIGHTEEN.fullmatch(number):
        digits = number[6:14]
    elif _FIFTEEN.fullmatch(number):
        digits = f"19{number[6:12]}"
    else:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
