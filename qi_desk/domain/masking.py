"""Personal data as it may be seen (G2), and personal data found in free text.

Every rule fails closed: what is too short or odd to mask part by part is masked whole. Nothing (None, blank)
stays nothing. One character is one code point, supplementary planes included. Masks are `*`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from qi_desk.domain import people, phones
from qi_desk.domain.text import fold

STAR = "*"

_PROVINCE = r"(?:{han}{{2,8}}?(?:省|自治区|特别行政区))?"
_DISTRICT = r"(?:{han}{{1,8}}?(?:市|自治州|盟))?(?:{han}{{1,8}}?(?:区|县|旗|市))?"
_TOWN = r"(?:{han}{{1,8}}?(?:街道|镇|乡|街|苏木))?"
_DOWN_TO_TOWN = re.compile((_PROVINCE + _DISTRICT + _TOWN).format(han="[\u3400-\u9fff]"))


def phone(text: str) -> str:
    """138****0000, 020-****5678, +852 ****21; extensions are masked, unknown numbers keep their last two."""
    numbers = phones.normalise(text)
    if not numbers:
        return STAR * 3 if text.strip() else ""
    return "/".join(map(_one_phone, numbers.split("/")))


def id_number(text: str) -> str:
    """First three and last two of 15 characters and more, first and last two of 8 to 14, else nothing."""
    number = re.sub(r"[\s-]", "", fold(text)).upper()
    if len(number) >= 15:
        return _keep(number, 3, 2)
    return _keep(number, 1, 2) if len(number) >= 8 else STAR * len(number)


def name(text: str) -> str:
    """陈*, 李**, 欧阳*, 阿*·***, J*** S***; a name of one character is masked whole."""
    words = " ".join(text.split()).replace("•", people.DOT)
    if _all_han(words.replace(" ", "")):
        words = words.replace(" ", "")
        surname, given = people.split(words)
        return surname + STAR * max(len(given), 1) if surname else STAR * len(words)
    if people.DOT in words:
        first, *rest = words.split(people.DOT)
        return people.DOT.join([_initial(first), *(STAR * max(len(part), 1) for part in rest)])
    return " ".join(map(_initial, words.split(" "))) if words else ""


def surname_only(text: str) -> str:
    """王** whatever the length: for the queue's screen (G3), and of a complainant for bystanders."""
    whole = name(text)
    return re.split(r"[*· ]", whole)[0] + STAR * 2 if whole else ""


def address(text: str) -> str:
    """Down to the town or street office, else the district: 番禺区南村镇****; else masked whole."""
    plain = re.sub(r"\s", "", fold(text))
    found = _DOWN_TO_TOWN.match(plain)
    return f"{found[0] if found else ''}{STAR * 4}" if plain else ""


def email(text: str) -> str:
    """c***@example.com; of a one-letter box only the domain; without a domain nothing."""
    box, at, domain = fold(text).strip().rpartition("@")
    if not at or not domain:
        return STAR * 3 if text.strip() else ""
    return f"{box[0] if len(box) > 1 else ''}{STAR * 3}@{domain}"


def credit_code(text: str) -> str:
    """Public for enterprises, so as it is; a sole trader's (92) leads to a person: the middle six go."""
    code = re.sub(r"[\s-]", "", fold(text)).upper()
    if not code.startswith("92"):
        return code
    return f"{code[:8]}{STAR * 6}{code[14:]}" if len(code) == 18 else id_number(code)


def account(text: str) -> str:
    """First and last four of twelve digits or more, the last two of eight or more, else nothing."""
    number = re.sub(r"[\s-]", "", fold(text))
    if len(number) >= 12:
        return _keep(number, 4, 4)
    return _keep(number, 0, 2) if len(number) >= 8 else STAR * len(number)


MASKS: dict[str, Callable[[str], str]] = {
    "phone": phone,
    "id_number": id_number,
    "name": name,
    "surname": surname_only,
    "address": address,
    "email": email,
    "credit_code": credit_code,
    "account": account,
    "none": str,
}


