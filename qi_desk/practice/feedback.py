"""Entering the invented ratings, complaints and improvement plans."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from qi_desk.domain import moments
from qi_desk.domain.feedback.complaints import escalates
from qi_desk.domain.feedback.surveys import correction_id, survey_id
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.ports import House, Unit
from qi_desk.services.practice.chance import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from qi_desk.services.practice.values import (
        PracticeComplaint,
        PracticeFeedback,
        PracticeImprovement,
        PracticeRating,
    )

_AFTER = {
    "acknowledged": ("acknowledged",),
    "investigating": ("acknowledged", "assessed"),
    "correcting": ("acknowledged", "assessed", "investigated", "resolved", "told"),
    "closed": ("acknowledged", "assessed", "investigated", "resolved", "told", "corrected", "checked", "closed"),
    "referred": ("acknowledged", "told"),
}
"""The rows of the follow-up form a complaint has by its state."""


def enter_feedback(
    house: House, unit: Unit, found: PracticeFeedback, ids: Mapping[str, str], staff: Sequence[str]
) -> None:
    """Everything of it; `staff` are the people who work here."""
    for rating in found.ratings:
        _rating(house, unit, rating, ids, staff)
    for complaint in found.complaints:
        _complaint(unit, complaint, ids, staff)
    for plan in found.improvements:
        _plan(unit, plan, ids)


def _rating(house: House, unit: Unit, rating: PracticeRating, ids: Mapping[str, str], staff: Sequence[str]) -> None:
    request = unit.get("request", ids[rating.request])
    assert request is not None
    served = ids[rating.served_by]
    eid = survey_id(request.eid)
    others = [one for one in staff if one != served]
    unit.create(
        "survey",
        {
            "number": unit.next_number("MY", moments.china_date(rating.asked_at)),
            "about_kind": "request",
            "about": request.eid,
            "client": request["client"],
            "round": 1,
            "served_by": served,
            "asked_at": rating.asked_at,
            "asked_by": served,
            "state": "rated" if rating.rated_at else "asked",
            "method": rating.method or None,
            **rating.grades,
            "reasons": list(rating.reasons),
            "words": rating.words,
            "rated_at": rating.rated_at,
            "entered_by": None if rating.method in ("", "screen") else others[0],
        },
        eid=eid,
    )
    if rating.correction and rating.rated_at is not None:
        _correction(house, unit, eid, request["client"], rating.correction, rating.rated_at, others[0])


def _correction(house: House, unit: Unit, survey: str, client: str, state: str, opened: datetime, other: str) -> None:
    told = words("feedback")["ratings"]
    due = {
        name: add_working_days(house.calendar, opened, house.settings.get(f"deadline.{limit}")).moment
        for name, limit in (("verify_due", "rating_verify"), ("correct_due", "rating_correct"))
    }
    values: dict[str, Any] = {"survey": survey, "client": client, "state": state, "opened_at": opened, **due}
    later = min(opened + timedelta(hours=20), unit.now)
    if state != "open":
        values |= {"finding": "true", "cause": "unclear", "facts": told["facts"]}
        values |= {"verified_by": other, "verified_at": later}
    if state == "closed":
        values |= {"measures": told["measures"], "corrected_by": other, "corrected_at": later}
        values |= {"call_back_note": told["call_back"], "call_back_mode": "phone"}
        values |= {"called_back_by": other, "called_back_at": later}
    unit.create("correction", values, eid=correction_id(survey))


def _complaint(unit: Unit, complaint: PracticeComplaint, ids: Mapping[str, str], staff: Sequence[str]) -> None:
    by, at = ids[complaint.by], complaint.received_at
    values: dict[str, Any] = dict(complaint.values)
    day = moments.china_date(at)
    client = ids.get(complaint.client)
    values |= {
        "number": unit.next_number("TS", day),
        "received_at": at,
        "received_by": by,
        "client": client,
        "complainant": complaint.complainant or None,
        "phone": complaint.phone or None,
        "against_person": ids.get(complaint.against),
        "repeat": 1,
        "escalated_at": at if escalates(values) else None,
    }
    steps = _AFTER.get(values["state"], ())
    others = [one for one in staff if one not in (by, values["against_person"])]
    investigator = next(iter(others), by)
    if "acknowledged" in steps:
        values |= {"acknowledged_at": at, "acknowledged_by": by, "acknowledge_mode": "phone"}
    if "assessed" in steps:
        values |= {"assessed_at": at + timedelta(hours=3), "assessed_by": by, "severity": "low", "safety": "none"}
        values |= {"spread": "low", "investigator": investigator}
    if values.get("decision"):
        values |= {"investigated_at": at + timedelta(days=2), "decided_at": at + timedelta(days=3), "decided_by": by}
        values |= {"told_mode": "phone", "answered_at": at + timedelta(days=3)}
    if values.get("close_reason"):
        values["closed_at"] = at + timedelta(days=6)
    eid = unit.create("complaint", values)
    for place, step in enumerate(steps):
        when = min(at + timedelta(hours=6 * place), unit.now)
        unit.create("complaint_step", {"complaint": eid, "step": step, "at": when, "by": by})


def _plan(unit: Unit, plan: PracticeImprovement, ids: Mapping[str, str]) -> None:
    owner = ids[plan.owner]
    values = dict(plan.values)
    dates = {"opened_on": plan.opened_on, "deadline": plan.deadline}
    approved = {"approved_by": owner, "approved_on": plan.opened_on + timedelta(days=2)}
    number = unit.next_number("GZ", plan.opened_on)
    opened = {"number": number, "owner": owner, "opened_by": owner, "returns": 0}
    finished = {"finished_on": plan.deadline} if values.get("evidence") else {}
    eid = unit.create("improvement", {**values, **dates, **approved, **opened, **finished})
    for what, due, done in plan.actions:
        ended = {"done_on": due, "done_note": done} if done is not None else {}
        unit.create("improvement_action", {"improvement": eid, "what": what, "owner": owner, "due": due, **ended})
