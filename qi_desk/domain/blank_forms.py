"""Forms printed ahead with a number of their own, for hours without power: each is accounted for, used or not."""

from __future__ import annotations

from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.lifecycles import Lifecycle, move

MOST_AT_ONCE = 100
MOST_DAYS_AHEAD = 31

BLANK_FORM = Entity(
    "blank_form",
    (
        Field("number", required=True, limit=40, merge=Merge.IMMUTABLE),
        Field("form", Type.CODE, required=True, codes="blank_forms", merge=Merge.IMMUTABLE),
        Field("day", Type.DAY, required=True, merge=Merge.IMMUTABLE),
        Field("desk", required=True, limit=2, merge=Merge.IMMUTABLE),
        Field("state", Type.CODE, required=True, codes="blank_form_states"),
        Field("reserved_at", Type.MOMENT, required=True, merge=Merge.IMMUTABLE),
        Field("reserved_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("sheet_at", Type.MOMENT),
        Field("happened_at", Type.MOMENT),
        Field("entered_at", Type.MOMENT),
        Field("entered_by", Type.REF, target="person"),
        Field("late_reason", Type.CODE, codes="late_entry_reasons"),
        Field("late_note", limit=200),
        Field("record_kind", limit=20),
        Field("record", Type.REF, target_in="record_kind"),
        Field("void_reason", Type.CODE, codes="blank_void_reasons"),
        Field("void_note", limit=200),
    ),
    indexes=(("number",), ("state", "day"), ("day", "form")),
    lasting=True,
)
"""One numbered sheet. `day` is the day in its number; `sheet_at` when it was put on paper; `happened_at` when what is
written on it happened, `record` what it became."""

BLANK_LIFECYCLE = Lifecycle(
    "blank_form",
    states=("reserved", "printed", "used", "voided"),
    first="reserved",
    final=frozenset({"used", "voided"}),
    moves=(
        move("print", ("reserved", "printed"), "printed"),
        move("use", ("reserved", "printed"), "used"),
        move("void", ("reserved", "printed"), "voided", reasons="blank_void_reasons"),
    ),
)

OPEN = ("reserved", "printed")
"""States of a sheet nobody has accounted for yet."""
