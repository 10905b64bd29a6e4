"""The keys papers are signed with, and the codes that were given out with them."""

from __future__ import annotations

from datetime import datetime, timedelta

from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type

VALID = timedelta(days=730)
"""How long a desk signs with one key."""

SLIP_KEY = Entity(
    "slip_key",
    (
        Field("key_id", required=True, limit=8, merge=Merge.IMMUTABLE, sensitivity=Sensitivity.PUBLIC),
        Field("desk", required=True, limit=2, merge=Merge.IMMUTABLE),
        Field("serial", Type.INTEGER, required=True, merge=Merge.IMMUTABLE),
        Field("public", required=True, limit=64, merge=Merge.IMMUTABLE, sensitivity=Sensitivity.PUBLIC),
        Field("valid_from", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("valid_until", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("practice", Type.FLAG, merge=Merge.IMMUTABLE),
        Field("revoked_at", Type.MOMENT),
        Field("revoked_why", Type.CODE, codes="key_ends"),
    ),
    indexes=(("key_id",), ("desk", "serial")),
    lasting=True,
)
"""A key of this station: `public` in hexadecimal, `serial` counts the keys of a desk. The private half is nowhere in
the store: the desk derives it anew from the key that opens the store."""

SISTER_KEY = Entity(
    "sister_key",
    (
        Field("key_id", required=True, limit=8, merge=Merge.SERVER, sensitivity=Sensitivity.PUBLIC),
        Field("station", required=True, limit=8, merge=Merge.SERVER),
        Field("desk", required=True, limit=2, merge=Merge.SERVER),
        Field("public", required=True, limit=64, merge=Merge.SERVER, sensitivity=Sensitivity.PUBLIC),
        Field("valid_from", Type.MOMENT, required=True, merge=Merge.SERVER),
        Field("valid_until", Type.MOMENT, required=True, merge=Merge.SERVER),
        Field("revoked_at", Type.MOMENT, merge=Merge.SERVER),
    ),
    indexes=(("key_id",),),
)
"""A key of any station of the district, as the district hands it out: only it writes these."""

SLIP = Entity(
    "slip",
    (
        Field("paper", required=True, limit=80, merge=Merge.IMMUTABLE),
        Field("number", required=True, limit=40, merge=Merge.IMMUTABLE),
        Field("kind", Type.CODE, required=True, codes="slip_kinds", merge=Merge.IMMUTABLE),
        Field("code", required=True, limit=260, merge=Merge.IMMUTABLE),
        Field("signed_at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
    ),
    indexes=(("paper", "signed_at"), ("number", "signed_at")),
    lasting=True,
)
"""A code that was given out: a paper printed again bears the same one while the same stands on it."""


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of the moments there are."""
    there = [one for one in moments if one is not None]
    return min(there) if there else None
