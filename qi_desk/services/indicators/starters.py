"""The rule sets that come as files: shipped ones of `resources/indicators`, and what the district published instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from qi_desk import resource_files
from qi_desk.domain.errors import UNREADABLE, Missing
from qi_desk.domain.indicators.rule_sets import RuleSet, Subject, digest_of, from_rows

FOLDER = "indicators"


@dataclass(frozen=True, slots=True)
class Starter:
    """A rule set as a file: `name` is that of the file, `origin` and `version` say whose it is and which edition."""

    name: str
    title: str
    origin: str
    version: str
    rules: RuleSet

    @property
    def digest(self) -> str:
        """What tells two editions apart."""
        return digest_of(self.rules)


def starter(name: str) -> Starter:
    """The file called `name`. Raises Missing("rule_set.no_file"); ResourceError for one that is not a rule set."""
    if name not in resource_files.names(FOLDER):
        raise Missing("rule_set.no_file", name=name)
    return read_starter(name)


def read_starter(name: str) -> Starter:
    """As `starter`. Raises ResourceError alone."""
    data = resource_files.read(f"{FOLDER}/{name}.toml")
    try:
        told = {key: str(data[key]) for key in ("title", "origin", "version")}
        rules = from_rows(str(data["subject"]), str(data["span"]), str(data["lacking"]), _rows(data["head"]))
    except UNREADABLE as error:
        raise resource_files.ResourceError(name, str(error)) from error
    return Starter(name, told["title"], told["origin"], told["version"], rules)


def _rows(heads: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for head in heads:
        yield {name: value for name, value in head.items() if name != "row"}
    for head in heads:
        for row in head.get("row", ()):
            yield {**row, "head": head["key"]}


def starters() -> tuple[Starter, ...]:
    """Every file of rules there is, by name. One that cannot be read as rules is left out: the district refuses such a
    one before it is sent."""
    found = []
    for name in resource_files.names(FOLDER):
        try:
            found.append(read_starter(name))
        except resource_files.ResourceError:
            continue
    return tuple(found)


def starter_for(subject: Subject) -> Starter | None:
    """The file with rules for `subject`: that of its name, else the first."""
    found = [one for one in starters() if one.rules.subject is subject]
    return min(found, key=lambda one: (one.name != subject.value, one.name), default=None)
