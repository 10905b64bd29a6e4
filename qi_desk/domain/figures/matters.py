"""The measures of requests: how many, for whom, how fast, at the first try, and what came of them."""

from __future__ import annotations

from typing import Any

from qi_desk.domain.figures.cases import Matter
from qi_desk.domain.figures.rules import PARTS, Better, How, Measure, Unit

REGISTERED, ENDED, OPEN = "registered", "ended", "open"
"""Requests that were registered in the period; that ended in it; that run at the cut-off and were registered before the
period's end."""

SMALL = frozenset({"small", "micro", "medium"})
UNKNOWN = "unknown"
_MANY_ELEMENTS = 2
_STANDING = ("supplement", "paused")


def _closed(case: Matter) -> bool:
    return case.end == "closed"


def _one(_: Any) -> int:
    return 1


def _ended(end: str) -> Any:
    return lambda case: 1 if case.end == end else None


def _credit_code(case: Matter) -> str | None:
    return case.client.credit_code or None if _closed(case) else None


def _client(case: Matter) -> str | None:
    return case.client.eid or None if _closed(case) else None


def _household_time(case: Matter) -> Any:
    return (case.client.eid, case.closed_at.date()) if _closed(case) and case.closed_at else None


def _at_once(case: Matter) -> int | None:
    return 1 if _closed(case) and case.accepted_at is None else None


def _replied_in_time(case: Matter) -> bool | None:
    """Whoever withdrew before the promised reply was due asked for none."""
    if case.reply_due is None:
        return None
    if case.replied_at is not None:
        return case.replied_at <= case.reply_due
    if case.end == "withdrawn" and case.closed_at is not None and case.closed_at <= case.reply_due:
        return None
    return False if case.cut > case.reply_due else None


def _reply_seconds(case: Matter) -> int | None:
    return case.reply_seconds


def _work_seconds(case: Matter) -> int | None:
    return case.work_seconds if _closed(case) else None


def _stopped_share(case: Matter) -> int | None:
    """In ten thousandths of the whole working time."""
    if not _closed(case) or case.work_seconds is None:
        return None
    whole = case.work_seconds + case.stopped_seconds
    return PARTS * case.stopped_seconds // whole if whole else 0


def _in_time(case: Matter) -> bool | None:
    if not _closed(case) or case.finish_due is None or case.finished_at is None:
        return None
    return case.finished_at <= case.finish_due


def _in_time_unextended(case: Matter) -> bool | None:
    found = _in_time(case)
    return None if found is None else found and not case.extended


def _in_time_extended(case: Matter) -> bool | None:
    return _in_time(case) if case.extended else None


def _extended(case: Matter) -> int | None:
    return 1 if _closed(case) and case.extended else None


def _late(case: Matter) -> int | None:
    """While the clock stands nothing is late."""
    if case.finish_due is None or case.finished_at is not None or case.state in _STANDING:
        return None
    return 1 if case.cut > case.finish_due else None


def _once(case: Matter) -> bool | None:
    return case.trips <= 1 if _closed(case) and case.trips is not None else None


def _trips(case: Matter) -> int | None:
    return case.trips if _closed(case) else None


def _one_notice(case: Matter) -> bool | None:
    return case.notices == 1 if case.notices else None


def _notices(case: Matter) -> int | None:
    return case.notices or None


def _solved(case: Matter) -> bool | None:
    return case.outcome.solved == "yes" if _closed(case) and case.outcome.solved else None


def _proved(name: str, *, proved: bool) -> Any:
    def part(case: Matter) -> int | None:
        found, shown = getattr(case.outcome, name)
        return (found or None) if _closed(case) and shown is proved else None

    return part


def _many_elements(case: Matter) -> bool | None:
    return len({item[:2] for item in case.items}) >= _MANY_ELEMENTS if _closed(case) else None


def _joint(case: Matter) -> int | None:
    return 1 if _closed(case) and case.institutions else None


def _small(case: Matter) -> tuple[str, bool] | None:
    """By enterprise: whether it is a small one; of unknown size none is."""
    if not _closed(case) or not case.client.credit_code or case.client.size == UNKNOWN:
        return None
    return case.client.credit_code, case.client.size in SMALL


def _of_unknown_size(case: Matter) -> str | None:
    return case.client.credit_code or None if _closed(case) and case.client.size == UNKNOWN else None


