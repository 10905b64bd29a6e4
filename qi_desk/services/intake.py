"""Registering and accepting service requests (F03, C1), and answering at once what can be."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from qi_desk.domain import credit_code, moments, phones
from qi_desk.domain.enterprises import PERSON_KIND
from qi_desk.domain.errors import Invalid, Missing, NotAllowed, Problem
from qi_desk.domain.fields import stopping
from qi_desk.domain.ledger.natural_keys import enterprise_id
from qi_desk.domain.requests import FLOW_VERSION, REQUEST_LIFECYCLE, flow_of
from qi_desk.services.blank_forms.late import LateEntry, number_for, use
from qi_desk.services.confining import secrecy_of
from qi_desk.services.intake_check import problems_of, quick_problems
from qi_desk.services.intake_input import ClientInput, ContactInput, Intake, QuickAnswer
from qi_desk.services.outcomes import Changes, Done
from qi_desk.services.outreach import link_problem
from qi_desk.services.ports import Actor, House, Query, Reader, Record, Unit
from qi_desk.services.promises import promise_at
from qi_desk.services.request_clock import set_due
from qi_desk.services.request_moves import newest_of
from qi_desk.services.rights import COUNTER, verb
from qi_desk.services.visit_records import stop_clock


@dataclass(frozen=True, slots=True)
class Registered:
    """What the counter needs at once: the number, the state, the promised reply and the papers issued."""

    eid: str
    number: str
    state: str
    reply_due: datetime
    papers: tuple[str, ...]


@verb("intake.register", COUNTER)
def register(house: House, actor: Actor, intake: Intake) -> Done[Registered]:
    """Register a request: number, first-contact person and promised reply are fixed. Raises Invalid."""
    with house.store.write(actor) as unit:
        eid = _register(house, actor, unit, intake)
        return _commit(unit, eid, intake.late)


@verb("intake.register_and_accept", COUNTER)
def register_and_accept(house: House, actor: Actor, intake: Intake) -> Done[Registered]:
    """Register and accept in one act, the acceptance receipt issued (F9). Raises Invalid."""
    with house.store.write(actor) as unit:
        eid = _register(house, actor, unit, intake)
        _accept(house, actor, unit, eid, intake.confirmation, intake.late)
        return _commit(unit, eid, intake.late)


@verb("intake.accept", COUNTER)
def accept(house: House, actor: Actor, eid: str, confirmation: str) -> Done[Registered]:
    """Accept a registered request; the client's confirmation is recorded with its way (7.2.1 of DB44/T 2407).

    Raises Missing, Invalid for no or an unknown way, NotAllowed where C1 does not offer it.
    """
    with house.store.write(actor) as unit:
        _accept(house, actor, unit, eid, confirmation)
        return _commit(unit, eid)


@verb("intake.answer_at_once", COUNTER)
def answer_at_once(house: House, actor: Actor, quick: QuickAnswer) -> Done[Registered]:
    """From question to closed in one act: registered, answered, closed, with the basis of the answer (即办件).

    The client may be a person without a phone; nothing but question, answer and one item is demanded.
    """
    with house.store.write(actor) as unit:
        problems = stopping(quick_problems(house, unit, quick))
        if problems:
            raise Invalid(problems)
        client = _client(unit, quick.client, quick.contact, actor)
        values = _common(house, actor, unit, client, "1")
        values |= {
            "contact_name": quick.contact.name or quick.client.name,
            "contact_phone": phones.normalise(quick.contact.phone),
            "channel": quick.channel,
            "description": quick.question,
            "urgency": "1",
            "secrecy": "ordinary",
            "visit": quick.visit or None,
            "answer": quick.answer,
            "answer_basis": quick.basis,
            "solved": quick.solved,
            "state": REQUEST_LIFECYCLE.first,
        }
        eid = unit.create("request", values)
        _items(unit, eid, quick.items, {})
        _finish_matter(unit, quick.matter, eid)
        move = REQUEST_LIFECYCLE.take("registered", "answer")
        unit.change(
            "request",
            eid,
            {"state": move.target, "closed_at": unit.now},
            event="answer",
        )
        return _commit(unit, eid)


@verb("intake.withdraw", COUNTER)
def withdraw(house: House, actor: Actor, eid: str, reason: str, note: str = "") -> Done[Registered]:
    """The client withdraws: the request ends with a reason (`end_reasons`) and is kept (7.2.1.3)."""
    if reason not in house.codes.ids("end_reasons"):
        raise Invalid([Problem("end_reason", "not_in_list", {"value": reason})])
    with house.store.write(actor) as unit:
        record = request_of(unit, eid)
        move = flow_of(record["flow"]).take(record["state"], "withdraw")
        unit.change(
            "request",
            eid,
            {
                "state": move.target,
                "end_reason": reason,
                "end_note": note,
                "closed_at": unit.now,
            },
            event="withdraw",
            why=reason,
        )
        return _commit(unit, eid)


def request_of(look: Reader, eid: str) -> Record:
    """The request. Raises Missing if there is none or it was voided."""
    record = look.get("request", eid)
    if record is None or record.void:
        raise Missing("record.missing", kind="request")
    return record


def _register(house: House, actor: Actor, unit: Unit, intake: Intake) -> str:
    problems = stopping(problems_of(house, unit, intake))
    if problems:
        raise Invalid(problems)
    client = _client(unit, intake.client, intake.contact, actor)
    contact = _contact(unit, client, intake.contact)
    late = intake.late
    values = _common(house, actor, unit, client, intake.urgency, late)
    values |= {
        "visit": intake.visit or None,
        "contact": contact.eid,
        "contact_name": contact["name"],
        "contact_post": contact["post"],
        "contact_phone": contact["phone"],
        "contact_email": contact["email"],
        "visitor_name": intake.visitor_name,
        "channel": intake.channel,
        "source": intake.source or None,
        "stage": intake.stage or None,
        "description": intake.description,
        "product": intake.product,
        "model": intake.model,
        "standards": [{"key": number, "number": number} for number in intake.standards],
        "existing_asked": intake.existing_asked,
        "existing": [asdict(one) for one in intake.existing],
        "want_by": intake.want_by,
        "urgency": intake.urgency,
        "urgency_reason": intake.urgency_reason,
        "fee": intake.fee or None,
        "budget": intake.budget,
        "secrecy": secrecy_of(house, intake.source, intake.secrecy),
        "agency": intake.agency,
        "materials": [asdict(one) for one in intake.materials],
        "delivery": intake.delivery or None,
        "state": REQUEST_LIFECYCLE.first,
    }
    eid = unit.create("request", values)
    _items(unit, eid, intake.items, intake.quantities)
    if late is not None:
        use(unit, actor, late, late.number, "request", eid)
    if intake.materials:
        _issue(unit, actor, eid, "receipt.document", late)
    _finish_matter(unit, intake.matter, eid)
    if intake.problem:
        link_problem(unit, intake.problem, eid)
    return eid


def _common(
    house: House, actor: Actor, unit: Unit, client: str, urgency: str, late: LateEntry | None = None
) -> dict[str, Any]:
    at = late.at if late is not None else unit.now
    promised = promise_at(house, urgency, at)
    return {
        "number": number_for(unit, "XQ", moments.china_date(unit.now), late.number if late is not None else ""),
        "client": client,
        "registered_by": actor.account,
        "first_contact": actor.account,
        "registered_at": at,
        "reply_due": promised.reply.moment,
        "reply_due_steps": [[step.day.isoformat(), step.code] for step in promised.reply.steps],
        "finish_due": promised.finish.moment,
        "due_provisional": promised.reply.provisional,
        "flow": FLOW_VERSION,
        "made_offline": True,
    }


def _accept(house: House, actor: Actor, unit: Unit, eid: str, confirmation: str, late: LateEntry | None = None) -> None:
    if confirmation not in house.codes.ids("confirm_modes"):
        code = "not_in_list" if confirmation else "required"
        raise Invalid([Problem("confirmation", code, {"value": confirmation})])
    record = request_of(unit, eid)
    move = flow_of(record["flow"]).take(record["state"], "accept")
    _refuse_unassessed(unit, eid)
    at = late.at if late is not None else unit.now
    promised = promise_at(house, record["urgency"], at)
    unit.change(
        "request",
        eid,
        {
            "state": move.target,
            "accepted_at": at,
            "accepted_by": actor.account,
            "confirmation": confirmation,
            "confirmed_at": at,
            "finish_due": promised.finish.moment,
            "due_provisional": promised.provisional or bool(record["due_provisional"]),
        },
        event="accept",
    )
    if record["complexity"]:
        set_due(house, unit, eid)
    if move.paper:
        _issue(unit, actor, eid, move.paper, late)


def _refuse_unassessed(unit: Unit, eid: str) -> None:
    """What was assessed is accepted only if the conclusion says so; of a complex matter a second person has read it."""
    newest = newest_of(unit, "assessment", eid)
    if newest is None:
        return
    if newest["result"] != "accept":
        raise NotAllowed("request.assessed_otherwise", result=newest["result"])
    if newest["complexity"] == "complex" and not newest["reviewed_by"]:
        raise NotAllowed("request.not_reviewed")


def _issue(unit: Unit, actor: Actor, eid: str, kind: str, late: LateEntry | None = None) -> None:
    """Issue a receipt; the first one of a late entry was the blank one handed out then."""
    handed = late.receipt if late is not None and not unit.count(Query("paper", equals={"subject": eid})) else ""
    values = {
        "number": number_for(unit, "HZ", moments.china_date(unit.now), handed),
        "kind": kind,
        "subject_kind": "request",
        "subject": eid,
        "issued_at": late.at if late is not None else unit.now,
        "issued_by": actor.account,
    }
    made = unit.create("paper", values)
    if late is not None and handed:
        use(unit, actor, late, handed, "paper", made)


def _client(unit: Unit, client: ClientInput, contact: ContactInput, actor: Actor) -> str:
    if client.eid:
        return client.eid
    code = credit_code.normalise(client.credit_code)
    if code:
        existing = unit.get("enterprise", enterprise_id(code))
        if existing is not None and existing.void is None:
            return existing.eid
    else:
        same = _same_named(unit, client, contact)
        if same:
            return same[0]
    values = {
        "name": client.name,
        "kind": client.kind,
        "credit_code": code or None,
        "address": client.address,
        "street": client.street or None,
        "park": client.park,
        "specialist": actor.account,
        "status": "normal",
        "secrecy": "2",
        "filed_on": moments.china_date(unit.now),
    }
    return unit.create("enterprise", values, eid=enterprise_id(code) if code else None)


def _same_named(unit: Unit, client: ClientInput, contact: ContactInput) -> list[str]:
    """Files of this name and kind; for a person a name is not enough: the phone has to be theirs too."""
    named = unit.select(Query("enterprise", equals={"name": client.name.strip(), "kind": client.kind}, limit=50))
    if client.kind != PERSON_KIND:
        return [one.eid for one in named]
    phone = phones.normalise(contact.phone)
    return [one.eid for one in named if phone and unit.count(_reached(one.eid, phone))]


def _reached(client: str, phone: str) -> Query:
    return Query("contact", equals={"client": client, "phone": phone})


def _contact(unit: Unit, client: str, contact: ContactInput) -> Record:
    if contact.eid:
        found = unit.get("contact", contact.eid)
        if found is None:
            raise Missing("record.missing", kind="contact")
        return found
    phone = phones.normalise(contact.phone)
    known = unit.select(Query("contact", equals={"client": client}, limit=100))
    for one in known:
        if one["name"] == contact.name.strip() and one["phone"] == phone:
            return one
    eid = unit.create(
        "contact",
        {
            "client": client,
            "name": contact.name,
            "phone": phone,
            "post": contact.post,
            "email": contact.email,
            "consent": contact.consent,
            "primary": not known,
        },
    )
    made = unit.get("contact", eid)
    assert made is not None
    return made


def _items(unit: Unit, eid: str, items: tuple[str, ...], quantities: Any) -> None:
    for place, item in enumerate(items):
        unit.create(
            "request_item",
            {
                "request": eid,
                "item": item,
                "primary": place == 0,
                "quantity": quantities.get(item, 1),
            },
        )


def _finish_matter(unit: Unit, matter: str, eid: str) -> None:
    if not matter:
        return
    record = unit.get("matter", matter)
    if record is None:
        raise Missing("record.missing", kind="matter")
    if record["state"] != "done":
        stop_clock(unit, record, "finish")
    unit.change("matter", matter, {"request": eid}, event="registered")


def _commit(unit: Unit, eid: str, late: LateEntry | None = None) -> Done[Registered]:
    """Commit, and what the counter needs; the number of a blank form is used once: that act is not taken back."""
    record = request_of(unit, eid)
    papers = unit.select(Query("paper", equals={"subject": eid}))
    unit.commit()
    kinds = {
        "request",
        "request_item",
        "paper",
        "enterprise",
        "contact",
        "visit",
        "matter",
        "outreach_problem",
        "blank_form",
    }
    value = Registered(
        eid,
        record["number"],
        record["state"],
        record["reply_due"],
        tuple(paper.eid for paper in papers),
    )
    return Done(value, Changes(frozenset(kinds), frozenset({eid, record["client"]})), None if late else unit.act)
