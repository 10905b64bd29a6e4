"""Filling a practice station: invented people, clients, visits and requests, entered as a colleague would have."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from qi_desk.domain import moments
from qi_desk.domain.errors import NotAllowed
from qi_desk.domain.ledger.natural_keys import enterprise_id
from qi_desk.domain.records import entity
from qi_desk.domain.requests import FLOW_VERSION
from qi_desk.durable_files import write_atomic
from qi_desk.founding import finish
from qi_desk.household import calendar
from qi_desk.paths import PRACTICE_FILE
from qi_desk.practice.blanks import enter_blanks
from qi_desk.practice.evaluation import enter_evaluation
from qi_desk.practice.feedback import enter_feedback
from qi_desk.practice.library import enter, enter_booking, enter_work
from qi_desk.practice.meetings import enter_meetings
from qi_desk.practice.prints import enter_prints
from qi_desk.practice.registers import enter_registers
from qi_desk.services import archives, sessions, staff
from qi_desk.services.gate import Arrival, NewStation
from qi_desk.services.ports import Actor, House, Unit
from qi_desk.services.practice_data import practice_station
from qi_desk.services.promises import promise_at
from qi_desk.services.rights import MANAGER, RUNNING, SPECIALIST, verb

if TYPE_CHECKING:
    from qi_desk.door import Door
    from qi_desk.services.practice.values import (
        PracticeClient,
        PracticeFigures,
        PracticeOutreach,
        PracticePart,
        PracticeRequest,
        PracticeStation,
        PracticeTalk,
        PracticeVisit,
    )

_ROLES = {
    "质": "quality",
    "品控": "quality",
    "检验": "quality",
    "体系": "quality",
    "计量": "technical",
    "技术": "technical",
    "研发": "technical",
    "行政": "office",
    "助理": "office",
    "采购": "purchase",
    "法定": "legal",
}
"""What a post says of the contact's role (list `contact_roles`)."""

PASSWORD = "practice"  # noqa: S105  # shown to everybody on purpose
"""What opens every account of a practice station; shown on its sign-in page."""


def make(door: Door) -> Arrival:
    """Make and fill the practice station of this folder. Raises what `Door.found` raises."""
    now = door.clock().now()
    today = moments.china_date(now)
    station = practice_station(today, at=now.time().replace(tzinfo=None), is_working=calendar(None).is_working)
    manager = next(person for person in station.people if person.role == MANAGER)
    profile = station.profile
    arrival, _ = door.found(
        NewStation(
            code=profile.code,
            name=profile.name,
            letter=profile.desk,
            window=profile.window,
            park=profile.park,
            street=profile.street,
            district=profile.district,
            address=profile.address,
            phone=profile.phone,
            supervision_phone=profile.supervision_phone,
            manager_name=manager.name,
            manager_no=manager.staff_no,
            password=PASSWORD,
            practice=True,
        )
    )
    fill(arrival.house, arrival.actor, station)
    shown = [{"name": person.staff_no, "password": PASSWORD} for person in station.people]
    write_atomic(door.folder / PRACTICE_FILE, json.dumps({"sign_ins": shown}).encode())
    finish(door.folder)
    return arrival


@verb("practice.fill", RUNNING)
def fill(house: House, actor: Actor, station: PracticeStation) -> None:
    """Enter the invented records. Raises NotAllowed("practice.real_station") at a real station."""
    if not house.practice:
        raise NotAllowed("practice.real_station")
    ids = _people(house, actor, station)
    with house.store.write(actor) as unit:
        known = {one.client: one for one in station.figures}
        for client in (*station.enterprises, *station.other_clients):
            _client(unit, client, known.get(client.key), ids)
        for part in station.parts:
            _part(unit, part, ids)
        for visit in station.outreach:
            _outreach(unit, visit, ids)
        for group, kind in (
            (station.experts, "expert"),
            (station.institutions, "institution"),
            (station.equipment, "equipment"),
        ):
            for one in group:
                enter(unit, kind, one, ids, _declared(kind, one))
        unit.commit()
    with house.store.write(actor) as unit:
        _served(house, unit, station, ids)
        unit.commit()
    _archive(house, actor, station, ids)
    enter_prints(house, actor)
    specialist = next(person for person in station.people if person.trained and person.role == SPECIALIST)
    enter_evaluation(house, actor, sessions.recognise(house, ids[specialist.key]))


