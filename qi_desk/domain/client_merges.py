"""Merged enterprise files: which went into which, so that it can be found and taken back for a time."""

from __future__ import annotations

from datetime import timedelta

from qi_desk.domain.fields import Entity, Field, Merge, Type

REVERSIBLE = timedelta(days=30)
"""How long a merger can be taken back."""

CLIENT_MERGE = Entity(
    "client_merge",
    (
        Field("gone", required=True, limit=36, merge=Merge.IMMUTABLE),
        Field("gone_name", limit=120, merge=Merge.IMMUTABLE),
        Field("kept", required=True, limit=36, merge=Merge.IMMUTABLE),
        Field("kept_name", limit=120, merge=Merge.IMMUTABLE),
        Field("act", required=True, limit=36, merge=Merge.IMMUTABLE),
        Field("merged_at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("merged_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("why", limit=200, merge=Merge.IMMUTABLE),
        Field("undone_at", Type.MOMENT),
    ),
    indexes=(("merged_at",),),
)
"""One merger. Ids are kept as texts: a later merger must not move them."""
