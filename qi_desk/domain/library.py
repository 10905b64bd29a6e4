"""The resource library as far as every desk knows it: experts (F24), institutions (F25), shared equipment (F17)."""

from __future__ import annotations

from qi_desk.domain import credit_code, people, phones
from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type

EXPERT = Entity(
    "expert",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("name", required=True, limit=50, check=people.check),
        Field("organisation", required=True, limit=120),
        Field("title", limit=40),
        Field("fields", Type.CODES, codes="catalogue", merge=Merge.SET),
        Field("phone", limit=20, sensitivity=Sensitivity.PERSONAL, mask="phone", check=phones.check),
        Field("years", Type.INTEGER),
        Field("source", limit=40),
        Field("avoid", Type.LIST, merge=Merge.SET),
        Field("term_to", Type.DAY),
    ),
    number="ZJ",
)

INSTITUTION = Entity(
    "institution",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("name", required=True, limit=120, sensitivity=Sensitivity.PUBLIC),
        Field("credit_code", limit=18, sensitivity=Sensitivity.PUBLIC, check=credit_code.check),
        Field("contact_name", limit=50, sensitivity=Sensitivity.PERSONAL, mask="name"),
        Field("contact_phone", limit=20, sensitivity=Sensitivity.PERSONAL, mask="phone"),
        Field("fields", Type.CODES, codes="catalogue", merge=Merge.SET),
        Field("qualifications", Type.LIST, merge=Merge.SET),
        Field("agreement_to", Type.DAY),
    ),
    number="JG",
)

EQUIPMENT = Entity(
    "equipment",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("name", required=True, limit=120, sensitivity=Sensitivity.PUBLIC),
        Field("model", limit=60),
        Field("owner", limit=120, sensitivity=Sensitivity.PUBLIC),
        Field("place", limit=120),
        Field("tests", Type.LIST, merge=Merge.SET),
        Field("mark", Type.CODE, codes="equipment_marks"),
        Field("limit_text", limit=200),
        Field("calibration_due", Type.DAY),
        Field("open", Type.FLAG),
    ),
    number="SB",
)
