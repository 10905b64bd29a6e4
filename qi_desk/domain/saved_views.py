"""Lists a person keeps under a name, with what they are narrowed to."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Type

SAVED_VIEW = Entity(
    "saved_view",
    (
        Field("owner", Type.REF, required=True, target="person"),
        Field("page", required=True, limit=30),
        Field("name", required=True, limit=40),
        # What the list is narrowed to: name of the filter, value.
        Field("wanted", Type.LONG, required=True, limit=1000),
    ),
    indexes=(("owner",),),
)
