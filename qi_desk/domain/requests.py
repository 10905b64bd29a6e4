"""Service requests (F03), their items, the papers they give, and lifecycle C1."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from qi_desk.domain import people, phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.lifecycles import Lifecycle, Move, move

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
        Field("named", Type.CODES, merge=Merge.SET),
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
        Field("complexity", Type.CODE, codes="complexities"),
        Field("responsible", Type.REF, target="person"),
        Field("next_on", Type.DAY),
        Field("last_contact", Type.MOMENT),
        Field("parent", Type.REF, target="request"),
        Field("link", Type.CODE, codes="request_links"),
        Field("accepted_at", Type.MOMENT),
        Field("accepted_by", Type.REF, target="person"),
        Field("closed_at", Type.MOMENT),
        Field("answer", Type.LONG, limit=4000, outgoing=True),
        Field("answer_basis", limit=300),
        Field("solved", Type.CODE, codes="solved"),
        Field("end_reason", Type.CODE, codes="end_reasons"),
        Field("end_note", Type.LONG, limit=300),
        Field("made_offline", Type.FLAG),
    ),
    number="XQ",
    indexes=(
        ("registered_at",),
        ("state", "registered_at"),
        ("client",),
        ("visit",),
        ("parent",),
        ("state", "next_on"),
        ("responsible", "state", "registered_at"),
        ("first_contact", "state", "registered_at"),
        ("state", "closed_at"),
        ("secrecy",),
    ),
)

REQUEST_ITEM = Entity(
    "request_item",
    (
        Field("request", Type.REF, required=True, target="request"),
        Field("item", Type.CODE, required=True, codes="catalogue"),
        Field("primary", Type.FLAG),
        Field("quantity", Type.INTEGER),
    ),
    indexes=(("request",), ("item", "request")),
)

REQUEST_LINK = Entity(
    "request_link",
    (
        Field("request", Type.REF, required=True, target="request"),
        Field("other", Type.REF, required=True, target="request"),
        Field("link", Type.CODE, required=True, codes="request_links"),
        Field("made_by", Type.REF, target="person"),
    ),
    indexes=(("request",), ("other",)),
)
"""Two requests that belong together; what a request came of stands in its own `parent` and `link`."""

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

NAMED_ONLY = "named_only"
"""The secrecy of a request that only named people see: what came of spot checks, enforcement or a recall (A.5), and
whatever a client wants kept so."""

NAMING = ("responsible", "first_contact", "registered_by", "accepted_by")
"""Who is named by having a hand in it; others stand in `named`."""


def is_named(values: Mapping[str, Any], accounts: Collection[str]) -> bool:
    """Whether somebody acting for these accounts may see a request."""
    if values.get("secrecy") != NAMED_ONLY:
        return True
    named = {*(values.get(name) for name in NAMING), *(values.get("named") or ())}
    return not named.isdisjoint(accounts)


URGENCY_NEEDS_REASON = frozenset({"3"})
"""Urgencies (D8) that are only taken with a reason."""

FLOW_VERSION = "c1-2026.2"
"""The version of the moves a new request goes by; a running one keeps the version it began with."""

_STATES = (
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
)
_OPEN = ("registered", "supplement", "assessing", "accepted", "matched", "plan_pending", "in_service", "paused")
_ENDED = ("closed", "terminated", "refused")


def _flow(*moves: Move) -> Lifecycle:
    return Lifecycle("request", states=_STATES, first="registered", final=frozenset({"archived"}), moves=moves)


FLOWS: dict[str, Lifecycle] = {
    "c1-2026.1": _flow(
        move("accept", ("registered", "assessing"), "accepted", paper="receipt.acceptance"),
        move("answer", ("registered", "accepted"), "closed"),
        move("withdraw", ("registered", "accepted"), "terminated", reasons="end_reasons"),
        move("archive", _ENDED, "archived"),
    ),
    "c1-2026.2": _flow(
        move("assess", ("registered", "assessing"), "assessing"),
        move("ask_papers", ("registered", "assessing"), "supplement", paper="notice.supplement"),
        move("papers_in", ("supplement",), "assessing"),
        move("accept", ("registered", "assessing"), "accepted", paper="receipt.acceptance"),
        move(
            "refuse", ("registered", "supplement", "assessing"), "refused", reasons="refusal_reasons", paper="refusal"
        ),
        move("match", ("accepted",), "matched"),
        move("plan", ("matched", "in_service"), "plan_pending", paper="plan"),
        move("agree", ("plan_pending",), "in_service"),
        move("start", ("accepted", "matched"), "in_service"),
        move("pause", ("in_service",), "paused", reasons="pause_reasons"),
        move("resume", ("paused",), "in_service"),
        move("deliver", ("in_service",), "delivered", paper="delivery"),
        move("take_back", ("delivered",), "in_service"),
        move("ask_rating", ("delivered",), "awaiting_rating"),
        move("close", ("delivered", "awaiting_rating"), "closed"),
        move("answer", ("registered", "accepted"), "closed"),
        move("withdraw", _OPEN, "terminated", reasons="end_reasons"),
        move("archive", _ENDED, "archived"),
    ),
}
"""Every version of C1 by its name. Refused, referred and withdrawn requests are archived too (7.2.1.3)."""

REQUEST_LIFECYCLE = FLOWS[FLOW_VERSION]


def flow_of(version: str | None) -> Lifecycle:
    """The moves of a request that began with `version`; those of today for one that names none we know."""
    return FLOWS.get(version or "", REQUEST_LIFECYCLE)
