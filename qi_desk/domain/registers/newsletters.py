"""通讯简报 and 工作简报 (F31; 8.3.1 and 6.1.2 c of DB44/T 2407): figures frozen when a draft is drawn from them, issues
numbered by kind and year."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.fields import Entity, Field, Merge, Type
from qi_desk.domain.lifecycles import Lifecycle, move

NEWSLETTER = Entity(
    "newsletter",
    (
        Field("kind", Type.CODE, required=True, codes="newsletter_kinds"),
        Field("title", required=True, limit=100),
        Field("since", Type.DAY, required=True),
        Field("until", Type.DAY, required=True),
        Field("progress", Type.LONG, limit=6000, outgoing=True),
        Field("problems", Type.LONG, limit=4000, outgoing=True),
        Field("advice", Type.LONG, limit=4000, outgoing=True),
        Field("plans", Type.LONG, limit=4000, outgoing=True),
        Field("cases", Type.LONG, limit=4000, outgoing=True),
        Field("recipients", Type.LONG, required=True, limit=1000),
        Field("state", Type.CODE, required=True, codes="newsletter_states"),
        # Each: key and figure (newsletter_figures), value and before as they are said.
        Field("figures", Type.LIST, merge=Merge.LWW),
        # Each: key, way, name, figure, value: what the charts show.
        Field("parts", Type.LIST, merge=Merge.LWW),
        Field("rules", limit=20),
        Field("drawn", limit=200),
        Field("digest", limit=64),
        Field("frozen_at", Type.MOMENT),
        Field("approver", Type.REF, target="person"),
        Field("approved_on", Type.DAY),
        Field("year", Type.INTEGER),
        Field("issue", Type.INTEGER),
        Field("number", limit=30),
        Field("issued_on", Type.DAY),
        Field("written_by", Type.REF, target="person", merge=Merge.IMMUTABLE),
    ),
    indexes=(("state", "since"), ("since",), ("year", "issue")),
)
"""`rules` is the version of the measures the figures follow, `drawn` tells which sections still stand as they were
drafted."""

NEWSLETTER_KIND, BRIEFING = "newsletter", "briefing"
"""What goes to partners (8.3.1) and what goes to who decides (6.1.2 c)."""

SECTIONS = {
    NEWSLETTER_KIND: ("progress", "plans", "cases"),
    BRIEFING: ("progress", "problems", "advice", "plans"),
}
"""What an issue of a kind is made of, in the order it is printed."""

FROZEN = ("figures", "parts", "rules", "digest", "frozen_at")
"""What belongs to one period and is given up with it."""

NEWSLETTER_LIFECYCLE = Lifecycle(
    "newsletter",
    states=("draft", "approved", "issued"),
    first="draft",
    final=frozenset({"issued"}),
    moves=(
        move("draw", ("draft",), "draft"),
        move("approve", ("draft",), "approved"),
        move("send_back", ("approved",), "draft"),
        move("issue", ("approved",), "issued"),
    ),
)


def period_problems(values: Mapping[str, Any], today: date) -> list[Problem]:
    """A period that ends before it begins, or is not over."""
    since, until = values.get("since"), values.get("until")
    if since is None or until is None:
        return []
    if until < since:
        return [Problem("until", "date.before_start")]
    return [Problem("until", "newsletter.not_over")] if until > today else []


def kind_of(values: Mapping[str, Any]) -> str:
    """The kind of an issue; those written before there were kinds went to partners."""
    return values.get("kind") or NEWSLETTER_KIND


def seal(text: str) -> str:
    """What tells whether a section still stands as it was drafted."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def redrawn(section: str, now: str, drafted: str, drawn: str, between: str) -> str:
    """What a section becomes when it is drafted anew: the draft, and behind it what a person had written there."""
    if not now.strip() or not drafted or f"{section}:{seal(now)}" in drawn.split():
        return drafted or now
    return f"{drafted}\n{between}\n{now}"


def digest_of(since: date, until: date, rows: Sequence[Mapping[str, Any]], counted: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 (hex) of the figures of a period with every record they were counted from, as (kind, id): the same
    records give the same digest in whatever order they are named, any other record another one."""
    figures = [[row["figure"], row["value"]] for row in rows]
    told = [since.isoformat(), until.isoformat(), figures, sorted(set(counted))]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def next_issue(issued: Iterable[int | None]) -> int:
    """The number of the year's next issue after those there are."""
    return max((number for number in issued if number), default=0) + 1
