"""Visits, visits to enterprises, new files, and how soon what happened was written down."""

from __future__ import annotations

from datetime import datetime, timedelta

from qi_desk.domain.figures.cases import Outreach, Told, Visit, Work
from qi_desk.domain.ledger.natural_keys import made_at
from qi_desk.services.figures.looking import Looking

_NOT_SERVED = frozenset({"waiting", "called", "left", "missed"})
_WITHIN = timedelta(hours=24)
_HAPPENED = (("visit", "arrived_at"), ("request", "registered_at"), ("follow_up", "at"))


def visits(look: Looking) -> list[Visit]:
    """Visits whose people arrived in the period."""
    query = look.within("visit", "arrived_at")
    look.know_clients(query)
    names = ("eid", "arrived_at", "state", "head_count", "client", "received_by")
    return [
        Visit(eid, at, state not in _NOT_SERVED, heads or 1, look.client(client), by or "")
        for eid, at, state, heads, client, by in look.rows(query, *names)
    ]


def outreach(look: Looking) -> list[Outreach]:
    """Visits to enterprises that took place in the period."""
    query = look.within("outreach", "went_on", state="done")
    look.know_clients(query)
    return [
        Outreach(eid, on, look.client(client), by or "")
        for eid, on, client, by in look.rows(query, "eid", "went_on", "client", "owner")
    ]


def filed_clients(look: Looking) -> list[Work]:
    """Service objects put on file in the period."""
    return [Work(eid, "enterprise") for (eid,) in look.rows(look.within("enterprise", "filed_on"), "eid")]


def told(look: Looking) -> list[Told]:
    """What happened in the period and when it was written down; records whose id does not tell are left out."""
    found: list[Told] = []
    if look.house.practice:
        # Everything of a practice station was written down when it was made.
        return found
    for kind, name in _HAPPENED:
        for eid, at in look.rows(look.within(kind, name), "eid", name):
            written = made_at(eid)
            if written is not None:
                found.append(Told(eid, kind, _soon(at, written)))
    return found


def _soon(happened: datetime, written: datetime) -> bool:
    return written - happened <= _WITHIN
