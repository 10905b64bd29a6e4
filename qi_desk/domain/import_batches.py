"""Batches of service objects taken in from a table, so that each can be found and taken back whole."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Merge, Type

IMPORT_BATCH = Entity(
    "import_batch",
    (
        Field("act", required=True, limit=36, merge=Merge.IMMUTABLE),
        Field("made_at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("made_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("file_digest", limit=64, merge=Merge.IMMUTABLE),
        Field("rows", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("created", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("changed", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("contacts", Type.INTEGER, merge=Merge.IMMUTABLE),
        Field("overwrite", Type.FLAG, merge=Merge.IMMUTABLE),
    ),
    indexes=(("made_at",),),
)
"""One confirmed import. `act` is the act all its operations carry; the file's name is not kept."""
