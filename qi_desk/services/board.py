"""Looking at the hall: the board by state, known visitors, who is in the building, who is still there at night."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from qi_desk.domain import masking, moments
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import COUNTER, LOOKING, verb
from qi_desk.services.visit_records import (
    finish_act,
    in_house,
    queue,
    start_clock,
    stop_clock,
    visit_of,
)
from qi_desk.services.visit_views import VisitView, visit_views

LANES = ("waiting", "called", "serving", "held", "missed", "done")
"""The columns of the board; who left before being served stands with those who are done."""


@dataclass(frozen=True, slots=True)
class Board:
    """The hall at `at`. `lanes` maps each of LANES to its visits in order; `unfinished` counts earlier days' visits
    that nobody ended."""

    at: datetime
    lanes: dict[str, tuple[VisitView, ...]]
    served_today: int
    left_today: int
    unfinished: int
    wait_amber_minutes: int
    wait_red_minutes: int


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody the desk may know: `known` is what WalkIn.known takes; the texts are masked."""

    known: tuple[str, str]
    name: str
    organisation: str
    client: str
    phone: str
    last_seen: datetime | None
    visits: int


@verb("reception.board", LOOKING)
def board(house: House, actor: Actor) -> Board:
    """The visits of today by state, with the clock's today."""
    now = house.clock.now()
    midnight = moments.midnight(moments.china_date(now))
    with house.store.read() as look:
        today = look.select(Query("visit", order="arrived_at", since=midnight, limit=1000))
        waiting = {record.eid: place for place, record in enumerate(queue(house, look))}
        earlier = look.count(Query("visit", among={"state": LANES[:5]}, order="arrived_at", until=midnight))
        views = visit_views(look, today, now)
    return Board(
        at=now,
        lanes={lane: _lane(views, lane, waiting) for lane in LANES},
        served_today=sum(view.state == "done" for view in views),
        left_today=sum(view.state == "left" for view in views),
        unfinished=earlier,
        wait_amber_minutes=house.settings.get("deadline.wait_apology"),
        wait_red_minutes=house.settings.get("queue.wait_red_minutes"),
    )


def _lane(views: tuple[VisitView, ...], lane: str, places: dict[str, int]) -> tuple[VisitView, ...]:
    states = ("done", "left") if lane == "done" else (lane,)
    chosen = [view for view in views if view.state in states]
    if lane == "waiting":
        chosen.sort(key=lambda view: places.get(view.eid, len(places)))
    elif lane == "done":
        chosen.reverse()
    return tuple(chosen)


@verb("reception.visit", LOOKING)
def visit(house: House, actor: Actor, eid: str) -> VisitView:
    """One visit as it now is. Raises Missing."""
    with house.store.read() as look:
        return visit_views(look, [visit_of(look, eid)], house.clock.now())[0]


@verb("reception.returning", COUNTER)
def returning(house: House, actor: Actor, text: str, limit: int = 8) -> tuple[Acquaintance, ...]:
    """Known visitors by the last digits of a phone, a name or a company; newest first, nobody twice."""
    with house.store.read() as look:
        hits = look.find(text, kinds=("contact", "visit", "enterprise"), limit=40)
        found: dict[tuple[str, str], Acquaintance] = {}
        for hit in hits:
            for record in _people_behind(look, hit.kind, hit.eid):
                _remember(look, found, record)
            if len(found) >= limit:
                break
    newest = sorted(
        found.values(),
        key=lambda one: moments.to_text(one.last_seen) if one.last_seen else "",
        reverse=True,
    )
    return tuple(newest[:limit])


def _people_behind(look: Reader, kind: str, eid: str) -> tuple[Record, ...]:
    if kind == "enterprise":
        return look.select(Query("contact", equals={"client": eid}, limit=4))
    record = look.get(kind, eid)
    return (record,) if record is not None and record.void is None else ()


def _remember(look: Reader, found: dict[tuple[str, str], Acquaintance], record: Record) -> None:
    client = look.get("enterprise", record["client"]) if record["client"] else None
    organisation = client["name"] if client else record["organisation"] or ""
    key = (record["name"] or "", record["phone"] or organisation)
    seen = record["arrived_at"] if record.kind == "visit" else None
    before = found.get(key)
    if before is not None:
        latest = max((moment for moment in (before.last_seen, seen) if moment), default=None)
        found[key] = replace(before, last_seen=latest, visits=before.visits + (record.kind == "visit"))
        return
    found[key] = Acquaintance(
        known=(record.kind, record.eid),
        name=masking.mask("name", record["name"]) if record["name"] else "",
        organisation=organisation,
        client=record["client"] or "",
        phone=masking.mask("phone", record["phone"]) if record["phone"] else "",
        last_seen=seen,
        visits=int(record.kind == "visit"),
    )


@verb("reception.on_site", COUNTER)
def on_site(house: House, actor: Actor) -> tuple[VisitView, ...]:
    """Everybody not yet seen off, earlier days included: for the roll-call and the end-of-day sweep."""
    with house.store.read() as look:
        return visit_views(look, in_house(look), house.clock.now())


@verb("reception.add_matter", COUNTER)
def add_matter(
    house: House,
    actor: Actor,
    eid: str,
    subject: str,
    item: str = "",
    quantity: int = 1,
) -> Done[VisitView]:
    """Another matter in the same visit, with its own clock; it starts when the running one is set aside."""
    with house.store.write(actor) as unit:
        visit_of(unit, eid)
        unit.create(
            "matter",
            {
                "visit": eid,
                "subject": subject,
                "item": item or None,
                "quantity": quantity,
                "state": "open",
            },
        )
        return finish_act(unit, eid, "visit", "matter")


@verb("reception.switch_matter", COUNTER)
def switch_matter(house: House, actor: Actor, eid: str, matter: str) -> Done[VisitView]:
    """Set the running matter of the visit aside and start the clock of `matter`."""
    with house.store.write(actor) as unit:
        for found in unit.select(Query("matter", equals={"visit": eid})):
            if found["state"] == "serving" and found.eid != matter:
                stop_clock(unit, found, "pause")
            elif found.eid == matter and found["state"] == "open":
                start_clock(unit, found)
        return finish_act(unit, eid, "visit", "matter")


@verb("reception.doubt_times", COUNTER)
def doubt_times(house: House, actor: Actor, eid: str, doubtful: bool) -> Done[VisitView]:
    """Mark that the clocks of this visit do not tell the truth, which keeps it out of averages."""
    with house.store.write(actor) as unit:
        visit_of(unit, eid)
        unit.change("visit", eid, {"times_doubtful": doubtful}, event="doubt_times")
        return finish_act(unit, eid, "visit")
