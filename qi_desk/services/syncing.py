"""Exchanging with the district: sending what is waiting, taking what others did, hearing its word on bookings.

The line is a port; what a round does is the same over the network and, one day, over a removable disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from datetime import datetime

from qi_desk.domain.errors import Conflict, Expected, NotAllowed
from qi_desk.services import updates
from qi_desk.services.blobs import carry
from qi_desk.services.booking.judging import ask_leases, judge_pending
from qi_desk.services.district_line import Enrolment, Line
from qi_desk.services.exchange_port import Exchange
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.paper_templates import adopt
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, LEADING, LOOKING, verb

BATCH = 200
NO_LINE = "sync.no_line"
"""The trouble of a line that is cut; every other trouble is the district's own word."""
FORGET = "enrol.forget"
"""The district's word to a PC that was lost: no password opens it any more. The recovery code on paper still does, so
that nothing is lost should it be found."""

WORDED = frozenset({"paper_template", "station"})
"""What the words of papers come from: they are read anew where one of them came."""

_MOST_ROUNDS = 100_000
_TWICE = 2
_ENROLMENT = (
    "district",
    "device",
    "device_key",
    "device_station",
    "device_letter",
    "device_secret",
    "district_key",
    "district_authority",
)


@dataclass(frozen=True, slots=True)
class Round:
    """What one exchange did: operations sent, records taken, operations the district holds back, verdicts on bookings,
    and how many still wait to be sent."""

    sent: int
    taken: int
    held: int
    verdicts: Mapping[str, str]
    waiting: int


@dataclass(frozen=True, slots=True)
class Contact:
    """How this desk stands with its district: when an exchange last came to its end, the code of what has been in the
    way since (empty for nothing), how many own operations the district holds back, and how many values stand against
    another desk's; `district` is its address."""

    last: datetime | None
    trouble: str
    held: int
    disputes: int
    district: str = ""


def contact(house: House) -> Contact | None:
    """How this desk stands with its district; None where it is not enrolled."""
    if not house.district:
        return None
    book = house.store.exchange
    told = book.recall("contact")
    last = datetime.fromisoformat(told) if told else None
    return Contact(last, book.recall("trouble"), len(book.marks().held), book.disputed(), book.recall("district"))


@verb("sync.enrolment", COUNTER)
def enrolment(house: House, actor: Actor) -> Enrolment:
    """What this desk is to the district. Raises NotAllowed("sync.not_enrolled")."""
    recall = house.store.exchange.recall
    if not recall("device"):
        raise NotAllowed("sync.not_enrolled")
    return Enrolment(*(recall(name) for name in _ENROLMENT))


@dataclass(frozen=True, slots=True)
class Unsent:
    """One operation the district has not taken in: not sent yet, or (`held`) waiting there for what it was built
    upon."""

    seq: int
    at: datetime
    person: str
    event: str
    kind: str
    eid: str
    held: bool


@verb("sync.unsent", LOOKING)
def unsent(house: House, actor: Actor, limit: int = 500) -> tuple[Unsent, ...]:
    """What the district has not taken in, the latest first."""
    marks = house.store.exchange.marks()
    waits = min(limit, max(marks.n - marks.hwm, 0))
    with house.store.read() as look:
        lines = list(look.history(limit=waits)) if waits else []
        for seq in sorted(marks.held, reverse=True)[:limit]:
            lines += look.history(before=seq + 1, limit=1)
        people = look.many("person", {line.actor for line in lines if line.actor})
    return tuple(
        Unsent(
            line.seq,
            line.at,
            people[line.actor]["name"] if line.actor in people else "",
            line.event,
            line.kind,
            line.eid,
            line.seq in marks.held,
        )
        for line in lines
    )


@verb("sync.enrol", LEADING)
def enrol(house: House, actor: Actor, url: str, code: str) -> Done[str]:
    """Enrol this desk by a one-time code; what it did so far goes out with the next exchange. Raises Expected(NO_LINE),
    NotAllowed: "sync.practice" for a practice station, whose people are invented, "sync.other_station" for a code of
    another station, and what the district refuses with."""
    if house.practice:
        raise NotAllowed("sync.practice")
    try:
        given = house.enrolling(url, code, house.desk)
    except OSError as error:
        raise Expected(NO_LINE) from error
    if given.station != house.station_code:
        raise NotAllowed("sync.other_station", station=given.station, own=house.station_code)
    remember(house.store.exchange, given)
    with house.store.write(actor) as unit:
        unit.audit("enrolled", "desk", "", device=given.device)
        unit.commit()
    return Done(given.device, Changes(frozenset({"desk"}), frozenset()), None)


