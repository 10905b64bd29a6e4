"""From the text of a cell to the value of a field, or to what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from qi_desk import resource_files
from qi_desk.domain import credit_code, phones
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.fields import Field, Type, encode
from qi_desk.domain.text import fold
from qi_desk.services.import_columns import CODE
from qi_desk.services.ports import Codes
from qi_desk.services.sheets import Mark

_SEVERAL = re.compile(r"\s*[、,，;；/|\n]\s*")
_DAY = re.compile(
    r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?(?:[ T].*)?|(\d{4})(\d{2})(\d{2})", re.ASCII
)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)
_AMOUNT = re.compile(r"(\d{1,12})(?:\.(\d{1,2})0*)?", re.ASCII)
_REFUSED_MARKS = {Mark.NO_RESULT: "import.no_result", Mark.MERGED: "import.merged", Mark.ERROR: "import.error_value"}
_LOST = frozenset({Mark.DIGITS_LOST, Mark.SCIENTIFIC})


class KnownCodes:
    """The code lists of one import, looked up once: ids, and ids by label."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._ids: dict[str, frozenset[str]] = {}
        self._labels: dict[str, dict[str, str]] = {}

    def ids(self, name: str) -> Collection[str]:
        """The ids of the list `name`. Raises KeyError."""
        if name not in self._ids:
            self._ids[name] = frozenset(self._codes.ids(name))
        return self._ids[name]

    def read(self, name: str, text: str) -> str | None:
        """The id that `text` is, or is the label of."""
        if name not in self._labels:
            self._labels[name] = {_folded(str(row["label"])): str(row["id"]) for row in self._codes.rows(name)}
        return text if text in self.ids(name) else self._labels[name].get(_folded(text))


def _folded(label: str) -> str:
    """A label however wide its brackets and blanks were typed."""
    return "".join(fold(label).split())


def value_of(key: str, declared: Field, text: str, mark: Mark | None, codes: KnownCodes) -> tuple[Any, Problem | None]:
    """The encoded value of a cell that is not empty, and the problem with it; a warning leaves the value."""
    if mark in _REFUSED_MARKS:
        return None, Problem(key, _REFUSED_MARKS[mark], {"value": text})
    if mark in _LOST and declared.type in (Type.TEXT, Type.LONG):
        return None, Problem(key, "import.digits_lost")
    value, problem = _READERS[declared.type](key, declared, text, codes)
    if problem is None and mark is Mark.FORMULA:
        problem = Problem(key, "import.formula", warning=True)
    return value, problem


Answer = tuple[Any, Problem | None]


def _text(key: str, declared: Field, text: str, _codes: KnownCodes) -> Answer:
    try:
        plain = encode(declared, text)
    except Invalid as error:
        return None, Problem(key, error.problems[0].code, error.problems[0].values)
    if key == CODE:
        return credit_code.normalise(plain or ""), None
    if declared.check is phones.check:
        return phones.normalise(plain or "") or plain, None
    return plain, None


def _code(key: str, declared: Field, text: str, codes: KnownCodes) -> Answer:
    found = codes.read(declared.codes or "", text)
    return found, None if found else Problem(key, "not_in_list", {"value": text[:40]})


def _codes(key: str, declared: Field, text: str, codes: KnownCodes) -> Answer:
    found = []
    for part in filter(None, _SEVERAL.split(text)):
        code = codes.read(declared.codes or "", part)
        if code is None:
            return None, Problem(key, "not_in_list", {"value": part[:40]})
        found.append(code)
    return list(dict.fromkeys(found)), None


def _names(_key: str, _declared: Field, text: str, _codes: KnownCodes) -> Answer:
    return [{"key": name, "name": name} for name in dict.fromkeys(filter(None, _SEVERAL.split(text)))], None


def _integer(key: str, _declared: Field, text: str, _codes: KnownCodes) -> Answer:
    if not _NUMBER.fullmatch(text) or len(text) > 12:
        return None, Problem(key, "import.number", {"value": text[:40]})
    return int(text.replace(",", "")), None


def _money(key: str, _declared: Field, text: str, _codes: KnownCodes) -> Answer:
    found = _AMOUNT.fullmatch(text.replace(",", ""))
    if not found:
        return None, Problem(key, "import.number", {"value": text[:40]})
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")), None


def _flag(key: str, _declared: Field, text: str, _codes: KnownCodes) -> Answer:
    value = _yes_and_no().get(text.lower())
    return value, None if value is not None else Problem(key, "import.flag", {"value": text[:40]})


def _day(key: str, _declared: Field, text: str, _codes: KnownCodes) -> Answer:
    found = _DAY.fullmatch(text)
    if found:
        year, month, day = (int(part) for part in found.groups() if part)
        try:
            return date(year, month, day).isoformat(), None
        except ValueError:
            pass
    return None, Problem(key, "import.day", {"value": text[:40]})


@cache
def _yes_and_no() -> Mapping[str, bool]:
    words = resource_files.read("exchange/headers.toml")["words"]
    return dict.fromkeys(words["yes"], True) | dict.fromkeys(words["no"], False)


_READERS: dict[Type, Callable[[str, Field, str, KnownCodes], Answer]] = {
    Type.TEXT: _text,
    Type.LONG: _text,
    Type.CODE: _code,
    Type.CODES: _codes,
    Type.LIST: _names,
    Type.INTEGER: _integer,
    Type.MONEY: _money,
    Type.FLAG: _flag,
    Type.DAY: _day,
}
