"""Business numbers (H1): `PY03-XQ-20260310-A-0007-K`, unique on several desks without a network.

Station, kind, day, desk letter, serial, check character. The check character is one of the 31 that
GB 32100-2015 uses; the letters it leaves out stand for a digit's value: I 1, O 0, S 5, Z 2, V 7. Weights are
the falling powers of 3 modulo 31, that is 3^-1, 3^-2 ... from the left.

What that catches: every wrong single character and every swap of two neighbours, hyphens typed or not.
Arithmetic alone can't promise it (36 characters, 31 values); the shape closes the gap: each place holds only
letters or only digits, and only a letter and a digit share a value. Hence the rules that a station is two
to four letters and two digits (or eight digits), and that the second letter of a desk isn't S, V or Z.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date

from qi_desk.domain.credit_code import ALPHABET
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.text import fold

KINDS = frozenset(
    [
        "LF",
        "XQ",
        "HZ",
        "BZ",
        "FA",
        "GJ",
        "BJ",
        "TS",
        "SB",
        "YY",
        "SY",
        "HY",
        "JY",
        "QS",
        "BG",
        "ZJ",
        "JG",
        "PX",
        "GZ",
        "DA",
        "ZD",
        "CN",
        "PL",
        "GR",
        "CX",
        "TD",
        "DC",
        "ZF",
        "TZ",
        "PD",
        "MY",
        "PJ",
        "TB",
    ]
)
"""Kind codes in use; their labels are in resources/codes/number_kinds.toml."""

DESK_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""What a one-letter desk may be called."""

_STATION = re.compile(r"[A-Z]{2,4}\d{2}|\d{8}", re.ASCII)
TICKET_BLOCK = 200
"""How many tickets of one line a desk gives out in a row."""

_DESK = re.compile(r"[A-HJ-NP-Z][A-HJ-NP-RTUWXY]?")
_DESKS = tuple(DESK_LETTERS) + tuple(
    first + second for first in DESK_LETTERS for second in DESK_LETTERS if _DESK.fullmatch(first + second)
)
_BODY = rf"({_STATION.pattern})([A-Z]{{2}})(\d{{8}})({_DESK.pattern})(\d{{4}}|[1-9]\d{{4,7}})"
_BARE = re.compile(_BODY, re.ASCII)
_SHAPE = re.compile(_BODY + "([0-9A-Z])", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-_./\u2010-\u2015\u2212\u200b-\u200f\ufeff]+")
_VALUE = {char: value for value, char in enumerate(ALPHABET)} | {"I": 1, "O": 0, "S": 5, "Z": 2, "V": 7}
_WEIGHTS = tuple(pow(3, -place, 31) for place in range(1, 32))
_LARGEST_SERIAL = 99_999_999
_TICKET = re.compile(r"([A-HJ-NP-Z])-?(\d{3}|[1-9]\d{3,})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Number:
    """A business number in its parts. `day` is the China day of its first print; `serial` starts at 1."""

    station: str
    kind: str
    day: date
    desk: str
    serial: int

    def __post_init__(self) -> None:
        problems = [
            Problem("", f"numbers.{name}", {"found": value})
            for name, value, right in (
                ("station", self.station, is_station(self.station)),
                ("kind", self.kind, self.kind in KINDS),
                ("desk", self.desk, is_desk(self.desk)),
                ("serial", self.serial, 1 <= self.serial <= _LARGEST_SERIAL),
            )
            if not right
        ]
        if problems:
            raise Invalid(problems)


def is_station(code: str) -> bool:
    """True if `code` may be a station's: two to four letters and two digits (PY03), or eight digits."""
    return _STATION.fullmatch(code) is not None


def is_desk(letters: str) -> bool:
    """True if `letters` may name a desk: one or two, no I or O, the second not S, V or Z either."""
    return _DESK.fullmatch(letters) is not None


def compose(number: Number) -> str:
    """The number as it is printed. Serials have at least four digits."""
    parts = (number.station, number.kind, f"{number.day:%Y%m%d}", number.desk, f"{number.serial:04d}")
    return "-".join((*parts, check_character("".join(parts))))


def check_character(body: str) -> str:
    """The check character for a number's characters without hyphens: their weighted sum modulo 31."""
    return ALPHABET[sum(_VALUE[char] * weight for char, weight in zip(body, _WEIGHTS, strict=False)) % 31]


def parse(text: str) -> Number:
    """The number written in `text`: any case and width, with or without spaces and hyphens.

    Raises Invalid with the problem: numbers.shape, numbers.check_missing (fix: the whole number),
    numbers.kind, numbers.day, numbers.serial, or numbers.check_character (the right one isn't offered: a
    number that doesn't check may be wrong anywhere).
    """
    written = _SEPARATORS.sub("", fold(text)).upper()
    found = _SHAPE.fullmatch(written)
    if found is None:
        bare = _BARE.fullmatch(written)
        if bare is None:
            raise Invalid([Problem("", "numbers.shape", {"found": text.strip()})])
        raise Invalid([Problem("", "numbers.check_missing", fix=compose(_number(*bare.groups())))])
    *parts, check = found.groups()
    number = _number(*parts)
    if check_character("".join(parts)) != check:
        raise Invalid([Problem("", "numbers.check_character", {"found": check})])
    return number


def query_code(secret: bytes, number: str) -> str:
    """Six characters printed beside `number` for asking after it: a keyed digest, without personal data.

    Uses the check character's alphabet, so no I, O, S, V or Z. Raises Invalid like `parse`.
    """
    canonical = compose(parse(number)).encode("ascii")
    rest = int.from_bytes(hmac.new(secret, canonical, hashlib.sha256).digest())
    code = ""
    for _ in range(6):
        rest, place = divmod(rest, len(ALPHABET))
        code += ALPHABET[place]
    return code


@dataclass(frozen=True, slots=True)
class Ticket:
    """A queue ticket: the line's letter and a number that starts again at 1 each day. Written `A007`."""

    letter: str
    number: int

    def __str__(self) -> str:
        return f"{self.letter}{self.number:03d}"


def ticket_of(letter: str, desk: str, serial: int) -> Ticket:
    """The ticket of a desk's `serial`-th visitor of the day in the line `letter`; no two desks share one.

    Each desk counts in blocks of its own, so that the first two hundred at desks A to E have three digits.
    Raises ValueError for a desk that is none.
    """
    block, place = divmod(serial - 1, TICKET_BLOCK)
    return Ticket(letter, (block * len(_DESKS) + _DESKS.index(desk)) * TICKET_BLOCK + place + 1)


def parse_ticket(text: str) -> Ticket:
    """The ticket written `A007`, `a-007` or full-width. Raises Invalid (numbers.ticket) for anything else."""
    found = _TICKET.fullmatch(fold(text).strip().upper())
    if found is None or not int(found[2]):
        raise Invalid([Problem("", "numbers.ticket", {"found": text.strip()})])
    return Ticket(found[1], int(found[2]))


def _number(station: str, kind: str, day: str, desk: str, serial: str) -> Number:
    try:
        written_day = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        raise Invalid([Problem("", "numbers.day", {"found": day})]) from None
    return Number(station, kind, written_day, desk, int(serial))
