"""Small facts the whole desk shows: the station's name, what waits for the district, whether the journal keeps up."""

from __future__ import annotations

from dataclasses import dataclass

from qi_desk.services.ports import Actor, AuditLine, House
from qi_desk.services.rights import ANYONE, CHECKING, verb
from qi_desk.services.station_settings import station_of


@dataclass(frozen=True, slots=True)
class Pulse:
    """The state of the desk in five facts."""

    station: str
    phone: str
    printer: str
    waiting: int
    journal_behind: int


@verb("desk.pulse", ANYONE)
def pulse(house: House, actor: Actor) -> Pulse:
    """How the desk stands now."""
    with house.store.read() as look:
        station = station_of(look)
        waiting = look.waiting()
    form = house.settings.get("paper.receipt")
    return Pulse(
        station=station["name"],
        phone=station["phone"] or "",
        printer=house.settings.get(f"printer.{form}"),
        waiting=waiting,
        journal_behind=house.store.journal_behind,
    )


@verb("audit.lines", CHECKING)
def audit_lines(
    house: House, actor: Actor, *, eid: str | None = None, before: int | None = None, limit: int = 100
) -> tuple[AuditLine, ...]:
    """The chain's lines, newest first, of one record or of all."""
    with house.store.read() as look:
        return look.history(eid=eid, before=before, limit=limit)


@verb("audit.verify", ANYONE)
def chain_is_sound(house: House, actor: Actor) -> bool:
    """Whether every operation still stands as it was written; reads them all."""
    return house.store.chain_break() is None
