"""From a source of the measures to its cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from qi_desk import resource_files
from qi_desk.domain.figures import cases
from qi_desk.domain.figures.slices import Crosswalk
from qi_desk.services.figures import (
    equipment_reading,
    hall_reading,
    keeping_reading,
    matter_reading,
    opinion_reading,
)
from qi_desk.services.figures.looking import Looking

Read = Callable[[Looking], Sequence[Any]]

READINGS: Mapping[str, tuple[Read, type[Any]]] = {
    "registered": (matter_reading.registered, cases.Matter),
    "ended": (matter_reading.ended, cases.Matter),
    "open": (matter_reading.still_open, cases.Matter),
    "visits": (hall_reading.visits, cases.Visit),
    "outreach": (hall_reading.outreach, cases.Outreach),
    "filed_clients": (hall_reading.filed_clients, cases.Work),
    "surveys": (opinion_reading.surveys, cases.Survey),
    "corrections": (opinion_reading.corrections, cases.Correction),
    "complaints": (opinion_reading.complaints, cases.Complaint),
    "plans": (opinion_reading.plans, cases.Plan),
    "filed": (keeping_reading.filed, cases.Filed),
    "bookings": (equipment_reading.bookings, cases.Booking),
    "devices": (equipment_reading.devices, cases.Device),
    "reuses": (keeping_reading.reuses, cases.Reuse),
    "projects": (keeping_reading.projects, cases.Project),
    "innovations": (keeping_reading.innovations, cases.Work),
    "told": (hall_reading.told, cases.Told),
    "rules": (keeping_reading.rules, cases.Rule),
    "meetings": (keeping_reading.meetings, cases.Meeting),
    "decisions": (keeping_reading.decisions, cases.Decision),
    "people": (keeping_reading.people, cases.Person),
    "trainings": (keeping_reading.trainings, cases.Training),
    "experts": (keeping_reading.experts, cases.Party),
    "institutions": (keeping_reading.institutions, cases.Party),
}
"""By source, what reads it and the type of its cases."""


@cache
def crosswalk() -> Crosswalk:
    """From the categories of the catalogue to the parts of every taxonomy (D1)."""
    rows = resource_files.catalogue().categories
    return {
        "category": {row.id: row.id for row in rows},
        "provincial": {row.id: row.provincial for row in rows},
        "national": {row.id: row.national for row in rows},
        "panyu": {row.id: str(row.panyu) if row.panyu else "" for row in rows},
        "guangzhou": {row.id: row.guangzhou for row in rows},
        "pillar": {row.id: row.pillar for row in rows},
    }
