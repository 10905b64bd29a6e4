"""通讯简报 (F31; 8.3.1 of DB44/T 2407): issues numbered by the year, figures frozen when an issue is approved."""

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
        Field("title", required=True, limit=100),
        Field("since", Type.DAY, required=True),
        Field("until", Type.DAY, required=True),
        Field("progress", Type.LONG, required=True, limit=6000, outgoing=True),
        Field("plans", Type.LONG, limit=4000, outgoing=True),
        Field("cases", Type.LONG, limit=4000, outgoing=True),
        Field("recipients", Type.LONG, required=True, limit=1000),
        Field("state", Type.CODE, required=True, codes="newsletter_states"),
        # Each: key and figure (newsletter_figures), value.
        Field("figures", Type.LIST, merge=Merge.LWW),
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

NEWSLETTER_LIFECYCLE = Lifecycle(
    "newsletter",
    states=("draft", "approved", "issued"),
    first="draft",
    final=frozenset({"issued"}),
    moves=(
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


def digest_of(since: date, until: date, rows: Sequence[Mapping[str, Any]], counted: Iterable[tuple[str, str]]) -> str:
    """The SHA-256 (hex) of the figures of a period with every record they were counted from, as (kind, id): the same
    records give the same digest in whatever order they are named, any other record another one."""
    figures = [[row["figure"], row["value"]] for row in rows]
    told = [since.isoformat(), until.isoformat(), figures, sorted(set(counted))]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def next_issue(issued: Iterable[int | None]) -> int:
    """The number of the year's next issue after those there are."""
    return max((number for number in issued if number), default=0) + 1
