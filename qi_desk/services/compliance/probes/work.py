"""Probes of the daily work: needs come in on several ways, are followed up, answered, rated, filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.compliance.standing import Finding, Gap
from qi_desk.services.compliance.probes.looking import NAMED, NEWEST, Looking, few, lacking, query_of
from qi_desk.services.ports import Query, Record
from qi_desk.services.request_views import RUNNING

ENDED = 500
"""How many of the newest ended requests a probe looks at."""

_ENDED = ("closed", "archived")
_STANDING = frozenset({"supplement", "paused"})
"""States in which no limit runs."""


def _since(at: Looking, states: Sequence[str], by: str, months: int) -> tuple[Record, ...]:
    since = moments.midnight(at.months_ago(months)) if months else None
    query = query_of("request", {"state": list(states)}, limit=ENDED, order=by, since=since, newest_first=True)
    return at.select(query)


def channels(at: Looking, least: int, months: int, active: bool = False) -> Finding:
    """Needs came in on at least `least` different ways within `months`; with `active` on those on which the station
    goes and asks. The newest requests are looked at, and visits to enterprises."""
    since = moments.midnight(at.months_ago(months))
    query = Query("request", order="registered_at", since=since, newest_first=True, limit=500)
    by: dict[str, Record] = {}
    for one in at.select(query):
        if str(one["channel"] or "").startswith("A") or not active:
            by.setdefault(one["channel"], one)
    if active:
        went = Query("outreach", order="went_on", since=at.months_ago(months), newest_first=True, limit=50)
        for one in at.select(went):
            by.setdefault(f"outreach:{one['mode']}", one)
    if len(by) < least:
        kind = "outreach" if active else "request"
        return lacking([Gap("ways", {"have": len(by), "least": least, "months": months}, kind)], by.values())
    return lacking((), by.values())


def in_hand(
    at: Looking, fields: Sequence[str] = (), quiet_days: int = 0, due: str = "", only: Sequence[str] = ()
) -> Finding:
    """Every request that is being served (of the states `only`, if any are named) has something in `fields`; with
    `quiet_days` somebody spoke with the client within them; with `due` that moment is not past."""
    running: dict[str, Any] = {"state": list(only or RUNNING)}
    gaps = []
    for name in fields:
        lacks = _few(at, {**running, name: None})
        told = {"kind": "request", "fields": (f"request.{name}",)}
        gaps += [Gap("unfilled", told, "request", one.eid) for one in lacks]
    if quiet_days:
        before = at.now - timedelta(days=quiet_days)
        quiet = (
            *_few(at, running, "last_contact", before),
            *_few(at, {**running, "last_contact": None}, "registered_at", before),
        )
        gaps += [Gap("quiet", {"days": quiet_days}, "request", one.eid) for one in quiet]
    if due:
        going = {"state": [state for state in running["state"] if state not in _STANDING]}
        for one in _few(at, going, due, at.now):
            day = moments.china_date(one[due])
            gaps.append(Gap("late", {"kind": "request", "day": day}, "request", one.eid))
    return lacking(gaps, _few(at, running))


def _few(at: Looking, where: Mapping[str, Any], bound: str = "", before: Any = None) -> tuple[Record, ...]:
    """Some of the requests, the oldest first; with `bound` those whose moment lies before `before`."""
    query = query_of("request", where, limit=NAMED, order="registered_at", bound=bound, until=before)
    return at.select(query)


def kept_with(
    at: Looking, part: str, months: int, states: Sequence[str] = _ENDED, where: Mapping[str, Any] | None = None
) -> Finding:
    """Every request that ended within `months` has a record of the kind `part`. There is one such request at
    least, unless `where` narrows them: a year without a complex matter lacks nothing. The newest are looked at, without
    those answered at once."""
    wanted = dict(where or {})
    found = [
        one
        for one in _since(at, states, "closed_at", months)
        if not one["end_reason"] and one["accepted_at"] is not None and wanted.items() <= one.values.items()
    ]
    held = {str(one["request"]) for one in _parts(at, part, [one.eid for one in found])}
    gaps = [Gap("without", {"part": part}, "request", one.eid) for one in found if one.eid not in held]
    if not found and not wanted:
        gaps.append(Gap("none_ended", {"months": months}, "request"))
    return lacking(gaps, [one for one in found if one.eid in held])


def _parts(at: Looking, part: str, requests: Sequence[str]) -> tuple[Record, ...]:
    if not requests:
        return ()
    return at.select(Query(part, among={"request": tuple(requests)}, limit=ENDED * 20))


def asked(at: Looking, months: int, days: int = 14) -> Finding:
    """Whoever's request ended within `months` and more than `days` ago was asked what they think of it (7.2.4.2)."""
    before = at.now - timedelta(days=days)
    ended = [one for one in _since(at, _ENDED, "closed_at", months) if not one["end_reason"]]
    found = [one for one in ended if one["closed_at"] < before]
    ids = tuple(one.eid for one in found)
    surveys = at.select(Query("survey", among={"about": ids}, limit=ENDED * 5)) if ids else ()
    seen = {one["about"] for one in surveys}
    gaps = [Gap("unasked", {}, "request", one.eid) for one in found if one.eid not in seen]
    if not ended:
        gaps.append(Gap("none_ended", {"months": months}, "request"))
    return lacking(gaps, surveys)


def archived(at: Looking, days: int) -> Finding:
    """What ended more than `days` ago has been filed, and something has been filed at all (7.3)."""
    before = at.now - timedelta(days=days)
    query = Query("request", equals={"state": "closed"}, order="closed_at", until=before, limit=NEWEST)
    waiting = at.select(query)
    filed = at.select(Query("archive_item", limit=12, newest_first=True))
    gaps = [Gap("unfiled", {"days": days}, "request", one.eid) for one in waiting]
    if not filed:
        gaps.append(few("archive_item", 0))
    return lacking(gaps, filed)


def combined(at: Looking, months: int, least: int = 1) -> Finding:
    """At least `least` of the newest requests join items of two categories or more (3.1, 4.2, 8.1)."""
    since = moments.midnight(at.months_ago(months))
    query = Query("request", order="registered_at", since=since, newest_first=True, limit=NEWEST)
    found = at.select(query)
    categories: dict[str, set[str]] = {}
    for item in _parts(at, "request_item", [one.eid for one in found]):
        categories.setdefault(str(item["request"]), set()).add(str(item["item"])[:2])
    joined = [one for one in found if len(categories.get(one.eid, ())) > 1]
    if len(joined) < least:
        return lacking([Gap("combined", {"have": len(joined), "least": least}, "request")], joined)
    return lacking((), joined)


def mandated(at: Looking) -> Finding:
    """Who is acted for has given a mandate that holds today (6.1.4 of the national guide)."""
    where = {"state": list(RUNNING), "agency": True}
    acting = at.select(query_of("request", where, limit=NEWEST, order="registered_at", newest_first=True))
    mandates = _parts(at, "mandate", [one.eid for one in acting])
    held = {one["request"] for one in mandates if one["ended_on"] is None and one["ends"] >= at.today}
    gaps = [Gap("no_mandate", {}, "request", one.eid) for one in acting if one.eid not in held]
    return lacking(gaps, mandates)
