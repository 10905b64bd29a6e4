"""摆渡: the exchange with the district by removable disk, both ways, mixed with the network in any order.

What goes out is what has no receipt yet, so a lost stick loses nothing; what comes in a second time changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.services.booking.judging import pending, settle
from qi_desk.services.district_line import Delivery, Dispatch
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.paper_templates import adopt
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.syncing import BATCH, WORDED, enrolment


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel for the district: its file, and how many operations travel in it."""

    file: str
    operations: int


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a parcel of the district brought: records taken, verdicts on bookings, own operations that still wait for
    its receipt, and when it was packed. `stale`: this desk has read further since, and nothing was left to take."""

    taken: int
    verdicts: int
    waiting: int
    packed_at: str
    stale: bool


@verb("courier.export", COUNTER)
def export(house: House, actor: Actor, folder: str) -> Done[Packed]:
    """Pack what the district has not received into a folder (a stick). Raises NotAllowed("sync.not_enrolled"),
    StoreFull, StoreReadOnly, Missing("courier.no_folder")."""
    given, book = enrolment(house, actor), house.store.exchange
    with house.store.write(actor) as unit:
        # First of all, so that it travels in the parcel, and is known even if the stick is torn out.
        unit.audit("courier_packed", "station")
        unit.commit()
    pushes = tuple(book.requests(BATCH))
    operations = sum(len(push.lines) for push in pushes)
    dispatch = Dispatch(book.cursor(), book.names(), pushes, tuple(pending(house)), house.clock.now())
    file = house.parcels.write(folder, given, dispatch)
    return Done(Packed(file, operations), Changes(frozenset({"desk"}), frozenset()))


@verb("courier.take", COUNTER)
def take(house: House, actor: Actor, file: str) -> Done[Unpacked]:
    """Take in what the district packed for this desk. Raises NotAllowed: "courier.tampered", "courier.other_desk",
    "sync.not_enrolled"; Invalid for what is no parcel; Missing for a file that is not there."""
    given, book = enrolment(house, actor), house.store.exchange
    delivery = house.parcels.read(file, given)
    touched: set[tuple[str, str]] = set()
    before = book.cursor()
    for page in delivery.pages:
        found, _ = book.take_page(page)
        touched |= found
    if WORDED & {kind for kind, _ in touched}:
        adopt(house)
    verdicts = _still_asked(house, delivery)
    settle(house, actor, verdicts)
    stale = bool(delivery.pages) and delivery.pages[0].asked_from != before
    if not stale:
        _note_contact(house, delivery.at)
    marks = book.marks()
    done = Unpacked(len(touched), len(verdicts), marks.n - marks.hwm, delivery.at, stale)
    kinds, eids = {kind for kind, _ in touched}, {eid for _, eid in touched}
    return Done(done, Changes(frozenset({*kinds, "desk"}), frozenset(eids | set(verdicts))))


def _still_asked(house: House, delivery: Delivery) -> dict[str, str]:
    """The verdicts on what is asked now: a booking that was moved since waits for another."""
    found = {}
    for claim in pending(house):
        said = delivery.verdicts.get(claim.eid)
        about = (claim.resource, *(int(one.timestamp()) for one in claim.block))
        if said is not None and said[1:] == about:
            found[claim.eid] = said[0]
    return found


def _note_contact(house: House, at: str) -> None:
    """A parcel is a contact of when it was packed, if the network was not there later."""
    book = house.store.exchange
    last = book.recall("contact")
    try:
        packed = datetime.fromisoformat(at)
        later = not last or packed > datetime.fromisoformat(last)
    except (ValueError, TypeError):
        return
    if later:
        book.remember({"trouble": "", "contact": packed.astimezone(house.clock.now().tzinfo).isoformat()})
