"""Judging people and partners by rules: what is counted of each, the points and the grades that follow, and what was
written down. The grades are offered; a person decides (8.2.3 of the national guide)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from qi_desk.domain.errors import Missing
from qi_desk.domain.figures.periods import Period, Span, period_of
from qi_desk.domain.indicators.rule_sets import RuleSet, Subject, digest_of
from qi_desk.domain.indicators.scoring import Count, Whole, evaluate, value_of
from qi_desk.domain.indicators.subjects import grade_of
from qi_desk.domain.library import SERVING
from qi_desk.domain.registers.staff import evaluation_id
from qi_desk.services.indicators.evaluation_views import OUTSIDE, named
from qi_desk.services.indicators.party_counts import party_counts
from qi_desk.services.indicators.people_counts import staff_counts
from qi_desk.services.indicators.rule_sets import one_in_force, rules_in
from qi_desk.services.indicators.saying import how_said, target_said, today_at, unit_of, value_said
from qi_desk.services.indicators.starters import starter_for
from qi_desk.services.library import evaluation
from qi_desk.services.outcomes import Done
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.registers import staff_files
from qi_desk.services.registers.staff_files import may_see_judgement
from qi_desk.services.rights import COUNTER, LEADING, LOOKING, verb

_MOST = 500


@dataclass(frozen=True, slots=True)
class Sign:
    """One indicator of somebody: value with its unit, target, how it is counted, from how many records, points."""

    key: str
    head: str
    name: str
    value: str
    target: str
    how: str
    n: int
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One person, institution or expert. `grades` are what the rules lead to by aspect (None where there is no data),
    `written` what somebody wrote down for the year (empty where nobody did), `score` its score for a partner."""

    kind: str
    eid: str
    name: str
    of: str
    year: int
    heads: Mapping[str, Whole]
    grades: Mapping[str, int | None]
    written: Mapping[str, int]
    score: int | None
    signs: tuple[Sign, ...]
    whole: Whole
    rule_name: str
    digest: str
    mine: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    name: str
    rules: RuleSet
    scale: tuple[tuple[int, int], ...]
    period: Period
    year: int


@verb("judging.staff", LOOKING)
def staff(house: House, actor: Actor, year: int) -> tuple[Judged, ...]:
    """Everybody who serves at the counter, by staff number, with the four aspects of a year; a person who does not lead
    sees the own line alone."""
    with house.store.read() as look:
        ruled = _rules(house, look, Subject.STAFF, year)
        people = [
            one
            for one in look.select(Query("person", equals={"active": True}, order="staff_no", limit=_MOST))
            if one["role"] in COUNTER and may_see_judgement(actor, one)
        ]
        written = look.many("staff_evaluation", [evaluation_id(one.eid, year) for one in people])
    counts = staff_counts(house, ruled.period, people, actor)
    return tuple(
        _judged(
            actor,
            ruled,
            one,
            counts[one.eid],
            named(actor, one["name"]),
            one["post"] or "",
            written.get(evaluation_id(one.eid, year)),
        )
        for one in people
    )


@verb("judging.parties", LOOKING)
def parties(house: House, actor: Actor, year: int) -> tuple[Judged, ...]:
    """Institutions and experts that are given work, by kind and name, with the four aspects of a year."""
    with house.store.read() as look:
        ruled = _rules(house, look, Subject.PARTY, year)
        found = [
            one
            for kind in ("institution", "expert")
            for one in look.select(Query(kind, among={"state": tuple(SERVING)}, order="name", limit=_MOST))
        ]
        counts = party_counts(house, look, ruled.period, found)
        written = _yearly(look, ruled.period, found)
    return tuple(
        _judged(
            actor,
            ruled,
            one,
            counts[one.eid],
            named(actor, one["name"]) if one.kind == "expert" else one["name"],
            one["organisation"] or one["address"] or "",
            written.get(one.eid),
        )
        for one in found
    )


