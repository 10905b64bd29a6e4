"""Exchanging with the district: sending what is waiting, taking what others did, hearing its word on bookings.

The line is a port; what a round does is the same over the network and, one day, over a removable disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from qi_desk.domain.errors import Conflict, NotAllowed
from qi_desk.domain.ledger.state import State
from qi_desk.domain.ledger.watermarks import Position
from qi_desk.services.booking.judging import Judge, judge_pending
from qi_desk.services.exchange_port import Exchange
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, LEADING, verb

BATCH = 200
_MOST_ROUNDS = 100_000


class Sent(Protocol):
    """The answer to a push."""

    @property
    def kind(self) -> str:
        """ok, gap or fork."""
        ...

    @property
    def epoch(self) -> str:
        """The district's past."""
        ...

    @property
    def position(self) -> Position:
        """How far its log goes."""
        ...

    @property
    def durable(self) -> int:
        """How far it is in a backup."""
        ...


class Changed(Protocol):
    """A page of changes."""

    @property
    def asked_from(self) -> str:
        """The cursor it was asked from."""
        ...

    @property
    def cursor(self) -> str:
        """Where it leads to."""
        ...

    @property
    def rows(self) -> tuple[State, ...]:
        """The records."""
        ...

    @property
    def more(self) -> bool:
        """Whether there is more."""
        ...

    @property
    def position(self) -> Position:
        """How far the district's log of this desk goes."""
        ...

    @property
    def held(self) -> frozenset[int]:
        """Own operations that wait there."""
        ...

    @property
    def reset(self) -> bool:
        """Whether everything is to be read anew."""
        ...


class Line(Judge, Protocol):
    """The way to the district. Each call raises OSError where it is cut, NotAllowed where the district says no."""

    def push(self, inc: str, origin: Position, before: Position, lines: Sequence[bytes]) -> Sent:
        """Send operations."""
        ...

    def changes(self, cursor: str, inc: str) -> Changed:
        """Ask for a page."""
        ...


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a desk is to the district: where it is, which device, with which private key (hex)."""

    url: str
    device: str
    key: str
    station: str


@dataclass(frozen=True, slots=True)
class Round:
    """What one exchange did: operations sent, records taken, operations the district holds back, verdicts on bookings,
    and how many still wait to be sent."""

    sent: int
    taken: int
    held: int
    verdicts: Mapping[str, str]
    waiting: int


@verb("sync.enrolment", COUNTER)
def enrolment(house: House, actor: Actor) -> Enrolment:
    """What this desk is to the district. Raises NotAllowed("sync.not_enrolled")."""
    recall = house.store.exchange.recall
    if not recall("device"):
        raise NotAllowed("sync.not_enrolled")
    return Enrolment(recall("district"), recall("device"), recall("device_key"), recall("device_station"))


@verb("sync.enrol", LEADING)
def enrol(house: House, actor: Actor, given: Enrolment) -> Done[str]:
    """Keep what enrolling gave. Raises NotAllowed("sync.other_station") for a code of another station."""
    if given.station != house.station_code:
        raise NotAllowed("sync.other_station", station=given.station, own=house.station_code)
    house.store.exchange.remember(
        {"district": given.url, "device": given.device, "device_key": given.key, "device_station": given.station}
    )
    with house.store.write(actor) as unit:
        unit.audit("enrolled", "desk", "", device=given.device)
        unit.commit()
    return Done(given.device, Changes(frozenset({"desk"}), frozenset()), None)


@verb("sync.once", COUNTER)
def once(house: House, actor: Actor, line: Line) -> Done[Round]:
    """One whole exchange: send until nothing waits, take until there is no more, ask for the word on bookings. A cut
    anywhere changes nothing that was not agreed; the next round goes on from there. Raises OSError, NotAllowed,
    Conflict("sync.forked")."""
    book = house.store.exchange
    sent = _send(book, line)
    touched: set[tuple[str, str]] = set()
    more = True
    while more:
        page = line.changes(book.cursor(), book.request(0)[0])
        found, more = book.take_page(
            page.asked_from, page.cursor, page.rows, page.position, page.held, more=page.more, reset=page.reset
        )
        touched |= found
    verdicts = judge_pending(house, actor, line)
    marks = book.marks()
    done = Round(sent, len(touched), len(marks.held), verdicts, marks.n - marks.hwm)
    kinds, eids = {kind for kind, _ in touched}, {eid for _, eid in touched}
    return Done(done, Changes(frozenset(kinds), frozenset(eids)), None)


def _send(book: Exchange, line: Line) -> int:
    begun = book.marks().hwm
    for _ in range(_MOST_ROUNDS):
        before = book.marks().hwm
        inc, origin, behind, lines = book.request(BATCH)
        answer = line.push(inc, origin, behind, lines)
        if answer.kind == "fork":
            raise Conflict("sync.forked")
        book.take_answer(answer.epoch, answer.position, answer.durable)
        marks = book.marks()
        if marks.hwm >= marks.n:
            return max(marks.hwm - begun, 0)
        if marks.hwm == before and answer.kind == "ok":
            raise Conflict("sync.no_progress")
    raise Conflict("sync.no_progress")