def remember(book: Exchange, given: Enrolment) -> None:
    """Keep what enrolling gave."""
    values = astuple(given)
    book.remember(dict(zip(_ENROLMENT, values, strict=True)))


def _never() -> bool:
    return False


@verb("sync.once", COUNTER)
def once(house: House, actor: Actor, line: Line, *, leaving: Callable[[], bool] = _never) -> Done[Round]:
    """One whole exchange: send until nothing waits, take until there is no more, ask for the word on bookings. A cut
    anywhere changes nothing that was not agreed; the next round goes on from there. How it went is kept for `contact`.
    Once `leaving` says so it ends between two requests. Raises OSError (InterruptedError when leaving), NotAllowed,
    Conflict("sync.forked")."""
    book = house.store.exchange
    try:
        done = _round(house, actor, line, leaving)
    except InterruptedError:
        raise
    except OSError:
        book.remember({"trouble": NO_LINE})
        raise
    except Expected as error:
        book.remember({"trouble": error.code})
        if error.code == FORGET:
            house.keys.forget()
        raise
    book.remember({"trouble": "", "contact": house.clock.now().isoformat()})
    return done


@verb("sync.keep_up", COUNTER)
def keep_up(house: House, actor: Actor, leaving: Callable[[], bool]) -> Done[Round | None]:
    """What the window does by itself from time to time: `once`, but None where there is no line now. Raises NotAllowed,
    Conflict as `once`."""
    try:
        done = once(house, actor, house.lines(enrolment(house, actor)), leaving=leaving)
    except OSError:
        return Done(None, Changes())
    return Done(done.value, done.changes)


def _round(house: House, actor: Actor, line: Line, leaving: Callable[[], bool]) -> Done[Round]:
    book = house.store.exchange
    sent, touched = 0, set[tuple[str, str]]()
    for _ in range(_TWICE):
        # Where nothing waits, the page of changes alone tells whether the district still has what was sent.
        marks = book.marks()
        if marks.hwm < marks.n:
            sent += _send(book, line, leaving)
        _stay(leaving)
        ask_leases(house, line)
        touched |= receive(book, line, leaving)
        _stay(leaving)
        marks = book.marks()
        if marks.hwm >= marks.n:
            break
    if WORDED & {kind for kind, _ in touched}:
        adopt(house)
    verdicts = judge_pending(house, actor, line)
    carry(house, line, leaving)
    newer = updates.keep_up(house, line, leaving)
    marks = book.marks()
    done = Round(sent, len(touched), len(marks.held), verdicts, marks.n - marks.hwm)
    kinds, eids = {kind for kind, _ in touched} | ({"update"} if newer else set()), {eid for _, eid in touched}
    return Done(done, Changes(frozenset(kinds), frozenset(eids)), None)


def receive(
    book: Exchange, line: Line, leaving: Callable[[], bool] = _never, told: Callable[[int], None] | None = None
) -> set[tuple[str, str]]:
    """Take changes until there are no more; what they touched as (kind, id). `told` hears how many came so far. A desk
    that joins does so before anybody is signed in. Raises as `once`."""
    touched: set[tuple[str, str]] = set()
    more = True
    while more:
        _stay(leaving)
        page = line.changes(book.cursor(), book.names())
        found, more = book.take_page(page)
        touched |= found
        if told is not None:
            told(len(touched))
    return touched


def _stay(leaving: Callable[[], bool]) -> None:
    if leaving():
        raise InterruptedError


def _send(book: Exchange, line: Line, leaving: Callable[[], bool]) -> int:
    begun = book.marks().hwm
    standing = 0
    for _ in range(_MOST_ROUNDS):
        _stay(leaving)
        before = book.marks().hwm
        push = book.request(BATCH)
        answer = line.push(push.log, push.origin, push.before, push.lines)
        book.take_answer(answer.kind, push.before.seq + len(push.lines), answer.epoch, answer.position, answer.durable)
        marks = book.marks()
        if marks.hwm >= marks.n:
            return max(marks.hwm - begun, 0)
        # Once is no sign: a district that was put back is first told of, and asked again from elsewhere.
        standing = standing + 1 if marks.hwm == before and answer.kind == "ok" and push.lines else 0
        if standing > 1:
            break
    raise Conflict("sync.no_progress")
