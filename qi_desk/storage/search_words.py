"""The words around a trade name, by which the part that people say is told from the rest."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from qi_desk import paths
from qi_desk.domain.company_names import NameVariants


@dataclass(frozen=True, slots=True)
class NameWords:
    """The words around a trade name: places it begins with, legal forms it ends with."""

    regions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    _start: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _end: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        start = rf"(?:{_either(self.regions)})*(?=..)" if self.regions else ""
        end = rf"(?<=..)(?:{_either(self.forms)})+$" if self.forms else "$"
        object.__setattr__(self, "_start", re.compile(start))
        object.__setattr__(self, "_end", re.compile(end))

    @staticmethod
    @cache
    def installed() -> NameWords:
        """The words of `resources/codes/name_variants.toml`, by which twins are found too."""
        file = paths.resources() / "codes" / "name_variants.toml"
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        return NameWords(tuple(read["regions"]), tuple(read["legal_forms"]))

    def trade(self, name: str) -> str:
        """`name` (as `compact` gives it) without the places it begins with; at least two characters stay."""
        found = self._start.match(name)
        return name[found.end() :] if found else name

    def core(self, name: str) -> str:
        """`name` without the legal form it ends with; at least two characters stay."""
        return self._end.sub("", name, count=1)


@cache
def name_variants() -> NameVariants:
    """The words of `resources/codes/name_variants.toml` as twins are compared by."""
    file = paths.resources() / "codes" / "name_variants.toml"
    return NameVariants.from_table(tomllib.loads(file.read_text(encoding="utf-8")))


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
