"""Visits (F01) and their queue (F02): the record, its matters and the moves a visitor makes through the hall."""

from __future__ import annotations

from qi_desk.domain import people, phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.lifecycles import Lifecycle, move

VISIT = Entity(
    "visit",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("arrived_at", Type.MOMENT, required=True),
        Field("left_at", Type.MOMENT),
        Field("left_automatically", Type.FLAG),
        Field("type", Type.CODE, required=True, codes="visit_types"),
        Field("booked", Type.FLAG),
        Field("name", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name", check=people.check),
        Field("salutation", Type.CODE, codes="salutations"),
        Field("head_count", Type.INTEGER),
        Field("organisation", limit=120),
        Field("client", Type.REF, target="enterprise"),
        Field("phone", limit=20, sensitivity=Sensitivity.PERSONAL, mask="phone", check=phones.check),
        Field("id_kind", Type.CODE, codes="id_kinds"),
        Field("id_number", limit=30, sensitivity=Sensitivity.SENSITIVE, mask="id_number"),
        Field("id_purpose", Type.CODE, codes="id_purposes"),
        Field("purpose", Type.LONG, limit=500),
        Field("received_by", Type.REF, target="person"),
        Field("visited", limit=50),
        Field("badge", limit=20),
        Field("assist", Type.CODES, codes="assist_needs"),
        Field("notice_given_at", Type.MOMENT),
        Field("outcome", Type.CODE, codes="visit_outcomes"),
        Field("state", Type.CODE, required=True, codes="visit_states"),
        Field("ticket", limit=6),
        Field("priority", Type.CODE, codes="queue_priorities"),
        Field("queued_at", Type.MOMENT),
        Field("called", Type.LIST, merge=Merge.LWW),
        Field("served_at", Type.MOMENT),
        Field("finished_at", Type.MOMENT),
        Field("window", limit=20),
        Field("for_window", limit=20),
        Field("hold_reason", Type.CODE, codes="hold_reasons"),
        Field("held_since", Type.MOMENT),
        Field("held_seconds", Type.INTEGER),
        Field("note", Type.LONG, limit=300),
        Field("times_doubtful", Type.FLAG),
    ),
    number="LF",
    indexes=(("arrived_at",), ("state",), ("client",)),
)

MATTER = Entity(
    "matter",
    (
        Field("visit", Type.REF, required=True, target="visit"),
        Field("subject", required=True, limit=120),
        Field("item", Type.CODE, codes="catalogue"),
        Field("quantity", Type.INTEGER),
        Field("request", Type.REF, target="request"),
        Field("state", Type.CODE, required=True, codes="matter_states"),
        Field("started_at", Type.MOMENT),
        Field("ended_at", Type.MOMENT),
        Field("spent_seconds", Type.INTEGER),
    ),
    indexes=(("visit",),),
)

IN_HOUSE = ("waiting", "called", "serving", "held", "missed")
"""States of people who are still in the building."""

VISIT_LIFECYCLE = Lifecycle(
    "visit",
    states=("waiting", "called", "serving", "held", "missed", "done", "left"),
    first="waiting",
    final=frozenset({"done", "left"}),
    moves=(
        move("call", ("waiting", "missed"), "called", paper="queue_slip"),
        move("recall", ("called",), "called"),
        move("serve", ("waiting", "called", "missed"), "serving"),
        move("finish", ("serving",), "done"),
        move("hold", ("serving",), "held", reasons="hold_reasons"),
        move("resume", ("held",), "serving"),
        move("miss", ("called",), "missed"),
        move("requeue", ("missed",), "waiting"),
        move("transfer", ("waiting", "called", "serving", "held"), "waiting"),
        move("leave", ("waiting", "called", "held", "missed"), "left"),
        move("sweep", IN_HOUSE, "done"),
    ),
)

MATTER_LIFECYCLE = Lifecycle(
    "matter",
    states=("open", "serving", "done"),
    first="open",
    final=frozenset({"done"}),
    moves=(
        move("start", ("open",), "serving"),
        move("pause", ("serving",), "open"),
        move("finish", ("open", "serving"), "done"),
    ),
)
