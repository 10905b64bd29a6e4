"""Receiving visitors (F01, F02): walk-in, queue, calling, holding, transferring, leaving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qi_desk.domain import identity, moments, phones
from qi_desk.domain.errors import Conflict, Invalid, Problem
from qi_desk.domain.fields import check, encode_all, stopping
from qi_desk.domain.visits import VISIT, VISIT_LIFECYCLE
from qi_desk.services.blank_forms.late import LateEntry, late_problems, number_for, use
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.ports import Actor, House, Reader, Record, Unit
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.visit_records import (
    finish_act,
    in_house,
    matters_of,
    move_visit,
    refuse_while_serving,
    serve_visit,
    stop_clock,
    ticket_prefix,
    visit_of,
)
from qi_desk.services.visit_views import VisitView

CHILDHOOD_ENDS = 14
"""Below this age identity is not recorded; the guardian's is (Personal Information Protection Law, art. 31)."""


@dataclass(frozen=True, slots=True)
class WalkIn:
    """A walk-in as typed. `name` or `organisation` (or someone `known`) and `subject` are all it needs.

    `known` is (kind, id) of the contact or earlier visit the visitor was recognised by: what is not typed comes
    from there. `begin` serves at once instead of queueing. `anyway` overrides the guard against queueing twice;
    `current` says, with `begin`, what becomes of the visitor being served (`counter.call_next`). `late` is a visit
    that was written on a numbered slip first: it is over, and takes no place in the queue.
    """

    subject: str
    name: str = ""
    organisation: str = ""
    client: str = ""
    phone: str = ""
    type: str = "01"
    item: str = ""
    known: tuple[str, str] | None = None
    salutation: str = ""
    head_count: int = 1
    priority: str = "none"
    assist: tuple[str, ...] = ()
    booked: bool = False
    visited: str = ""
    badge: str = ""
    id_kind: str = ""
    id_number: str = ""
    id_purpose: str = ""
    notice_given: bool = False
    note: str = ""
    begin: bool = False
    anyway: bool = False
    current: str = ""
    late: LateEntry | None = None


@verb("reception.check_in", COUNTER)
def check_in(house: House, actor: Actor, entry: WalkIn) -> Done[VisitView]:
    """Enter a visitor, with a queue number, or served at once if `entry.begin`.

    Raises Invalid for bad fields, Conflict("visit.twice_in_queue") with the other visit's `eid` and `ticket`,
    Conflict("visit.serving_other") while serving another and `entry.current` is empty.
    """
    with house.store.write(actor) as unit:
        values = _values_of(house, unit, entry)
        problems = stopping(check(VISIT, encode_all(VISIT, values), house.codes))
        problems += _who_and_what(values, entry) + _identity_problems(values, unit.now)
        if entry.late is not None:
            problems += late_problems(house, unit, entry.late, "visit", unit.now)
        if problems:
            raise Invalid(problems)
        if entry.late is not None:
            return _enter_late(unit, actor, entry, values, entry.late)
        if not entry.anyway:
            _refuse_twins(unit, values)
        if entry.begin:
            refuse_while_serving(unit, actor, entry.current)
        day = moments.china_date(unit.now)
        values["number"] = unit.next_number("LF", day)
        values["ticket"] = unit.next_ticket(ticket_prefix(house, values["type"]), day)
        eid = unit.create("visit", values)
        matter = unit.create(
            "matter",
            {
                "visit": eid,
                "subject": entry.subject,
                "item": entry.item or None,
                "quantity": 1,
                "state": "open",
            },
        )
        if entry.begin:
            serve_visit(unit, actor, visit_of(unit, eid), matter)
        return finish_act(unit, eid, "visit", "matter")


def _enter_late(unit: Unit, actor: Actor, entry: WalkIn, values: dict[str, Any], late: LateEntry) -> Done[VisitView]:
    """A visit of a while ago: arrived, served and left then, without a ticket."""
    past = dict.fromkeys(("arrived_at", "queued_at", "served_at", "finished_at", "left_at"), late.at)
    given = {**values, **past, "state": "done", "received_by": actor.account, "times_doubtful": True}
    given["number"] = number_for(unit, "LF", moments.china_date(unit.now), late.number)
    eid = unit.create("visit", given)
    done = {"state": "done", "started_at": late.at, "ended_at": late.at}
    unit.create("matter", {"visit": eid, "subject": entry.subject, "item": entry.item or None, "quantity": 1, **done})
    use(unit, actor, late, late.number, "visit", eid)
    view = finish_act(unit, eid, "visit", "matter", "blank_form")
    return Done(view.value, view.changes)


