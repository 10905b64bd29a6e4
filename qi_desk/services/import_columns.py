"""Which columns an import knows, what headers mean, and how a person's mapping of them is remembered."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from qi_desk import resource_files, wording
from qi_desk.domain.enterprises import CONTACT, ENTERPRISE
from qi_desk.domain.fields import Field, Merge, Type
from qi_desk.services.ports import House
from qi_desk.services.sheets import Sheet

NAME, CODE, KIND = "enterprise.name", "enterprise.credit_code", "enterprise.kind"
_OURS = frozenset({"secrecy", "status", "specialist"})
"""Fields of the file that the station sets, not a list from outside."""

_CONTACT = ("name", "post", "phone", "email")
_TYPES = frozenset({Type.TEXT, Type.LONG, Type.CODE, Type.CODES, Type.INTEGER, Type.MONEY, Type.FLAG, Type.DAY})
_NAMED_LISTS = frozenset({"former_names"})
_HEADER_AMONG = 20
_HEADERS_LEAST = 2
_REMEMBERED = 50
_SETTING = "import.mappings"
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]|[\s*:：/_\-]")


@dataclass(frozen=True, slots=True)
class ImportColumn:
    """One column an import takes: `key` is `enterprise.<field>` or `contact.<field>`."""

    key: str
    declared: Field
    title: str


@cache
def columns() -> tuple[ImportColumn, ...]:
    """Every column, from the declarations of the file and of its contacts, in their order."""
    found = [_column("enterprise", declared) for declared in ENTERPRISE.fields if _imported(declared)]
    found += [_column("contact", CONTACT.field(name)) for name in _CONTACT]
    return tuple(found)


@cache
def column(key: str) -> ImportColumn:
    """The column `key`. Raises KeyError."""
    return {one.key: one for one in columns()}[key]


def _column(entity: str, declared: Field) -> ImportColumn:
    key = f"{entity}.{declared.name}"
    return ImportColumn(key, declared, wording.texts().get(f"exchange.{key}") or wording.label(key))


def _imported(declared: Field) -> bool:
    if declared.name in _OURS or declared.merge in (Merge.IMMUTABLE, Merge.SERVER):
        return False
    return declared.type in _TYPES or declared.name in _NAMED_LISTS


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table with its headers found: `header` is their place among the rows, `mapping` the column key of each
    header ("" where none), `remembered` whether a person chose it before."""

    sheet: Sheet
    header: int
    headers: tuple[str, ...]
    mapping: tuple[str, ...]
    remembered: bool


def load(house: House, sheet: Sheet) -> Loaded:
    """Find the headers among the first rows and what they mean; as a person mapped them before, if one did."""
    best = _header_of(sheet)
    headers = sheet.rows[best].cells
    kept = house.settings.get(_SETTING).get(signature(headers))
    known = {one.key for one in columns()}
    if isinstance(kept, list) and len(kept) == len(headers) and set(kept) <= known | {""}:
        return Loaded(sheet, best, headers, tuple(kept), remembered=True)
    return Loaded(sheet, best, headers, guess(headers), remembered=False)


def _header_of(sheet: Sheet) -> int:
    """The row among the first that says most of what columns mean; the first one if none says at least two."""
    places = range(min(len(sheet.rows), _HEADER_AMONG))
    best = max(places, key=lambda place: (_recognised(sheet, place), -place))
    return best if _recognised(sheet, best) >= _HEADERS_LEAST else 0


def remember(house: House, loaded: Loaded) -> None:
    """Keep the mapping for the next table with these headers, on this PC; the headers themselves are not kept."""
    kept = dict(house.settings.get(_SETTING))
    kept.pop(signature(loaded.headers), None)
    kept[signature(loaded.headers)] = list(loaded.mapping)
    house.settings.set(_SETTING, dict(list(kept.items())[-_REMEMBERED:]))


def signature(headers: Iterable[str]) -> str:
    """What tells tables of the same headers from others."""
    return hashlib.sha256("\0".join(map(_plain, headers)).encode()).hexdigest()[:32]


def guess(headers: Sequence[str]) -> tuple[str, ...]:
    """The column each header means by its words, each column once; "" where none fits."""
    taken: set[str] = set()
    found = []
    for header in headers:
        key = _meanings().get(_plain(header), "")
        key = "" if key in taken else key
        taken.add(key)
        found.append(key)
    return tuple(found)


def _recognised(sheet: Sheet, place: int) -> int:
    return sum(1 for key in guess(sheet.rows[place].cells) if key)


@cache
def _meanings() -> dict[str, str]:
    written = resource_files.read("exchange/headers.toml")["headers"]
    meanings = {_plain(word): key for key, words in written.items() for word in words}
    return meanings | {_plain(one.title): one.key for one in columns()}


def _plain(header: str) -> str:
    return _ASIDE.sub("", unicodedata.normalize("NFKC", header)).lower()
