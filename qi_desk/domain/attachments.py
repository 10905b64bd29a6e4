"""Files that belong to a record: photos, scans, evidence. What they hold is kept apart, sealed, by its digest."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Merge, Type

MOST_BYTES = 50_000_000

FRAME = 1 << 20
"""What an attachment holds travels in pieces of so many bytes: a cut costs one of them."""

MEDIA = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "bmp": "image/bmp",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "wps": "application/vnd.ms-works",
    "et": "application/x-et",
    "csv": "text/csv",
    "txt": "text/plain",
}
"""What may be attached, by the ending of its name: nothing that a double click would run."""

ATTACHMENT = Entity(
    "attachment",
    (
        Field("subject_kind", required=True, limit=20),
        Field("subject", required=True, limit=36, target_in="subject_kind"),
        Field("name", required=True, limit=120),
        Field("media", required=True, limit=100),
        Field("role", Type.CODE, required=True, codes="attachment_roles"),
        Field("size", Type.INTEGER, required=True),
        Field("sha256", required=True, limit=64, merge=Merge.IMMUTABLE),
        Field("added_at", Type.MOMENT, merge=Merge.IMMUTABLE),
        Field("added_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    indexes=(("subject",), ("sha256",)),
)
