"""Shared equipment and rooms (F17): what they can do, how they are given out, who may use them, when they are shut."""

from __future__ import annotations

from qi_desk.domain import opening_hours
from qi_desk.domain.errors import Invalid, Problem
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type


def _hours(text: str) -> Problem | None:
    try:
        opening_hours.hours_of(text)
    except Invalid:
        return Problem("", "station.opening")
    return None


EQUIPMENT = Entity(
    "equipment",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("sort", Type.CODE, codes="equipment_sorts"),
        Field("name", required=True, limit=120, sensitivity=Sensitivity.PUBLIC),
        Field("model", limit=60),
        Field("maker", limit=120),
        Field("serial", limit=60),
        Field("owner", limit=120, sensitivity=Sensitivity.PUBLIC),
        Field("place", limit=120),
        Field("spec", Type.LONG, limit=1000, sensitivity=Sensitivity.PUBLIC),
        # Each: key, name (what is tested), standard.
        Field("tests", Type.LIST, merge=Merge.SET),
        Field("value", Type.MONEY),
        Field("mark", Type.CODE, codes="equipment_marks"),
        Field("limit_text", limit=200),
        Field("calibration_on", Type.DAY),
        Field("calibration_due", Type.DAY),
        Field("calibration_exempt", Type.FLAG),
        Field("certificate", limit=60),
        Field("open", Type.FLAG),
        Field("modes", Type.CODES, codes="equipment_modes", merge=Merge.SET),
        Field("hours", limit=80, check=_hours),
        Field("step_minutes", Type.INTEGER),
        Field("shortest_minutes", Type.INTEGER),
        Field("longest_minutes", Type.INTEGER),
        Field("warm_up", Type.INTEGER),
        Field("clean_up", Type.INTEGER),
        Field("notice_days", Type.INTEGER),
        Field("change_hours", Type.INTEGER),
        Field("cancel_hours", Type.INTEGER),
        Field("ahead_days", Type.INTEGER),
        Field("quota_hours", Type.INTEGER),
        Field("need_training", Type.FLAG),
        Field("approval", Type.FLAG),
        Field("hazard", Type.CODE, codes="hazards"),
        Field("hazard_rules", Type.LONG, limit=500),
        # Each: key (unit and whom it is for), unit, price (fen), party.
        Field("prices", Type.LIST, merge=Merge.SET),
        Field("accessories", Type.LONG, limit=500),
        # Each: key (the id of equipment that is booked along with it), name.
        Field("goes_with", Type.LIST, merge=Merge.SET),
        Field("keeper", Type.REF, target="person"),
        Field("note", Type.LONG, limit=500),
    ),
    number="SB",
)
"""`hours` are those of Monday to Friday, empty for the station's."""

CLOSURE = Entity(
    "closure",
    (
        Field("equipment", Type.REF, required=True, target="equipment"),
        Field("begins", Type.MOMENT, required=True),
        Field("ends", Type.MOMENT, required=True),
        Field("reason", Type.CODE, required=True, codes="closure_reasons"),
        Field("note", limit=200),
        Field("made_by", Type.REF, target="person"),
    ),
    indexes=(("equipment", "ends"),),
)

AUTHORISATION = Entity(
    "authorisation",
    (
        Field("equipment", Type.REF, required=True, target="equipment"),
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("user_name", required=True, limit=50, sensitivity=Sensitivity.PERSONAL, mask="name"),
        Field("trained_on", Type.DAY, required=True),
        Field("valid_to", Type.DAY, required=True),
        Field("given_by", Type.REF, target="person"),
    ),
    indexes=(("equipment",), ("client",)),
)
"""A user who was trained on a device may use it without help until `valid_to`."""

LEASE = Entity(
    "lease",
    (
        Field("equipment", Type.REF, required=True, target="equipment", merge=Merge.SERVER),
        Field("desk", required=True, limit=20, merge=Merge.SERVER),
        Field("valid_until", Type.MOMENT, required=True, merge=Merge.SERVER),
    ),
    indexes=(("equipment",),),
)
"""The district's word that one desk (station and letter, `PY03-A`) alone decides over a piece of equipment (2.9 of the
exchange)."""

EQUIPMENT_FIELDS = (
    "sort",
    "name",
    "model",
    "maker",
    "serial",
    "owner",
    "place",
    "mark",
    "limit_text",
    "calibration_on",
    "calibration_due",
    "calibration_exempt",
    "certificate",
    "open",
    "need_training",
    "approval",
    "hazard",
    "keeper",
    "hours",
    "step_minutes",
    "shortest_minutes",
    "longest_minutes",
    "warm_up",
    "clean_up",
    "notice_days",
    "ahead_days",
    "change_hours",
    "cancel_hours",
    "quota_hours",
    "value",
    "modes",
    "tests",
    "prices",
    "accessories",
    "spec",
    "hazard_rules",
    "note",
)
"""In the order the form asks for them."""
