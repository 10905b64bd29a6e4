"""The station's own wording of phrases and its own list of what is not said; what it leaves alone comes from the book
that the program brings or the district publishes."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.ledger.natural_keys import keyed_id

PHRASE = Entity(
    "phrase",
    (
        Field("key", required=True, limit=60, merge=Merge.IMMUTABLE),
        Field("situation", required=True, limit=20),
        Field("moments", Type.CODES, required=True, codes="phrase_moments"),
        Field("text", Type.LONG, required=True, limit=120, outgoing=True),
        Field("cantonese", Type.LONG, limit=120),
        Field("english", Type.LONG, limit=300),
        Field("hidden", Type.FLAG),
        Field("off", Type.FLAG),
        Field("base", Type.LONG, limit=120),
    ),
    indexes=(("key",),),
)
"""`key` is the id of the phrase in the book that this one stands for, or one of the station's own; `base` what the book
said when the station wrote its own, so that a newer wording in the book is noticed; `hidden` keeps a phrase from being
offered, `off` lays the station's own wording aside for that of the book."""

PHRASE_FIELDS = ("situation", "text", "cantonese", "english", "moments")

FORBIDDEN = Entity(
    "forbidden",
    (
        Field("key", required=True, limit=60, merge=Merge.IMMUTABLE),
        Field("kind", Type.CODE, required=True, codes="forbidden_kinds"),
        Field("said", Type.LONG, required=True, limit=1000),
        Field("harmless", Type.LONG, limit=1000),
        Field("instead", required=True, limit=120),
        Field("off", Type.FLAG),
    ),
    indexes=(("key",),),
)
"""`said` and `harmless` are one expression a line, as `forbidden.Entry` reads them."""

FORBIDDEN_FIELDS = ("kind", "said", "harmless", "instead")


def phrase_id(key: str) -> str:
    """The id of the station's own wording of a phrase."""
    return keyed_id("phrase", key)


def forbidden_id(key: str) -> str:
    """The id of the station's own entry of what is not said."""
    return keyed_id("forbidden", key)
