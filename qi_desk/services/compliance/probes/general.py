"""Probes that serve for many kinds of records: there are some, they are filled in, nothing of them is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from qi_desk.domain import moments
from qi_desk.domain.compliance.standing import Finding, Gap
from qi_desk.services.compliance.probes.looking import (
    LIBRARY,
    NEWEST,
    Looking,
    empty,
    few,
    lacking,
    proved,
    query_of,
)
from qi_desk.services.ports import Record


def records(
    at: Looking,
    kind: str,
    where: Mapping[str, Any] | None = None,
    least: int = 1,
    months: int = 0,
    by: str = "",
    filled: Sequence[str] = (),
    among: Mapping[str, Sequence[Any]] | None = None,
) -> Finding:
    """At least `least` records of `kind` with the values in `where`; with `months` not older by the field `by`. Of the
    newest of these only those count in which `filled` are filled in, and whose fields have a value of `among` (which no
    index holds)."""
    since = at.bound(kind, by, at.months_ago(months)) if months else None
    limit = NEWEST if filled or among else max(least, 12)
    more = {"order": by or "eid", "since": since, "newest_first": True}
    query = query_of(kind, where or {}, limit=limit, **more)
    found = [one for one in at.select(query) if _counts(one, filled, among or {})]
    if len(found) >= least:
        return proved(found, due=_runs_out(found[least - 1], by, months))
    begins = {name: value for name, value in (where or {}).items() if isinstance(value, str)}
    return lacking([few(kind, len(found), least, months, begins)], found)


def _counts(one: Record, filled: Sequence[str], among: Mapping[str, Sequence[Any]]) -> bool:
    whole = not any(empty(one[name]) for name in filled)
    return whole and all(one[name] in values for name, values in among.items())


def _runs_out(record: Record, by: str, months: int) -> date | None:
    """When the last record that is needed becomes too old."""
    day = record[by] if months else None
    if isinstance(day, datetime):
        day = moments.china_date(day)
    return moments.months_later(day, months) if day is not None else None


def complete(
    at: Looking,
    kind: str,
    fields: Sequence[str],
    where: Mapping[str, Any] | None = None,
    least: int = 1,
    newest: int = 0,
    having: Sequence[str] = (),
    lacking_in: Sequence[str] = (),
) -> Finding:
    """Every record of `kind` says something in all of `fields`, and there are at least `least`; of a long list the
    `newest` are looked at. Records that say nothing in `having`, or something in `lacking_in`, are passed over."""
    limit, first = (newest, True) if newest else (LIBRARY, False)
    found = [
        one
        for one in at.select(query_of(kind, where or {}, limit=limit, newest_first=first))
        if not any(empty(one[name]) for name in having) and all(empty(one[name]) for name in lacking_in)
    ]
    if len(found) < least:
        return lacking([few(kind, len(found), least)], found)
    gaps = [
        Gap("unfilled", {"kind": kind, "fields": tuple(f"{kind}.{name}" for name in lacks)}, kind, one.eid)
        for one in found
        if (lacks := [name for name in fields if empty(one[name])])
    ]
    return lacking(gaps, found)


def nothing_late(
    at: Looking, kind: str, due: str, where: Mapping[str, Any] | None = None, open_while: Sequence[str] = ()
) -> Finding:
    """No record of `kind` with the values in `where` is past its day `due` while all of `open_while` are empty."""
    wanted = {**(where or {}), **dict.fromkeys(open_while)}
    query = query_of(kind, wanted, limit=NEWEST, order=due, until=at.bound(kind, due, at.today))
    late = at.select(query)
    gaps = [Gap("late", {"kind": kind, "day": _day(one[due])}, kind, one.eid) for one in late]
    if gaps:
        return lacking(gaps)
    ahead = at.select(query_of(kind, wanted, limit=12, order=due, since=at.bound(kind, due, at.today)))
    return proved(ahead, due=_day(ahead[0][due]) if ahead else None)


def _day(value: date | datetime) -> date:
    return moments.china_date(value) if isinstance(value, datetime) else value
