"""What hangs on an enterprise file (F15) beside its people: papers, instruments and standards that run out, ties."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Sensitivity, Type

CERTIFICATE = Entity(
    "certificate",
    (
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("kind", Type.CODE, required=True, codes="certificate_kinds"),
        Field("number", required=True, limit=60, sensitivity=Sensitivity.PUBLIC),
        Field("scope", limit=200),
        Field("body", limit=120, sensitivity=Sensitivity.PUBLIC),
        Field("issued_on", Type.DAY),
        Field("valid_to", Type.DAY),
    ),
    indexes=(("client",), ("valid_to",)),
)

INSTRUMENT = Entity(
    "instrument",
    (
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("name", required=True, limit=80),
        Field("model", limit=60),
        Field("serial", limit=60),
        Field("mandatory", Type.FLAG),
        Field("calibrated_on", Type.DAY),
        Field("calibration_due", Type.DAY),
        Field("body", limit=120, sensitivity=Sensitivity.PUBLIC),
    ),
    indexes=(("client",), ("calibration_due",)),
)

CITED_STANDARD = Entity(
    "cited_standard",
    (
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("number", required=True, limit=60, sensitivity=Sensitivity.PUBLIC),
        Field("title", limit=160, sensitivity=Sensitivity.PUBLIC),
        Field("state", Type.CODE, required=True, codes="standard_states"),
        Field("replaced_by", limit=60, sensitivity=Sensitivity.PUBLIC),
        Field("ends_on", Type.DAY),
    ),
    indexes=(("client",), ("ends_on",)),
)

RELATION = Entity(
    "relation",
    (
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("other", Type.REF, required=True, target="enterprise"),
        Field("kind", Type.CODE, required=True, codes="relation_kinds"),
        Field("note", limit=200),
    ),
    indexes=(("client",), ("other",)),
)

CLIENT_NOTE = Entity(
    "client_note",
    (
        Field("client", Type.REF, required=True, target="enterprise"),
        Field("text", Type.LONG, required=True, limit=500),
        Field("severity", Type.CODE, required=True, codes="note_severities"),
        Field("until", Type.DAY),
    ),
    indexes=(("client",),),
)
"""A word to whoever serves this client next; it goes by itself after `until`."""

RUNS_OUT: dict[str, str] = {
    "certificate": "valid_to",
    "instrument": "calibration_due",
    "cited_standard": "ends_on",
}
"""Parts that run out, and the field that says when."""