_REACH = (
    Measure("enterprises_served", "reach", ENDED, Unit.COUNT, How.DISTINCT, _credit_code, Better.UP),
    Measure("clients_served", "reach", ENDED, Unit.COUNT, How.DISTINCT, _client, Better.UP),
    Measure("household_times", "reach", ENDED, Unit.COUNT, How.DISTINCT, _household_time, Better.UP),
    Measure("matters_closed", "reach", ENDED, Unit.COUNT, How.COUNT, _ended("closed"), Better.UP),
    Measure("small_share", "reach", ENDED, Unit.PERCENT, How.DISTINCT_SHARE, _small),
    Measure("size_unknown", "reach", ENDED, Unit.COUNT, How.DISTINCT, _of_unknown_size, Better.DOWN),
)
_COUNTS = (
    Measure("requests_registered", "requests", REGISTERED, Unit.COUNT, How.COUNT, _one),
    Measure(
        "requests_accepted",
        "requests",
        REGISTERED,
        Unit.COUNT,
        How.COUNT,
        lambda case: 1 if case.accepted_at is not None else None,
    ),
    Measure("answered_at_once", "requests", ENDED, Unit.COUNT, How.COUNT, _at_once),
    Measure("requests_refused", "requests", ENDED, Unit.COUNT, How.COUNT, _ended("refused")),
    Measure("requests_withdrawn", "requests", ENDED, Unit.COUNT, How.COUNT, _ended("withdrawn")),
    Measure("requests_open", "requests", OPEN, Unit.COUNT, How.COUNT, _one),
    Measure("requests_overdue", "requests", OPEN, Unit.COUNT, How.COUNT, _late, Better.DOWN),
    Measure("multi_element_share", "requests", ENDED, Unit.PERCENT, How.SHARE, _many_elements, Better.UP),
    Measure("with_institutions", "requests", ENDED, Unit.COUNT, How.COUNT, _joint),
)
_TIMES = (
    Measure("reply_on_time", "time", REGISTERED, Unit.PERCENT, How.SHARE, _replied_in_time, Better.UP),
    Measure("reply_median", "time", REGISTERED, Unit.HOURS, How.MEDIAN, _reply_seconds, Better.DOWN),
    Measure("reply_p90", "time", REGISTERED, Unit.HOURS, How.P90, _reply_seconds, Better.DOWN),
    Measure("done_median", "time", ENDED, Unit.HOURS, How.MEDIAN, _work_seconds, Better.DOWN),
    Measure("done_p90", "time", ENDED, Unit.HOURS, How.P90, _work_seconds, Better.DOWN),
    Measure("paused_share", "time", ENDED, Unit.PERCENT, How.MEAN_SHARE, _stopped_share, Better.DOWN),
    Measure("closed_on_time", "time", ENDED, Unit.PERCENT, How.SHARE, _in_time_unextended, Better.UP),
    Measure("closed_extended", "time", ENDED, Unit.COUNT, How.COUNT, _extended, Better.DOWN),
    Measure("extended_on_time", "time", ENDED, Unit.PERCENT, How.SHARE, _in_time_extended, Better.UP),
)
_WAYS = (
    Measure("done_at_once", "quality", ENDED, Unit.PERCENT, How.SHARE, _once, Better.UP),
    Measure("trips_mean", "quality", ENDED, Unit.TIMES, How.MEAN, _trips, Better.DOWN),
    Measure("notices", "quality", REGISTERED, Unit.COUNT, How.SUM, _notices),
    Measure("one_notice", "quality", REGISTERED, Unit.PERCENT, How.SHARE, _one_notice, Better.UP),
    Measure("solved_share", "quality", ENDED, Unit.PERCENT, How.SHARE, _solved, Better.UP),
)
_OUTCOMES = tuple(
    Measure(
        code,
        "outcome",
        ENDED,
        Unit.YUAN if name in ("benefit", "saving") else Unit.COUNT,
        How.SUM,
        _proved(name, proved=proved),
        Better.UP if proved else Better.NONE,
    )
    for name in ("problems", "jobs", "benefit", "saving")
    for code, proved in ((name, True), (f"{name}_unproved", False))
)

MATTER_MEASURES = (*_REACH, *_COUNTS, *_TIMES, *_WAYS, *_OUTCOMES)
