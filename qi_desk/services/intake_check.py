"""What is wrong with an intake before anything is written, field by field, with the fix where one is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from qi_desk.domain import credit_code
from qi_desk.domain.enterprises import CODE_REQUIRED, CONTACT, ENTERPRISE
from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import check, encode_all
from qi_desk.domain.ledger.natural_keys import enterprise_id
from qi_desk.domain.requests import REQUEST, URGENCY_NEEDS_REASON
from qi_desk.services.blank_forms.late import late_problems
from qi_desk.services.intake_input import ClientInput, ContactInput, Intake, QuickAnswer
from qi_desk.services.ports import Actor, House, Reader
from qi_desk.services.rights import COUNTER, verb


@verb("intake.check", COUNTER)
def check_intake(house: House, actor: Actor, intake: Intake) -> tuple[Problem, ...]:
    """Every problem of the intake as it stands, warnings included; fields of the client and the contact carry the
    prefixes `client.` and `contact.`."""
    with house.store.read() as look:
        return tuple(problems_of(house, look, intake))


def problems_of(house: House, look: Reader, intake: Intake) -> list[Problem]:
    """The problems of an intake; `look` is asked whether files it refers to exist."""
    problems = client_problems(house, look, intake.client)
    problems += contact_problems(house, look, intake.contact, intake.client)
    problems += visit_problems(look, intake.visit)
    if intake.late is not None:
        problems += late_problems(house, look, intake.late, "intake", house.clock.now())
    values: dict[str, Any] = {
        "channel": intake.channel,
        "source": intake.source,
        "stage": intake.stage,
        "description": intake.description,
        "product": intake.product,
        "model": intake.model,
        "urgency": intake.urgency,
        "urgency_reason": intake.urgency_reason,
        "fee": intake.fee,
        "budget": intake.budget,
        "secrecy": intake.secrecy,
        "confirmation": intake.confirmation,
        "delivery": intake.delivery,
        "visitor_name": intake.visitor_name,
        "want_by": intake.want_by,
    }
    problems += check(REQUEST, encode_all(REQUEST, values), house.codes, partial=True)
    problems += _item_problems(house, intake.items, intake.quantities)
    if intake.urgency in URGENCY_NEEDS_REASON and not intake.urgency_reason.strip():
        problems.append(Problem("urgency_reason", "request.urgency_reason"))
    if not intake.existing_asked:
        problems.append(Problem("existing", "request.existing_not_asked"))
    for material in intake.materials:
        if not material.name.strip() or material.copies < 1:
            problems.append(Problem("materials", "request.material"))
        elif material.state not in house.codes.ids("material_states"):
            problems.append(Problem("materials", "not_in_list", {"value": material.state}))
    return problems


def quick_problems(house: House, look: Reader, quick: QuickAnswer) -> list[Problem]:
    """The problems of a question answered at once: of client and contact only what is given is looked at."""
    problems = [
        Problem(name, "required")
        for name, value in (("question", quick.question), ("answer", quick.answer))
        if not value.strip()
    ]
    if not (quick.client.eid or quick.client.name.strip()):
        problems.append(Problem("client.name", "visit.who"))
    else:
        problems += client_problems(house, look, quick.client)
    problems += contact_problems(house, look, quick.contact, quick.client)
    problems += visit_problems(look, quick.visit)
    problems += _item_problems(house, quick.items, {})
    values = {
        "channel": quick.channel,
        "description": quick.question,
        "answer": quick.answer,
        "answer_basis": quick.basis,
        "solved": quick.solved,
    }
    problems += check(REQUEST, encode_all(REQUEST, values), house.codes, partial=True)
    return [replace(one, field=_QUICK_NAMES.get(one.field, one.field)) for one in problems if not _spared(one)]


_QUICK_NAMES = {"description": "question", "answer_basis": "basis"}
_SPARED = frozenset({"client.credit_code", "contact.name", "contact.phone", "description"})


def _spared(problem: Problem) -> bool:
    return problem.code == "required" and problem.field in _SPARED


def visit_problems(look: Reader, eid: str) -> list[Problem]:
    """The problem of a visit that is not there; an empty id is no visit."""
    known = look.get("visit", eid) if eid else None
    return [Problem("visit", "record.missing")] if eid and (known is None or known.void) else []


def _item_problems(house: House, items: Sequence[str], quantities: Mapping[str, int]) -> list[Problem]:
    if not items:
        return [Problem("items", "request.no_items")]
    known = house.codes.ids("catalogue")
    problems = [Problem("items", "not_in_list", {"value": item}) for item in items if item not in known]
    if len(set(items)) != len(items):
        problems.append(Problem("items", "request.item_twice"))
    problems += [Problem("quantities", "not_a_number") for count in quantities.values() if count < 1]
    return problems


def client_problems(house: House, look: Reader, client: ClientInput) -> list[Problem]:
    """The problems of the service object: an unknown file, a missing or wrong code, a code of another firm."""
    if client.eid:
        known = look.get("enterprise", client.eid)
        return [] if known is not None and not known.void else [Problem("client", "record.missing")]
    values = {
        "name": client.name,
        "kind": client.kind,
        "credit_code": credit_code.normalise(client.credit_code),
        "address": client.address,
        "street": client.street,
        "park": client.park,
    }
    problems = check(ENTERPRISE, encode_all(ENTERPRISE, values), house.codes, partial=True)
    if client.kind in CODE_REQUIRED and not client.credit_code.strip():
        problems.append(Problem("credit_code", "required"))
    elif client.credit_code.strip() and not any(one.field == "credit_code" for one in problems):
        existing = look.get("enterprise", enterprise_id(credit_code.normalise(client.credit_code)))
        if existing is not None and not existing.void and existing["name"] != client.name.strip():
            problems.append(
                Problem(
                    "name",
                    "client.name_differs",
                    {"name": existing["name"]},
                    existing["name"],
                    warning=True,
                )
            )
    return [replace(problem, field=f"client.{problem.field}") for problem in problems]


def contact_problems(house: House, look: Reader, contact: ContactInput, client: ClientInput) -> list[Problem]:
    """The problems of the contact: name and phone are needed (F03), and a contact on file speaks for one client."""
    if contact.eid:
        known = look.get("contact", contact.eid)
        theirs = known is not None and not known.void and known["client"] == _file_of(client)
        return [] if theirs else [Problem("contact", "record.missing")]
    values = {
        "name": contact.name,
        "phone": contact.phone,
        "post": contact.post,
        "email": contact.email,
    }
    problems = check(CONTACT, encode_all(CONTACT, values), house.codes, partial=True)
    if not contact.phone.strip():
        problems.append(Problem("phone", "required"))
    return [replace(problem, field=f"contact.{problem.field}") for problem in problems]


def _file_of(client: ClientInput) -> str:
    code = credit_code.normalise(client.credit_code)
    return client.eid or (enterprise_id(code) if code else "")
