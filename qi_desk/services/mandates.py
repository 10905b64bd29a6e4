"""Acting for the client (F10): only with a mandate that names matter, powers and time, that was signed, and that
still stands (6.1.4 of the national guide)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.requests import NAMED_ONLY
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Reader, Record
from qi_desk.services.request_moves import check, done, newest_of
from qi_desk.services.request_views import RUNNING
from qi_desk.services.rights import COUNTER, verb


@verb("mandates.give", COUNTER)
def give(house: House, actor: Actor, request: str, values: Mapping[str, Any]) -> Done[str]:
    """Take a mandate, or one that continues the last. Raises Missing, Invalid, NotAllowed("mandate.ended") for a
    request that is over, NotAllowed("mandate.secret") for secret matters, which no agent handles."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", request)
        if record["state"] not in RUNNING:
            raise NotAllowed("mandate.ended")
        if record["secrecy"] == NAMED_ONLY:
            raise NotAllowed("mandate.secret")
        before = newest_of(unit, "mandate", request)
        given = {
            **values,
            "request": request,
            "agent": record["responsible"] or record["first_contact"] or actor.account,
            "given_at": unit.now,
            "follows": before.eid if before is not None else None,
        }
        problems = [] if given.get("signed") else [Problem("signed", "mandate.signature")]
        begins, ends = given.get("begins"), given.get("ends")
        if begins and ends and ends < begins:
            problems.append(Problem("ends", "date.before_begin"))
        elif ends and ends < moments.china_date(unit.now):
            problems.append(Problem("ends", "date.past"))
        check(house, "mandate", given, problems)
        if before is not None and before["ended_on"] is None:
            unit.change("mandate", before.eid, {"ended_on": moments.china_date(unit.now), "end_reason": "changed"})
        made = unit.create("mandate", given)
        if not record["agency"]:
            unit.change("request", request, {"agency": True})
        return done(unit, made, record, undo=True)


@verb("mandates.end", COUNTER)
def end(house: House, actor: Actor, request: str, reason: str) -> Done[str]:
    """End the mandate that stands, by a reason of `mandate_ends`. Raises Invalid, NotAllowed("mandate.none")."""
    if reason not in house.codes.ids("mandate_ends"):
        raise Invalid([Problem("end_reason", "not_in_list", {"value": reason})])
    with house.store.write(actor) as unit:
        record = living(unit, "request", request)
        newest = newest_of(unit, "mandate", request)
        if newest is None or newest["ended_on"] is not None:
            raise NotAllowed("mandate.none")
        values = {"ended_on": moments.china_date(unit.now), "end_reason": reason}
        unit.change("mandate", newest.eid, values, event="end")
        unit.change("request", request, {"agency": False})
        return done(unit, newest.eid, record, undo=True)


def stands(record: Record | None, today: date) -> bool:
    """Whether a mandate covers `today`."""
    return record is not None and record["ended_on"] is None and record["begins"] <= today <= record["ends"]


def refuse_acting(look: Reader, request: Record, today: date) -> None:
    """Before the station acts for the client. Raises NotAllowed("mandate.missing") for a request that is to be
    handled by an agent without a mandate that stands."""
    if request["agency"] and not stands(newest_of(look, "mandate", request.eid), today):
        raise NotAllowed("mandate.missing")
