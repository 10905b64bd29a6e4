"""Entering the invented library: experts, institutions, equipment, and what they were given to do."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from qi_desk.domain import moments
from qi_desk.domain.assignments import ASPECTS, score_of
from qi_desk.domain.records import entity
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.ports import House, Unit

if TYPE_CHECKING:
    from qi_desk.services.practice.library_values import PracticeBooking, PracticeWork


def enter(unit: Unit, kind: str, value: Any, ids: dict[str, str], declared: dict[str, Any]) -> None:
    """One expert, institution or instrument; `declared` holds its fields as the record names them."""
    number = entity(kind).number
    assert number is not None
    values = declared | {"number": unit.next_number(number, moments.china_date(unit.now))}
    if kind == "institution":
        values["qualifications"] = [
            {**asdict(one), "key": one.number, "items": list(one.items), "valid_to": one.valid_to.isoformat()}
            for one in value.qualifications
        ]
        values["prices"] = [{**asdict(one), "key": one.item, "unit": ""} for one in value.prices]
    if kind == "expert":
        values["avoid"] = [{"key": ids[key]} for key in value.avoid if key in ids]
        values["certificates"] = [
            {**asdict(one), "key": one.number, "fields": list(one.fields), "valid_to": one.valid_to.isoformat()}
            for one in value.certificates
        ]
    if kind == "equipment":
        values["tests"] = [{"key": test, "name": test} for test in value.tests]
        values["prices"] = [{"key": "hour", "unit": "hour", "price": value.price}] if value.price else []
    ids[value.key] = unit.create(kind, values)


def enter_booking(unit: Unit, value: PracticeBooking, ids: dict[str, str]) -> None:
    """One booking, with the record of its use where it was used."""
    equipment = unit.get("equipment", ids[value.equipment])
    contact = unit.get("contact", ids[value.contact])
    assert equipment is not None
    assert contact is not None
    back = value.ends if value.state in ("returned", "done") else None
    ended = {"missed": value.begins + timedelta(minutes=30), "cancelled": value.made_at}.get(value.state)
    booking = unit.create(
        "booking",
        {
            "number": unit.next_number("YY", moments.china_date(value.made_at)),
            "resource_kind": "equipment",
            "resource": equipment.eid,
            "mode": value.mode,
            "client": ids[value.client],
            "user_name": contact["name"],
            "phone": contact["phone"],
            "begins": value.begins,
            "ends": value.ends,
            "blocks_from": value.begins - timedelta(minutes=equipment["warm_up"] or 0),
            "blocks_until": value.ends + timedelta(minutes=equipment["clean_up"] or 0),
            "purpose": value.purpose,
            "hazard": "none",
            "affiliated": "no",
            "safety_signed": True,
            "judged": "alone",
            "state": value.state,
            "back_at": back,
            "ended_at": ended,
            "end_reason": "client" if value.state == "cancelled" else None,
            "made_at": value.made_at,
            "made_by": ids[value.by],
        },
    )
    if value.state in ("in_use", "returned", "done"):
        done = {"after": "good", "cleaned": True, "signed_back": True, "back_at": back} if back else {}
        minutes = int((value.ends - value.begins).total_seconds()) // 60 if back else None
        used = {"booking": booking, "checked_in_at": value.begins, "before": "good", "signed_out": True}
        unit.create("usage", {**used, **done, "minutes": minutes})


def enter_work(house: House, unit: Unit, value: PracticeWork, ids: dict[str, str]) -> None:
    """One assignment with its judgement, if it has one."""
    begun = value.state in ("accepted", "done", "evaluated")
    ended = value.state in ("done", "evaluated")
    judged_at = min(value.asked_at + timedelta(hours=6), unit.now)
    assignment = unit.create(
        "assignment",
        {
            "number": unit.next_number("PD", moments.china_date(value.asked_at)),
            "request": ids[value.request],
            "item": value.item,
            "party_kind": value.party_kind,
            "party": ids[value.party],
            "planned_on": value.planned_on,
            "offered": [{"key": ids[key], "kind": value.party_kind, "barred": False} for key in value.offered],
            "place": value.place,
            "choice_reason": value.choice_reason or None,
            "asked_at": value.asked_at,
            "asked_by": ids[value.by],
            "answer_due": add_working_days(
                house.calendar, value.asked_at, house.settings.get("deadline.assignment_answer")
            ).moment,
            "answered_at": min(value.asked_at + timedelta(hours=3), unit.now) if begun else None,
            "finished_at": judged_at if ended else None,
            "evaluated_at": judged_at if value.grades else None,
            "state": value.state,
        },
    )
    if not value.grades:
        return
    grades = dict(zip(ASPECTS, value.grades, strict=True))
    unit.create(
        "evaluation",
        {
            "party_kind": value.party_kind,
            "party": ids[value.party],
            "assignment": assignment,
            "kind": "assignment",
            "made_at": judged_at,
            "made_by": ids[value.by],
            "score": score_of(grades),
            "comment": value.comment,
            **grades,
        },
    )
