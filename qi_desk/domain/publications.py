"""What a district publishes to its stations: code lists, catalogue, phrases, holidays, each a whole file."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Merge, Sensitivity, Type

FOLDERS = ("catalogue", "codes", "compliance", "holidays", "indicators", "matching", "phrases")
"""The folders of `resources/` whose files a district may replace: data, never words or drawing of the program."""

MOST_CHARACTERS = 300_000

PUBLICATION = Entity(
    "publication",
    (
        Field("name", required=True, limit=80, sensitivity=Sensitivity.PUBLIC, merge=Merge.SERVER),
        Field("edition", Type.INTEGER, required=True, merge=Merge.SERVER),
        Field("content", Type.LONG, limit=MOST_CHARACTERS, sensitivity=Sensitivity.PUBLIC, merge=Merge.SERVER),
        Field("published_at", Type.MOMENT, merge=Merge.SERVER),
    ),
    indexes=(("name",),),
)
"""One file: `name` as in `resources/` ("holidays/2027.toml"), `content` its text, empty for one that was withdrawn and
gives way to the shipped file; `edition` counts."""


def may_be(name: str) -> bool:
    """Whether a district may publish a file of this name."""
    folder, _, file = name.partition("/")
    return folder in FOLDERS and file.endswith(".toml") and "/" not in file and not file.startswith(".")
