"""标准与政策库 (2 and 8.4.3 of DB44/T 2407, 5.2.3 of the national guide): what the station gives out and cites."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Sensitivity, Type

NORM = Entity(
    "norm",
    (
        Field("code", required=True, limit=60, sensitivity=Sensitivity.PUBLIC),
        Field("title", required=True, limit=160, sensitivity=Sensitivity.PUBLIC),
        Field("kind", Type.CODE, required=True, codes="norm_kinds"),
        Field("pillar", Type.CODE, codes="pillars"),
        Field("state", Type.CODE, required=True, codes="standard_states"),
        Field("issuer", limit=80),
        Field("effective", Type.DAY),
        Field("ended_on", Type.DAY),
        Field("replaced_by", limit=60),
        Field("source", limit=200),
        Field("licence", limit=80),
        Field("summary", Type.LONG, limit=2000),
        Field("checked_on", Type.DAY),
    ),
    indexes=(("code",), ("state", "checked_on"), ("kind", "code")),
)
"""One standard, law or policy. `checked_on` is the day somebody last looked whether it still holds; `licence` says
what may be given out of it."""

ENDED = frozenset({"replaced", "withdrawn"})
"""States (list `standard_states`) in which nothing new should rest on it."""
