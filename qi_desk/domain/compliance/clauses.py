"""条款: what a rule book asks, in words of our own, and what shows that it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

PERSON = "person"
"""The probe of a clause that no record proves: somebody looks and confirms."""


class Edition(StrEnum):
    """What the text of a source is worth."""

    DRAFT = "draft"
    """A draft for comment: what was published later may read otherwise."""
    ISSUED = "issued"
    NOTE = "note"
    """The explanatory note of a standard whose own text was not at hand."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `key` never changes and is unique over all sources; `probe` with `given` says what to look for;
    `informative` says why it asks for nothing, where it does not (then it has no probe); `page` is where what is
    missing is mended, opened with `shown`."""

    key: str
    source: str
    number: str
    chapter: str
    text: str
    probe: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict)
    informative: str = ""

    @property
    def by_person(self) -> bool:
        """Whether a person confirms it."""
        return self.probe == PERSON


@dataclass(frozen=True, slots=True)
class Source:
    """One rule book: its title and edition as they are cited, its clauses in their order."""

    key: str
    title: str
    short: str
    edition: Edition
    cited: str
    clauses: tuple[Clause, ...]

    @property
    def chapters(self) -> tuple[str, ...]:
        """Its chapters, in order."""
        return tuple(dict.fromkeys(one.chapter for one in self.clauses))
