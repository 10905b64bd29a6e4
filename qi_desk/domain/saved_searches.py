"""Searches a person keeps under a name."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Type

SAVED_SEARCH = Entity(
    "saved_search",
    (
        Field("owner", Type.REF, required=True, target="person"),
        Field("text", required=True, limit=64),
        Field("name", required=True, limit=40),
    ),
    indexes=(("owner",),),
)
