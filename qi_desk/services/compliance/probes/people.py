"""Probes of the people: who is there, trained, sworn to secrecy, able, judged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from qi_desk.domain.compliance.standing import Finding, Gap
from qi_desk.domain.people_records import passed_by
from qi_desk.services.compliance.probes.looking import LIBRARY, Looking, few, lacking, proved
from qi_desk.services.ports import Query, Record
from qi_desk.services.registers.finding import MARK
from qi_desk.services.registers.undertakings import unbound
from qi_desk.services.rights import MANAGER, SPECIALIST


def _staff(at: Looking) -> list[Record]:
    """Who works at the window: managers, and specialists who passed the training before the post. Whoever has not
    passed it yet cannot sign in, and is not counted."""
    before = at.all("training", {"kind": "pre_post"})
    return [
        one
        for one in at.all("person", {"active": True})
        if one["role"] == MANAGER
        or (one["role"] == SPECIALIST and any(passed_by(held.values, one.eid) for held in before))
    ]


def specialist(at: Looking, least: int = 1) -> Finding:
    """At least `least` active specialists who passed the training before the post (6.2.1, B.3.1)."""
    there = [one for one in _staff(at) if one["role"] == SPECIALIST]
    if len(there) >= least:
        return proved(there)
    values = {"have": len(there), "least": least}
    return lacking([Gap("specialists", values, "training", "", {"kind": "pre_post"})], there)


def trained(at: Looking, kinds: Sequence[str], months: int) -> Finding:
    """Everybody who works here took part in a training of `kinds` within `months`; due when the first one's is over."""
    since = at.months_ago(months)
    query = Query("training", order="held_on", since=since, newest_first=True, limit=LIBRARY)
    held = [one for one in at.select(query) if one["kind"] in kinds]
    last: dict[str, Record] = {}
    for one in held:
        for person in (one["person"], *(row.get("person") for row in one["people"] or ())):
            if person:
                last.setdefault(person, one)
    staff = _staff(at)
    gaps = [
        Gap("untrained", {"name": one["name"], "months": months}, "training", "", {"kind": kinds[0]})
        for one in staff
        if one.eid not in last
    ]
    if not staff:
        gaps.append(Gap("specialists", {"have": 0, "least": 1}, "person"))
    kept = {one.eid: one for one in last.values()}
    oldest = min((last[one.eid]["held_on"] for one in staff if one.eid in last), default=None)
    ends = oldest + (at.today - since) if oldest is not None else None
    return lacking(gaps, kept.values(), ends)


def competent(at: Looking, least: int = 1) -> Finding:
    """Everybody who works here has a post and at least `least` items they are able to do (6.2.2, B.1, B.3.2)."""
    staff = _staff(at)
    gaps = [
        Gap("skills", {"name": one["name"], "least": least}, "person", one.eid)
        for one in staff
        if not one["post"] or len(one["skills"] or ()) < least
    ]
    if not staff:
        gaps.append(Gap("specialists", {"have": 0, "least": 1}, "person"))
    return lacking(gaps, staff)


def judged(at: Looking) -> Finding:
    """Everybody who works here, the manager aside, was judged in the four respects for last year or this one
    (8.2.3 of the national guide); whoever came this year has time until its end."""
    years = (at.today.year - 1, at.today.year)
    made = {(one["person"], one["year"]): one for one in at.all("staff_evaluation")}
    staff = [one for one in _staff(at) if one["role"] != MANAGER]
    new = [one for one in staff if (one["post_since"] or one["started_on"] or at.today).year == at.today.year]
    waiting = [one for one in staff if one not in new and not any((one.eid, year) in made for year in years)]
    gaps = [Gap("unjudged", {"name": one["name"], "year": at.today.year - 1}, "person", one.eid) for one in waiting]
    if not staff:
        gaps.append(Gap("specialists", {"have": 0, "least": 1}, "person"))
    kept = [made[key] for key in sorted(made) if key[1] in years]
    if not kept and not gaps:
        ends = at.today.replace(month=12, day=31)
        return proved(staff, due=ends)
    return lacking(gaps, kept)


def undertakings(at: Looking, kinds: Sequence[str] = ()) -> Finding:
    """Whoever works here or serves in the library has signed an undertaking that binds today; of `kinds` alone, if
    any are named. Due when the first one ends."""
    papers = at.all("undertaking")
    gaps = [
        Gap("unsworn", {"kind": one.kind, "name": one["name"]}, "undertaking", "", _party(one))
        for one in unbound(at.look, at.today)
        if not kinds or one.kind in kinds
    ]
    mine = [one for one in papers if not kinds or one["party_kind"] in kinds]
    standing = [one for one in mine if one["valid_to"] is None or one["valid_to"] >= at.today]
    if not standing and not gaps:
        gaps.append(few("undertaking", 0))
    days = [one["valid_to"] + timedelta(days=1) for one in standing if one["valid_to"] is not None]
    return lacking(gaps, standing, min(days, default=None))


def _party(one: Record) -> dict[str, str]:
    return {"party": f"{one.kind}{MARK}{one.eid}", "party:name": str(one["name"])}
