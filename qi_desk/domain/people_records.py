"""The station, its settings, its desks, its staff (F34), and the training that opens an account (B.3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import people, phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type

STATION = Entity(
    "station",
    (
        Field("code", required=True, limit=8, merge=Merge.IMMUTABLE),
        Field("name", required=True, limit=60),
        Field("park", limit=60),
        Field("street", Type.CODE, codes="streets"),
        Field("district", Type.CODE, codes="districts"),
        Field("address", limit=120),
        Field("phone", limit=20, check=phones.check, sensitivity=Sensitivity.PUBLIC),
        Field("supervision_phone", limit=20, check=phones.check, sensitivity=Sensitivity.PUBLIC),
        Field("opening", Type.LIST),
        Field("practice", Type.FLAG, merge=Merge.IMMUTABLE),
    ),
)

SETTING = Entity(
    "setting",
    (
        Field("key", required=True, limit=80, merge=Merge.IMMUTABLE),
        Field("value", Type.LIST, merge=Merge.LWW),
    ),
    indexes=(("key",),),
)

DESK = Entity(
    "desk",
    (
        Field("letter", required=True, limit=2, merge=Merge.IMMUTABLE),
        Field("window", limit=20),
        Field("opened_at", Type.MOMENT, merge=Merge.IMMUTABLE),
        Field("reason", Type.CODE, codes="desk_reasons", merge=Merge.IMMUTABLE),
    ),
)

PERSON = Entity(
    "person",
    (
        Field("staff_no", required=True, limit=20),
        Field("name", required=True, limit=50, check=people.check, sensitivity=Sensitivity.PERSONAL),
        Field("role", Type.CODE, required=True, codes="roles"),
        Field("phone", limit=20, check=phones.check, sensitivity=Sensitivity.PERSONAL),
        Field("active", Type.FLAG),
        Field("started_on", Type.DAY),
        Field("retired_on", Type.DAY),
        Field("post", limit=40),
        Field("full_time", Type.FLAG),
        Field("post_since", Type.DAY),
        # Each: key and item (catalogue), level (skill_levels).
        Field("skills", Type.LIST, merge=Merge.SET),
    ),
    indexes=(("active",),),
)

TRAINING = Entity(
    "training",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("person", Type.REF, target="person"),
        Field("topic", required=True, limit=80),
        Field("kind", Type.CODE, required=True, codes="training_kinds"),
        Field("held_on", Type.DAY, required=True),
        Field("hours", Type.INTEGER),
        Field("passed", Type.FLAG),
        Field("teacher", limit=50),
        Field("exam", Type.CODE, codes="exam_kinds"),
        Field("content", Type.LONG, limit=2000),
        # Each: key, who (a name), person (for staff), score, result (exam_results).
        Field("people", Type.LIST, merge=Merge.SET),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    number="PX",
    indexes=(("person",), ("held_on",), ("kind", "person")),
)
"""One training (F26): of one `person`, as an account is opened with, or of many `people`."""


def passed_by(training: Mapping[str, Any], person: str) -> bool:
    """Whether this person passed the training."""
    if training["person"] == person:
        return bool(training["passed"])
    return any(row.get("person") == person and row.get("result") == PASSED for row in training["people"] or ())


PASSED = "passed"
"""The result (list `exam_results`) that counts."""
