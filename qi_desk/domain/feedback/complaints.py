"""投诉 (F13, GB/T 19012-2019) and 外部争议 (F14, GB/T 19013): what is written down, in the order of the standard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qi_desk.domain import people, phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.lifecycles import Lifecycle, move

COMPLAINT = Entity(
    "complaint",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("received_at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("received_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("medium", Type.CODE, required=True, codes="complaint_media"),
        Field("anonymous", Type.FLAG),
        Field("confidential", Type.FLAG),
        Field("complainant", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name", check=people.check),
        Field("organisation", limit=120),
        Field("client", Type.REF, target="enterprise"),
        Field("phone", limit=20, sensitivity=Sensitivity.PERSONAL, mask="phone", check=phones.check),
        Field("address", limit=160),
        Field("agent", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name"),
        Field("target", Type.CODE, required=True, codes="complaint_targets"),
        Field("against_person", Type.REF, target="person"),
        Field("against", limit=120),
        Field("about_kind", limit=20),
        Field("about", Type.REF, target_in="about_kind"),
        Field("happened_on", Type.DAY),
        Field("repeat", Type.INTEGER),
        Field("kind", Type.CODE, required=True, codes="complaint_kinds"),
        Field("facts", Type.LONG, required=True, limit=4000, sensitivity=Sensitivity.TRADE),
        Field("evidence", Type.LONG, limit=500),
        Field("wanted", Type.LONG, required=True, limit=1000),
        Field("state", Type.CODE, required=True, codes="complaint_states"),
        Field("escalated_at", Type.MOMENT),
        Field("acknowledged_at", Type.MOMENT),
        Field("acknowledged_by", Type.REF, target="person"),
        Field("acknowledge_mode", Type.CODE, codes="contact_modes"),
        Field("first_word", Type.LONG, limit=500, outgoing=True),
        Field("severity", Type.CODE, codes="risk_levels"),
        Field("safety", Type.CODE, codes="risk_levels"),
        Field("spread", Type.CODE, codes="risk_levels"),
        Field("complexity", Type.CODE, codes="complexities"),
        Field("at_once", Type.FLAG),
        Field("level", Type.CODE, codes="complaint_levels"),
        Field("assessment", Type.LONG, limit=1000),
        Field("assessed_by", Type.REF, target="person"),
        Field("assessed_at", Type.MOMENT),
        Field("extension_days", Type.INTEGER),
        Field("extension_reason", limit=200),
        Field("investigator", Type.REF, target="person"),
        Field("investigation", Type.LONG, limit=4000, sensitivity=Sensitivity.TRADE),
        Field("cause", Type.CODE, codes="causes"),
        Field("investigated_at", Type.MOMENT),
        Field("remedies", Type.CODES, codes="complaint_remedies"),
        Field("response", Type.LONG, limit=2000, outgoing=True),
        Field("decision", Type.CODE, codes="complaint_decisions"),
        Field("decision_text", Type.LONG, limit=2000, outgoing=True),
        Field("decided_by", Type.REF, target="person"),
        Field("decided_at", Type.MOMENT),
        Field("told_mode", Type.CODE, codes="contact_modes"),
        Field("opinion", Type.CODE, codes="complaint_opinions"),
        Field("opinion_words", Type.LONG, limit=500),
        Field("answered_at", Type.MOMENT),
        Field("review_text", Type.LONG, limit=2000, outgoing=True),
        Field("reviewed_by", Type.REF, target="person"),
        Field("reviewed_at", Type.MOMENT),
        Field("correction", Type.LONG, limit=2000),
        Field("correction_checked_by", Type.REF, target="person"),
        Field("referred_to", Type.CODE, codes="referral_places"),
        Field("referral_note", Type.LONG, limit=500, outgoing=True),
        Field("released_at", Type.MOMENT),
        Field("released_by", Type.REF, target="person"),
        Field("close_reason", Type.CODE, codes="complaint_ends"),
        Field("closed_at", Type.MOMENT),
    ),
    number="TS",
    indexes=(
        ("received_at",),
        ("state", "received_at"),
        ("client", "received_at"),
        ("cause", "received_at"),
        ("phone", "received_at"),
        ("about",),
    ),
    lasting=True,
)
"""A complaint is never voided (`lasting`): who withdraws one ends it. `against_person` is the member of staff it is
about, who investigates nothing and reads nothing of it before `released_at`; `repeat` tells the how manieth it is."""

COMPLAINT_STEP = Entity(
    "complaint_step",
    (
        Field("complaint", Type.REF, required=True, target="complaint", merge=Merge.IMMUTABLE),
        Field("step", Type.CODE, required=True, codes="complaint_steps", merge=Merge.IMMUTABLE),
        Field("at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("note", Type.LONG, limit=500, merge=Merge.IMMUTABLE),
    ),
    indexes=(("complaint",),),
    lasting=True,
)
"""One row of the follow-up form of GB/T 19012."""

EXTERNAL_DISPUTE = Entity(
    "external_dispute",
    (
        Field("complaint", Type.REF, required=True, target="complaint"),
        Field("issue", Type.LONG, required=True, limit=1000),
        Field("way", Type.CODE, required=True, codes="dispute_ways"),
        Field("place", limit=120),
        Field("notice", Type.LONG, required=True, limit=1000, outgoing=True),
        Field("told_at", Type.MOMENT),
        Field("made_by", Type.REF, target="person"),
        Field("result", Type.LONG, limit=1000),
        Field("ended_on", Type.DAY),
    ),
    indexes=(("complaint",),),
    lasting=True,
)
"""What the complainant was told of ways outside the house (GB/T 19013), once those inside are used up."""

COMPLAINT_LIFECYCLE = Lifecycle(
    "complaint",
    states=(
        "received",
        "acknowledged",
        "assessed",
        "investigating",
        "responding",
        "decided",
        "correcting",
        "escalated",
        "reviewed",
        "external",
        "closed",
        "referred",
        "withdrawn",
    ),
    first="received",
    final=frozenset({"closed", "referred", "withdrawn"}),
    moves=(
        move("acknowledge", ("received",), "acknowledged", paper="complaint.acknowledgement"),
        move("assess", ("acknowledged",), "assessed"),
        move("refer", ("received", "acknowledged", "assessed"), "referred", paper="complaint.referral"),
        move("investigate", ("assessed", "investigating"), "investigating"),
        move("find", ("investigating",), "responding"),
        move("decide", ("responding",), "decided", paper="complaint.decision"),
        move("accept", ("decided", "reviewed"), "correcting"),
        move("object", ("decided",), "escalated"),
        move("review", ("escalated",), "reviewed", paper="complaint.decision"),
        move("go_outside", ("reviewed",), "external", paper="complaint.dispute"),
        move("end_dispute", ("external",), "correcting"),
        move("check", ("correcting",), "closed"),
        move(
            "withdraw",
            ("received", "acknowledged", "assessed", "investigating", "responding", "decided", "escalated"),
            "withdrawn",
        ),
    ),
)
"""C2. What is refused stays open until the ways inside and outside the house are used up (GB/T 19012, 7.9)."""

ESCALATING_KINDS = frozenset({"05", "06"})
"""Kinds (D12) that go to the supervisor at once: leaks and integrity."""

RECEIVE_FIELDS = (
    "medium",
    "kind",
    "anonymous",
    "confidential",
    "complainant",
    "phone",
    "organisation",
    "agent",
    "target",
    "against_person",
    "against",
    "happened_on",
    "facts",
    "wanted",
    "evidence",
)
ACKNOWLEDGE_FIELDS = ("acknowledge_mode", "first_word")
ASSESS_FIELDS = ("level", "complexity", "severity", "safety", "spread", "at_once", "assessment")
REFER_FIELDS = ("referred_to", "referral_note")
FIND_FIELDS = ("cause", "remedies", "investigation", "response")
DECIDE_FIELDS = ("decision", "told_mode", "decision_text")
REVIEW_FIELDS = ("decision", "told_mode", "review_text")
DISPUTE_FIELDS = ("way", "place", "issue", "notice")
EXTEND_FIELDS = ("extension_days", "extension_reason")

_STAGES = (
    ("received", "complaint_acknowledge"),
    ("acknowledged", "complaint_assess"),
)
_REPLYING = ("assessed", "investigating", "responding")


def limit_of(values: Mapping[str, Any]) -> str:
    """Which deadline runs in the state a complaint is in, by its id; empty where none does (C2)."""
    state = str(values.get("state"))
    if state in _REPLYING:
        return "complaint_reply_complex" if values.get("complexity") == "complex" else "complaint_reply"
    return dict(_STAGES).get(state, "")


def escalates(values: Mapping[str, Any]) -> bool:
    """Whether the supervisor has to hear of it at once: leak, integrity, danger, or the gravest level (C2)."""
    return (
        values.get("kind") in ESCALATING_KINDS
        or values.get("safety") in ("medium", "high")
        or values.get("level") == "3"
    )