def _served(house: House, unit: Unit, station: PracticeStation, ids: dict[str, str]) -> None:
    for arrival in station.visits:
        _visit(unit, arrival, ids)
    for request in station.requests:
        _request(house, unit, request, ids)
    for talk in station.talks:
        _talk(unit, talk, ids)
    for given in station.work:
        enter_work(house, unit, given, ids)
    for booking in station.bookings:
        enter_booking(unit, booking, ids)
    staff_ids = tuple(ids[person.key] for person in station.people if person.trained)
    enter_feedback(house, unit, station.feedback, ids, staff_ids)
    enter_registers(unit, station.registers, ids, staff_ids[0])
    enter_blanks(house.codes, unit, station.today, house.desk, staff_ids[0])
    enter_meetings(unit, station.meetings, ids, staff_ids[0])


_FILED_SHARE = 3
_OLD_PAPERS = (("一站式服务框架协议", "06", "client_file", "D10", 4), ("委托检测合同", "06", "other", "D3", 5))


def _archive(house: House, actor: Actor, station: PracticeStation, ids: Mapping[str, str]) -> None:
    """A third of what ended is filed, the oldest first, and some papers of earlier years whose time is over."""
    ready = [(one.kind, one.eid) for one in archives.waiting(house, actor) if not one.lacks]
    archives.file_matters(house, actor, ready[: len(ready) // _FILED_SHARE])
    for client in station.enterprises[:4]:
        for title, part, category, period, years in _OLD_PAPERS:
            dated = station.today - timedelta(days=365 * years + 20)
            values = {"title": title, "part": part, "category": category, "period": period, "dated": dated}
            paper = {"medium": "paper", "place": "档案柜 2 层 3 格", "pages": 12}
            archives.add(house, actor, ids[client.key], {**values, **paper})


def _people(house: House, actor: Actor, station: PracticeStation) -> dict[str, str]:
    ids: dict[str, str] = {}
    for person in station.people:
        if person.role == MANAGER:
            ids[person.key] = actor.account
            continue
        ids[person.key] = staff.add(
            house,
            actor,
            staff.PersonInput(person.staff_no, person.name, person.role, PASSWORD, person.phone, person.started_on),
        ).value
    for training in station.trainings:
        staff.record_training(
            house,
            actor,
            ids[training.person],
            training.topic,
            training.held_on,
            kind=training.kind,
            hours=training.hours,
            passed=training.passed,
        )
    return ids


def _declared(kind: str, value: Any) -> dict[str, Any]:
    """The fields of a practice value that the record declares under the same name."""
    names = set(entity(kind).names())
    plain = {one.name: getattr(value, one.name) for one in fields(value) if one.name in names}
    return {
        name: list(item) if isinstance(item, tuple) else (item if item != "" else None) for name, item in plain.items()
    }


def _part(unit: Unit, part: PracticePart, ids: Mapping[str, str]) -> None:
    values = {name: value for name, value in part.values.items() if value not in ("", None)}
    if "other" in values:
        values["other"] = ids[values["other"]]
    unit.create(part.kind, {**values, "client": ids[part.client]})


def _outreach(unit: Unit, visit: PracticeOutreach, ids: Mapping[str, str]) -> None:
    values = _declared("outreach", visit) | {"client": ids[visit.client], "owner": ids[visit.owner]}
    values["number"] = unit.next_number("ZF", min(visit.planned_on, moments.china_date(unit.now)))
    values["recorded_by"] = ids[visit.owner] if visit.state == "done" else None
    eid = unit.create("outreach", values)
    for problem in visit.problems:
        heard = {"outreach": eid, "client": ids[visit.client], "owner": None if problem.solved else ids[visit.owner]}
        unit.create("outreach_problem", _declared("outreach_problem", problem) | heard)


def _client(unit: Unit, client: PracticeClient, figures: PracticeFigures | None, ids: dict[str, str]) -> None:
    values = _declared("enterprise", client)
    if figures is not None:
        values |= {name: value for name, value in _declared("enterprise", figures).items() if value}
    values |= {
        "products": "\n".join(client.products),
        "former_names": [{"key": name, "name": name} for name in client.former_names],
        "specialist": ids.get(client.specialist),
        "secrecy": "2",
    }
    eid = enterprise_id(client.credit_code) if client.credit_code else None
    ids[client.key] = unit.create("enterprise", values, eid=eid)
    for contact in client.contacts:
        role = next((role for word, role in _ROLES.items() if word in contact.post), "other")
        values = _declared("contact", contact) | {"client": ids[client.key], "role": role}
        ids[contact.key] = unit.create("contact", values)


def _visit(unit: Unit, visit: PracticeVisit, ids: dict[str, str]) -> None:
    day = moments.china_date(visit.arrived_at)
    values = _declared("visit", visit)
    values |= {
        "number": unit.next_number("LF", day),
        "ticket": unit.next_ticket(visit.ticket[:1] or "A", day),
        "client": ids.get(visit.client),
        "received_by": ids.get(visit.received_by),
        "called": [moments.to_text(moment) for moment in visit.called],
    }
    ids[visit.key] = unit.create("visit", values)
    for matter in visit.matters:
        unit.create("matter", _declared("matter", matter) | {"visit": ids[visit.key], "quantity": 1})


def _request(house: House, unit: Unit, request: PracticeRequest, ids: dict[str, str]) -> None:
    promised = promise_at(house, request.urgency, request.registered_at)
    contact = unit.get("contact", ids[request.contact])
    assert contact is not None
    values = _declared("request", request)
    values |= {
        "number": unit.next_number("XQ", moments.china_date(request.registered_at)),
        "client": ids[request.client],
        "contact": contact.eid,
        "contact_name": contact["name"],
        "contact_post": contact["post"],
        "contact_phone": contact["phone"],
        "contact_email": contact["email"],
        "visit": ids.get(request.visit),
        "existing": [asdict(one) for one in request.existing],
        "existing_asked": True,
        "materials": [asdict(one) for one in request.materials],
        "registered_by": ids[request.registered_by],
        "first_contact": ids[request.registered_by],
        "accepted_by": ids.get(request.accepted_by),
        "reply_due": promised.reply.moment,
        "reply_due_steps": [[step.day.isoformat(), step.code] for step in promised.reply.steps],
        "finish_due": promised.finish.moment,
        "due_provisional": promised.provisional,
        "confirmed_at": request.accepted_at,
        "flow": FLOW_VERSION,
        "made_offline": True,
    }
    eid = ids[request.key] = unit.create("request", values)
    for place, item in enumerate(request.items):
        unit.create("request_item", {"request": eid, "item": item, "primary": place == 0, "quantity": 1})
    if request.accepted_at is not None:
        _paper(unit, eid, "receipt.acceptance", request.accepted_at, ids[request.registered_by])


def _talk(unit: Unit, talk: PracticeTalk, ids: dict[str, str]) -> None:
    request, by = ids[talk.request], ids[talk.by]
    unit.create("follow_up", _declared("follow_up", talk) | {"request": request, "made_by": by})
    unit.change("request", request, {"last_contact": talk.at, "next_on": talk.next_on, "responsible": by})


def _paper(unit: Unit, eid: str, kind: str, at: datetime, person: str) -> None:
    unit.create(
        "paper",
        {
            "number": unit.next_number("HZ", moments.china_date(at)),
            "kind": kind,
            "subject_kind": "request",
            "subject": eid,
            "issued_at": at,
            "issued_by": person,
        },
    )
