"""The dates a station promises, computed in working time, with the reason for each (C1 clock rules)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from qi_desk.domain.working_time import Due, add_working_days
from qi_desk.services.ports import Actor, House
from qi_desk.services.rights import COUNTER, verb

_LIMITS = {
    "1": ("first_reply", "finish_ordinary"),
    "2": ("first_reply_urgent", "finish_urgent"),
    "3": ("first_reply_critical", "finish_critical"),
}
"""Urgency (D8) to the limits of reply and end, by their ids in the deadlines."""


@dataclass(frozen=True, slots=True)
class Promise:
    """When the first reply and the end are promised. `days` are working days; the limits are the station's own."""

    reply: Due
    finish: Due
    reply_days: int
    finish_days: int

    @property
    def provisional(self) -> bool:
        """Whether a year without a holiday table was crossed."""
        return self.reply.provisional or self.finish.provisional


@verb("intake.promise", COUNTER)
def promise(house: House, actor: Actor, urgency: str, at: datetime | None = None) -> Promise:
    """What would be promised for a request of this urgency registered `at` (default: now)."""
    return promise_at(house, urgency, at or house.clock.now())


def promise_at(house: House, urgency: str, at: datetime) -> Promise:
    """The promise for a registration at `at`."""
    reply_days, finish_days = (house.settings.get(f"deadline.{limit}") for limit in _LIMITS[urgency])
    return Promise(
        reply=add_working_days(house.calendar, at, reply_days),
        finish=add_working_days(house.calendar, at, finish_days),
        reply_days=reply_days,
        finish_days=finish_days,
    )
