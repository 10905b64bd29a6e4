"""Requests that come of others or belong together: handed over, corrected, reopened, split, merged, related."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.assignments import OPEN
from qi_desk.domain.errors import Invalid, NotAllowed, Problem
from qi_desk.domain.records import entity
from qi_desk.domain.requests import FLOW_VERSION, flow_of
from qi_desk.services.client_file import living
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Query, Unit
from qi_desk.services.request_clock import fresh_reply
from qi_desk.services.request_moves import KINDS, done, take
from qi_desk.services.request_views import RUNNING
from qi_desk.services.rights import COUNTER, LEADING, verb
from qi_desk.services.writing import problems_in

_CARRIED = (
    "client",
    "contact",
    "contact_name",
    "contact_post",
    "contact_phone",
    "contact_email",
    "channel",
    "source",
    "product",
    "model",
    "urgency",
    "urgency_reason",
    "secrecy",
    "fee",
    "delivery",
    "first_contact",
    "complexity",
)


@verb("requests.correct", LEADING)
def correct(house: House, actor: Actor, eid: str, values: Mapping[str, Any], why: str) -> Done[str]:
    """Correct an ended request with a reason; what stood before stays in the chain (E.45). Raises Invalid."""
    if not why.strip():
        raise Invalid([Problem("why", "required")])
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        problems = problems_in(house, entity("request"), values, partial=True)
        if problems:
            raise Invalid(problems)
        unit.change("request", eid, values, event="corrected", why=why.strip())
        return done(unit, eid, record, undo=True)


@verb("requests.hand_over", COUNTER)
def hand_over(house: House, actor: Actor, eids: Sequence[str], to: str, note: str) -> Done[int]:
    """Give open matters to a colleague, with a word on each in its log. Raises Missing, Invalid."""
    with house.store.write(actor) as unit:
        person = unit.get("person", to)
        problems = [] if person is not None and person["active"] else [Problem("responsible", "required")]
        if not note.strip():
            problems.append(Problem("content", "required"))
        if problems:
            raise Invalid(problems)
        for eid in eids:
            record = living(unit, "request", eid)
            entry = {"request": eid, "at": unit.now, "mode": "face", "party": "internal", "content": note.strip()}
            unit.create("follow_up", {**entry, "next_on": record["next_on"], "made_by": actor.account})
            unit.change("request", eid, {"responsible": to}, event="handed_over")
        unit.commit()
    return Done(len(eids), Changes(KINDS, frozenset(eids)), unit.act)


@verb("requests.relate", COUNTER)
def relate(house: House, actor: Actor, eid: str, other: str) -> Done[str]:
    """Say that two requests belong together. Raises Missing, NotAllowed: "request.same", "request.related"."""
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        living(unit, "request", other)
        if eid == other:
            raise NotAllowed("request.same")
        pairs = ({"request": eid, "other": other}, {"request": other, "other": eid})
        if any(unit.count(Query("request_link", equals=pair)) for pair in pairs):
            raise NotAllowed("request.related")
        made = unit.create("request_link", {**pairs[0], "link": "related", "made_by": actor.account})
        return done(unit, made, record, undo=True)


@verb("requests.merge", COUNTER)
def merge(house: House, actor: Actor, eid: str, into: str) -> Done[str]:
    """Make one of two running requests of a client the whole matter: `eid` ends as merged and keeps its log and
    papers, its items go on under `into`. Raises Missing, NotAllowed("request.same"), NotAllowed("request.merge")."""
    with house.store.write(actor) as unit:
        record, move = take(unit, eid, "withdraw")
        kept = living(unit, "request", into)
        if eid == into:
            raise NotAllowed("request.same")
        if record["client"] != kept["client"] or kept["state"] not in RUNNING:
            raise NotAllowed("request.merge", number=kept["number"])
        if unit.count(Query("assignment", equals={"request": eid}, among={"state": OPEN})):
            raise NotAllowed("request.merge_given", number=record["number"])
        held = {row["item"] for row in unit.select(Query("request_item", equals={"request": into}, limit=100))}
        for row in unit.select(Query("request_item", equals={"request": eid}, limit=100)):
            if row["item"] not in held:
                values = {"request": into, "item": row["item"], "primary": False, "quantity": row["quantity"]}
                unit.create("request_item", values)
        link = {"request": into, "other": eid, "link": "merged", "made_by": actor.account}
        unit.create("request_link", link)
        ended = {"state": move.target, "closed_at": unit.now, "end_reason": "merged", "next_on": None}
        unit.change("request", eid, {**ended, "end_note": kept["number"]}, event="withdraw", why="merged")
        return done(unit, into, record, undo=True)


@verb("requests.reopen", COUNTER)
def reopen(house: House, actor: Actor, eid: str, description: str) -> Done[str]:
    """What was ended is never opened again: a new request, linked to the old one, takes it up. Raises Invalid."""
    return _linked(house, actor, eid, description, "reopened", ())


@verb("requests.split", COUNTER)
def split(house: House, actor: Actor, eid: str, items: Sequence[str], description: str) -> Done[str]:
    """Move some service items into a request of their own, linked to this one. Raises Invalid for none or all."""
    return _linked(house, actor, eid, description, "split", tuple(items))


def _linked(house: House, actor: Actor, eid: str, description: str, link: str, items: tuple[str, ...]) -> Done[str]:
    with house.store.write(actor) as unit:
        record = living(unit, "request", eid)
        ended = record["state"] in ("closed", "terminated", "refused", "archived")
        if ended != (link == "reopened"):
            raise NotAllowed("request.reopen_ended" if link == "reopened" else "request.split_open")
        rows = unit.select(Query("request_item", equals={"request": eid}, limit=100))
        held = {row["item"] for row in rows}
        if not description.strip():
            raise Invalid([Problem("description", "required")])
        if items and (not set(items) < held):
            raise Invalid([Problem("items", "request.split_items")])
        flow = flow_of(None)
        now_due = fresh_reply(house, record, unit.now)
        values = {name: record[name] for name in _CARRIED} | {
            "number": unit.next_number("XQ", moments.china_date(unit.now)),
            "description": description.strip(),
            "registered_by": actor.account,
            "registered_at": unit.now,
            "reply_due": now_due.moment,
            "reply_due_steps": [[step.day.isoformat(), step.code] for step in now_due.steps],
            "due_provisional": now_due.provisional,
            "finish_due": None,
            "existing_asked": True,
            "flow": FLOW_VERSION,
            "state": flow.first,
            "parent": eid,
            "link": link,
            "made_offline": True,
        }
        made = unit.create("request", values)
        for row in rows:
            if not items:
                moved = {"request": made, "item": row["item"], "primary": row["primary"], "quantity": row["quantity"]}
                unit.create("request_item", moved)
            elif row["item"] in items:
                unit.change("request_item", row.eid, {"request": made, "primary": row["item"] == items[0]})
        _keep_a_primary(unit, eid)
        return done(unit, made, record, undo=True)


def _keep_a_primary(unit: Unit, eid: str) -> None:
    rows = unit.select(Query("request_item", equals={"request": eid}, limit=100))
    if rows and not any(row["primary"] for row in rows):
        unit.change("request_item", rows[0].eid, {"primary": True})
