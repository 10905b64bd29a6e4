"""What of rule sets is shown: versions, one whole with its faults, files on offer, and a trial on what was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from qi_desk.domain.errors import Problem
from qi_desk.domain.figures.periods import Period, Span, period_of
from qi_desk.domain.indicators.records import INDICATOR_SET, INDICATOR_SET_LIFECYCLE
from qi_desk.domain.indicators.rule_sets import WINDOWS, RuleSet, Subject, digest_of
from qi_desk.domain.indicators.scoring import Count, Result, evaluate, value_of
from qi_desk.domain.library import SERVING
from qi_desk.services.client_file import living
from qi_desk.services.indicators.counting import Counted, counted_for, spans_before
from qi_desk.services.indicators.party_counts import party_counts
from qi_desk.services.indicators.people_counts import staff_counts
from qi_desk.services.indicators.rule_sets import faults_of, read_rules, rules_in, versions_of
from qi_desk.services.indicators.saying import period_said, today_at
from qi_desk.services.indicators.starters import starters
from qi_desk.services.ports import Actor, House, Query, Reader, Record
from qi_desk.services.rights import COUNTER, LEADING, LOOKING, may, verb
from qi_desk.services.showing import text

_MOST = 500
COLUMNS = 4
"""How many past periods, people or partners a trial tries the rules on."""


@dataclass(frozen=True, slots=True)
class SetRow:
    """One version. `newer` names the edition of the file it came from where the house or the district has another one
    by now."""

    eid: str
    name: str
    version: int
    subject: str
    span: str
    state: str
    heads: int
    indicators: int
    origin: str
    effective: date | None
    newer: str


@dataclass(frozen=True, slots=True)
class SetView:
    """One version whole. `faults` stop it from being put in force; `used` tells how many evaluations stand on it."""

    row: SetRow
    rules: RuleSet
    values: Mapping[str, Any]
    writers: Mapping[str, str]
    faults: tuple[Problem, ...]
    approver: str
    used: int
    digest: str
    deeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of rules on offer: `taken` where a version of the station holds just these rules."""

    name: str
    title: str
    edition: str
    subject: str
    indicators: int
    taken: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """Rules tried on what was: a column for every past period (or person, or partner), the newest first. `period` is
    that of the first column, None where the rules name none; `counted` and `people` are what was counted, to be given
    along with the next trial."""

    period: Period | None
    columns: tuple[str, ...]
    results: tuple[Result, ...]
    faults: tuple[Problem, ...]
    counted: Counted
    people: Mapping[str, Mapping[str, Count]]


@verb("rule_sets.page", LOOKING)
def page(house: House, actor: Actor) -> tuple[SetRow, ...]:
    """Versions of rule sets: drafts and those in force first, the newest version of each first."""
    with house.store.read() as look:
        records = look.select(Query("indicator_set", order="eid", newest_first=True, limit=_MOST))
    order = {state: place for place, state in enumerate(("draft", "in_force", "retired"))}
    rows = [row_of(one) for one in records]
    return tuple(sorted(rows, key=lambda row: (order[row.state], row.subject, row.name, -row.version)))


def row_of(record: Record) -> SetRow:
    """A list line."""
    rows = record["rows"] or ()
    leaves = sum(bool(one.get("head")) for one in rows)
    return SetRow(
        eid=record.eid,
        name=record["name"],
        version=record["version"] or 1,
        subject=record["subject"],
        span=record["span"],
        state=record["state"],
        heads=len(rows) - leaves,
        indicators=leaves,
        origin=record["origin"] or "",
        effective=record["effective"],
        newer=_newer(record),
    )


def _newer(record: Record) -> str:
    """The edition of its file where that is another one than it was taken from: never taken over by itself."""
    if record["state"] == "retired" or not record["origin"]:
        return ""
    file = next((one for one in starters() if one.name == record["family"]), None)
    if file is None or record["origin"] == f"{file.origin} {file.version}".strip():
        return ""
    return file.version


@verb("rule_sets.open", LOOKING)
def show(house: House, actor: Actor, eid: str) -> SetView:
    """One version. Raises Missing, Invalid("rule_set.unreadable")."""
    with house.store.read() as look:
        record = living(look, "indicator_set", eid)
        rules = rules_in(record)
        faults = tuple(faults_of(rules)) if record["state"] == "draft" else ()
        approver = look.get("person", record["approver"]) if record["approver"] else None
        return SetView(
            row=row_of(record),
            rules=rules,
            values={name: record[name] for name in INDICATOR_SET.names()},
            writers=record.writers,
            faults=faults,
            approver=text(approver, "name"),
            used=look.count(Query("self_evaluation", equals={"rule_set": eid})),
            digest=digest_of(rules),
            deeds=_deeds(look, actor, record, faulty=bool(faults)),
        )


