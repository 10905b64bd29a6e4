"""Telephone numbers (G6): one written form per kind, doubts as warnings.

Written forms: mobile `13800000000`; landline `020-12345678`; with an extension `020-12345678-801`; Hong Kong
and Macao `+852 12345678`; service `4001234567`, `95533`, `12315`; abroad `+4412345678` (extension: `x801`);
within the house `801`. Only what holds no digits is refused: an odd number is better than none.
"""

from __future__ import annotations

import re

from qi_desk.domain.errors import Problem
from qi_desk.domain.text import fold, is_blank

_SHAPES = (
    ("mobile", re.compile(r"1[3-9]\d{9}(?:-\d{1,6})?", re.ASCII)),
    ("landline", re.compile(r"0(?:10|2\d|[3-9]\d\d)-\d{7,8}(?:-\d{1,6})?", re.ASCII)),
    ("hk", re.compile(r"\+852 \d{8}(?:x\d{1,6})?", re.ASCII)),
    ("macao", re.compile(r"\+853 \d{8}(?:x\d{1,6})?", re.ASCII)),
    ("service", re.compile(r"[48]00\d{7}(?:-\d{1,6})?|9[56]\d{3,6}|1(?:[12]\d|[02]\d{3})", re.ASCII)),
    ("abroad", re.compile(r"\+(?!86)[1-9]\d{6,14}(?:x\d{1,6})?", re.ASCII)),
    ("local", re.compile(r"[2-8]\d{6,7}(?:-\d{1,6})?", re.ASCII)),
    ("extension", re.compile(r"[1-9]\d{2,4}", re.ASCII)),
)
_REWRITES = (
    (re.compile(r"(?:\+|00)?(85[23])(\d{8})", re.ASCII), r"+\1 \2"),
    (re.compile(r"(?:\+86|0086|86|0)?(1[3-9]\d{9})", re.ASCII), r"\1"),
    (re.compile(r"(?:(?:\+86|0086)0?|0)(10|2\d|[3-9]\d\d)(\d{7,8})", re.ASCII), r"0\1-\2"),
    (re.compile(r"(?:\+86|0086)(\d+)", re.ASCII), r"\1"),
    (re.compile(r"(?:\+|00)([1-9]\d{6,14})", re.ASCII), r"+\1"),
)
_SEVERAL = re.compile(r"\s*[/、,，;；|]\s*")
_SPOKEN_EXTENSION = re.compile(r"(.*?)\s*(?:转|分机|ext\.?|x|#|\*)[:：\s]*(\d{1,6})", re.IGNORECASE | re.ASCII)
_WRITTEN_EXTENSION = re.compile(r"(\(?0\d{2,3}\)?[\s-]*\d{7,8}|[148]\d{9,10}|[2-8]\d{6,7})-(\d{1,6})", re.ASCII)
_NOISE = re.compile(r"[^\d+]", re.ASCII)
_NO_DIGIT = re.compile(r"\D", re.ASCII)


def normalise(text: str) -> str:
    """`text` in the written form of its kind; several numbers joined by `/`; unknown ones as bare digits."""
    return "/".join(filter(None, map(_one, _SEVERAL.split(fold(text)))))


def kind(text: str) -> str:
    """mobile, landline, hk, macao, service, abroad, local (no area code), extension, several or unknown."""
    number = normalise(text)
    if "/" in number:
        return "several"
    return next((name for name, shape in _SHAPES if shape.fullmatch(number)), "unknown")


def check(text: str) -> Problem | None:
    """What is doubtful about a telephone number, or None; blank text passes.

    phones.no_digits stops; phones.several, phones.no_area_code, phones.mobile_length (values: length) and
    phones.unknown warn.
    """
    if is_blank(text):
        return None
    number = normalise(text)
    if not re.search(r"\d", number, re.ASCII):
        return Problem("", "phones.no_digits")
    found = kind(number)
    if found in ("several", "local"):
        return Problem("", "phones.several" if found == "several" else "phones.no_area_code", warning=True)
    if found != "unknown":
        return None
    if re.fullmatch(r"1[3-9]\d{7,11}", number, re.ASCII):
        return Problem("", "phones.mobile_length", {"length": len(number), "expected": 11}, warning=True)
    return Problem("", "phones.unknown", warning=True)


def tail(text: str, n: int = 4) -> str:
    """The last `n` digits of the (first) number, its extension left out; fewer if it has fewer."""
    main, _ = _parted(normalise(text).partition("/")[0])
    digits = _NO_DIGIT.sub("", main)
    return digits[-n:] if n > 0 else ""


def _one(part: str) -> str:
    main, extension = _parted(part)
    digits = _NOISE.sub("", main)
    bare = digits.replace("+", "")
    # A number that is read only without its stray plus must come out as it would have without it.
    rewritten = (
        pattern.sub(written, typed)
        for typed in (digits, bare)
        for pattern, written in _REWRITES
        if pattern.fullmatch(typed)
    )
    number = next(filter(None, rewritten), bare)
    if not extension:
        return number
    written = f"{number}-{extension}"
    return written if _WRITTEN_EXTENSION.fullmatch(written) else f"{number}x{extension}"


def _parted(part: str) -> tuple[str, str]:
    found = _WRITTEN_EXTENSION.fullmatch(part.strip()) or _SPOKEN_EXTENSION.fullmatch(part.strip())
    if found is None or len(_NO_DIGIT.sub("", found[1])) < 7:
        return part, ""
    return found[1], found[2]
