"""Copies of the station (6.4.3 of DB44/T 2407: encrypted storage that survives a lost PC): made by themselves, proven,
tried out monthly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.domain import backups, moments
from qi_desk.domain.backups import Backup
from qi_desk.domain.errors import Missing
from qi_desk.services.copies_port import Kept
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, RUNNING, verb

TESTED_AT = "backup.tested_at"
FOLDER = "backup.folder"

_KEEPERS = COUNTER | RUNNING
_CHANGED = Changes(frozenset({"backup"}))


@dataclass(frozen=True, slots=True)
class Standing:
    """How the copies stand. `tested_at` is when restoring was last tried."""

    place: str
    reachable: bool
    kept: tuple[Kept, ...]
    overdue: bool
    test_due: bool
    tested_at: datetime | None


@verb("backups.standing", _KEEPERS)
def standing(house: House, actor: Actor) -> Standing:
    """The copies there are, and what is to be done about them."""
    now = house.clock.now()
    kept = house.copies.kept()
    place, reachable = house.copies.wanted()
    said = str(house.settings.get(TESTED_AT))
    tested = moments.from_text(said) if said else None
    last = kept[0].backup.made_at if kept else None
    return Standing(
        place, reachable, kept, backups.overdue(last, now), bool(kept) and backups.test_due(tested, now), tested
    )


@verb("backups.make", _KEEPERS)
def make(house: House, actor: Actor, why: str = backups.BY_HAND) -> Done[Kept]:
    """Make a copy now. Raises StoreDamaged where the station itself does not hold, StoreFull, StoreReadOnly."""
    made = house.copies.make(why)
    _enter(house, actor, "backed_up", why)
    return Done(made, _CHANGED)


@verb("backups.keep_up", _KEEPERS)
def keep_up(house: House, actor: Actor) -> Done[Kept | None]:
    """Make a copy if one is due; practice stations need none. Raises as `make`."""
    kept = house.copies.kept()
    last = kept[0].backup.made_at if kept else None
    if house.practice or not backups.due(last, house.clock.now()):
        return Done(None, Changes(frozenset()))
    return Done(make(house, actor, backups.DAILY).value, _CHANGED)


@verb("backups.try_out", RUNNING)
def try_out(house: House, actor: Actor, name: str = "") -> Done[Backup]:
    """Try restoring a copy, the newest unless one is named; the station itself is not touched. Raises
    Missing("backup.none"), StoreError kinds."""
    kept = house.copies.kept()
    if not name and not kept:
        raise Missing("backup.none", folder=house.copies.wanted()[0])
    tried = house.copies.try_out(name or kept[0].backup.name)
    house.settings.set(TESTED_AT, moments.to_text(house.clock.now()))
    _enter(house, actor, "backup_tried", "")
    return Done(tried, _CHANGED)


@verb("backups.look_over", _KEEPERS)
def look_over(house: House, actor: Actor) -> tuple[str, ...]:
    """Check every page of the station's file; empty when all is well. Takes seconds."""
    return house.copies.look_over()


def _enter(house: House, actor: Actor, event: str, why: str) -> None:
    with house.store.write(actor) as unit:
        unit.audit(event, "desk", why=why)
        unit.commit()
