"""Finding a time: the nearest for one thing, what is free at a time, a time for several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qi_desk.domain.booking import slots
from qi_desk.domain.booking.rules import refusals
from qi_desk.domain.booking.terms import Facts, Span, Terms
from qi_desk.domain.errors import Problem
from qi_desk.services.booking.bookings import Ask, problem_of, wish_of
from qi_desk.services.booking.standing import EQUIPMENT, facts_of, resource_of, terms_of
from qi_desk.services.ports import Actor, House, Query, Reader
from qi_desk.services.rights import LOOKING, verb

_MOST = 1000


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A device and what it has at the time asked for: `spans` is that very time, or the nearest; `problems` what
    stands against the time asked for."""

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
    """From time to equipment: everything that can do `what` (a word of its name, tests or standards), the free first,
    each other one with its nearest times."""
    now, lines = house.clock.now(), []
    with house.store.read() as look:
        for record in look.select(Query(EQUIPMENT, order="name", limit=_MOST)):
            tests = tuple(row["name"] for row in record["tests"] or ())
            standards = (row.get("standard") or "" for row in record["tests"] or ())
            told = " ".join((record["name"], record["model"] or "", *tests, *standards)).casefold()
            if not record["open"] or any(word not in told for word in what.casefold().split()):
                continue
            mine = Ask(EQUIPMENT, record.eid, ask.begins, ask.ends, ask.values)
            terms, wish = terms_of(house, record), wish_of(mine)
            facts = facts_of(house, look, terms, wish, ask.values.get("user_name") or "")
            found = refusals(terms, wish, facts, now)
            spans = slots.nearest(terms, wish, facts, now, 2) if found else (wish.span,)
            problems = tuple(map(problem_of, found))
            place = record["place"] or ""
            lines.append(FreeLine(record.eid, record["name"], place, tests, not found, spans, problems))
    return tuple(sorted(lines, key=lambda line: (not line.free, not line.spans, line.name)))


@verb("bookings.time_for_all", LOOKING)
def time_for_all(house: House, actor: Actor, asks: Sequence[Ask], count: int = 3) -> tuple[Span, ...]:
    """The nearest times at which all of several things are to be had. Raises Missing."""
    with house.store.read() as look:
        every = {ask.resource: _known(house, look, ask, "") for ask in asks}
    return slots.together(every, wish_of(asks[0]), house.clock.now(), count) if asks else ()


def _known(house: House, look: Reader, ask: Ask, booking: str) -> tuple[Terms, Facts]:
    terms = terms_of(house, resource_of(look, ask.resource_kind, ask.resource))
    return terms, facts_of(house, look, terms, wish_of(ask, booking), ask.values.get("user_name") or "")
