"""The measures of everything but requests: the hall, opinions, complaints, equipment, the library, staff, meetings."""

from __future__ import annotations

from typing import Any

from qi_desk.domain.figures.rules import Better, How, Measure, Part, Unit

JOINT_MEETING = "01"
"""联席会议, a code of `meeting_kinds`."""

USED = frozenset({"in_use", "overrun", "returned", "done"})
MISSED = frozenset({"no_show", "missed"})
"""Phases of a booking: had, and confirmed but nobody came."""


def _one(_: Any) -> int:
    return 1


def _if(test: Part, value: Part = _one) -> Part:
    return lambda case: value(case) if test(case) else None


def _flag(name: str) -> Part:
    """Whether the field is true; None where it is open."""
    return lambda case: getattr(case, name)


def _is(name: str, *values: str) -> Part:
    return lambda case: getattr(case, name) in values


def _told(kind: str) -> Part:
    return lambda case: 1 if case.kind == kind else None


_HALL = (
    Measure("visits", "reach", "visits", Unit.COUNT, How.COUNT, _if(_flag("served")), Better.UP),
    Measure("persons_served", "reach", "visits", Unit.COUNT, How.SUM, _if(_flag("served"), _flag("heads")), Better.UP),
    Measure("outreach", "reach", "outreach", Unit.COUNT, How.COUNT, _one, Better.UP),
    Measure("outreach_clients", "reach", "outreach", Unit.COUNT, How.DISTINCT, lambda case: case.client.eid, Better.UP),
    Measure("clients_filed", "reach", "filed_clients", Unit.COUNT, How.COUNT, _one, Better.UP),
)
_OPINIONS = (
    Measure(
        "satisfaction", "opinion", "surveys", Unit.PERCENT, How.SHARE, _if(_flag("valid"), _flag("content")), Better.UP
    ),
    Measure(
        "satisfaction_score",
        "opinion",
        "surveys",
        Unit.SCORE,
        How.MEAN,
        _if(_flag("valid"), _flag("percent")),
        Better.UP,
    ),
    Measure("ratings_valid", "opinion", "surveys", Unit.COUNT, How.COUNT, _if(_flag("valid")), Better.UP),
    Measure("unrated", "opinion", "surveys", Unit.COUNT, How.COUNT, _if(_is("standing", "unrated")), Better.DOWN),
    Measure("bad_ratings", "opinion", "surveys", Unit.COUNT, How.COUNT, _if(_flag("bad")), Better.DOWN),
    Measure("bad_corrected", "opinion", "corrections", Unit.PERCENT, How.SHARE, _flag("in_time"), Better.UP),
    Measure("bad_called", "opinion", "corrections", Unit.PERCENT, How.SHARE, _flag("called"), Better.UP),
    Measure("complaints", "opinion", "complaints", Unit.COUNT, How.COUNT, _one, Better.DOWN),
    Measure("complaint_rate", "opinion", "complaints", Unit.PERCENT, How.OVER, _one, Better.DOWN, "matters_closed"),
    Measure("complaints_on_time", "opinion", "complaints", Unit.PERCENT, How.SHARE, _flag("in_time"), Better.UP),
    Measure("complaints_repeated", "opinion", "complaints", Unit.PERCENT, How.SHARE, _flag("repeated"), Better.DOWN),
    Measure("complaints_upheld", "opinion", "complaints", Unit.COUNT, How.COUNT, _if(_flag("upheld")), Better.DOWN),
)
_EQUIPMENT = (
    Measure("equipment_open_hours", "equipment", "devices", Unit.OPEN_HOURS, How.SUM, _flag("open_minutes")),
    Measure(
        "equipment_use",
        "equipment",
        "bookings",
        Unit.PERCENT,
        How.OVER,
        _if(_is("phase", *USED), _flag("minutes")),
        Better.UP,
        "equipment_open_hours",
    ),
    Measure(
        "equipment_hours",
        "equipment",
        "bookings",
        Unit.OPEN_HOURS,
        How.SUM,
        _if(_is("phase", *USED), _flag("minutes")),
        Better.UP,
    ),
    Measure("equipment_uses", "equipment", "bookings", Unit.COUNT, How.COUNT, _if(_is("phase", *USED)), Better.UP),
    Measure(
        "external_hours",
        "equipment",
        "bookings",
        Unit.OPEN_HOURS,
        How.SUM,
        _if(lambda case: case.phase in USED and case.outside, _flag("minutes")),
        Better.UP,
    ),
    Measure(
        "external_share",
        "equipment",
        "bookings",
        Unit.PERCENT,
        How.OVER,
        _if(lambda case: case.phase in USED and case.outside, _flag("minutes")),
        Better.UP,
        "equipment_hours",
    ),
    Measure(
        "no_show",
        "equipment",
        "bookings",
        Unit.PERCENT,
        How.SHARE,
        _if(_is("phase", *USED, *MISSED), _is("phase", *MISSED)),
        Better.DOWN,
    ),
    Measure("equipment_shared", "equipment", "devices", Unit.COUNT, How.COUNT, _if(_flag("open")), Better.UP),
    Measure("equipment_open", "equipment", "devices", Unit.PERCENT, How.SHARE, _flag("open"), Better.UP),
)
_RESULTS = (
    Measure("reused", "outcome", "reuses", Unit.COUNT, How.COUNT, _if(_flag("accepted")), Better.UP),
    Measure(
        "cost_avoided", "outcome", "reuses", Unit.YUAN, How.SUM, _if(_flag("accepted"), _flag("avoided")), Better.UP
    ),
    Measure("projects_begun", "outcome", "projects", Unit.COUNT, How.COUNT, _if(_flag("began")), Better.UP),
    Measure("projects_finished", "outcome", "projects", Unit.COUNT, How.COUNT, _if(_flag("finished")), Better.UP),
    Measure("innovations", "outcome", "innovations", Unit.COUNT, How.COUNT, _one, Better.UP),
)
_KEEPING = (
    Measure("files_complete", "keeping", "filed", Unit.PERCENT, How.SHARE, _flag("complete"), Better.UP),
    Measure("recorded_in_time", "keeping", "told", Unit.PERCENT, How.SHARE, _flag("within"), Better.UP),
    Measure("plans_opened", "keeping", "plans", Unit.COUNT, How.COUNT, _if(_flag("opened_within"))),
    Measure(
        "plans_on_time",
        "keeping",
        "plans",
        Unit.PERCENT,
        How.SHARE,
        _if(_flag("due_within"), _flag("in_time")),
        Better.UP,
    ),
    Measure("rules_in_force", "keeping", "rules", Unit.COUNT, How.COUNT, _if(_flag("in_force")), Better.UP),
    Measure(
        "rules_reviewed",
        "keeping",
        "rules",
        Unit.PERCENT,
        How.SHARE,
        _if(_flag("in_force"), lambda case: not case.overdue),
        Better.UP,
    ),
    Measure("meetings", "keeping", "meetings", Unit.COUNT, How.COUNT, _one),
    Measure("joint_meetings", "keeping", "meetings", Unit.COUNT, How.COUNT, _told(JOINT_MEETING), Better.UP),
    Measure("decisions_on_time", "keeping", "decisions", Unit.PERCENT, How.SHARE, _flag("in_time"), Better.UP),
)
_ABLE = (
    Measure("staff", "able", "people", Unit.COUNT, How.COUNT, _one, Better.UP),
    Measure("staff_full_time", "able", "people", Unit.COUNT, How.COUNT, _if(_flag("full_time")), Better.UP),
    Measure("staff_trained", "able", "people", Unit.PERCENT, How.SHARE, _flag("trained"), Better.UP),
    Measure("staff_bound", "able", "people", Unit.PERCENT, How.SHARE, _flag("bound"), Better.UP),
    Measure("trainings", "able", "trainings", Unit.COUNT, How.DISTINCT, _flag("session"), Better.UP),
    Measure(
        "training_hours", "able", "trainings", Unit.COUNT, How.SUM, lambda case: case.hours * case.heads, Better.UP
    ),
    Measure(
        "training_hours_each",
        "able",
        "trainings",
        Unit.TIMES,
        How.OVER,
        lambda case: case.hours * case.heads,
        Better.UP,
        "staff",
    ),
    Measure("experts", "able", "experts", Unit.COUNT, How.COUNT, _if(_flag("serving")), Better.UP),
    Measure(
        "experts_valid", "able", "experts", Unit.PERCENT, How.SHARE, _if(_flag("serving"), _flag("valid")), Better.UP
    ),
    Measure("institutions", "able", "institutions", Unit.COUNT, How.COUNT, _if(_flag("serving")), Better.UP),
    Measure(
        "institutions_valid",
        "able",
        "institutions",
        Unit.PERCENT,
        How.SHARE,
        _if(_flag("serving"), _flag("valid")),
        Better.UP,
    ),
)

OTHER_MEASURES = (*_HALL, *_OPINIONS, *_EQUIPMENT, *_RESULTS, *_KEEPING, *_ABLE)
