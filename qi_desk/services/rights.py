"""Who may do what: every use case passes `authorise`, and no other place decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from qi_desk.domain.errors import NotAllowed
from qi_desk.services.ports import Actor, House

P = ParamSpec("P")
R = TypeVar("R")

SPECIALIST, MANAGER, OPERATOR, DISTRICT, AUDITOR, SYSTEM = (
    "specialist",
    "manager",
    "operator",
    "district",
    "auditor",
    "system",
)
"""Roles of D19: specialist, station manager, operator's administrator, district read-only, auditor, system
administrator without business data."""

COUNTER = frozenset({SPECIALIST, MANAGER})
LEADING = frozenset({MANAGER})
RUNNING = frozenset({MANAGER, SYSTEM})
LOOKING = frozenset({SPECIALIST, MANAGER, OPERATOR, DISTRICT, AUDITOR})
SEEING_ALL = frozenset({MANAGER})
"""Who sees requests that are for named people only without being named: somebody has to hand them out."""

CHECKING = frozenset({MANAGER, AUDITOR})
ANYONE = frozenset({SPECIALIST, MANAGER, OPERATOR, DISTRICT, AUDITOR, SYSTEM})


@dataclass(frozen=True, slots=True)
class Verb:
    """One use case and the roles that may use it."""

    name: str
    roles: frozenset[str]


VERBS: dict[str, Verb] = {}
"""Every verb of the services, filled as they are defined."""


def authorise(actor: Actor, name: str) -> None:
    """Raise NotAllowed("not_allowed") unless the actor's role may use the verb `name`."""
    if not may(actor, name):
        raise NotAllowed("not_allowed", verb=name, role=actor.role)


def may(actor: Actor, name: str) -> bool:
    """Whether the actor's role may use the verb `name`."""
    return actor.role in VERBS[name].roles


def verb(
    name: str, roles: frozenset[str]
) -> Callable[
    [Callable[Concatenate[House, Actor, P], R]],
    Callable[Concatenate[House, Actor, P], R],
]:
    """Make a function of (house, actor, ...) the use case `name`, open to `roles`."""
    VERBS[name] = Verb(name, roles)

    def decorate(
        function: Callable[Concatenate[House, Actor, P], R],
    ) -> Callable[Concatenate[House, Actor, P], R]:
        @wraps(function)
        def checked(house: House, actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            authorise(actor, name)
            seen = house.store.seen_by(actor)
            return function(house if seen is house.store else replace(house, store=seen), actor, *args, **kwargs)

        return checked

    return decorate