def mask(kind: str, text: str | None) -> str:
    """`text` under the mask `kind` (a key of MASKS); an empty string for None. KeyError for another kind."""
    rule = MASKS[kind]
    return rule(text) if text is not None else ""


def small_cell(count: int, floor: int = 3) -> str:
    """A count for shared statistics: below `floor`, but not zero, only that it is (`<3`)."""
    return f"<{floor}" if 0 < count < floor else str(count)


@dataclass(frozen=True, slots=True)
class Span:
    """Personal data from `start` to `end` (code points) of a text; `kind` names its mask."""

    start: int
    end: int
    kind: str


_BOUND = r"(?<![0-9A-Za-z])(?:{})(?![0-9A-Za-z])"
_DATE = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_DETECTORS = tuple(
    (kind, re.compile(_BOUND.format(pattern), re.ASCII))
    for kind, pattern in (
        ("email", r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
        (
            "id_number",
            rf"\d{{6}}[ -]?(?:18|19|20)\d{{2}}[ -]?{_DATE}[ -]?\d{{3}}[\dXx]|\d{{6}}\d{{2}}{_DATE}\d{{3}}",
        ),
        ("id_number", r"[HMhm]\d{8}(?:\d{2})?|[EGDPSegdps][A-Za-z]?\d{7,8}|[A-Z]{3}\d{12}"),
        ("account", r"62\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?"),
        ("phone", r"(?:\+?86[ -]?|0086[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}"),
        ("phone", r"(?:\+|00)?85[23][ -]?\d{4}[ -]?\d{4}"),
        ("phone", r"\(?0(?:10|2\d|[3-9]\d\d)\)?[ -]?\d{3,4}[ -]?\d{4}"),
        ("credit_code", r"92[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}"),
    )
)


def find_personal(text: str) -> tuple[Span, ...]:
    """Telephone and document numbers, mail addresses and the like in free text, in order, never overlapping.

    By shape alone, full-width digits too: a mistyped number is personal as well. Names can't be found so.
    """
    plain = fold(text).translate({0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2014: "-", 0xA0: " "})
    spans: list[Span] = []
    for kind, pattern in _DETECTORS:
        for found in pattern.finditer(plain):
            if not any(found.start() < span.end and span.start < found.end() for span in spans):
                spans.append(Span(found.start(), found.end(), kind))
    return tuple(sorted(spans, key=lambda span: span.start))


def scrub(text: str) -> str:
    """`text` with all that `find_personal` finds masked: for logs, crash reports, exports of free text."""
    pieces, at = [], 0
    for span in find_personal(text):
        pieces += [text[at : span.start], mask(span.kind, text[span.start : span.end])]
        at = span.end
    return "".join([*pieces, text[at:]])


def _one_phone(number: str) -> str:
    kind = phones.kind(number)
    main, _, extension = number.partition("x")
    if kind == "mobile":
        main, _, extension = number.partition("-")
        shown = _keep(main, 3, 4)
    elif kind == "landline":
        area, local, *extensions = number.split("-")
        shown, extension = f"{area}-{STAR * 4}{local[-4:]}", "".join(extensions)
    elif kind in ("hk", "macao"):
        shown = f"{main[:4]} {STAR * 4}{main[-2:]}"
    else:
        shown = _keep(main, 0, 2) if len(main) >= 7 else STAR * len(main)
    return f"{shown}-{STAR * 3}" if extension else shown


def _keep(text: str, first: int, last: int) -> str:
    return text[:first] + STAR * (len(text) - first - last) + text[len(text) - last :]


def _initial(word: str) -> str:
    if not word:
        return STAR
    if _all_han(word):
        return word[0] + STAR * (len(word) - 1) if len(word) > 1 else STAR
    return word[0] + STAR * 3 if len(word) > 1 else STAR


def _all_han(text: str) -> bool:
    return bool(text) and all(map(people.is_han, text))