def _yearly(look: Reader, period: Period, found: Iterable[Record]) -> dict[str, Record]:
    """The newest judgement that is not of a single service, by party."""
    wanted = [one.eid for one in found]
    query = Query(
        "evaluation",
        among={"party": wanted, "kind": ("yearly", "spot")},
        order="made_at",
        since=period.since,
        until=period.until,
        limit=10 * _MOST,
    )
    return {one["party"]: one for one in look.select(query)} if wanted else {}


def _rules(house: House, look: Reader, subject: Subject, year: int) -> _Rules:
    """The rules in force for a subject; those that come with the house while the station has none of its own."""
    own = one_in_force(look, subject)
    scale = tuple((int(row["id"]), int(row["from"])) for row in house.codes.rows("staff_grades"))
    period = period_of(Span.YEAR, date(year, 1, 1))
    if own is not None:
        return _Rules(f"{own['name']} {own['version']}", rules_in(own), scale, period, year)
    file = starter_for(subject)
    assert file is not None, "the house comes with rules for every subject"
    return _Rules(f"{file.title} {file.version}", file.rules, scale, period, year)


def _judged(
    actor: Actor,
    ruled: _Rules,
    record: Record,
    counts: Mapping[str, Count],
    name: str,
    of: str,
    written: Record | None,
) -> Judged:
    rules = ruled.rules
    values = {one.key: value_of(one, counts) for one in rules.indicators}
    result = evaluate(rules, values)
    aspects = [head.key for head in rules.heads]
    signs = tuple(
        Sign(
            one.key,
            one.head,
            one.name,
            value_said(values[one.key], unit_of(rules.subject, one)),
            target_said(one, unit_of(rules.subject, one)),
            how_said(rules, one, ruled.period),
            max((counts[code].n for code in one.measures if code in counts), default=0),
            result.rows[one.key].points,
        )
        for one in rules.indicators
    )
    return Judged(
        kind=record.kind,
        eid=record.eid,
        name=name,
        of=of if actor.role not in OUTSIDE else "",
        year=ruled.year,
        heads=result.heads,
        grades={aspect: grade_of(result.heads[aspect].points, ruled.scale) for aspect in aspects},
        written={aspect: written[aspect] for aspect in aspects if written[aspect]} if written is not None else {},
        score=written["score"] if written is not None else None,
        signs=signs,
        whole=result.whole,
        rule_name=ruled.name,
        digest=digest_of(rules),
        mine=actor.account == record.eid,
    )


def basis_of(judged: Judged) -> list[dict[str, str]]:
    """What the grades were offered from, as it is kept with the judgement: whoever asks later finds the numbers of
    then."""
    return [
        {
            "key": one.key,
            "name": one.name,
            "value": one.value,
            "target": one.target,
            "n": str(one.n),
            "points": "" if one.points is None else str(round(one.points, 1)),
        }
        for one in judged.signs
    ]


@verb("judging.write_staff", LEADING)
def write_staff(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[str]:
    """Write a colleague's year down (F34) with what the grades were offered from. Raises as `staff_files.evaluate`."""
    year = values.get("year")
    offered = staff(house, actor, year) if isinstance(year, int) else ()
    judged = next((one for one in offered if one.eid == eid), None)
    return staff_files.evaluate(house, actor, eid, {**values, **(_kept(judged) if judged is not None else {})})


@verb("judging.write_party", LEADING)
def write_party(house: House, actor: Actor, eid: str, values: Mapping[str, Any]) -> Done[int]:
    """Write down the year of an institution or expert with what the grades were offered from; a low one asks for a
    review as any other does (8.2.3). Raises as `library.review`, Missing for who is given no work."""
    year = today_at(house).year
    judged = next((one for one in parties(house, actor, year) if one.eid == eid), None)
    if judged is None:
        raise Missing("record.missing", kind="institution")
    grades = {aspect: values.get(aspect) or 0 for aspect in judged.grades}
    comment = values.get("comment") or ""
    return evaluation.review(house, actor, judged.kind, eid, grades, comment, basis=_kept(judged))


def _kept(judged: Judged) -> dict[str, Any]:
    return {"basis": basis_of(judged), "rules": judged.rule_name, "digest": judged.digest}
