"""What verbs that take a record's fields as typed do the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.fields import Entity, check, encode_all, stopping
from qi_desk.services.ports import House, Unit


def problems_in(house: House, declared: Entity, given: Mapping[str, Any], *, partial: bool = False) -> list[Problem]:
    """What stops these values by their declarations; with `partial` what is not given is not missed."""
    return stopping(check(declared, encode_all(declared, given), house.codes, partial=partial))


def step_problems(house: House, declared: Entity, given: Mapping[str, Any], needed: Sequence[str]) -> list[Problem]:
    """What stops these values for a step of a record that is there already: by their declarations, or because one of
    those `needed` for the step is empty."""
    problems = problems_in(house, declared, given, partial=True)
    return problems + [Problem(name, "required") for name in needed if given.get(name) in (None, "", [])]


def check_step(house: House, declared: Entity, given: Mapping[str, Any], needed: Sequence[str]) -> None:
    """Raise Invalid with the `step_problems` there are."""
    problems = step_problems(house, declared, given, needed)
    if problems:
        raise Invalid(problems)


def write_seen(unit: Unit, kind: str, eid: str, given: Mapping[str, Any], seen: Mapping[str, str]) -> None:
    """Write what was given, refusing fields that somebody else wrote since they were `seen`."""
    if given:
        unit.change(kind, eid, given, seen={name: seen[name] for name in given if name in seen})
