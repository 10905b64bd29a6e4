"""Requests with what hangs on them, as the measures look at them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from qi_desk.domain.figures.cases import NOTHING, Claim, Matter, Outcome
from qi_desk.domain.working_time import Pause
from qi_desk.services.figures.looking import Looking
from qi_desk.services.ports import Linked, Query

ENDED_STATES = ("closed", "terminated", "refused", "archived")
OPEN_STATES = (
    "registered",
    "supplement",
    "assessing",
    "accepted",
    "matched",
    "plan_pending",
    "in_service",
    "paused",
    "delivered",
    "awaiting_rating",
)
_REQUEST = (
    "eid",
    "state",
    "channel",
    "client",
    "visit?",
    "responsible",
    "first_contact",
    "registered_at",
    "accepted_at",
    "closed_at",
    "reply_due",
    "finish_due",
    "solved",
    "end_reason",
)
_DELIVERY = (
    "request",
    "delivered_at",
    "solved",
    "trips",
    "problems_solved",
    "jobs",
    "benefit",
    "saving",
    "evidence?",
)
_LOOK_BACK = ("request", "asked_at", "solved", "jobs", "benefit", "saving", "evidence?")
_GIVEN = frozenset({"accepted", "done", "evaluated"})
_MERGED = "merged"


@dataclass(slots=True)
class _Beside:
    """What hangs on the requests of one query, by request."""

    items: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    notices: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    refused: dict[str, datetime] = field(default_factory=dict)
    pauses: dict[str, list[Pause]] = field(default_factory=lambda: defaultdict(list))
    extended: set[str] = field(default_factory=set)
    institutions: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    deliveries: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    look_backs: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))


def registered(look: Looking) -> list[Matter]:
    """Requests that were registered in the period."""
    if look.registered is None:
        look.registered = _matters(look, look.within("request", "registered_at"))
    return look.registered


def ended(look: Looking) -> list[Matter]:
    """Requests that ended in the period, however they did. Most of them were registered in it and are at hand."""
    period = look.period
    older = Query(
        "request",
        among={"state": ENDED_STATES},
        bound="closed_at",
        since=period.since,
        until=period.until,
        under={"registered_at": period.since},
    )
    known = [one for one in registered(look) if one.end and one.closed_at is not None and one.closed_at < period.until]
    return [*known, *_matters(look, older)]


def still_open(look: Looking) -> list[Matter]:
    """Requests that run now and were registered before the period's end."""
    query = Query("request", among={"state": OPEN_STATES}, bound="registered_at", until=look.period.until)
    return _matters(look, query)


def _matters(look: Looking, query: Query) -> list[Matter]:
    look.know_clients(query)
    beside = _read_beside(look, query)
    return [_matter(look, row, beside) for row in look.rows(query, *_REQUEST)]


def _read_beside(look: Looking, query: Query) -> _Beside:
    of, found = Linked("request", "eid", query), _Beside()
    for request, item, primary in look.rows(Query("request_item"), "request", "item", "primary", linked=of):
        held = found.items[request]
        held.insert(0, item) if primary else held.append(item)
    for request, at in look.rows(Query("supplement"), "request", "told_at", linked=of):
        found.notices[request].append(at)
    for request, at in look.rows(Query("refusal"), "request", "made_at", linked=of):
        found.refused[request] = at
    for request, since, until in look.rows(Query("pause"), "request", "since", "until", linked=of):
        found.pauses[request].append((since, until))
    found.extended = {request for (request,) in look.rows(Query("extension"), "request", linked=of)}
    query_given = Query("assignment", equals={"party_kind": "institution"}, among={"state": _GIVEN})
    for request, party in look.rows(query_given, "request", "party", linked=of):
        found.institutions[request].append(party)
    for row in look.rows(Query("delivery"), *_DELIVERY, linked=of):
        known = found.deliveries.get(row[0])
        if known is None or _sooner(known[1], row[1]):
            found.deliveries[row[0]] = row
    for row in look.rows(Query("look_back"), *_LOOK_BACK, linked=of):
        found.look_backs[row[0]].append(row)
    return found


def _sooner(one: datetime | None, other: datetime | None) -> bool:
    return other is not None and (one is None or one < other)


def _matter(look: Looking, row: tuple[Any, ...], beside: _Beside) -> Matter:
    (eid, state, channel, client, visited, responsible, first, at, accepted, closed, reply_due, due, solved, why) = row
    notices, pauses = beside.notices.get(eid, ()), beside.pauses.get(eid, ())
    handed = beside.deliveries.get(eid)
    end = _end(state, why, eid in beside.refused)
    replies = [accepted, *notices, beside.refused.get(eid), closed if end == "closed" else None]
    replied = min((moment for moment in replies if moment is not None), default=None)
    finished = handed[1] if handed is not None and handed[1] is not None else closed
    begun = accepted or at
    timed = end == "closed" and finished is not None
    return Matter(
        eid=eid,
        at=at,
        state=state,
        end=end,
        channel=channel or "",
        client=look.client(client),
        items=tuple(beside.items.get(eid, ())),
        specialist=responsible or first or "",
        institutions=tuple(beside.institutions.get(eid, ())),
        accepted_at=accepted,
        closed_at=closed,
        replied_at=replied,
        reply_due=reply_due,
        finished_at=finished,
        finish_due=due,
        reply_seconds=int(look.worked.between(at, replied, pauses)) if replied is not None else None,
        work_seconds=int(look.worked.between(begun, finished, pauses)) if timed else None,
        stopped_seconds=int(look.worked.stopped(begun, finished, pauses)) if timed and pauses else 0,
        extended=eid in beside.extended,
        notices=len(notices),
        trips=handed[3] if handed is not None else int(visited),
        outcome=_outcome(solved, handed, beside.look_backs.get(eid, [])),
        cut=look.cut,
    )


def _end(state: str, why: str | None, refused: bool) -> str:
    """How a request ended; what was filed tells it by its reason or its refusal."""
    if state not in ENDED_STATES:
        return ""
    if state == "refused" or (refused and state == "archived"):
        return "refused"
    if state == "terminated" or why:
        return _MERGED if why == _MERGED else "withdrawn"
    return "closed"


def _outcome(solved: str | None, handed: tuple[Any, ...] | None, later: list[tuple[Any, ...]]) -> Outcome:
    """What was told when it was closed, or in the newest look back that told something else."""
    if handed is None and not later:
        return Outcome(solved or "")
    claims: dict[str, Claim] = {}
    if handed is not None:
        _, _, told, _, problems, jobs, benefit, saving, proved = handed
        solved = told or solved
        claims = {
            name: (number, proved)
            for name, number in (("problems", problems), ("jobs", jobs), ("benefit", benefit), ("saving", saving))
            if number
        }
    for _, _, told, jobs, benefit, saving, proved in sorted(later, key=lambda row: (row[1] is not None, row[1])):
        solved = told or solved
        for name, number in (("jobs", jobs), ("benefit", benefit), ("saving", saving)):
            if number is not None:
                claims[name] = (number, proved)
    return Outcome(solved or "", **{name: claims.get(name, NOTHING) for name in _CLAIMED})


_CLAIMED = ("problems", "jobs", "benefit", "saving")
