"""What leaves in time (H3): identity data of old visits, the visit stays for the counts; kept copies of papers, the
line of the journal stays; contents of attachments that were voided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from qi_desk.domain.visits import IN_HOUSE
from qi_desk.services.disposals import deidentify
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.privacy.copies import dead_files, old_prints
from qi_desk.services.rights import LEADING, LOOKING, verb

_AT_ONCE = 5000
_NAMING = ("name", "phone", "id_number")


@dataclass(frozen=True, slots=True)
class Sweep:
    """How many visits name people too long, kept papers and contents of voided attachments are due, or went."""

    visits: int
    prints: int
    files: int

    @property
    def total(self) -> int:
        """How much it is in all."""
        return self.visits + self.prints + self.files


@verb("visits.to_sweep", LOOKING)
def to_sweep(house: House, actor: Actor) -> Sweep:
    """What is kept at this desk longer than the limits `visitor_identity`, `print_copies`, `personal_copies` and
    `void_files` allow."""
    with house.store.read() as look:
        visits, files = len(_old(house, look)), len(dead_files(house, look))
    return Sweep(visits, sum(house.store.prints.keeping(before, kinds) for before, kinds in old_prints(house)), files)


@verb("visits.sweep", LEADING)
def sweep(house: House, actor: Actor) -> Done[Sweep]:
    """Let all of it go; what went."""
    with house.store.read() as look:
        dead = dead_files(house, look)
    for digest in dead:
        house.files.drop(digest)
    prints = sum(house.store.prints.forget(before, kinds) for before, kinds in old_prints(house))
    with house.store.write(actor) as unit:
        swept = [one.eid for one in _old(house, unit) if deidentify(unit, "visit", one.eid)]
        unit.audit("swept", "visit", "", visits=len(swept), prints=prints, files=len(dead))
        unit.commit()
    return Done(Sweep(len(swept), prints, len(dead)), Changes(frozenset({"visit", "attachment"}), frozenset(swept)))


def limit_of(house: House, now: datetime) -> datetime:
    """The moment before which a visit no longer names anybody."""
    return now - timedelta(days=house.settings.get("deadline.visitor_identity"))


def _old(house: House, look: Reader) -> tuple[Record, ...]:
    until = limit_of(house, house.clock.now())
    found = look.select(Query("visit", order="arrived_at", until=until, limit=_AT_ONCE))
    return tuple(one for one in found if one["state"] not in IN_HOUSE and any(one[name] for name in _NAMING))
