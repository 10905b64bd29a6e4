"""The agenda: what former meetings of the kind left open comes back until it is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Left:
    """A decision of a former meeting: its id and state, when that meeting was, until when it was to be done."""

    eid: str
    state: str
    held_on: date
    due: date | None


def carried(decisions: Iterable[Left], day: date, on_agenda: Collection[str]) -> tuple[str, ...]:
    """Which decisions are offered to the meeting on `day`: open, of an earlier day, not on its agenda yet; the most
    pressing first, those without a day last."""
    waiting = [one for one in decisions if one.state == "open" and one.held_on <= day and one.eid not in on_agenda]
    ordered = sorted(waiting, key=lambda one: (one.due is None, one.due or one.held_on, one.held_on, one.eid))
    return tuple(dict.fromkeys(one.eid for one in ordered))


def overdue(state: str, due: date | None, today: date) -> bool:
    """Whether a decision is late: derived from the clock, never kept."""
    return state == "open" and due is not None and due < today
