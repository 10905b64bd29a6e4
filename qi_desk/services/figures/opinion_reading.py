"""What clients said: surveys, what bad ratings set going, complaints, and the plans that came of them."""

from __future__ import annotations

from typing import Any

from qi_desk.domain.feedback.complaints import limit_of
from qi_desk.domain.feedback.scores import ASKED, BAD_UP_TO, CONTENT_FROM, score
from qi_desk.domain.feedback.surveys import Standing, standing
from qi_desk.domain.figures.cases import Complaint, Correction, Plan, Survey
from qi_desk.domain.working_time import add_working_days
from qi_desk.services.figures.looking import Looking
from qi_desk.services.ports import Linked, Query

_UPHELD = frozenset({"upheld", "partly"})
_REPLYING = "responding"


def surveys(look: Looking) -> list[Survey]:
    """Surveys that were asked for in the period."""
    query = look.within("survey", "asked_at")
    look.know_clients(query)
    days = look.house.settings.get("deadline.rating")
    found = []
    for eid, at, state, client, by, *grades in look.rows(
        query, "eid", "asked_at", "state", "client", "served_by", *ASKED
    ):
        given = dict(zip(ASKED, grades, strict=True))
        sheet, overall = score(given), given["overall"] or 0
        rated = state == Standing.RATED
        valid = rated and sheet.valid and overall > 0
        found.append(
            Survey(
                eid,
                at,
                standing({"state": state, "asked_at": at}, look.cut, days),
                valid,
                content=valid and overall >= CONTENT_FROM,
                bad=valid and 1 <= overall <= BAD_UP_TO,
                percent=sheet.percent if rated else None,
                client=look.client(client),
                specialist=by or "",
            )
        )
    return found


def corrections(look: Looking) -> list[Correction]:
    """Bad ratings that came in the period, and whether they were put right and called back."""
    query = look.within("correction", "opened_at")
    unnamed = {
        eid
        for eid, anonymous in look.rows(Query("survey"), "eid", "anonymous", linked=Linked("eid", "survey", query))
        if anonymous
    }
    names = ("eid", "opened_at", "survey", "correct_due", "corrected_at", "called_back_at", "appeal_verdict", "owner")
    found = []
    for eid, at, survey, due, corrected, called, verdict, owner in look.rows(query, *names):
        in_time = corrected <= due if corrected is not None else False if look.cut > due else None
        back = None if survey in unnamed else called is not None
        found.append(Correction(eid, at, in_time, back, verdict == "upheld", owner or ""))
    return found


def complaints(look: Looking) -> list[Complaint]:
    """Complaints that came in the period."""
    query = look.within("complaint", "received_at")
    look.know_clients(query)
    names = (
        "eid",
        "received_at",
        "kind",
        "state",
        "client",
        "repeat",
        "decision",
        "decided_at",
        "complexity",
        "extension_days",
    )
    found = []
    for row in look.rows(query, *names):
        given = dict(zip(names, row, strict=True))
        found.append(
            Complaint(
                given["eid"],
                given["received_at"],
                given["kind"],
                given["decision"] in _UPHELD,
                (given["repeat"] or 1) > 1,
                _answered_in_time(look, given),
                look.client(given["client"]),
            )
        )
    return found


def _answered_in_time(look: Looking, given: dict[str, Any]) -> bool | None:
    limit = limit_of({"state": _REPLYING, "complexity": given["complexity"]})
    days = look.house.settings.get(f"deadline.{limit}") + (given["extension_days"] or 0)
    due = add_working_days(look.house.calendar, given["received_at"], days).moment
    if given["decided_at"] is not None:
        return bool(given["decided_at"] <= due)
    return False if look.cut > due and given["state"] not in ("referred", "withdrawn") else None


def plans(look: Looking) -> list[Plan]:
    """Improvement plans that were opened in the period or whose deadline lies in it."""
    found: dict[str, Plan] = {}
    for name in ("opened_on", "deadline"):
        query = look.within("improvement", name)
        for eid, state, opened, deadline, verified in look.rows(
            query, "eid", "state", "opened_on", "deadline", "verified_on"
        ):
            closed = state == "closed" and verified is not None
            in_time = verified <= deadline if closed else False if deadline < look.today else None
            holds = look.period.holds
            found[eid] = Plan(eid, opened, deadline, in_time, holds(opened), holds(deadline))
    return list(found.values())
