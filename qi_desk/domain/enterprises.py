"""Service objects (服务对象, F15) of every kind and the people to speak to there."""

from __future__ import annotations

from qi_desk.domain import credit_code, people, phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type

CODE_REQUIRED = frozenset({"enterprise", "sole_trader", "social_organisation"})
"""Kinds (D4) that are not taken in without their unified social credit code (F03); others may give one."""

PERSON_KIND = "person"
"""The kind (D4) whose name alone says nothing about who it is."""

ENTERPRISE = Entity(
    "enterprise",
    (
        Field("name", required=True, limit=120, sensitivity=Sensitivity.PUBLIC),
        Field("former_names", Type.LIST, merge=Merge.SET),
        Field("kind", Type.CODE, required=True, codes="client_kinds"),
        Field(
            "credit_code",
            limit=18,
            sensitivity=Sensitivity.PUBLIC,
            mask="credit_code",
            check=credit_code.check,
        ),
        Field("legal_representative", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name"),
        Field("founded_on", Type.DAY),
        Field("registered_address", limit=200, sensitivity=Sensitivity.PUBLIC),
        Field("address", limit=200, sensitivity=Sensitivity.PUBLIC),
        Field("street", Type.CODE, codes="streets"),
        Field("park", limit=60),
        Field("building", limit=30),
        Field("room", limit=30),
        Field("section", Type.CODE, codes="industry_sections"),
        Field("division", Type.CODE, codes="industry_divisions"),
        Field("products", Type.LONG, limit=1000),
        Field("staff_count", Type.INTEGER),
        Field("revenue", Type.MONEY, sensitivity=Sensitivity.TRADE),
        Field("assets", Type.MONEY, sensitivity=Sensitivity.TRADE),
        Field("data_year", Type.INTEGER),
        Field("trade", Type.CODE, codes="size_trades"),
        Field("quality_officer", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name", check=people.check),
        Field("tags", Type.CODES, codes="enterprise_tags", merge=Merge.SET),
        Field("specialist", Type.REF, target="person"),
        Field("secrecy", Type.CODE, codes="sensitivity"),
        Field("status", Type.CODE, codes="client_states"),
        Field("filed_on", Type.DAY, merge=Merge.IMMUTABLE),
    ),
    number="DA",
    indexes=(("credit_code",), ("name",)),
)

CONTACT = Entity(
    "contact",
    (
        Field("client", Type.REF, required=True, target="enterprise"),
        Field(
            "name",
            required=True,
            limit=50,
            sensitivity=Sensitivity.PERSONAL,
            mask="name",
            check=people.check,
        ),
        Field("role", Type.CODE, codes="contact_roles"),
        Field("post", limit=40),
        Field("phone", limit=20, sensitivity=Sensitivity.PERSONAL, mask="phone", check=phones.check),
        Field("email", limit=100, sensitivity=Sensitivity.PERSONAL, mask="email"),
        Field("consent", Type.FLAG),
        Field("primary", Type.FLAG),
    ),
    indexes=(("client",),),
)
