"""Small facts the whole desk shows: the station's name, what waits for the district, whether the journal keeps up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from qi_desk.domain import moments
from qi_desk.domain.errors import StoreDamaged
from qi_desk.domain.ledger.operations import GENESIS
from qi_desk.services.ports import Actor, AuditLine, House
from qi_desk.services.print_port import SENT, PrintQuery
from qi_desk.services.rights import ANYONE, CHECKING, verb
from qi_desk.services.station_settings import station_of
from qi_desk.services.syncing import Contact, contact
from qi_desk.settings.paper_forms import FORMS


@dataclass(frozen=True, slots=True)
class Pulse:
    """The state of the desk in a few facts; without `contact` it belongs to no district. `printing` papers were sent
    today and have not come out yet."""

    station: str
    phone: str
    supervision_phone: str
    printer: str
    printing: int
    waiting: int
    journal_behind: int
    contact: Contact | None


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
        supervision_phone=station["supervision_phone"] or "",
        printer=house.settings.get(FORMS[form].printer),
        printing=_printing(house),
        waiting=waiting,
        journal_behind=house.store.journal_behind,
        contact=contact(house),
    )


def _printing(house: House) -> int:
    today = moments.midnight(moments.china_date(house.clock.now()))
    lines = house.store.prints.select(PrintQuery(since=today, states=(SENT,)))
    return sum(bool(line.job) for line in lines)


@verb("audit.lines", CHECKING)
def audit_lines(
    house: House, actor: Actor, *, eid: str | None = None, before: int | None = None, limit: int = 100
) -> tuple[AuditLine, ...]:
    """The chain's lines, newest first, of one record or of all; people by name. Only codes and names of fields: what
    was written stays in the records."""
    with house.store.read() as look:
        lines = look.history(eid=eid, before=before, limit=limit)
        people = look.many("person", {line.actor for line in lines if line.actor})
    return tuple(
        replace(line, actor=people[line.actor]["name"] if line.actor in people else line.actor) for line in lines
    )


@dataclass(frozen=True, slots=True)
class Walked:
    """How far a walk along the chain has come; `finished` at its end."""

    seq: int = 0
    digest: bytes = GENESIS
    finished: bool = False


@verb("audit.verify", ANYONE)
def walk_chain(house: House, actor: Actor, walked: Walked, step: int = 1000) -> Walked:
    """Check the next `step` operations. Raises StoreDamaged("audit.broken") with the `seq` that is not as written."""
    seq, digest, broken = house.store.chain_part(walked.seq, walked.digest, step)
    if broken is not None:
        raise StoreDamaged("audit.broken", seq=seq + 1)
    return Walked(seq, digest, seq < walked.seq + step)
