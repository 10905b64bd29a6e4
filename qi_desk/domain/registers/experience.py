"""创新案例 and 痛点难点 (4.1 and 4.4 of DB44/T 2407): what works well and is worth copying, what presses a trade."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.lifecycles import Lifecycle, move

INNOVATION = Entity(
    "innovation",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("title", required=True, limit=100),
        Field("pillar", Type.CODE, required=True, codes="pillars"),
        Field("client", Type.REF, target="enterprise"),
        Field("began_on", Type.DAY, required=True),
        Field("owner", Type.REF, required=True, target="person"),
        Field("background", Type.LONG, required=True, limit=2000),
        Field("practice", Type.LONG, required=True, limit=4000),
        Field("effect", Type.LONG, limit=2000),
        Field("spread", Type.LONG, limit=1000),
        Field("state", Type.CODE, required=True, codes="innovation_states"),
        Field("approver", Type.REF, target="person"),
        Field("published_on", Type.DAY),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    number="CX",
    indexes=(("state", "began_on"), ("began_on",)),
)

INNOVATION_LIFECYCLE = Lifecycle(
    "innovation",
    states=("draft", "published"),
    first="draft",
    final=frozenset({"published"}),
    moves=(move("publish", ("draft",), "published"),),
)

PAIN_POINT = Entity(
    "pain_point",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("title", required=True, limit=100),
        Field("category", Type.CODE, required=True, codes="pain_categories"),
        Field("raised_by", required=True, limit=80),
        Field("client", Type.REF, target="enterprise"),
        Field("raised_on", Type.DAY, required=True),
        Field("detail", Type.LONG, required=True, limit=2000),
        Field("state", Type.CODE, required=True, codes="pain_point_states"),
        Field("owner", Type.REF, target="person"),
        Field("due", Type.DAY),
        Field("handling", Type.LONG, limit=2000),
        Field("passed_to", limit=80),
        Field("ended_on", Type.DAY),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    number="TD",
    indexes=(("state", "due"), ("raised_on",), ("category", "raised_on")),
)

PAIN_POINT_LIFECYCLE = Lifecycle(
    "pain_point",
    states=("raised", "handling", "solved", "passed_on"),
    first="raised",
    final=frozenset({"solved", "passed_on"}),
    moves=(
        move("take_up", ("raised",), "handling"),
        move("solve", ("raised", "handling"), "solved"),
        move("pass_on", ("raised", "handling"), "passed_on"),
    ),
)
