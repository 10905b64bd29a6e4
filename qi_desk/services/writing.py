"""What verbs that take a record's fields as typed do the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, check, encode_all, stopping
from qi_desk.services.ports import House, Unit


def problems_in(house: House, declared: Entity, given: Mapping[str, Any], *, partial: bool = False) -> list[Problem]:
    """What stops these values by their declarations; with `partial` what is not given is not missed."""
    return stopping(check(declared, encode_all(declared, given), house.codes, partial=partial))


def write_seen(unit: Unit, kind: str, eid: str, given: Mapping[str, Any], seen: Mapping[str, str]) -> None:
    """Write what was given, refusing fields that somebody else wrote since they were `seen`."""
    if given:
        unit.change(kind, eid, given, seen={name: seen[name] for name in given if name in seen})