def _deeds(look: Reader, actor: Actor, record: Record, *, faulty: bool) -> tuple[str, ...]:
    deeds = [one.event for one in INDICATOR_SET_LIFECYCLE.offered(record["state"])]
    if record["state"] == "draft":
        deeds = ["edit", *deeds, "void"] if faulty else [*deeds, "edit", "void"]
    elif not any(one["state"] == "draft" for one in versions_of(look, record["family"] or record.eid)):
        deeds.insert(0, "revise")
    rights = {"edit": "write"}
    return tuple(one for one in deeds if may(actor, f"rule_sets.{rights.get(one, one)}"))


@verb("rule_sets.files", COUNTER)
def files(house: House, actor: Actor) -> tuple[FileRow, ...]:
    """Files of rules a draft may begin with: those of the house, those the district published."""
    with house.store.read() as look:
        known = {one["digest"] for one in look.select(Query("indicator_set", limit=_MOST)) if one["digest"]}
    return tuple(
        FileRow(
            one.name,
            one.title,
            f"{one.origin} {one.version}".strip(),
            one.rules.subject.value,
            len(one.rules.indicators),
            one.digest in known,
        )
        for one in starters()
    )


@verb("rule_sets.trial", LEADING)
def trial(
    house: House,
    actor: Actor,
    subject: str,
    span: str,
    lacking: str,
    rows: Sequence[Mapping[str, Any]],
    before: Trial | None = None,
    *,
    many: int = COLUMNS,
) -> Trial:
    """Try rules as they stand in the editor on the last `many` periods that are over (those for staff and partners: on
    this year of some of them); what `before` counted is not counted again. Rules with faults are scored as far as they
    go. Raises Invalid("rule_set.unreadable")."""
    rules = read_rules(subject, span, lacking, rows)
    faults = tuple(faults_of(rules))
    sound = _sound(rules, faults)
    if rules.subject is Subject.STATION:
        if rules.window not in WINDOWS:
            return Trial(None, (), (), faults, Counted(), {})
        periods = spans_before(today_at(house), rules.window, many)
        counted = counted_for(house, sound, periods, before.counted if before is not None else None)
        results = tuple(counted.result(sound, period) for period in periods)
        return Trial(periods[0], tuple(period_said(period) for period in periods), results, faults, counted, {})
    people = before.people if before is not None and before.people else _people(house, rules.subject, actor)
    results = tuple(
        evaluate(sound, {one.key: value_of(one, counts) for one in sound.indicators}) for counts in people.values()
    )
    return Trial(period_of(Span.YEAR, today_at(house)), tuple(people), results, faults, Counted(), people)


def _sound(rules: RuleSet, faults: Sequence[Problem]) -> RuleSet:
    """The rules without the rows that are not right yet; nothing where the whole is not."""
    if rules.window not in WINDOWS or any(not fault.field for fault in faults):
        return RuleSet(rules.subject, rules.window, rules.lacking, (), ())
    wrong = {fault.field for fault in faults}
    heads = tuple(head for head in rules.heads if head.key not in wrong)
    kept = {head.key for head in heads}
    left = tuple(one for one in rules.indicators if one.key not in wrong and one.head in kept)
    return RuleSet(rules.subject, rules.window, rules.lacking, heads, left)


def _people(house: House, subject: Subject, actor: Actor) -> dict[str, Mapping[str, Count]]:
    period = period_of(Span.YEAR, today_at(house))
    with house.store.read() as look:
        if subject is Subject.PARTY:
            found = [one for kind in ("institution", "expert") for one in look.select(_serving(kind))][:COLUMNS]
            counts = party_counts(house, look, period, found)
            return {one["name"]: counts[one.eid] for one in found}
        staff = look.select(Query("person", equals={"active": True}, order="staff_no", limit=_MOST))
    people = [one for one in staff if one["role"] in COUNTER and one.eid != actor.account][:COLUMNS]
    counted = staff_counts(house, period, people, actor)
    return {one["name"]: counted[one.eid] for one in people}


def _serving(kind: str) -> Query:
    return Query(kind, among={"state": tuple(SERVING)}, order="name", limit=COLUMNS)
