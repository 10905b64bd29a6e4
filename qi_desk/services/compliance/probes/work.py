"""Probes of the daily work: needs come in on several ways, are followed up, answered, rated, filed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.compliance.standing import Finding, Gap
from qi_desk.services.compliance.probes.looking import NEWEST, Looking, empty, lacking, query_of
from qi_desk.services.ports import Query, Record
from qi_desk.services.request_views import RUNNING

_ENDED = ("closed", "archived")
_STANDING = frozenset({"supplement", "paused"})
"""States in which no limit runs."""


def _since(at: Looking, states: Sequence[str], by: str, months: int) -> tuple[Record, ...]:
    since = moments.midnight(at.months_ago(months)) if months else None
    query = query_of("request", {"state": list(states)}, limit=NEWEST, order=by, since=since, newest_first=True)
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
    found = at.select(query_of("request", {"state": list(only or RUNNING)}, limit=500, order="registered_at"))
    quiet = at.now - timedelta(days=quiet_days)
    gaps = []
    for one in found:
        lacks = tuple(f"request.{name}" for name in fields if empty(one[name]))
        spoken = one["last_contact"] or one["registered_at"]
        if lacks:
            gaps.append(Gap("unfilled", {"kind": "request", "fields": lacks}, "request", one.eid))
        elif quiet_days and spoken is not None and spoken < quiet:
            gaps.append(Gap("quiet", {"days": quiet_days}, "request", one.eid))
        elif due and one[due] is not None and one[due] < at.now and one["state"] not in _STANDING:
            gaps.append(Gap("late", {"kind": "request", "day": moments.china_date(one[due])}, "request", one.eid))
    return lacking(gaps, found)


def kept_with(
    at: Looking, part: str, months: int, states: Sequence[str] = _ENDED, where: Mapping[str, Any] | None = None
) -> Finding:
    """Every request that ended within `months` has a record of the kind `part`; there is one such request at least.
    `where` narrows the requests; the newest are looked at."""
    found = [
        one
        for one in _since(at, states, "closed_at", months)
        if not one["end_reason"] and all(one[name] == value for name, value in (where or {}).items())
    ]
    held = {str(one["request"]) for one in _parts(at, part, [one.eid for one in found])}
    gaps = [Gap("without", {"part": part}, "request", one.eid) for one in found if one.eid not in held]
    if not found:
        gaps.append(Gap("none_ended", {"months": months}, "request"))
    return lacking(gaps, [one for one in found if one.eid in held])


def _parts(at: Looking, part: str, requests: Sequence[str]) -> tuple[Record, ...]:
    if not requests:
        return ()
    return at.select(Query(part, among={"request": tuple(requests)}, limit=NEWEST * 20))


def asked(at: Looking, months: int, days: int = 14) -> Finding:
    """Whoever's request ended within `months` and more than `days` ago was asked what they think of it (7.2.4.2)."""
    before = at.now - timedelta(days=days)
    ended = [one for one in _since(at, _ENDED, "closed_at", months) if not one["end_reason"]]
    found = [one for one in ended if one["closed_at"] < before]
    ids = tuple(one.eid for one in found)
    surveys = at.select(Query("survey", among={"about": ids}, limit=NEWEST * 5)) if ids else ()
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
        gaps.append(Gap("records", {"kind": "archive_item", "have": 0, "least": 1, "months": 0}, "archive_item"))
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
    running = at.select(query_of("request", {"state": list(RUNNING)}, limit=500, order="registered_at"))
    acting = [one for one in running if one["agency"]]
    mandates = _parts(at, "mandate", [one.eid for one in acting])
    held = {one["request"] for one in mandates if one["ended_on"] is None and one["ends"] >= at.today}
    gaps = [Gap("no_mandate", {}, "request", one.eid) for one in acting if one.eid not in held]
    return lacking(gaps, mandates)
