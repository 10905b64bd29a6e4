"""Probes of the library: four databases, who can do what, qualifications, evaluations, shared equipment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from qi_desk.domain.compliance.standing import Finding, Gap
from qi_desk.domain.library import SERVING
from qi_desk.services.compliance.probes.looking import LIBRARY, Looking, few, lacking
from qi_desk.services.ports import Query, Record

_STATES = {"expert": sorted(SERVING), "institution": sorted(SERVING)}


def _serving(at: Looking, kind: str) -> tuple[Record, ...]:
    return at.all(kind, {"state": _STATES[kind]} if kind in _STATES else {})


def library(at: Looking, kinds: Sequence[str], least: int = 1) -> Finding:
    """Each database of `kinds` holds at least `least` records; of experts and institutions those that serve."""
    found: list[Record] = []
    gaps = []
    for kind in kinds:
        where = {"state": tuple(_STATES[kind])} if kind in _STATES else {}
        held = at.select(Query(kind, among=where, limit=max(least, 3)))
        found += held
        if len(held) < least:
            gaps.append(few(kind, len(held), least))
    return lacking(gaps, found)


def provided(at: Looking, items: Sequence[str]) -> Finding:
    """For every item of the catalogue in `items`, or category of it by its two letters, somebody in the library
    serves: an institution, an expert, or a colleague who is able to."""
    able = [(one, set(one["fields"] or ())) for kind in _STATES for one in _serving(at, kind)]
    able += [
        (one, {str(row["item"]) for row in one["skills"] or () if row.get("item")})
        for one in at.all("person", {"active": True})
    ]
    found: dict[str, Record] = {}
    gaps = []
    for item in items:
        holder = next((one for one, held in able if _covers(held, item)), None)
        if holder is None:
            gaps.append(Gap("unprovided", {"item": item}, "institution"))
        else:
            found[holder.eid] = holder
    return lacking(gaps, found.values())


def _covers(held: Collection[str], item: str) -> bool:
    return item in held or (len(item) == 2 and any(one.startswith(item) for one in held))


def evaluated(at: Looking, kinds: Sequence[str], months: int) -> Finding:
    """Every expert or institution of `kinds` that has served for `months` was evaluated within them (8.2.3)."""
    since = at.months_ago(months)
    query = Query("evaluation", limit=LIBRARY, newest_first=True)
    made = [one for one in at.select(query) if one["made_at"].date() >= since]
    seen = {one["party"] for one in made}
    parties = [one for kind in kinds for one in _serving(at, kind)]
    gaps = [
        Gap("unevaluated", {"kind": one.kind, "name": one["name"], "months": months}, one.kind, one.eid)
        for one in parties
        if one.eid not in seen and _since(one) < since
    ]
    if not parties:
        gaps.append(few(kinds[0], 0))
    return lacking(gaps, [one for one in made if one["party_kind"] in kinds] or parties)


def _since(party: Record) -> date:
    return party["term_from"] or party["agreement_from"] or party["published_on"] or date.min


def qualified(at: Looking, kinds: Sequence[str]) -> Finding:
    """Everybody of `kinds` that serves has what is needed, and none of it has run out: institutions a qualification
    and an agreement, experts certificates, years of practice and a term."""
    parties = [one for kind in kinds for one in _serving(at, kind)]
    gaps: list[Gap] = []
    days: list[date] = []
    for one in parties:
        for code, day in _papers(one):
            if code or (day is not None and day < at.today):
                gaps.append(Gap(code or "expired", {"name": one["name"], "day": day or ""}, one.kind, one.eid))
            elif day is not None:
                days.append(day + timedelta(days=1))
    if not parties:
        gaps.append(few(kinds[0], 0))
    return lacking(gaps, parties, min(days, default=None))


def _papers(one: Record) -> Iterator[tuple[str, date | None]]:
    """What one has, as (what is missing, the day it ends)."""
    held = one["qualifications"] if one.kind == "institution" else one["certificates"]
    if not held:
        yield "unqualified", None
    ends = [date.fromisoformat(str(row["valid_to"])) for row in held or () if row.get("valid_to")]
    if ends and len(ends) == len(held):
        # One that still holds is enough.
        yield "", max(ends)
    if one.kind == "expert":
        if not one["years"]:
            yield "no_practice", None
        yield "", one["term_to"]
    else:
        yield "", one["agreement_to"]


def equipment_open(at: Looking, least: int = 1, outside: bool = False, modes: Sequence[str] = ()) -> Finding:
    """At least `least` devices are open to others and none of these is past its calibration; with `outside` somebody
    not tied to the owner has booked one; one is open in each of `modes` at least (A.8, 8.5.2)."""
    shared = [one for one in at.all("equipment", {"open": True}) if (one["sort"] or "device") != "room"]
    gaps = []
    if len(shared) < least:
        gaps.append(Gap("shared", {"have": len(shared), "least": least}, "equipment"))
    gaps += [Gap("uncalibrated", {"name": one["name"]}, "equipment", one.eid) for one in shared if _stale(one, at)]
    gaps += [Gap("mode", {"mode": mode}, "equipment") for mode in modes if not any(_has(one, mode) for one in shared)]
    found = shared
    if outside:
        booked = at.select(Query("booking", order="begins", newest_first=True, limit=500))
        found = [one for one in booked if one["affiliated"] == "no"]
        if not found:
            gaps.append(Gap("outsiders", {}, "booking"))
    days = [one["calibration_due"] + timedelta(days=1) for one in shared if one["calibration_due"] is not None]
    return lacking(gaps, found, min((day for day in days if day > at.today), default=None))


def _stale(one: Record, at: Looking) -> bool:
    known = one["calibration_due"]
    return not one["calibration_exempt"] and (known is None or known < at.today)


def _has(one: Record, mode: str) -> bool:
    return mode in (one["modes"] or ())
