"""What can be done with a booking, as a table: how each deed is asked for and which use case does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from qi_desk.domain.bookings import BACK_FIELDS, USAGE, USED_FIELDS
from qi_desk.domain.fields import Entity
from qi_desk.services.booking import bookings, papers, use


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: with `fields` of `entity` a form, with `choices` one of a list of codes, with `asked` a line, else at
    once. `paper` is printed afterwards."""

    name: str
    label: str
    verb: Callable[..., Any]
    entity: Entity | None = None
    fields: tuple[str, ...] = ()
    begins: Mapping[str, Any] = field(default_factory=dict)
    codes: str = ""
    only: tuple[str, ...] = ()
    asked: str = ""
    paper: Callable[..., Any] | None = None


DEEDS: dict[str, Deed] = {
    deed.name: deed
    for deed in (
        Deed("check_in", "签到领用", use.check_in, USAGE, USED_FIELDS, {"before": "good"}, paper=papers.handover),
        Deed(
            "hand_back",
            "归还",
            use.hand_back,
            USAGE,
            BACK_FIELDS,
            {"after": "good", "cleaned": True},
            paper=papers.handover,
        ),
        Deed("confirm", "确认归还", use.confirm),
        Deed("take", "候补转正", bookings.take, paper=papers.slip),
        Deed("approve", "审核通过", bookings.approve, paper=papers.slip),
        Deed("refuse", "驳回", bookings.refuse, asked="为什么不同意"),
        Deed("move", "改期", bookings.move),
        Deed("miss", "记爽约", use.miss),
        Deed("called", "已电话告知", use.called),
        Deed(
            "cancel",
            "取消",
            bookings.cancel,
            codes="booking_ends",
            only=("client", "station", "fault", "moved", "other"),
        ),
        Deed("pardon", "免记违约", use.pardon, asked="申诉理由"),
    )
}
"""Every deed by name."""

NEXT = ("take", "check_in", "hand_back", "confirm", "approve", "miss")
"""What F9 does, the first that is open."""
