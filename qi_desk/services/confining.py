"""Matters for named people only (6.4 of DB44/T 2407; A.5: what came of spot checks, enforcement, recalls): closed to
all others, opened to one more person, opened again to everybody."""

from __future__ import annotations

from qi_desk.domain.errors import Conflict, Invalid, NotAllowed, Problem
from qi_desk.domain.requests import NAMED_ONLY
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House
from qi_desk.services.request_moves import done
from qi_desk.services.rights import COUNTER, LEADING, verb

_RESTRICTED = "restricted"


def secrecy_of(house: House, source: str, chosen: str) -> str:
    """The secrecy a matter is registered with: one that came of a spot check, enforcement or a recall is for named
    people only, whatever was chosen."""
    rows = {row["id"]: row for row in house.codes.rows("sources")}
    return NAMED_ONLY if source and rows[source].get(_RESTRICTED) else chosen


@verb("requests.confine", COUNTER)
def confine(house: House, actor: Actor, eid: str) -> Done[str]:
    """From now on only those who have a hand in it, those named and the manager see it. Raises Missing,
    Conflict("request.confined")."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        if record["secrecy"] == NAMED_ONLY:
            raise Conflict("request.confined")
        unit.change("request", eid, {"secrecy": NAMED_ONLY, "named": [actor.account]}, event="confine")
        return done(unit, eid, record)


@verb("requests.name_person", COUNTER)
def name_person(house: House, actor: Actor, eid: str, person: str) -> Done[str]:
    """Let one more person see a matter for named people only. Raises Missing, NotAllowed("request.open_to_all"),
    Invalid for somebody who does not work here."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        if record["secrecy"] != NAMED_ONLY:
            raise NotAllowed("request.open_to_all")
        named = unit.get("person", person)
        if named is None or not named["active"]:
            raise Invalid([Problem("person", "not_in_list", {"value": person})])
        unit.change("request", eid, {"named": [*(record["named"] or ()), person]}, event="name_person")
        return done(unit, eid, record, undo=True)


@verb("requests.unconfine", LEADING)
def unconfine(house: House, actor: Actor, eid: str, secrecy: str) -> Done[str]:
    """Let everybody at the station see it again; `secrecy` a code of `secrecies`. Raises Missing, Invalid,
    NotAllowed("request.open_to_all"), ("request.source_restricted") for what came of a spot check and the like."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        if record["secrecy"] != NAMED_ONLY:
            raise NotAllowed("request.open_to_all")
        if secrecy_of(house, record["source"] or "", secrecy) == NAMED_ONLY:
            raise NotAllowed("request.source_restricted")
        if secrecy not in house.codes.ids("secrecies"):
            raise Invalid([Problem("secrecy", "not_in_list", {"value": secrecy})])
        unit.change("request", eid, {"secrecy": secrecy}, event="unconfine")
        return done(unit, eid, record)
