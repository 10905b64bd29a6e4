"""Finding a time: the nearest for one thing, what is free at a time, a time for several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_desk.domain.booking import slots
from qi_desk.domain.booking.rules import refusals
from qi_desk.domain.booking.terms import Facts, Span, Terms
from qi_desk.domain.errors import Problem
from qi_desk.domain.library import SERVING
from qi_desk.services.booking.bookings import Ask, problem_of, wish_of
from qi_desk.services.booking.standing import EQUIPMENT, EXPERT, facts_of, resource_of, terms_of
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb

_MOST = 1000


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A device, room or expert and what it has at the time asked for: `spans` is that very time, or the nearest;
    `problems` what stands against the time asked for."""

    kind: str
    eid: str
    name: str
    place: str
    tests: tuple[str, ...]
    free: bool
    spans: tuple[Span, ...]
    problems: tuple[Problem, ...]


@verb("bookings.nearest", LOOKING)
def nearest(house: House, actor: Actor, ask: Ask, booking: str = "", count: int = 3) -> tuple[Span, ...]:
    """The nearest times that pass every rule. Raises Missing."""
    with house.store.read() as look:
        terms, facts = _known(house, look, ask, booking)
    return slots.nearest(terms, wish_of(ask, booking), facts, house.clock.now(), count)


@verb("bookings.against", LOOKING)
def against(house: House, actor: Actor, ask: Ask, booking: str = "") -> tuple[Problem, ...]:
    """What says no to a time, as problems beside their fields; while it is still being typed or dragged."""
    with house.store.read() as look:
        terms, facts = _known(house, look, ask, booking)
    return tuple(problem_of(one) for one in refusals(terms, wish_of(ask, booking), facts, house.clock.now()))


@verb("bookings.free_at", LOOKING)
def free_at(house: House, actor: Actor, ask: Ask, what: str = "") -> tuple[FreeLine, ...]:
    """From time to equipment: everything that can do `what` (words of its name, tests or standards), the free first,
    each other one with its nearest times. Experts are among them where words name what they know."""
    with house.store.read() as look:
        records = [one for one in look.select(Query(EQUIPMENT, order="name", limit=_MOST)) if one["open"]]
        if what.strip():
            serving = {"state": tuple(SERVING)}
            records += look.select(Query(EXPERT, among=serving, order="name", limit=_MOST))
        words = what.casefold().split()
        lines = [_line(house, look, one, ask) for one in records if _can(house, one, words)]
    return tuple(sorted(lines, key=lambda line: (not line.free, not line.spans, line.kind, line.name)))


def _does(house: House, record: Record) -> tuple[str, ...]:
    if record.kind == EXPERT:
        return tuple(str(house.codes.row("catalogue", code)["label"]) for code in record["fields"] or ())
    return tuple(row["name"] for row in record["tests"] or ())


def _can(house: House, record: Record, words: Sequence[str]) -> bool:
    standards = (row.get("standard") or "" for row in record["tests"] or ())
    told = " ".join((record["name"], record["model"] or "", *_does(house, record), *standards)).casefold()
    return all(word in told for word in words)


def _line(house: House, look: Reader, record: Record, ask: Ask) -> FreeLine:
    now, mine = house.clock.now(), Ask(record.kind, record.eid, ask.begins, ask.ends, ask.values)
    terms, wish = terms_of(house, record), wish_of(mine)
    facts = facts_of(house, look, terms, wish, ask.values.get("user_name") or "")
    found = refusals(terms, wish, facts, now)
    spans = slots.nearest(terms, wish, facts, now, 2) if found else (wish.span,)
    place = record["place"] or record["organisation"] or ""
    problems = tuple(map(problem_of, found))
    return FreeLine(record.kind, record.eid, record["name"], place, _does(house, record), not found, spans, problems)


@verb("bookings.time_for_all", LOOKING)
def time_for_all(house: House, actor: Actor, asks: Sequence[Ask], count: int = 3) -> tuple[Span, ...]:
    """The nearest times at which all of several things are to be had. Raises Missing."""
    with house.store.read() as look:
        every = {ask.resource: _known(house, look, ask, "") for ask in asks}
    return slots.together(every, wish_of(asks[0]), house.clock.now(), count) if asks else ()


def _known(house: House, look: Reader, ask: Ask, booking: str) -> tuple[Terms, Facts]:
    terms = terms_of(house, resource_of(look, ask.resource_kind, ask.resource))
    return terms, facts_of(house, look, terms, wish_of(ask, booking), ask.values.get("user_name") or "")
