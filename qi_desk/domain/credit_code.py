"""Unified social credit codes (GB 32100-2015) and the organisation code inside them (GB 11714).

Source: G4 and D5. A code is eighteen characters of a 31-letter alphabet without I O S V Z: registration
department, kind, six of area, nine of organisation code, check character. The area is never looked up:
abolished areas live on in old licences (D9).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import product

from qi_desk.domain.errors import Problem
from qi_desk.domain.text import fold, is_blank

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18

_VALUE = {char: value for value, char in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, power, 31) for power in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_VALUE = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_SEPARATORS = re.compile(r"[\s\-_.·\u2010-\u2015\u200b-\u200f\ufeff]+")
_MISREAD = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "UYW"}
_ALIKE = ("0DQ", "1LJ", "17", "6G", "8B", "CG", "EF", "MN", "HN", "PR", "UW", "UY", "XY", "KX", "38")
_LOOKALIKES = {
    char: "".join(dict.fromkeys(other for group in _ALIKE if char in group for other in group if other != char))
    for char in ALPHABET
}

# Second characters in use under each department (GB 32100-2015 table 1); departments not named here use any.
_KINDS = {"1": "1239", "3": "123459", "5": "1239", "9": "1239"}


def normalise(text: str) -> str:
    """`text` as a code is stored: narrow, upper case, without spaces and hyphens. Repairs nothing else."""
    return _SEPARATORS.sub("", fold(text)).upper()


def check_character(first17: str) -> str:
    """The eighteenth character for the seventeen before it (GB 32100-2015 clause 4.5).

    Raises ValueError for another length or a character outside the alphabet.
    """
    if len(first17) != LENGTH - 1 or not set(first17) <= _VALUE.keys():
        raise ValueError("seventeen characters of the credit code alphabet are needed")
    total = sum(_VALUE[char] * weight for char, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(first8: str) -> str:
    """The ninth character of an organisation code (GB 11714: weights 3 7 9 10 5 8 4 2, modulus 11)."""
    values = (_ORGANISATION_VALUE[char] for char in first8)
    total = sum(value * weight for value, weight in zip(values, _ORGANISATION_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def is_valid(code: str) -> bool:
    """True if the normalised `code` has the length, the alphabet and the check character of GB 32100-2015."""
    return len(code) == LENGTH and set(code) <= _VALUE.keys() and check_character(code[:-1]) == code[-1]


def check(text: str) -> Problem | None:
    """What is wrong with a credit code, or None. Blank text passes: the field says whether it is required.

    Codes: credit_code.old_register_number (fifteen digits, before 2015), credit_code.length,
    credit_code.alphabet, credit_code.check_character; as a warning credit_code.organisation_code. `fix` is
    given where exactly one correction of characters that look alike makes the code right.
    """
    if is_blank(text):
        return None
    code = normalise(text)
    if len(code) != LENGTH:
        if len(code) == 15 and code.isdecimal():
            return Problem("", "credit_code.old_register_number")
        return Problem("", "credit_code.length", {"length": len(code), "expected": LENGTH})
    strange = tuple(dict.fromkeys(char for char in code if char not in _VALUE))
    if strange:
        return Problem("", "credit_code.alphabet", {"characters": strange}, fix=_only(_respelled(code)))
    if not is_valid(code):
        return Problem("", "credit_code.check_character", {"found": code[-1]}, fix=_only(_one_slip(code)))
    if not _organisation_code_fits(code):
        return Problem("", "credit_code.organisation_code", {"found": code[16]}, warning=True)
    return None


def nature(code: str) -> tuple[str, str] | None:
    """The registration department and kind, as their characters (D5: ("9", "1") is an enterprise).

    None where the first two characters are not a pair that GB 32100-2015 gives out.
    """
    head = normalise(code)[:2]
    if len(head) < 2 or head[0] not in "123456789AFGNY":
        return None
    kinds = _KINDS.get(head[0], ALPHABET)
    return (head[0], head[1]) if head[1] in kinds else None


def kind_matches(code: str, prefixes: Collection[str]) -> bool:
    """True if the code begins as one of the client kind's usual prefixes (D4, D5); no prefixes match all."""
    return not prefixes or normalise(code).startswith(tuple(prefixes))


def check_kind(code: str, prefixes: Collection[str]) -> Problem | None:
    """The warning credit_code.kind (values: nature) where a client of this kind seldom has such a code."""
    if is_blank(code) or kind_matches(code, prefixes):
        return None
    return Problem("", "credit_code.kind", {"nature": normalise(code)[:2]}, warning=True)


def find(text: str) -> str | None:
    """The one valid code in a longer text, such as a licence's QR content; else None."""
    found = re.findall(r"(?<![0-9A-Z])[0-9A-Z]{18}(?![0-9A-Z])", fold(text).upper())
    valid = {code for code in found if is_valid(code)}
    return valid.pop() if len(valid) == 1 else None


def _organisation_code_fits(code: str) -> bool:
    return organisation_check_character(code[8:16]) == code[16]


def _respelled(code: str) -> Iterator[str]:
    for spelling in product(*(_MISREAD.get(char, char) for char in code)):
        yield "".join(spelling)


def _one_slip(code: str) -> Iterator[str]:
    for position, char in enumerate(code):
        for other in _LOOKALIKES[char]:
            slipped = code[:position] + other + code[position + 1 :]
            if _organisation_code_fits(slipped):
                yield slipped


def _only(candidates: Iterator[str]) -> str | None:
    valid = {code for code in candidates if is_valid(code) and nature(code) and code[2:8].isdecimal()}
    return valid.pop() if len(valid) == 1 else None
