"""Service requests (F03), their items, the papers they give, and lifecycle C1."""

from __future__ import annotations

from qi_desk.domain import people, phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.lifecycles import Lifecycle, move

REQUEST = Entity(
    "request",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("visit", Type.REF, target="visit"),
        Field("contact", Type.REF, target="contact"),
        Field(
            "contact_name",
            required=True,
            limit=50,
            sensitivity=Sensitivity.PERSONAL,
            mask="name",
            check=people.check,
        ),
        Field("contact_post", limit=40),
        Field(
            "contact_phone",
            required=True,
            limit=20,
            sensitivity=Sensitivity.PERSONAL,
            mask="phone",
            check=phones.check,
        ),
        Field("contact_email", limit=100, sensitivity=Sensitivity.PERSONAL, mask="email"),
        Field("visitor_name", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name", check=people.check),
        Field("channel", Type.CODE, required=True, codes="channels"),
        Field("source", Type.CODE, codes="sources"),
        Field("stage", Type.CODE, codes="stages"),
        Field("description", Type.LONG, required=True, limit=4000, sensitivity=Sensitivity.TRADE),
        Field("product", limit=120),
        Field("model", limit=60),
        Field("standards", Type.LIST, merge=Merge.SET),
        Field("existing_asked", Type.FLAG),
        Field("existing", Type.LIST, merge=Merge.SET),
        Field("want_by", Type.DAY),
        Field("urgency", Type.CODE, required=True, codes="urgencies"),
        Field("urgency_reason", limit=200),
        Field("fee", Type.CODE, codes="fees"),
        Field("budget", Type.MONEY),
        Field("secrecy", Type.CODE, required=True, codes="secrecies"),
        Field("agency", Type.FLAG),
        Field("materials", Type.LIST, merge=Merge.SET),
        Field("registered_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("registered_at", Type.MOMENT, merge=Merge.IMMUTABLE),
        Field("first_contact", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("reply_due", Type.MOMENT),
        Field("reply_due_steps", Type.LIST, merge=Merge.LWW),
        Field("finish_due", Type.MOMENT),
        Field("due_provisional", Type.FLAG),
        Field("confirmation", Type.CODE, codes="confirm_modes"),
        Field("confirmed_at", Type.MOMENT),
        Field("delivery", Type.CODE, codes="deliveries"),
        Field("state", Type.CODE, required=True, codes="request_states"),
        Field("flow", limit=20, merge=Merge.IMMUTABLE),
        Field("accepted_at", Type.MOMENT),
        Field("accepted_by", Type.REF, target="person"),
        Field("closed_at", Type.MOMENT),
        Field("answer", Type.LONG, limit=4000),
        Field("answer_basis", limit=300),
        Field("solved", Type.CODE, codes="solved"),
        Field("end_reason", Type.CODE, codes="end_reasons"),
        Field("end_note", Type.LONG, limit=300),
        Field("made_offline", Type.FLAG),
    ),
    number="XQ",
    indexes=(("registered_at",), ("state", "registered_at"), ("client",), ("visit",)),
)

REQUEST_ITEM = Entity(
    "request_item",
    (
        Field("request", Type.REF, required=True, target="request"),
        Field("item", Type.CODE, required=True, codes="catalogue"),
        Field("primary", Type.FLAG),
        Field("quantity", Type.INTEGER),
    ),
    indexes=(("request",), ("item",)),
)

PAPER = Entity(
    "paper",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("kind", Type.CODE, required=True, codes="paper_kinds"),
        Field("subject_kind", limit=20, required=True),
        Field("subject", limit=36, required=True, target_in="subject_kind"),
        Field("issued_at", Type.MOMENT, required=True),
        Field("issued_by", Type.REF, target="person"),
    ),
    number="HZ",
    indexes=(("subject",),),
)

URGENCY_NEEDS_REASON = frozenset({"3"})
"""Urgencies (D8) that are only taken with a reason."""

FLOW_VERSION = "c1-2026.1"
"""The version of the moves below; a running request keeps the one it began with."""

REQUEST_LIFECYCLE = Lifecycle(
    "request",
    states=(
        "draft",
        "registered",
        "supplement",
        "assessing",
        "accepted",
        "matched",
        "plan_pending",
        "in_service",
        "paused",
        "delivered",
        "awaiting_rating",
        "closed",
        "terminated",
        "refused",
        "archived",
    ),
    first="registered",
    final=frozenset({"archived"}),
    moves=(
        move("accept", ("registered", "assessing"), "accepted", paper="receipt.acceptance"),
        move("answer", ("registered", "accepted"), "closed"),
        move("withdraw", ("registered", "accepted"), "terminated", reasons="end_reasons"),
        move("archive", ("closed", "terminated", "refused"), "archived"),
    ),
)
