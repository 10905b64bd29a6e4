"""上级检查 (8.2.1 and 8.3 of the national guide): who came to look, what was found, who puts it right until when."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.lifecycles import Lifecycle, move

SUPERVISION = Entity(
    "supervision",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("visitor", required=True, limit=80),
        Field("people", limit=120),
        Field("kind", Type.CODE, required=True, codes="supervision_kinds"),
        Field("held_on", Type.DAY, required=True),
        Field("received", Type.REF, required=True, target="person"),
        Field("scope", Type.LONG, required=True, limit=500),
        Field("conclusion", Type.LONG, limit=1000),
        Field("state", Type.CODE, required=True, codes="supervision_states"),
        Field("reported_on", Type.DAY),
        Field("report", Type.LONG, limit=2000),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    number="DC",
    indexes=(("state", "held_on"), ("held_on",)),
)

SUPERVISION_FINDING = Entity(
    "supervision_finding",
    (
        Field("supervision", Type.REF, required=True, target="supervision", merge=Merge.IMMUTABLE),
        Field("what", Type.LONG, required=True, limit=500),
        Field("owner", Type.REF, required=True, target="person"),
        Field("due", Type.DAY, required=True),
        Field("done_on", Type.DAY),
        Field("done_note", limit=300),
    ),
    indexes=(("supervision",), ("done_on", "due")),
)

SUPERVISION_LIFECYCLE = Lifecycle(
    "supervision",
    states=("open", "closed"),
    first="open",
    final=frozenset({"closed"}),
    moves=(move("close", ("open",), "closed"),),
)
"""It is closed with the answer to who came, once every finding is put right."""


def finding_key(eid: str) -> str:
    """The key of the one improvement plan a finding leads to."""
    return f"supervision:{eid}"
