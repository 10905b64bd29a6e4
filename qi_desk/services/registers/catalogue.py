"""Every register of the station, in the order of the page."""

from __future__ import annotations

from qi_desk.domain.errors import Missing, NotAllowed
from qi_desk.services.ports import Actor
from qi_desk.services.registers.base_items import BASE_ITEMS
from qi_desk.services.registers.declaration import Register
from qi_desk.services.registers.disclosures import DISCLOSURES
from qi_desk.services.registers.experience import INNOVATIONS, PAIN_POINTS
from qi_desk.services.registers.letters import PETITIONS, REPORTS
from qi_desk.services.registers.newsletters import NEWSLETTERS
from qi_desk.services.registers.norms import NORMS
from qi_desk.services.registers.openings import OPENINGS
from qi_desk.services.registers.personal_requests import PERSONAL_REQUESTS
from qi_desk.services.registers.rules import RULES
from qi_desk.services.registers.rulings import RULINGS
from qi_desk.services.registers.staff_files import STAFF_FILES
from qi_desk.services.registers.supervisions import SUPERVISIONS
from qi_desk.services.registers.trainings import TRAININGS
from qi_desk.services.registers.undertakings import UNDERTAKINGS

REGISTERS: dict[str, Register] = {
    one.name: one
    for one in (
        OPENINGS,
        RULES,
        STAFF_FILES,
        TRAININGS,
        UNDERTAKINGS,
        DISCLOSURES,
        PERSONAL_REQUESTS,
        NORMS,
        NEWSLETTERS,
        PETITIONS,
        REPORTS,
        INNOVATIONS,
        PAIN_POINTS,
        SUPERVISIONS,
        BASE_ITEMS,
        RULINGS,
    )
}
"""The registers by name; a new one adds its line."""

KINDS = frozenset(REGISTERS) | {part.entity.name for one in REGISTERS.values() for part in one.parts}
"""The kinds of records the page shows."""


def register_of(name: str) -> Register:
    """The register called `name`. Raises Missing("register.unknown")."""
    found = REGISTERS.get(name)
    if found is None:
        raise Missing("register.unknown", register=name)
    return found


def with_part(part: str) -> Register:
    """The register whose records have parts called `part`. Raises Missing("register.unknown")."""
    for found in REGISTERS.values():
        if any(held.entity.name == part for held in found.parts):
            return found
    raise Missing("register.unknown", register=part)


def readable(name: str, actor: Actor) -> Register:
    """The register, for somebody who may read it. Raises Missing, NotAllowed("not_allowed")."""
    found = register_of(name)
    if actor.role not in found.readers:
        raise NotAllowed("not_allowed", verb=f"registers.{name}", role=actor.role)
    return found


def writable(name: str, actor: Actor) -> Register:
    """The register, for somebody who may write in it. Raises as `readable`."""
    found = register_of(name)
    if actor.role not in found.writers:
        raise NotAllowed("not_allowed", verb=f"registers.{name}", role=actor.role)
    return found