def _values_of(house: House, unit: Unit, entry: WalkIn) -> dict[str, Any]:
    known = unit.get(*entry.known) if entry.known else None
    identified = bool(entry.id_number.strip())
    return {
        "arrived_at": unit.now,
        "queued_at": unit.now,
        "type": entry.type,
        "booked": entry.booked,
        "name": entry.name or _of(known, "name"),
        "organisation": entry.organisation or _of(known, "organisation"),
        "client": entry.client or _of(known, "client") or None,
        "phone": phones.normalise(entry.phone) or _of(known, "phone"),
        "salutation": entry.salutation or None,
        "head_count": entry.head_count,
        "priority": entry.priority,
        "assist": list(entry.assist),
        "visited": entry.visited,
        "badge": entry.badge,
        "id_kind": entry.id_kind or None if identified else None,
        "id_number": identity.normalise(entry.id_number) if identified else None,
        "id_purpose": entry.id_purpose or None if identified else None,
        "notice_given_at": unit.now if entry.notice_given else None,
        "purpose": entry.subject,
        "note": entry.note,
        "state": VISIT_LIFECYCLE.first,
    }


def _of(known: Record | None, name: str) -> str:
    if known is None or name not in known.values:
        return ""
    return known[name] or ""


def _who_and_what(values: dict[str, Any], entry: WalkIn) -> list[Problem]:
    problems = []
    if not (values["name"] or values["organisation"] or values["client"]):
        problems.append(Problem("name", "visit.who"))
    if not entry.subject.strip():
        problems.append(Problem("subject", "required"))
    return problems


def _identity_problems(values: dict[str, Any], now: datetime) -> list[Problem]:
    number = values["id_number"]
    if not number:
        return []
    problems = []
    if not values["id_purpose"]:
        problems.append(Problem("id_purpose", "identity.purpose"))
    kind = values["id_kind"] or identity.guess(number) or "99"
    found = identity.check(kind, number)
    if found is not None and not found.warning:
        problems.append(Problem("id_number", found.code, found.values, found.fix))
    age = identity.age_on(kind, number, moments.china_date(now))
    if age is not None and age < CHILDHOOD_ENDS:
        problems.append(Problem("id_number", "identity.child"))
    return problems


def _refuse_twins(unit: Reader, values: dict[str, Any]) -> None:
    for other in in_house(unit):
        same_phone = values["phone"] and other["phone"] == values["phone"]
        same_person = values["name"] and other["name"] == values["name"]
        same_firm = (other["organisation"] or "") == (values["organisation"] or "")
        if same_phone or (same_person and same_firm):
            raise Conflict("visit.twice_in_queue", eid=other.eid, ticket=other["ticket"] or "")


@verb("reception.leave", COUNTER)
def leave(house: House, actor: Actor, eid: str) -> Done[VisitView]:
    """The visitor left before being served: kept, and counted as waiting loss."""
    with house.store.write(actor) as unit:
        move_visit(unit, visit_of(unit, eid), "leave", left_at=unit.now)
        return finish_act(unit, eid, "visit")


@verb("reception.sweep", COUNTER)
def sweep(house: House, actor: Actor, eids: Sequence[str]) -> Done[int]:
    """End the day for people still on the list: left, marked as automatic. Returns how many."""
    with house.store.write(actor) as unit:
        for eid in eids:
            visit = visit_of(unit, eid)
            for matter in matters_of(unit, eid):
                if matter["state"] != "done":
                    stop_clock(unit, matter, "finish")
            move_visit(
                unit,
                visit,
                "sweep",
                left_at=unit.now,
                left_automatically=True,
                times_doubtful=True,
            )
        unit.commit()
        return Done(
            len(eids),
            Changes(frozenset({"visit", "matter"}), frozenset(eids)),
            unit.act,
        )
