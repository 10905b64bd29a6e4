"""The figures of a newsletter, counted from the store, with every record they were counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.registers.newsletters import digest_of
from qi_desk.services.feedback import statistics
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import LOOKING, verb

_MOST = 50_000
_CLOSED = frozenset({"closed", "archived"})
_NOT_SERVED = frozenset({"left", "missed"})


@dataclass(frozen=True, slots=True)
class Counted:
    """`rows` are {key, figure, value}; `digest` tells whether the records behind them are still the same."""

    rows: tuple[dict[str, Any], ...]
    digest: str


@verb("newsletters.count", LOOKING)
def count(house: House, actor: Actor, since: date, until: date) -> Counted:
    """What was done from `since` up to and with `until`; rates by the rule of `statistics.figures`."""
    told = statistics.figures(house, actor, since, until)
    begins, ends = moments.midnight(since), moments.midnight(until + timedelta(days=1))
    after = until + timedelta(days=1)
    with house.store.read() as look:
        found: dict[str, tuple[Record, ...]] = {
            "requests": _many(look, "request", "registered_at", begins, ends),
            "closed": tuple(
                one
                for one in _many(look, "request", "closed_at", begins, ends)
                if one["state"] in _CLOSED and not one["end_reason"]
            ),
            "visits": tuple(
                one for one in _many(look, "visit", "arrived_at", begins, ends) if one["state"] not in _NOT_SERVED
            ),
            "outreach": _many(look, "outreach", "went_on", since, after),
            "bookings": _many(look, "usage", "checked_in_at", begins, ends),
            "trainings": _sessions(_many(look, "training", "held_on", since, after)),
        }
    clients = {one["client"] for name in ("requests", "visits", "outreach") for one in found[name] if one["client"]}
    values: dict[str, int | str] = {name: len(records) for name, records in found.items()}
    values |= {"clients": len(clients), "rated": told.ratings.valid, "complaints": told.complaints.count}
    values["satisfied"] = "" if told.ratings.content_rate is None else told.ratings.content_rate
    rows = tuple(
        {"key": row["id"], "figure": row["id"], "value": str(values[row["id"]])}
        for row in house.codes.rows("newsletter_figures")
        if values[row["id"]] != ""
    )
    counted = [(one.kind, one.eid) for records in found.values() for one in records]
    return Counted(rows, digest_of(since, until, rows, counted))


def _many(look: Reader, kind: str, order: str, since: Any, until: Any) -> tuple[Record, ...]:
    return look.select(Query(kind, order=order, since=since, until=until, limit=_MOST))


def _sessions(trainings: tuple[Record, ...]) -> tuple[Record, ...]:
    """Trainings as they were held: what was written down for several people one by one was held once."""
    held = {(one["topic"], one["held_on"]): one for one in trainings}
    return tuple(held.values())
