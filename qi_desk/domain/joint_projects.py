"""联合攻关: what a complex need becomes when one field is not enough (8.3.2 of DB44/T 2407)."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Sensitivity, Type

JOINT_PROJECT = Entity(
    "joint_project",
    (
        Field("request", Type.REF, required=True, target="request"),
        Field("title", required=True, limit=120),
        Field("lead", required=True, limit=60),
        Field("members", Type.LONG, required=True, limit=1000),
        Field("targets", Type.LONG, required=True, limit=1000, sensitivity=Sensitivity.TRADE),
        Field("milestones", Type.LONG, required=True, limit=2000),
        Field("begins", Type.DAY, required=True),
        Field("ends", Type.DAY, required=True),
        Field("founded_by", Type.REF, target="person"),
        Field("result", Type.LONG, limit=1000),
        Field("finished_on", Type.DAY),
        Field("finished_by", Type.REF, target="person"),
    ),
    indexes=(("request",), ("finished_on",)),
)
"""One a line: `members` who, what they bring; `targets` figure, before, aimed at and, at the end, reached;
`milestones` name, who, until when."""

JOINT_PROJECT_FIELDS = ("title", "lead", "begins", "ends", "members", "targets", "milestones")
JOINT_RESULT_FIELDS = ("targets", "result")
