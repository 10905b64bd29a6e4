"""Who came leaves the records earlier than why (H3): identity data of old visits go, the visit stays for the counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from qi_desk.domain.visits import IN_HOUSE
from qi_desk.services.disposals import deidentify
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LEADING, LOOKING, verb

_AT_ONCE = 5000
_NAMING = ("name", "phone", "id_number")


@verb("visits.to_sweep", LOOKING)
def to_sweep(house: House, actor: Actor) -> int:
    """How many visits still name people longer than the limit `visitor_identity` allows."""
    with house.store.read() as look:
        return len(_old(house, look))


@verb("visits.sweep", LEADING)
def sweep(house: House, actor: Actor) -> Done[int]:
    """Take the identity out of visits older than the limit; how many."""
    with house.store.write(actor) as unit:
        swept = [one.eid for one in _old(house, unit) if deidentify(unit, "visit", one.eid)]
        unit.audit("swept", "visit", "", visits=len(swept))
        unit.commit()
    return Done(len(swept), Changes(frozenset({"visit"}), frozenset(swept)))


def limit_of(house: House, now: datetime) -> datetime:
    """The moment before which a visit no longer names anybody."""
    return now - timedelta(days=house.settings.get("deadline.visitor_identity"))


def _old(house: House, look: Reader) -> tuple[Record, ...]:
    until = limit_of(house, house.clock.now())
    found = look.select(Query("visit", order="arrived_at", until=until, limit=_AT_ONCE))
    return tuple(one for one in found if one["state"] not in IN_HOUSE and any(one[name] for name in _NAMING))
