"""Who stands in for whom while somebody is away, with dates: no matter waits because one person is absent."""

from __future__ import annotations

from datetime import date

from qi_desk.domain.fields import Entity, Field, Type

STAND_IN = Entity(
    "stand_in",
    (
        Field("person", Type.REF, required=True, target="person"),
        Field("deputy", Type.REF, required=True, target="person"),
        Field("since", Type.DAY, required=True),
        Field("until", Type.DAY, required=True),
        Field("reason", limit=80),
        Field("arranged_by", Type.REF, target="person"),
    ),
    indexes=(("deputy", "until"), ("until",)),
)

STAND_IN_FIELDS = ("person", "deputy", "since", "until", "reason")


def in_force(since: date, until: date, today: date) -> bool:
    """Whether the deputy stands in on this day; the last day counts."""
    return since <= today <= until
