"""The signed code of a paper: what it says, how it is written, and how a station that never saw the record judges it.

One line of characters a QR code holds cheaply, nothing of a person in it: version and whether it is real or practice,
business number, kind of paper, when it was signed, the day promised, what the client and the matter on the paper come
to (digests), how many materials, the key, the signature (Ed25519, RFC 8032, in Base32).
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from qi_desk.domain import moments, numbers
from qi_desk.domain.errors import Invalid, Problem

REAL, PRACTICE = "QI1R", "QI1P"
SKEW = timedelta(days=2)
"""How far the clocks of two desks may be apart before a signature counts as made outside the time of its key."""

SIGNATURE_BYTES = 64
MOST_COUNTED = 999
_SIGNATURE_CHARS = 103
_DIGEST_CHARS = 12
_GROUP, _GROUPS = 4, 3
_MOMENT, _DAY = "%y%m%d%H%M", "%y%m%d"
_NO_DAY = "0"
_SHAPE = re.compile(
    rf"({REAL}|{PRACTICE}):([0-9A-Z-]{{20,48}}):([A-Z]{{2}}):(\d{{10}}):(\d{{6}}|{_NO_DAY}):"
    rf"([A-Z2-7]{{{_DIGEST_CHARS}}}):([A-Z2-7]{{{_DIGEST_CHARS}}}):(\d{{1,3}}):([A-Z2-7]{{8}}):"
    rf"([A-Z2-7]{{{_SIGNATURE_CHARS}}})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Slip:
    """What the code says. `kind` is two letters of the list `slip_kinds`; `signed_at` is China time to the minute;
    `who` and `what` are `digest`s of the client and the matter as they stand on the paper; `count` its materials."""

    practice: bool
    number: str
    kind: str
    signed_at: datetime
    due: date | None
    who: str
    what: str
    count: int
    key: str


@dataclass(frozen=True, slots=True)
class Read:
    """A code as it was read: what it says, the bytes that were signed, the signature."""

    slip: Slip
    message: bytes
    signature: bytes


def digest(*parts: str) -> str:
    """Sixty bits of what stands on the paper, however it is spaced, punctuated or typed (width, case)."""
    plain = (unicodedata.normalize("NFKC", part).casefold() for part in parts)
    kept = ("".join(char for char in part if char.isalnum() or char == "*") for part in plain)
    return _base32(hashlib.sha256("\n".join(kept).encode()).digest())[:_DIGEST_CHARS]


def key_id(public: bytes) -> str:
    """What a public key is called on paper."""
    return _base32(hashlib.sha256(public).digest())[:8]


def message(slip: Slip) -> bytes:
    """What is signed."""
    parts = (
        PRACTICE if slip.practice else REAL,
        slip.number,
        slip.kind,
        slip.signed_at.astimezone(moments.CHINA).strftime(_MOMENT),
        slip.due.strftime(_DAY) if slip.due else _NO_DAY,
        slip.who,
        slip.what,
        str(slip.count),
        slip.key,
    )
    return ":".join(parts).encode("ascii")


def written(slip: Slip, signature: bytes) -> str:
    """The whole code."""
    return f"{message(slip).decode('ascii')}:{_base32(signature)}"


def read(text: str) -> Read:
    """The code in `text`; line breaks a mail program put in and a scanner's reversed capitals do not matter. Raises
    Invalid("slip.shape") for anything that is not written exactly as `written` does."""
    plain = "".join(text.split())
    if not any("A" <= char <= "Z" for char in plain):
        plain = plain.upper()
    found = _SHAPE.fullmatch(plain)
    if found is None:
        raise _misshapen()
    mode, number, kind, signed_at, due, who, what, count, key, signed = found.groups()
    signature = base64.b32decode(signed + "=" * (-len(signed) % 8))
    try:
        slip = Slip(
            mode == PRACTICE,
            numbers.compose(numbers.parse(number)),
            kind,
            datetime.strptime(signed_at, _MOMENT).replace(tzinfo=moments.CHINA),
            None if due == _NO_DAY else datetime.strptime(due, _DAY).replace(tzinfo=moments.CHINA).date(),
            who,
            what,
            int(count),
            key,
        )
    except (Invalid, ValueError) as error:
        raise _misshapen() from error
    if written(slip, signature) != plain:
        raise _misshapen()
    return Read(slip, message(slip), signature)


def is_code(text: str) -> bool:
    """Whether `text` is such a code, whoever signed it."""
    try:
        read(text)
    except Invalid:
        return False
    return True


def short(code: str) -> str:
    """What stands below the code to be read out on the phone: the first characters of the signature, in groups."""
    begun = code.rpartition(":")[2][: _GROUP * _GROUPS]
    return "-".join(begun[place : place + _GROUP] for place in range(0, len(begun), _GROUP))


def same_short(typed: str, code: str) -> bool:
    """Whether what somebody heard is the short form of `code`: Base32 has no 0, 1 and 8 to be mistaken for O, I, B."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", typed).upper() if char.isalnum())
    return plain.translate(str.maketrans("018", "OIB")) == short(code).replace("-", "")


class Verdict(StrEnum):
    """What a code is worth: `genuine`, `false`, `practice` (made for training, never a receipt), or `unknown` where
    this station lacks the key."""

    GENUINE = "genuine"
    FALSE = "false"
    PRACTICE = "practice"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Key:
    """A key that signs papers, as a station knows it."""

    id: str
    station: str
    public: bytes
    valid_from: datetime
    valid_until: datetime
    revoked_at: datetime | None
    practice: bool = False


def judge(slip: Slip, key: Key | None, *, signed: bool, now: datetime) -> tuple[Verdict, tuple[str, ...]]:
    """What `slip` is worth by `key` (None where it is not known here), `signed` telling whether the signature is that
    key's; and why, as codes. Revoking a key leaves alone what it signed before."""
    if key is None:
        return (Verdict.PRACTICE, ("slip.practice",)) if slip.practice else (Verdict.UNKNOWN, ("slip.unknown_key",))
    wrong = [code for code, is_so in _faults(slip, key, signed=signed) if is_so]
    if wrong:
        return Verdict.FALSE, tuple(wrong)
    notes = ("slip.ahead",) if slip.signed_at > now + SKEW else ()
    if slip.practice:
        return Verdict.PRACTICE, ("slip.practice", *notes)
    return Verdict.GENUINE, notes


def _faults(slip: Slip, key: Key, *, signed: bool) -> tuple[tuple[str, bool], ...]:
    if not signed:
        return (("slip.signature", True),)
    revoked = key.revoked_at is not None and slip.signed_at >= key.revoked_at
    return (
        ("slip.other_station", numbers.parse(slip.number).station != key.station),
        ("slip.mixed", slip.practice != key.practice),
        ("slip.revoked", revoked),
        ("slip.outside", not key.valid_from - SKEW <= slip.signed_at <= key.valid_until + SKEW),
    )


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=")


def _misshapen() -> Invalid:
    return Invalid([Problem("code", "slip.shape")], "slip.shape")
