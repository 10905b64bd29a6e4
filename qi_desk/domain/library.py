"""The resource library (national guide 6.2.1): experts (F24), institutions (F25), and how they are admitted (C5, C6);
shared equipment is `equipment`'s."""

from __future__ import annotations

from qi_desk.domain import credit_code, people, phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type
from qi_desk.domain.lifecycles import Lifecycle, move

EXPERT = Entity(
    "expert",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        # An expert works under this name: open inside the station; what is shared leaves it out.
        Field("name", required=True, limit=50, check=people.check, sensitivity=Sensitivity.PERSONAL),
        Field("organisation", required=True, limit=120),
        Field("post", limit=40),
        Field("title", limit=40),
        Field("title_on", Type.DAY),
        Field("education", limit=40),
        Field("fields", Type.CODES, required=True, codes="catalogue", merge=Merge.SET),
        Field("trades", Type.CODES, codes="industry_sections", merge=Merge.SET),
        Field("phone", limit=20, sensitivity=Sensitivity.PERSONAL, mask="phone", check=phones.check),
        # Each: key, name, number, valid_to, fields (catalogue codes it stands for; none means all).
        Field("certificates", Type.LIST, merge=Merge.SET),
        Field("years", Type.INTEGER),
        Field("works", Type.LONG, limit=2000),
        Field("source", Type.CODE, codes="expert_sources"),
        Field("roles", Type.CODES, codes="expert_roles", merge=Merge.SET),
        # Each: key (the client's id), name. Empty is an answer only with `avoid_confirmed`.
        Field("avoid", Type.LIST, merge=Merge.SET),
        Field("avoid_confirmed", Type.FLAG),
        Field("secrecy_on", Type.DAY),
        Field("secrecy_to", Type.DAY),
        Field("recommended_by", limit=120),
        Field("street", Type.CODE, codes="streets"),
        Field("published_on", Type.DAY),
        Field("published_until", Type.DAY),
        Field("term_from", Type.DAY),
        Field("term_to", Type.DAY),
        Field("certificate_no", limit=40),
        Field("state", Type.CODE, codes="expert_states"),
        Field("state_reason", Type.CODE, codes="library_reasons"),
        Field("state_note", limit=300),
    ),
    number="ZJ",
)

INSTITUTION = Entity(
    "institution",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("name", required=True, limit=120, sensitivity=Sensitivity.PUBLIC),
        Field("credit_code", limit=18, sensitivity=Sensitivity.PUBLIC, check=credit_code.check),
        Field("legal_representative", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name"),
        Field("address", limit=200, sensitivity=Sensitivity.PUBLIC),
        Field("street", Type.CODE, codes="streets"),
        Field("contact_name", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name"),
        Field("contact_phone", limit=20, sensitivity=Sensitivity.PERSONAL, mask="phone"),
        Field("fields", Type.CODES, required=True, codes="catalogue", merge=Merge.SET),
        # Each: key, kind (qualification_kinds), number, scope, items (catalogue codes), valid_to.
        Field("qualifications", Type.LIST, merge=Merge.SET),
        # Each: key, item, price (fen, the lowest), unit, days (working days to the result).
        Field("prices", Type.LIST, merge=Merge.SET),
        Field("offer", limit=200),
        Field("response_hours", Type.INTEGER),
        Field("staff", Type.LIST, merge=Merge.SET),
        Field("penalised", Type.FLAG),
        Field("penalty_note", Type.LONG, limit=500),
        Field("pledge_on", Type.DAY),
        Field("supplemented", Type.FLAG),
        Field("verified_on", Type.DAY),
        Field("published_on", Type.DAY),
        Field("published_until", Type.DAY),
        Field("agreement_no", limit=40),
        Field("agreement_from", Type.DAY),
        Field("agreement_to", Type.DAY),
        Field("state", Type.CODE, codes="institution_states"),
        Field("state_reason", Type.CODE, codes="library_reasons"),
        Field("state_note", limit=300),
        Field("rectify_by", Type.DAY),
    ),
    number="JG",
)

SERVING = frozenset({"serving", "warned", "rectifying"})
"""States in which an expert or institution may be given work; the last two carry a warning."""

EXPERT_LIFECYCLE = Lifecycle(
    "expert",
    states=("recommended", "checked", "reviewed", "published", "serving", "warned", "suspended", "left", "rejected"),
    first="recommended",
    final=frozenset({"left", "rejected"}),
    moves=(
        move("check", ("recommended",), "checked"),
        move("approve", ("checked",), "reviewed"),
        move("publish", ("reviewed",), "published"),
        move("admit", ("published",), "serving"),
        move("renew", ("serving", "warned", "suspended"), "serving"),
        move("warn", ("serving",), "warned", reasons="library_reasons"),
        move("resume", ("warned", "suspended"), "serving"),
        move("suspend", ("serving", "warned"), "suspended", reasons="library_reasons"),
        move("withdraw", ("serving", "warned", "suspended"), "left", reasons="library_reasons"),
        move("reject", ("recommended", "checked", "reviewed", "published"), "rejected", reasons="library_reasons"),
    ),
)
"""C5. Whether a term or certificate has run out is read from its date, never stored."""

INSTITUTION_LIFECYCLE = Lifecycle(
    "institution",
    states=(
        "interested",
        "applied",
        "supplement",
        "checked",
        "verified",
        "reviewed",
        "published",
        "serving",
        "rectifying",
        "suspended",
        "left",
        "rejected",
    ),
    first="interested",
    final=frozenset({"left", "rejected"}),
    moves=(
        move("apply", ("interested",), "applied"),
        move("ask_more", ("applied",), "supplement"),
        move("apply_again", ("supplement",), "applied"),
        move("check", ("applied",), "checked"),
        move("verify", ("checked",), "verified"),
        move("approve", ("verified",), "reviewed"),
        move("publish", ("reviewed",), "published"),
        move("admit", ("published",), "serving"),
        move("renew", ("serving", "rectifying", "suspended"), "serving"),
        move("rectify", ("serving",), "rectifying", reasons="library_reasons"),
        move("resume", ("rectifying", "suspended"), "serving"),
        move("suspend", ("serving", "rectifying"), "suspended", reasons="library_reasons"),
        move("withdraw", ("serving", "rectifying", "suspended"), "left", reasons="library_reasons"),
        move(
            "reject",
            ("interested", "applied", "supplement", "checked", "verified", "reviewed", "published"),
            "rejected",
            reasons="library_reasons",
        ),
    ),
)
"""C6. Papers are asked for once: `ask_more` is refused a second time by the service."""
