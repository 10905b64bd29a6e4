"""统计报表 (F3, 7.3 d of DB44/T 2407): figures of a period, frozen when submitted with cut-off, rules and digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.figures.periods import Period, Span
from qi_desk.domain.lifecycles import Lifecycle, move

FIGURE_REPORT = Entity(
    "figure_report",
    (
        Field("number", limit=30, merge=Merge.IMMUTABLE),
        Field("kind", Type.CODE, required=True, codes="figure_report_kinds", merge=Merge.IMMUTABLE),
        Field("period", required=True, limit=30, merge=Merge.IMMUTABLE),
        Field("since", Type.DAY, required=True, merge=Merge.IMMUTABLE),
        Field("until", Type.DAY, required=True, merge=Merge.IMMUTABLE),
        Field("topic", limit=60),
        Field("remark", Type.LONG, limit=4000, outgoing=True),
        Field("state", Type.CODE, required=True, codes="figure_report_states"),
        Field("drafted_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
        Field("drafted_at", Type.MOMENT, merge=Merge.IMMUTABLE),
        Field("submitted_by", Type.REF, target="person"),
        Field("submitted_at", Type.MOMENT),
        Field("back_reason", limit=200),
        Field("approved_by", Type.REF, target="person"),
        Field("approved_at", Type.MOMENT),
        Field("superseded_on", Type.DAY),
        Field("superseded_why", limit=200),
        Field("cut", Type.MOMENT),
        Field("rules", limit=20),
        # Each: code, value, top, bottom, n, digest of the records, value before, a year before; values in hundredths.
        Field("figures", Type.LIST, merge=Merge.LWW),
        # Each: way, key, label, code, value, n.
        Field("parts", Type.LIST, merge=Merge.LWW),
        Field("digest", limit=64),
    ),
    number="TB",
    indexes=(("since",), ("state", "since"), ("kind", "since")),
)
"""`cut` is when the data was read, `rules` the version of the measures, `digest` that of the whole snapshot. Two desks
without a line may each submit a report of one period: both stand, and one of them is put out of force."""

FIGURE_REPORT_LIFECYCLE = Lifecycle(
    "figure_report",
    states=("draft", "submitted", "approved", "superseded"),
    first="draft",
    final=frozenset({"superseded"}),
    moves=(
        move("submit", ("draft",), "submitted"),
        move("send_back", ("submitted",), "draft"),
        move("approve", ("submitted",), "approved", paper="figure_report"),
        move("supersede", ("approved",), "superseded"),
    ),
)

SNAPSHOT = ("cut", "rules", "figures", "parts", "digest")
"""What is taken when a report is submitted, and given up when it is sent back."""

SPECIAL = "special"
STANDING_FOR = ("submitted", "approved")
"""States in which a report speaks for its period."""


def period_problems(kind: str, period: Period, topic: str, today: date) -> list[Problem]:
    """A period that does not fit the kind or is not over; a special report without its topic. A day may be reported
    before it is over."""
    problems = []
    if kind != SPECIAL and period.span is not Span(kind):
        problems.append(Problem("period", "figure_report.other_length", {"kind": kind}))
    if period.last > today:
        problems.append(Problem("until", "figure_report.not_over"))
    if kind == SPECIAL and not topic.strip():
        problems.append(Problem("topic", "required"))
    return problems


def records_digest(parts: Iterable[tuple[str, Any]]) -> str:
    """What the records behind one figure come to, by (id, what it counts for): short, the same in any order."""
    written = sorted(f"{eid}\t{part!r}" for eid, part in parts)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()[:16]


def snapshot_digest(values: Mapping[str, Any]) -> str:
    """The SHA-256 (hex) of a snapshot: period, cut-off, rules and every figure."""
    told = [str(values[name]) for name in ("kind", "period", "cut", "rules")] + [values["figures"], values["parts"]]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
