"""What leaves in time (H3): identity data of old visits, the visit stays for the counts; kept copies of papers, the
line of the journal stays; contents of attachments that were voided; half-written work nobody came back to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from qi_desk.domain.visits import IN_HOUSE
from qi_desk.services.disposals import deidentify
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.paging import every
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.privacy.copies import dead_files, drafts_until, old_prints
from qi_desk.services.rights import LEADING, LOOKING, verb

_PAGE = 500
_NAMING = ("name", "phone", "id_number")


@dataclass(frozen=True, slots=True)
class Sweep:
    """How many visits name people too long, kept papers, contents of voided attachments and forgotten drafts are due,
    or went."""

    visits: int
    prints: int
    files: int
    drafts: int

    @property
    def total(self) -> int:
        """How much it is in all."""
        return self.visits + self.prints + self.files + self.drafts


@verb("visits.to_sweep", LOOKING)
def to_sweep(house: House, actor: Actor) -> Sweep:
    """What is kept at this desk longer than the limits `visitor_identity`, `print_copies`, `personal_copies`,
    `void_files` and `draft_purge` allow."""
    with house.store.read() as look:
        visits, files = len(_old(house, look)), len(dead_files(house, look))
    prints = sum(house.store.prints.keeping(before, kinds) for before, kinds in old_prints(house))
    return Sweep(visits, prints, files, house.store.drafts.forgotten(drafts_until(house)))


@verb("visits.sweep", LEADING)
def sweep(house: House, actor: Actor) -> Done[Sweep]:
    """Let all of it go; what went."""
    with house.store.read() as look:
        dead = dead_files(house, look)
    for digest in dead:
        house.files.drop(digest)
    prints = sum(house.store.prints.forget(before, kinds) for before, kinds in old_prints(house))
    drafts = house.store.drafts.forget(drafts_until(house))
    with house.store.write(actor) as unit:
        swept = [one.eid for one in _old(house, unit) if deidentify(unit, "visit", one.eid)]
        unit.audit("swept", "visit", "", visits=len(swept), prints=prints, files=len(dead), drafts=drafts)
        unit.commit()
    return Done(
        Sweep(len(swept), prints, len(dead), drafts), Changes(frozenset({"visit", "attachment"}), frozenset(swept))
    )


def limit_of(house: House, now: datetime) -> datetime:
    """The moment before which a visit no longer names anybody."""
    return now - timedelta(days=house.settings.get("deadline.visitor_identity"))


def _old(house: House, look: Reader) -> tuple[Record, ...]:
    """Those that still name somebody; what was swept before is older, so the first page without any is the last."""
    until = limit_of(house, house.clock.now())
    query = Query("visit", order="arrived_at", until=until, newest_first=True, limit=_PAGE)
    found: list[Record] = []
    nameless = 0
    for one in every(look, query):
        naming = one["state"] not in IN_HOUSE and any(one[name] for name in _NAMING)
        nameless = 0 if naming else nameless + 1
        if naming:
            found.append(one)
        elif nameless > _PAGE:
            break
    return tuple(found)
